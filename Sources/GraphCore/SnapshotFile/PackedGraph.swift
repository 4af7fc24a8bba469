package import Diagnostics

/// A graph in one file that is used where it lies: opened by mapping it into memory, without reading it through.
package enum PackedGraph {
  /// Whether bytes begin like a packed graph.
  package static func recognizes(_ start: some Collection<UInt8>) -> Bool {
    start.starts(with: PackedFormat.magic)
  }

  /// How many bytes ``recognizes(_:)`` looks at.
  package static var magicSize: Int { PackedFormat.magic.count }

  // MARK: Writing

  /// A graph as the bytes of its file, in pieces that follow each other.
  ///
  /// The same graph gives the same bytes. Gaps that deleting left are closed, so identifiers may differ. The pieces
  /// share the memory of the graph; what is new are its indexes, as far as nobody has asked for them.
  ///
  /// - Complexity: O(n log n) in the number of names, O(n) in everything else.
  package static func pieces(of graph: GraphSnapshot) -> [FlatArray<UInt8>] {
    pieces(of: graph, blockSize: PackedFormat.blockSize)
  }

  /// The same with blocks of another size, so that a test has many without a large graph.
  static func pieces(of graph: GraphSnapshot, blockSize: Int) -> [FlatArray<UInt8>] {
    var image = SnapshotImage(graph)
    var coder = PackedGraphCoder()
    _ = coder.graph(&image)
    let fields = FlatArray(coder.fields.output)
    let shift = PackedFormat.aligned(fields.count, to: PackedFormat.alignment)
    var blocks = [(offset: 0, bytes: fields)]
    for piece in coder.sections.pieces { blocks.append((piece.offset + shift, piece.bytes)) }
    let size = blocks.map { $0.offset + $0.bytes.count }.max() ?? 0
    let checksums = BlockChecksums.of(blocks, size: size, blockSize: blockSize)
    let sectionCount = coder.sections.rows.count + 1
    let start = PackedFormat.blocksStart(sections: sectionCount, blocks: checksums.count)
    var table: [UInt8] = []
    table.reserveCapacity(start)
    append(UInt64(start), UInt64(fields.count), to: &table)
    for row in coder.sections.rows { append(row.offset + UInt64(start + shift), row.byteCount, to: &table) }
    for checksum in checksums { append(checksum, to: &table) }
    table += Array(repeating: 0, count: start - PackedFormat.headerSize - table.count)
    var pieces = [
      header(
        fileSize: start + size, numbers: [sectionCount, checksums.count, blockSize, 0],
        table: FlatArray(table))
    ]
    var end = PackedFormat.headerSize
    func add(_ bytes: FlatArray<UInt8>, at offset: Int) {
      if offset > end { pieces.append(FlatArray(repeating: 0, count: offset - end)) }
      if !bytes.isEmpty { pieces.append(bytes) }
      end = offset + bytes.count
    }
    add(FlatArray(table), at: end)
    for block in blocks { add(block.bytes, at: start + block.offset) }
    return pieces
  }

  private static func header(
    fileSize: Int, numbers: [Int], table: FlatArray<UInt8>
  ) -> FlatArray<UInt8> {
    var header = PackedFormat.magic
    append(PackedFormat.byteOrderMark, to: &header)
    append(PackedFormat.version, to: &header)
    append(UInt64(fileSize), to: &header)
    for number in numbers { append(UInt32(number), to: &header) }
    append(table.checksum, to: &header)
    append(FlatArray(header).checksum, to: &header)
    header += Array(repeating: 0, count: PackedFormat.headerSize - header.count)
    return FlatArray(header)
  }

  private static func append<Number: FixedWidthInteger>(_ numbers: Number..., to bytes: inout [UInt8]) {
    for number in numbers { unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) } }
  }

  // MARK: Reading

  /// A graph that lies in memory as it lies in its file.
  ///
  /// Header, table and fields are checked at once, what lies in the other sections block by block when somebody reads
  /// it; see ``GraphSnapshot/damage`` and ``GraphSnapshot/checkFile()``. Small files are checked whole.
  ///
  /// - Parameters:
  ///   - memory: The file, mapped or read. Nobody else may change it; what is found damaged is zeroed in it.
  ///   - name: What messages call the file.
  /// - Returns: The graph; it keeps the memory.
  /// - Throws: `packed.truncated`, `packed.version`, `packed.byte-order`, `packed.damaged`.
  /// - Complexity: O(sections + names of labels, types and keys), O(size of the schema), and eight bytes read for
  ///   each ``PackedFormat/blockSize`` of the file.
  package static func open(_ memory: FlatMemory, named name: String) throws(Problem) -> GraphSnapshot {
    try open(memory, named: name, checkingUpTo: PackedFormat.eagerSize)
  }

  /// The same with another limit for what is a small file.
  static func open(
    _ memory: FlatMemory, named name: String, checkingUpTo limit: Int
  ) throws(Problem) -> GraphSnapshot {
    let memory = FlatMemory(guarding: memory)
    let header = try PackedHeader.read(memory, named: name)
    guard let first = header.rows.first,
      let fields = FlatArray<UInt8>(in: memory, at: Int(first.offset), count: Int(first.byteCount)),
      header.isSound(Int(first.offset)..<Int(first.offset + first.byteCount), in: memory)
    else {
      throw PackedHeader.damaged(name, "its fields do not agree with their checksum")
    }
    var coder = PackedGraphCoder(fields: fields, rows: Array(header.rows.dropFirst()), in: memory)
    var image = SnapshotImage()
    guard coder.graph(&image) else {
      throw PackedHeader.damaged(name, "its fields and its sections do not agree")
    }
    let sections = PackedSections(
      coder.sections.sections, units: coder.units, blocks: header.blocks, in: memory, named: name)
    memory.guardian = sections
    image.store.file = sections
    image.store.fileMemory = memory
    if memory.byteCount <= limit, let problem = sections.requireAll().first { throw problem }
    return GraphSnapshot(image)
  }
}
