import Diagnostics
import Foundation
import GraphCore
@testable import GraphFormats
import TestSupport
import Testing

@Suite("Tables of events") struct EventTableTests {
  static let header: String = EventTableReader.header + "\n"

  /// What a graph holds, one event a line, sorted.
  static func events(_ graph: GraphSnapshot) -> [String] {
    graph.relationshipIdentifiers.map { number in
      let relationship = RelationshipID(number)
      let date: String
      if case .date(let value) = graph.property("date", of: relationship) {
        date = value.description
      } else {
        date = ""
      }
      return [
        graph.displayName(of: graph.source(of: relationship)), graph.name(of: graph.type(of: relationship)),
        graph.displayName(of: graph.target(of: relationship)), date,
      ].joined(separator: "\t")
    }.sorted()
  }

  static func read(_ text: String) -> (graph: GraphSnapshot, diagnostics: [Diagnostic]) {
    var bag = DiagnosticBag()
    let graph = EventTableReader.read(SourceText(name: "t.tsv", text: text), reporting: &bag)
    return (graph, bag.diagnostics)
  }

  @Test("a table becomes a graph") func table() throws {
    let lines = [
      "John Kerry\tMeet\tChina\t2014-11-04", "China\tMeet\tJohn Kerry\t2014-11-04",
      "Austin \"Jack\" Warner\tAccuse\tFIFA\t2015", "Hashim Thaçi\tPraise\t中国\tabout 1990s",
      "China\tMeet\tChina\t", "China\tMeet\tJohn Kerry\t2014-11-04",
    ]
    let (graph, diagnostics) = EventTableTests.read(
      EventTableTests.header + lines.joined(separator: "\n") + "\n")
    #expect(diagnostics.isEmpty)
    #expect(EventTableTests.events(graph) == lines.sorted())
    #expect(graph.nodeCount == 6 && graph.relationshipCount == 6)
    #expect(graph.labelNames == ["Entity"])
    let entity = try #require(graph.label(named: "Entity"))
    #expect(graph.nodes(with: entity).count == 6)
    #expect(graph.nameIndex.nodes(named: "hashim thaci").count == 1)
    let name = try #require(graph.propertyKey(named: "name"))
    #expect(graph.nodes(where: name, equals: "China").map(graph.displayName(of:)) == ["China"])
  }

  @Test(
    "line ends, blank lines and a byte order mark do not matter",
    arguments: [
      "\(header)a\tr\tb\t2014-03-06\n", "\(header)a\tr\tb\t2014-03-06",
      "\u{FEFF}\(header)a\tr\tb\t2014-03-06\n",
      "subject\trelation\tobject\tdate\r\na\tr\tb\t2014-03-06\r\n", "\(header)\n\na\tr\tb\t2014-03-06\n\n\n",
    ])
  func forms(text: String) {
    let (graph, diagnostics) = EventTableTests.read(text)
    #expect(diagnostics.isEmpty)
    #expect(EventTableTests.events(graph) == ["a\tr\tb\t2014-03-06"])
  }

  @Test(
    "a table without events is an empty graph", arguments: [header, EventTableReader.header, "\(header)\n"])
  func empty(text: String) {
    let (graph, diagnostics) = EventTableTests.read(text)
    #expect(diagnostics.isEmpty && graph.nodeCount == 0 && graph.relationshipCount == 0)
  }

  @Test(
    "a line that is no event is reported where it stands, and all others are read",
    arguments: [
      ("a\tr\tb", "events.field-count", 1), ("a\tr\tb\t2014-03-06\tx", "events.field-count", 1),
      ("no tabs", "events.field-count", 1), ("\tr\tb\t2014", "events.empty-field", 1),
      ("a\t\tb\t2014", "events.empty-field", 3), ("a\tr\t\t2014", "events.empty-field", 5),
      ("a\tr\tb\t2014-02-30", "date.impossible-day", 7), ("a\tr\tb\t2014-13-01", "date.impossible-month", 7),
      ("a\tr\tb\tyesterday", "date.malformed", 7), ("a\tr\tb\t20x4-03-06", "date.malformed", 7),
      ("a\tr\tb\t+99999999-01-01", "events.date", 7),
    ])
  func malformed(line: String, code: String, column: Int) throws {
    let good = "x\tr\ty\t2014-03-06\n"
    let (graph, diagnostics) = EventTableTests.read("\(EventTableTests.header)\(good)\(line)\n\(good)")
    #expect(graph.relationshipCount == 2)
    #expect(graph.nodeCount == 2)
    let only = try #require(diagnostics.first)
    #expect(diagnostics.count == 1 && only.code == code && only.severity == .error)
    let place = try #require(only.place)
    let location = place.source.location(of: place.span.lower)
    #expect(location.line == 3 && location.column == column, "\(only.message)")
  }

  @Test("a line that is no UTF-8 is reported, wherever it lies in a word of eight bytes", arguments: 0..<9)
  func encoding(shift: Int) {
    var bytes = Array(
      (EventTableTests.header + String(repeating: "x", count: shift + 1) + "\tr\ty\t2014\n").utf8)
    bytes += [0x61, 0xFF, 0x09, 0x72, 0x09, 0x62, 0x09, 0x0A]
    bytes += Array("z\tr\ty\t2014\n".utf8)
    var bag = DiagnosticBag()
    let graph = EventTableReader.read(bytes, named: "t.tsv", reporting: &bag)
    #expect(bag.diagnostics.map(\.code) == ["events.encoding"])
    #expect(graph.relationshipCount == 2)
  }

