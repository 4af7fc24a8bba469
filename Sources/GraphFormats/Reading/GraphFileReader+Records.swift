import Diagnostics
import Vocabulary

/// The sections of a graph file, record by record.
extension GraphFileReader {
  // MARK: Sources

  /// Grammar: `sources ::= (id ":" "{" field* "}")*`.
  func sources(_ section: YAMLPair, reporting bag: inout DiagnosticBag) -> [SourceRecord] {
    var result: [SourceRecord] = []
    for (id, value) in entries(section.value, named: "'sources'", reporting: &bag) {
      var record = SourceRecord(id: id)
      record.place = id.place.map { recordPlace(key: $0.span, value: value) }
      for (key, field) in entries(value, named: "the source '\(id.text)'", reporting: &bag) {
        let what = "'\(key.text)'"
        switch key.text {
        case "publisher": record.publisher = text(field, named: what, reporting: &bag)
        case "title": record.title = text(field, named: what, reporting: &bag)
        case "date": record.date = text(field, named: what, reporting: &bag)
        case "url": record.url = text(field, named: what, reporting: &bag)
        case "retrieved": record.retrieved = text(field, named: what, reporting: &bag)
        case "author": record.author = text(field, named: what, reporting: &bag)
        case "note": record.note = text(field, named: what, reporting: &bag)
        default: bag.report(unknownKey(key, in: "a source", known: GraphFileKeys.source))
        }
      }
      result.append(record)
    }
    return result
  }

  // MARK: Entities

  /// Grammar: `entities ::= (id ":" "{" field* "}")*`.
  func entities(_ section: YAMLPair, reporting bag: inout DiagnosticBag) -> [EntityRecord] {
    var result: [EntityRecord] = []
    for (id, value) in entries(section.value, named: "'entities'", reporting: &bag) {
      var record = EntityRecord(id: id)
      record.place = id.place.map { recordPlace(key: $0.span, value: value) }
      for (key, field) in entries(value, named: "the entity '\(id.text)'", reporting: &bag) {
        let what = "'\(key.text)'"
        switch key.text {
        case "type": record.type = text(field, named: what, reporting: &bag)
        case "name": record.name = text(field, named: what, reporting: &bag)
        case "aliases": record.aliases = aliases(field, reporting: &bag)
        case "acts_for": record.actsFor = text(field, named: what, reporting: &bag)
        case "note": record.note = text(field, named: what, reporting: &bag)
        default:
          if let input = property(field, named: what, reporting: &bag) {
            record.properties.append(PropertyRecord(key, input))
          }
        }
      }
      result.append(record)
    }
    return result
  }

  /// Grammar: `aliases ::= alias | "[" alias* "]"`, `alias ::= name | "{" "name:" name "used_by:" ids "}"`.
  private func aliases(_ node: YAMLNode, reporting bag: inout DiagnosticBag) -> [AliasRecord] {
    var result: [AliasRecord] = []
    for item in node.items ?? [node] {
      guard item.pairs != nil else {
        if let name = text(item, named: "an alias", reporting: &bag) { result.append(AliasRecord(name)) }
        continue
      }
      var name: PlacedText?
      var users: [PlacedText] = []
      for (key, field) in entries(item, named: "an alias", reporting: &bag) {
        switch key.text {
        case "name": name = text(field, named: "'name'", reporting: &bag)
        case "used_by": users = texts(field, named: "'used_by'", reporting: &bag)
        default: bag.report(unknownKey(key, in: "an alias", known: GraphFileKeys.alias))
        }
      }
      if let name {
        result.append(AliasRecord(name, usedBy: users))
      } else if item["name"] == nil {
        bag.report(aliasWithoutName(item))
      }
    }
    return result
  }

  private func property(
    _ node: YAMLNode, named what: String, reporting bag: inout DiagnosticBag
  ) -> PropertyInput? {
    if node.items != nil {
      return .list(texts(node, named: what, reporting: &bag), at: place(firstLine(of: node.span)))
    }
    return text(node, named: what, reporting: &bag).map { .text($0) }
  }

  // MARK: Relations

  /// Grammar: `relations ::= ("-" (sentence | sentence ":" "{" field* "}"))*`.
  func claims(_ section: YAMLPair, reporting bag: inout DiagnosticBag) -> [ClaimRecord] {
    guard let items = section.value.items else {
      if !isEmpty(section.value) {
        bag.report(wrongKind(section.value, "'relations'", expected: "a list, each item after a '-'"))
      }
      return []
    }
    var result: [ClaimRecord] = []
    for item in items {
      if let record = claim(item, reporting: &bag) { result.append(record) }
    }
    return result
  }

  private func claim(_ item: YAMLNode, reporting bag: inout DiagnosticBag) -> ClaimRecord? {
    guard let entries = item.pairs else {
      guard let sentence = text(item, named: "a relation", reporting: &bag) else { return nil }
      var record = self.sentence(sentence, reporting: &bag)
      record?.place = recordPlace(key: item.span, value: item)
      return record
    }
    guard let entry = entries.first else {
      bag.report(wrongKind(item, "a relation", expected: "a sentence 'subject relation object'"))
      return nil
    }
    let mistakes = bag.diagnostics.count + bag.droppedCount
    for extra in entries.dropFirst() { bag.report(strayKey(extra, after: entry)) }
    guard let sentence = text(entry.key, named: "a relation", reporting: &bag),
      var record = self.sentence(sentence, reporting: &bag)
    else { return nil }
    record.place = recordPlace(key: entry.key.span, value: entry.value)
    for (key, field) in self.entries(entry.value, named: "the relation", reporting: &bag) {
      read(key, field, into: &record, reporting: &bag)
    }
    record.isWhole = bag.diagnostics.count + bag.droppedCount == mistakes
    return record
  }

