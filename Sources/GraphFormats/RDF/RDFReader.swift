import Diagnostics
import GraphCore
import OrderedCollections

/// Makes entities and claims of triples: statements about statements become claims with what is said of them, all other
/// triples between nodes claims that say no more.
struct RDFReader {
  private let source: SourceText
  private var document: GraphDocument
  private var subjects: OrderedDictionary<RDFTerm, [RDFTriple]> = [:]
  private var names: [String: String] = [:]
  private var takenNames: Set<String> = []
  private var lists: Set<String> = []
  private var losses = LossReport()

  /// Reads Turtle or N-Triples.
  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    var triples: [RDFTriple] = []
    do throws(Diagnostic) {
      try TurtleParser.triples(in: source, into: &triples)
    } catch {
      bag.report(error)
      return nil
    }
    var reader = RDFReader(source)
    for triple in triples { reader.subjects[triple.subject, default: []].append(triple) }
    reader.readGraph(reporting: &bag)
    for (subject, triples) in reader.subjects where subject != .iri(RDFName.graph) {
      reader.read(subject, triples, reporting: &bag)
    }
    reader.noteLanguages(triples)
    if let warning = reader.losses.diagnosticOfReading(at: Diagnostic.Place(source, SourceSpan(at: 0))) {
      bag.report(warning)
    }
    return reader.document
  }

  private mutating func noteLanguages(_ triples: [RDFTriple]) {
    losses.add(
      "languages of texts",
      triples.count { triple in
        if case .literal(_, _, let language) = triple.object { return language != nil }
        return false
      })
  }

  /// Counts what is said by predicates that are none of some.
  private mutating func noteRest(_ triples: [RDFTriple], without known: [String], _ what: String) {
    losses.add(
      what, triples.count { !known.contains($0.predicate) && !$0.predicate.hasPrefix(RDFName.property) })
  }

  private init(_ source: SourceText) {
    self.source = source
    document = GraphDocument(source: source)
    document.isImported = true
  }

  private func place(_ triple: RDFTriple) -> Diagnostic.Place { Diagnostic.Place(source, triple.span) }

  private func first(_ predicates: [String], _ triples: [RDFTriple]) -> PlacedText? {
    for predicate in predicates {
      guard let triple = triples.first(where: { $0.predicate == predicate }) else { continue }
      return PlacedText(text(triple.object), at: place(triple))
    }
    return nil
  }

  private func all(_ predicate: String, _ triples: [RDFTriple]) -> [PlacedText] {
    triples.filter { $0.predicate == predicate }.map { PlacedText(text($0.object), at: place($0)) }
  }

  /// The text of a value, or the last part of an IRI.
  private func text(_ term: RDFTerm) -> String {
    switch term {
    case .literal(let text, _, _): text
    case .iri(let iri): Self.localName(iri)
    case .blank(let name): "_:" + name
    }
  }

  private static func localName(_ iri: String) -> String {
    for prefix in [RDFName.entity, RDFName.source, RDFName.relation, RDFName.entityType, RDFName.property]
    where iri.hasPrefix(prefix) {
      return RDFName.decoded(iri.dropFirst(prefix.count))
    }
    let trimmed = iri.last == "/" || iri.last == "#" ? iri.dropLast() : Substring(iri)
    guard let cut = trimmed.lastIndex(where: { $0 == "/" || $0 == "#" || $0 == ":" }) else { return iri }
    let local = trimmed[trimmed.index(after: cut)...]
    return local.isEmpty ? iri : RDFName.decoded(local)
  }

  /// The id of a node: the end of its IRI, or the whole when another node has the same end.
  private mutating func id(_ term: RDFTerm) -> String {
    guard case .iri(let iri) = term else { return text(term) }
    if let known = names[iri] { return known }
    let local = Self.localName(iri)
    let name = takenNames.insert(local).inserted ? local : iri
    names[iri] = name
    return name
  }

  private mutating func readGraph(reporting bag: inout DiagnosticBag) {
    guard let triples = subjects[.iri(RDFName.graph)] else { return }
    if let header = first([RDFName.vocabulary + "header"], triples), let place = header.place {
      lists = GraphHeader.read(header.text, at: place, into: &document, reporting: &bag).lists
    }
    document.title = first([RDFName.dcterms + "title"], triples)
    document.note = first([RDFName.dcterms + "description"], triples)
  }

  private mutating func read(
    _ subject: RDFTerm, _ triples: [RDFTriple], reporting bag: inout DiagnosticBag
  ) {
    let types = triples.filter { $0.predicate == RDFName.type }.map(\.object)
    if types.contains(.iri(RDFName.rdf + "Statement")) {
      readStatement(triples, reporting: &bag)
    } else if case .iri(let iri) = subject, iri.hasPrefix(RDFName.source) {
      readSource(iri, triples)
    } else if triples.contains(where: { $0.predicate == RDFName.rdf + "first" }) {
      losses.add("members of lists")
    } else {
      readEntity(subject, triples)
    }
  }

  private func recordPlace(_ triple: RDFTriple) -> RecordPlace {
    RecordPlace(source: source, key: triple.span, whole: triple.span, fields: [])
  }

  private mutating func readSource(_ iri: String, _ triples: [RDFTriple]) {
    var record = SourceRecord(id: PlacedText(Self.localName(iri), at: place(triples[0])))
    record.publisher = first([RDFName.dcterms + "publisher"], triples)
    record.title = first([RDFName.dcterms + "title"], triples)
    record.author = first([RDFName.dcterms + "creator"], triples)
    record.date = first([RDFName.dcterms + "issued"], triples)
    record.url = first([RDFName.vocabulary + "url"], triples)
    record.retrieved = first([RDFName.vocabulary + "retrieved"], triples)
    record.note = first([RDFName.rdfs + "comment"], triples)
    record.place = recordPlace(triples[0])
    document.sources.append(record)
    let read =
      [RDFName.type, RDFName.rdfs + "comment", RDFName.vocabulary + "url", RDFName.vocabulary + "retrieved"]
      + ["publisher", "title", "creator", "issued"].map { RDFName.dcterms + $0 }
    noteRest(triples, without: read, "properties of sources")
  }

  private mutating func end(_ predicate: String, _ triples: [RDFTriple]) -> PlacedText? {
    guard let triple = triples.first(where: { $0.predicate == predicate }) else { return nil }
    return PlacedText(id(triple.object), at: place(triple))
  }

  private mutating func readStatement(_ triples: [RDFTriple], reporting bag: inout DiagnosticBag) {
    guard let subject = end(RDFName.rdf + "subject", triples),
      let object = end(RDFName.rdf + "object", triples),
      let relation = first([RDFName.rdf + "predicate"], triples)
    else {
      let parts = ["subject", "predicate", "object"]
      let absent = parts.first { part in !triples.contains { $0.predicate == RDFName.rdf + part } }
      document.rejectedRecords += 1
      bag.report(
        Diagnostic(
          .error, "rdf.half-statement",
          "a statement has no 'rdf:\(absent ?? parts[1])'", at: place(triples[0])))
      return
    }
    var record = ClaimRecord(subject, relation, object)
    record.about = first([RDFName.vocabulary + "about"], triples)
    record.date = first([RDFName.dcterms + "date"], triples)
    record.since = first([RDFName.vocabulary + "since"], triples)
    record.until = first([RDFName.vocabulary + "until"], triples)
    record.status = first([RDFName.vocabulary + "status"], triples)
    record.attributedTo = end(RDFName.prov + "wasAttributedTo", triples)
    record.sources = all(RDFName.vocabulary + "citation", triples)
    if record.sources.isEmpty { record.sources = all(RDFName.prov + "hadPrimarySource", triples) }
    record.quote = first([RDFName.vocabulary + "quote"], triples)
    record.confidence = first([RDFName.vocabulary + "confidence"], triples).map {
      PlacedText($0.text, at: $0.place, isPlain: true)
    }
    record.note = first([RDFName.rdfs + "comment"], triples)
    record.properties = properties(triples.filter { $0.predicate.hasPrefix(RDFName.property) })
    record.place = recordPlace(triples[0])
    document.claims.append(record)
    let read =
      [
        RDFName.type, RDFName.dcterms + "date", RDFName.prov + "wasAttributedTo",
        RDFName.prov + "hadPrimarySource", RDFName.rdfs + "comment",
      ] + ["subject", "predicate", "object"].map { RDFName.rdf + $0 }
      + ["about", "since", "until", "status", "citation", "quote", "confidence"].map {
        RDFName.vocabulary + $0
      }
    noteRest(triples, without: read, "properties of statements")
  }

  private static let nameNames = [
    RDFName.rdfs + "label", RDFName.skos + "prefLabel", "http://xmlns.com/foaf/0.1/name",
    "https://schema.org/name",
    "http://schema.org/name",
  ]

  private mutating func readEntity(_ subject: RDFTerm, _ triples: [RDFTriple]) {
    var record = EntityRecord(id: PlacedText(id(subject), at: place(triples[0])))
    let types = triples.filter { $0.predicate == RDFName.type && $0.object != .iri(RDFName.prov + "Agent") }
    record.type = types.first.map { PlacedText(text($0.object), at: place($0)) }
    record.labels =
      types.dropFirst().map { text($0.object) } + all(RDFName.vocabulary + "label", triples).map(\.text)
    let labels = triples.filter { Self.nameNames.contains($0.predicate) }
    let name = labels.first { label in
      if case .literal(_, _, let language) = label.object { return language == nil || language == "en" }
      return false
    }
    record.name = (name ?? labels.first).map { PlacedText(text($0.object), at: place($0)) }
    for label in labels where text(label.object) != record.name?.text {
      record.aliases.append(AliasRecord(PlacedText(text(label.object), at: place(label))))
    }
    record.aliases += all(RDFName.skos + "altLabel", triples).map { AliasRecord($0) }
    if let users = first([RDFName.vocabulary + "aliasUsers"], triples) {
      AliasUsers.give(users, to: &record.aliases)
    }
    record.actsFor = end(RDFName.prov + "actedOnBehalfOf", triples)
    record.note = first([RDFName.rdfs + "comment", RDFName.dcterms + "description"], triples)
    let known =
      Self.nameNames + [
        RDFName.type, RDFName.skos + "altLabel", RDFName.prov + "actedOnBehalfOf", RDFName.rdfs + "comment",
        RDFName.dcterms + "description", RDFName.vocabulary + "label", RDFName.vocabulary + "aliasUsers",
      ]
    let others = triples.filter { !known.contains($0.predicate) }
    record.properties = properties(
      others.filter { triple in
        if case .literal = triple.object { return true }
        return false
      })
    record.place = recordPlace(triples[0])
    document.entities.append(record)
    for triple in others {
      if case .literal = triple.object { continue }
      let relation = PlacedText(Self.localName(triple.predicate), at: place(triple))
      var claim = ClaimRecord(record.id, relation, PlacedText(id(triple.object), at: place(triple)))
      claim.place = recordPlace(triple)
      document.claims.append(claim)
    }
  }

  private func properties(_ triples: [RDFTriple]) -> [PropertyRecord] {
    var values: OrderedDictionary<String, [PlacedText]> = [:]
    for triple in triples {
      guard case .literal(let text, let datatype, _) = triple.object else { continue }
      let numbers = ["integer", "double", "decimal", "boolean", "float", "long", "int"]
      let isPlain = datatype.map { type in numbers.contains { type == RDFName.xsd + $0 } } ?? false
      values[Self.localName(triple.predicate), default: []].append(
        PlacedText(text, at: place(triple), isPlain: isPlain))
    }
    return values.map { key, texts in
      let isList = texts.count > 1 || lists.contains(key)
      return PropertyRecord(
        PlacedText(key, at: texts[0].place), isList ? .list(texts, at: texts[0].place) : .text(texts[0]))
    }
  }
}
