/// An array of plain values whose memory may be a part of a mapped file: what all columns of a graph are made of.
///
/// Copies share their memory. Changing an array copies its values first, unless it is the only one in memory of
/// its own; so a graph that lives on a file can be thawed and changed like any other. Subscripts check their
/// bounds. Whoever reads much lends the whole once, by ``withUnsafeBufferPointer(_:)`` or ``withSpan(_:)``.
@safe package struct FlatArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// What keeps the values; nil when there never were any.
  private var owner: FlatMemory?

  /// The first value.
  @usableFromInline private(set) var start: UnsafeMutablePointer<Element>?

  /// The number of values.
  package private(set) var count = 0

  /// An empty array.
  package init() {}

  /// Copies values.
  ///
  /// - Complexity: O(n).
  package init(_ values: some Sequence<Element>) {
    reserveCapacity(values.underestimatedCount)
    let isCopied: Void? = values.withContiguousStorageIfAvailable { values in
      guard let first = values.baseAddress, !values.isEmpty else { return }
      reserveCapacity(values.count)
      unsafe start.unsafelyUnwrapped.initialize(from: first, count: values.count)
      count = values.count
    }
    if isCopied == nil { for value in values { append(value) } }
  }

  /// An array of equal values.
  package init(repeating value: Element, count: Int) {
    self.init(uninitializedCount: count)
    unsafe start?.initialize(repeating: value, count: count)
  }

  /// An array of values without meaning, for somebody who writes them all through ``mutableBuffer()``.
  package init(uninitializedCount count: Int) {
    reserveCapacity(count)
    self.count = count
  }

  /// Values that lie in memory already; nil when they do not.
  ///
  /// - Parameters:
  ///   - memory: The memory; its byte order is this machine's.
  ///   - offset: Where they begin, in bytes: a multiple of their alignment.
  ///   - count: How many there are.
  package init?(in memory: FlatMemory, at offset: Int, count: Int) {
    let (size, isTooLarge) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    let first = unsafe memory.start + offset
    guard count >= 0, !isTooLarge, offset >= 0, offset <= memory.byteCount,
      size <= memory.byteCount - offset,
      Int(bitPattern: first) % MemoryLayout<Element>.alignment == 0
    else { return nil }
    if count == 0 { return }
    owner = memory
    unsafe start = first.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  // MARK: Reading

  /// Lends all values.
  @inlinable package func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Element>) -> Result
  ) -> Result {
    defer { withExtendedLifetime(self) {} }
    return unsafe body(UnsafeBufferPointer(start: start, count: count))
  }

  /// Lends all values to somebody who may fail.
  @inlinable package func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try unsafe body(UnsafeBufferPointer(start: start, count: count))
  }

  /// Lends all values with checked bounds.
  ///
  /// Two of a kind, since with an error's type that is `Never` the compiler leaves the call generic, which costs a
  /// short query more than its search.
  @inlinable package func withSpan<Result>(_ body: (Span<Element>) -> Result) -> Result {
    defer { withExtendedLifetime(self) {} }
    return body(unsafe UnsafeBufferPointer(start: start, count: count).span)
  }

  /// Lends all values with checked bounds to somebody who may fail.
  @inlinable package func withSpan<Result, Failure: Error>(
    _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(unsafe UnsafeBufferPointer(start: start, count: count).span)
  }

  /// Sees to it that some of the values are sound before they are read, where they lie in a packed graph.
  ///
  /// Reading itself does not ask, since it must cost nothing in graphs that lie in no file.
  ///
  /// - Parameter range: Which values; what lies outside the array is left out.
  /// - Complexity: O(1) for memory of its own; else O(values) the first time.
  func require(_ range: Range<Int>) {
    guard let guardian = owner?.guardian, let start = unsafe start else { return }
    let range = range.clamped(to: 0..<count)
    if range.isEmpty { return }
    let stride = MemoryLayout<Element>.stride
    unsafe guardian.require(
      UnsafeRawPointer(start) + range.lowerBound * stride, byteCount: range.count * stride)
  }

  /// What checks the memory of the values before they are read, where they lie in a packed graph.
  var guardian: PackedSections? { owner?.guardian }

  /// A value that is seen to be sound first, where it lies in a packed graph; the index must be below ``count``.
  func required(_ index: Int) -> Element {
    require(index..<index + 1)
    return self[index]
  }

  /// Some of the values, in the same memory.
  package func part(_ range: Range<Int>) -> FlatArray {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a part lies within the array")
    var part = self
    unsafe part.start = start.map { unsafe $0 + range.lowerBound }
    part.count = range.count
    return part
  }

  /// The bytes of the values, in the same memory.
  func reinterpreted() -> FlatArray<UInt8> {
    var bytes = FlatArray<UInt8>()
    bytes.owner = owner
    unsafe bytes.start = UnsafeMutableRawPointer(start)?.assumingMemoryBound(to: UInt8.self)
    bytes.count = count * MemoryLayout<Element>.stride
    return bytes
  }

  // MARK: Changing

  /// How many values there is room for before the memory must grow; 0 when it is not this array's to change.
  private var capacity: Int {
    guard let owner, owner.isOwn, let start = unsafe start, unsafe UnsafeRawPointer(start) == owner.start
    else { return 0 }
    return owner.byteCount / MemoryLayout<Element>.stride
  }

  /// Makes room for that many values in all, in memory that only this array refers to.
  package mutating func reserveCapacity(_ wanted: Int) {
    if wanted <= capacity, isKnownUniquelyReferenced(&owner) { return }
    let room = Swift.max(wanted, count)
    if room == 0 { return }
    let memory = FlatMemory(byteCount: room * MemoryLayout<Element>.stride)
    let first = unsafe memory.start.bindMemory(to: Element.self, capacity: room)
    if let old = unsafe start { unsafe first.initialize(from: old, count: count) }
    owner = memory
    unsafe start = first
  }

  /// Lends all values for changing; the pointer is good as long as this array lives and is not copied.
  @unsafe package mutating func mutableBuffer() -> UnsafeMutableBufferPointer<Element> {
    reserveCapacity(count)
    return unsafe UnsafeMutableBufferPointer(start: start, count: count)
  }

  /// Adds a value at the end.
  ///
  /// - Complexity: O(1), amortised.
  package mutating func append(_ value: Element) {
    makeRoom(for: 1)
    unsafe start.unsafelyUnwrapped[count] = value
    count += 1
  }

  /// Adds values at the end.
  package mutating func append(contentsOf values: UnsafeBufferPointer<Element>) {
    guard let first = values.baseAddress, !values.isEmpty else { return }
    makeRoom(for: values.count)
    unsafe (start.unsafelyUnwrapped + count).initialize(from: first, count: values.count)
    count += values.count
  }

  /// Puts a value before another, or at the end.
  ///
  /// - Complexity: O(values behind).
  package mutating func insert(_ value: Element, at index: Int) {
    precondition(index >= 0 && index <= count, "index out of range")
    append(value)
    let buffer = unsafe mutableBuffer()
    var place = count - 1
    while place > index {
      unsafe buffer[place] = buffer[place - 1]
      place -= 1
    }
    unsafe buffer[index] = value
  }

  /// Takes a value out.
  ///
  /// - Complexity: O(values behind).
  package mutating func remove(at index: Int) {
    precondition(index >= 0 && index < count, "index out of range")
    let buffer = unsafe mutableBuffer()
    for place in index..<(count - 1) { unsafe buffer[place] = buffer[place + 1] }
    count -= 1
  }

  private mutating func makeRoom(for more: Int) {
    let wanted = count + more
    if wanted > capacity {
      reserveCapacity(Swift.max(wanted, count * 2, 16))
    } else {
      reserveCapacity(wanted)
    }
  }
}

