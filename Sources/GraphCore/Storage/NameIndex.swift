import Vocabulary

/// The names, aliases and ids of a graph's nodes, in the form in which `NameKey` compares names.
///
/// A name that begins with an article is found with and without it. One name may mean several nodes: all are
/// given, and the caller says what to do about it.
package struct NameIndex: Sendable {
  /// What a text is to the node that bears it; the better kind comes first.
  package enum Kind: UInt8, Sendable, Comparable {
    /// The property `name`.
    case name
    /// One of the property `aliases`.
    case alias
    /// The property `id`.
    case id

    /// Orders the better kind first.
    package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
  }

  /// A text by which a node can be found.
  package struct Entry: Sendable, Hashable {
    /// The text, normalised by `NameKey`.
    package let key: String
    /// The text as it is written in the graph.
    package let text: String
    /// The node.
    package let node: NodeID
    /// What the text is to the node.
    package let kind: Kind
    /// The first eight bytes of the key as a number, so that most comparisons need no look at the text.
    fileprivate let prefix: UInt64

    fileprivate init(key: String, text: String, node: NodeID, kind: Kind) {
      self.key = key
      self.text = text
      self.node = node
      self.kind = kind
      prefix = NameIndex.prefix(of: key)
    }
  }

  /// All entries, by key (compared by bytes), then node, then kind.
  package let entries: [Entry]

  /// Reads the names of all nodes.
  ///
  /// - Complexity: O(n log n) in the number of names.
  init(_ graph: GraphSnapshot) {
    var entries: [Entry] = []
    func add(_ text: String, _ node: UInt32, _ kind: Kind) {
      let key = NameKey.key(for: text)
      guard !key.isEmpty else { return }
      entries.append(Entry(key: key, text: text, node: NodeID(node), kind: kind))
      let bare = NameIndex.withoutArticle(key)
      if bare != key { entries.append(Entry(key: bare, text: text, node: NodeID(node), kind: kind)) }
    }
    for (name, kind) in [
      (StandardName.name, Kind.name), (StandardName.aliases, .alias), (StandardName.id, .id),
    ] {
      guard let key = graph.propertyKey(named: name), let column = graph.nodeColumn(key) else { continue }
      for node in column.presentIdentifiers where !graph.isSource(NodeID(node)) {
        switch column.value(of: node, in: graph.strings) {
        case .string(let text): add(text, node, kind)
        case .list(let values):
          for case .string(let text) in values { add(text, node, kind) }
        default: break
        }
      }
    }
    entries.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      let order = NameIndex.compare(left.key, right.key)
      if order != 0 { return order < 0 }
      return left.node == right.node ? left.kind < right.kind : left.node < right.node
    }
    self.entries = entries
  }

  /// The entries of a name in any spelling that normalises to the same key; one per node, the best kind.
  ///
  /// - Parameter text: The name; a leading article does not matter.
  /// - Returns: The entries, by node.
  /// - Complexity: O(log n + matches).
  package func entries(named text: some StringProtocol) -> [Entry] {
    let key = NameKey.key(for: text)
    let exact = entries(withKey: key)
    return exact.isEmpty ? entries(withKey: NameIndex.withoutArticle(key)) : exact
  }

  /// The nodes of a name, ascending.
  ///
  /// - Complexity: O(log n + matches).
  package func nodes(named text: some StringProtocol) -> [NodeID] { entries(named: text).map(\.node) }

  /// The entries of a key that is already normalised; one per node, the best kind.
  ///
  /// - Complexity: O(log n + matches).
  package func entries(withKey key: String) -> [Entry] {
    var result: [Entry] = []
    var index = firstIndex(atOrAfter: key)
    while index < entries.count, NameIndex.compare(entries[index].key, key) == 0 {
      if result.last?.node != entries[index].node { result.append(entries[index]) }
      index += 1
    }
    return result
  }

  /// The entries whose key begins with a normalised text, in order of their keys.
  ///
  /// - Parameters:
  ///   - prefix: The beginning, normalised.
  ///   - limit: The most entries wanted.
  /// - Returns: At most that many entries; a node occurs once for each of its names.
  /// - Complexity: O(log n + matches).
  package func entries(withPrefix prefix: String, limit: Int = Int.max) -> [Entry] {
    var result: [Entry] = []
    var index = firstIndex(atOrAfter: prefix)
    while index < entries.count, result.count < limit, entries[index].key.utf8.starts(with: prefix.utf8) {
      result.append(entries[index])
      index += 1
    }
    return result
  }

  /// The longest run of words from a place that is a name.
  ///
  /// - Parameters:
  ///   - words: Normalised words, as `NameKey` separates them.
  ///   - start: The index of the first word.
  /// - Returns: The number of words and the entries; nil when no name begins there.
  /// - Complexity: O(words × log n).
  package func longestMatch(_ words: [String], from start: Int) -> (wordCount: Int, entries: [Entry])? {
    var key = ""
    var best: (wordCount: Int, entries: [Entry])?
    var index = start
    while index < words.count {
      key += key.isEmpty ? words[index] : " " + words[index]
      let place = firstIndex(atOrAfter: key)
      guard place < entries.count, entries[place].key.utf8.starts(with: key.utf8) else { break }
      let found = entries(withKey: key)
      if !found.isEmpty { best = (index - start + 1, found) }
      index += 1
    }
    return best
  }

  /// A key without the article it begins with, if more follows.
  package static func withoutArticle(_ key: String) -> String {
    for article in ["the ", "a ", "an "] where key.utf8.starts(with: article.utf8) {
      return String(key.dropFirst(article.count))
    }
    return key
  }

  private func firstIndex(atOrAfter key: String) -> Int {
    let prefix = NameIndex.prefix(of: key)
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      let entry = entries[middle]
      let isBefore =
        entry.prefix == prefix ? NameIndex.compare(entry.key, key) < 0 : entry.prefix < prefix
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The first eight bytes as a number that orders like them; a shorter text is filled up with zeros.
  private static func prefix(of key: String) -> UInt64 {
    var prefix: UInt64 = 0
    var count = 0
    for byte in key.utf8.prefix(8) {
      prefix = prefix << 8 | UInt64(byte)
      count += 1
    }
    return prefix << UInt64(8 * (8 - count))
  }

  /// Compares by bytes: negative, 0 or positive. (`String` compares canonically, which is slower.)
  private static func compare(_ left: String, _ right: String) -> Int {
    var one = left.utf8.makeIterator()
    var two = right.utf8.makeIterator()
    while true {
      switch (one.next(), two.next()) {
      case (nil, nil): return 0
      case (nil, _): return -1
      case (_, nil): return 1
      case (let byte?, let other?): if byte != other { return Int(byte) - Int(other) }
      }
    }
  }
}
