import Diagnostics
import GraphCore
import QueryPlanning

// Unary and binary operators over columns.
extension QueryRun {
  func unary(
    _ operation: UnaryOperator, _ operand: BoundExpression, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let column = try evaluate(operand, batch)
    switch operation {
    case .isNull: return nullTest(column, batch.count, whenNull: .yes)
    case .isNotNull: return nullTest(column, batch.count, whenNull: .no)
    case .not:
      var bytes = try truths(column, batch.count, operation: operation.rawValue)
      for row in bytes.indices where bytes[row] != Truth.unknown.rawValue { bytes[row] ^= 1 }
      return .truths(bytes)
    case .minus:
      return try rowwise([column], batch.count) { values throws(QueryFailure) in
        try Arithmetic.negate(values[0])
      }
    case .plus:
      return try rowwise([column], batch.count) { values throws(QueryFailure) in
        switch values[0] {
        case .integer, .float, .duration, .null: return values[0]
        default:
          throw .argumentType(
            "unary `+` takes a number or a duration, not \(ValueText.withArticle(values[0]))")
        }
      }
    }
  }

  private func nullTest(_ column: Column, _ count: Int, whenNull truth: Truth) -> Column {
    let yes = truth.rawValue
    let no = truth.negated.rawValue
    switch column {
    case .constant(let value): return .constant(.boolean(value.isNull == (truth == .yes)))
    case .nodes(let ids), .relationships(let ids):
      return .truths(ids.map { $0 == Column.nullEntity ? yes : no })
    case .texts(let words, _), .dates(let words):
      return .truths(words.map { $0 == Column.nullWord ? yes : no })
    case .integers: return .truths(Array(repeating: no, count: count))
    case .truths(let bytes): return .truths(bytes.map { $0 == Truth.unknown.rawValue ? yes : no })
    case .values(let values): return .truths(values.map { $0.isNull ? yes : no })
    case .absent: return .truths(Array(repeating: yes, count: count))
    }
  }

  func binary(
    _ operation: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    switch operation {
    case .and, .or: return try connective(operation, left, right, batch)
    case .xor:
      let a = try truths(of: left, batch, operation: "XOR")
      let b = try truths(of: right, batch, operation: "XOR")
      return .truths(
        zip(a, b).map { ((Truth(rawValue: $0) ?? .unknown).xor(Truth(rawValue: $1) ?? .unknown)).rawValue })
    default: break
    }
    let a = try evaluate(left, batch)
    let b = try evaluate(right, batch)
    if operation.isComparison { return comparison(operation, a, b, batch.count) }
    if let arithmetic = Arithmetic.Operation(operation) {
      return try rowwise([a, b], batch.count) { [self, zones] values throws(QueryFailure) in
        if arithmetic == .add { try reserve(values[0].joinedSize(with: values[1])) }
        return try Arithmetic.apply(arithmetic, values[0], values[1], zones)
      }
    }
    switch operation {
    case .isIn:
      return try predicate(a, b, batch.count) { [self] (element, list) throws(QueryFailure) in
        if case .list(let elements) = list { try tick(elements.count / 16) }
        return try ListAccess.contains(list, element)
      }
    case .matches:
      return try predicate(a, b, batch.count) { [self] (text, pattern) throws(QueryFailure) in
        try matches(text, pattern)
      }
    case .startsWith: return try stringTest(a, b, batch.count, StringBytes.hasPrefix)
    case .endsWith: return try stringTest(a, b, batch.count, StringBytes.hasSuffix)
    default: return try stringTest(a, b, batch.count, StringBytes.contains)
    }
  }

  /// The conjunction of neighbours; each operand is computed once.
  func chain(
    _ first: BoundExpression, _ links: [ChainLink], _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    var left = try evaluate(first, batch)
    var result = [UInt8](repeating: Truth.yes.rawValue, count: batch.count)
    for link in links {
      let right = try evaluate(link.operand, batch)
      let bytes = try truths(
        comparison(link.comparison, left, right, batch.count), batch.count, operation: "AND")
      for row in result.indices { result[row] = Self.and(result[row], bytes[row]) }
      left = right
    }
    return .truths(result)
  }

