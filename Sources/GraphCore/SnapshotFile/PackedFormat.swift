/// How a packed graph lies in its file.
///
///     file    = header, table of sections, checksums of the blocks, zeros, blocks
///     header  = magic (8 bytes), byte order, version, file size (8), sections, blocks, bytes of a block, 0, checksum
///               of all between header and blocks (8), checksum of the 48 bytes before (8), zeros up to 64 bytes; all
///               numbers of 4 bytes but the marked
///     table   = a row a section: offset (8), bytes (8)
///     blocks  = the memory of the sections, cut into pieces of equal size; the last one may be shorter
///
/// The first section holds the fields: names, schema, and how many of everything there are. Which arrays the other
/// sections are follows from these, in the order of ``PackedGraphCoder``. Arrays that are equal lie in the file
/// once, but for offsets. Each block has a checksum of its own, so that whoever reads a hundred values checks a few
/// blocks instead of a column of ten million. Numbers have the byte order of the machine that packed the graph, so
/// that a file can be used where it is mapped; a machine of another order refuses it.
enum PackedFormat {
  /// As in PNG, a byte that is no ASCII, a line end of two bytes and one of one show what a transfer "as text" did.
  static let magic: [UInt8] = [0x89, 0x45, 0x4E, 0x54, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Reads in another order on a machine of another byte order.
  static let byteOrderMark: UInt32 = 0x0A0B_0C0D

  /// Goes up with every change of the format.
  static let version: UInt32 = 2

  static let headerSize = 64

  /// The bytes of the header that its own checksum covers.
  static let checkedHeaderSize = 48

  static let rowSize = 16

  /// Arrays begin at multiples of a cache line.
  static let alignment = 64

  /// The bytes that have a checksum together, in files that are written; a multiple of ``alignment``.
  ///
  /// Checking one takes about a microsecond and a half, and the checksums of ten million relationships are 300 KB,
  /// which opening reads.
  static let blockSize = 1 << 14

  /// Blocks begin at a multiple of the system's pages.
  static let blockAlignment = 1 << 12

  /// A file of up to so many bytes is checked whole when it is opened, which takes less than a millisecond.
  static let eagerSize = 4 << 20

  /// A row of the table.
  struct Row: BitwiseCopyable, Sendable {
    var offset: UInt64
    var byteCount: UInt64
  }

  /// Where the blocks begin in a file with so many sections and blocks.
  static func blocksStart(sections: Int, blocks: Int) -> Int {
    aligned(headerSize + sections * rowSize + blocks * MemoryLayout<UInt64>.size, to: blockAlignment)
  }

  static func aligned(_ offset: Int, to alignment: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }

  /// A 64-bit checksum of bytes: four lanes that multiply and fold eight bytes at a time, then the lanes together.
  ///
  /// The construction is that of wyhash (Wang Yi, public domain). It finds what happens to files, not what somebody
  /// does who wants to deceive; the rules of the sections see to it that nothing worse than a wrong answer comes of
  /// that.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (
      0x9E37_79B9_7F4A_7C15, 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3
    )
    var place = 0
    let count = bytes.count
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    while place &+ 32 <= count {
      lanes.0 = fold(lanes.0 ^ word(place), 0xE703_7ED1_A0B4_28DB)
      lanes.1 = fold(lanes.1 ^ word(place &+ 8), 0xA076_1D64_78BD_642F)
      lanes.2 = fold(lanes.2 ^ word(place &+ 16), 0x8EBC_6AF0_9C88_C6E3)
      lanes.3 = fold(lanes.3 ^ word(place &+ 24), 0x5899_65CC_7537_4CC3)
      place &+= 32
    }
    var sum = UInt64(count)
    while place < count {
      sum = fold(sum ^ UInt64(unsafe bytes[place]), 0xA076_1D64_78BD_642F)
      place &+= 1
    }
    sum = fold(sum ^ lanes.0, 0xE703_7ED1_A0B4_28DB)
    sum = fold(sum ^ lanes.1, 0xE703_7ED1_A0B4_28DB)
    sum = fold(sum ^ lanes.2, 0xE703_7ED1_A0B4_28DB)
    return fold(sum ^ lanes.3, 0xE703_7ED1_A0B4_28DB)
  }

  /// Adds what was multiplied, so that a factor of zero does not wipe out what came before.
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.low ^ product.high ^ left.byteSwapped
  }
}
