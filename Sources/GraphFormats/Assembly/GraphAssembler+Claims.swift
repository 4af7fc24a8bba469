import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// Claims: every field checked, then one relationship each.
extension GraphAssembler {
  /// Checks a claim and adds it.
  mutating func add(_ record: ClaimRecord, to builder: inout GraphBuilder) {
    var record = record
    if isImporting {
      createEnds(of: record, in: &builder)
      spellings?.translate(&record)
    }
    let type = relationType(record)
    let hasSubject = isDeclared(record.subject, as: "the subject of a relation")
    let hasObject = isDeclared(record.object, as: "the object of a relation")
    if hasSubject, hasObject {
      if let type { checkEnds(record, type) }
      if record.subject.text == record.object.text, !isImporting { bag.report(selfRelation(record)) }
    }
    let time = self.time(of: record)
    let status = self.status(record.status)
    if isImporting { createSources(record.sources, in: &builder) }
    let citations = self.citations(record.sources)
    let confidence = self.confidence(record.confidence)
    var attributedTo: String?
    if let speaker = record.attributedTo, isDeclared(speaker, as: "who says so") {
      attributedTo = speaker.text
    }
    let properties = self.properties(of: record, type)
    guard hasSubject, hasObject, schema == nil || type != nil,
      let subject = entities[record.subject.text]?.node, let object = entities[record.object.text]?.node
    else {
      if isImporting { index.counts.rejectedClaims += 1 }
      return
    }
    let key = ClaimKey(record, isSymmetric: type?.isSymmetric ?? false)
    if hasOneImport {
      if !fingerprints.insert(key.fingerprint).inserted { index.counts.repeatedClaims += 1 }
    } else if record.isWhole, let first = claims[key],
      repeats(record, first.record, citations, first.relation, in: &builder)
    {
      return
    }
    let relation = builder.addRelationship(record.relation.text, from: subject, to: object)
    store(record, time, status, attributedTo, confidence, of: relation, in: &builder)
    store(citations, of: relation, in: &builder)
    for (key, value) in properties { builder.set(key, of: relation, to: value) }
    if !hasOneImport, record.isWhole, claims[key] == nil { claims[key] = (relation, record) }
    // Only graph files are changed in place.
    if !isImporting, let place = record.place { index.relations[relation] = [place] }
  }

  private func store(
    _ record: ClaimRecord, _ time: ValidTime, _ status: String, _ attributedTo: String?,
    _ confidence: Value?, of relation: RelationshipID, in builder: inout GraphBuilder
  ) {
    let values: [(String, Value?)] = [
      (StandardName.about, record.about.map { .string($0.text) }),
      (StandardName.date, time.date.map { .date($0) }),
      (StandardName.since, time.since.map { .date($0) }),
      (StandardName.until, time.until.map { .date($0) }),
      (StandardName.status, .string(status)),
      (StandardName.attributedTo, attributedTo.map { .string($0) }),
      (StandardName.quote, record.quote.map { .string($0.text) }),
      (StandardName.confidence, confidence),
      (StandardName.note, record.note.map { .string($0.text) }),
    ]
    for (key, value) in values {
      if let value { builder.set(key, of: relation, to: value) }
    }
  }

  private func store(_ citations: [Citation], of relation: RelationshipID, in builder: inout GraphBuilder) {
    guard !citations.isEmpty else { return }
    builder.set(StandardName.sources, of: relation, to: .list(citations.map { .string($0.source) }))
    builder.set(StandardName.paragraphs, of: relation, to: .list(citations.map { .string($0.place) }))
  }

  // MARK: The sentence

  /// The relation's type; nil without a schema, and after a report when the schema does not know it.
  private mutating func relationType(_ record: ClaimRecord) -> RelationType? {
    guard let schema else { return nil }
    if let type = schema.relationTypes[record.relation.text] { return type }
    bag.report(unknownRelation(record, schema))
    return nil
  }

  private mutating func checkEnds(_ record: ClaimRecord, _ type: RelationType) {
    guard let schema, let subject = entities[record.subject.text], let object = entities[record.object.text],
      subject.isTypeKnown, object.isTypeKnown, let subjectType = subject.record.type?.text,
      let objectType = object.record.type?.text
    else { return }
    let isSwappable =
      schema.type(objectType, fits: type.subjects) && schema.type(subjectType, fits: type.objects)
    if type.isSymmetric, isSwappable { return }
    var hints: [String] = []
    if isSwappable {
      hints.append("did you mean '\(record.object.text) \(type.name) \(record.subject.text)'?")
    }
    if !schema.type(subjectType, fits: type.subjects) {
      bag.report(wrongEnd(record.subject, subject, type, "subject", type.subjects, hints))
      if isSwappable { return }
    }
    if !schema.type(objectType, fits: type.objects) {
      bag.report(wrongEnd(record.object, object, type, "object", type.objects, hints))
    }
  }

