private import Diagnostics

/// One value of an answer, free of the graph it came from.
public indirect enum AnswerValue: Sendable, Equatable {
  /// No value.
  case null
  /// True or false.
  case boolean(Bool)
  /// A 64-bit integer.
  case integer(Int64)
  /// An IEEE 754 double.
  case float(Double)
  /// A text.
  case text(String)
  /// A date, time or duration in its ISO 8601 form; dates may be partial (`2020-09`, `about 1990s`).
  case temporal(String)
  /// Values in order.
  case list([AnswerValue])
  /// Named values, in order of the names.
  case map([AnswerProperty])
  /// A node: an entity, a source, or any node of a graph without a schema.
  case node(AnswerNode)
  /// A relationship: a claim.
  case relationship(AnswerRelationship)
  /// A walk from node to node.
  case path(AnswerPath)
}

/// A named value.
public struct AnswerProperty: Sendable, Equatable {
  /// The name.
  public let name: String
  /// The value.
  public let value: AnswerValue

  /// Joins a name and a value.
  public init(_ name: String, _ value: AnswerValue) {
    self.name = name
    self.value = value
  }
}

/// A node as an answer shows it.
public struct AnswerNode: Sendable, Equatable {
  /// The number of the node in its graph; stable for one loaded graph, meaningless elsewhere.
  public let number: UInt32
  /// The labels, in the order of the schema or of the statement that made them.
  public let labels: [String]
  /// The properties, in a stable order.
  public let properties: [AnswerProperty]

  /// Makes a node.
  public init(number: UInt32, labels: [String], properties: [AnswerProperty]) {
    self.number = number
    self.labels = labels
    self.properties = properties
  }

  /// The property of a name.
  public subscript(_ name: String) -> AnswerValue? { properties.first { $0.name == name }?.value }

  /// What a person calls it: its `name`, else its `id`, else its openCypher form.
  public var title: String {
    if case .text(let name)? = self["name"] { return name }
    if case .text(let id)? = self["id"] { return id }
    return "(" + labels.map { ":" + $0 }.joined() + AnswerText.properties(properties, spaced: !labels.isEmpty)
      + ")"
  }
}

/// A relationship as an answer shows it.
public struct AnswerRelationship: Sendable, Equatable {
  /// The number of the relationship in its graph; stable for one loaded graph, meaningless elsewhere.
  public let number: UInt32
  /// The relation type.
  public let type: String
  /// The number of the node it starts at.
  public let start: UInt32
  /// The number of the node it ends at.
  public let end: UInt32
  /// The name of the start node as a person calls it.
  public let startTitle: String
  /// The name of the end node as a person calls it.
  public let endTitle: String
  /// The properties, in a stable order.
  public let properties: [AnswerProperty]

  /// Makes a relationship.
  public init(
    number: UInt32, type: String, start: UInt32, end: UInt32, startTitle: String, endTitle: String,
    properties: [AnswerProperty]
  ) {
    self.number = number
    self.type = type
    self.start = start
    self.end = end
    self.startTitle = startTitle
    self.endTitle = endTitle
    self.properties = properties
  }

  /// The property of a name.
  public subscript(_ name: String) -> AnswerValue? { properties.first { $0.name == name }?.value }
}

/// A path as an answer shows it: one node more than relationships.
public struct AnswerPath: Sendable, Equatable {
  /// The nodes in walking order.
  public let nodes: [AnswerNode]
  /// The relationships in walking order; each may have been walked against its direction.
  public let relationships: [AnswerRelationship]

  /// Makes a path.
  public init(nodes: [AnswerNode], relationships: [AnswerRelationship]) {
    self.nodes = nodes
    self.relationships = relationships
  }
}

/// How values read in a cell of a table, for people.
package enum AnswerText {
  /// A value as a person reads it: texts bare, lists with commas, nodes by name.
  package static func plain(_ value: AnswerValue) -> String {
    switch value {
    case .null: ""
    case .text(let text): text
    case .list(let values): values.map(plain).joined(separator: ", ")
    case .node(let node): node.title
    case .relationship(let relationship):
      "\(relationship.startTitle) \(relationship.type) \(relationship.endTitle)"
    case .path(let path): plain(path)
    default: literal(value)
    }
  }

  /// A value as openCypher writes it, where there is a way to write it.
  package static func literal(_ value: AnswerValue) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): number.isNaN ? "NaN" : String(number)
    case .text(let text):
      "'" + text.replacingEach("\\", with: "\\\\").replacingEach("'", with: "\\'") + "'"
    case .temporal(let text): text
    case .list(let values): "[" + values.map(literal).joined(separator: ", ") + "]"
    case .map(let members): properties(members, spaced: false, always: true)
    case .node, .relationship, .path: plain(value)
    }
  }

  /// `{a: 1, b: 'x'}`; nothing at all for no members unless `always`.
  package static func properties(_ members: [AnswerProperty], spaced: Bool, always: Bool = false) -> String {
    if members.isEmpty, !always { return "" }
    let inside = members.map { "\($0.name): \(literal($0.value))" }.joined(separator: ", ")
    return (spaced ? " " : "") + "{" + inside + "}"
  }

  private static func plain(_ path: AnswerPath) -> String {
    guard let first = path.nodes.first else { return "" }
    var text = first.title
    var current = first.number
    for (relationship, node) in zip(path.relationships, path.nodes.dropFirst()) {
      let isForward = relationship.start == current
      text += isForward ? " –\(relationship.type)→ " : " ←\(relationship.type)– "
      text += node.title
      current = node.number
    }
    return text
  }
}

extension AnswerValue: CustomStringConvertible {
  /// The value as a table shows it.
  public var description: String { AnswerText.plain(self) }
}
