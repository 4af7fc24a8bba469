package import Diagnostics
package import GraphCore
import OrderedCollections
import Vocabulary

/// Checks what graph files, or code, say, and makes the graph of all that is right.
///
/// Every mistake is reported; a claim with a mistake that leaves it without a meaning (an undeclared end, an
/// unknown relation) is left out of the graph, any other stays in without the part that is wrong.
package struct GraphAssembler {
  /// What is known of an entity while files are merged.
  struct EntityState {
    var record: EntityRecord
    var node: NodeID
    var isTypeKnown = true
    /// Whether a format that is no graph file declares it.
    var isImported = false
  }

  /// What is known of a source while files are merged.
  struct SourceState {
    var record: SourceRecord
    var node: NodeID
    var isUsed: Bool
  }

  let schema: Schema?
  let isSchemaMissing: Bool
  var bag: DiagnosticBag
  var index = GraphFileIndex()
  private(set) var entities: OrderedDictionary<String, EntityState> = [:]
  /// The ids of ``entities`` by their bytes, numbered as they are: claims name the same few over and over.
  private var entityNumbers = StringPool()
  var sources: OrderedDictionary<String, SourceState> = [:]
  var names = EntityNames()
  var claims: [ClaimKey: (relation: RelationshipID, record: ClaimRecord)] = [:]
  /// The claims of a set in which only one imported document makes any: they have no one to be joined with, and are
  /// only counted where they repeat each other.
  var fingerprints: Set<ClaimKey.Fingerprint> = []
  /// Whether ``fingerprints`` is used in place of ``claims``.
  private(set) var hasOneImport = false
  /// What other systems call the schema's types.
  let spellings: SchemaSpellings?
  /// What happens to records that were read from a format that is no graph file.
  let policy: ImportPolicy
  /// The schema's names of relations, by the words that were read.
  var translations: [String: String] = [:]
  /// The lists that a citation of a source as a whole makes, shared by all claims that cite it.
  var wholeSources: [String: (sources: Value, places: Value)] = [:]
  /// What was suggested for relations that the schema does not know.
  var relationHints: [String: [String]] = [:]
  /// Whether the record that is looked at was imported.
  var isImporting = false

  /// Makes a graph.
  ///
  /// - Parameters:
  ///   - files: What was read, or made in code; records that are taken over are given back on the way, if nobody else
  ///     holds them.
  ///   - builder: The graph to fill; its schema is set.
  ///   - bag: Where mistakes go.
  ///   - policy: What happens to what imported records name and nothing declares.
  ///   - progress: Told from time to time how many of all claims are checked.
  /// - Returns: Where everything stands.
  /// - Complexity: O(entities + claims), and O(entities) for each undeclared one.
  package static func assemble(
    _ files: consuming GraphFileSet, into builder: inout GraphBuilder, reporting bag: inout DiagnosticBag,
    policy: ImportPolicy = ImportPolicy(),
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) -> GraphFileIndex {
    var assembler = GraphAssembler(copy files, DiagnosticBag(limit: bag.limit), policy)
    builder.schema = files.schema
    assembler.describe(files, in: &builder)
    for index in files.members.indices {
      assembler.isImporting = files.members[index].document.isImported
      for record in files.members[index].document.entities { assembler.declare(record, in: &builder) }
      files.members[index].document.entities = []
    }
    for index in files.members.indices {
      assembler.isImporting = files.members[index].document.isImported
      for record in files.members[index].document.sources {
        assembler.declare(record, isIncluded: files.members[index].isIncluded, in: &builder)
      }
      files.members[index].document.sources = []
    }
    assembler.finishEntities(in: &builder)
    assembler.finishSources(in: &builder)
    let total = files.members.reduce(0) { $0 + $1.document.claimCount }
    var done = 0
    for member in files.members {
      assembler.isImporting = member.document.isImported
      var found = DiagnosticBag(limit: bag.limit)
      let rejected = member.document.forEachClaim(reporting: &found) { record in
        if done.isMultiple(of: 1_000) { progress(done, total) }
        assembler.add(&record, to: &builder)
        done += 1
      }
      assembler.bag.report(contentsOf: found)
      assembler.index.counts.readClaims -= rejected
      assembler.index.counts.rejectedRecords += rejected
    }
    assembler.reportUnusedSources()
    if let schema = files.schema, let warning = assembler.index.counts.undeclared(in: schema.name) {
      assembler.bag.report(warning)
    }
    bag.report(contentsOf: assembler.bag)
    return assembler.index
  }

  private init(_ files: GraphFileSet, _ bag: DiagnosticBag, _ policy: ImportPolicy) {
    self.policy = policy
    schema = files.schema
    isSchemaMissing = files.isSchemaMissing
    let hasImports = files.members.contains { $0.document.isImported }
    let claiming = files.members.filter { $0.document.claimCount > 0 }
    hasOneImport = claiming.count == 1 && claiming[0].document.isImported
    spellings = hasImports ? files.schema.map { SchemaSpellings($0) } : nil
    self.bag = bag
  }

  /// Title, note and views: the first file given says what the whole is called.
  private mutating func describe(_ files: GraphFileSet, in builder: inout GraphBuilder) {
    var description = builder.description
    for member in files.members {
      let document = member.document
      if document.isImported {
        index.hasImports = true
        index.counts.note(document)
      }
      if let source = document.source, !document.isImported {
        index.files.append((source, document.sections, member.isIncluded))
        if !member.isIncluded, document.title == nil,
          !document.sections.contains(where: { $0.key == "graph" })
        {
          bag.report(missingTitle(source))
        }
      }
      if !member.isIncluded {
        if description.title == nil { description.title = document.title?.text }
        if description.note == nil { description.note = document.note?.text }
      }
      if description.schemaName == nil { description.schemaName = document.schema?.text }
      for view in document.views { add(view, to: &description) }
    }
    if description.schemaName == nil { description.schemaName = files.schema?.name }
    builder.description = description
  }

  private mutating func add(_ record: ViewRecord, to description: inout GraphDescription) {
    guard let ask = record.ask else {
      if record.place?.fields.contains(where: { $0.key == "ask" }) != true {
        bag.report(viewWithoutQuestion(record))
      }
      return
    }
    var view = GraphView(ask: ask.text, title: record.title?.text)
    for (key, value) in record.options { view.options[key.text] = value.text }
    if let other = description.views[record.id.text] {
      if other != view { bag.report(viewsDiffer(record)) }
      return
    }
    description.views[record.id.text] = view
    if let place = record.place { index.views[record.id.text] = place }
  }

  // MARK: Entities by id

  /// The place of an entity among ``entities``; nil when there is none of that id.
  ///
  /// - Complexity: O(length of the id).
  func place(ofEntity id: String) -> Int? {
    entityNumbers.find(id)?.index ?? entities.index(forKey: id)
  }

  /// Adds an entity that is not there yet.
  mutating func insert(_ state: EntityState, for id: String) {
    entities[id] = state
    _ = entityNumbers.intern(id)
  }

  /// Changes an entity.
  mutating func update(_ place: Int, _ change: (inout EntityState) -> Void) {
    change(&entities.values[place])
  }

  // MARK: Shared checks

  /// The date that a text writes; nil and a report when it writes none.
  mutating func date(_ text: PlacedText?) -> PartialDate? {
    guard let text else { return nil }
    do throws(Problem) {
      return try PartialDate.parse(text.text)
    } catch {
      let code = error.code == "date.malformed" ? "graph.malformed-date" : "graph.impossible-date"
      let isSlashed = isImporting && text.text.utf8.count { $0 == 0x2F } == 2
      let hint = "day and month cannot be told apart here: write year-month-day, '2020-09-27'"
      bag.report(
        Diagnostic(.error, code, error.message, at: text.place, hints: isSlashed ? [hint] : error.hints))
      return nil
    }
  }

  /// Checks that a text is the id of an entity.
  mutating func isDeclared(_ id: PlacedText, as role: String) -> Bool {
    if place(ofEntity: id.text) != nil { return true }
    if isImporting, id.text.isEmpty {
      bag.report(emptyEnd(id, role))
      return false
    }
    bag.report(undeclared(id, role))
    return false
  }

  /// Ids are words of a sentence, so they cannot hold blanks; those of other formats may.
  mutating func checkID(_ id: PlacedText, of what: String) {
    guard !isImporting || id.text.isEmpty else { return }
    let isWord = !id.text.isEmpty && !id.text.contains { $0.isWhitespace }
    if !isWord { bag.report(badID(id, what)) }
  }
}

