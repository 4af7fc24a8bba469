package import Diagnostics
package import GraphCore

/// What a host allows a statement to use, and what it wants to know of it.
package struct QueryOptions: Sendable {
  /// The longest time a run may take; nil: no limit.
  package var timeLimit: Duration?
  /// The most rows a result may have; nil: no limit.
  package var rowLimit: Int?
  /// The most rows that operators may hold at once (sorting, grouping, joining); nil: no limit.
  package var heldRowLimit: Int?
  /// The most bytes by which ``memoryInUse`` may grow during a run; nil: no limit.
  package var memoryLimit: Int?
  /// The bytes that the process uses now; nil: memory is not limited.
  package var memoryInUse: (@Sendable () -> Int)?
  /// Whether to count rows and time per operator.
  package var profiles: Bool
  /// What `rand()` starts from: the same seed gives the same numbers.
  package var seed: UInt64
  /// What `date()`, `datetime()` and their kin without an argument mean by now; nil: they fail.
  ///
  /// The engine has no clock: the same statement on the same graph gives the same answer.
  package var now: DateTimeValue?
  /// The rules of named time zones; nil: a statement that names one fails.
  package var timeZones: (any TimeZoneRules)?
  /// Asked before each batch and now and then within one; true ends the run with a failure.
  package var isCancelled: (@Sendable () -> Bool)?

  /// Makes options.
  package init(
    timeLimit: Duration? = nil, rowLimit: Int? = nil, heldRowLimit: Int? = nil,
    memoryLimit: Int? = nil, memoryInUse: (@Sendable () -> Int)? = nil, profiles: Bool = false,
    seed: UInt64 = 0, now: DateTimeValue? = nil, timeZones: (any TimeZoneRules)? = nil,
    isCancelled: (@Sendable () -> Bool)? = nil
  ) {
    self.timeLimit = timeLimit
    self.rowLimit = rowLimit
    self.heldRowLimit = heldRowLimit
    self.memoryLimit = memoryLimit
    self.memoryInUse = memoryInUse
    self.profiles = profiles
    self.seed = seed
    self.now = now
    self.timeZones = timeZones
    self.isCancelled = isCancelled
  }
}

extension QueryOptions {
  /// Reads what ``now`` shall be.
  ///
  /// - Parameter text: A date and time as `datetime()` reads it, with an offset at most; or a date as precisely
  ///   as it is known, of which the last day is meant.
  /// - Returns: The moment; of a date midnight UTC.
  /// - Throws: ArgumentError for another text.
  package static func moment(_ text: String) throws(QueryFailure) -> DateTimeValue {
    if let date = try? PartialDate.parse(text) {
      return try LocalMoment(day: date.latestDay, nanosecond: 0).at(offset: 0, zone: nil)
    }
    let parts = try TemporalParts(reading: text, as: .dateTime)
    return try ZoneFinder(rules: nil).moment(
      LocalMoment(day: parts.day ?? 0, nanosecond: parts.nanosecond ?? 0), in: parts.zone ?? .utc)
  }
}
