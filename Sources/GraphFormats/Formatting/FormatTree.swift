import Diagnostics
import Vocabulary

/// A comment and whether an empty line stands before it.
struct FormatComment {
  let span: SourceSpan
  let isAfterBlank: Bool
}

/// A pair of a mapping or an item of a sequence, with the comments that belong to it.
struct FormatEntry {
  /// The key; nil for an item of a sequence.
  let key: YAMLNode?
  let value: YAMLNode
  /// Comments on lines of their own above.
  var leading: [FormatComment] = []
  /// Comments between the key and its value, on the key's line.
  var head: [SourceSpan] = []
  /// Comments behind the last line.
  var trailing: [SourceSpan] = []
  /// Comments on lines of their own below the last child.
  var dangling: [FormatComment] = []
  /// The entries of the value.
  var children: [FormatEntry] = []
  /// Whether an empty line stands before it.
  let isAfterBlank: Bool

  var lower: UInt32 { FormatEntry.lower(key ?? value) }

  var upper: UInt32 {
    max(key?.span.upper ?? 0, value.span.upper, value.propertiesSpan?.upper ?? 0)
  }

  static func lower(_ node: YAMLNode) -> UInt32 {
    min(node.span.lower, node.propertiesSpan?.lower ?? node.span.lower)
  }

  /// Whether the value is a collection written by indentation.
  var isBlock: Bool {
    switch value.content {
    case .scalar: false
    case .sequence(_, let style), .mapping(_, let style): style == .block && !value.isAlias
    }
  }
}

/// A file as entries with comments: all that a formatter needs to lay it out anew.
struct FormatTree {
  let source: SourceText
  private(set) var entries: [FormatEntry] = []
  /// Comments behind everything, in the first column.
  private(set) var dangling: [FormatComment] = []
  /// Comments in the order of the text.
  let comments: [SourceSpan]
  /// Whether `---` begins the text.
  private(set) var hasMarker = false

  /// Sorts a file's comments to the entries that they belong to.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - root: Its tree.
  /// - Throws: A problem when the text uses something of YAML that cannot be laid out anew.
  /// - Complexity: O(length + comments × depth × log siblings).
  init(_ source: SourceText, root: YAMLNode) throws(Problem) {
    self.source = source
    var leaves: [SourceSpan] = []
    try Self.collectLeaves(root, into: &leaves)
    let gaps = FormatGaps(source, leaves)
    comments = try gaps.comments()
    hasMarker = gaps.hasMarker
    // A variable of its own: through `self` each comment would copy all entries.
    var entries = children(of: root)
    for comment in comments {
      if !attach(comment, to: &entries) { dangling.append(placed(comment)) }
    }
    self.entries = entries
  }

  private static func collectLeaves(_ node: YAMLNode, into leaves: inout [SourceSpan]) throws(Problem) {
    if let properties = node.propertiesSpan { leaves.append(properties) }
    if node.isAlias {
      leaves.append(node.span)
      return
    }
    switch node.content {
    case .scalar: leaves.append(node.span)
    case .sequence(let items, _):
      for item in items { try collectLeaves(item, into: &leaves) }
    case .mapping(let pairs, _):
      for pair in pairs {
        guard pair.key.text != nil, !pair.key.isAlias, !pair.key.isMissing else {
          throw Problem("format.left-alone", "a key that is no plain text")
        }
        try collectLeaves(pair.key, into: &leaves)
        try collectLeaves(pair.value, into: &leaves)
      }
    }
  }

  private func children(of node: YAMLNode) -> [FormatEntry] {
    guard !node.isAlias else { return [] }
    switch node.content {
    case .scalar: return []
    case .sequence(let items, _): return items.map { entry(key: nil, value: $0) }
    case .mapping(let pairs, _): return pairs.map { entry(key: $0.key, value: $0.value) }
    }
  }

  private func entry(key: YAMLNode?, value: YAMLNode) -> FormatEntry {
    let lower = FormatEntry.lower(key ?? value)
    var result = FormatEntry(key: key, value: value, isAfterBlank: isAfterBlank(lower))
    result.children = children(of: value)
    return result
  }

  // MARK: Lines

  /// Whether the line above that of an offset is empty, and nothing but indicators stands before the offset.
  private func isAfterBlank(_ offset: UInt32) -> Bool {
    let bytes = source.bytes
    var index = min(Int(offset), bytes.count)
    while index > 0, bytes[index - 1] != 0x0A {
      index -= 1
      if bytes[index] != 0x20, bytes[index] != 0x09, bytes[index] != 0x2D { return false }
    }
    guard index > 0 else { return false }
    index -= 1
    while index > 0, bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09 || bytes[index - 1] == 0x0D {
      index -= 1
    }
    return index > 0 && bytes[index - 1] == 0x0A
  }

  private func column(_ offset: UInt32) -> Int {
    var index = Int(offset)
    while index > 0, source.bytes[index - 1] != 0x0A { index -= 1 }
    return Int(offset) - index
  }

