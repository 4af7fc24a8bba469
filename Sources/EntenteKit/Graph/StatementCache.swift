import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax
import Synchronization

/// A statement that is parsed, bound and planned for one graph.
final class PlannedStatement: Sendable {
  let plan: LogicalPlan
  let warnings: [QueryWarning]
  /// The short way to the rows, where there is one.
  let way: (any ShortWay)?

  init(plan: LogicalPlan, warnings: [QueryWarning], on snapshot: GraphSnapshot) {
    self.plan = plan
    self.warnings = warnings
    // The short way asks for all it needs now; when some of that is damaged, the engine says so.
    let way = ShortWays.way(of: plan, on: snapshot)
    self.way = snapshot.damage == nil ? way : nil
  }

  /// Runs the plan with the values of its parameters.
  func rows(_ values: [String: Value], _ engine: Engine) throws(QueryFailure) -> QueryRows {
    if let way, !engine.limits.isAny, let values = Self.values(of: way, values) {
      return try rows(values, way)
    }
    return QueryRows(try engine.run(plan, values), warnings)
  }

  private static func values(of way: any ShortWay, _ all: [String: Value]) -> [Value]? {
    var values: [Value] = []
    for name in way.parameters {
      guard let value = all[name] else { return nil }
      values.append(value)
    }
    return values
  }

  /// Goes the short way.
  func rows(_ values: [Value], _ way: any ShortWay) throws(QueryFailure) -> QueryRows {
    QueryRows(try way.run(values, isCancelled: { Task.isCancelled }), warnings)
  }

  /// Itself, if it only reads: who asks for rows alone has no place for a new graph.
  func reading() throws(QueryFailure) -> PlannedStatement {
    if !plan.writes { return self }
    throw QueryFailure(
      .argumentError, .compileTime, "WritingStatement",
      "the statement changes the graph, and only its rows are asked for",
      hints: ["run it with KnowledgeGraph.query, which gives the new graph"])
  }
}

/// The plans of the statements asked last, so that asking again, or for another name, needs no planning.
///
/// A plan belongs to the graph that it was made for, and so does the cache.
final class StatementCache: Sendable {
  /// A statement with its plan.
  private struct Entry: Sendable {
    let shape: StatementShape
    /// The literals that became parameters, by their numbers.
    let open: [Int]
    /// What is not a literal of the text but part of how it is bound: which parameters have values.
    let parameterNames: [String]
    let statement: PlannedStatement
  }

  private struct State {
    var entries: [UInt64: [Entry]] = [:]
    /// Hashes in the order in which their entries came.
    var order: [UInt64] = []
    /// The statement asked last: asked again, it is known by its text alone.
    var last: Last?
  }

  /// A statement that needs no other values than those of its parameters.
  private struct Last: Sendable {
    let text: String
    let parameterNames: [String]
    let statement: PlannedStatement
    /// Whether the parameters are those of its short way, in that order.
    let fitsWay: Bool
  }

  /// How many plans are kept.
  private static let capacity = 256

  private let state = Mutex(State())

  /// A plan for a text and the values of its open literals.
  ///
  /// - Parameters:
  ///   - text: A statement.
  ///   - parameters: The caller's parameters; those of literals are added.
  ///   - engine: Plans what is not there yet.
  /// - Returns: The plan, made now or before.
  /// - Throws: Every error that is found before a row is read.
  /// - Complexity: O(length of the text) for a plan that is there.
  func statement(
    for text: String, _ parameters: inout [String: Value], _ engine: Engine
  ) throws(QueryFailure) -> PlannedStatement {
    guard let shape = StatementShape(text) else { return try Self.planned(text, parameters, engine) }
    let names = parameters.isEmpty ? [] : parameters.keys.sorted()
    let known = state.withLock { state in
      state.entries[shape.hash]?.first {
        $0.parameterNames == names && $0.shape.matches(shape, exceptLiterals: $0.open)
      }
    }
    if let known, Self.take(known.open, of: shape, into: &parameters) { return known.statement }
    let fresh = try Self.planned(text, parameters, engine)
    if fresh.plan.writes { return fresh }
    var open: [Int] = []
    let plan = fresh.plan.openingSeeks { offset in
      guard let index = shape.literals.firstIndex(where: { $0.lowerBound == Int(offset) }) else { return nil }
      open.append(index)
      return Self.parameter(index)
    }
    open.sort()
    let statement = PlannedStatement(plan: plan, warnings: fresh.warnings, on: engine.snapshot)
    remember(Entry(shape: shape, open: open, parameterNames: names, statement: statement))
    return Self.take(open, of: shape, into: &parameters) ? statement : fresh
  }

  /// The rows of the statement asked last, asked again; nil when it is another one.
  ///
  /// - Complexity: O(length of the text) to compare, then that of the statement.
  func repeated(
    _ text: String, _ parameters: [QueryParameter], _ engine: Engine
  ) throws(QueryFailure) -> QueryRows? {
    let last = state.withLock { $0.last }
    guard let last, last.parameterNames.count == parameters.count, last.text == text,
      zip(parameters, last.parameterNames).allSatisfy({ $0.name == $1 })
    else { return nil }
    if last.fitsWay, !engine.limits.isAny, let way = last.statement.way, let names = Self.texts(parameters) {
      return try last.statement.rows(names, way)
    }
    return try last.statement.rows(try AskOptions.values(parameters), engine)
  }

  /// The values of parameters that are all texts.
  private static func texts(_ parameters: [QueryParameter]) -> [Value]? {
    var values: [Value] = []
    values.reserveCapacity(parameters.count)
    for parameter in parameters {
      guard case .text(let name) = parameter.value else { return nil }
      values.append(.string(name))
    }
    return values
  }

  /// Remembers what was asked last, unless a literal of its text became a parameter.
  func note(
    _ text: String, _ parameters: [QueryParameter], _ values: [String: Value], _ statement: PlannedStatement
  ) {
    guard values.count == parameters.count else { return }
    let names = parameters.map(\.name)
    let last = Last(
      text: text, parameterNames: names, statement: statement, fitsWay: names == statement.way?.parameters)
    state.withLock { $0.last = last }
  }

  private static func planned(
    _ text: String, _ parameters: [String: Value], _ engine: Engine
  ) throws(QueryFailure) -> PlannedStatement {
    let (bound, plan) = try engine.plan(
      try QueryParser.parse(text), parameters: parameters, evidence: false)
    return PlannedStatement(plan: plan, warnings: bound.warnings, on: engine.snapshot)
  }

  /// The name of the parameter for a literal; no statement can write it.
  private static func parameter(_ literal: Int) -> String { " \(literal)" }

  private static func take(
    _ open: [Int], of shape: StatementShape, into parameters: inout [String: Value]
  ) -> Bool {
    for literal in open {
      guard let text = shape.text(ofLiteral: literal) else { return false }
      parameters[parameter(literal)] = .string(text)
    }
    return true
  }

  private func remember(_ entry: Entry) {
    state.withLock { state in
      state.entries[entry.shape.hash, default: []].append(entry)
      state.order.append(entry.shape.hash)
      if state.order.count > Self.capacity {
        let oldest = state.order.removeFirst()
        state.entries[oldest]?.removeFirst()
        if state.entries[oldest]?.isEmpty == true { state.entries[oldest] = nil }
      }
    }
  }
}
