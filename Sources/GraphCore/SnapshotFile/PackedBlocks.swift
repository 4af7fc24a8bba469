/// The blocks of a packed graph's file and their checksums.
struct PackedBlocks: Sendable {
  /// Where the first block begins in the file.
  let start: Int

  /// Where the last block ends: the size of the file.
  let end: Int

  /// The bytes of each block but the last, which may be shorter.
  let size: Int

  /// The checksum of each block.
  let checksums: [UInt64]

  /// The number of blocks.
  var count: Int { checksums.count }

  /// Where a block lies in the file.
  func range(of block: Int) -> Range<Int> {
    let lower = start + block * size
    return lower..<min(lower + size, end)
  }

  /// The blocks that a part of the file lies in.
  func touched(by range: Range<Int>) -> Range<Int> {
    let range = range.clamped(to: start..<end)
    if range.isEmpty { return 0..<0 }
    return (range.lowerBound - start) / size..<(range.upperBound - 1 - start)
      / size + 1
  }

  /// Whether a block agrees with its checksum.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - file: Where the file lies in memory.
  /// - Returns: Whether it does.
  func isIntact(_ block: Int, _ file: UnsafeRawPointer) -> Bool {
    let range = range(of: block)
    let bytes = unsafe UnsafeRawBufferPointer(start: file + range.lowerBound, count: range.count)
    return unsafe PackedFormat.checksum(bytes) == checksums[block]
  }
}

/// Makes the checksums of blocks that are put together from pieces.
enum BlockChecksums {
  /// The checksum of each block.
  ///
  /// - Parameters:
  ///   - pieces: The pieces in ascending order, which do not overlap; between them are zeros.
  ///   - size: Where the last piece ends.
  ///   - blockSize: The bytes of a block.
  /// - Returns: As many as there are blocks.
  /// - Complexity: O(size), on all cores.
  static func of(_ pieces: [(offset: Int, bytes: FlatArray<UInt8>)], size: Int, blockSize: Int) -> [UInt64] {
    let count = (size + blockSize - 1) / blockSize
    var checksums = [UInt64](repeating: 0, count: count)
    // Each core takes a run of blocks, so that it walks through the pieces once.
    let runs = min(count, Parallel.width * 8)
    unsafe checksums.withUnsafeMutableBufferPointer { checksums in
      Parallel.perform(runs) { run in
        var scratch = FlatArray<UInt8>(repeating: 0, count: blockSize)
        var piece = 0
        for block in count * run / runs..<count * (run + 1) / runs {
          let range = block * blockSize..<min((block + 1) * blockSize, size)
          while piece < pieces.count, pieces[piece].offset + pieces[piece].bytes.count <= range.lowerBound {
            piece += 1
          }
          unsafe checksums[block] = checksum(of: range, in: pieces, from: piece, &scratch)
        }
      }
    }
    return checksums
  }

  private static func checksum(
    of range: Range<Int>, in pieces: [(offset: Int, bytes: FlatArray<UInt8>)], from first: Int,
    _ scratch: inout FlatArray<UInt8>
  ) -> UInt64 {
    let (offset, bytes) = pieces[first]
    if offset <= range.lowerBound, offset + bytes.count >= range.upperBound {
      return bytes.part(range.lowerBound - offset..<range.upperBound - offset).checksum
    }
    let buffer = unsafe scratch.mutableBuffer()
    unsafe buffer.update(repeating: 0)
    var number = first
    while number < pieces.count, pieces[number].offset < range.upperBound {
      let piece = pieces[number]
      let part = (piece.offset..<piece.offset + piece.bytes.count).clamped(to: range)
      unsafe piece.bytes.withUnsafeBufferPointer { bytes in
        for place in part {
          unsafe buffer[place - range.lowerBound] = bytes[place - piece.offset]
        }
      }
      number += 1
    }
    return scratch.part(0..<range.count).checksum
  }
}
