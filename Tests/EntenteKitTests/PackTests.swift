import Diagnostics
import TestSupport
import Testing

@testable import EntenteKit

@Suite("Packing graphs") struct PackTests {
  static let file = TestEnvironment.projectRoot + "/graphs/karabakh-2023.yaml"

  /// A workspace with a packed graph of the project, and others beside it.
  static func workspace() throws -> MemoryWorkspace {
    let workspace = MemoryWorkspace(["other.yaml": "graph: Other\n"])
    try workspace.write(pieces: try KnowledgeGraph.open([file]).packed(), to: "k.entente")
    return workspace
  }

  static func codes(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let failure as DiagnosticFailure {
      return failure.diagnostics.map(\.code)
    } catch { return ["\(error)"] }
  }

  @Test("a packed graph is asked, drawn and shown like its file, whatever its name") func likeItsFile() throws
  {
    let workspace = try PackTests.workspace()
    try workspace.write(try workspace.read("k.entente"), to: "k.yaml")
    let plain = try KnowledgeGraph.open([PackTests.file])
    for name in ["k.entente", "k.yaml"] {
      let packed = try KnowledgeGraph.open([name], in: workspace)
      #expect(packed.title == plain.title && packed.viewNames == plain.viewNames)
      #expect(packed.sourceCount == plain.sourceCount)
      for question in ["who accuses whom", "who controlled Nagorno-Karabakh in 2019", "what about Baku"] {
        let (one, two) = (try? packed.ask(question), try? plain.ask(question))
        #expect(one?.table() == two?.table(), "\(question)")
      }
      #expect(try packed.dossier(of: "Stepanakert") == plain.dossier(of: "Stepanakert"))
      #expect(try packed.draw(as: .dot).bytes == plain.draw(as: .dot).bytes)
      #expect(try packed.graphFile().bytes == plain.graphFile().bytes)
      let changed = try packed.query("MATCH (a) WHERE a.id = 'armenia' SET a.name = 'Hayastan'").graph
      #expect(try changed.query("MATCH (a {name: 'Hayastan'}) RETURN a.id").rows == [[.text("armenia")]])
    }
    #expect(KnowledgeGraph.check("k.entente", in: workspace).isClean(strict: true))
  }

  @Test("a packed graph is written the same each time, and packed again as it is") func deterministic() throws
  {
    let workspace = try PackTests.workspace()
    let bytes = try workspace.read("k.entente")
    #expect(try PackTests.workspace().read("k.entente") == bytes)
    let again = try KnowledgeGraph.open(["k.entente"], in: workspace).packed()
    #expect(again.flatMap(\.bytes) == bytes)
  }

  @Test("what a packed graph cannot be used for is refused with a reason") func refused() throws {
    let workspace = try PackTests.workspace()
    #expect(
      PackTests.codes { _ = try KnowledgeGraph.open(["other.yaml", "k.entente"], in: workspace) }
        == ["packed.not-merged"])
    try workspace.write(Array("schema: s\n".utf8), to: "s.yaml")
    #expect(
      PackTests.codes { _ = try KnowledgeGraph.open(["k.entente"], schema: "s.yaml", in: workspace) }
        .contains("packed.schema"))
    try workspace.write(Array(try workspace.read("k.entente").dropLast(7)), to: "short.entente")
    #expect(
      PackTests.codes { _ = try KnowledgeGraph.open(["short.entente"], in: workspace) } == [
        "packed.truncated"
      ])
  }

  @Test("a packed graph has no layout") func noLayout() throws {
    let workspace = try PackTests.workspace()
    #expect(
      PackTests.codes { _ = try KnowledgeGraph.format("k.entente", in: workspace) } == ["packed.no-text"])
  }

  @Test("what needs more memory than there is says so before it begins") func memory() {
    let problem = MemoryNeed.merging.problem(20_000_000, available: 21_000_000_000)
    #expect(
      problem?.message
        == "merging graphs of 20000000 relations takes about 44 GB of memory, and 21 GB are free")
    #expect(MemoryNeed.merging.problem(5_000_000, available: 21_000_000_000) == nil)
    #expect((ProcessMemory.available ?? 1) > 0)
  }

  @Test("nothing is read from a large packed graph that is damaged, whoever reads it") func damagedLarge()
    throws
  {
    // Larger than what is checked whole when it is opened.
    var text = "subject\trelation\tobject\tdate\n"
    for number in 0..<130_000 {
      text += "State \(number % 700)\tConsult\tState \(number * 7 % 701)\t2020-01-0\(number % 9 + 1)\n"
    }
    let workspace = MemoryWorkspace(["events.tsv": text])
    try workspace.write(
      pieces: try KnowledgeGraph.open(["events.tsv"], in: workspace).packed(), to: "e.entente")
    var bytes = try workspace.read("e.entente")
    #expect(bytes.count > 4 << 20)
    let plain = try KnowledgeGraph.open(["e.entente"], in: workspace)
    bytes[bytes.count / 2] ^= 1
    try workspace.write(bytes, to: "bad.entente")
    let damaged = try KnowledgeGraph.open(["bad.entente"], in: workspace)
    func codes(_ body: (KnowledgeGraph) throws -> Void) throws -> [String] {
      PackTests.codes { try body(try KnowledgeGraph.open(["bad.entente"], in: workspace)) }
    }
    #expect(try codes { _ = try $0.changes(to: plain) } == ["packed.damaged"])
    #expect(try codes { _ = try plain.changes(to: $0) } == ["packed.damaged"])
    #expect(try codes { _ = try $0.merged(with: plain) } == ["packed.damaged"])
    #expect(try codes { _ = try $0.graphFile() } == ["packed.damaged"])
    #expect(try codes { _ = try $0.packed() } == ["packed.damaged"])
    #expect(
      try codes { _ = try $0.exported(as: try #require(DataFormat(name: "tsv"))) } == ["packed.damaged"])
    #expect(KnowledgeGraph.check("bad.entente", in: workspace).diagnostics.map(\.code) == ["packed.damaged"])
    // What lies elsewhere is still answered.
    #expect(try damaged.query("MATCH (a {name: 'State 7'}) RETURN a.name").rows == [[.text("State 7")]])
  }

  @Test("a damaged packed graph is reported, by check with every damaged part") func damaged() throws {
    let workspace = try PackTests.workspace()
    var bytes = try workspace.read("k.entente")
    for place in stride(from: bytes.count / 4, to: bytes.count, by: bytes.count / 4) { bytes[place] ^= 0x10 }
    try workspace.write(bytes, to: "bad.entente")
    #expect(
      PackTests.codes { _ = try KnowledgeGraph.open(["bad.entente"], in: workspace) } == ["packed.damaged"])
    let report = KnowledgeGraph.check("bad.entente", in: workspace)
    #expect(!report.isClean(strict: false) && report.couldRead)
    #expect(
      report.diagnostics.allSatisfy { $0.code == "packed.damaged" && $0.message.contains("bad.entente") })
  }
}
