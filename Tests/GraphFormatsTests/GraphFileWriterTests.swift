import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

@Test(arguments: ["graphs/karabakh-2023.yaml", "graphs/congress-of-vienna.yaml"])
func writtenProjectGraphsAreTheSame(_ path: String) throws {
  let graph = ReadGraph(sources: [try TestEnvironment.projectFile(path)], files: ProjectFiles())
  let again = rewritten(graph, files: ProjectFiles())
  #expect(GraphListing.text(for: graph.snapshot) == GraphListing.text(for: again.snapshot))
  #expect(graph.snapshot.description == again.snapshot.description)
  #expect(again.report == "")
}

@Test func writtenGraphsAreTheSame() {
  for seed in 20_000..<UInt64(20_200) {
    let graph = ReadGraph(sources: [SourceText(name: "messy.yaml", text: MessyFile(seed: seed).text)])
    let again = rewritten(graph, files: MemoryFiles.small)
    #expect(
      GraphListing.text(for: graph.snapshot) == GraphListing.text(for: again.snapshot), "seed \(seed)")
    #expect(graph.snapshot.description == again.snapshot.description, "seed \(seed)")
  }
}

@Test func graphsOfOtherKindsAreWritten() {
  var builder = GraphBuilder()
  let first = builder.addNode(labels: ["Person", "Actor"])
  let second = builder.addNode(labels: [String]())
  let third = builder.addNode(labels: ["Film"])
  builder.set("id", of: third, to: "The Thing")
  builder.set("tags", of: third, to: ["a", 1, true, 1.5])
  builder.set("nested", of: third, to: .map(MapValue()))
  builder.set("lines", of: third, to: "one\ntwo\t\"three\" \\ \u{2028}")
  let relation = builder.addRelationship("ACTED IN", from: first, to: third)
  builder.set("role", of: relation, to: "no")
  _ = builder.addRelationship("KNOWS", from: second, to: first)
  let graph = builder.freeze()
  var bag = DiagnosticBag()
  let text = String(decoding: GraphFileWriter.file(for: graph, reporting: &bag), as: UTF8.self)
  #expect(
    text == #"""
      graph: Untitled

      entities:
        node-0: {type: Person, name: "#0"}
        node-1: {name: "#1"}
        The-Thing:
          type: Film
          name: The Thing
          lines: "one\ntwo\t\"three\" \\ \u2028"
          tags: [a, 1, true, 1.5]

      relations:
        - node-0 ACTED-IN The-Thing:
            role: "no"
        - node-1 KNOWS node-0

      """#)
  #expect(bag.diagnostics.map(\.code) == ["format.lossy", "format.lossy"])
  let again = ReadGraph(sources: [SourceText(name: "x", text: text)])
  #expect(again.report == "")
}

private func rewritten(_ graph: ReadGraph, files: any GraphFileResolver) -> ReadGraph {
  var bag = DiagnosticBag()
  let bytes = GraphFileWriter.file(for: graph.snapshot, reporting: &bag)
  return ReadGraph(sources: [SourceText(name: "written.yaml", bytes: bytes)], files: files)
}
