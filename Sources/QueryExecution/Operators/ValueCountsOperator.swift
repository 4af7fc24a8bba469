import Diagnostics
import GraphCore
import QueryPlanning
import Synchronization

/// The number of relationships by type and by what is made of their date.
///
/// What is made of a date, and whether it counts, is computed once for each date that occurs; then every type's
/// dates are counted, which is one look-up and one addition a relationship.
final class ValueCountsOperator: BlockingOperator {
  private let counts: ValueCounts

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, counts: ValueCounts) {
    self.counts = counts
    super.init(node, run, input: input, second: nil)
  }

  /// The groups that values belong to.
  private struct Groups {
    /// By place among the values: the group, 0 for a value that does not count.
    var ofValue: [UInt32] = []
    /// By group, from 1 on: the keys.
    var keys: RowBatch
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    while try input?.next() != nil {}
    let snapshot = run.snapshot
    let types = types(in: snapshot)
    guard !types.isEmpty, let key = snapshot.propertyKey(named: counts.property),
      let column = snapshot.relationshipColumn(key)
    else { return try computeOneByOne(types, nil) }
    guard let days = snapshot.dayDictionary(key), let ranges = snapshot.relationshipRangesByType else {
      return try computeOneByOne(types, column)
    }
    let groups = try groups(of: .dates(days.words), count: days.words.count)
    var groupOfDay = [UInt32](repeating: 0, count: days.span)
    for (place, word) in days.words.enumerated() {
      groupOfDay[Int(word >> 2 - days.base)] = groups.ofValue[place]
    }
    let tally = DayTally(groupOfDay: groupOfDay, groupCount: groups.keys.count, base: days.base)
    return rows(try count(types, ranges, column.words, tally), groups)
  }

  /// How many relationships are worth another core.
  private static let portion = 1 << 18

  /// The counts of all types, by as many cores as are worth it; each takes types that follow one another.
  private func count(
    _ types: [RelationshipTypeID], _ ranges: [Range<Int>], _ words: FlatArray<UInt32>, _ tally: DayTally
  ) throws(QueryFailure) -> TypedCounts {
    try run.checkLimits()
    let total = types.reduce(0) { $0 + ranges[$1.index].count }
    let width = max(1, min(Parallel.width, total / Self.portion))
    var parts = [[RelationshipTypeID]](repeating: [], count: width)
    var seen = 0
    for type in types {
      parts[min(width - 1, seen * width / max(total, 1))].append(type)
      seen += ranges[type.index].count
    }
    let found = Mutex([TypedCounts?](repeating: nil, count: width))
    Parallel.perform(width) { [parts] part in
      var own = tally
      var counts = TypedCounts(groupCount: own.groupCount)
      words.withSpan { words in
        for type in parts[part] {
          own.count(words.extracting(ranges[type.index]))
          counts.take(&own.numbers, type)
        }
      }
      found.withLock { $0[part] = counts }
    }
    try run.checkLimits()
    return found.withLock { found in
      found.compactMap { $0 }.reduce(into: TypedCounts(groupCount: tally.groupCount)) { $0.append($1) }
    }
  }

  private func types(in snapshot: GraphSnapshot) -> [RelationshipTypeID] {
    if counts.types.isEmpty {
      return (0..<UInt32(snapshot.relationshipTypeNames.count)).map { RelationshipTypeID($0) }
    }
    return Lanes.distinct(counts.types).compactMap { snapshot.relationshipType(named: $0) }
  }

  /// Evaluates conditions and keys on values.
  private func groups(of column: Column, count: Int) throws(QueryFailure) -> Groups {
    var batch = RowBatch(count: count, slotCount: slotCount)
    batch.columns[counts.value.index] = column
    var rows = Array(0..<count)
    for predicate in counts.predicates where batch.count > 0 {
      let kept = try run.matchingRows(predicate, batch)
      batch = batch.gathered(kept)
      rows = kept.map { rows[$0] }
    }
    var keyed = RowBatch(count: batch.count, slotCount: slotCount)
    for key in counts.keys {
      keyed.columns[key.slot.index] = try run.column(for: key, batch)
    }
    var table = GroupTable()
    var firstRows: [Int] = []
    var groups = Groups(ofValue: [UInt32](repeating: 0, count: count), keys: keyed)
    let numbers: [Int]
    if counts.keys.isEmpty {
      numbers = Array(repeating: 0, count: batch.count)
      firstRows = batch.count > 0 ? [0] : []
    } else {
      numbers = table.numbers(
        counts.keys.map { keyed.columns[$0.slot.index] }, nil, count: batch.count, &firstRows)
    }
    for (index, row) in rows.enumerated() { groups.ofValue[row] = UInt32(numbers[index] + 1) }
    groups.keys = keyed.gathered(firstRows)
    return groups
  }

  private func rows(_ result: TypedCounts, _ groups: Groups) -> RowBatch {
    var batch = groups.keys.gathered(result.groups)
    let names = run.snapshot.relationshipTypeNames.map { Value.string($0) }
    batch.columns[counts.type.index] = .values(result.types.map { names[$0.index] })
    batch.columns[counts.count.index] = .integers(result.counts)
    return batch
  }

  /// Any other column: counts by value in a dictionary, then as before.
  private func computeOneByOne(
    _ types: [RelationshipTypeID], _ column: PropertyColumn?
  ) throws(QueryFailure) -> RowBatch {
    let snapshot = run.snapshot
    var byType: [[(value: UInt32, count: Int64)]] = []
    var places: [UInt32: Int] = [:]
    for type in types {
      try run.checkLimits()
      var found: [UInt32: Int64] = [:]
      let adjacency = snapshot.adjacency(type, .outgoing)
      for place in adjacency.bounds {
        let row = column.flatMap { $0.row(of: adjacency.relationships[place]) }
        found[row.flatMap { column?.words[$0] } ?? Column.nullWord, default: 0] += 1
      }
      byType.append(found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      for value in found.keys { places[value] = 0 }
    }
    if places.isEmpty { return RowBatch(count: 0, slotCount: slotCount) }
    let values = places.keys.sorted()
    for (place, value) in values.enumerated() { places[value] = place }
    let groups = try groups(of: .dates(values), count: values.count)
    var result = TypedCounts(groupCount: groups.keys.count)
    var numbers = [Int64](repeating: 0, count: groups.keys.count + 1)
    for (type, found) in zip(types, byType) {
      for (value, count) in found { numbers[Int(groups.ofValue[places[value] ?? 0])] += count }
      result.take(&numbers, type)
    }
    return rows(result, groups)
  }
}

