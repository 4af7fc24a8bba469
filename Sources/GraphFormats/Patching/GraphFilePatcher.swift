import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// Changes records in the text of a graph file and leaves every other byte where it is.
///
/// Positions come from the YAML tree; what is put in is written as the canonical layout would, in the place where
/// that layout has it. A comment inside something that is taken out stays, on a line of its own. Whoever uses the
/// result reads it again and compares: this only edits text.
struct GraphFilePatcher {
  let source: SourceText
  let root: YAMLNode
  let comments: [SourceSpan]
  let newline: String
  private(set) var edits: [TextEdit] = []
  var subject: RecordSubject

  /// Reads a file.
  ///
  /// - Throws: A problem when it uses a part of YAML that cannot be edited in place.
  init(_ source: SourceText) throws(Problem) {
    var bag = DiagnosticBag()
    guard let root = YAMLReader.read(source, reporting: &bag), !bag.hasErrors, root.pairs != nil else {
      throw Problem("write.left-alone", "a text that cannot be read any more")
    }
    comments = try Self.comments(of: source, root)
    self.source = source
    self.root = root
    let first = source.bytes.firstIndex(of: 0x0A) ?? 0
    newline = first > 0 && source.bytes[first - 1] == 0x0D ? "\r\n" : "\n"
    subject = .node(.init(0))
  }

  /// The changed text, with the proof that no comment is lost.
  ///
  /// - Throws: A problem when it is no YAML any more or its comments are others.
  func patched() throws(Problem) -> PatchedText {
    let result = try PatchedText(source, edits)
    var bag = DiagnosticBag()
    guard let root = YAMLReader.read(result.after, reporting: &bag), !bag.hasErrors else {
      throw Problem("write.left-alone", "a place where a change would break the layout")
    }
    let before = comments.map { source.string(in: $0) }.sorted()
    let after = try Self.comments(of: result.after, root).map { result.after.string(in: $0) }.sorted()
    guard before == after else { throw Problem("write.left-alone", "a comment in the midst of the change") }
    return result
  }

  /// All comments, those behind the mark of a block of text too.
  private static func comments(of source: SourceText, _ root: YAMLNode) throws(Problem) -> [SourceSpan] {
    var found: [SourceSpan]
    do throws(Problem) {
      found = try FormatTree(source, root: root).comments
    } catch {
      throw Problem("write.left-alone", error.message)
    }
    var nodes = [root]
    while let node = nodes.popLast() {
      switch node.content {
      case .sequence(let items, _): if !node.isAlias { nodes += items }
      case .mapping(let pairs, _): if !node.isAlias { nodes += pairs.flatMap { [$0.key, $0.value] } }
      case .scalar(_, .literal), .scalar(_, .folded):
        let bytes = source.bytes[Int(node.span.lower)..<Int(node.span.upper)]
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        guard let start = line.firstIndex(of: 0x23), !node.isAlias else { continue }
        let blanks = line.reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
        found.append(SourceSpan(start..<(line.endIndex - blanks)))
      case .scalar: continue
      }
    }
    return found.sorted { $0.lower < $1.lower }
  }

  mutating func edit(_ range: Range<Int>, _ text: String) {
    let ended = newline == "\n" ? text : text.replacing("\n", with: newline)
    edits.append(TextEdit(range: range, text: ended, subject: subject))
  }

  // MARK: Records

  /// The section of a kind of records.
  func section(_ kind: FileRecord.Kind) -> YAMLPair? {
    root.pairs?.first { $0.key.text == kind.rawValue }
  }

  /// The entries of a collection.
  func entries(_ node: YAMLNode) -> [FormatEntry] {
    switch node.content {
    case .scalar: []
    case .sequence(let items, _): items.map { FormatEntry(key: nil, value: $0, isAfterBlank: false) }
    case .mapping(let pairs, _): pairs.map { FormatEntry(key: $0.key, value: $0.value, isAfterBlank: false) }
    }
  }

  /// The position of a record in its section, by where its key begins.
  func position(of key: SourceSpan, in section: YAMLNode) -> Int? {
    entries(section).firstIndex { entry in
      if entry.key?.span.lower == key.lower { return true }
      if entry.value.pairs?.first?.key.span.lower == key.lower, entry.key == nil { return true }
      return entry.key == nil && entry.value.span.lower == key.lower
    }
  }

