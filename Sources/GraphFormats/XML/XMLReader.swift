import Diagnostics

/// An element with what is inside.
struct XMLNode: Sendable {
  /// The name without its prefix.
  let name: String
  let attributes: [(name: String, value: String)]
  var children: [XMLNode] = []
  /// The text directly inside.
  var text = ""
  /// The bytes of the opening tag.
  let span: SourceSpan

  /// The value of an attribute.
  subscript(_ attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

  /// The first child of a name.
  func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  /// The first element of a name at any depth.
  func descendant(_ name: String) -> XMLNode? {
    for child in children {
      if child.name == name { return child }
      if let found = child.descendant(name) { return found }
    }
    return nil
  }
}

/// Reads XML 1.0 piece by piece, bounded in depth.
///
/// A document type that declares entities is refused: nothing in graph formats needs one, and what entities can do to
/// memory and to other files is well known. Namespace prefixes are taken off and not looked up.
struct XMLReader {
  /// The most elements inside one another.
  static let depthLimit = 100

  /// A piece of a document.
  enum Piece {
    /// An opening tag; of `<a/>` the closing one follows.
    case opening(XMLNode)
    /// A closing tag.
    case closing
    /// Text, references resolved.
    case text(String)
  }

  private let source: SourceText
  private var index = 0
  private var open: [String] = []
  private var closesAtOnce = false
  private(set) var hasRoot = false

