import TestSupport
import Testing

@testable import GraphCore

@Suite("Graphs from tables of numbers") struct EventAssemblyTests {
  struct Made {
    var rows: EventRows
    /// Subject, relation, object and date of each row, in words.
    var lines: [String]
  }

  static func made(seed: UInt64, chunks: Int) -> Made {
    var generator = SeededGenerator(seed: seed)
    var names = StringPool()
    var relations = StringPool()
    var lines: [String] = []
    let (people, types) = (1 + generator.below(60), 1 + generator.below(8))
    let made = (0..<chunks).map { _ -> EventRows.Chunk in
      var own = (names: StringPool(), relations: StringPool())
      var rows: [EventRows.Row] = []
      for _ in 0..<generator.below(400) {
        let (subject, object) = ("p\(generator.below(people))", "p\(generator.below(people))")
        // Most events are of one type, so that there are dense and sparse ones.
        let relation = "r\(generator.once(in: 4) ? generator.below(types) : 0)"
        let date = generator.once(in: 9) ? nil : PartialDate(year: 2000 + generator.below(20))
        rows.append(
          EventRows.Row(
            subject: own.names.intern(subject).rawValue, relation: own.relations.intern(relation).rawValue,
            object: own.names.intern(object).rawValue,
            date: date.flatMap { PackedDate($0)?.word } ?? EventRows.undated))
        lines.append("\(subject) \(relation) \(object) \(date?.description ?? "")")
      }
      let nameMap = names.intern(contentsOf: own.names)
      return EventRows.Chunk(
        rows: rows, nameMap: nameMap, relationMap: relations.intern(contentsOf: own.relations))
    }
    return Made(rows: EventRows(names: names, relations: relations, chunks: made), lines: lines)
  }

  static func lines(_ graph: GraphSnapshot) -> [String] {
    graph.relationshipIdentifiers.map { number in
      let relation = graph.relation(RelationshipID(number))
      let (subject, object) = (
        graph.displayName(of: relation.subject), graph.displayName(of: relation.object)
      )
      return "\(subject) \(relation.type) \(object) \(relation.time.date?.description ?? "")"
    }
  }

  @Test("every row is there, sorted or as it came", arguments: 0..<30 as Range<UInt64>)
  func rows(seed: UInt64) {
    let made = EventAssemblyTests.made(seed: seed, chunks: 1 + Int(seed % 4))
    let sorted = GraphSnapshot.assembling(made.rows)
    #expect(EventAssemblyTests.lines(sorted).sorted() == made.lines.sorted(), "seed \(seed)")
    // Sorted by type, subject and object: the relationships of the outgoing direction are 0, 1, 2 …
    #expect(
      sorted.structure.outgoing.relationships == FlatArray(0..<UInt32(sorted.relationshipCount)),
      "seed \(seed)")
    let unsorted = GraphSnapshot.assembling(made.rows, keyWidth: 3)
    #expect(EventAssemblyTests.lines(unsorted) == made.lines || made.lines.isEmpty, "seed \(seed)")
    #expect(sorted.statistics == unsorted.statistics, "seed \(seed)")
    for direction in Direction.allCases {
      for type in 0..<UInt32(sorted.relationshipTypeNames.count) {
        let one = sorted.adjacency(RelationshipTypeID(type), direction)
        let two = unsorted.adjacency(RelationshipTypeID(type), direction)
        #expect(one.keys == two.keys && one.offsets == two.offsets, "seed \(seed)")
        #expect(one.neighbours.part(one.bounds) == two.neighbours.part(two.bounds), "seed \(seed)")
      }
    }
  }

  @Test(
    "a radix sort sorts by the bits that count and keeps the order of the rest",
    arguments: [
      0, 1, 2, 40, 49, 1_000, 5_000,
    ])
  func radixSort(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    for bits in [0..<64, 20..<64, 10..<31, 5..<5, 63..<64] {
      var keys = (0..<count).map { _ in generator.next() }
      let mask = bits.isEmpty ? 0 : (UInt64.max >> UInt64(64 - bits.count)) << UInt64(bits.lowerBound)
      let expected = keys.enumerated().sorted {
        ($0.element & mask, $0.offset) < ($1.element & mask, $1.offset)
      }.map(\.element)
      var scratch = keys
      keys.withUnsafeMutableBufferPointer { keys in
        scratch.withUnsafeMutableBufferPointer { RadixSort.sort(keys, $0, bits: bits) }
      }
      #expect(keys == expected, "\(bits)")
    }
  }

  @Test("a table without rows is an empty graph") func empty() {
    let rows = EventRows(names: StringPool(), relations: StringPool(), chunks: [])
    #expect(GraphSnapshot.assembling(rows).nodeCount == 0)
    #expect(GraphSnapshot.assembling(rows, keyWidth: 0).relationshipCount == 0)
  }
}
