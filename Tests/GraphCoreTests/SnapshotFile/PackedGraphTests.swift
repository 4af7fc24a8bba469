import Diagnostics
import OrderedCollections
import TestSupport
import Testing
import Vocabulary

@testable import GraphCore

@Suite("Packed graphs") struct PackedGraphTests {
  /// A random graph with everything in it that a file can hold.
  static func graph(seed: UInt64, deleting: Bool = true) -> GraphSnapshot {
    var generator = SeededGenerator(seed: seed)
    var maker = GraphMaker()
    maker.work(steps: generator.below(160), deleting: deleting, &generator)
    var builder = GraphBuilder(thawing: maker.builder.freeze())
    builder.description = GraphDescription(
      title: "Seed \(seed)", note: nil, schemaName: "made",
      views: ["all": GraphView(ask: "who accuses whom", title: nil, options: ["theme": "dark"])])
    if generator.once(in: 2) { builder.schema = schema }
    for number in 0..<generator.below(12) {
      let node = builder.addNode(labels: [generator.once(in: 5) ? "source" : "state"])
      builder.set("id", of: node, to: .string("id-\(number)"))
      builder.set("name", of: node, to: .string("The \(generator.below(5)) names"))
      if generator.once(in: 3) { builder.set("acts_for", of: node, to: .string("id-\(generator.below(12))")) }
      if generator.once(in: 3) {
        builder.setAliases([Alias("Other", usedBy: ["id-1"]), Alias("Þird")], of: node)
      }
      builder.set(
        "since", of: node, to: PartialDate(year: 1814, month: 1 + number).map { .date($0) } ?? .null)
    }
    return builder.freeze()
  }

  static let schema = Schema(
    name: "made", title: "Made", note: "For tests",
    entityTypes: [
      "state": EntityType(
        name: "state", parent: "actor", synonyms: ["country"],
        properties: ["area": PropertyType(name: "area", kind: .number, isList: true, allowed: ["1"])],
        shape: .hexagon, color: .teal, codes: ["cameo": ["GOV"]], note: "n", span: SourceSpan(3, 9)),
      "actor": EntityType(name: "actor"),
    ],
    relationTypes: [
      "accuses": RelationType(
        name: "accuses",
        verb: VerbForms(base: "accuse", third: "accuses", past: "accused", particles: ["of"]),
        synonyms: [VerbForms(copular: ["angry at"])], noun: "accusation",
        inverse: RelationType.Inverse(name: "accused-by", verb: VerbForms(third: "suffers")),
        isTransitive: true, relationClass: .state, subjects: ["actor"], objects: ["actor"],
        style: LineStyle(line: .dashed, width: 2.5, arrow: .tee, color: .red, rank: -3))
    ])

  @Test("a graph comes back from its file as it went in", arguments: 0..<60 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    let graph = PackedGraphTests.graph(seed: seed)
    let compact = GraphBuilder(thawing: graph).freeze(compacting: true)
    let file = PackedFile(graph)
    let opened = try file.open()
    #expect(opened.everything() == compact.everything(), "seed \(seed)")
    #expect(opened.schema == graph.schema, "seed \(seed)")
    #expect(opened.checkFile().isEmpty && opened.damage == nil)
    opened._checkInvariants()
    #expect(PackedFile(opened).bytes == file.bytes, "packed again: seed \(seed)")
  }

  @Test("a graph from a file can be changed, and the file stays as it is") func thaw() throws {
    let graph = PackedGraphTests.graph(seed: 4, deleting: false)
    let opened = try PackedFile(graph).open()
    let before = opened.everything()
    var builder = GraphBuilder(thawing: opened)
    let node = builder.addNode(labels: ["new"])
    builder.set("name", of: node, to: "New")
    _ = builder.addRelationship("brand-new", from: node, to: node)
    builder.set("name", of: NodeID(0), to: "Renamed")
    let changed = builder.freeze()
    #expect(changed.displayName(of: node) == "New" && changed.displayName(of: NodeID(0)) == "Renamed")
    #expect(changed.nodes(with: try #require(changed.label(named: "new"))) == [node.rawValue])
    #expect(opened.everything() == before)
  }