  /// The items of a field's list, or its only text, as the file has them.
  func items(of key: String, in kind: FileRecord.Kind, at place: SourceSpan) -> [YAMLNode] {
    guard let section = section(kind), let index = position(of: place, in: section.value) else { return [] }
    let entry = entries(section.value)[index]
    let value = entry.key == nil ? entry.value.pairs?.first?.value : entry.value
    guard let field = value?[key] else { return [] }
    return field.items ?? [field]
  }

  /// Takes records out of a section and puts others at its end.
  ///
  /// - Parameters:
  ///   - kind: The section.
  ///   - removed: Where the keys of the records stand that go.
  ///   - added: The records that come, with what each is about.
  /// - Throws: A problem when the text is written in a way that cannot be edited.
  mutating func change(
    _ kind: FileRecord.Kind, removing removed: [(key: SourceSpan, subject: RecordSubject)],
    adding added: [(record: FileRecord, subject: RecordSubject)]
  ) throws(Problem) {
    guard !removed.isEmpty || !added.isEmpty else { return }
    guard let section = section(kind) else { return addSection(kind, added) }
    if section.value.isAlias { throw Problem("write.left-alone", "a section that is an alias") }
    let entries = entries(section.value)
    guard !entries.isEmpty else { return try fillSection(kind, section, added) }
    var indices: OrderedDictionary<Int, RecordSubject> = [:]
    for (key, subject) in removed {
      guard let index = position(of: key, in: section.value) else {
        throw Problem("write.left-alone", "a record that stands elsewhere now")
      }
      indices[index] = subject
    }
    if Self.isFlow(section.value) {
      let insertions = added.map { Insertion(after: entries.count - 1, text: [$0.record.flow], $0.subject) }
      try editFlow(section.value, entries, removing: indices, inserting: insertions)
    } else {
      let indent = try column(of: entries[0])
      let insertions = added.map {
        Insertion(after: entries.count - 1, text: $0.record.lines(indent: indent), $0.subject)
      }
      try editBlock(entries, removing: indices, inserting: insertions)
    }
  }

  /// Puts the first records into a section of which only the key stands there.
  private mutating func fillSection(
    _ kind: FileRecord.Kind, _ section: YAMLPair, _ added: [(record: FileRecord, subject: RecordSubject)]
  ) throws(Problem) {
    guard let first = added.first else { return }
    subject = first.subject
    let colon = try endOfColon(section.key).lowerBound
    let isWritten = !section.value.isMissing
    let end = isWritten ? Int(section.value.span.upper) : colon
    guard !Self.isFlow(root), section.value.propertiesSpan == nil, comments(in: colon..<end).isEmpty else {
      return edit(
        isWritten ? Int(section.value.span.lower)..<end : empty(colon),
        (isWritten ? "" : " ") + Self.flowSection(kind, added) + (isWritten ? keptInFlow(colon..<end) : ""))
    }
    if isWritten { edit(colon..<end, "") }
    for (record, subject) in added {
      self.subject = subject
      insertLines(record.lines(indent: 2), at: nextLine(end))
    }
  }

  /// Puts a section where the canonical layout has it.
  private mutating func addSection(
    _ kind: FileRecord.Kind, _ added: [(record: FileRecord, subject: RecordSubject)]
  ) {
    guard let first = added.first else { return }
    let rank = GraphFileKeys.top.firstIndex(of: kind.rawValue) ?? 0
    let entries = entries(root)
    let index =
      entries.lastIndex { entry in
        (GraphFileKeys.top.firstIndex(of: entry.key?.text ?? "") ?? Int.max) < rank
      } ?? -1
    subject = first.subject
    if Self.isFlow(root) {
      let text = "\(kind.rawValue): \(Self.flowSection(kind, added))"
      if index < 0 { edit(empty(Int(entries[0].lower)), text + ", ") }
      if index >= 0 { edit(empty(Int(entries[index].upper)), ", " + text) }
      return
    }
    let place = index < 0 ? lineStart(Int(entries[0].lower)) : nextLine(Int(entries[index].upper))
    insertLines(index < 0 ? [kind.rawValue + ":"] : ["", kind.rawValue + ":"], at: place)
    for (record, subject) in added {
      self.subject = subject
      insertLines(record.lines(indent: 2), at: place)
    }
    if index < 0 || index + 1 < entries.count { insertLines([""], at: place) }
  }

