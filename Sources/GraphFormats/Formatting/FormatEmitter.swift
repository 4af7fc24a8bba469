import Diagnostics
import Vocabulary

/// Lays a file out: scalars and comments are copied as they stand, only what lies between them is written.
struct FormatEmitter {
  /// The widest line on which a list or a record is put between brackets.
  static let width = 100

  private let source: SourceText
  private let keepsOrder: Bool
  private(set) var output: [UInt8] = []
  private var section = ""
  /// Whether a comment can be put behind the current line.
  private var isLineOpen = true

  /// Makes an emitter.
  ///
  /// - Parameters:
  ///   - source: The text that the tree was read from.
  ///   - keepsOrder: Whether keys stay where they are: an alias must not come before its anchor.
  init(_ source: SourceText, keepsOrder: Bool) {
    self.source = source
    self.keepsOrder = keepsOrder
  }

  // MARK: The file

  /// Writes a file.
  ///
  /// - Throws: A problem when a scalar cannot be moved.
  mutating func emit(_ tree: FormatTree) throws(Problem) {
    if tree.hasMarker { write("---") }
    var entries = tree.entries
    let header = takeHeader(from: &entries)
    for (index, comment) in header.enumerated() {
      if comment.isAfterBlank, index > 0 { write("\n") }
      startLine(0)
      copyComment(comment.span)
    }
    var wasSection = false
    for (index, entry) in ordered(entries, by: GraphFileKeys.top).enumerated() {
      section = entry.key?.text ?? ""
      let isSection = !["graph", "schema", "include", "note"].contains(section)
      if index > 0 ? isSection || wasSection : !header.isEmpty { write("\n") }
      wasSection = isSection
      try emit(entry, indent: 0, depth: 0, blanks: .inside)
    }
    for comment in tree.dangling {
      if comment.isAfterBlank { write("\n") }
      startLine(0)
      copyComment(comment.span)
    }
    write("\n")
  }

  /// Comments at the top that an empty line parts from the first key stay at the top.
  private func takeHeader(from entries: inout [FormatEntry]) -> [FormatComment] {
    guard let first = entries.first else { return [] }
    let gaps = first.leading.dropFirst().map(\.isAfterBlank) + [first.isAfterBlank]
    guard let last = gaps.lastIndex(of: true), last < first.leading.count else { return [] }
    let header = Array(first.leading[...last])
    entries[0].leading.removeFirst(last + 1)
    return header
  }

  private func ordered(_ entries: [FormatEntry], by keys: [String]) -> [FormatEntry] {
    guard !keepsOrder else { return entries }
    return entries.enumerated().sorted { left, right in
      let one = rank(left.element, keys)
      let two = rank(right.element, keys)
      return one == two ? left.offset < right.offset : one < two
    }.map(\.element)
  }

  private func rank(_ entry: FormatEntry, _ keys: [String]) -> Int {
    entry.key?.text.flatMap { keys.firstIndex(of: $0) } ?? keys.count
  }

  /// The order of the keys inside an entry of this depth.
  private func keyOrder(depth: Int) -> [String] {
    switch (section, depth) {
    case ("sources", 2): GraphFileKeys.source
    case ("entities", 2): GraphFileKeys.entity
    case ("entities", 4): GraphFileKeys.alias
    case ("relations", 3): GraphFileKeys.claim
    case ("views", 2): GraphFileKeys.view
    default: []
    }
  }

  // MARK: One entry

  /// Which empty lines above an entry are kept.
  private enum Blanks {
    /// None.
    case none
    /// Those between comments, and between comments and the entry.
    case inside
    /// All.
    case all
  }

  /// Whether a collection may be put between brackets.
  private func mayFlow(_ entry: FormatEntry, depth: Int) -> Bool {
    switch entry.value.content {
    case .scalar: return false
    case .sequence(let items, _):
      return items.isEmpty || (depth == 0 ? section != "relations" : true)
    case .mapping(let pairs, _):
      if pairs.isEmpty { return true }
      return depth > 0 && (section != "relations" || depth > 2)
    }
  }

  /// How an entry is written.
  private struct Layout {
    /// The value between brackets, if it is put there.
    var flow: [UInt8]?
    /// Whether the entries of the value get lines of their own.
    var isBlock = false
    /// Comments on lines above.
    var above: [FormatComment] = []
    /// The comment behind the value, or behind the last line of its entries.
    var behind: SourceSpan?
  }

