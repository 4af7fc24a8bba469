import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// Claims: every field checked, then one relationship each.
extension GraphAssembler {
  /// Checks a claim and adds it.
  mutating func add(_ record: inout ClaimRecord, to builder: inout GraphBuilder) {
    let subject = place(of: record.subject, in: &builder)
    let object = place(of: record.object, in: &builder)
    let speaker = record.attributedTo.flatMap { place(of: $0, in: &builder) }
    translate(&record.relation)
    let type = relationType(record)
    if subject == nil { _ = isDeclared(record.subject, as: "the subject of a relation") }
    if object == nil { _ = isDeclared(record.object, as: "the object of a relation") }
    if let subject, let object {
      if let type { checkEnds(record, subject, object, type) }
      if subject == object, !isImporting { bag.report(selfRelation(record)) }
    }
    let time = self.time(of: record)
    let status = self.status(record.status)
    let citations = self.citations(record.sources, in: &builder)
    let confidence = self.confidence(record.confidence)
    if speaker == nil, let absent = record.attributedTo { _ = isDeclared(absent, as: "who says so") }
    let attributedTo = speaker == nil ? nil : record.attributedTo?.text
    let properties = self.properties(of: record, type)
    guard let subject, let object, schema == nil || type != nil else {
      if isImporting { index.counts.rejectedClaims += 1 }
      return
    }
    if hasOneImport {
      let fingerprint = ClaimKey.Fingerprint(record, isSymmetric: type?.isSymmetric ?? false)
      if !fingerprints.insert(fingerprint).inserted { index.counts.repeatedClaims += 1 }
    }
    let key = hasOneImport ? nil : ClaimKey(record, isSymmetric: type?.isSymmetric ?? false)
    if let key, record.isWhole, let first = claims[key],
      repeats(record, first.record, citations, first.relation, in: &builder)
    {
      return
    }
    let relation = builder.addRelationship(
      record.relation.text, from: entities.values[subject].node, to: entities.values[object].node)
    store(record, time, status, attributedTo, confidence, of: relation, in: &builder)
    store(citations, of: relation, in: &builder)
    for (key, value) in properties { builder.set(key, of: relation, to: value) }
    if let key, record.isWhole, claims[key] == nil { claims[key] = (relation, record) }
    // Only graph files are changed in place.
    if !isImporting, let place = record.place { index.relations[relation] = [place] }
  }

  /// Gives an imported relation the schema's name, if it is one in other words.
  private mutating func translate(_ relation: inout PlacedText) {
    guard isImporting, let spellings else { return }
    if let name = translations[relation.text] {
      if name != relation.text { relation.text = name }
      return
    }
    let name = spellings.relation(relation.text) ?? relation.text
    translations[relation.text] = name
    relation.text = name
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

  private mutating func store(
    _ citations: [Citation], of relation: RelationshipID, in builder: inout GraphBuilder
  ) {
    guard !citations.isEmpty else { return }
    if citations.count == 1, citations[0].place.isEmpty {
      let lists = wholeSources[citations[0].source] ?? (.list([.string(citations[0].source)]), Self.noPlace)
      // Events cite the same source many times, but not millions of sources all the time.
      if wholeSources.count == 1 << 17 { wholeSources.removeAll(keepingCapacity: true) }
      wholeSources[citations[0].source] = lists
      builder.set(StandardName.sources, of: relation, to: lists.sources)
      builder.set(StandardName.paragraphs, of: relation, to: lists.places)
      return
    }
    builder.set(StandardName.sources, of: relation, to: .list(citations.map { .string($0.source) }))
    builder.set(StandardName.paragraphs, of: relation, to: .list(citations.map { .string($0.place) }))
  }

  private static let noPlace = Value.list([.string("")])

  // MARK: The sentence

  /// The relation's type; nil without a schema, and after a report when the schema does not know it.
  private mutating func relationType(_ record: ClaimRecord) -> RelationType? {
    guard let schema else { return nil }
    if let type = schema.relationTypes[record.relation.text] { return type }
    bag.report(unknownRelation(record, schema))
    return nil
  }

  private mutating func checkEnds(
    _ record: ClaimRecord, _ subjectPlace: Int, _ objectPlace: Int, _ type: RelationType
  ) {
    guard let schema, entities.values[subjectPlace].isTypeKnown, entities.values[objectPlace].isTypeKnown,
      let subjectType = entities.values[subjectPlace].record.type?.text,
      let objectType = entities.values[objectPlace].record.type?.text
    else { return }
    let isRight = schema.type(subjectType, fits: type.subjects) && schema.type(objectType, fits: type.objects)
    if isRight { return }
    let (subject, object) = (entities.values[subjectPlace], entities.values[objectPlace])
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
  private mutating func citations(_ fields: [PlacedText], in builder: inout GraphBuilder) -> [Citation] {
    var result: [Citation] = []
    for field in fields {
      guard let citation = Self.citation(field.text) else { continue }
      if let place = sources.index(forKey: citation.source) {
        if !sources.values[place].isUsed { sources.values[place].isUsed = true }
      } else if isImporting, policy.createsMissing {
        createSource(citation.source, at: field.place, in: &builder)
      } else {
        bag.report(unknownSource(field, citation.source))
        continue
      }
      if result.contains(citation) {
        bag.report(citedTwice(field))
      } else {
        result.append(citation)
      }
    }
    return result
  }

  /// The source and the place in it; nil of blanks.
  private static func citation(_ text: String) -> Citation? {
    // Most are one word.
    if !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      return Citation(source: text, place: "")
    }
    let words = text.split(maxSplits: 1, whereSeparator: { $0.isWhitespace })
    return words.first.map { Citation(source: String($0), place: words.count > 1 ? String(words[1]) : "") }
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
