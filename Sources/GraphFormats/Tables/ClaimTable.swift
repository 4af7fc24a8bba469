import Diagnostics
import GraphCore

/// A table of claims, read on all cores into columns of numbers.
struct ClaimTable: Sendable {
  let layout: ClaimTableLayout
  /// All texts of the cells.
  private(set) var texts = StringPool()
  /// The names of the relations.
  private(set) var relations = StringPool()
  /// Where each row begins.
  private(set) var starts = FlatArray<UInt32>()
  private(set) var subjects = FlatArray<UInt32>()
  private(set) var types = FlatArray<UInt32>()
  private(set) var objects = FlatArray<UInt32>()
  /// The fields, in the order of the layout.
  private(set) var fields: [FlatArray<UInt32>] = []
  /// The scalars, in the order of the layout.
  private(set) var scalarKinds: [FlatArray<ClaimColumns.ScalarKind>] = []
  private(set) var scalarBits: [FlatArray<UInt64>] = []
  /// Where rows begin that are left out.
  private(set) var rejected: [Int] = []
  /// Rows that are kept without something that is wrong in them.
  private(set) var odd: [Int] = []
  /// Those of them that may look like another row without what is wrong.
  private(set) var unsure: [Int] = []
  /// How many dates had a time of day.
  private(set) var droppedTimes = 0

  /// The number of rows.
  var count: Int { starts.count }

  /// A chunk is at least so many bytes: starting a thread must be worth it.
  private static let smallestChunk = 1 << 18

  /// Reads a table; nil when only records tell what it says.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - layout: Which columns are read.
  ///   - chunks: How many parts to read at once; nil: as many as there are cores.
  /// - Complexity: O(bytes), on all cores.
  init?(_ bytes: UnsafeRawBufferPointer, _ layout: ClaimTableLayout, chunks: Int? = nil) {
    guard bytes.count < Int(UInt32.max) else { return nil }
    self.layout = layout
    let size = bytes.count - layout.body
    let count = max(chunks ?? min(max(size / Self.smallestChunk, 1), Parallel.width), 1)
    var starts = [layout.body]
    for part in 1..<count {
      let place = layout.body + size / count * part
      starts.append(max(unsafe Self.rowStart(bytes, near: place, layout), starts[part - 1]))
    }
    starts.append(bytes.count)
    var parts = [ClaimTableChunk](repeating: ClaimTableChunk(layout), count: count)
    unsafe parts.withUnsafeMutableBufferPointer { parts in
      Parallel.perform(count) { unsafe parts[$0].read(bytes, from: starts[$0], upTo: starts[$0 + 1]) }
    }
    // Where a part was begun inside of a cell, the part before it tells where its rows begin.
    for index in parts.indices.dropFirst() {
      if parts[index - 1].isBeyond { return nil }
      let start = parts[index - 1].end
      guard start != starts[index] else { continue }
      parts[index] = ClaimTableChunk(layout)
      unsafe parts[index].read(bytes, from: start, upTo: starts[index + 1])
      if start > starts[index + 1] { unsafe parts[index].read(bytes, from: start, upTo: start) }
    }
    guard parts.allSatisfy({ !$0.isBeyond }) else { return nil }
    unsafe join(&parts, bytes)
  }

  /// A place behind a line break where a row seems to begin: two rows from there have the right number of cells.
  private static func rowStart(
    _ bytes: UnsafeRawBufferPointer, near place: Int, _ layout: ClaimTableLayout
  ) -> Int {
    var scanner = RowScanner(delimiter: layout.delimiter)
    var cells = [CellSpan](repeating: CellSpan(), count: layout.width)
    var first: Int?
    var next = place
    for _ in 0..<64 {
      while next < bytes.count, unsafe bytes[next] != 0x0A { next += 1 }
      next = min(next + 1, bytes.count)
      if first == nil { first = next }
      var isRow = true
      var row = next
      for _ in 0..<2 where isRow && row < bytes.count {
        let outcome = unsafe scanner.split(bytes, at: row, into: &cells)
        isRow = outcome == .row && scanner.count == layout.width
        row = scanner.next
      }
      if isRow { return next }
    }
    return first ?? place
  }

  // MARK: Joining the parts

  /// From the numbers of a part to those of the whole; nil where they are the same.
  private typealias Map = [UInt32]?

