import Questions
import QueryExecution
import QueryPlanning
public import Diagnostics
import GraphCore
import QuerySyntax

extension KnowledgeGraph {
  /// Answers a question, or runs an openCypher statement.
  ///
  /// When the task that calls is cancelled, or a limit of the options is reached, it ends with an error. Whatever begins with a Cypher keyword is read as openCypher. A question becomes one openCypher statement
  /// (``Answer/statement``), and that statement is what runs.
  ///
  /// - Parameters:
  ///   - text: The question or statement.
  ///   - options: Dates and parameters.
  /// - Returns: The rows, with the relations that prove them.
  /// - Throws: What is wrong with the text, with its place in it; or what went wrong while it ran.
  public func ask(_ text: String, _ options: AskOptions = AskOptions()) throws(DiagnosticFailure) -> Answer {
    let reading = try intact { () throws(DiagnosticFailure) in
      try StatementReading(text, options, graph: self)
    }
    do throws(QueryFailure) {
      return try answer(reading, options, question: text)
    } catch {
      try checkIntact()
      throw DiagnosticFailure([error.diagnostic(in: reading.source)])
    }
  }

  /// Runs an openCypher statement; failures keep openCypher's kind, phase and detail.
  ///
  /// - Parameters:
  ///   - statement: One statement.
  ///   - parameters: Values of its parameters.
  ///   - asOf: What `date()`, `datetime()` and their kin without an argument mean by now, as a date or a date
  ///     and time; nil for the date of the graph's latest source. No clock is read.
  /// - Returns: The rows; after a writing statement ``Answer/graph`` is the new graph.
  /// - Throws: What is wrong with the statement, or what went wrong while it ran.
  public func query(
    _ statement: String, parameters: [QueryParameter] = [], asOf: String? = nil
  ) throws(QueryFailure) -> Answer {
    let reading = StatementReading(statement: statement, query: try QueryParser.parse(statement))
    var options = AskOptions(parameters: parameters)
    options.asOf = asOf
    return try answer(reading, options, question: statement)
  }

  private func answer(
    _ reading: StatementReading, _ options: AskOptions, question: String
  ) throws(QueryFailure) -> Answer {
    let engine = Engine(
      snapshot: snapshot, procedures: procedures, now: try options.moment(of: self), limits: options.limits,
      isCancelled: options.isCancelled)
    let parameters = try options.values()
    if let plan = try plan(of: reading, with: engine, parameters: parameters, question: question) {
      return plan
    }
    let given = try engine.run(reading.query, parameters: parameters) {
      (result, limits) throws(QueryFailure) in
      try self.answer(reading, question: question, of: result, limits)
    }
    try engine.checkIntact()
    return given
  }

  /// The answer that a result is, free of the graph.
  private func answer(
    _ reading: StatementReading, question: String, of result: EngineResult,
    _ limits: RunLimits
  ) throws(QueryFailure) -> Answer {
    let conversion = AnswerConversion(snapshot: result.snapshot)
    var diagnostics = result.warnings.map { $0.diagnostic(in: reading.source) }
    if reading.isDated { diagnostics += Self.undated(result) }
    if result.table.rowCount == 0, !result.columns.isEmpty {
      diagnostics.append(Diagnostic(.note, "question.nothing-found", "nothing in the graph answers this"))
    }
    if result.isChanged {
      diagnostics.append(Self.notSaved(result.changes))
    }
    var rows: [[AnswerValue]] = []
    rows.reserveCapacity(result.table.rowCount)
    for row in 0..<result.table.rowCount {
      try limits.check()
      rows.append(result.columns.indices.map { conversion.value(result.table.value(row, $0)) })
    }
    var evidence: [[AnswerRelationship]] = []
    evidence.reserveCapacity(result.evidence.count)
    var proving: [RelationshipID] = []
    for proof in result.evidence {
      try limits.check()
      evidence.append(proof.map { conversion.relationship($0) })
      proving += proof
    }
    // A statement without relationships has none to show for any row.
    if evidence.isEmpty { evidence = rows.map { _ in [] } }
    return Answer(
      columns: result.columns, rows: rows, evidence: evidence,
      statement: reading.statement, diagnostics: diagnostics,
      graph: result.isChanged
        ? changed(to: result.snapshot, by: WritingStatement(query: reading.query, source: reading.source))
        : self, changesGraph: result.isChanged, question: question,
      isQuestion: reading.isQuestion, relationships: Self.distinct(proving))
  }

