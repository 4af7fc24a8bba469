import Diagnostics
import GraphCore
import QueryPlanning

/// One run of a statement: the graph as it stands, the parameters, the limits.
///
/// Used by one task only. Writing operators replace ``snapshot``; whoever reads the graph asks for it anew with
/// each batch.
final class QueryRun {
  /// The graph as changed so far.
  var snapshot: GraphSnapshot
  /// What is run.
  let plan: LogicalPlan
  /// By name, without the dollar sign.
  let parameters: [String: Value]
  let options: QueryOptions
  let procedures: any ProcedureCatalog
  var changes = ChangeCounts()
  var hasWritten = false
  var random: SeededNumbers

  /// Finds the offsets of named time zones.
  var zones: ZoneFinder { ZoneFinder(rules: options.timeZones) }

  /// Regular expressions of `=~`, compiled once.
  var compiledPatterns: [String: PatternMatcher] = [:]

  /// Whether ``checkLimits()`` has anything to check.
  let hasLimits: Bool
  private let deadline: ContinuousClock.Instant?
  private var subplans: [Operator?]
  private var heldRows = 0

  init(
    _ plan: LogicalPlan, on snapshot: GraphSnapshot, parameters: [String: Value], options: QueryOptions,
    procedures: any ProcedureCatalog
  ) {
    self.plan = plan
    self.snapshot = snapshot
    self.parameters = parameters
    self.options = options
    self.procedures = procedures
    random = SeededNumbers(seed: options.seed)
    deadline = options.timeLimit.map { ContinuousClock.now.advanced(by: $0) }
    hasLimits = options.timeLimit != nil || options.isCancelled != nil
    subplans = Array(repeating: nil, count: plan.subqueries.count)
  }

  /// The operators of a subquery, made on first use.
  func subplan(_ id: SubqueryID) throws(QueryFailure) -> Operator {
    if let made = subplans[id.index] { return made }
    let made = OperatorFactory(run: self).make(plan.subqueries[id.index])
    subplans[id.index] = made
    return made
  }

  /// Lets go of the operators of subqueries, which hold this run.
  func dropSubplans() {
    for index in subplans.indices { subplans[index] = nil }
  }

  // MARK: Limits

  /// Raises a failure when the host's time is over or it has cancelled the run; called once per batch.
  func checkLimits() throws(QueryFailure) {
    if let deadline, ContinuousClock.now > deadline {
      throw .limit("TimeLimit", "the query took longer than it may")
    }
    if let isCancelled = options.isCancelled, isCancelled() {
      throw .limit("Cancelled", "the query was cancelled")
    }
  }

  /// Counts rows that an operator keeps until its input ends.
  func hold(_ rows: Int) throws(QueryFailure) {
    heldRows += rows
    if let limit = options.heldRowLimit, heldRows > limit {
      throw .limit("MemoryLimit", "the query holds more than \(limit) rows at once")
    }
  }

  /// Gives back rows counted by ``hold(_:)``.
  func release(_ rows: Int) {
    heldRows -= rows
  }
}

/// The numbers of `rand()`: SplitMix64 (Steele, Lea, Flood 2014), the same for the same seed.
struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A number from 0 up to but without 1, with 53 random bits.
  mutating func nextUnit() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((word ^ (word >> 31)) >> 11) * 0x1p-53
  }
}

extension QueryFailure {
  fileprivate static func limit(_ detail: String, _ message: String) -> QueryFailure {
    QueryFailure(.limitReached, .runtime, detail, message)
  }
}