/// The rows of the answer: type, group, count.
private struct TypedCounts {
  let groupCount: Int
  var types: [RelationshipTypeID] = []
  var groups: [Int] = []
  var counts: [Int64] = []

  init(groupCount: Int) { self.groupCount = groupCount }

  mutating func append(_ other: TypedCounts) {
    types += other.types
    groups += other.groups
    counts += other.counts
  }

  /// Takes the counts of a type (the one of group 0 left out) and sets them to zero.
  mutating func take(_ numbers: inout [Int64], _ type: RelationshipTypeID) {
    for group in 0..<groupCount where numbers[group + 1] > 0 {
      types.append(type)
      groups.append(group)
      counts.append(numbers[group + 1])
    }
    for index in numbers.indices { numbers[index] = 0 }
  }
}

/// Counts the days of a column by group.
private struct DayTally {
  let groupOfDay: [UInt32]
  let groupCount: Int
  let base: UInt32
  var numbers: [Int64]
  /// Four counters a day, so that equal days in a row do not wait for one another.
  private var days: [UInt32]

  init(groupOfDay: [UInt32], groupCount: Int, base: UInt32) {
    self.groupOfDay = groupOfDay
    self.groupCount = groupCount
    self.base = base
    numbers = [Int64](repeating: 0, count: groupCount + 1)
    days = [UInt32](repeating: 0, count: groupOfDay.count * 4)
  }

  /// Adds the words of a type's relationships.
  mutating func count(_ words: Span<UInt32>) {
    let span = groupOfDay.count
    if words.count < span {
      for row in 0..<words.count { numbers[Int(groupOfDay[Int(words[row] >> 2 &- base)])] += 1 }
      return
    }
    countDays(words)
    for day in 0..<span {
      let total = days[day] + days[span + day] + days[2 * span + day] + days[3 * span + day]
      if total > 0 { numbers[Int(groupOfDay[day])] += Int64(total) }
    }
    for index in days.indices { days[index] = 0 }
  }

  private mutating func countDays(_ words: Span<UInt32>) {
    let span = groupOfDay.count
    let base = base
    var counters = days.mutableSpan
    var row = 0
    while row + 4 <= words.count {
      counters[Int(words[row] >> 2 &- base)] &+= 1
      counters[span &+ Int(words[row + 1] >> 2 &- base)] &+= 1
      counters[2 &* span &+ Int(words[row + 2] >> 2 &- base)] &+= 1
      counters[3 &* span &+ Int(words[row + 3] >> 2 &- base)] &+= 1
      row += 4
    }
    while row < words.count {
      counters[Int(words[row] >> 2 &- base)] &+= 1
      row += 1
    }
  }
}