  private static func flowSection(
    _ kind: FileRecord.Kind, _ added: [(record: FileRecord, subject: RecordSubject)]
  ) -> String {
    let texts = added.map(\.record.flow).joined(separator: ", ")
    return kind == .relation ? "[\(texts)]" : "{\(texts)}"
  }
}

// MARK: - Collections

/// Something that comes into a collection.
struct Insertion {
  /// Behind which entry; -1 for before the first.
  let after: Int
  /// Lines for a block, one text between brackets.
  let text: [String]
  let subject: RecordSubject

  init(after: Int, text: [String], _ subject: RecordSubject) {
    self.after = after
    self.text = text
    self.subject = subject
  }
}

extension GraphFilePatcher {
  static func isFlow(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .scalar: false
    case .sequence(_, let style), .mapping(_, let style): style == .flow
    }
  }

  /// Changes a collection that is written by indentation, line by line.
  mutating func editBlock(
    _ entries: [FormatEntry], removing removed: OrderedDictionary<Int, RecordSubject>,
    inserting insertions: [Insertion]
  ) throws(Problem) {
    for (index, subject) in removed {
      self.subject = subject
      let start = try start(of: entries[index])
      guard isFirstOnLine(start) else {
        throw Problem("write.left-alone", "several things on one line")
      }
      let range = lineStart(start)..<nextLine(Int(entries[index].upper))
      let indent = String(repeating: " ", count: start - range.lowerBound)
      edit(range, comments(in: range).map { indent + $0 + "\n" }.joined())
    }
    for insertion in insertions {
      subject = insertion.subject
      let place =
        insertion.after < 0
        ? lineStart(try start(of: entries[0])) : nextLine(Int(entries[insertion.after].upper))
      insertLines(insertion.text, at: place)
    }
  }

  /// Changes a collection that is written between brackets.
  mutating func editFlow(
    _ node: YAMLNode, _ entries: [FormatEntry], removing removed: OrderedDictionary<Int, RecordSubject>,
    inserting insertions: [Insertion]
  ) throws(Problem) {
    let kept = entries.indices.filter { removed[$0] == nil }
    if kept.isEmpty {
      guard let subject = insertions.first?.subject ?? removed.values.first else { return }
      self.subject = subject
      let inside = (Int(node.span.lower) + 1)..<max(Int(node.span.lower) + 1, Int(node.span.upper) - 1)
      edit(inside, insertions.flatMap(\.text).joined(separator: ", ") + keptInFlow(inside))
      return
    }
    for insertion in insertions {
      subject = insertion.subject
      if let anchor = kept.last(where: { $0 <= insertion.after }) {
        edit(empty(Int(entries[anchor].upper)), ", " + insertion.text.joined())
      } else {
        edit(empty(Int(entries[kept[0]].lower)), insertion.text.joined() + ", ")
      }
    }
    // Neighbours that go together leave one comma.
    var index = 0
    while index < entries.count {
      guard let subject = removed[index] else {
        index += 1
        continue
      }
      var last = index
      while last + 1 < entries.count, removed[last + 1] != nil { last += 1 }
      self.subject = subject
      removeFlow(
        Int(entries[index].lower)..<Int(entries[last].upper), after: index > 0 ? entries[index - 1] : nil)
      index = last + 1
    }
  }

  /// Takes neighbours out from between brackets, with the comma behind them, else with the one before.
  private mutating func removeFlow(_ own: Range<Int>, after previous: FormatEntry?) {
    var range = own
    let isFirst = isFirstOnLine(range.lowerBound)
    if let comma = comma(after: range.upperBound) {
      // Between the last of them and its comma stand blanks and comments only.
      range = range.lowerBound..<(comma + 1)
    } else if let previous, let comma = comma(after: Int(previous.upper)) {
      if source.bytes[comma..<range.lowerBound].contains(0x0A) {
        edit(comma..<(comma + 1), "")
      } else {
        range = comma..<range.upperBound
      }
    }
    var end = range.upperBound
    while end < source.bytes.count, source.bytes[end] == 0x20 { end += 1 }
    let isLast = end < source.bytes.count && (source.bytes[end] == 0x0A || source.bytes[end] == 0x0D)
    let kept = keptInFlow(range)
    if isFirst, isLast, kept.isEmpty, range.lowerBound == own.lowerBound {
      range = lineStart(range.lowerBound)..<nextLine(end)
    } else if range.lowerBound == own.lowerBound {
      range = range.lowerBound..<end
    }
    edit(range, kept)
  }

  /// The next comma behind a place, over blanks and comments; nil when something else comes first.
  private func comma(after place: Int) -> Int? {
    var index = place
    while index < source.bytes.count {
      switch source.bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case 0x23: index = nextLine(index)
      case 0x2C: return index
      default: return nil
      }
    }
    return nil
  }

  /// The comments of a range between brackets, each ending its line.
  func keptInFlow(_ range: Range<Int>) -> String {
    let indent = indentOfLine(range.lowerBound) + 4
    return comments(in: range).map { " \($0)\n" + String(repeating: " ", count: indent) }.joined()
  }

  func comments(in range: Range<Int>) -> [String] {
    comments.filter { Int($0.lower) >= range.lowerBound && Int($0.lower) < range.upperBound }
      .map { source.string(in: $0) }
  }

  /// Puts lines before the line that begins at a place, or behind the last one.
  mutating func insertLines(_ lines: [String], at place: Int) {
    let isUnended = place == source.bytes.count && place > 0 && source.bytes[place - 1] != 0x0A
    let text = lines.joined(separator: "\n")
    edit(empty(place), isUnended ? "\n" + text : text + "\n")
  }
}