  private func layout(_ entry: FormatEntry, indent: Int, depth: Int) throws(Problem) -> Layout {
    var layout = Layout()
    if !entry.value.isAlias, mayFlow(entry, depth: depth), let text = flowText(entry, depth: depth) {
      let value = String(decoding: text, as: UTF8.self)
      let used = indent + DisplayWidth.of(try prefix(of: entry)) + 1 + DisplayWidth.of(value)
      if used <= Self.width || entry.children.isEmpty { layout.flow = text }
    }
    layout.isBlock = layout.flow == nil && !entry.children.isEmpty
    var behind = (layout.isBlock ? [] : entry.head) + entry.trailing
    if layout.flow != nil { behind = entry.head + commentsBehindLast(entry, depth: depth) + entry.trailing }
    layout.behind = behind.last
    let moved = (layout.isBlock ? entry.head.dropLast() : []) + behind.dropLast()
    layout.above = entry.leading + moved.map { FormatComment(span: $0, isAfterBlank: false) }
    // The first entry of an item stands on the item's own line, so what stands above it goes above the item.
    if layout.isBlock, isCompact(entry),
      let first = ordered(entry.children, by: keyOrder(depth: depth + 1)).first
    {
      layout.above += try self.layout(first, indent: indent + 2, depth: depth + 1).above
    }
    return layout
  }

  private func isCompact(_ entry: FormatEntry) -> Bool {
    entry.key == nil && entry.value.propertiesSpan == nil
  }

  private func prefix(of entry: FormatEntry) throws(Problem) -> String {
    entry.key == nil ? "- " : try text(ofKey: entry.key) + ":"
  }

  /// Writes an entry with its comments, beginning on a new line or right behind a `-`.
  private mutating func emit(
    _ entry: FormatEntry, indent: Int, depth: Int, blanks: Blanks, isInline: Bool = false
  ) throws(Problem) {
    let layout = try layout(entry, indent: indent, depth: depth)
    if !isInline {
      emitAbove(layout.above, entry.isAfterBlank, indent, blanks)
      startLine(indent)
    }
    write(try prefix(of: entry))
    if let properties = entry.value.propertiesSpan {
      if entry.key != nil { write(" ") }
      copy(properties)
      if entry.key == nil, !layout.isBlock { write(" ") }
    }
    if let flow = layout.flow {
      if entry.key != nil { write(" ") }
      output += flow
    } else if layout.isBlock {
      try emitChildren(of: entry, indent: indent, depth: depth)
    } else if !entry.value.isMissing {
      if entry.key != nil { write(" ") }
      try emitScalar(entry.value, indent: indent)
    } else if entry.key == nil, output.last == 0x20 {
      output.removeLast()
    }
    if let comment = layout.behind {
      if isLineOpen {
        write("  ")
      } else {
        // A line holds one comment, and none behind a block of text.
        startLine(entry.key == nil ? indent : indent + 2)
      }
      copyComment(comment)
    }
    for comment in entry.dangling {
      if comment.isAfterBlank, blanks != .none { write("\n") }
      startLine(indent + 2)
      copyComment(comment.span)
    }
  }

  private mutating func emitAbove(
    _ comments: [FormatComment], _ isAfterBlank: Bool, _ indent: Int, _ blanks: Blanks
  ) {
    for (index, comment) in comments.enumerated() {
      if comment.isAfterBlank, blanks == .all || (blanks == .inside && index > 0) { write("\n") }
      startLine(indent)
      copyComment(comment.span)
    }
    if isAfterBlank, blanks == .all || (blanks == .inside && !comments.isEmpty) { write("\n") }
  }

  private mutating func emitChildren(of entry: FormatEntry, indent: Int, depth: Int) throws(Problem) {
    if let comment = entry.head.last {
      write("  ")
      copyComment(comment)
    }
    let isCompact = isCompact(entry)
    let children = ordered(entry.children, by: keyOrder(depth: depth + 1))
    for (index, child) in children.enumerated() {
      let blanks: Blanks = depth > 0 ? .none : index == 0 ? .inside : .all
      try emit(
        child, indent: indent + 2, depth: depth + 1, blanks: blanks, isInline: isCompact && index == 0)
    }
  }

  // MARK: Between brackets

  /// The value on one line; nil when something in it needs a line of its own.
  private func flowText(_ entry: FormatEntry, depth: Int) -> [UInt8]? {
    guard entry.dangling.isEmpty else { return nil }
    guard !entry.children.isEmpty else { return Array(entry.value.items != nil ? "[]".utf8 : "{}".utf8) }
    let isList = entry.value.items != nil
    var text: [UInt8] = [isList ? UInt8(ascii: "[") : UInt8(ascii: "{")]
    let children = ordered(entry.children, by: keyOrder(depth: depth + 1))
    for (index, child) in children.enumerated() {
      let isLast = index == children.count - 1
      guard child.leading.isEmpty, child.head.isEmpty && child.trailing.isEmpty || isLast,
        !child.value.isMissing
      else { return nil }
      if index > 0 { text += Array(", ".utf8) }
      if let key = child.key {
        guard let part = flowScalar(key) else { return nil }
        text += part + Array(": ".utf8)
      }
      if let properties = child.value.propertiesSpan { text += bytes(of: properties) + [0x20] }
      if child.value.isAlias {
        text += bytes(of: child.value.span)
      } else if child.value.text != nil {
        guard let part = flowScalar(child.value) else { return nil }
        text += part
      } else {
        guard commentsBehindLast(child, depth: depth + 1).isEmpty || isLast,
          let part = flowText(child, depth: depth + 1)
        else { return nil }
        text += part
      }
    }
    text.append(isList ? UInt8(ascii: "]") : UInt8(ascii: "}"))
    return text
  }

