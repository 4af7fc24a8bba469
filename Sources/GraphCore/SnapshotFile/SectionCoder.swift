#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Lays arrays out in a file, or takes them from one: one function describes a graph for both ways.
struct SectionCoder {
  /// Whether arrays are taken; else they are laid out.
  let isReading: Bool

  /// The rows of the table.
  private(set) var rows: [PackedFormat.Row] = []

  /// Whether the table does not have what was asked for.
  private(set) var isDamaged = false

  // Reading.
  private let memory: FlatMemory?
  private var next = 0
  /// What was taken.
  private(set) var sections: [PackedSections.Section] = []

  // Writing.
  /// What lies in the file, from the first array on: offsets are counted from there.
  private(set) var pieces: [(offset: Int, bytes: FlatArray<UInt8>)] = []
  private var end = 0
  private var piecesByChecksum: [UInt64: [Int]] = [:]

  /// Begins to lay out.
  init() {
    isReading = false
    memory = nil
  }

  /// Begins to take.
  init(reading rows: [PackedFormat.Row], in memory: FlatMemory) {
    isReading = true
    self.rows = rows
    self.memory = memory
  }

  /// Whether every section was taken, and without damage.
  var isComplete: Bool { !isDamaged && next == rows.count }

  /// An array in a section of its own.
  ///
  /// - Parameters:
  ///   - array: The array.
  ///   - count: How many values it has, which the fields of the graph say.
  ///   - unit: What the section belongs to.
  ///   - rule: What its values must be.
  mutating func array<Element>(
    _ array: inout FlatArray<Element>, count: Int, unit: Int, _ rule: SectionRule
  ) {
    self.array(&array, parts: [0..<count], [rule]) { _ in unit }
  }

  /// An array whose parts are sections of their own.
  ///
  /// - Parameters:
  ///   - array: The array.
  ///   - parts: The parts, one after the other without gaps, from 0 on.
  ///   - rules: What the values of each part must be.
  ///   - unit: What a part belongs to.
  mutating func array<Element>(
    _ array: inout FlatArray<Element>, parts: [Range<Int>], _ rules: [SectionRule], unit: (Int) -> Int
  ) {
    let stride = MemoryLayout<Element>.stride
    guard isReading else {
      let start = place(array.bytes, shared: rules.allSatisfy { !$0.needsOrder })
      for part in parts {
        rows.append(
          PackedFormat.Row(
            offset: UInt64(start + part.lowerBound * stride), byteCount: UInt64(part.count * stride)))
      }
      return
    }
    guard !isDamaged, let memory, next + parts.count <= rows.count else {
      isDamaged = true
      return
    }
    guard let first = parts.first, let last = parts.last else {
      array = []
      return
    }
    let start = rows[next].offset
    for (number, part) in parts.enumerated() {
      let row = rows[next + number]
      let size = part.count.multipliedReportingOverflow(by: stride)
      guard !size.overflow, row.byteCount == UInt64(size.partialValue),
        row.offset == start &+ UInt64(part.lowerBound * stride)
      else {
        isDamaged = true
        return
      }
      sections.append(
        PackedSections.Section(
          range: Int(row.offset)..<Int(row.offset + row.byteCount), rule: rules[number], unit: unit(number)))
    }
    next += parts.count
    guard first.lowerBound == 0,
      let read = FlatArray<Element>(in: memory, at: Int(start), count: last.upperBound)
    else {
      isDamaged = true
      return
    }
    array = read
  }

  /// Whether no section whose order matters shares memory with another.
  ///
  /// When a section turns out damaged it becomes zeros, and with it a part of every section that it overlaps: fine
  /// for numbers that each stand for themselves, but offsets would not ascend any more.
  var offsetsLieApart: Bool {
    var end = 0
    var endOfOffsets = 0
    for section in sections.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where !section.range.isEmpty {
      if section.range.lowerBound < (section.rule.needsOrder ? end : endOfOffsets) { return false }
      end = max(end, section.range.upperBound)
      if section.rule.needsOrder { endOfOffsets = max(endOfOffsets, section.range.upperBound) }
    }
    return true
  }

  /// Where bytes lie in the file: those that are there already are not laid out again, if they may be shared.
  private mutating func place(_ bytes: FlatArray<UInt8>, shared: Bool) -> Int {
    if bytes.isEmpty { return 0 }
    if shared {
      let checksum = bytes.checksum
      for number in piecesByChecksum[checksum] ?? [] where pieces[number].bytes.isSame(as: bytes) {
        return pieces[number].offset
      }
      piecesByChecksum[checksum, default: []].append(pieces.count)
    }
    let offset = end
    pieces.append((offset, bytes))
    end = PackedFormat.aligned(offset + bytes.count, to: PackedFormat.alignment)
    return offset
  }
}

extension FlatArray {
  /// The memory of the values.
  var bytes: FlatArray<UInt8> { reinterpreted() }
}

extension FlatArray where Element == UInt8 {
  /// Whether the bytes are those of another array.
  fileprivate func isSame(as other: FlatArray) -> Bool {
    unsafe withUnsafeBufferPointer { one in
      unsafe other.withUnsafeBufferPointer { two in
        if one.count != two.count { return false }
        guard let one = one.baseAddress, let two = two.baseAddress else { return true }
        return unsafe one == two || memcmp(one, two, count) == 0
      }
    }
  }

  /// The checksum of the bytes.
  var checksum: UInt64 {
    unsafe withUnsafeBufferPointer { unsafe PackedFormat.checksum(UnsafeRawBufferPointer($0)) }
  }
}
