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
  /// What the process may use at most during this run, in bytes.
  private let memoryCeiling: Int?
  /// When memory is measured next; nil: as soon as anybody asks.
  private var nextMemoryCheck: ContinuousClock.Instant?
  /// How much more work is done before ``checkLimits()`` is called.
  private var workUnchecked = 256
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
    subplans = Array(repeating: nil, count: plan.subqueries.count)
    if let limit = options.memoryLimit, let used = options.memoryInUse?() {
      memoryCeiling = used.addingReportingOverflow(limit).overflow ? nil : used + limit
    } else {
      memoryCeiling = nil
    }
    hasLimits = deadline != nil || memoryCeiling != nil || options.isCancelled != nil
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

  /// How often memory is measured at most: it costs a system call.
  private static let memoryInterval = Duration.milliseconds(1)

  /// Raises a failure when the host's time or memory is used up or it has cancelled the run; called once per batch.
  func checkLimits() throws(QueryFailure) {
    guard hasLimits else { return }
    if let isCancelled = options.isCancelled, isCancelled() {
      throw .cancelled
    }
    guard deadline != nil || memoryCeiling != nil else { return }
    let now = ContinuousClock.now
    if let deadline, now > deadline {
      throw .limit("TimeLimit", "the query takes longer than \(Self.text(options.timeLimit))")
    }
    if memoryCeiling != nil, now >= nextMemoryCheck ?? now {
      nextMemoryCheck = now.advanced(by: Self.memoryInterval)
      try checkMemory(expecting: 0)
    }
  }

  /// The same within a batch, for each row of a loop: looks up only now and then.
  ///
  /// - Parameter work: How many times the work of a usual row it takes.
  /// - Throws: LimitReached.
  @inline(__always)
  func tick(_ work: Int = 1) throws(QueryFailure) {
    workUnchecked &-= work
    if workUnchecked <= 0 {
      workUnchecked = 256
      try checkLimits()
    }
  }

  /// Sorts, with a look at the limits now and then.
  ///
  /// - Complexity: O(n log n) comparisons.
  func sorted<Elements: Sequence>(
    _ elements: Elements, by isBefore: (Elements.Element, Elements.Element) -> Bool
  ) throws(QueryFailure) -> [Elements.Element] {
    guard hasLimits else { return elements.sorted(by: isBefore) }
    do {
      return try elements.sorted {
        try tick()
        return isBefore($0, $1)
      }
    } catch {
      throw error as? QueryFailure ?? .cancelled
    }
  }

  /// The largest text or list that a statement can make, in bytes, whatever the host allows.
  private static let largestValue = 1 << 31

  /// Raises a failure when a value that is about to be made would use too much memory.
  ///
  /// - Parameter bytes: Its size.
  /// - Throws: LimitReached.
  func reserve(_ bytes: Int) throws(QueryFailure) {
    if bytes < 1 << 16 { return }
    if bytes > Self.largestValue {
      throw .limit(
        "MemoryLimit", "the query makes a text or a list of more than \(Self.size(Self.largestValue))")
    }
    try checkLimits()
    try checkMemory(expecting: bytes)
  }

  private func checkMemory(expecting bytes: Int) throws(QueryFailure) {
    guard let memoryCeiling, let used = options.memoryInUse?(), used + bytes > memoryCeiling else { return }
    throw .limit("MemoryLimit", "the query uses more memory than \(Self.size(options.memoryLimit ?? 0))")
  }

  private static func text(_ limit: Duration?) -> String {
    guard let limit else { return "it may" }
    let parts = limit.components
    let milliseconds = parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
    return milliseconds < 1_000 || milliseconds % 1_000 != 0
      ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : bytes >= 1 << 10 ? "\(bytes >> 10) KiB" : "\(bytes) bytes"
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