  /// AND and OR; the right side is computed only for the rows that the left side does not decide.
  private func connective(
    _ operation: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let decisive = operation == .and ? Truth.no.rawValue : Truth.yes.rawValue
    var result = try truths(of: left, batch, operation: operation.rawValue)
    let open = result.indices.filter { result[$0] != decisive }
    if open.isEmpty { return .truths(result) }
    let rest = open.count == batch.count ? batch : batch.gathered(open)
    let bytes = try truths(of: right, rest, operation: operation.rawValue)
    for (index, row) in open.enumerated() {
      result[row] =
        operation == .and ? Self.and(result[row], bytes[index]) : Self.or(result[row], bytes[index])
    }
    return .truths(result)
  }

  private static func and(_ left: UInt8, _ right: UInt8) -> UInt8 {
    left == 0 || right == 0 ? 0 : max(left, right)
  }

  private static func or(_ left: UInt8, _ right: UInt8) -> UInt8 {
    left == 1 || right == 1 ? 1 : max(left, right)
  }

  /// One of the six comparisons over two columns.
  func comparison(_ operation: BinaryOperator, _ left: Column, _ right: Column, _ count: Int) -> Column {
    switch (left, right) {
    case (.nodes(let a), .nodes(let b)) where operation == .equal || operation == .notEqual,
      (.relationships(let a), .relationships(let b)) where operation == .equal || operation == .notEqual:
      let same = operation == .equal ? Truth.yes.rawValue : Truth.no.rawValue
      var bytes = [UInt8](repeating: 0, count: count)
      for row in 0..<count {
        bytes[row] =
          a[row] == Column.nullEntity || b[row] == Column.nullEntity
          ? Truth.unknown.rawValue : a[row] == b[row] ? same : same ^ 1
      }
      return .truths(bytes)
    case (.constant(let a), .constant(let b)):
      return .truths(Array(repeating: Self.compare(operation, a, b).rawValue, count: count))
    case (.texts(let a, let snapshot), .texts(let b, let other)) where snapshot === other:
      return .truths(Self.compareTexts(operation, a, b, snapshot))
    case (.dates(let a), .constant(.date(let b))):
      return .truths(Self.compareDates(operation, a, b))
    case (.constant(.date(let a)), .dates(let b)):
      return .truths(Self.compareDates(operation.mirrored, b, a))
    case (.values(let a), .constant(let b)):
      return .truths(a.map { Self.compare(operation, $0, b).rawValue })
    case (.values(let a), .values(let b)):
      return .truths((0..<count).map { Self.compare(operation, a[$0], b[$0]).rawValue })
    default:
      return .truths(
        (0..<count).map { Self.compare(operation, left.value(at: $0), right.value(at: $0)).rawValue })
    }
  }

