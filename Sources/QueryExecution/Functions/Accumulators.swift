import Diagnostics
import GraphCore
import QueryPlanning

/// An aggregating function over all groups at once: each batch is added with the group of each of its rows.
class Accumulator {
  /// Makes room for groups up to a number.
  func grow(to count: Int) {}

  /// Adds rows.
  ///
  /// Rows whose first argument is null do not count, except for `count(*)` and evidence.
  func add(_ arguments: [Column], count: Int, groups: [Int]) throws(QueryFailure) {}

  /// Adds rows that each stand for several equal ones.
  ///
  /// Functions that do not mind how often a row comes take it once.
  func add(_ arguments: [Column], weights: [Int64], groups: [Int]) throws(QueryFailure) {
    try add(arguments, count: weights.count, groups: groups)
  }

  /// The value of each group.
  func results() throws(QueryFailure) -> [Value] { [] }
}

/// Makes the accumulators of a plan.
enum Accumulators {
  /// The accumulator of a call.
  static func make(_ call: AggregateCall, _ run: QueryRun) -> Accumulator {
    let inner: Accumulator =
      switch call.function {
      case .countStar: CountStarAccumulator()
      case .count: CountAccumulator()
      case .collect: CollectAccumulator()
      case .min: ExtremeAccumulator(wantsLargest: false)
      case .max: ExtremeAccumulator(wantsLargest: true)
      case .sum: SumAccumulator()
      case .avg: AverageAccumulator()
      case .stDev: DeviationAccumulator(isSample: true)
      case .stDevP: DeviationAccumulator(isSample: false)
      case .percentileDisc: PercentileAccumulator(isContinuous: false, run)
      case .percentileCont: PercentileAccumulator(isContinuous: true, run)
      case .collectEvidence: EvidenceAccumulator()
      }
    return call.isDistinct ? DistinctAccumulator(inner) : inner
  }
}

/// Hands on only values that their group has not had.
final class DistinctAccumulator: Accumulator {
  private struct Key: Hashable {
    let group: Int
    let value: Value
  }

  private let inner: Accumulator
  private var seen: Set<Key> = []

  init(_ inner: Accumulator) {
    self.inner = inner
  }

  override func grow(to count: Int) {
    inner.grow(to: count)
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) throws(QueryFailure) {
    guard let first = arguments.first else { return }
    let rows = (0..<count).filter { row in
      seen.insert(Key(group: groups[row], value: first.value(at: row))).inserted
    }
    try inner.add(
      arguments.map { $0.gathered(rows) }, count: rows.count, groups: rows.map { groups[$0] })
  }

  override func results() throws(QueryFailure) -> [Value] {
    try inner.results()
  }
}

/// `count(*)`.
final class CountStarAccumulator: Accumulator {
  private var counts: [Int64] = []

  override func grow(to count: Int) {
    while counts.count < count { counts.append(0) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) {
    for group in groups { counts[group] += 1 }
  }

  override func add(_ arguments: [Column], weights: [Int64], groups: [Int]) throws(QueryFailure) {
    for (row, group) in groups.enumerated() { try counts[group].increase(by: weights[row]) }
  }

  override func results() -> [Value] { counts.map { .integer($0) } }
}

/// `count(x)`.
final class CountAccumulator: Accumulator {
  private var counts: [Int64] = []

  override func grow(to count: Int) {
    while counts.count < count { counts.append(0) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) {
    switch arguments[0] {
    case .nodes(let ids), .relationships(let ids):
      for row in 0..<count where ids[row] != Column.nullEntity { counts[groups[row]] += 1 }
    case let column:
      for row in 0..<count where !column.value(at: row).isNull { counts[groups[row]] += 1 }
    }
  }

  override func add(_ arguments: [Column], weights: [Int64], groups: [Int]) throws(QueryFailure) {
    for (row, group) in groups.enumerated() where !arguments[0].value(at: row).isNull {
      try counts[group].increase(by: weights[row])
    }
  }

  override func results() -> [Value] { counts.map { .integer($0) } }
}

extension Int64 {
  /// Adds to a count.
  fileprivate mutating func increase(by other: Int64) throws(QueryFailure) {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { throw .integerOverflow("count(*)") }
    self = sum
  }
}

/// `collect(x)`.
final class CollectAccumulator: Accumulator {
  private var lists: [[Value]] = []

  override func grow(to count: Int) {
    while lists.count < count { lists.append([]) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) {
    for row in 0..<count {
      let value = arguments[0].value(at: row)
      if !value.isNull { lists[groups[row]].append(value) }
    }
  }

  override func results() -> [Value] { lists.map { .list($0) } }
}

/// `min(x)` and `max(x)` by the total order.
final class ExtremeAccumulator: Accumulator {
  private let wantsLargest: Bool
  private var best: [Value] = []

  init(wantsLargest: Bool) {
    self.wantsLargest = wantsLargest
  }

  override func grow(to count: Int) {
    while best.count < count { best.append(.null) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) {
    for row in 0..<count {
      let value = arguments[0].value(at: row)
      if value.isNull { continue }
      let group = groups[row]
      if best[group].isNull {
        best[group] = value
        continue
      }
      let order = ValueOrder.totalOrder(value, best[group])
      if wantsLargest ? order > 0 : order < 0 { best[group] = value }
    }
  }

  override func results() -> [Value] { best }
}

/// The relationships that prove a group's rows.
final class EvidenceAccumulator: Accumulator {
  private var lists: [EvidenceList] = []

  override func grow(to count: Int) {
    while lists.count < count { lists.append(EvidenceList()) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) {
    for row in 0..<count {
      for column in arguments { lists[groups[row]].add(column.value(at: row)) }
    }
  }

  override func results() -> [Value] {
    lists.map { .list($0.relationships.map { .relationship($0) }) }
  }
}