  @Test(
    "a text without the header is no table", arguments: ["", "a\tb\n", "subject\trelation\tobject\tdates\n"])
  func headless(text: String) {
    let (graph, diagnostics) = EventTableTests.read(text)
    #expect(diagnostics.map(\.code) == ["events.missing-header"])
    #expect(graph.nodeCount == 0)
    #expect(!EventTableReader.recognizes(Array(text.utf8)))
  }

  /// Read in one chunk and in many, and compared with the same events put in one by one.
  @Test(
    "a table is the graph that a builder makes, in however many chunks it is read",
    arguments: [(1, 1), (2, 2), (3, 7), (4, 400)] as [(UInt64, Int)])
  func chunks(seed: UInt64, chunks: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let people = 20 + generator.below(4_000)
    var lines: [String] = []
    for number in 0..<5_000 {
      let type = generator.once(in: 3) ? "rare \(generator.below(150))" : "Accuse"
      let date =
        generator.once(in: 50) && seed == 2
        ? "" : "20\(10 + generator.below(10))-0\(1 + generator.below(9))-1\(generator.below(10))"
      let object = generator.once(in: 10) ? "person é \(number)" : "person \(generator.below(people))"
      lines.append("person \(generator.below(people))\t\(type)\t\(object)\t\(date)")
    }
    let text = SourceText(
      name: "t.tsv", text: EventTableTests.header + lines.joined(separator: "\n") + "\n")
    var bag = DiagnosticBag()
    let graph = EventTableReader.read(text.bytes, chunks: chunks, reporting: &bag) { text }
    #expect(bag.diagnostics.isEmpty)
    #expect(EventTableTests.events(graph) == lines.sorted())

    var builder = GraphBuilder()
    var nodes: [Substring: NodeID] = [:]
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      for name in [fields[0], fields[2]] where nodes[name] == nil {
        let node = builder.addNode(labels: ["Entity"])
        builder.set("name", of: node, to: .string(String(name)))
        nodes[name] = node
      }
      if let source = nodes[fields[0]], let target = nodes[fields[2]] {
        _ = builder.addRelationship(String(fields[1]), from: source, to: target)
      }
    }
    let built = builder.freeze()
    #expect(
      (0..<built.nodeCapacity).map { built.displayName(of: NodeID(UInt32($0))) }
        == (0..<graph.nodeCapacity).map { graph.displayName(of: NodeID(UInt32($0))) })
    #expect(built.statistics == graph.statistics)
    #expect(built.relationshipTypeNames == graph.relationshipTypeNames)
    for type in graph.relationshipTypeNames {
      let identifier = try #require(graph.relationshipType(named: type))
      for direction in Direction.allCases {
        let (one, two) = (graph.adjacency(identifier, direction), built.adjacency(identifier, direction))
        #expect(one.keys == two.keys && one.offsets == two.offsets && one.isDense == two.isDense)
        #expect(one.neighbours.part(one.bounds) == two.neighbours.part(two.bounds))
      }
    }
  }

  @Test("whatever the bytes, a graph and diagnostics come out", arguments: 0..<10 as Range<UInt64>)
  func mutated(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let line = "Hashim Thaçi\tPraise\t中国\t2014-11-04\nb\tr\ta\tabout 1990s\r\n\n"
    let sound = Array((EventTableTests.header + String(repeating: line, count: 8)).utf8)
    let suspects: [UInt8] = [0x09, 0x0A, 0x0D, 0x00, 0x20, 0x2D, 0x30, 0x80, 0xC3, 0xFF]
    for _ in 0..<TestEnvironment.fuzzRounds(200) {
      var bytes = sound
      for _ in 0...generator.below(8) {
        let place = EventTableTests.header.utf8.count + generator.below(bytes.count - 40)
        switch generator.below(3) {
        case 0: bytes[place] = generator.pick(suspects) ?? 0
        case 1: bytes.insert(generator.pick(suspects) ?? 0, at: place)
        default: bytes.removeSubrange(place..<min(place + generator.below(12), bytes.count))
        }
      }
      let text = SourceText(name: "t.tsv", bytes: bytes)
      var bag = DiagnosticBag()
      var again = DiagnosticBag()
      let graph = EventTableReader.read(bytes, chunks: 1 + generator.below(6), reporting: &bag) { text }
      let whole = EventTableReader.read(bytes, chunks: 1, reporting: &again) { text }
      #expect(EventTableTests.events(graph) == EventTableTests.events(whole), "seed \(seed)")
      #expect(bag.diagnostics == again.diagnostics, "seed \(seed)")
    }
  }

  @Test("the real table of 2014, if it is at hand") func icews() throws {
    guard let path = TestEnvironment.shared("data/icews14.tsv") else { return }
    let text = SourceText(name: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
    var bag = DiagnosticBag()
    let graph = EventTableReader.read(text, reporting: &bag)
    #expect(bag.diagnostics.isEmpty)
    #expect(graph.nodeCount == 3_856 && graph.relationshipCount == 17_904)
    #expect(graph.relationshipTypeNames.count == 176)
  }
}
