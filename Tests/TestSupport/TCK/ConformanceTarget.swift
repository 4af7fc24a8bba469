/// What the TCK drives: a graph, and statements run against it through the public door.
package protocol ConformanceTarget {
  /// Makes an empty graph.
  init() throws

  /// Runs a statement; what it changes stays.
  mutating func run(_ query: String, parameters: [String: TCKValue]) -> TCKOutcome

  /// Makes a procedure known.
  mutating func register(_ procedure: TCKProcedure) throws
}

/// What came of a statement.
package enum TCKOutcome: Sendable {
  /// Columns and rows; both are empty without `RETURN`.
  case table(columns: [String], rows: [[TCKValue]])
  /// The TCK's words for an error, and the message for people.
  case failure(kind: String, phase: String, detail: String, message: String)
}

/// `test.my.proc(in :: INTEGER?) :: (out :: STRING?)` and the table that it looks its rows up in.
package struct TCKProcedure: Sendable, Hashable {
  /// A named value with its type.
  package struct Field: Sendable, Hashable {
    /// The name.
    package var name: String
    /// The type without the question mark.
    package var type: String
    /// Whether null is allowed.
    package var isNullable: Bool
  }

  /// The name with its namespace, dots between them.
  package var name: String
  /// The arguments.
  package var inputs: [Field]
  /// The result fields.
  package var outputs: [Field]
  /// Rows of inputs and outputs: a call answers the outputs of the rows whose inputs equal its arguments.
  package var rows: [[TCKValue]]

  /// Reads a signature and its table.
  ///
  /// - Parameters:
  ///   - signature: The text behind `there exists a procedure`, with or without a colon at the end.
  ///   - table: The header and the rows; only the rows are used.
  /// - Throws: A ``TCKValueReader/Fault`` for a bad signature or cell.
  package init(signature: String, table: [[String]]) throws(TCKValueReader.Fault) {
    let text = signature.hasSuffix(":") ? String(signature.dropLast()) : signature
    guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ")") else {
      throw TCKValueReader.Fault(text: signature, position: 0)
    }
    name = String(text[..<open].filter { !$0.isWhitespace })
    inputs = try Self.fields(text[text.index(after: open)..<close])
    let rest = text[text.index(after: close)...]
    if let open = rest.firstIndex(of: "("), let close = rest.lastIndex(of: ")") {
      outputs = try Self.fields(rest[rest.index(after: open)..<close])
    } else {
      outputs = []
    }
    rows = []
    for row in table.dropFirst() {
      var values: [TCKValue] = []
      for cell in row { values.append(try TCKValueReader.read(cell)) }
      rows.append(values)
    }
  }

  private static func fields(_ text: Substring) throws(TCKValueReader.Fault) -> [Field] {
    var fields: [Field] = []
    for part in text.split(separator: ",") {
      let words = part.split(whereSeparator: { $0 == ":" || $0.isWhitespace }).map(String.init)
      guard words.count == 2 else { throw TCKValueReader.Fault(text: String(text), position: 0) }
      let isNullable = words[1].hasSuffix("?")
      fields.append(
        Field(
          name: words[0], type: isNullable ? String(words[1].dropLast()) : words[1], isNullable: isNullable))
    }
    return fields
  }
}

/// The facts of a graph that side effects are counted by.
package struct TCKGraphState: Sendable {
  private struct Property: Hashable {
    var isNode: Bool
    var owner: UInt64
    var key: String
    var value: String
  }

  private var nodes: Set<UInt64> = []
  private var relationships: Set<UInt64> = []
  private var labels: Set<String> = []
  private var properties: Set<Property> = []

  /// Reads the state through two queries.
  ///
  /// - Parameter target: The graph.
  /// - Throws: A ``TCKMismatch`` when a query fails.
  package init(of target: inout some ConformanceTarget) throws(TCKMismatch) {
    for value in try Self.column("MATCH (n) RETURN n", &target) {
      guard case .node(let node) = value, let identity = node.identity else { continue }
      nodes.insert(identity)
      labels.formUnion(node.labels)
      add(node.properties, of: identity, isNode: true)
    }
    for value in try Self.column("MATCH ()-[r]->() RETURN r", &target) {
      guard case .relationship(let relationship) = value, let identity = relationship.identity else {
        continue
      }
      relationships.insert(identity)
      add(relationship.properties, of: identity, isNode: false)
    }
  }

  private mutating func add(_ values: [String: TCKValue], of owner: UInt64, isNode: Bool) {
    for (key, value) in values {
      properties.insert(Property(isNode: isNode, owner: owner, key: key, value: value.description))
    }
  }

  private static func column(
    _ query: String, _ target: inout some ConformanceTarget
  ) throws(TCKMismatch) -> [TCKValue] {
    switch target.run(query, parameters: [:]) {
    case .table(_, let rows): return rows.compactMap(\.first)
    case .failure(let kind, let phase, let detail, let message):
      throw TCKMismatch("reading the state: \(kind) at \(phase): \(detail) (\(message))")
    }
  }

  /// What has come and gone since another state: `+nodes`, `-properties`, …; nothing that is zero.
  package func changes(since old: TCKGraphState) -> [String: Int] {
    func count<Element>(_ name: String, _ new: Set<Element>, _ old: Set<Element>) -> [(String, Int)] {
      [("+" + name, new.subtracting(old).count), ("-" + name, old.subtracting(new).count)]
    }
    let all =
      count("nodes", nodes, old.nodes) + count("relationships", relationships, old.relationships)
      + count("labels", labels, old.labels) + count("properties", properties, old.properties)
    return Dictionary(all.filter { $0.1 > 0 }, uniquingKeysWith: +)
  }
}

/// How an outcome differs from what a scenario expects.
package struct TCKMismatch: Error, Sendable, CustomStringConvertible {
  /// One sentence, with expected and got.
  package var description: String

  /// Makes a mismatch.
  package init(_ description: String) {
    self.description = description
  }
}
