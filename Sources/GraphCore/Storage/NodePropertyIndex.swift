/// Which nodes have a value of one property: made on the first seek.
struct NodePropertyIndex: Sendable {
  /// Of a column of texts the first node of each text, by text; `none` where there is none.
  private var firstNode: [UInt32] = []

  /// Of a column of texts the nodes that share a text with an earlier one; ascending within a text.
  private var furtherNodes: [UInt32: [NodeID]] = [:]

  /// Of all other columns the nodes by value.
  private var nodes: [Value: [NodeID]] = [:]

  /// Whether no two nodes share a text; false for a column that is not of texts.
  var isUnique: Bool { !firstNode.isEmpty && furtherNodes.isEmpty }

  private static let none = UInt32.max

  init(_ column: PropertyColumn, strings: StringPool) {
    guard column.kind == .string else {
      for identifier in column.presentIdentifiers {
        let value = column.value(of: identifier, in: strings)
        nodes[value, default: []].append(NodeID(identifier))
      }
      return
    }
    firstNode = [UInt32](repeating: NodePropertyIndex.none, count: strings.count)
    for identifier in column.presentIdentifiers {
      guard let row = column.row(of: identifier) else { continue }
      let text = column.words[row]
      if firstNode[Int(text)] == NodePropertyIndex.none {
        firstNode[Int(text)] = identifier
      } else {
        furtherNodes[text, default: []].append(NodeID(identifier))
      }
    }
  }

  /// The node of a text, if the texts are unique.
  func uniqueNode(named text: String, strings: StringPool) -> UInt32? {
    guard isUnique, let identifier = strings.find(text), identifier.index < firstNode.count,
      firstNode[identifier.index] != NodePropertyIndex.none
    else { return nil }
    return firstNode[identifier.index]
  }

  func nodes(equalTo value: Value, column: PropertyColumn, strings: StringPool) -> [NodeID] {
    guard column.kind == .string else { return nodes[value] ?? [] }
    guard case .string(let text) = value, let identifier = strings.find(text) else { return [] }
    guard identifier.index < firstNode.count, firstNode[identifier.index] != NodePropertyIndex.none
    else { return [] }
    return [NodeID(firstNode[identifier.index])] + (furtherNodes[identifier.rawValue] ?? [])
  }
}

/// Finds nodes by the text that each of them alone has as a property.
package final class UniqueNodes: Sendable {
  private let index: NodePropertyIndex
  private let strings: StringPool

  init(index: NodePropertyIndex, strings: StringPool) {
    (self.index, self.strings) = (index, strings)
  }

  /// The node of a text; nil when no node has it.
  ///
  /// - Complexity: O(length of the text).
  package func node(named text: String) -> UInt32? { index.uniqueNode(named: text, strings: strings) }
}
