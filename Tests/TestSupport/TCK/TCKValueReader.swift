/// Reads expected values: `1`, `'text'`, `[1, 2]`, `{a: 1}`, `(:A {x: 1})`, `[:T]`, `<(:A)-[:T]->(:B)>`.
package struct TCKValueReader {
  /// What cannot be read.
  package struct Fault: Error, Sendable, CustomStringConvertible {
    /// The whole text.
    package var text: String
    /// Where reading stopped, in scalars.
    package var position: Int

    /// Both in a sentence.
    package var description: String { "cannot read the value '\(text)' at \(position)" }
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0

  /// Reads a value.
  ///
  /// - Parameter text: The value and nothing else.
  /// - Returns: The value.
  /// - Throws: A ``Fault`` where the text leaves the format.
  package static func read(_ text: String) throws(Fault) -> TCKValue {
    var reader = TCKValueReader(scalars: Array(text.unicodeScalars))
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.index == reader.scalars.count else { throw reader.fault() }
    return value
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private func fault() -> Fault {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return Fault(text: text, position: index)
  }

  private mutating func skipBlanks() {
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek() == scalar else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ text: String) throws(Fault) {
    for scalar in text.unicodeScalars where !take(scalar) { throw fault() }
  }

  private mutating func value() throws(Fault) -> TCKValue {
    skipBlanks()
    switch peek() {
    case "'": return .string(try string())
    case "{": return .map(try map())
    case "(": return .node(try node())
    case "<": return .path(try path())
    case "[":
      var ahead = 1
      while let scalar = peek(ahead), scalar.properties.isWhitespace { ahead += 1 }
      return peek(ahead) == ":" ? .relationship(try relationship()) : .list(try list())
    default: return try word()
    }
  }

  private mutating func word() throws(Fault) -> TCKValue {
    let start = index
    var text = ""
    while let scalar = peek(),
      scalar.properties.isAlphabetic || "+-.0123456789_".unicodeScalars.contains(scalar)
    {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    switch text {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "NaN": return .float(.nan)
    case "Inf": return .float(.infinity)
    case "-Inf": return .float(-.infinity)
    default: break
    }
    if let integer = Int64(text) { return .integer(integer) }
    if let first = text.first, first.isNumber || "-.".contains(first), let float = Double(text) {
      return .float(float)
    }
    index = start
    throw fault()
  }

  /// Between single quotes; a backslash makes the next quote or backslash plain.
  private mutating func string() throws(Fault) -> String {
    index += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek() {
      index += 1
      switch scalar {
      case "'": return String(text)
      case "\\":
        if let next = peek(), next == "'" || next == "\\" {
          index += 1
          text.append(next)
        } else {
          text.append(scalar)
        }
      default: text.append(scalar)
      }
    }
    throw fault()
  }

  private mutating func list() throws(Fault) -> [TCKValue] {
    try expect("[")
    var elements: [TCKValue] = []
    if take("]") { return elements }
    repeat { elements.append(try value()) } while take(",")
    try expect("]")
    return elements
  }

  private mutating func name() throws(Fault) -> String {
    skipBlanks()
    var text = ""
    if peek() == "`" {
      index += 1
      while let scalar = peek(), scalar != "`" {
        text.unicodeScalars.append(scalar)
        index += 1
      }
      try expect("`")
      return text
    }
    while let scalar = peek(), !scalar.properties.isWhitespace, !":,{}()[]|".unicodeScalars.contains(scalar) {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    if text.isEmpty { throw fault() }
    return text
  }

  private mutating func map() throws(Fault) -> [String: TCKValue] {
    try expect("{")
    var entries: [String: TCKValue] = [:]
    if take("}") { return entries }
    repeat {
      let key = try name()
      try expect(":")
      entries[key] = try value()
    } while take(",")
    try expect("}")
    return entries
  }

  private mutating func node() throws(Fault) -> TCKNode {
    try expect("(")
    var labels: Set<String> = []
    while take(":") { labels.insert(try name()) }
    skipBlanks()
    let properties = peek() == "{" ? try map() : [:]
    try expect(")")
    return TCKNode(labels: labels, properties: properties)
  }

  private mutating func relationship() throws(Fault) -> TCKRelationship {
    try expect("[:")
    let type = try name()
    skipBlanks()
    let properties = peek() == "{" ? try map() : [:]
    try expect("]")
    return TCKRelationship(type: type, properties: properties)
  }

  private mutating func path() throws(Fault) -> TCKPath {
    try expect("<")
    var path = TCKPath(start: try node(), steps: [])
    while !take(">") {
      let isForward = !take("<")
      try expect("-")
      let relationship = try relationship()
      try expect(isForward ? "->" : "-")
      path.steps.append(TCKPath.Step(relationship: relationship, isForward: isForward, node: try node()))
    }
    return path
  }
}