// MARK: - Messages

extension GraphAssembler {
  private func missingTitle(_ source: SourceText) -> Diagnostic {
    .error(
      "graph.missing-title", "the file has no title", in: source, at: SourceSpan(at: 0),
      hints: ["begin with 'graph: ' and a title"])
  }

  private func viewWithoutQuestion(_ record: ViewRecord) -> Diagnostic {
    Diagnostic(
      .error, "graph.view-without-question", "the view '\(record.id.text)' asks nothing",
      at: record.id.place, hints: ["add 'ask: ' and a question"])
  }

  private func viewsDiffer(_ record: ViewRecord) -> Diagnostic {
    Diagnostic(
      .warning, "graph.conflicting-view",
      "another file has a different view '\(record.id.text)', which stays",
      at: record.id.place,
      notes: index.views[record.id.text].map { [.init("the other one", at: $0.keyPlace)] } ?? [],
      hints: ["rename one of the two"])
  }

  private func undeclared(_ id: PlacedText, _ role: String) -> Diagnostic {
    var hints = names.hints(for: id.text)
    if sources[id.text] != nil { hints = ["'\(id.text)' is a source; \(role) is an entity"] }
    return Diagnostic(
      .error, "graph.undeclared-entity", "no entity '\(id.text)' is declared", at: id.place, hints: hints)
  }

  private func emptyEnd(_ id: PlacedText, _ role: String) -> Diagnostic {
    Diagnostic(.error, "convert.empty-id", "\(role) is empty here", at: id.place, hints: ["name an entity"])
  }

  private func badID(_ id: PlacedText, _ what: String) -> Diagnostic {
    let words = id.text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    let hint =
      words.isEmpty ? "write a word" : "write '\(words.joined(separator: "-"))', and the name under 'name'"
    return Diagnostic(
      .error, "graph.bad-id", "the id of \(what) is one word without blanks", at: id.place, hints: [hint])
  }
}