  static func compare(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Truth {
    if case .date(let a) = left, case .date(let b) = right, !a.isFullDate || !b.isFullDate {
      return DateComparison.truth(operation, a, b)
    }
    return switch operation {
    case .equal: ValueEquality.equal(left, right)
    case .notEqual: ValueEquality.equal(left, right).negated
    case .less: ValueOrder.compare(left, right).truth { $0 == .less }
    case .lessOrEqual: ValueOrder.compare(left, right).truth { $0 != .greater }
    case .greater: ValueOrder.compare(left, right).truth { $0 == .greater }
    default: ValueOrder.compare(left, right).truth { $0 != .less }
    }
  }

  /// Two columns of texts: by number where only equality counts, else by bytes.
  private static func compareTexts(
    _ operation: BinaryOperator, _ left: [UInt32], _ right: [UInt32], _ snapshot: GraphSnapshot
  ) -> [UInt8] {
    let strings = snapshot.someStrings
    var bytes = [UInt8](repeating: Truth.unknown.rawValue, count: left.count)
    for row in left.indices where left[row] != Column.nullWord && right[row] != Column.nullWord {
      let (a, b) = (StringID(left[row]), StringID(right[row]))
      let holds =
        switch operation {
        case .equal: a == b
        case .notEqual: a != b
        case .less: strings.isAscending(a, b)
        case .greater: strings.isAscending(b, a)
        case .lessOrEqual: !strings.isAscending(b, a)
        default: !strings.isAscending(a, b)
        }
      bytes[row] = Truth(holds).rawValue
    }
    return bytes
  }

  /// A column of dates with one date: days by their words, anything less precise as values.
  private static func compareDates(
    _ operation: BinaryOperator, _ words: [UInt32], _ date: PartialDate
  ) -> [UInt8] {
    let other = date.hasDay && !date.isAbout ? PackedDate(date) : nil
    return words.map { word in
      if word == Column.nullWord { return Truth.unknown.rawValue }
      let packed = PackedDate(word: word)
      guard let other, packed.day != 0, word & 3 == 0 else {
        return compare(operation, .date(packed.date), .date(date)).rawValue
      }
      let holds =
        switch operation {
        case .equal: word == other.word
        case .notEqual: word != other.word
        case .less: word < other.word
        case .lessOrEqual: word <= other.word
        case .greater: word > other.word
        default: word >= other.word
        }
      return Truth(holds).rawValue
    }
  }

  private func stringTest(
    _ left: Column, _ right: Column, _ count: Int, _ test: (String, String) -> Bool
  ) throws(QueryFailure) -> Column {
    var bytes = [UInt8](repeating: Truth.unknown.rawValue, count: count)
    for row in 0..<count {
      if case .string(let text) = left.value(at: row), case .string(let part) = right.value(at: row) {
        try tick(1 + text.utf8.count / 256)
        bytes[row] = Truth(test(text, part)).rawValue
      }
    }
    return .truths(bytes)
  }

  private func predicate(
    _ left: Column, _ right: Column, _ count: Int, _ test: (Value, Value) throws(QueryFailure) -> Truth
  ) throws(QueryFailure) -> Column {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for row in 0..<count {
      try tick()
      bytes.append(try test(left.value(at: row), right.value(at: row)).rawValue)
    }
    return .truths(bytes)
  }

  // MARK: Truth values

  /// Computes an expression as truth values.
  ///
  /// - Throws: TypeError when a row holds neither a Boolean nor null.
  func truths(
    of expression: BoundExpression, _ batch: RowBatch, operation: String
  ) throws(QueryFailure) -> [UInt8] {
    do throws(QueryFailure) {
      return try truths(try evaluate(expression, batch), batch.count, operation: operation)
    } catch {
      throw error.located(expression.span)
    }
  }

  private func truths(_ column: Column, _ count: Int, operation: String) throws(QueryFailure) -> [UInt8] {
    if case .truths(let bytes) = column { return bytes }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for row in 0..<count {
      guard let truth = column.truth(at: row) else {
        let found = ValueText.withArticle(column.value(at: row))
        throw .argumentType("`\(operation)` takes Booleans, not \(found)")
      }
      bytes.append(truth.rawValue)
    }
    return bytes
  }

  /// The rows for which a predicate is true.
  func matchingRows(_ predicate: BoundExpression, _ batch: RowBatch) throws(QueryFailure) -> [Int] {
    let bytes = try truths(of: predicate, batch, operation: "WHERE")
    return bytes.indices.filter { bytes[$0] == Truth.yes.rawValue }
  }
}

extension ValueOrder.Comparison {
  /// The truth of a comparison: NaN compares false, other types are unknown.
  func truth(_ holds: (ValueOrder.Comparison) -> Bool) -> Truth {
    switch self {
    case .unknown: .unknown
    case .unordered: .no
    default: Truth(holds(self))
    }
  }
}

extension BinaryOperator {
  /// The comparison that holds of two values the other way round.
  fileprivate var mirrored: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}

extension Arithmetic.Operation {
  /// The arithmetic operator among all binary ones.
  fileprivate init?(_ operation: BinaryOperator) {
    switch operation {
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .modulo: self = .modulo
    case .power: self = .power
    default: return nil
    }
  }
}
