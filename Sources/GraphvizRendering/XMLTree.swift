/// An element of an XML document, with what is inside.
struct XMLElement: Sendable, Equatable {
  var name: String
  /// In the order of the document.
  var attributes: [(name: String, value: String)]
  var children: [XMLElement] = []
  /// The text directly inside, entities resolved.
  var text = ""

  /// The value of an attribute.
  subscript(_ attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

  static func == (left: XMLElement, right: XMLElement) -> Bool {
    left.name == right.name && left.text == right.text && left.children == right.children
      && left.attributes.map(\.name) == right.attributes.map(\.name)
      && left.attributes.map(\.value) == right.attributes.map(\.value)
  }
}

/// The document is not well-formed, or uses what Graphviz and we never write.
struct XMLFailure: Error, Equatable {
  /// Offset in bytes.
  let offset: Int
  /// What is wrong.
  let message: String
}

/// Reads the XML that Graphviz writes.
///
/// That is elements, attributes, text, the five named entities and character references. Prolog, DOCTYPE and comments are skipped; anything else is refused.
struct XMLReader {
  private let bytes: [UInt8]
  private var position = 0
  private let maximumDepth = 64

  private static let instruction = Array("<?".utf8)
  private static let instructionEnd = Array("?>".utf8)
  private static let comment = Array("<!--".utf8)
  private static let commentEnd = Array("-->".utf8)
  private static let doctype = Array("<!DOCTYPE".utf8)
  private static let doctypeEnd = Array(">".utf8)
  private static let closing = Array("</".utf8)
  private static let emptyEnd = Array("/>".utf8)

  /// Reads one document.
  ///
  /// - Throws: ``XMLFailure`` at the first fault.
  /// - Complexity: O(n).
  static func read(_ bytes: [UInt8]) throws(XMLFailure) -> XMLElement {
    var reader = XMLReader(bytes: bytes)
    try reader.skipMisc()
    let root = try reader.element(depth: 0)
    try reader.skipMisc()
    guard reader.position == bytes.count else { throw reader.failure("text after the root element") }
    return root
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func failure(_ message: String) -> XMLFailure { XMLFailure(offset: position, message: message) }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func looking(at text: [UInt8]) -> Bool {
    guard position + text.count <= bytes.count else { return false }
    for (offset, byte) in text.enumerated() where bytes[position + offset] != byte { return false }
    return true
  }

  private mutating func skip(past end: [UInt8]) throws(XMLFailure) {
    while position < bytes.count {
      if looking(at: end) {
        position += end.count
        return
      }
      position += 1
    }
    throw failure("unterminated markup")
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func skipMisc() throws(XMLFailure) {
    while true {
      skipSpace()
      if looking(at: Self.instruction) {
        try skip(past: Self.instructionEnd)
      } else if looking(at: Self.comment) {
        try skip(past: Self.commentEnd)
      } else if looking(at: Self.doctype) {
        try skip(past: Self.doctypeEnd)
      } else {
        return
      }
    }
  }

  private mutating func name() throws(XMLFailure) -> String {
    let start = position
    while let byte = current, isNameByte(byte) { position += 1 }
    guard position > start else { throw failure("a name was expected") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x80...: true
    default: false
    }
  }

  private mutating func expect(_ byte: UInt8) throws(XMLFailure) {
    guard current == byte else { throw failure("'\(Character(Unicode.Scalar(byte)))' was expected") }
    position += 1
  }

  // element ::= '<' Name (S Name '=' Value)* ('/>' | '>' (text | element | comment)* '</' Name '>')
  private mutating func element(depth: Int) throws(XMLFailure) -> XMLElement {
    guard depth < maximumDepth else { throw failure("elements are nested too deep") }
    try expect(0x3C)
    var element = XMLElement(name: try name(), attributes: [])
    while true {
      skipSpace()
      if looking(at: Self.emptyEnd) {
        position += 2
        return element
      }
      if current == 0x3E {
        position += 1
        break
      }
      let attribute = try name()
      skipSpace()
      try expect(0x3D)
      skipSpace()
      let value = try quoted()
      if element[attribute] != nil { throw failure("attribute \(attribute) stands twice") }
      element.attributes.append((attribute, value))
    }
    while true {
      if looking(at: Self.closing) {
        position += 2
        let closing = try name()
        guard closing == element.name else { throw failure("</\(closing)> closes <\(element.name)>") }
        skipSpace()
        try expect(0x3E)
        return element
      }
      if looking(at: Self.comment) {
        try skip(past: Self.commentEnd)
      } else if current == 0x3C {
        element.children.append(try self.element(depth: depth + 1))
      } else if current == nil {
        throw failure("<\(element.name)> is not closed")
      } else {
        element.text += try characters(until: 0x3C)
      }
    }
  }

  private mutating func quoted() throws(XMLFailure) -> String {
    guard let quote = current, quote == 0x22 || quote == 0x27 else { throw failure("a quote was expected") }
    position += 1
    let value = try characters(until: quote)
    try expect(quote)
    return value
  }

  private mutating func characters(until end: UInt8) throws(XMLFailure) -> String {
    // Most values hold no entity: they are taken in one piece.
    var stop = position
    while stop < bytes.count, bytes[stop] != end, bytes[stop] != 0x26, bytes[stop] != 0x3C,
      bytes[stop] >= 0x20
        || bytes[stop] == 0x0A || bytes[stop] == 0x09 || bytes[stop] == 0x0D
    {
      stop += 1
    }
    if stop == bytes.count || bytes[stop] == end {
      guard let text = String(validating: bytes[position..<stop], as: UTF8.self) else {
        throw failure("invalid UTF-8")
      }
      position = stop
      return text
    }
    var result: [UInt8] = []
    while let byte = current, byte != end {
      if byte == 0x3C { throw failure("'<' inside a value") }
      if byte < 0x20 && byte != 0x0A && byte != 0x09 && byte != 0x0D { throw failure("a control character") }
      if byte == 0x26 {
        result += Array(try reference().utf8)
      } else {
        result.append(byte)
        position += 1
      }
    }
    guard let text = String(validating: result, as: UTF8.self) else { throw failure("invalid UTF-8") }
    return text
  }

  // reference ::= '&' (amp | lt | gt | quot | apos | nbsp | '#' [0-9]+ | '#x' [0-9a-fA-F]+) ';'
  private mutating func reference() throws(XMLFailure) -> String {
    let start = position + 1
    var end = start
    while end < bytes.count, end - start < 10, bytes[end] != 0x3B { end += 1 }
    guard end < bytes.count, bytes[end] == 0x3B else { throw failure("'&' without ';'") }
    let name = String(decoding: bytes[start..<end], as: UTF8.self)
    defer { position = end + 1 }
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return "\u{A0}"
    default: break
    }
    let digits = name.hasPrefix("#x") ? name.dropFirst(2) : name.dropFirst(1)
    guard name.hasPrefix("#"), let code = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10),
      let scalar = Unicode.Scalar(code)
    else { throw failure("the entity &\(name); is unknown") }
    return String(Character(scalar))
  }
}
