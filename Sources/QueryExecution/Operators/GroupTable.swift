import GraphCore

/// Numbers groups in the order in which they are first seen.
///
/// Each key column numbers its values, and pairs of such numbers are numbered on, so that no row needs a list of its
/// keys; words that stand for values (texts of the pool, dates, entities) are looked up as words.
struct GroupTable {
  private(set) var count = 0
  private var columns: [KeyNumbers] = []
  /// For each key but the first: the numbers of pairs of all keys before and this one.
  private var pairs: [[UInt64: UInt32]] = []
  /// Groups by node identifier plus one (null has place 0), one more than the number; 0 where there is none.
  private var byNode: [UInt32] = []

  /// Makes groups that no key leads to.
  mutating func addPlain(_ number: Int) {
    count += number
  }

  /// The group of each row; rows that begin a group are appended to `newRows`.
  ///
  /// A single key that is a node is looked up in an array, one step a row.
  mutating func numbers(
    _ keys: [Column], _ origins: [UInt32]?, count rowCount: Int, _ newRows: inout [Int]
  ) -> [Int] {
    if origins == nil, keys.count == 1, columns.isEmpty || !byNode.isEmpty, case .nodes(let ids) = keys[0] {
      return numbers(ofNodes: ids, &newRows)
    }
    leaveNodes()
    while columns.count < keys.count { columns.append(KeyNumbers()) }
    while pairs.count < keys.count { pairs.append([:]) }
    var numbers = columns[0].numbers(keys[0], count: rowCount)
    for index in keys.indices.dropFirst() {
      Self.pair(&numbers, columns[index].numbers(keys[index], count: rowCount), &pairs[index - 1])
    }
    if let origins { Self.pair(&numbers, origins, &pairs[keys.count - 1]) }
    var result: [Int] = []
    result.reserveCapacity(rowCount)
    for (row, number) in numbers.enumerated() {
      if Int(number) == count { _ = begin(row, &newRows) }
      result.append(Int(number))
    }
    return result
  }

  /// Numbers pairs in the order in which they are first seen.
  private static func pair(_ numbers: inout [UInt32], _ others: [UInt32], _ known: inout [UInt64: UInt32]) {
    var last: (key: UInt64, number: UInt32)?
    for row in numbers.indices {
      let key = UInt64(numbers[row]) << 32 | UInt64(others[row])
      if let last, last.key == key {
        numbers[row] = last.number
        continue
      }
      let number: UInt32
      if let old = known[key] {
        number = old
      } else {
        number = UInt32(known.count)
        known[key] = number
      }
      numbers[row] = number
      last = (key, number)
    }
  }

  /// Hands groups of nodes over to the general table, once a column comes that holds other things, too.
  private mutating func leaveNodes() {
    if byNode.isEmpty { return }
    var nodes = [Value](repeating: .null, count: count)
    for (place, number) in byNode.enumerated() where number > 0 && place > 0 {
      nodes[Int(number) - 1] = .node(NodeID(UInt32(place - 1)))
    }
    columns = [KeyNumbers(nodes)]
    byNode = []
  }

  private mutating func numbers(ofNodes ids: [UInt32], _ newRows: inout [Int]) -> [Int] {
    if let largest = ids.max(by: { $0 &+ 1 < $1 &+ 1 }), Int(largest &+ 1) >= byNode.count {
      let missing = max(Int(largest &+ 1) + 1 - byNode.count, byNode.count)
      byNode += Array(repeating: 0, count: missing)
    }
    var result: [Int] = []
    result.reserveCapacity(ids.count)
    for (row, id) in ids.enumerated() {
      let place = Int(id &+ 1)
      if byNode[place] == 0 {
        byNode[place] = UInt32(count + 1)
        _ = begin(row, &newRows)
      }
      result.append(Int(byNode[place]) - 1)
    }
    return result
  }

  private mutating func begin(_ row: Int, _ newRows: inout [Int]) -> Int {
    newRows.append(row)
    defer { count += 1 }
    return count
  }
}

/// Numbers the values of one key in the order in which they are first seen.
private struct KeyNumbers {
  private var byValue: [Value: UInt32] = [:]
  private var byInteger: [Int64: UInt32] = [:]
  /// By the word that stands for a value, with its kind above it.
  private var byWord: [UInt64: UInt32] = [:]
  /// Whose pool the words of texts are of.
  private var snapshot: GraphSnapshot?

  init() {}

  /// Begins with values that differ.
  init(_ values: [Value]) {
    for (number, value) in values.enumerated() { byValue[value] = UInt32(number) }
  }

  /// The number of each row's value.
  mutating func numbers(_ column: Column, count: Int) -> [UInt32] {
    switch column {
    case .nodes(let ids):
      return ofWords(ids, kind: 1) { $0 == Column.nullEntity ? .null : .node(NodeID($0)) }
    case .relationships(let ids):
      return ofWords(ids, kind: 2) { $0 == Column.nullEntity ? .null : .relationship(RelationshipID($0)) }
    case .dates(let words):
      return ofWords(words, kind: 3) { $0 == Column.nullWord ? .null : .date(PackedDate(word: $0).date) }
    case .texts(let words, let snapshot):
      if self.snapshot !== snapshot {
        byWord = [:]
        self.snapshot = snapshot
      }
      return ofWords(words, kind: 4) {
        $0 == Column.nullWord ? .null : .string(snapshot.string(StringID($0)))
      }
    case .integers(let numbers): return ofIntegers(numbers)
    case .constant(let value): return [UInt32](repeating: number(of: value), count: count)
    case .absent, .values, .truths: return (0..<count).map { number(of: column.value(at: $0)) }
    }
  }

  private mutating func number(of value: Value) -> UInt32 {
    if let number = byValue[value] { return number }
    let number = UInt32(byValue.count)
    byValue[value] = number
    return number
  }

  /// Equal values that follow one another are looked up once.
  private mutating func ofIntegers(_ integers: [Int64]) -> [UInt32] {
    var last: (integer: Int64, number: UInt32)?
    return integers.map { integer in
      if let last, last.integer == integer { return last.number }
      let found = byInteger[integer]
      let number = found ?? number(of: .integer(integer))
      if found == nil { byInteger[integer] = number }
      last = (integer, number)
      return number
    }
  }

  private mutating func ofWords(_ words: [UInt32], kind: UInt64, value: (UInt32) -> Value) -> [UInt32] {
    var last: (word: UInt32, number: UInt32)?
    return words.map { word in
      if let last, last.word == word { return last.number }
      let key = kind << 32 | UInt64(word)
      let found = byWord[key]
      let number = found ?? number(of: value(word))
      if found == nil { byWord[key] = number }
      last = (word, number)
      return number
    }
  }
}
