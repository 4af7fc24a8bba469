/// What a host allows a statement to use, and what it wants to know of it.
package struct QueryOptions: Sendable {
  /// The longest time a run may take; nil: no limit.
  package var timeLimit: Duration?
  /// The most rows a result may have; nil: no limit.
  package var rowLimit: Int?
  /// The most rows that operators may hold at once (sorting, grouping, joining), a stand-in for memory; nil: no
  /// limit.
  package var heldRowLimit: Int?
  /// Whether to count rows and time per operator.
  package var profiles: Bool
  /// What `rand()` starts from: the same seed gives the same numbers.
  package var seed: UInt64
  /// Asked before each batch; true ends the run with a failure.
  package var isCancelled: (@Sendable () -> Bool)?

  /// Makes options.
  package init(
    timeLimit: Duration? = nil, rowLimit: Int? = nil, heldRowLimit: Int? = nil, profiles: Bool = false,
    seed: UInt64 = 0, isCancelled: (@Sendable () -> Bool)? = nil
  ) {
    self.timeLimit = timeLimit
    self.rowLimit = rowLimit
    self.heldRowLimit = heldRowLimit
    self.profiles = profiles
    self.seed = seed
    self.isCancelled = isCancelled
  }
}
