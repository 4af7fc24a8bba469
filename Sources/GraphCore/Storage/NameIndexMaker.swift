import Vocabulary

/// Collects the names of a graph and puts them in the order of a ``NameIndex``.
///
/// Keys and texts are bytes one after the other, and a name is a few numbers: half a million of them are sorted
/// without making a `String` of any.
struct NameIndexMaker {
  /// A name: where its key and its text lie.
  private struct Draft: BitwiseCopyable {
    /// The first bytes of the key as a number: most comparisons need no look at the key.
    let prefix: UInt64
    let key: Int
    let text: Int
    let keyCount: UInt32
    let textCount: UInt32
    let node: UInt32
    let kind: UInt8

    var keyRange: Range<Int> { key..<key + Int(keyCount) }
    var textRange: Range<Int> { text..<text + Int(textCount) }
  }

  private var keys = FlatArray<UInt8>()
  private var texts = FlatArray<UInt8>()
  private var drafts: [Draft] = []
  private var scratch: [UInt8] = []

  /// Adds a name of a node, and what it is without its article.
  mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ node: UInt32, _ kind: NameIndex.Kind) {
    scratch.removeAll(keepingCapacity: true)
    unsafe NameKey.appendKey(of: text, to: &scratch)
    if scratch.isEmpty { return }
    let (key, start) = (keys.count, texts.count)
    unsafe scratch.withUnsafeBufferPointer { unsafe keys.append(contentsOf: $0) }
    unsafe texts.append(contentsOf: text)
    let article = NameIndex.articleLength(scratch)
    for skipped in article == 0 ? [0] : [0, article] {
      drafts.append(
        Draft(
          prefix: NameIndexMaker.prefix(of: scratch[skipped...]), key: key + skipped, text: start,
          keyCount: UInt32(scratch.count - skipped), textCount: UInt32(text.count), node: node,
          kind: kind.rawValue))
    }
  }

  /// Adds a name of a node, and what it is without its article.
  mutating func add(_ text: String, _ node: UInt32, _ kind: NameIndex.Kind) {
    var text = text
    text.withUTF8 { unsafe add($0, node, kind) }
  }

  /// The index.
  ///
  /// - Complexity: O(n log n).
  consuming func index() -> NameIndex {
    unsafe keys.withUnsafeBufferPointer { keys in
      drafts.sort { left, right in
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        let order = unsafe NameIndexMaker.compare(keys, left.keyRange, right.keyRange)
        if order != 0 { return order < 0 }
        return left.node == right.node ? left.kind < right.kind : left.node < right.node
      }
    }
    var index = NameIndex()
    index.keyOffsets.reserveCapacity(drafts.count + 1)
    index.textOffsets.reserveCapacity(drafts.count + 1)
    index.nodes.reserveCapacity(drafts.count)
    index.kinds.reserveCapacity(drafts.count)
    unsafe keys.withUnsafeBufferPointer { keys in
      unsafe texts.withUnsafeBufferPointer { texts in
        for draft in drafts {
          unsafe index.keys.append(contentsOf: UnsafeBufferPointer(rebasing: keys[draft.keyRange]))
          index.keyOffsets.append(UInt64(index.keys.count))
          unsafe index.texts.append(contentsOf: UnsafeBufferPointer(rebasing: texts[draft.textRange]))
          index.textOffsets.append(UInt64(index.texts.count))
          index.nodes.append(draft.node)
          index.kinds.append(draft.kind)
        }
      }
    }
    return index
  }

  /// The first eight bytes as a number that orders like them; a shorter key is filled up with zeros.
  private static func prefix(of key: ArraySlice<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    var place = key.startIndex
    for _ in 0..<8 {
      prefix = prefix << 8 | (place < key.endIndex ? UInt64(key[place]) : 0)
      place += 1
    }
    return prefix
  }

  /// Compares by bytes: negative, 0 or positive.
  private static func compare(
    _ keys: UnsafeBufferPointer<UInt8>, _ left: Range<Int>, _ right: Range<Int>
  ) -> Int {
    for place in 0..<min(left.count, right.count) {
      let (one, two) = unsafe (keys[left.lowerBound + place], keys[right.lowerBound + place])
      if one != two { return Int(one) - Int(two) }
    }
    return left.count - right.count
  }
}
