#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Memory in which flat arrays lie: allocated by itself, or part of something that is kept alive, as a mapped file.
///
/// What lies in it is changed only by ``FlatArray``, and only while a single array refers to it: that is why it
/// may be shared between tasks.
@safe package final class FlatMemory: @unchecked Sendable {
  /// The first byte.
  let start: UnsafeMutableRawPointer

  /// The number of bytes.
  package let byteCount: Int

  /// Whether the memory was allocated here, so that the only array in it may change it in place.
  let isOwn: Bool

  /// Whether the memory came from the system directly.
  private let isMapped: Bool

  /// What keeps memory valid that was not allocated here.
  private let keeper: (any AnyObject & Sendable)?

  /// Of a packed graph's file: what checks parts of it before they are read.
  ///
  /// Set once, before anybody else sees this memory.
  var guardian: PackedSections?

  /// From how many bytes on memory is asked from the system directly, in huge pages where it has them.
  ///
  /// Filling memory for the first time costs one fault a page: with pages of 4 KiB that is a tenth of the time in
  /// which a large table is read.
  private static let hugeByteCount = 4 << 20

  /// Allocates memory without meaning.
  init(byteCount: Int) {
    self.byteCount = byteCount
    isOwn = true
    keeper = nil
    if byteCount >= FlatMemory.hugeByteCount, let huge = unsafe FlatMemory.map(byteCount) {
      unsafe start = huge
      isMapped = true
    } else {
      unsafe start = UnsafeMutableRawPointer.allocate(
        byteCount: byteCount, alignment: MemoryLayout<UInt64>.alignment)
      isMapped = false
    }
  }

  /// Copies bytes.
  package convenience init(copying bytes: [UInt8]) {
    self.init(byteCount: bytes.count)
    unsafe bytes.withUnsafeBytes { bytes in
      if let first = bytes.baseAddress { unsafe start.copyMemory(from: first, byteCount: bytes.count) }
    }
  }

  /// Wraps memory that something else keeps.
  ///
  /// - Parameters:
  ///   - region: The memory; nobody else may change it as long as `keeper` lives.
  ///   - keeper: What keeps it.
  package init(_ region: UnsafeMutableRawBufferPointer, keptBy keeper: any AnyObject & Sendable) {
    // An empty region may have no address; no array reads or frees this one.
    unsafe start = region.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
    byteCount = region.count
    isOwn = false
    isMapped = false
    self.keeper = keeper
  }

  deinit {
    guard isOwn else { return }
    if isMapped {
      unsafe munmap(start, byteCount)
    } else {
      unsafe start.deallocate()
    }
  }

  /// The same memory under a guardian of its own.
  convenience init(guarding other: FlatMemory) {
    let region = unsafe UnsafeMutableRawBufferPointer(start: other.start, count: other.byteCount)
    unsafe self.init(region, keptBy: other)
  }

  private static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    let address = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, Int32(flags), -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { return nil }
    #if os(Linux)
      unsafe madvise(address, byteCount, MADV_HUGEPAGE)
    #endif
    return unsafe address
  }
}
