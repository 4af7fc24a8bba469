import Diagnostics
import EntenteKit
import TestSupport
import Testing

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
      #expect(packed.graphFile().bytes == plain.graphFile().bytes)
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