  // MARK: Fields

  private mutating func time(of record: ClaimRecord) -> ValidTime {
    let date = self.date(record.date)
    let since = self.date(record.since)
    let until = self.date(record.until)
    if let field = record.date, let other = record.since ?? record.until {
      bag.report(dateAndInterval(field, other))
    }
    if let since, let until, since.earliestDay > until.latestDay {
      bag.report(endsBeforeBeginning(record))
      return ValidTime(date: date)
    }
    return ValidTime(date: date, since: since, until: until)
  }

  private mutating func status(_ field: PlacedText?) -> String {
    guard let field else { return GraphFileKeys.usualStatus }
    if GraphFileKeys.statuses.contains(field.text) { return field.text }
    bag.report(unknownStatus(field))
    return GraphFileKeys.usualStatus
  }

  private mutating func confidence(_ field: PlacedText?) -> Value? {
    guard let field else { return nil }
    if let number = Self.confidence(field.text) { return .float(number) }
    bag.report(confidenceOutOfRange(field))
    return nil
  }

  /// The confidence that a text writes, from 0 to 1; nil when it writes none.
  static func confidence(_ text: String) -> Double? {
    YAMLScalar(text, style: .plain).number.flatMap { (0...1).contains($0) ? $0 : nil }
  }

  private mutating func properties(of record: ClaimRecord, _ type: RelationType?) -> [(String, Value)] {
    var result: [(String, Value)] = []
    guard schema == nil || type != nil else { return result }
    for property in record.properties {
      let what = "a relation '\(record.relation.text)'"
      let declared = schema == nil ? nil : type?.properties
      if let value = value(of: property, declared: declared, on: what, known: GraphFileKeys.claim) {
        result.append((property.key.text, value))
      }
    }
    return result
  }

  /// Grammar: `citation ::= source-id place-in-it?`.
  private mutating func citations(_ fields: [PlacedText]) -> [Citation] {
    var result: [Citation] = []
    for field in fields {
      let words = field.text.split(maxSplits: 1, whereSeparator: { $0.isWhitespace })
      guard let id = words.first.map(String.init) else { continue }
      let place = words.count > 1 ? String(words[1]) : ""
      guard sources[id] != nil else {
        bag.report(unknownSource(field, id))
        continue
      }
      sources[id]?.isUsed = true
      let citation = Citation(source: id, place: place)
      if result.contains(citation) {
        bag.report(citedTwice(field))
      } else {
        result.append(citation)
      }
    }
    return result
  }

  // MARK: The same claim again

  /// Says that a claim was made before; joins the two when they stand in different files.
  ///
  /// - Returns: Whether the claim is part of the first one now.
  private mutating func repeats(
    _ record: ClaimRecord, _ first: ClaimRecord, _ citations: [Citation], _ relation: RelationshipID,
    in builder: inout GraphBuilder
  ) -> Bool {
    let isElsewhere =
      record.place != nil && first.place != nil && record.place?.source.name != first.place?.source.name
    guard isElsewhere else {
      if isImporting { index.counts.repeatedClaims += 1 } else { bag.report(claimTwice(record, first)) }
      return false
    }
    let agrees =
      record.quote?.text == first.quote?.text && record.confidence?.text == first.confidence?.text
      && record.note?.text == first.note?.text && record.properties.isEmpty && first.properties.isEmpty
    guard agrees else {
      bag.report(claimDiffers(record, first))
      return false
    }
    var all = self.citations(of: relation, in: builder)
    for citation in citations where !all.contains(citation) { all.append(citation) }
    store(all, of: relation, in: &builder)
    if !isImporting, let place = record.place { index.relations[relation, default: []].append(place) }
    if isImporting { index.counts.mergedClaims += 1 } else { bag.report(claimsJoined(record, first)) }
    return true
  }

  private func citations(of relation: RelationshipID, in builder: borrowing GraphBuilder) -> [Citation] {
    func texts(_ key: String) -> [String] {
      guard case .list(let values) = builder.properties(of: relation)[key] ?? .null else { return [] }
      return values.map { if case .string(let text) = $0 { text } else { "" } }
    }
    return zip(texts(StandardName.sources), texts(StandardName.paragraphs)).map {
      Citation(source: $0, place: $1)
    }
  }
}
