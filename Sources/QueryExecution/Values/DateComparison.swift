import GraphCore
import QueryPlanning

/// How dates compare that are known to a month, a year or a decade only: as the spans of days that they are.
///
/// One date is before another when each of its days is before each day of the other, and not before it when none
/// is; otherwise nobody knows, and the answer is null. `=` asks whether the two say the same, so a date is at
/// most and at least itself. Between full dates this is the order of days. *About* does not widen a date.
enum DateComparison {
  /// The truth of `left operation right`.
  static func truth(_ operation: BinaryOperator, _ left: PartialDate, _ right: PartialDate) -> Truth {
    switch operation {
    case .equal: Truth(left == right)
    case .notEqual: Truth(left != right)
    case .less: isBefore(left, right)
    case .greater: isBefore(right, left)
    case .lessOrEqual: left == right ? .yes : isBefore(right, left).negated
    default: left == right ? .yes : isBefore(left, right).negated
    }
  }

  /// Whether all days of the one date are before all days of the other.
  private static func isBefore(_ left: PartialDate, _ right: PartialDate) -> Truth {
    if left.latestDay < right.earliestDay { return .yes }
    return left.earliestDay >= right.latestDay ? .no : .unknown
  }

  /// The same for lists, which compare pair by pair.
  static func compare(_ left: PartialDate, _ right: PartialDate) -> ValueOrder.Comparison {
    if left == right { return .equal }
    if left.isFullDate, right.isFullDate { return left < right ? .less : .greater }
    if isBefore(left, right) == .yes { return .less }
    return isBefore(right, left) == .yes ? .greater : .unknown
  }
}
