import Diagnostics
import Foundation
import GraphCore
import GraphFormats
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

  /// Big enough for several chunks; compared with the same events put in one by one.
  @Test("a large table is the graph that a builder makes", arguments: [1, 2, 3] as [UInt64])
  func large(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let people = 200 + Int(seed) * 4_000
    var lines: [String] = []
    for number in 0..<60_000 {
      let type = generator.once(in: 3) ? "rare \(generator.below(150))" : "Accuse"
      let date =
        generator.once(in: 50) && seed == 2
        ? "" : "20\(10 + generator.below(10))-0\(1 + generator.below(9))-1\(generator.below(10))"
      let object = generator.once(in: 10) ? "person é \(number)" : "person \(generator.below(people))"
      lines.append("person \(generator.below(people))\t\(type)\t\(object)\t\(date)")
    }
    let (graph, diagnostics) = EventTableTests.read(
      EventTableTests.header + lines.joined(separator: "\n") + "\n")
    #expect(diagnostics.isEmpty)
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
    #expect(built.statistics == graph.statistics)
    #expect(built.relationshipTypeNames == graph.relationshipTypeNames)
    for type in graph.relationshipTypeNames {
      let identifier = try #require(graph.relationshipType(named: type))
      for direction in Direction.allCases {
        let (one, two) = (graph.adjacency(identifier, direction), built.adjacency(identifier, direction))
        #expect(one.keys == two.keys && one.offsets == two.offsets && one.isDense == two.isDense)
        #expect(one.neighbours[one.bounds] == two.neighbours[two.bounds])
      }
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
