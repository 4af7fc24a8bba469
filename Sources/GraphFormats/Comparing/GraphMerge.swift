import Diagnostics
package import GraphCore
import OrderedCollections
import Vocabulary

/// Two graphs made one: what both say stands once with the sources of both, and what they say differently is a conflict.
package struct GraphMerge: Sendable {
  /// When an entity of the second graph is one of the first.
  package enum Identity: Sendable {
    /// When they have the same id.
    case id
    /// Also when they have the same name and no different types, and no other has that name.
    case name
    /// Also when a name or an alias of one is a name or an alias of the other.
    case alias
  }

  /// What becomes of a conflict.
  package enum Policy: Sendable {
    /// It is told, and there is no graph.
    case refuse
    /// The first graph is right.
    case ours
    /// The second graph is right.
    case theirs
    /// Both stay: names as aliases, notes one after the other, claims and sources side by side.
    case both
  }

  /// Something that the two graphs say differently.
  package struct Conflict: Sendable, Equatable {
    /// `entity`, `source`, `relation` or `view`.
    package let what: String
    /// The id, or the sentence.
    package let record: String
    /// The field.
    package let field: String
    /// What the first graph says.
    package let ours: String
    /// What the second graph says.
    package let theirs: String
  }

  /// The merged graph as the records of a file.
  package private(set) var document: GraphDocument
  /// What the two say differently.
  package private(set) var conflicts: [Conflict] = []
  /// How many entities of the second graph were known to the first.
  package private(set) var joinedEntities = 0
  /// How many claims of the second graph were known to the first.
  package private(set) var joinedClaims = 0

  private let policy: Policy
  private var entityIDs: [String: String] = [:]
  private var sourceIDs: [String: String] = [:]

  /// Merges two graphs.
  ///
  /// - Complexity: O(n) in the size of the graphs.
  package init(
    _ first: GraphSnapshot, _ second: GraphSnapshot, identity: Identity, policy: Policy
  ) {
    let name = SourceText(name: "merge", text: "")
    var ours = GraphDocument(first, source: name)
    let theirs = GraphDocument(second, source: name)
    ours.title = first.description.title.map { PlacedText($0) }
    ours.schema = (first.description.schemaName ?? second.description.schemaName).map { PlacedText($0) }
    ours.note = (first.description.note ?? second.description.note).map { PlacedText($0) }
    if ours.title == nil { ours.title = second.description.title.map { PlacedText($0) } }
    document = ours
    self.policy = policy
    entityIDs = Self.identities(ours, theirs, identity)
    mergeSources(theirs)
    mergeEntities(theirs)
    mergeClaims(theirs)
    mergeViews(first, second)
  }

  // MARK: Identity

  /// The ids of the second graph whose entities are called otherwise in the first.
  private static func identities(
    _ ours: GraphDocument, _ theirs: GraphDocument, _ identity: Identity
  ) -> [String: String] {
    guard identity != .id else { return [:] }
    func keys(_ record: EntityRecord) -> Set<String> {
      var words = [record.name?.text ?? record.id.text]
      if identity == .alias { words += record.aliases.map(\.name.text) }
      return Set(words.map { NameKey.key(for: $0) }).subtracting([""])
    }
    var owners: [String: [Int]] = [:]
    for (index, record) in ours.entities.enumerated() {
      for key in keys(record) { owners[key, default: []].append(index) }
    }
    var claimed: [String: Int] = [:]
    for record in theirs.entities {
      for key in keys(record) { claimed[key, default: 0] += 1 }
    }
    let known = Set(ours.entities.map(\.id.text))
    var result: [String: String] = [:]
    for record in theirs.entities where !known.contains(record.id.text) {
      // A name that several have, on either side, says nothing.
      let candidates = Set(
        keys(record).filter { claimed[$0] == 1 }.compactMap { key in
          owners[key].flatMap { $0.count == 1 ? $0[0] : nil }
        })
      guard candidates.count == 1, let index = candidates.first else { continue }
      let other = ours.entities[index]
      if let one = record.type?.text, let two = other.type?.text, one != two { continue }
      result[record.id.text] = other.id.text
    }
    return result
  }

  private func entity(_ id: PlacedText) -> PlacedText {
    entityIDs[id.text].map { PlacedText($0, at: id.place) } ?? id
  }

  // MARK: Conflicts

  /// Joins a field; what both fill differently is a conflict, which the policy decides.
  ///
  /// - Returns: Whether both are to stay, which only the caller can do.
  private mutating func join(
    _ ours: inout PlacedText?, _ theirs: PlacedText?, _ what: String, _ record: String, _ field: String
  ) -> Bool {
    guard let theirs else { return false }
    guard let own = ours else {
      ours = theirs
      return false
    }
    guard own.text != theirs.text else { return false }
    conflicts.append(Conflict(what: what, record: record, field: field, ours: own.text, theirs: theirs.text))
    if policy == .theirs { ours = theirs }
    return policy == .both
  }

  private static func free(_ id: String, _ taken: (String) -> Bool) -> String {
    var number = 2
    while taken("\(id)-\(number)") { number += 1 }
    return "\(id)-\(number)"
  }

  // MARK: Sources

  private mutating func mergeSources(_ theirs: GraphDocument) {
    let positions = Dictionary(document.sources.enumerated().map { ($1.id.text, $0) }) { first, _ in first }
    for record in theirs.sources {
      guard let position = positions[record.id.text] else {
        document.sources.append(record)
        continue
      }
      var joined = document.sources[position]
      let id = record.id.text
      let count = conflicts.count
      _ = join(&joined.publisher, record.publisher, "source", id, "publisher")
      _ = join(&joined.title, record.title, "source", id, "title")
      _ = join(&joined.author, record.author, "source", id, "author")
      _ = join(&joined.date, record.date, "source", id, "date")
      _ = join(&joined.url, record.url, "source", id, "url")
      if joined.retrieved == nil { joined.retrieved = record.retrieved }
      if joined.note == nil { joined.note = record.note }
      // Two texts with one id are two sources, when both are to stay.
      if policy == .both, conflicts.count > count {
        let known = Set(document.sources.map(\.id.text) + theirs.sources.map(\.id.text))
        var other = record
        other.id.text = Self.free(id) { known.contains($0) }
        sourceIDs[id] = other.id.text
        document.sources.append(other)
      } else {
        document.sources[position] = joined
      }
    }
  }

  // MARK: Entities

  private mutating func mergeEntities(_ theirs: GraphDocument) {
    let positions = Dictionary(document.entities.enumerated().map { ($1.id.text, $0) }) { first, _ in first }
    let known = Set(document.entities.map(\.id.text) + theirs.entities.map(\.id.text))
    var kept: [EntityRecord] = []
    for record in theirs.entities {
      guard let position = positions[entity(record.id).text] else {
        kept.append(record)
        continue
      }
      let ours = document.entities[position]
      // Two kinds of thing with one id are two things, when both are to stay.
      if policy == .both, let one = ours.type, let two = record.type, one.text != two.text {
        let id = ours.id.text
        conflicts.append(
          Conflict(what: "entity", record: id, field: "type", ours: one.text, theirs: two.text))
        var other = record
        other.id.text = Self.free(record.id.text) { known.contains($0) }
        entityIDs[record.id.text] = other.id.text
        kept.append(other)
        continue
      }
      joinedEntities += 1
      document.entities[position] = joined(ours, record)
    }
    for record in kept {
      var record = record
      record.actsFor = record.actsFor.map { entity($0) }
      for index in record.aliases.indices {
        record.aliases[index].usedBy = record.aliases[index].usedBy.map { entity($0) }
      }
      document.entities.append(record)
    }
  }

  private mutating func joined(_ ours: EntityRecord, _ theirs: EntityRecord) -> EntityRecord {
    var ours = ours
    let id = ours.id.text
    _ = join(&ours.type, theirs.type, "entity", id, "type")
    let isRenamed = entityIDs[theirs.id.text] != nil
    if let name = theirs.name, ours.name?.text != name.text {
      if isRenamed {
        // Found by its name or an alias: another spelling is another name.
        addAlias(AliasRecord(name), to: &ours)
      } else if join(&ours.name, name, "entity", id, "name") {
        addAlias(AliasRecord(name), to: &ours)
      }
    }
    for alias in theirs.aliases {
      addAlias(AliasRecord(alias.name, usedBy: alias.usedBy.map { entity($0) }), to: &ours)
    }
    if join(&ours.actsFor, theirs.actsFor.map { entity($0) }, "entity", id, "acts_for"),
      let other = theirs.actsFor
    {
      addNote("acts_for \(entity(other).text)", to: &ours.note)
    }
    if join(&ours.note, theirs.note, "entity", id, "note"), let note = theirs.note {
      addNote(note.text, to: &ours.note)
    }
    for property in theirs.properties {
      guard let index = ours.properties.firstIndex(where: { $0.key.text == property.key.text }) else {
        ours.properties.append(property)
        continue
      }
      let (one, two) = (Self.text(ours.properties[index].value), Self.text(property.value))
      guard one != two else { continue }
      conflicts.append(Conflict(what: "entity", record: id, field: property.key.text, ours: one, theirs: two))
      if policy == .theirs { ours.properties[index] = property }
      if policy == .both { addNote("\(property.key.text): \(two)", to: &ours.note) }
    }
    return ours
  }

  private func addAlias(_ alias: AliasRecord, to record: inout EntityRecord) {
    guard alias.name.text != record.name?.text else { return }
    guard let index = record.aliases.firstIndex(where: { $0.name.text == alias.name.text }) else {
      record.aliases.append(alias)
      return
    }
    for user in alias.usedBy where !record.aliases[index].usedBy.contains(where: { $0.text == user.text }) {
      record.aliases[index].usedBy.append(user)
    }
  }

  private func addNote(_ text: String, to note: inout PlacedText?) {
    note = PlacedText([note?.text, text].compactMap { $0 }.joined(separator: "\n"))
  }

  private static func text(_ input: PropertyInput) -> String {
    switch input {
    case .text(let text): text.text
    case .list(let texts, _): ListText.joined(texts.map(\.text))
    case .value(let value): ValueText.of(value)
    }
  }

  // MARK: Claims

  private struct Key: Hashable {
    let parts: [String?]

    init(_ claim: ClaimRecord) {
      parts = [
        claim.subject.text, claim.relation.text, claim.object.text, claim.about?.text, claim.date?.text,
        claim.since?.text, claim.until?.text, claim.attributedTo?.text,
      ]
    }
  }

  private mutating func mergeClaims(_ theirs: GraphDocument) {
    var positions: [Key: [Int]] = [:]
    for (index, claim) in document.claims.enumerated() { positions[Key(claim), default: []].append(index) }
    for record in theirs.claims {
      var claim = record
      claim.subject = entity(claim.subject)
      claim.object = entity(claim.object)
      claim.attributedTo = claim.attributedTo.map { entity($0) }
      claim.sources = claim.sources.map { citation($0) }
      // Each claim of the first graph is met once: what one graph says twice stays twice.
      let key = Key(claim)
      guard let position = positions[key]?.first else {
        document.claims.append(claim)
        continue
      }
      positions[key]?.removeFirst()
      let count = conflicts.count
      let joined = self.joined(document.claims[position], claim)
      if policy == .both, conflicts.count > count {
        document.claims.append(claim)
      } else {
        document.claims[position] = joined
        joinedClaims += 1
      }
    }
  }

  private func citation(_ text: PlacedText) -> PlacedText {
    let words = text.text.split(maxSplits: 1, whereSeparator: { $0.isWhitespace })
    guard let id = words.first, let other = sourceIDs[String(id)] else { return text }
    return PlacedText(words.count > 1 ? "\(other) \(words[1])" : other, at: text.place)
  }

  private mutating func joined(_ ours: ClaimRecord, _ theirs: ClaimRecord) -> ClaimRecord {
    var ours = ours
    let sentence = "\(ours.subject.text) \(ours.relation.text) \(ours.object.text)"
    _ = join(&ours.status, theirs.status, "relation", sentence, "status")
    _ = join(&ours.quote, theirs.quote, "relation", sentence, "quote")
    _ = join(&ours.confidence, theirs.confidence, "relation", sentence, "confidence")
    _ = join(&ours.note, theirs.note, "relation", sentence, "note")
    for source in theirs.sources where !ours.sources.contains(where: { $0.text == source.text }) {
      ours.sources.append(source)
    }
    for property in theirs.properties {
      guard let index = ours.properties.firstIndex(where: { $0.key.text == property.key.text }) else {
        ours.properties.append(property)
        continue
      }
      let (one, two) = (Self.text(ours.properties[index].value), Self.text(property.value))
      guard one != two else { continue }
      conflicts.append(
        Conflict(what: "relation", record: sentence, field: property.key.text, ours: one, theirs: two))
      if policy == .theirs { ours.properties[index] = property }
    }
    return ours
  }

  // MARK: Views

  private mutating func mergeViews(_ first: GraphSnapshot, _ second: GraphSnapshot) {
    var views = first.description.views
    for (name, view) in second.description.views {
      guard let own = views[name] else {
        views[name] = view
        continue
      }
      guard own != view else { continue }
      conflicts.append(Conflict(what: "view", record: name, field: "ask", ours: own.ask, theirs: view.ask))
      if policy == .theirs { views[name] = view }
      if policy == .both { views[Self.free(name) { views[$0] != nil }] = view }
    }
    document.views = views.map { name, view in
      var record = ViewRecord(id: PlacedText(name), ask: PlacedText(view.ask))
      record.title = view.title.map { PlacedText($0) }
      record.options = view.options.map { (PlacedText($0.key), PlacedText($0.value)) }
      return record
    }
  }
}