  private mutating func join(_ parts: inout [ClaimTableChunk], _ bytes: UnsafeRawBufferPointer) {
    var offsets = [0]
    for part in parts {
      rejected += part.rejected
      odd += part.odd.map { $0 + offsets[offsets.count - 1] }
      unsure += part.unsure.map { $0 + offsets[offsets.count - 1] }
      droppedTimes += part.droppedTimes
      offsets.append(offsets[offsets.count - 1] + part.starts.count)
    }
    starts = Self.joined(parts.map(\.starts), offsets, parts.map { _ in nil })
    texts = parts[0].names
    relations = parts[0].relations
    let nameMaps = parts.enumerated().map { $0 == 0 ? nil : texts.intern(contentsOf: $1.names) }
    let relationMaps = parts.enumerated().map { $0 == 0 ? nil : relations.intern(contentsOf: $1.relations) }
    var maps = [nameMaps, relationMaps, nameMaps]
    for (index, field) in layout.fields.enumerated() {
      switch field.kind {
      case .date: maps.append(parts.map { _ in nil })
      case .speaker: maps.append(nameMaps)
      default: maps.append(parts.map { texts.intern(contentsOf: $0.fieldTexts[index]) })
      }
    }
    let scalarMaps = layout.scalars.indices.map { index in
      parts.map { $0.scalarTexts[index].count == 0 ? nil : texts.intern(contentsOf: $0.scalarTexts[index]) }
    }
    var words = (0..<maps.count).map { column in parts.map { $0.words[column] } }
    var kinds = layout.scalars.indices.map { column in parts.map { $0.kinds[column] } }
    var bits = layout.scalars.indices.map { column in parts.map { $0.bits[column] } }
    parts = []
    for column in bits.indices {
      for part in bits[column].indices { unsafe intern(kinds[column][part], &bits[column][part], bytes) }
    }
    let wordColumns = Self.columns(&words) { Self.joined($1, offsets, maps[$0]) }
    (subjects, types, objects) = (wordColumns[0], wordColumns[1], wordColumns[2])
    fields = Array(wordColumns[3...])
    scalarBits = Self.columns(&bits) { Self.joinedBits(kinds[$0], $1, offsets, scalarMaps[$0]) }
    scalarKinds = Self.columns(&kinds) { _, pieces in Self.joinedKinds(pieces, offsets) }
  }

  /// Makes a column each of the pieces of columns, on all cores; pieces go as soon as they are not needed.
  private static func columns<Piece, Column>(
    _ pieces: inout [[[Piece]]], _ join: (Int, [[Piece]]) -> FlatArray<Column>
  ) -> [FlatArray<Column>] {
    let count = pieces.count
    var columns = [FlatArray<Column>](repeating: [], count: count)
    unsafe columns.withUnsafeMutableBufferPointer { columns in
      unsafe pieces.withUnsafeMutableBufferPointer { pieces in
        Parallel.perform(count) { column in
          unsafe columns[column] = join(column, pieces[column])
          unsafe pieces[column] = []
        }
      }
    }
    return columns
  }

  private static func joined(
    _ pieces: [[UInt32]], _ offsets: [Int], _ maps: [Map]
  ) -> FlatArray<UInt32> {
    if pieces.count == 1, maps[0] == nil { return FlatArray(pieces[0]) }
    var column = FlatArray<UInt32>(uninitializedCount: offsets[offsets.count - 1])
    let target = unsafe column.mutableBuffer()
    for (part, piece) in pieces.enumerated() {
      unsafe piece.withUnsafeBufferPointer { words in
        let start = offsets[part]
        guard let map = maps[part] else {
          for row in words.indices { unsafe target[start + row] = words[row] }
          return
        }
        for row in words.indices {
          let word = unsafe words[row]
          unsafe target[start + row] = word == ClaimColumns.absent ? word : map[Int(word)]
        }
      }
    }
    return column
  }

  private static func joinedBits(
    _ kinds: [[ClaimTableChunk.CellKind]], _ pieces: [[UInt64]], _ offsets: [Int],
    _ maps: [Map]
  ) -> FlatArray<UInt64> {
    var column = FlatArray<UInt64>(uninitializedCount: offsets[offsets.count - 1])
    let target = unsafe column.mutableBuffer()
    for (part, piece) in pieces.enumerated() {
      let map = maps[part]
      for row in piece.indices {
        let kind = kinds[part][row]
        let value = piece[row]
        let isNumber = kind == .text || kind == .list
        unsafe target[offsets[part] + row] = isNumber ? map.map { UInt64($0[Int(value)]) } ?? value : value
      }
    }
    return column
  }