  private func isSameLine(_ lower: UInt32, _ upper: UInt32) -> Bool {
    guard lower <= upper, Int(upper) <= source.bytes.count else { return false }
    return !source.bytes[Int(lower)..<Int(upper)].contains(0x0A)
  }

  private func placed(_ comment: SourceSpan) -> FormatComment {
    FormatComment(span: comment, isAfterBlank: isAfterBlank(comment.lower))
  }

  // MARK: Comments

  /// Puts a comment to the entry that it belongs to; false when it stands behind them all.
  private func attach(_ comment: SourceSpan, to entries: inout [FormatEntry]) -> Bool {
    if entries.isEmpty { return false }
    // The last entry that begins before the comment, by halving.
    var index = -1
    var end = entries.count
    while end - index > 1 {
      let middle = (index + end) / 2
      if entries[middle].lower <= comment.lower { index = middle } else { end = middle }
    }
    if index < 0 {
      entries[0].leading.append(placed(comment))
      return true
    }
    if comment.lower < entries[index].upper {
      attachInside(comment, to: &entries[index])
      return true
    }
    if isSameLine(entries[index].upper, comment.lower) {
      attachBehind(comment, to: &entries[index])
      return true
    }
    if attachBelow(comment, to: &entries[index]) { return true }
    guard index + 1 < entries.count else { return false }
    entries[index + 1].leading.append(placed(comment))
    return true
  }

  private func attachInside(_ comment: SourceSpan, to entry: inout FormatEntry) {
    if let key = entry.key, comment.lower < FormatEntry.lower(entry.value) {
      if isSameLine(key.span.upper, comment.lower) {
        entry.head.append(comment)
      } else if entry.isBlock, !entry.children.isEmpty {
        entry.children[0].leading.append(placed(comment))
      } else {
        entry.leading.append(placed(comment))
      }
    } else if entry.children.isEmpty {
      entry.leading.append(placed(comment))
    } else if !attach(comment, to: &entry.children) {
      if entry.key == nil {
        entry.leading.append(placed(comment))
        return
      }
      entry.dangling.append(placed(comment))
    }
  }

  /// Puts a comment that is indented deeper than an entry below the entry's children; false if it is not.
  private func attachBelow(_ comment: SourceSpan, to entry: inout FormatEntry) -> Bool {
    let mayHold = entry.value.isMissing || (entry.isBlock && !entry.children.isEmpty)
    guard mayHold, column(comment.lower) > column(entry.lower) else { return false }
    let last = entry.children.count - 1
    if last >= 0, attachBelow(comment, to: &entry.children[last]) { return true }
    // The children of an item begin in the item's own column.
    if entry.key == nil, last >= 0 { return false }
    entry.dangling.append(placed(comment))
    return true
  }

  /// Puts a comment behind the last line of an entry.
  private func attachBehind(_ comment: SourceSpan, to entry: inout FormatEntry) {
    if entry.isBlock, !entry.children.isEmpty {
      attachBehind(comment, to: &entry.children[entry.children.count - 1])
    } else {
      entry.trailing.append(comment)
    }
  }
}

/// What stands between the scalars of a text: blanks, indicators and comments.
private struct FormatGaps {
  private let source: SourceText
  private let leaves: [SourceSpan]
  private let start: Int
  let hasMarker: Bool

  init(_ source: SourceText, _ leaves: [SourceSpan]) {
    self.source = source
    self.leaves = leaves.filter { $0.lower < $0.upper }.sorted { $0.lower < $1.lower }
    let bytes = source.bytes
    let begin = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let isMarker = bytes.dropFirst(begin).starts(with: Array("---".utf8))
    hasMarker = isMarker
    start = isMarker ? begin + 3 : begin
  }

  /// The comments, ascending.
  ///
  /// - Throws: A problem when anything stands there that is neither blank, indicator nor comment.
  func comments() throws(Problem) -> [SourceSpan] {
    let bytes = source.bytes
    var result: [SourceSpan] = []
    var index = start
    var leaf = 0
    while index < bytes.count {
      while leaf < leaves.count, Int(leaves[leaf].upper) <= index { leaf += 1 }
      if leaf < leaves.count, index >= Int(leaves[leaf].lower) {
        index = Int(leaves[leaf].upper)
        continue
      }
      switch bytes[index] {
      case 0x23:
        let lower = index
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        var upper = index
        while bytes[upper - 1] == 0x20 || bytes[upper - 1] == 0x09 { upper -= 1 }
        result.append(SourceSpan(lower..<upper))
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["),
        UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        index += 1
      case UInt8(ascii: "-"):
        guard index + 1 >= bytes.count || bytes[index + 1] != UInt8(ascii: "-") else { throw unusual(index) }
        index += 1
      default: throw unusual(index)
      }
    }
    return result
  }

  private func unusual(_ index: Int) -> Problem {
    let line = source.location(of: UInt32(clamping: index)).line
    return Problem("format.left-alone", "an unusual mark in line \(line)")
  }
}
