import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// Entities and sources: declared, merged when several files have them, checked once all are known.
extension GraphAssembler {
  // MARK: Entities

  /// Adds an entity, or joins it with the one of that id from another file.
  mutating func declare(_ record: EntityRecord, in builder: inout GraphBuilder) {
    checkID(record.id, of: "an entity")
    var record = record
    if isImporting { spellings?.translate(&record) }
    let id = record.id.text
    if let place = record.place { index.entities[id, default: []].append(place) }
    if let place = place(ofEntity: id) {
      merge(record, into: place)
      return
    }
    let labels = record.type.map { schema?.labels(of: $0.text) ?? [$0.text] } ?? []
    let others = schema == nil ? record.labels.filter { !labels.contains($0) } : []
    if isImporting, record.type == nil { index.counts.untypedEntities += 1 }
    let node = builder.addNode(labels: labels + others)
    insert(EntityState(record: record, node: node, isImported: isImporting), for: id)
  }

  private mutating func merge(_ record: EntityRecord, into place: Int) {
    var state = entities.values[place]
    let isSameFile =
      record.place != nil && state.record.place?.source.name == record.place?.source.name
    // Tables of other programs list a node once for each of its edges: what does not differ is no mistake.
    let isRepeated = isImporting && state.isImported && !differs(record, from: state.record)
    guard !isSameFile && record.place != nil || isRepeated else {
      if isImporting { index.counts.rejectedRecords += 1 }
      bag.report(declaredTwice(record.id, "entity", first: state.record.id))
      return
    }
    join(&state.record.type, record.type, "type", of: record.id)
    join(&state.record.name, record.name, "name", of: record.id)
    join(&state.record.actsFor, record.actsFor, "acts_for", of: record.id)
    if state.record.note == nil { state.record.note = record.note }
    for alias in record.aliases
    where !state.record.aliases.contains(where: { $0.name.text == alias.name.text }) {
      state.record.aliases.append(alias)
    }
    for property in record.properties
    where !state.record.properties.contains(where: { $0.key.text == property.key.text }) {
      state.record.properties.append(property)
    }
    update(place) { $0 = state }
  }

  /// Whether two records of an entity contradict each other.
  private func differs(_ record: EntityRecord, from first: EntityRecord) -> Bool {
    let fields = [
      (record.type, first.type), (record.name, first.name), (record.actsFor, first.actsFor),
      (record.note, first.note),
    ]
    if fields.contains(where: { one, two in one != nil && two != nil && one?.text != two?.text }) {
      return true
    }
    return record.properties.contains { property in
      first.properties.contains {
        $0.key.text == property.key.text && !$0.value.saysTheSame(as: property.value)
      }
    }
  }

  private mutating func join(
    _ first: inout PlacedText?, _ second: PlacedText?, _ field: String, of id: PlacedText
  ) {
    guard let second else { return }
    guard let known = first else {
      first = second
      return
    }
    if known.text != second.text { bag.report(conflict(id, field, known, second)) }
  }

  /// Checks what needs all entities, and stores them.
  mutating func finishEntities(in builder: inout GraphBuilder) {
    for (id, state) in entities {
      names.add(id, id: id)
      if let name = state.record.name?.text { names.add(name, id: id) }
      for alias in state.record.aliases { names.add(alias.name.text, id: id) }
    }
    let cyclic = reportActsForCycles()
    for position in entities.values.indices {
      let record = entities.values[position].record
      isImporting = entities.values[position].isImported
      if isImporting { createReferences(of: record, in: &builder) }
      let isKnown = isTypeKnown(record)
      update(position) { $0.isTypeKnown = isKnown }
      let node = entities.values[position].node
      builder.set(StandardName.id, of: node, to: .string(record.id.text))
      builder.set(StandardName.name, of: node, to: .string(record.name?.text ?? record.id.text))
      builder.setAliases(aliases(of: record), of: node)
      if let principal = record.actsFor, isDeclared(principal, as: "the one acted for"),
        !cyclic.contains(record.id.text)
      {
        builder.set(StandardName.actsFor, of: node, to: .string(principal.text))
      }
      if let note = record.note { builder.set(StandardName.note, of: node, to: .string(note.text)) }
      let declared = record.type.flatMap { type in schema?.properties(ofEntityType: type.text) }
      let what = record.type.map { withArticle($0.text) } ?? "an entity"
      for property in record.properties where schema == nil || entities.values[position].isTypeKnown {
        if let value = value(of: property, declared: declared, on: what, known: GraphFileKeys.entity) {
          builder.set(property.key.text, of: node, to: value)
        }
      }
    }
    reportSharedNames()
  }

