/// Which nodes have a value of one property: made on the first seek, or taken from a packed graph.
struct NodePropertyIndex: Sendable {
  /// Of a column of texts the first node of each text, by text; `none` where there is none.
  var firstNodes = FlatArray<UInt32>()

  /// Of a column of texts the nodes that share a text with an earlier one: their texts, ascending.
  var furtherTexts = FlatArray<UInt32>()

  /// The nodes of `furtherTexts`, ascending within a text.
  var furtherNodes = FlatArray<UInt32>()

  /// Of all other columns the nodes by value.
  private var nodes: [Value: [NodeID]] = [:]

  /// Whether no two nodes share a text; false for a column that is not of texts.
  var isUnique: Bool { !firstNodes.isEmpty && furtherNodes.isEmpty }

  private static let none = UInt32.max

  /// An index of a column of texts that is filled from elsewhere.
  init() {}

  init(_ column: PropertyColumn, strings: StringPool) {
    guard column.kind == .string else {
      for identifier in column.presentIdentifiers {
        let value = column.value(of: identifier, in: strings)
        nodes[value, default: []].append(NodeID(identifier))
      }
      return
    }
    var further: [UInt64] = []
    firstNodes = FlatArray(repeating: NodePropertyIndex.none, count: strings.count)
    let first = unsafe firstNodes.mutableBuffer()
    for identifier in column.presentIdentifiers {
      guard let row = column.row(of: identifier) else { continue }
      let text = column.words[row]
      if unsafe first[Int(text)] == NodePropertyIndex.none {
        unsafe first[Int(text)] = identifier
      } else {
        further.append(UInt64(text) << 32 | UInt64(identifier))
      }
    }
    further.sort()
    furtherTexts = FlatArray(further.lazy.map { UInt32(truncatingIfNeeded: $0 >> 32) })
    furtherNodes = FlatArray(further.lazy.map { UInt32(truncatingIfNeeded: $0) })
  }

  /// The node of a text, if the texts are unique.
  func uniqueNode(named text: String, strings: StringPool) -> UInt32? {
    guard isUnique, let identifier = strings.find(text) else { return nil }
    return first(identifier)
  }

  /// The first node of a text.
  private func first(_ text: StringID) -> UInt32? {
    guard text.index < firstNodes.count else { return nil }
    let node = firstNodes.required(text.index)
    return node == NodePropertyIndex.none ? nil : node
  }

  func nodes(equalTo value: Value, column: PropertyColumn, strings: StringPool) -> [NodeID] {
    guard column.kind == .string else { return nodes[value] ?? [] }
    guard case .string(let text) = value, let identifier = strings.find(text), let node = first(identifier)
    else { return [] }
    var result = [NodeID(node)]
    furtherTexts.require(furtherTexts.indices)
    furtherNodes.require(furtherNodes.indices)
    var place = lowerBound(identifier.rawValue)
    while place < furtherTexts.count, furtherTexts[place] == identifier.rawValue {
      result.append(NodeID(furtherNodes[place]))
      place += 1
    }
    return result
  }

  private func lowerBound(_ text: UInt32) -> Int {
    var (low, high) = (0, furtherTexts.count)
    while low < high {
      let middle = (low + high) / 2
      if furtherTexts[middle] < text { low = middle + 1 } else { high = middle }
    }
    return low
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