  @Test("values of every type come back") func values() throws {
    let date = try PartialDate.parse("about 1990s")
    let day = try PartialDate.parse("-0044-03-15")
    let time = LocalTimeValue(nanosecondOfDay: 86_399_999_999_999)
    let local = LocalDateTimeValue(date: day, time: time)
    let values: [Value] = [
      true, false, 0, .integer(Int64.min), .integer(Int64.max), 1.5, .float(-0.0), .float(.infinity), "",
      "中国",
      ["a", [1, [2.5]], .null], ["k": ["deep": []], "": 1], .date(date), .date(day), .localTime(time),
      .time(TimeValue(local: time, offsetSeconds: -64_800)), .localDateTime(local),
      .dateTime(DateTimeValue(local: local, offsetSeconds: 3_600, zone: "Europe/Stockholm")),
      .dateTime(DateTimeValue(local: local, offsetSeconds: 0)),
      .duration(DurationValue(months: -1, days: 2, seconds: Int64.min, nanoseconds: 999_999_999)),
    ]
    var builder = GraphBuilder()
    for value in values { builder.set("key", of: builder.addNode(labels: [] as [LabelID]), to: value) }
    let opened = try PackedFile(builder.freeze()).open()
    #expect(values.indices.map { opened.property("key", of: NodeID(UInt32($0))) } == values)
  }

  @Test("an empty graph has a file, too") func empty() throws {
    let opened = try PackedFile(.empty).open()
    #expect(opened.nodeCount == 0 && opened.everything() == GraphSnapshot.empty.everything())
  }

  // MARK: Damage

