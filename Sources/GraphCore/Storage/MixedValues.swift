/// Values of any type in a column: as they are while a graph is built, encoded when they lie in a packed graph.
package struct MixedValues: Sendable {
  /// The values; empty when they are encoded.
  private var values: [Value] = []

  /// Where each value begins in `bytes`, and at the end where the last one ends; empty when they are not encoded.
  private var offsets = FlatArray<UInt64>()
  private var bytes = FlatArray<UInt8>()

  /// No values.
  init() {}

  /// Values.
  init(_ values: [Value]) { self.values = values }

  /// Values that were encoded, see ``encoded()``.
  init(offsets: FlatArray<UInt64>, bytes: FlatArray<UInt8>) {
    self.offsets = offsets
    self.bytes = bytes
  }

  /// The number of values.
  package var count: Int { offsets.isEmpty ? values.count : offsets.count - 1 }

  /// A value; null when its encoding is damaged.
  ///
  /// - Complexity: O(1), or O(size of the value) when it is encoded.
  package subscript(row: Int) -> Value {
    get {
      if offsets.isEmpty { return values[row] }
      let (lower, upper) = (Int(clamping: offsets[row]), Int(clamping: offsets[row + 1]))
      guard lower <= upper, upper <= bytes.count else { return .null }
      var coder = FieldCoder(reading: bytes.part(lower..<upper))
      var value = Value.null
      coder.value(&value)
      return coder.isComplete ? value : .null
    }
    set {
      decode()
      values[row] = newValue
    }
  }

  /// Sees to it that a value is sound before it is read, where it lies in a packed graph.
  func require(_ row: Int) {
    guard row < offsets.count - 1 else { return }
    let (lower, upper) = (Int(clamping: offsets.required(row)), Int(clamping: offsets.required(row + 1)))
    bytes.require(min(lower, upper)..<upper)
  }

  /// Puts a value before another, or at the end.
  mutating func insert(_ value: Value, at row: Int) {
    decode()
    values.insert(value, at: row)
  }

  /// Takes a value out.
  mutating func remove(at row: Int) {
    decode()
    values.remove(at: row)
  }

  /// All values.
  var decoded: [Value] { offsets.isEmpty ? values : (0..<count).map { self[$0] } }

  /// The values as a packed graph holds them.
  func encoded() -> (offsets: FlatArray<UInt64>, bytes: FlatArray<UInt8>) {
    if !offsets.isEmpty { return (offsets, bytes) }
    var coder = FieldCoder()
    var ends = FlatArray<UInt64>([0])
    for value in values {
      var value = value
      coder.value(&value)
      ends.append(UInt64(coder.output.count))
    }
    return (ends, FlatArray(coder.output))
  }

  /// Goes from encoded values to values, before something is changed.
  private mutating func decode() {
    guard !offsets.isEmpty else { return }
    self = MixedValues(decoded)
  }
}