  func typeTitle(_ type: String?) -> String {
    guard let type else { return "entity" }
    return schema?.entityTypes[type]?.title ?? type
  }

  /// The title of a type with its article; `armed forces` takes none.
  func withArticle(_ type: String) -> String {
    let title = typeTitle(type)
    if let declared = schema?.entityTypes[type], declared.plural == declared.title { return title }
    return ("aeiou".contains(title.first ?? "x") ? "an " : "a ") + title
  }

  private mutating func isTypeKnown(_ record: EntityRecord) -> Bool {
    guard let schema else { return false }
    guard let type = record.type else {
      if !isImporting, record.place?.fields.contains(where: { $0.key == "type" }) != true {
        bag.report(missingType(record))
      }
      return false
    }
    if schema.entityTypes[type.text] != nil { return true }
    bag.report(unknownType(type, schema))
    return false
  }

  private mutating func aliases(of record: EntityRecord) -> [Alias] {
    var result: [Alias] = []
    for alias in record.aliases {
      var users: [String] = []
      for user in alias.usedBy where isDeclared(user, as: "the user of a name") { users.append(user.text) }
      result.append(Alias(alias.name.text, usedBy: users))
    }
    return result
  }

  /// Reports each cycle of `acts_for` once, and returns the ids on one.
  private mutating func reportActsForCycles() -> Set<String> {
    var cyclic: Set<String> = []
    var finished: Set<String> = []
    for start in entities.keys where !finished.contains(start) {
      var path: OrderedSet<String> = []
      var current: String? = start
      while let id = current, !finished.contains(id) {
        guard path.append(id).inserted else {
          let cycle = Array(path[(path.firstIndex(of: id) ?? 0)...])
          cyclic.formUnion(cycle)
          if let place = entities[cycle[cycle.count - 1]]?.record.actsFor {
            bag.report(actsForCycle(place, cycle))
          }
          break
        }
        current = entities[id]?.record.actsFor?.text
      }
      finished.formUnion(path)
    }
    return cyclic
  }

  /// Warns when two entities of one type are called the same: a question could not tell them apart.
  ///
  /// Event data have thousands of them; of imported entities the first is shown and the others are counted.
  private mutating func reportSharedNames() {
    var imported: Diagnostic?
    var importedCount = 0
    var owners: [String: [(id: String, word: PlacedText)]] = [:]
    for (id, state) in entities {
      var own: Set<String> = []
      for word in [state.record.name ?? state.record.id] + state.record.aliases.map(\.name) {
        let key = NameKey.key(for: word.text)
        guard !key.isEmpty, own.insert(key).inserted else { continue }
        let type = state.record.type?.text
        if let other = owners[key]?.first(where: { entities[$0.id]?.record.type?.text == type }) {
          let warning = sharedName(word, id, other.id, other.word)
          if state.isImported {
            imported = imported ?? warning
            importedCount += 1
          } else {
            bag.report(warning)
          }
        }
        owners[key, default: []].append((id, word))
      }
    }
    guard var warning = imported else { return }
    let others = importedCount - 1
    if others > 0 {
      warning.message += ", and so it is with \(others) more \(others == 1 ? "name" : "names")"
    }
    bag.report(warning)
  }

  // MARK: Sources

  /// Adds a source, or joins it with the one of that id from another file.
  mutating func declare(_ record: SourceRecord, isIncluded: Bool, in builder: inout GraphBuilder) {
    checkID(record.id, of: "a source")
    let id = record.id.text
    if let place = record.place { index.sources[id, default: []].append(place) }
    guard var state = sources[id] else {
      let node = builder.addNode(labels: [StandardName.sourceLabel])
      // A shared register may hold more sources than one graph cites.
      sources[id] = SourceState(record: record, node: node, isUsed: isIncluded || isImporting)
      return
    }
    guard record.place != nil, state.record.place?.source.name != record.place?.source.name else {
      bag.report(declaredTwice(record.id, "source", first: state.record.id))
      return
    }
    join(&state.record.publisher, record.publisher, "publisher", of: record.id)
    join(&state.record.title, record.title, "title", of: record.id)
    join(&state.record.author, record.author, "author", of: record.id)
    join(&state.record.date, record.date, "date", of: record.id)
    join(&state.record.url, record.url, "url", of: record.id)
    if state.record.retrieved == nil { state.record.retrieved = record.retrieved }
    if state.record.note == nil { state.record.note = record.note }
    sources[id] = state
  }