  @Test("every changed byte is found, at the latest when all is checked", arguments: 0..<4 as Range<UInt64>)
  func damage(seed: UInt64) {
    let file = PackedFile(PackedGraphTests.graph(seed: seed + 20))
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      var spoilt = file
      let place = generator.below(file.bytes.count)
      spoilt.bytes[place] ^= 1 << UInt8(generator.below(8))
      // The zeros at the end of the header mean nothing.
      guard !(PackedFormat.headerSize - 8..<PackedFormat.headerSize).contains(place) else { continue }
      do throws(Problem) {
        let graph = try spoilt.open()
        #expect(!graph.checkFile().isEmpty && graph.damage != nil, "seed \(seed), byte \(place)")
      } catch {
        #expect(error.code.hasPrefix("packed."), "seed \(seed), byte \(place): \(error.code)")
      }
    }
  }

  @Test("what is used of a damaged file is never the damaged part") func lazyDamage() throws {
    let graph = PackedGraphTests.graph(seed: 8)
    var file = PackedFile(graph)
    let sources = try #require(file.sections.first { $0.count == graph.relationshipCount * 4 && !$0.isEmpty })
    for place in sources { file.bytes[place] = 0xFF }
    let opened = try file.open()
    #expect(opened.damage == nil)
    for number in opened.relationshipIdentifiers { _ = opened.relation(RelationshipID(number)) }
    #expect(opened.damage?.code == "packed.damaged")
    let block = try #require(file.block(at: sources.lowerBound))
    #expect(opened.damage?.message.contains("bytes \(block.lowerBound) to \(block.upperBound)") == true)
  }

  @Test(
    "damage is found by whoever reads the damaged part, one value or all of them", arguments: [true, false])
  func oneBlock(readsAll: Bool) throws {
    var builder = GraphBuilder()
    let nodes = (0..<400).map { number in
      let node = builder.addNode(labels: ["state"])
      builder.set("name", of: node, to: .string("State \(number)"))
      builder.set("id", of: node, to: .string("id-\(number)"))
      return node
    }
    for number in 0..<4_000 {
      let relationship = builder.addRelationship(
        number < 2_000 ? "accuses" : "asks", from: nodes[number / 10], to: nodes[number * 7 % 400])
      builder.set("weight", of: relationship, to: .integer(Int64(number)))
    }
    let graph = builder.freeze()
    var file = PackedFile(graph)
    let clean = try file.open()
    let key = try #require(graph.propertyKey(named: "weight"))
    let weights = try #require(file.sections.first { $0.count == 4_000 * 8 })
    file.bytes[weights.lowerBound + 8 * 3_000] ^= 1
    let spoilt = try file.open()
    // Far from the damage everything is as it was.
    #expect(spoilt.property(key, of: RelationshipID(10)) == .integer(10))
    #expect(
      spoilt.nodes(where: try #require(graph.propertyKey(named: "name")), equals: "State 7") == [NodeID(7)])
    #expect(spoilt.nameIndex.nodes(named: "state 399") == [NodeID(399)])
    let type = try #require(graph.relationshipType(named: "asks"))
    let (one, two) = (spoilt.adjacency(type, .outgoing), clean.adjacency(type, .outgoing))
    #expect(one.range(of: 300) == two.range(of: 300) && one.range(of: 300).count == 10)
    #expect(spoilt.damage == nil)
    if readsAll {
      #expect(spoilt.relationshipColumn(key)?.integers[3_000] == 0)
    } else {
      #expect(spoilt.property(key, of: RelationshipID(3_000)) == .integer(0))
    }
    #expect(spoilt.damage?.message.contains("property \(key.rawValue) of relationships") == true)
    #expect(spoilt.checkFile().count == 1)
  }

  @Test("what a damaged file says is what it said, or the damage is told", arguments: 0..<6 as Range<UInt64>)
  func eachSection(seed: UInt64) throws {
    let file = PackedFile(PackedGraphTests.graph(seed: seed + 60))
    let clean = try file.open().everything()
    var generator = SeededGenerator(seed: seed)
    for section in file.sections.dropFirst() where !section.isEmpty {
      var spoilt = file
      spoilt.bytes[section.lowerBound + generator.below(section.count)] ^= 1 << UInt8(generator.below(8))
      let graph = try spoilt.open()
      let said = graph.everything()
      #expect(said == clean || graph.damage != nil, "seed \(seed), section at \(section.lowerBound)")
    }
  }

  @Test("a file that is cut off says so, wherever", arguments: [9, 63, 64, 100, 500, -1])
  func truncated(size: Int) {
    var file = PackedFile(PackedGraphTests.graph(seed: 5))
    file.bytes = Array(size < 0 ? file.bytes.dropLast() : file.bytes.prefix(size))
    #expect { try file.open() } throws: { ($0 as? Problem)?.code == "packed.truncated" }
  }

  @Test("a file of another version or byte order is refused as such")
  func foreign() {
    let file = PackedFile(PackedGraphTests.graph(seed: 6))
    var newer = file
    for version: UInt8 in [1, 99] {
      newer.bytes[12] = version
      #expect { try newer.open() } throws: {
        guard let problem = $0 as? Problem else { return false }
        return problem.code == "packed.version" && problem.message.contains("of version \(version),")
          && problem.hints == ["pack the graph again with this version of entente"]
      }
    }
    var swapped = file
    swapped.bytes[8..<12].reverse()
    #expect { try swapped.open() } throws: { ($0 as? Problem)?.code == "packed.byte-order" }
  }

  /// With checksums that are right, so that only the rules stand between the file and the program.
  @Test(
    "whatever stands in a file, nothing worse than a wrong answer comes of it",
    arguments: 0..<8 as Range<UInt64>)
  func hostile(seed: UInt64) {
    let rounds = TestEnvironment.fuzzRounds(400) / 8
    let file = PackedFile(PackedGraphTests.graph(seed: seed + 40))
    var (refused, found) = (0, 0)
    for round in 0..<rounds {
      var generator = SeededGenerator(seed: seed << 32 | UInt64(round))
      var spoilt = file
      spoilt.spoil(&generator)
      if !generator.once(in: 8) { spoilt.seal() }
      guard let graph = try? spoilt.open() else {
        refused += 1
        continue
      }
      // Whoever reads single values comes before or after somebody who reads all.
      if generator.once(in: 2) { graph.readInBulk() }
      _ = graph.everything()
      _ = graph.connectedComponents()
      graph.readInBulk()
      if let damage = graph.damage {
        found += 1
        #expect(damage.code == "packed.damaged")
      }
      var builder = GraphBuilder(thawing: graph)
      _ = builder.addNode(labels: ["new"])
      _ = builder.freeze(compacting: true).everything()
    }
    #expect(refused > 0 && found > 0, "seed \(seed): the spoiling spoils nothing")
  }
}
