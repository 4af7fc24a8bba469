/// When a claim held: a date, or an interval with open ends allowed, or nothing known.
package struct ValidTime: Hashable, Sendable, BitwiseCopyable {
  /// When it happened, for events.
  package let date: PartialDate?

  /// When it began, for states of affairs.
  package let since: PartialDate?

  /// When it ended, for states of affairs.
  package let until: PartialDate?

  /// Makes a valid time.
  package init(date: PartialDate? = nil, since: PartialDate? = nil, until: PartialDate? = nil) {
    self.date = date
    self.since = since
    self.until = until
  }

  /// Whether nothing is known.
  package var isUndated: Bool { date == nil && since == nil && until == nil }

  /// Whether the claim may have held at some day of an interval; nil when nothing is known.
  ///
  /// A date counts as the interval of its days, a missing end as open.
  ///
  /// - Parameters:
  ///   - from: The beginning of the interval, its first day counts; nil is open.
  ///   - to: The end of the interval, its last day counts; nil is open.
  /// - Returns: True or false; nil when the claim is undated.
  package func isActive(from: PartialDate?, to: PartialDate?) -> Bool? {
    if let date { return date.overlaps(from: from, to: to) }
    if since == nil && until == nil { return nil }
    if let since, let to, since.earliestDay > to.latestDay { return false }
    if let until, let from, until.latestDay < from.earliestDay { return false }
    return true
  }
}