  init(_ source: SourceText) {
    self.source = source
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  /// The next piece; nil at the end of the document.
  ///
  /// - Throws: The first mistake, `xml.…`.
  mutating func next() throws(Diagnostic) -> Piece? {
    if closesAtOnce {
      closesAtOnce = false
      open.removeLast()
      return .closing
    }
    while index < source.bytes.count {
      if source.bytes[index] != UInt8(ascii: "<") {
        let text = try self.text()
        if open.isEmpty {
          guard text.allSatisfy(\.isWhitespace) else {
            throw failure("xml.syntax", "there is text outside of the root element", at: index - 1)
          }
          continue
        }
        return .text(text)
      }
      if looks(at: "<!--") {
        try skip(to: "-->", "a comment")
      } else if looks(at: "<?") {
        try skipInstruction()
      } else if looks(at: "<![CDATA[") {
        return .text(try characterData())
      } else if looks(at: "<!") {
        try skipDocumentType()
      } else if looks(at: "</") {
        try closing()
        return .closing
      } else {
        return .opening(try opening())
      }
    }
    guard open.isEmpty else {
      throw failure(
        "xml.syntax", "the file ends inside of <\(open[open.count - 1])>", at: index,
        hints: ["the file may have been cut off"])
    }
    guard hasRoot else { throw failure("xml.syntax", "there is no element in this file", at: 0) }
    return nil
  }

  /// Reads the rest of an element that was opened, with all that is inside.
  mutating func rest(of element: XMLNode) throws(Diagnostic) -> XMLNode {
    var stack = [element]
    while let piece = try next() {
      switch piece {
      case .opening(let node): stack.append(node)
      case .text(let text): stack[stack.count - 1].text += text
      case .closing:
        let done = stack.removeLast()
        if stack.isEmpty { return done }
        stack[stack.count - 1].children.append(done)
      }
    }
    return stack[0]
  }

  // MARK: Parts

  private func failure(
    _ code: String, _ message: String, at place: Int, hints: [String] = []
  ) -> Diagnostic {
    let end = source.bytes.count
    let lower = min(max(place, 0), end)
    return .error(code, message, in: source, at: SourceSpan(lower..<min(lower + 1, end)), hints: hints)
  }

  private func looks(at text: String) -> Bool { source.bytes[index...].starts(with: text.utf8) }

  private mutating func skip(to end: String, _ what: String) throws(Diagnostic) {
    let start = index
    let mark = Array(end.utf8)
    while index + mark.count <= source.bytes.count {
      if source.bytes[index] == mark[0], source.bytes[index..<index + mark.count].elementsEqual(mark) {
        index += mark.count
        return
      }
      index += 1
    }
    throw failure("xml.syntax", "\(what) begins here and does not end", at: start)
  }

  private mutating func skipInstruction() throws(Diagnostic) {
    let start = index
    try skip(to: "?>", "a processing instruction")
    let text = String(decoding: source.bytes[start..<index], as: UTF8.self).lowercased()
    guard text.hasPrefix("<?xml "), let found = text.firstRange(of: "encoding=") else { return }
    let name = text[found.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }
    let known = ["utf-8", "utf8", "us-ascii", "ascii", "utf-16"]
    guard known.contains(String(name)) else {
      throw failure(
        "convert.encoding", "the encoding '\(name)' is not read", at: start, hints: ["save the file in UTF-8"]
      )
    }
  }

  private mutating func characterData() throws(Diagnostic) -> String {
    let start = index + 9
    try skip(to: "]]>", "a CDATA section")
    return try validated(start..<index - 3)
  }

  private mutating func skipDocumentType() throws(Diagnostic) {
    let start = index
    while index < source.bytes.count {
      let byte = source.bytes[index]
      if byte == UInt8(ascii: "[") {
        throw failure(
          "xml.document-type", "a document type that declares anything is not read", at: start,
          hints: ["remove what stands between '<!DOCTYPE' and the first element"])
      }
      index += 1
      if byte == UInt8(ascii: ">") { return }
    }
    throw failure("xml.syntax", "a declaration begins here and does not end", at: start)
  }

  private mutating func closing() throws(Diagnostic) {
    let start = index
    index += 2
    let name = try self.name()
    skipSpaces()
    guard index < source.bytes.count, source.bytes[index] == UInt8(ascii: ">") else {
      throw failure("xml.syntax", "'>' is needed here", at: index)
    }
    index += 1
    guard let last = open.last else {
      throw failure("xml.syntax", "</\(name)> closes nothing", at: start)
    }
    guard last == name else {
      throw failure(
        "xml.syntax", "</\(name)> closes <\(last)>", at: start, hints: ["close it with </\(last)>"])
    }
    open.removeLast()
  }

  private mutating func opening() throws(Diagnostic) -> XMLNode {
    let start = index
    index += 1
    let name = try self.name()
    if open.isEmpty, hasRoot { throw failure("xml.syntax", "there is a second root element", at: start) }
    hasRoot = true
    guard open.count < Self.depthLimit else {
      throw failure("xml.too-deep", "more than \(Self.depthLimit) elements stand in one another", at: start)
    }
    var attributes: [(name: String, value: String)] = []
    while true {
      skipSpaces()
      guard index < source.bytes.count else {
        throw failure("xml.syntax", "the tag <\(name)> does not end", at: start)
      }
      if looks(at: "/>") {
        index += 2
        closesAtOnce = true
        break
      }
      if source.bytes[index] == UInt8(ascii: ">") {
        index += 1
        break
      }
      let place = index
      let attribute = try self.name()
      skipSpaces()
      guard index < source.bytes.count, source.bytes[index] == UInt8(ascii: "=") else {
        throw failure("xml.syntax", "'=' is needed behind the name of an attribute", at: index)
      }
      index += 1
      skipSpaces()
      let value = try attributeValue()
      guard !attributes.contains(where: { $0.name == attribute }) else {
        throw failure("xml.syntax", "the attribute '\(attribute)' stands twice in one tag", at: place)
      }
      attributes.append((attribute, value))
    }
    open.append(name)
    return XMLNode(
      name: Self.local(name), attributes: attributes.map { (Self.local($0.name), $0.value) },
      span: SourceSpan(start..<index))
  }

  private static func local(_ name: String) -> String {
    guard let colon = name.firstIndex(of: ":") else { return name }
    return String(name[name.index(after: colon)...])
  }

  private mutating func skipSpaces() {
    while index < source.bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(source.bytes[index]) { index += 1 }
  }

  private mutating func name() throws(Diagnostic) -> String {
    let start = index
    while index < source.bytes.count {
      let byte = source.bytes[index]
      let isLetter =
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x80 || byte == 0x5F || byte == 0x3A
      let isLater = (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
      guard isLetter || isLater && index > start else { break }
      index += 1
    }
    guard index > start else { throw failure("xml.syntax", "a name is needed here", at: start) }
    return try validated(start..<index)
  }

  private mutating func attributeValue() throws(Diagnostic) -> String {
    guard index < source.bytes.count, source.bytes[index] == 0x22 || source.bytes[index] == 0x27 else {
      throw failure("xml.syntax", "a value in quotes is needed here", at: index)
    }
    let quote = source.bytes[index]
    let start = index
    index += 1
    var value = ""
    var from = index
    while index < source.bytes.count {
      let byte = source.bytes[index]
      if byte == quote {
        value += try validated(from..<index)
        index += 1
        return value
      }
      if byte == UInt8(ascii: "<") { throw failure("xml.syntax", "'<' stands inside of a value", at: index) }
      if byte == UInt8(ascii: "&") {
        value += try validated(from..<index)
        value += try reference()
        from = index
      } else {
        index += 1
      }
    }
    throw failure("xml.syntax", "a value begins here and does not end", at: start)
  }

  private mutating func text() throws(Diagnostic) -> String {
    var text = ""
    var from = index
    while index < source.bytes.count, source.bytes[index] != UInt8(ascii: "<") {
      if source.bytes[index] == UInt8(ascii: "&") {
        text += try validated(from..<index)
        text += try reference()
        from = index
      } else {
        index += 1
      }
    }
    return text + (try validated(from..<index))
  }

  /// `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`, `&#65;`, `&#x41;`.
  private mutating func reference() throws(Diagnostic) -> String {
    let start = index
    let limit = min(index + 12, source.bytes.count)
    guard let end = source.bytes[index..<limit].firstIndex(of: UInt8(ascii: ";")) else {
      throw failure(
        "xml.syntax", "'&' begins a reference, and none stands here", at: start,
        hints: ["write '&' as '&amp;'"])
    }
    index = end + 1
    let name = String(decoding: source.bytes[start + 1..<end], as: UTF8.self)
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    let isHexadecimal = name.hasPrefix("#x")
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    if name.hasPrefix("#"), digits.first?.isHexDigit == true,
      let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
      number >= 0x20 || number == 9 || number == 10 || number == 13, let scalar = Unicode.Scalar(number)
    {
      return String(Character(scalar))
    }
    throw failure("xml.syntax", "'&\(name);' means nothing in XML", at: start)
  }

  private func validated(_ range: Range<Int>) throws(Diagnostic) -> String {
    guard let text = String(validating: source.bytes[range], as: UTF8.self) else {
      throw failure(
        "convert.encoding", "this text is not valid UTF-8", at: range.lowerBound,
        hints: ["save the file in UTF-8"])
    }
    return text
  }
}

/// Text as XML holds it.
enum XMLText {
  /// Escapes a text for an attribute or between tags; a control character that XML forbids becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\r": result += "&#13;"
      case "\t": result += "&#9;"
      default:
        let isForbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
        result.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}