// MARK: - Places in the text

extension GraphFilePatcher {
  func empty(_ offset: Int) -> Range<Int> { offset..<offset }

  /// The place behind the colon of a key.
  func endOfColon(_ key: YAMLNode) throws(Problem) -> Range<Int> {
    var index = Int(key.span.upper)
    while index < source.bytes.count, source.bytes[index] == 0x20 || source.bytes[index] == 0x09 {
      index += 1
    }
    guard index < source.bytes.count, source.bytes[index] == 0x3A else {
      throw Problem("write.left-alone", "a key without its colon")
    }
    return empty(index + 1)
  }

  /// Where an entry begins: at its key, of a list in lines at the dash.
  func start(of entry: FormatEntry) throws(Problem) -> Int {
    guard entry.key == nil else { return Int(entry.lower) }
    var index = Int(entry.lower)
    while index > 0 {
      index -= 1
      switch source.bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      case 0x2D: return index
      default: throw Problem("write.left-alone", "a list item that does not begin with a dash")
      }
    }
    throw Problem("write.left-alone", "a list item that does not begin with a dash")
  }

  /// The column of an entry, of a list in lines that of the dash.
  func column(of entry: FormatEntry) throws(Problem) -> Int {
    let start = try start(of: entry)
    return start - lineStart(start)
  }

  func column(_ offset: UInt32) -> Int { Int(offset) - lineStart(Int(offset)) }

  /// Where the line of an offset begins, behind a byte order mark.
  func lineStart(_ offset: Int) -> Int {
    var index = min(offset, source.bytes.count)
    while index > 0, source.bytes[index - 1] != 0x0A { index -= 1 }
    return index == 0 && source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : index
  }

  /// Where the line behind that of an offset begins.
  func nextLine(_ offset: Int) -> Int {
    var index = offset
    while index < source.bytes.count, source.bytes[index] != 0x0A { index += 1 }
    return min(index + 1, source.bytes.count)
  }

  func isFirstOnLine(_ offset: Int) -> Bool {
    source.bytes[lineStart(offset)..<offset].allSatisfy { $0 == 0x20 }
  }

  func indentOfLine(_ offset: Int) -> Int {
    source.bytes[lineStart(offset)...].prefix { $0 == 0x20 }.count
  }
}
