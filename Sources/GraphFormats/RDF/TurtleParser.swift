import Diagnostics

/// Reads Turtle 1.1, of which N-Triples are a part.
///
///     statement = directive | triples "."
///     triples   = subject predicateObjects | "[" predicateObjects "]" [ predicateObjects ]
///     object    = iri | blank | literal | "(" *object ")" | "[" [ predicateObjects ] "]"
struct TurtleParser {
  /// The most brackets inside one another.
  static let depthLimit = 100

  private let source: SourceText
  private var index: Int
  private var prefixes: [String: String] = [:]
  private var base = ""
  private var blankCount = 0
  private var depth = 0
  private(set) var triples: [RDFTriple] = []

  /// Reads a text; what stands before the first mistake is kept.
  ///
  /// - Throws: The first mistake, `rdf.…`.
  static func triples(
    in source: SourceText, into triples: inout [RDFTriple]
  ) throws(Diagnostic) {
    var parser = TurtleParser(source)
    do throws(Diagnostic) {
      while try parser.statement() {}
    } catch {
      triples = parser.triples
      throw error
    }
    triples = parser.triples
  }

  private init(_ source: SourceText) {
    self.source = source
    index = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  // MARK: Bytes

  private var byte: UInt8? { index < source.bytes.count ? source.bytes[index] : nil }

  private func failure(_ message: String, at place: Int? = nil, _ hints: [String] = []) -> Diagnostic {
    let lower = min(place ?? index, source.bytes.count)
    return .error(
      "rdf.syntax", message, in: source, at: SourceSpan(lower..<min(lower + 1, source.bytes.count)),
      hints: hints)
  }

  private mutating func skipSpaces() {
    while let byte {
      if byte == 0x23 {
        while let byte = self.byte, byte != 0x0A, byte != 0x0D { index += 1 }
      } else if [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
        index += 1
      } else {
        return
      }
    }
  }

  private func looks(at text: String) -> Bool { source.bytes[index...].starts(with: text.utf8) }

  private mutating func skip(_ character: Character) -> Bool {
    guard let ascii = character.asciiValue, byte == ascii else { return false }
    index += 1
    return true
  }

  private mutating func require(_ character: Character) throws(Diagnostic) {
    skipSpaces()
    guard skip(character) else {
      throw failure("'\(character)' is needed here" + (byte == nil ? ", and the file ends" : ""))
    }
  }

  private func text(_ range: Range<Int>) throws(Diagnostic) -> String {
    guard let text = String(validating: source.bytes[range], as: UTF8.self) else {
      throw .error(
        "convert.encoding", "this text is not valid UTF-8", in: source, at: SourceSpan(range),
        hints: ["save the file in UTF-8"])
    }
    return text
  }

  // MARK: Statements

  private mutating func statement() throws(Diagnostic) -> Bool {
    skipSpaces()
    guard byte != nil else { return false }
    if looks(at: "@prefix") || looks(at: "@base") {
      let isPrefix = looks(at: "@prefix")
      index += isPrefix ? 7 : 5
      try directive(isPrefix)
      try require(".")
    } else if let word = keyword() {
      index += word.utf8.count
      try directive(word == "PREFIX")
    } else {
      try triplesStatement()
      try require(".")
    }
    return true
  }

  /// SPARQL's `PREFIX` and `BASE`, in any case, before a blank.
  private func keyword() -> String? {
    for word in ["PREFIX", "BASE"] {
      let end = index + word.utf8.count
      guard end < source.bytes.count, [0x20, 0x09].contains(source.bytes[end]) else { continue }
      if String(decoding: source.bytes[index..<end], as: UTF8.self).uppercased() == word { return word }
    }
    return nil
  }

  private mutating func directive(_ isPrefix: Bool) throws(Diagnostic) {
    skipSpaces()
    if isPrefix {
      let start = index
      while let byte, byte != 0x3A, byte > 0x20 { index += 1 }
      let name = try text(start..<index)
      try require(":")
      skipSpaces()
      prefixes[name] = try iri()
    } else {
      base = try iri()
    }
  }

  private mutating func triplesStatement() throws(Diagnostic) {
    let start = index
    let subject = try node()
    guard subject.isSubject else { throw failure("a text cannot be a subject", at: start) }
    skipSpaces()
    // A subject in brackets may have said all there is.
    if subject.saidAll, byte == 0x2E { return }
    try predicateObjects(of: subject.term)
  }

  private mutating func predicateObjects(of subject: RDFTerm) throws(Diagnostic) {
    while true {
      skipSpaces()
      let predicate = try self.predicate()
      while true {
        skipSpaces()
        let start = index
        let object = try node()
        triples.append(
          RDFTriple(
            subject: subject, predicate: predicate, object: object.term, span: SourceSpan(start..<index)))
        skipSpaces()
        guard skip(",") else { break }
      }
      guard skip(";") else { return }
      skipSpaces()
      while skip(";") { skipSpaces() }
      if byte == 0x2E || byte == 0x5D || byte == nil { return }
    }
  }

  private mutating func predicate() throws(Diagnostic) -> String {
    if byte == UInt8(ascii: "a"), index + 1 < source.bytes.count, source.bytes[index + 1] <= 0x20 {
      index += 1
      return RDFName.type
    }
    if byte == UInt8(ascii: "<") { return try iri() }
    return try prefixedName()
  }

  // MARK: Terms

  private struct Node {
    let term: RDFTerm
    var saidAll = false
    var isSubject: Bool {
      if case .literal = term { return false }
      return true
    }
  }

  private mutating func node() throws(Diagnostic) -> Node {
    guard let byte else { throw failure("the file ends where a node or a value is needed") }
    switch byte {
    case UInt8(ascii: "<"): return Node(term: .iri(try iri()))
    case UInt8(ascii: "["): return Node(term: try bracketed(), saidAll: true)
    case UInt8(ascii: "("): return Node(term: try collection(), saidAll: true)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return Node(term: try literal())
    case UInt8(ascii: "_") where looks(at: "_:"):
      index += 2
      let start = index
      while let byte = self.byte, isNameByte(byte) { index += 1 }
      while index > start, source.bytes[index - 1] == 0x2E { index -= 1 }
      return Node(term: .blank(try text(start..<index)))
    case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return Node(term: try number())
    default:
      for word in ["true", "false"] where looks(at: word) {
        let end = index + word.utf8.count
        if end >= source.bytes.count || !isNameByte(source.bytes[end]) && source.bytes[end] != 0x3A
          || source.bytes[end] == 0x2E
        {
          index = end
          return Node(term: .literal(word, datatype: RDFName.xsd + "boolean", language: nil))
        }
      }
      return Node(term: .iri(try prefixedName()))
    }
  }

  private mutating func newBlank() -> RDFTerm {
    blankCount += 1
    return .blank("entente-\(blankCount)")
  }

  private mutating func deeper() throws(Diagnostic) {
    depth += 1
    if depth > Self.depthLimit {
      throw .error(
        "rdf.too-deep", "more than \(Self.depthLimit) brackets stand in one another", in: source,
        at: SourceSpan(index..<min(index + 1, source.bytes.count)))
    }
  }

  private mutating func bracketed() throws(Diagnostic) -> RDFTerm {
    try deeper()
    index += 1
    let blank = newBlank()
    skipSpaces()
    if byte != UInt8(ascii: "]") { try predicateObjects(of: blank) }
    try require("]")
    depth -= 1
    return blank
  }

  private mutating func collection() throws(Diagnostic) -> RDFTerm {
    try deeper()
    index += 1
    var elements: [RDFTerm] = []
    skipSpaces()
    while byte != UInt8(ascii: ")") {
      elements.append(try node().term)
      skipSpaces()
    }
    index += 1
    depth -= 1
    var rest = RDFTerm.iri(RDFName.rdf + "nil")
    for element in elements.reversed() {
      let cell = newBlank()
      triples.append(RDFTriple(subject: cell, predicate: RDFName.rdf + "first", object: element))
      triples.append(RDFTriple(subject: cell, predicate: RDFName.rdf + "rest", object: rest))
      rest = cell
    }
    return rest
  }

  private mutating func iri() throws(Diagnostic) -> String {
    let start = index
    guard skip("<") else { throw failure("an IRI between '<' and '>' is needed here") }
    var result = ""
    var from = index
    while let byte {
      if byte == UInt8(ascii: ">") {
        result += try text(from..<index)
        index += 1
        let isAbsolute = result.contains(":")
        return isAbsolute ? result : base + result
      }
      if byte <= 0x20 { throw failure("an IRI holds no blanks") }
      if byte == UInt8(ascii: "\\") {
        result += try text(from..<index)
        result.unicodeScalars.append(try escape())
        from = index
      } else {
        index += 1
      }
    }
    throw failure("an IRI begins here and does not end", at: start)
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
      || byte == 0x5F || byte == 0x2D || byte == 0x2E
  }

  private mutating func prefixedName() throws(Diagnostic) -> String {
    let start = index
    while let byte, isNameByte(byte) { index += 1 }
    let name = try text(start..<index)
    guard skip(":") else {
      throw failure("a node, a name with a prefix or a value is needed here", at: start)
    }
    guard let iri = prefixes[name] else {
      throw failure(
        "the prefix '\(name):' is not declared", at: start, ["declare it: @prefix \(name): <…> ."])
    }
    var local = ""
    var from = index
    while let byte {
      if byte == UInt8(ascii: "\\"), index + 1 < source.bytes.count, source.bytes[index + 1] < 0x80 {
        local += try text(from..<index)
        local.unicodeScalars.append(Unicode.Scalar(source.bytes[index + 1]))
        index += 2
        from = index
      } else if isNameByte(byte) || byte == 0x3A || byte == 0x25 {
        index += 1
      } else {
        break
      }
    }
    // A full stop at the end ends the statement.
    while index > from, source.bytes[index - 1] == 0x2E { index -= 1 }
    return iri + local + (try text(from..<index))
  }

  private mutating func number() throws(Diagnostic) -> RDFTerm {
    let start = index
    while let byte, isNameByte(byte) || byte == 0x2B { index += 1 }
    while index > start, source.bytes[index - 1] == 0x2E { index -= 1 }
    let text = try self.text(start..<index)
    let type =
      Int64(text) != nil
      ? "integer" : text.contains("e") || text.contains("E") ? "double" : "decimal"
    guard type == "integer" || Double(text) != nil else { throw failure("this is no number", at: start) }
    return .literal(text, datatype: RDFName.xsd + type, language: nil)
  }

  private mutating func literal() throws(Diagnostic) -> RDFTerm {
    let start = index
    let quote = source.bytes[index]
    let isLong = source.bytes[index...].starts(with: [quote, quote, quote])
    index += isLong ? 3 : 1
    var result = ""
    var from = index
    while true {
      guard let byte else { throw failure("a text begins here and does not end", at: start) }
      if byte == quote, !isLong || source.bytes[index...].starts(with: [quote, quote, quote]) {
        result += try text(from..<index)
        index += isLong ? 3 : 1
        break
      }
      if !isLong, byte == 0x0A || byte == 0x0D {
        throw failure("a text ends before its line does", at: start)
      }
      if byte == UInt8(ascii: "\\") {
        result += try text(from..<index)
        result.unicodeScalars.append(try escape())
        from = index
      } else {
        index += 1
      }
    }
    if skip("@") {
      let start = index
      while let byte, isNameByte(byte), byte != 0x2E { index += 1 }
      return .literal(result, datatype: nil, language: try text(start..<index))
    }
    if looks(at: "^^") {
      index += 2
      let datatype = byte == UInt8(ascii: "<") ? try iri() : try prefixedName()
      return .literal(result, datatype: datatype == RDFName.xsd + "string" ? nil : datatype, language: nil)
    }
    return .text(result)
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let byte else { throw failure("an escape begins here and does not end", at: start) }
    index += 1
    switch byte {
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = byte == UInt8(ascii: "u") ? 4 : 8
      guard index + count <= source.bytes.count,
        source.bytes[index..<index + count].allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
        let number = UInt32(String(decoding: source.bytes[index..<index + count], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(number)
      else { throw failure("this escape names no character", at: start) }
      index += count
      return scalar
    default: throw failure("this is no escape that Turtle knows", at: start)
    }
  }
}
