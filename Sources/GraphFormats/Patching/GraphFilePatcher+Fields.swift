import Diagnostics
import OrderedCollections
import Vocabulary

/// Fields of a record, changed one by one.
extension GraphFilePatcher {
  /// Changes a record where it stands.
  ///
  /// - Parameters:
  ///   - kind: Its section.
  ///   - place: Where its key stands.
  ///   - key: The new key; nil when it stays.
  ///   - fields: The new value of each field that changes; nil takes it out.
  /// - Throws: A problem when the text is written in a way that cannot be edited.
  mutating func change(
    _ kind: FileRecord.Kind, at place: SourceSpan, key: String?,
    fields: OrderedDictionary<String, FieldValue?>
  ) throws(Problem) {
    guard let section = section(kind), let index = position(of: place, in: section.value) else {
      throw Problem("write.left-alone", "a record that stands elsewhere now")
    }
    let entry = entries(section.value)[index]
    let isFlow = Self.isFlow(section.value)
    let pair: YAMLPair? =
      if let name = entry.key { YAMLPair(name, entry.value) } else { entry.value.pairs?.first }
    guard let pair else { return try changeSentence(entry.value, key, fields, isFlow) }
    if pair.value.isAlias { throw Problem("write.left-alone", "a record that is an alias") }
    if let key { edit(range(pair.key), ScalarText.written(key)) }
    let set = fields.filter { $0.value != nil }
    if let pairs = pair.value.pairs, !pairs.isEmpty {
      try changeFields(kind, pair, fields)
    } else if !set.isEmpty {
      try addFields(kind, pair, set.compactMapValues { $0 }, isFlow || Self.isFlow(entry.value))
    }
  }

  private func range(_ node: YAMLNode) -> Range<Int> { Int(node.span.lower)..<Int(node.span.upper) }

  /// A relation that is no more than its sentence.
  private mutating func changeSentence(
    _ item: YAMLNode, _ key: String?, _ fields: OrderedDictionary<String, FieldValue?>, _ isFlow: Bool
  ) throws(Problem) {
    let added = fields.compactMapValues { $0 }
    let record = FileRecord(.relation, key ?? item.text ?? "", added)
    let isLine = !item.isAlias && !source.bytes[range(item)].contains(0x0A)
    if isFlow {
      edit(range(item), added.isEmpty ? record.writtenKey : record.flow)
    } else if key == nil, isLine {
      if !added.isEmpty { edit(empty(Int(item.span.upper)), ":") }
    } else {
      edit(range(item), record.writtenKey + (added.isEmpty ? "" : ":"))
    }
    guard !isFlow, !added.isEmpty else { return }
    let indent = column(item.span.lower) + 2
    insertLines(
      record.fields.flatMap { FileRecord.lines(of: $0.key, $0.value, indent: indent) },
      at: nextLine(Int(item.span.upper)))
  }

  /// The first fields of a record that has none.
  private mutating func addFields(
    _ kind: FileRecord.Kind, _ pair: YAMLPair, _ fields: OrderedDictionary<String, FieldValue>, _ isFlow: Bool
  ) throws(Problem) {
    let record = FileRecord(kind, pair.key.text ?? "", fields)
    if !pair.value.isMissing {
      let insertions = record.fields.map {
        Insertion(after: -1, text: ["\(ScalarText.written($0.key)): \($0.value.flow)"], subject)
      }
      return try editFlow(pair.value, [], removing: [:], inserting: insertions)
    }
    let colon = try? endOfColon(pair.key)
    guard let colon else { return edit(empty(Int(pair.key.span.upper)), ": " + record.flowFields) }
    let start = column(pair.key.span.lower)
    let line = String(repeating: " ", count: start) + source.string(in: pair.key.span) + ": "
    if isFlow || kind != .relation && DisplayLine.fits(line + record.flowFields) {
      edit(colon, " " + record.flowFields)
    } else {
      insertLines(
        record.fields.flatMap { FileRecord.lines(of: $0.key, $0.value, indent: start + 2) },
        at: nextLine(colon.lowerBound))
    }
  }

  /// Changes, adds and takes out fields of a record that has some.
  private mutating func changeFields(
    _ kind: FileRecord.Kind, _ record: YAMLPair, _ fields: OrderedDictionary<String, FieldValue?>
  ) throws(Problem) {
    let entries = entries(record.value)
    let isFlow = Self.isFlow(record.value)
    var removed: OrderedDictionary<Int, RecordSubject> = [:]
    var insertions: [Insertion] = []
    let indent = isFlow ? 0 : try column(of: entries[0])
    for (key, value) in ordered(fields, kind) {
      let index = entries.firstIndex { $0.key?.text == key }
      switch (index, value) {
      case (let index?, let value?):
        try replaceValue(entries[index], with: value, isFlow)
      case (let index?, nil): removed[index] = subject
      case (nil, let value?):
        let text =
          isFlow
          ? ["\(ScalarText.written(key)): \(value.flow)"] : FileRecord.lines(of: key, value, indent: indent)
        insertions.append(Insertion(after: anchor(of: key, kind, entries), text: text, subject))
      case (nil, nil): continue
      }
    }
    let isBare = removed.count == entries.count && insertions.isEmpty && kind == .relation
    if isBare, isFlow, comments(in: range(record.value)).isEmpty {
      return edit(Int(record.key.span.upper)..<Int(record.value.span.upper), "")
    }
    if isFlow { return try editFlow(record.value, entries, removing: removed, inserting: insertions) }
    try editBlock(entries, removing: removed, inserting: insertions)
    // A relation without fields is a sentence alone.
    if isBare { edit(Int(record.key.span.upper)..<(try endOfColon(record.key).lowerBound), "") }
  }

