import Diagnostics

/// Reads what stands at the beginning of a packed graph.
struct PackedHeader {
  /// The table of sections, every row of which lies within the blocks.
  private(set) var rows: [PackedFormat.Row] = []

  /// The blocks and their checksums.
  let blocks: PackedBlocks

  /// Reads header and table.
  ///
  /// - Throws: `packed.truncated`, `packed.version`, `packed.byte-order`, `packed.damaged`.
  static func read(_ memory: FlatMemory, named name: String) throws(Problem) -> PackedHeader {
    let headerSize = PackedFormat.headerSize
    guard let header = FlatArray<UInt8>(in: memory, at: 0, count: headerSize) else {
      throw truncated(name, memory.byteCount, nil)
    }
    let numbers = header.part(8..<headerSize)
    let mark = number(UInt32.self, numbers, at: 0)
    if mark == PackedFormat.byteOrderMark.byteSwapped {
      throw Problem(
        "packed.byte-order", "'\(name)' was packed on a machine with another byte order",
        hints: ["pack the graph again on this machine"])
    }
    guard PackedGraph.recognizes(header), mark == PackedFormat.byteOrderMark else {
      throw damaged(name, "its beginning is no packed graph's")
    }
    let version = number(UInt32.self, numbers, at: 4)
    if version != PackedFormat.version {
      throw Problem(
        "packed.version",
        "'\(name)' is a packed graph of version \(version), and only version \(PackedFormat.version) is read here",
        hints: ["pack the graph again with this version of entente"])
    }
    guard header.part(0..<PackedFormat.checkedHeaderSize).checksum == number(UInt64.self, numbers, at: 40)
    else {
      throw damaged(name, "its header does not agree with its checksum")
    }
    let size = number(UInt64.self, numbers, at: 8)
    let count = Int(number(UInt32.self, numbers, at: 16))
    let blockCount = Int(number(UInt32.self, numbers, at: 20))
    if size != UInt64(memory.byteCount) { throw truncated(name, memory.byteCount, size) }
    let start = PackedFormat.blocksStart(sections: count, blocks: blockCount)
    let blockSize = Int(number(UInt32.self, numbers, at: 24))
    guard count > 0, blockCount > 0, blockSize > 0, blockSize % PackedFormat.alignment == 0,
      start <= memory.byteCount,
      let table = FlatArray<UInt8>(in: memory, at: headerSize, count: start - headerSize),
      table.checksum == number(UInt64.self, numbers, at: 32)
    else { throw damaged(name, "its table of sections does not agree with its checksum") }
    guard (memory.byteCount - start + blockSize - 1) / blockSize == blockCount,
      let checksums = FlatArray<UInt64>(
        in: memory, at: headerSize + count * PackedFormat.rowSize, count: blockCount)
    else { throw damaged(name, "its size and the number of its blocks do not agree") }
    var result = PackedHeader(
      blocks: PackedBlocks(
        start: start, end: memory.byteCount, size: blockSize, checksums: Array(checksums)))
    result.rows.reserveCapacity(count)
    for index in 0..<count {
      let place = index * PackedFormat.rowSize
      let row = PackedFormat.Row(
        offset: number(UInt64.self, table, at: place), byteCount: number(UInt64.self, table, at: place + 8))
      guard row.offset >= UInt64(start), row.offset <= size, row.byteCount <= size - row.offset else {
        throw damaged(name, "its section \(index) lies outside the file")
      }
      result.rows.append(row)
    }
    return result
  }

  /// Whether all blocks agree with their checksums that a part of the file lies in.
  func isSound(_ range: Range<Int>, in memory: FlatMemory) -> Bool {
    blocks.touched(by: range).allSatisfy { unsafe blocks.isIntact($0, UnsafeRawPointer(memory.start)) }
  }

  static func damaged(_ name: String, _ what: String) -> Problem {
    Problem(
      "packed.damaged", "'\(name)' is damaged: \(what)",
      hints: ["pack the graph again, or take the file from where it came"])
  }

  private static func truncated(_ name: String, _ size: Int, _ wanted: UInt64?) -> Problem {
    let expected = wanted.map { " instead of \($0)" } ?? ", which is not even a header"
    return Problem(
      "packed.truncated", "'\(name)' is not whole: it has \(size) bytes\(expected)",
      hints: ["copy it again, or pack the graph again"])
  }

  private static func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _: Number.Type, _ bytes: FlatArray<UInt8>, at offset: Int
  ) -> Number {
    unsafe bytes.part(offset..<(offset + MemoryLayout<Number>.size)).withUnsafeBufferPointer {
      unsafe UnsafeRawBufferPointer($0).loadUnaligned(as: Number.self)
    }
  }
}