  /// Each relation once, ascending; what one row rests on is so already.
  ///
  /// - Complexity: O(n log n), O(n) when ascending.
  private static func distinct(_ relations: [RelationshipID]) -> [RelationshipID] {
    var sorted = relations
    if !zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 }) { sorted.sort() }
    var result: [RelationshipID] = []
    result.reserveCapacity(sorted.count)
    for relation in sorted where relation != result.last { result.append(relation) }
    return result
  }

  /// A note on what a statement changed in memory.
  private static func notSaved(_ counts: ChangeCounts) -> Diagnostic {
    let parts = [
      (counts.nodesCreated, "node", "created"), (counts.nodesDeleted, "node", "deleted"),
      (counts.relationshipsCreated, "relationship", "created"),
      (counts.relationshipsDeleted, "relationship", "deleted"),
      (counts.propertiesSet, "property", "set"), (counts.labelsAdded, "label", "added"),
      (counts.labelsRemoved, "label", "removed"),
    ].filter { $0.0 > 0 }.map { CheckReport.count($0.0, $0.1) + " " + $0.2 }
    let what = parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    return Diagnostic(.note, "query.not-saved", "changed in memory, and saved in no file: \(what)")
  }

  /// A note on how many relations of an answer have no date, when a date was asked for.
  private static func undated(_ result: EngineResult) -> [Diagnostic] {
    let all = distinct(Array(result.evidence.joined()))
    let count = all.count { result.snapshot.relation($0).time.isUndated }
    guard count > 0 else { return [] }
    let what = count == 1 ? "1 relation without a date is" : "\(count) relations without a date are"
    return [
      Diagnostic(
        .note, "question.undated", "\(what) in the answer: nothing says that it was at another time")
    ]
  }
}

/// The statement that a text means, whichever of the two languages it is in.
struct StatementReading {
  /// The tree that runs.
  let query: Query
  /// The statement as text.
  let statement: String
  /// The text that the spans of the tree point into.
  let source: SourceText
  /// Whether a question named a date.
  let isDated: Bool
  /// Whether the text was a question.
  let isQuestion: Bool

  init(statement: String, query: Query) {
    self.query = query
    self.statement = statement
    source = SourceText(name: "statement", text: statement)
    (isDated, isQuestion) = (false, false)
  }

  init(_ text: String, _ options: AskOptions, graph: KnowledgeGraph) throws(DiagnosticFailure) {
    let asked = SourceText(name: "question", text: text)
    if QueryParser.beginsLikeStatement(text), !QuestionReader.beginsLikeQuestion(text) {
      source = SourceText(name: "statement", text: text)
      statement = text
      (isDated, isQuestion) = (false, false)
      do throws(QueryFailure) {
        query = try QueryParser.parse(text)
      } catch {
        throw DiagnosticFailure([error.diagnostic(in: source)])
      }
      return
    }
    do throws(Diagnostic) {
      let reading = try graph.language.questions.read(
        asked, now: try options.now(of: graph), isNowGiven: options.asOf != nil)
      query = reading.query
      statement = reading.statement
      source = SourceText(name: "statement", text: reading.statement)
      (isDated, isQuestion) = (reading.isDated || options.asOf != nil, true)
    } catch {
      throw DiagnosticFailure([error])
    }
  }
}

extension AskOptions {
  /// The day that the present tense speaks of: the option, else the date of the graph's latest source.
  func now(of graph: KnowledgeGraph) throws(Diagnostic) -> String? {
    guard let asOf else { return graph.snapshot.latestSourceDate?.description }
    do throws(Problem) {
      return try PartialDate.parse(asOf).description
    } catch {
      throw Diagnostic(.error, error.code, error.message, hints: error.hints)
    }
  }

  /// The same moment for openCypher's functions; nil for a graph without dated sources.
  func moment(of graph: KnowledgeGraph) throws(QueryFailure) -> DateTimeValue? {
    guard let asOf else { return graph.now }
    return try QueryOptions.moment(asOf)
  }

  /// The parameters as the engine takes them.
  func values() throws(QueryFailure) -> [String: Value] { try Self.values(parameters) }

  static func values(_ parameters: [QueryParameter]) throws(QueryFailure) -> [String: Value] {
    var values: [String: Value] = [:]
    for parameter in parameters { values[parameter.name] = try Self.value(parameter.value, parameter.name) }
    return values
  }

  static func value(_ value: AnswerValue, _ name: String) throws(QueryFailure) -> Value {
    switch value {
    case .null: return .null
    case .boolean(let flag): return .boolean(flag)
    case .integer(let number): return .integer(number)
    case .float(let number): return .float(number)
    case .text(let text): return .string(text)
    case .temporal(let text):
      guard let date = try? PartialDate.parse(text) else { return .string(text) }
      return .date(date)
    case .list(let values):
      var list: [Value] = []
      for element in values { list.append(try Self.value(element, name)) }
      return .list(list)
    case .map(let members):
      var map = MapValue()
      for member in members { map[member.name] = try Self.value(member.value, name) }
      return .map(map)
    case .node, .relationship, .path:
      throw QueryFailure(
        .argumentError, .compileTime, "InvalidParameterValue",
        "the parameter '$\(name)' cannot be a node, a relationship or a path")
    }
  }
}
