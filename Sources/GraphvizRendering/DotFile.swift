import CGraphvizShim
package import Diagnostics

/// What a DOT file says, read by cgraph: nodes and edges with their attributes, and nothing of how they are drawn.
package struct DotFile: Sendable {
  /// A name with a value.
  package typealias Attribute = (key: String, value: String)

  /// A node.
  package struct Node: Sendable {
    /// Its name.
    package let name: String
    /// Its attributes, defaults included, empty ones not.
    package fileprivate(set) var attributes: [Attribute] = []
  }

  /// An edge.
  package struct Edge: Sendable {
    /// The name of the node where it begins.
    package let tail: String
    /// The name of the node where it ends.
    package let head: String
    /// Its attributes, defaults included, empty ones not.
    package fileprivate(set) var attributes: [Attribute] = []
  }

  /// Whether its edges have a direction.
  package private(set) var isDirected = true
  /// Whether cgraph dropped parallel edges, as `strict` wants it.
  package private(set) var isStrict = false
  /// The attributes of the graph.
  package private(set) var attributes: [Attribute] = []
  /// The nodes in the order in which the file names them first.
  package private(set) var nodes: [Node] = []
  /// The edges, by the nodes where they begin.
  package private(set) var edges: [Edge] = []

  /// The most bytes that are read: edges between groups multiply.
  package static let sizeLimit = 64 << 20

  /// Reads the first graph of a file.
  ///
  /// - Parameter source: The file, UTF-8.
  /// - Returns: What it says.
  /// - Throws: `dot.syntax` with the line that cgraph names, `dot.too-large`, `convert.encoding`.
  /// - Complexity: O(nodes + edges); groups of n and m nodes joined by `->` are n × m edges.
  package static func read(_ source: SourceText) throws(Diagnostic) -> DotFile {
    guard source.bytes.count <= sizeLimit else {
      throw .error(
        "dot.too-large", "a DOT file has at most \(sizeLimit) bytes, and this one \(source.bytes.count)",
        in: source,
        at: SourceSpan(at: 0))
    }
    if let zero = source.bytes.firstIndex(of: 0) {
      throw .error(
        "dot.syntax", "a zero byte stands in the text", in: source, at: SourceSpan(zero..<zero + 1))
    }
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      throw .error(
        "convert.encoding", "the file is not valid UTF-8", in: source, at: SourceSpan(at: 0),
        hints: ["save the file in UTF-8"])
    }
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    var message = [CChar](repeating: 0, count: 1_024)
    let status = unsafe entente_read_dot(text, &bytes, &length, &message, message.count)
    defer { unsafe entente_free_read(bytes) }
    if status == 3 {
      throw .error(
        "dot.no-library", unsafe entente_graphviz_missing().map { unsafe String(cString: $0) } ?? "",
        in: source, at: SourceSpan(at: 0), hints: [MapRenderer.installHint])
    }
    guard status == 0, let start = unsafe bytes else {
      let said = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw failure(said, in: source)
    }
    var file = DotFile()
    let read = unsafe UnsafeRawBufferPointer(start: start, count: length)
    file.fill(from: unsafe [UInt8](read))
    return file
  }

  /// cgraph names the line of a mistake, and the text near it.
  private static func failure(_ message: String, in source: SourceText) -> Diagnostic {
    let said = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let words = said.split(separator: " ")
    var line = 1
    if let index = words.firstIndex(of: "line"), index + 1 < words.count, let number = Int(words[index + 1]) {
      line = number
    }
    let near = said.firstRange(of: "near '").map { said[$0.upperBound...].prefix { $0 != "'" } } ?? ""
    let lower = source.offset(line: line, column: 1)
    let width = source.line(line).utf8.count
    let hint = near.isEmpty ? [] : ["look near '\(near)'"]
    return .error(
      "dot.syntax", "this is no DOT that Graphviz can read", in: source,
      at: SourceSpan(lower, min(lower + UInt32(clamping: width), UInt32(clamping: source.bytes.count))),
      hints: hint)
  }

  /// Reads the letters and counted texts of the shim.
  private mutating func fill(from bytes: [UInt8]) {
    var index = 0
    func text() -> String {
      var count = 0
      while index < bytes.count, bytes[index] != UInt8(ascii: ":") {
        count = count * 10 + Int(bytes[index] &- 0x30)
        index += 1
      }
      let start = min(index + 1, bytes.count)
      index = min(start + count, bytes.count)
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
    while index < bytes.count {
      let letter = bytes[index]
      index += 1
      switch letter {
      case UInt8(ascii: "G"):
        isDirected = text() == "1"
        isStrict = text() == "1"
      case UInt8(ascii: "A"): attributes.append((text(), text()))
      case UInt8(ascii: "N"): nodes.append(Node(name: text()))
      case UInt8(ascii: "E"): edges.append(Edge(tail: text(), head: text()))
      default:
        let attribute = (text(), text())
        if edges.isEmpty {
          nodes[nodes.count - 1].attributes.append(attribute)
        } else {
          edges[edges.count - 1].attributes.append(attribute)
        }
      }
    }
  }
}