  private func read(
    _ key: PlacedText, _ field: YAMLNode, into record: inout ClaimRecord, reporting bag: inout DiagnosticBag
  ) {
    let what = "'\(key.text)'"
    switch key.text {
    case "about": record.about = text(field, named: what, reporting: &bag)
    case "date": record.date = text(field, named: what, reporting: &bag)
    case "since": record.since = text(field, named: what, reporting: &bag)
    case "until": record.until = text(field, named: what, reporting: &bag)
    case "status": record.status = text(field, named: what, reporting: &bag)
    case "attributed_to": record.attributedTo = text(field, named: what, reporting: &bag)
    case "sources": record.sources = texts(field, named: "a source", reporting: &bag)
    case "quote": record.quote = text(field, named: what, reporting: &bag)
    case "confidence": record.confidence = text(field, named: what, reporting: &bag)
    case "note": record.note = text(field, named: what, reporting: &bag)
    default:
      if let input = property(field, named: what, reporting: &bag) {
        record.properties.append(PropertyRecord(key, input))
      }
    }
  }

  /// Grammar: `sentence ::= subject relation object`, three words between blanks.
  private func sentence(_ sentence: PlacedText, reporting bag: inout DiagnosticBag) -> ClaimRecord? {
    let words = sentence.text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0.isNewline })
    guard words.count == 3 else {
      bag.report(notThreeWords(sentence, count: words.count))
      return nil
    }
    let places = wordPlaces(of: sentence, words)
    return ClaimRecord(
      PlacedText(String(words[0]), at: places[0]), PlacedText(String(words[1]), at: places[1]),
      PlacedText(String(words[2]), at: places[2]))
  }

  /// Where each word of a sentence stands: found in its bytes; with escapes in quotes the whole sentence serves.
  private func wordPlaces(of sentence: PlacedText, _ words: [Substring]) -> [Diagnostic.Place?] {
    guard let whole = sentence.place else { return words.map { _ in nil } }
    var index = Int(whole.span.lower)
    let upper = min(Int(whole.span.upper), source.bytes.count)
    var result: [Diagnostic.Place?] = []
    for word in words {
      let bytes = Array(word.utf8)
      while index + bytes.count <= upper, !source.bytes[index..<(index + bytes.count)].elementsEqual(bytes) {
        index += 1
      }
      guard index + bytes.count <= upper else { return words.map { _ in whole } }
      result.append(place(SourceSpan(index..<(index + bytes.count))))
      index += bytes.count
    }
    return result
  }

  // MARK: Views

  /// Grammar: `views ::= (name ":" "{" "ask:" question field* "}")*`.
  func views(_ section: YAMLPair, reporting bag: inout DiagnosticBag) -> [ViewRecord] {
    var result: [ViewRecord] = []
    for (id, value) in entries(section.value, named: "'views'", reporting: &bag) {
      var record = ViewRecord(id: id)
      record.place = id.place.map { recordPlace(key: $0.span, value: value) }
      for (key, field) in entries(value, named: "the view '\(id.text)'", reporting: &bag) {
        guard GraphFileKeys.view.contains(key.text) else {
          bag.report(unknownKey(key, in: "a view", known: GraphFileKeys.view))
          continue
        }
        guard let text = text(field, named: "'\(key.text)'", reporting: &bag) else { continue }
        switch key.text {
        case "ask": record.ask = text
        case "title": record.title = text
        default: record.options.append((key, text))
        }
      }
      result.append(record)
    }
    return result
  }
}

// MARK: - Messages

extension GraphFileReader {
  private func aliasWithoutName(_ item: YAMLNode) -> Diagnostic {
    .error(
      "graph.missing-name", "this alias has no 'name'", in: source, at: firstLine(of: item.span),
      hints: ["write '{name: …, used_by: […]}'"])
  }

  private func notThreeWords(_ sentence: PlacedText, count: Int) -> Diagnostic {
    let first = sentence.text.split(separator: ":").first.map(String.init) ?? ""
    let isField = GraphFileKeys.claim.contains(first)
    return Diagnostic(
      .error, "graph.sentence", "a relation is a sentence of three words, and this has \(count)",
      at: sentence.place.map { Diagnostic.Place($0.source, firstLine(of: $0.span)) },
      hints: [
        isField
          ? "indent '\(first)' deeper than the sentence that it belongs to"
          : "write ids: 'subject relation object', such as 'azerbaijan accuses armenia'"
      ])
  }

  private func strayKey(_ entry: YAMLPair, after first: YAMLPair) -> Diagnostic {
    let name = entry.key.text ?? "this"
    let isField = GraphFileKeys.claim.contains(name)
    return .error(
      "graph.stray-key", "'\(name)' stands beside the sentence, not under it", in: source,
      at: firstLine(of: entry.key.span),
      notes: [Diagnostic.Note("the sentence", at: place(firstLine(of: first.key.span)))],
      hints: [
        isField
          ? "indent '\(name)' deeper than the sentence" : "begin each relation with a '-' of its own"
      ])
  }
}