  /// Comments behind the last child, and its last child, which move behind the closing bracket.
  private func commentsBehindLast(_ entry: FormatEntry, depth: Int) -> [SourceSpan] {
    guard let last = ordered(entry.children, by: keyOrder(depth: depth + 1)).last else { return [] }
    return last.head + commentsBehindLast(last, depth: depth + 1) + last.trailing
  }

  private func flowScalar(_ node: YAMLNode) -> [UInt8]? {
    guard case .scalar(let text, let style) = node.content else { return nil }
    let raw = bytes(of: node.span)
    guard !raw.contains(0x0A), !raw.contains(0x0D), !raw.isEmpty else { return nil }
    switch style {
    case .plain: return isPlainInFlow(raw) ? raw : nil
    case .singleQuoted, .doubleQuoted: return unquoted(raw, text, inFlow: true) ?? raw
    case .literal, .folded: return nil
    }
  }

  /// Plain scalars that begin with a sign are fine between brackets too.
  private func isPlainInFlow(_ raw: [UInt8]) -> Bool {
    if raw.first == UInt8(ascii: "-"), raw.count > 1, raw[1] != 0x20 {
      return ScalarText.isPlain(Array(raw.dropFirst()), inFlow: true)
    }
    return ScalarText.isPlain(raw, inFlow: true)
  }

  /// The text without quotes, if it needs none.
  private func unquoted(_ raw: [UInt8], _ text: String, inFlow: Bool) -> [UInt8]? {
    let inner = Array(text.utf8)
    guard raw.count == inner.count + 2, raw.dropFirst().dropLast().elementsEqual(inner),
      ScalarText.isPlain(text, inFlow: inFlow)
    else { return nil }
    return inner
  }

  // MARK: Scalars

  private func text(ofKey key: YAMLNode?) throws(Problem) -> String {
    guard let key, let text = key.text else { return "" }
    let raw = bytes(of: key.span)
    guard !raw.contains(0x0A), key.propertiesSpan == nil else {
      throw Problem("format.left-alone", "a key on several lines or with an anchor")
    }
    let isQuoted = raw.first == 0x22 || raw.first == 0x27
    return String(decoding: isQuoted ? unquoted(raw, text, inFlow: true) ?? raw : raw, as: UTF8.self)
  }

  private mutating func emitScalar(_ node: YAMLNode, indent: Int) throws(Problem) {
    let raw = bytes(of: node.span)
    guard case .scalar(let text, let style) = node.content, !node.isAlias else {
      output += raw
      return
    }
    switch style {
    case .singleQuoted, .doubleQuoted:
      emitLines(of: unquoted(raw, text, inFlow: false) ?? raw, indent: indent + 2)
    case .plain:
      emitLines(of: raw, indent: indent + 2)
    case .literal, .folded:
      try emitBlockScalar(raw, indent: indent + 2)
    }
  }

  /// Lines of a plain or quoted scalar: indentation means nothing in them.
  private mutating func emitLines(of raw: [UInt8], indent: Int) {
    for (index, line) in lines(of: raw).enumerated() {
      guard index > 0 else {
        output += line
        continue
      }
      let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
      if rest.isEmpty { write("\n") } else { startLine(indent) }
      output += rest
    }
  }

  private mutating func emitBlockScalar(_ raw: [UInt8], indent: Int) throws(Problem) {
    let lines = lines(of: raw)
    let header = (lines.first ?? []).prefix { $0 != 0x23 }
    guard !header.contains(where: { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "+") }) else {
      throw Problem("format.left-alone", "a block of text that says how it is indented or ends")
    }
    var own: Int?
    for (index, line) in lines.enumerated() {
      guard index > 0 else {
        output += line
        continue
      }
      let spaces = line.prefix { $0 == 0x20 }.count
      if own == nil, spaces < line.count { own = spaces }
      if spaces >= line.count, spaces <= own ?? Int.max {
        write("\n")
        continue
      }
      startLine(indent + spaces - (own ?? 0))
      output += line.dropFirst(spaces)
    }
    isLineOpen = false
  }

  private func lines(of raw: [UInt8]) -> [ArraySlice<UInt8>] {
    raw.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
  }

  // MARK: Output

  private func bytes(of span: SourceSpan) -> [UInt8] {
    let count = source.bytes.count
    let lower = min(Int(span.lower), count)
    return Array(source.bytes[lower..<max(lower, min(Int(span.upper), count))])
  }

  private mutating func copy(_ span: SourceSpan) { output += bytes(of: span) }

  private mutating func copyComment(_ span: SourceSpan) {
    copy(span)
    isLineOpen = false
  }

  private mutating func write(_ text: String) { output += Array(text.utf8) }

  private mutating func startLine(_ indent: Int) {
    if !output.isEmpty { output.append(0x0A) }
    isLineOpen = true
    output += [UInt8](repeating: 0x20, count: max(0, indent))
  }
}
