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
  }

  /// The keys of all entries, one after the other, ascending by bytes, then by node, then by kind.
  var keys = FlatArray<UInt8>()
  /// Where each key begins in ``keys``, and at the end where the last one ends.
  var keyOffsets: FlatArray<UInt64> = [0]
  /// The texts of all entries, in the order of their entries.
  var texts = FlatArray<UInt8>()
  /// Where each text begins in ``texts``, and at the end where the last one ends.
  var textOffsets: FlatArray<UInt64> = [0]
  /// The node of each entry.
  var nodes = FlatArray<UInt32>()
  /// The ``Kind`` of each entry.
  var kinds = FlatArray<UInt8>()

  /// No names.
  init() {}

  /// Reads the names of all nodes.
  ///
  /// - Complexity: O(n log n) in the number of names.
  init(_ graph: GraphSnapshot) {
    var maker = NameIndexMaker()
    let source = graph.label(named: StandardName.sourceLabel)
    let strings = graph.strings
    for (name, kind) in [
      (StandardName.name, Kind.name), (StandardName.aliases, .alias), (StandardName.id, .id),
    ] {
      guard let key = graph.propertyKey(named: name), let column = graph.nodeColumn(key) else { continue }
      unsafe strings.bytes.withUnsafeBufferPointer { bytes in
        for node in column.presentIdentifiers {
          if let source, graph.has(source, NodeID(node)) { continue }
          guard let row = column.row(of: node) else { continue }
          if column.kind == .string {
            let range = strings.range(of: StringID(column.words[row]))
            unsafe maker.add(UnsafeBufferPointer(rebasing: bytes[range]), node, kind)
            continue
          }
          switch column.value(atRow: row, in: strings) {
          case .string(let text): maker.add(text, node, kind)
          case .list(let values):
            for case .string(let text) in values { maker.add(text, node, kind) }
          default: break
          }
        }
      }
    }
    self = maker.index()
  }

  /// All entries, by key (compared by bytes), then node, then kind.
  ///
  /// - Complexity: O(n), since texts are made of bytes.
  package var entries: [Entry] { (0..<nodes.count).map { entry(at: $0) } }

  private func entry(at index: Int) -> Entry {
    Entry(
      key: NameIndex.text(keys, range(keyOffsets, index, keys)),
      text: NameIndex.text(texts, range(textOffsets, index, texts)), node: NodeID(nodes.required(index)),
      kind: Kind(rawValue: kinds.required(index)) ?? .id)
  }

  private func range(_ offsets: FlatArray<UInt64>, _ index: Int, _ bytes: FlatArray<UInt8>) -> Range<Int> {
    // Of a packed graph only what is read is checked, and what is damaged was replaced by zeros: nothing need ascend.
    let lower = min(Int(clamping: offsets.required(index)), bytes.count)
    let range = lower..<max(lower, min(Int(clamping: offsets.required(index + 1)), bytes.count))
    bytes.require(range)
    return range
  }

  private static func text(_ bytes: FlatArray<UInt8>, _ range: Range<Int>) -> String {
    unsafe bytes.part(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
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
    while index < nodes.count, compare(index, key) == 0 {
      if result.last?.node.rawValue != nodes.required(index) { result.append(entry(at: index)) }
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
    while index < nodes.count, result.count < limit, hasPrefix(index, prefix) {
      result.append(entry(at: index))
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
      guard place < nodes.count, hasPrefix(place, key) else { break }
      let found = entries(withKey: key)
      if !found.isEmpty { best = (index - start + 1, found) }
      index += 1
    }
    return best
  }

  /// A key without the article it begins with, if more follows.
  package static func withoutArticle(_ key: String) -> String {
    String(key.dropFirst(articleLength(key.utf8)))
  }

  /// How many bytes of a key are the article it begins with, and the space behind it.
  static func articleLength(_ key: some Collection<UInt8>) -> Int {
    for article in ["the ", "a ", "an "] where key.starts(with: article.utf8) { return article.utf8.count }
    return 0
  }

  private func firstIndex(atOrAfter key: String) -> Int {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if compare(middle, key) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Compares the key of an entry with a text by bytes: negative, 0 or positive.
  private func compare(_ index: Int, _ text: String) -> Int {
    var text = text
    return unsafe keys.part(range(keyOffsets, index, keys)).withUnsafeBufferPointer { key in
      text.withUTF8 { other in
        for place in 0..<min(key.count, other.count) where unsafe key[place] != other[place] {
          return unsafe Int(key[place]) - Int(other[place])
        }
        return key.count - other.count
      }
    }
  }

  private func hasPrefix(_ index: Int, _ prefix: String) -> Bool {
    keys.part(range(keyOffsets, index, keys)).starts(with: prefix.utf8)
  }
}