extension FlatArray: RandomAccessCollection, MutableCollection {
  /// The index of the first value: always 0.
  @inlinable package var startIndex: Int { 0 }

  /// One more than the index of the last value.
  @inlinable package var endIndex: Int { count }

  /// All indices; said here, and the steps below, so that loops in other modules are plain ones.
  @inlinable package var indices: Range<Int> { 0..<count }

  @inlinable package func index(after index: Int) -> Int { index + 1 }

  @inlinable package func index(before index: Int) -> Int { index - 1 }

  @inlinable package func formIndex(after index: inout Int) { index += 1 }

  @inlinable package func index(_ index: Int, offsetBy distance: Int) -> Int { index + distance }

  @inlinable package func distance(from start: Int, to end: Int) -> Int { end - start }

  /// A value; the index must be below ``count``.
  @inlinable package subscript(index: Int) -> Element {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      return unsafe start.unsafelyUnwrapped[index]
    }
    set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      unsafe setValue(newValue, at: index)
    }
  }

  /// Lends all values to the standard library.
  @inlinable package func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    try unsafe withUnsafeBufferPointer { buffer throws in try unsafe body(buffer) }
  }

  @usableFromInline @unsafe mutating func setValue(_ value: Element, at index: Int) {
    reserveCapacity(count)
    unsafe start.unsafelyUnwrapped[index] = value
  }
}

extension FlatArray: Equatable where Element: Equatable {
  /// Compares value by value.
  package static func == (left: FlatArray, right: FlatArray) -> Bool { left.elementsEqual(right) }
}

extension FlatArray: ExpressibleByArrayLiteral {
  /// An array of the values listed.
  package init(arrayLiteral values: Element...) { self.init(values) }
}

extension Array where Element: BitwiseCopyable & Sendable {
  /// Copies a flat array in one piece; the standard library would go value by value.
  package init(_ values: FlatArray<Element>) {
    self = unsafe values.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

extension FlatArray: CustomStringConvertible {
  /// The values, as an array shows them.
  package var description: String { Array(self).description }
}
