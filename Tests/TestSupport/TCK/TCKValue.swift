/// A value as the TCK compares it: by type and content.
package indirect enum TCKValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case float(Double)
  case string(String)
  case list([TCKValue])
  /// Entries sorted by key.
  case map([String: TCKValue])
  case node(TCKNode)
  case relationship(TCKRelationship)
  case path(TCKPath)
}

/// A node; expected ones have no identity.
package struct TCKNode: Sendable, Hashable {
  /// Tells the nodes of a graph apart.
  package var identity: UInt64?
  /// The labels.
  package var labels: Set<String>
  /// The properties.
  package var properties: [String: TCKValue]

  /// Makes a node.
  package init(identity: UInt64? = nil, labels: Set<String>, properties: [String: TCKValue]) {
    self.identity = identity
    self.labels = labels
    self.properties = properties
  }
}

/// A relationship; expected ones have no identity.
package struct TCKRelationship: Sendable, Hashable {
  /// Tells the relationships of a graph apart.
  package var identity: UInt64?
  /// The type.
  package var type: String
  /// The properties.
  package var properties: [String: TCKValue]

  /// Makes a relationship.
  package init(identity: UInt64? = nil, type: String, properties: [String: TCKValue]) {
    self.identity = identity
    self.type = type
    self.properties = properties
  }
}

/// A path: a node, and steps to further ones.
package struct TCKPath: Sendable, Hashable {
  /// One step.
  package struct Step: Sendable, Hashable {
    /// The relationship.
    package var relationship: TCKRelationship
    /// Whether it is walked from its start to its end.
    package var isForward: Bool
    /// The node that it leads to.
    package var node: TCKNode

    /// Makes a step.
    package init(relationship: TCKRelationship, isForward: Bool, node: TCKNode) {
      self.relationship = relationship
      self.isForward = isForward
      self.node = node
    }
  }

  /// The first node.
  package var start: TCKNode
  /// The steps.
  package var steps: [Step]

  /// Makes a path.
  package init(start: TCKNode, steps: [Step]) {
    self.start = start
    self.steps = steps
  }
}

extension TCKValue {
  /// Whether two values agree by the rules of the reference harness: same type (`1` is not `1.0`), same
  /// content, labels as a set, NaN equal to itself, identities not looked at.
  ///
  /// - Parameters:
  ///   - other: The other value.
  ///   - ignoringListOrder: Whether lists are compared as multisets, at every depth.
  /// - Returns: Whether they agree.
  package func agrees(with other: TCKValue, ignoringListOrder: Bool = false) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.float(let left), .float(let right)): left == right || left.isNaN && right.isNaN
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.list(let left), .list(let right)):
      TCKValue.agree(left, right, inOrder: !ignoringListOrder) {
        $0.agrees(with: $1, ignoringListOrder: ignoringListOrder)
      }
    case (.map(let left), .map(let right)): TCKValue.agree(left, right, ignoringListOrder)
    case (.node(let left), .node(let right)): left.agrees(with: right, ignoringListOrder)
    case (.relationship(let left), .relationship(let right)): left.agrees(with: right, ignoringListOrder)
    case (.path(let left), .path(let right)):
      left.steps.count == right.steps.count && left.start.agrees(with: right.start, ignoringListOrder)
        && zip(left.steps, right.steps).allSatisfy { left, right in
          left.isForward == right.isForward && left.node.agrees(with: right.node, ignoringListOrder)
            && left.relationship.agrees(with: right.relationship, ignoringListOrder)
        }
    default: false
    }
  }

  /// Whether two sequences agree, element by element or as multisets.
  ///
  /// - Complexity: O(n) in order; O(n²) as multisets.
  package static func agree<Element>(
    _ left: [Element], _ right: [Element], inOrder: Bool, _ agrees: (Element, Element) -> Bool
  ) -> Bool {
    guard left.count == right.count else { return false }
    if inOrder { return zip(left, right).allSatisfy(agrees) }
    var rest = right
    for element in left {
      guard let index = rest.firstIndex(where: { agrees(element, $0) }) else { return false }
      rest.remove(at: index)
    }
    return true
  }

  fileprivate static func agree(
    _ left: [String: TCKValue], _ right: [String: TCKValue], _ ignoringListOrder: Bool
  ) -> Bool {
    left.count == right.count
      && left.allSatisfy { key, value in
        right[key].map { value.agrees(with: $0, ignoringListOrder: ignoringListOrder) } ?? false
      }
  }
}

extension TCKNode {
  fileprivate func agrees(with other: TCKNode, _ ignoringListOrder: Bool) -> Bool {
    labels == other.labels && TCKValue.agree(properties, other.properties, ignoringListOrder)
  }
}

extension TCKRelationship {
  fileprivate func agrees(with other: TCKRelationship, _ ignoringListOrder: Bool) -> Bool {
    type == other.type && TCKValue.agree(properties, other.properties, ignoringListOrder)
  }
}

extension TCKValue: CustomStringConvertible {
  /// The value as the TCK writes it.
  package var description: String {
    switch self {
    case .null: "null"
    case .boolean(let value): String(value)
    case .integer(let value): String(value)
    case .float(let value): value.isInfinite ? (value < 0 ? "-Inf" : "Inf") : value.isNaN ? "NaN" : "\(value)"
    case .string(let value): "'\(value)'"
    case .list(let elements): "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .map(let entries): TCKValue.text(entries)
    case .node(let node): node.description
    case .relationship(let relationship): relationship.description
    case .path(let path):
      "<"
        + path.steps.reduce(path.start.description) { text, step in
          text + (step.isForward ? "-" : "<-") + step.relationship.description + (step.isForward ? "->" : "-")
            + step.node.description
        } + ">"
    }
  }

  fileprivate static func text(_ entries: [String: TCKValue]) -> String {
    "{" + entries.keys.sorted().map { "\($0): \(entries[$0, default: .null])" }.joined(separator: ", ") + "}"
  }
}

extension TCKNode: CustomStringConvertible {
  /// The node as the TCK writes it.
  package var description: String {
    let parts = [
      labels.sorted().map { ":" + $0 }.joined(), properties.isEmpty ? "" : TCKValue.text(properties),
    ]
    return "(" + parts.filter { !$0.isEmpty }.joined(separator: " ") + ")"
  }
}

extension TCKRelationship: CustomStringConvertible {
  /// The relationship as the TCK writes it.
  package var description: String {
    "[:" + type + (properties.isEmpty ? "" : " " + TCKValue.text(properties)) + "]"
  }
}
