import OrderedCollections

/// Writes fields to bytes, or reads them back: one function describes a type for both ways.
///
/// Reading trusts nothing: what runs past the end, is too large or too deep leaves the field as it was and sets
/// ``isDamaged``, and every later field is left as it was, too.
struct FieldCoder {
  /// Whether fields are read; else they are written.
  let isReading: Bool

  /// What was written.
  private(set) var output: [UInt8] = []

  /// Whether what was read is no encoding of what was asked for.
  private(set) var isDamaged = false

  private let input: FlatArray<UInt8>
  private var place = 0

  /// Begins to write.
  init() {
    isReading = false
    input = []
  }

  /// Begins to read.
  init(reading input: FlatArray<UInt8>) {
    isReading = true
    self.input = input
  }

  /// Whether all bytes were read, and without damage.
  var isComplete: Bool { !isDamaged && place == input.count }

  /// Says that what was read cannot be.
  mutating func fail() { isDamaged = true }

  // MARK: Numbers

  mutating func byte(_ value: inout UInt8) {
    if !isReading {
      output.append(value)
    } else if !isDamaged, place < input.count {
      value = input[place]
      place += 1
    } else {
      fail()
    }
  }

  /// A number in as few bytes as it needs: seven bits each, the highest bit says that more follow (LEB128).
  mutating func number(_ value: inout UInt64) {
    if !isReading {
      var rest = value
      while rest >= 0x80 {
        output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      output.append(UInt8(rest))
      return
    }
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      var next: UInt8 = 0
      byte(&next)
      if isDamaged || shift == 63 && next > 1 { return fail() }
      result |= UInt64(next & 0x7F) << shift
      if next < 0x80 {
        value = result
        return
      }
    }
    fail()
  }

  /// A number that is not negative and at most a limit.
  mutating func count(_ value: inout Int, upTo limit: Int = Int(UInt32.max)) {
    var number = UInt64(clamping: value)
    self.number(&number)
    guard isReading, !isDamaged else { return }
    if number <= UInt64(clamping: limit) { value = Int(number) } else { fail() }
  }

  /// A number that may be negative: the sign goes to the lowest bit, so that small ones stay short.
  mutating func signed(_ value: inout Int64) {
    var number = UInt64(bitPattern: value << 1) ^ UInt64(bitPattern: value >> 63)
    self.number(&number)
    if isReading, !isDamaged { value = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1) }
  }

  mutating func float(_ value: inout Double) {
    var bits = value.bitPattern
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      var part = UInt8(truncatingIfNeeded: bits >> shift)
      byte(&part)
      bits = bits & ~(0xFF << shift) | UInt64(part) << shift
    }
    if isReading, !isDamaged { value = Double(bitPattern: bits) }
  }

  mutating func flag(_ value: inout Bool) {
    var number: UInt8 = value ? 1 : 0
    byte(&number)
    if number > 1 { fail() }
    if isReading, !isDamaged { value = number == 1 }
  }

  // MARK: Texts and groups

  mutating func text(_ value: inout String) {
    var length = isReading ? 0 : value.utf8.count
    count(&length)
    if !isReading {
      output.append(contentsOf: value.utf8)
      return
    }
    guard !isDamaged, length <= input.count - place else { return fail() }
    value = input.part(place..<(place + length)).decodedText
    place += length
  }

  mutating func option<Wrapped>(
    _ value: inout Wrapped?, blank: @autoclosure () -> Wrapped,
    _ body: (inout Wrapped, inout FieldCoder) -> Void
  ) {
    var isPresent = value != nil
    flag(&isPresent)
    guard isPresent, !isDamaged else {
      if isReading, !isDamaged { value = nil }
      return
    }
    var wrapped = value ?? blank()
    body(&wrapped, &self)
    if isReading, !isDamaged { value = wrapped }
  }

  mutating func option(_ value: inout String?) { option(&value, blank: "") { $1.text(&$0) } }

  /// Elements in order; each must take a byte at least, so that no small file asks for much memory.
  mutating func list<Element>(
    _ values: inout [Element], blank: @autoclosure () -> Element,
    _ body: (inout Element, inout FieldCoder) -> Void
  ) {
    var count = isReading ? 0 : values.count
    self.count(&count)
    if !isReading {
      for index in values.indices { body(&values[index], &self) }
      return
    }
    guard !isDamaged, count <= input.count - place else { return fail() }
    var read: [Element] = []
    for _ in 0..<count {
      var element = blank()
      body(&element, &self)
      if isDamaged { return }
      read.append(element)
    }
    values = read
  }

  mutating func list(_ values: inout [String]) { list(&values, blank: "") { $1.text(&$0) } }

  /// Names with values, in order; no name twice.
  mutating func dictionary<Member>(
    _ values: inout OrderedDictionary<String, Member>, blank: @autoclosure () -> Member,
    _ body: (inout Member, inout FieldCoder) -> Void
  ) {
    var pairs = values.map { (name: $0.key, value: $0.value) }
    list(&pairs, blank: (name: "", value: blank())) { pair, coder in
      coder.text(&pair.name)
      body(&pair.value, &coder)
    }
    guard isReading, !isDamaged else { return }
    values = OrderedDictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    if values.count != pairs.count { fail() }
  }

  /// One of the cases of an enumeration, by its name.
  mutating func choice<Choice: RawRepresentable<String>>(_ value: inout Choice) {
    var name = value.rawValue
    text(&name)
    guard isReading, !isDamaged else { return }
    if let read = Choice(rawValue: name) { value = read } else { fail() }
  }
}

extension FlatArray where Element == UInt8 {
  /// The bytes as a text; what is no UTF-8 is replaced by U+FFFD.
  fileprivate var decodedText: String {
    unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