  private func ordered(
    _ fields: OrderedDictionary<String, FieldValue?>, _ kind: FileRecord.Kind
  ) -> [(key: String, value: FieldValue?)] {
    fields.map { ($0.key, $0.value) }.enumerated().sorted { left, right in
      let (one, two) = (rank(left.element.0, kind), rank(right.element.0, kind))
      return one == two ? left.offset < right.offset : one < two
    }.map { ($0.element.0, $0.element.1) }
  }

  private func rank(_ key: String, _ kind: FileRecord.Kind) -> Int {
    kind.keys.firstIndex(of: key) ?? kind.keys.count
  }

  /// The field behind which the canonical layout has a key.
  private func anchor(of key: String, _ kind: FileRecord.Kind, _ entries: [FormatEntry]) -> Int {
    let rank = rank(key, kind)
    return entries.lastIndex { self.rank($0.key?.text ?? "", kind) <= rank } ?? -1
  }

  // MARK: Values

  /// Puts another value behind a key.
  private mutating func replaceValue(
    _ entry: FormatEntry, with value: FieldValue, _ isFlow: Bool
  ) throws(Problem) {
    guard let key = entry.key else { return }
    let node = entry.value
    if case .list(let values) = value, let items = node.items, !items.isEmpty, !values.isEmpty, !node.isAlias
    {
      return try replaceItems(node, items, with: values)
    }
    var text = value.flow
    if case .list(let values) = value, values.count == 1, node.text != nil { text = values[0].flow }
    let own = range(node)
    let colon = try endOfColon(key).lowerBound
    let isOneLine = !source.bytes[min(colon, own.lowerBound)..<own.upperBound].contains(0x0A)
    if isFlow || isOneLine {
      edit(own, text + (isFlow ? keptInFlow(own) : ""))
      return
    }
    // Several lines become one; comments between them go above.
    let lost = colon..<own.upperBound
    let indent = String(repeating: " ", count: column(key.span.lower))
    let above = comments(in: lost).map { indent + $0 + "\n" }.joined()
    if !above.isEmpty { edit(empty(lineStart(Int(key.span.lower))), above) }
    let properties = node.propertiesSpan.map { " " + source.string(in: $0) } ?? ""
    edit(lost, properties + " " + text)
  }

  /// Changes the items of a list of which some stay: those keep their lines, and the comments behind them.
  private mutating func replaceItems(
    _ node: YAMLNode, _ items: [YAMLNode], with values: [FieldValue]
  ) throws(Problem) {
    let old = items.map { Self.value(of: $0) }
    let new = values.map(\.read)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    let isFlow = Self.isFlow(node)
    let entries = entries(node)
    let indent = isFlow ? "" : String(repeating: " ", count: try column(of: entries[0]))
    var gone: OrderedDictionary<Int, RecordSubject> = [:]
    var insertions: [Insertion] = []
    var (left, right) = (0, 0)
    while left < items.count || right < values.count {
      let isGone = removed.contains(left)
      let isNew = inserted.contains(right)
      if isGone, isNew {
        try replaceItem(entries[left], with: values[right].flow, isFlow)
      } else if isGone {
        gone[left] = subject
      } else if isNew {
        let text = isFlow ? values[right].flow : "\(indent)- \(values[right].flow)"
        insertions.append(Insertion(after: left - 1, text: [text], subject))
      }
      if isGone || !isNew { left += 1 }
      if isNew || !isGone { right += 1 }
    }
    if isFlow {
      try editFlow(node, entries, removing: gone, inserting: insertions)
    } else {
      try editBlock(entries, removing: gone, inserting: insertions)
    }
  }

  private mutating func replaceItem(
    _ entry: FormatEntry, with text: String, _ isFlow: Bool
  ) throws(Problem) {
    let own = range(entry.value)
    if isFlow { return edit(own, text + keptInFlow(own)) }
    let start = try start(of: entry)
    let indent = String(repeating: " ", count: start - lineStart(start))
    let above = comments(in: start..<own.upperBound).map { indent + $0 + "\n" }.joined()
    if !above.isEmpty { edit(empty(lineStart(start)), above) }
    let isBelow = source.bytes[start..<own.lowerBound].contains(0x0A)
    edit(isBelow ? (start + 1)..<own.upperBound : own, (isBelow ? " " : "") + text)
  }

  /// What a node of a list says.
  private static func value(of node: YAMLNode) -> FieldValue {
    guard let pairs = node.pairs else { return .text(node.text ?? "") }
    let users = node["used_by"].map { $0.items?.compactMap(\.text) ?? [$0.text ?? ""] } ?? []
    let isAlias = pairs.allSatisfy { $0.key.text == "name" || $0.key.text == "used_by" }
    return isAlias ? FieldValue.alias(node["name"]?.text ?? "", usedBy: users).read : .text("")
  }

  /// Whether a node says a value already.
  static func isSame(_ node: YAMLNode, _ value: FieldValue) -> Bool {
    switch value {
    case .text(let text), .plain(let text): return node.text == text
    case .list(let values):
      guard let items = node.items else { return values.count == 1 && isSame(node, values[0]) }
      return items.count == values.count && zip(items, values).allSatisfy { isSame($0, $1) }
    case .alias(let name, let users):
      guard let pairs = node.pairs else { return users.isEmpty && node.text == name }
      guard pairs.allSatisfy({ $0.key.text == "name" || $0.key.text == "used_by" }) else { return false }
      guard node["name"]?.text == name else { return false }
      guard let usedBy = node["used_by"] else { return users.isEmpty }
      return isSame(usedBy, .list(users.map { .text($0) }))
    }
  }
}
