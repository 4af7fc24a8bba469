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
  /// The same graph gives the same bytes. Gaps that deleting left are closed, so identifiers may differ.
  ///
  /// - Complexity: O(n log n) in the number of names, O(n) in everything else.
  package static func pieces(of graph: GraphSnapshot) -> [FlatArray<UInt8>] {
    var image = SnapshotImage(graph)
    var coder = PackedGraphCoder()
    _ = coder.graph(&image)
    let fields = FlatArray(coder.fields.output)
    let tableSize = (coder.sections.rows.count + 1) * PackedFormat.rowSize
    let fieldsStart = aligned(PackedFormat.headerSize + tableSize)
    let start = aligned(fieldsStart + fields.count)
    var table: [UInt8] = []
    table.reserveCapacity(tableSize)
    append(UInt64(fieldsStart), UInt64(fields.count), fields.checksum, to: &table)
    for row in coder.sections.rows {
      append(row.offset + UInt64(start), row.byteCount, row.checksum, to: &table)
    }
    var pieces: [FlatArray<UInt8>] = []
    var size = 0
    func add(_ bytes: FlatArray<UInt8>, at offset: Int) {
      if offset > size { pieces.append(FlatArray(repeating: 0, count: offset - size)) }
      if !bytes.isEmpty { pieces.append(bytes) }
      size = offset + bytes.count
    }
    add(FlatArray(table), at: PackedFormat.headerSize)
    add(fields, at: fieldsStart)
    for piece in coder.sections.pieces { add(piece.bytes, at: start + piece.offset) }
    pieces[0] = header(fileSize: size, sections: coder.sections.rows.count + 1, table: FlatArray(table))
    return pieces
  }

  private static func header(fileSize: Int, sections: Int, table: FlatArray<UInt8>) -> FlatArray<UInt8> {
    var header = PackedFormat.magic
    append(PackedFormat.byteOrderMark, to: &header)
    append(PackedFormat.version, to: &header)
    append(UInt64(fileSize), to: &header)
    append(UInt32(sections), to: &header)
    append(UInt32(0), to: &header)
    append(table.checksum, to: &header)
    append(FlatArray(header).checksum, to: &header)
    header += Array(repeating: 0, count: PackedFormat.headerSize - header.count)
    return FlatArray(header)
  }

  private static func aligned(_ offset: Int) -> Int {
    (offset + PackedFormat.alignment - 1) / PackedFormat.alignment * PackedFormat.alignment
  }

  private static func append<Number: FixedWidthInteger>(_ numbers: Number..., to bytes: inout [UInt8]) {
    for number in numbers { unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) } }
  }

  // MARK: Reading

  /// A graph that lies in memory as it lies in its file.
  ///
  /// Header and table of sections are checked at once, what lies in the sections when somebody asks for it; see
  /// ``GraphSnapshot/damage`` and ``GraphSnapshot/checkFile()``. Small files are checked whole.
  ///
  /// - Parameters:
  ///   - memory: The file, mapped or read. Nobody else may change it; what is found damaged is zeroed in it.
  ///   - name: What messages call the file.
  /// - Returns: The graph; it keeps the memory.
  /// - Throws: `packed.truncated`, `packed.version`, `packed.byte-order`, `packed.damaged`.
  /// - Complexity: O(sections + names of labels, types and keys), and O(size of the schema).
  package static func open(_ memory: FlatMemory, named name: String) throws(Problem) -> GraphSnapshot {
    try open(memory, named: name, checkingUpTo: PackedFormat.eagerSize)
  }

  /// The same with another limit for what is a small file.
  static func open(
    _ memory: FlatMemory, named name: String, checkingUpTo limit: Int
  ) throws(Problem) -> GraphSnapshot {
    var rows = try PackedHeader.rows(of: memory, named: name)
    let fieldsRow = rows.removeFirst()
    guard
      let fields = FlatArray<UInt8>(in: memory, at: Int(fieldsRow.offset), count: Int(fieldsRow.byteCount)),
      fields.checksum == fieldsRow.checksum
    else {
      throw PackedHeader.damaged(name, "its fields do not agree with their checksum")
    }
    var coder = PackedGraphCoder(fields: fields, rows: rows, in: memory)
    var image = SnapshotImage()
    guard coder.graph(&image) else {
      throw PackedHeader.damaged(name, "its fields and its sections do not agree")
    }
    let sections = PackedSections(coder.sections.sections, units: coder.units, in: memory, named: name)
    image.store.file = sections
    if memory.byteCount <= limit, let problem = sections.requireAll().first { throw problem }
    return GraphSnapshot(image)
  }
}

/// Reads what stands at the beginning of a packed graph.
private enum PackedHeader {
  /// The table of sections, every row of which lies within the file.
  static func rows(of memory: FlatMemory, named name: String) throws(Problem) -> [PackedFormat.Row] {
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
    guard header.part(0..<PackedFormat.checkedHeaderSize).checksum == number(UInt64.self, numbers, at: 32)
    else {
      throw damaged(name, "its header does not agree with its checksum")
    }
    let size = number(UInt64.self, numbers, at: 8)
    let count = Int(number(UInt32.self, numbers, at: 16))
    if size != UInt64(memory.byteCount) { throw truncated(name, memory.byteCount, size) }
    guard count > 0,
      let table = FlatArray<UInt8>(in: memory, at: headerSize, count: count * PackedFormat.rowSize),
      table.checksum == number(UInt64.self, numbers, at: 24)
    else { throw damaged(name, "its table of sections does not agree with its checksum") }
    var rows: [PackedFormat.Row] = []
    rows.reserveCapacity(count)
    for index in 0..<count {
      let place = index * PackedFormat.rowSize
      let row = PackedFormat.Row(
        offset: number(UInt64.self, table, at: place), byteCount: number(UInt64.self, table, at: place + 8),
        checksum: number(UInt64.self, table, at: place + 16))
      guard row.offset <= size, row.byteCount <= size - row.offset else {
        throw damaged(name, "its section \(index) lies outside the file")
      }
      rows.append(row)
    }
    return rows
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
