import Diagnostics
import TestSupport
import Vocabulary

@testable import GraphCore

/// A packed graph as bytes that a test can spoil.
struct PackedFile {
  var bytes: [UInt8]

  /// Where each section lay before anything was spoilt.
  private(set) var sections: [Range<Int>] = []

  /// Packs a graph, in blocks so small that few sections lie in one.
  init(_ graph: GraphSnapshot, blockSize: Int = 64) {
    bytes = PackedGraph.pieces(of: graph, blockSize: blockSize).flatMap { Array($0) }
    sections = (0..<Int(number(at: 24) & 0xFFFF_FFFF)).map { row in
      let place = PackedFormat.headerSize + row * PackedFormat.rowSize
      return Int(number(at: place))..<Int(number(at: place) + number(at: place + 8))
    }
  }

  /// Opens the file without looking at what lies in its sections.
  func open() throws(Problem) -> GraphSnapshot {
    try PackedGraph.open(FlatMemory(copying: bytes), named: "graph.entente", checkingUpTo: 0)
  }

  func number(at offset: Int) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
  }

  mutating func set(_ number: UInt64, at offset: Int) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: number, toByteOffset: offset, as: UInt64.self) }
  }

  private func checksum(_ range: Range<Int>) -> UInt64 {
    bytes.withUnsafeBytes { PackedFormat.checksum(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Where the blocks begin, if the header says what can be.
  private var blocks: (start: Int, count: Int)? {
    let (sections, count) = (Int(number(at: 24) & 0xFFFF_FFFF), Int(number(at: 24) >> 32))
    guard sections < 100_000, count < 100_000 else { return nil }
    let start = PackedFormat.blocksStart(sections: sections, blocks: count)
    return start <= bytes.count ? (start, count) : nil
  }

  /// Makes all checksums right again, as somebody would who made the file to deceive.
  mutating func seal() {
    guard let (start, count) = blocks else { return }
    for block in 0..<count {
      let size = Int(number(at: 32) & 0xFFFF_FFFF)
      let lower = start + block * size
      guard lower < bytes.count else { break }
      let range = lower..<min(lower + size, bytes.count)
      set(checksum(range), at: checksumsStart + block * 8)
    }
    set(checksum(PackedFormat.headerSize..<start), at: 40)
    set(checksum(0..<PackedFormat.checkedHeaderSize), at: 48)
  }

  /// The block in which a byte lies.
  func block(at place: Int) -> Range<Int>? {
    guard let (start, _) = blocks, place >= start else { return nil }
    let size = Int(number(at: 32) & 0xFFFF_FFFF)
    let lower = start + (place - start) / size * size
    return lower..<min(lower + size, bytes.count)
  }

  private var checksumsStart: Int {
    PackedFormat.headerSize + Int(number(at: 24) & 0xFFFF_FFFF) * PackedFormat.rowSize
  }

  /// Changes a few bytes or numbers somewhere, more often in what is small: header, table, fields.
  mutating func spoil(_ generator: inout SeededGenerator) {
    for _ in 0...generator.below(3) {
      let section = generator.pick(sections.filter { !$0.isEmpty }) ?? 0..<bytes.count
      let range =
        switch generator.below(4) {
        case 0: 0..<min(bytes.count, PackedFormat.headerSize + sections.count * PackedFormat.rowSize)
        case 1: sections.first ?? section
        default: section
        }
      guard range.upperBound <= bytes.count, !range.isEmpty else { continue }
      let place = range.lowerBound + generator.below(range.count)
      switch generator.below(4) {
      case 0: bytes[place] ^= 1 << UInt8(generator.below(8))
      case 1: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      case 2 where place + 8 <= bytes.count:
        set(generator.pick([0, 1, UInt64.max, 1 << 31, 1 << 63, 0xFFFF_FFFF]) ?? 0, at: place)
      default:
        let other = range.lowerBound + generator.below(range.count)
        bytes.swapAt(place, other)
      }
    }
  }
}

extension GraphSnapshot {
  /// Reads columns and adjacencies from one end to the other, as the engine does.
  func readInBulk() {
    for type in 0..<UInt32(relationshipTypeNames.count) {
      for direction in Direction.allCases {
        _ = countedAdjacency(RelationshipTypeID(type), direction)
        let adjacency = adjacency(RelationshipTypeID(type), direction)
        _ = adjacency.relationships[adjacency.bounds].reduce(0) { $0 ^ relationshipTypes[Int($1)] }
        adjacency.withSpans { _, offsets, neighbours, _ in
          for place in 1..<max(1, offsets.count) {
            for index in Int(offsets[place - 1])..<Int(offsets[place]) { _ = neighbours[index] }
          }
        }
      }
    }
    for key in 0..<UInt32(propertyKeyNames.count) {
      for column in [nodeColumn(PropertyKeyID(key)), relationshipColumn(PropertyKeyID(key))] {
        guard let column else { continue }
        for identifier in column.presentIdentifiers { _ = column.value(of: identifier, in: strings) }
      }
      _ = lowercaseTexts(PropertyKeyID(key))?.nodes(containing: "a")
    }
    _ = relationshipRangesByType
    _ = labelSetNumbers.reduce(0, ^)
  }

  /// Everything that can be asked of a graph, as text: two graphs that say the same are the same.
  func everything() -> [String] {
    var lines = ["\(description)", "\(statistics)", "\(schema?.name ?? "-")", "\(labelNames)"]
    for number in nodeIdentifiers {
      let node = NodeID(number)
      lines.append(
        "\(number) \(labels(of: node).map { name(of: $0) }) \(entity(node)) \(principal(of: node).rawValue)")
      for type in 0..<UInt32(relationshipTypeNames.count) {
        for direction in Direction.allCases {
          let adjacency = adjacency(RelationshipTypeID(type), direction)
          let range = adjacency.range(of: number)
          lines.append("\(range.map { (adjacency.neighbours[$0], adjacency.relationships[$0]) })")
        }
      }
      for direction in Direction.allCases {
        let all = adjacency(direction)
        lines.append("\(all.range(of: number).map { (all.neighbours[$0], all.relationships[$0]) })")
      }
      let around = undirectedNeighbours()
      lines.append("\(around.range(of: number).map { around.neighbours[$0] })")
    }
    for number in relationshipIdentifiers {
      let relationship = RelationshipID(number)
      lines.append("\(source(of: relationship)) \(target(of: relationship)) \(relation(relationship))")
    }
    for label in 0..<UInt32(labelNames.count) { lines.append("\(nodes(with: LabelID(label)))") }
    for entry in nameIndex.entries { lines.append("\(entry)") }
    for name in ["id", "name", "acts_for", "weight"] {
      guard let key = propertyKey(named: name) else { continue }
      for node in nodeIdentifiers {
        let value = property(key, of: NodeID(node))
        if !value.isNull { lines.append("\(value) \(nodes(where: key, equals: value))") }
      }
    }
    return lines
  }
}