  /// Stores the sources.
  mutating func finishSources(in builder: inout GraphBuilder) {
    for position in sources.values.indices {
      let record = sources.values[position].record
      let node = sources.values[position].node
      builder.set(StandardName.id, of: node, to: .string(record.id.text))
      let texts: [(String, PlacedText?)] = [
        (StandardName.publisher, record.publisher), (StandardName.title, record.title),
        (StandardName.author, record.author), (StandardName.url, record.url),
        (StandardName.note, record.note),
      ]
      for (key, text) in texts {
        if let text { builder.set(key, of: node, to: .string(text.text)) }
      }
      if let url = record.url { checkURL(url) }
      if let date = date(record.date) { builder.set(StandardName.date, of: node, to: .date(date)) }
      if let date = date(record.retrieved) {
        builder.set(StandardName.retrieved, of: node, to: .date(date))
      }
    }
  }

  mutating func reportUnusedSources() {
    for state in sources.values where !state.isUsed { bag.report(unusedSource(state.record)) }
  }
}

// MARK: - Messages

extension GraphAssembler {
  private func declaredTwice(_ id: PlacedText, _ what: String, first: PlacedText) -> Diagnostic {
    Diagnostic(
      .error, "graph.duplicate-id", "the \(what) '\(id.text)' is declared twice", at: id.place,
      notes: first.place.map { [.init("first declared here", at: $0)] } ?? [],
      hints: ["rename one of the two, or join them"])
  }

  private func conflict(
    _ id: PlacedText, _ field: String, _ first: PlacedText, _ second: PlacedText
  ) -> Diagnostic {
    Diagnostic(
      .error, "graph.conflicting-declaration",
      "'\(id.text)' has the \(field) '\(second.text)' here and '\(first.text)' in another file",
      at: second.place, notes: [.init("the other one", at: first.place)],
      hints: ["make the two agree, or rename one"])
  }

  private func missingType(_ record: EntityRecord) -> Diagnostic {
    let types = schema.map { Array($0.entityTypes.keys) } ?? []
    let list = types.prefix(6).joined(separator: ", ") + (types.count > 6 ? ", …" : "")
    return Diagnostic(
      .error, "graph.missing-type", "the entity '\(record.id.text)' has no type", at: record.id.place,
      hints: ["add 'type: ' and one of the schema's: \(list)"])
  }

  private func unknownType(_ type: PlacedText, _ schema: Schema) -> Diagnostic {
    var words: [String] = []
    var meant: [String] = []
    for (name, declared) in schema.entityTypes {
      for word in [name, declared.title, declared.plural] + declared.synonyms {
        words.append(word)
        meant.append(name)
      }
    }
    var near: OrderedSet<String> = []
    for word in Suggestions.nearest(to: type.text, in: words) {
      if let position = words.firstIndex(of: word) { near.append(meant[position]) }
    }
    let choices = Suggestions.choice(of: near.map { "'\($0)'" })
    let all = schema.entityTypes.keys.joined(separator: ", ")
    return Diagnostic(
      .error, "graph.unknown-type", "the schema '\(schema.name)' has no entity type '\(type.text)'",
      at: type.place, hints: [near.isEmpty ? "its types are \(all)" : "did you mean \(choices)?"])
  }

  private func actsForCycle(_ place: PlacedText, _ cycle: [String]) -> Diagnostic {
    let chain = (cycle + [cycle[0]]).joined(separator: " → ")
    let message =
      cycle.count == 1
      ? "'\(cycle[0])' cannot act for itself" : "these entities act for one another in a circle: \(chain)"
    return Diagnostic(
      .error, "graph.acts-for-cycle", message, at: place.place,
      hints: ["the last of a chain acts for nobody: remove its 'acts_for'"])
  }

  private func sharedName(_ word: PlacedText, _ id: String, _ other: String, _ first: PlacedText)
    -> Diagnostic
  {
    Diagnostic(
      .warning, "graph.shared-name", "'\(id)' and '\(other)' are both called '\(word.text)'", at: word.place,
      notes: [.init("the other one", at: first.place)],
      hints: ["a question with this name could mean both: join the two, or name them apart"])
  }

  private func unusedSource(_ record: SourceRecord) -> Diagnostic {
    Diagnostic(
      .warning, "graph.unused-source", "no relation cites the source '\(record.id.text)'",
      at: record.id.place, hints: ["cite it, or remove it"])
  }
}
