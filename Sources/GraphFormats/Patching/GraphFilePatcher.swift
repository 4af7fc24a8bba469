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