  private static func joinedKinds(
    _ pieces: [[ClaimTableChunk.CellKind]], _ offsets: [Int]
  ) -> FlatArray<ClaimColumns.ScalarKind> {
    var column = FlatArray<ClaimColumns.ScalarKind>(uninitializedCount: offsets[offsets.count - 1])
    let target = unsafe column.mutableBuffer()
    for (part, piece) in pieces.enumerated() {
      for row in piece.indices {
        let kind: ClaimColumns.ScalarKind =
          switch piece[row] {
          case .absent: .absent
          case .text, .span: .text
          case .integer: .integer
          case .float: .float
          case .boolean: .boolean
          case .list: .list
          }
        unsafe target[offsets[part] + row] = kind
      }
    }
    return column
  }

  /// A text that is about to be numbered: its row, where it stands, its hash, and what the table has there.
  private struct PendingText {
    let row: Int
    let place: Int
    let count: Int
    let hash: UInt64
    let probe: UInt64
  }

  /// Numbers the texts that stand in the file, a portion at a time: the processor waits for many places of the table of
  /// texts at once instead of for one after the other.
  private mutating func intern(
    _ kinds: [ClaimTableChunk.CellKind], _ bits: inout [UInt64], _ bytes: UnsafeRawBufferPointer
  ) {
    var spans = 0
    for row in 0..<kinds.count where kinds[row] == .span { spans += 1 }
    guard spans > 0 else { return }
    texts.reserve(texts: texts.count + spans, bytes: texts.bytes.count)
    func text(_ place: Int, _ count: Int) -> UnsafeBufferPointer<UInt8> {
      unsafe UnsafeRawBufferPointer(rebasing: bytes[place..<place + count]).assumingMemoryBound(
        to: UInt8.self)
    }
    var pending: [PendingText] = []
    let portion = 64
    pending.reserveCapacity(portion)
    for row in 0..<kinds.count {
      if kinds[row] == .span {
        let value = bits[row]
        let (place, count) = (Int(value & 0xFFFF_FFFF), Int(value >> 32))
        let hash = unsafe StringPool.hash(text(place, count))
        pending.append(
          PendingText(row: row, place: place, count: count, hash: hash, probe: texts.probe(hash)))
      }
      guard pending.count == portion || row == kinds.count - 1 else { continue }
      for one in pending {
        let id = unsafe texts.intern(text(one.place, one.count), hash: one.hash, probe: one.probe)
        bits[one.row] = UInt64(id.rawValue)
      }
      pending.removeAll(keepingCapacity: true)
    }
  }

  // MARK: What assembling takes

  /// Gives up the texts, which become the graph's.
  mutating func takeTexts() -> StringPool {
    defer { texts = StringPool() }
    return texts
  }

  /// A field; nil when the table has none of that name.
  func field(_ name: String) -> FlatArray<UInt32>? { layout.index(of: name).map { fields[$0] } }

  /// A field that is not the same in every row.
  func changing(_ name: String) -> FlatArray<UInt32>? {
    guard let index = layout.index(of: name), case .column = layout.fields[index].origin else { return nil }
    return fields[index]
  }

  /// A column of nothing but texts, as their numbers; nil when the table has none of that name.
  func texts(_ key: String) -> FlatArray<UInt32>? {
    layout.scalarIndex(of: key).map { index in
      let kinds = scalarKinds[index]
      let bits = scalarBits[index]
      var words = FlatArray<UInt32>(uninitializedCount: kinds.count)
      let target = unsafe words.mutableBuffer()
      for row in 0..<kinds.count {
        unsafe target[row] =
          kinds[row] == .absent ? ClaimColumns.absent : UInt32(truncatingIfNeeded: bits[row])
      }
      return words
    }
  }

  /// Gives up a scalar, which becomes a column of the graph.
  mutating func takeScalar(
    _ index: Int
  ) -> (kinds: FlatArray<ClaimColumns.ScalarKind>, bits: FlatArray<UInt64>) {
    defer { (scalarKinds[index], scalarBits[index]) = ([], []) }
    return (scalarKinds[index], scalarBits[index])
  }
}
