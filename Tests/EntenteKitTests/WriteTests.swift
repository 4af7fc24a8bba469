import Diagnostics
import EntenteKit
import Foundation
import TestSupport
import Testing

/// Statements whose changes go back into the files that they came from.
@Suite("Writing back")
struct WriteTests {
  /// Each case is a graph file, a statement, and the difference or the messages that come out.
  @Test(arguments: try Case.all(in: "write"))
  func writeCase(_ example: Case) throws {
    let workspace = MemoryWorkspace(["graph.yaml": example["graph.yaml"]])
    var found: String
    do throws(DiagnosticFailure) {
      let graph = try KnowledgeGraph.open(["graph.yaml"], in: workspace)
      let changed = try graph.ask(example["statement"]).graph
      let edits = try changed.edits(in: workspace)
      found = edits.difference + (edits.summary.isEmpty ? "nothing changes" : edits.summary) + "\n"
      found += DiagnosticPrinter().string(for: edits.diagnostics)
    } catch {
      found = DiagnosticPrinter().string(for: error.diagnostics)
    }
    #expect(example.mismatch("expected", found) == nil)
  }

  private static let files = [
    "schema/s.yaml": """
    schema: s
    entity_types: {state: {plural: states}}
    relation_types:
      accuses: {class: event, verbs: {base: accuse, third: accuses, past: accused, gerund: accusing}}
    """,
    "register.yaml": """
    # shared by all
    graph: Register
    schema: s
    entities:
      north: {type: state, name: North}   # cold
      south: {type: state, name: South}
    """,
    "one.yaml": """
    graph: One
    schema: s
    include: register.yaml
    sources: {a: {publisher: A}}
    entities:
      east: {type: state, name: East}
    relations:
      - east accuses north: {sources: [a]}
    """,
    "two.yaml": """
    graph: Two
    schema: s
    include: register.yaml
    entities: {west: {type: state, name: West}}
    relations:
      - west accuses north
    """,
  ]

  @Test("each change goes to the file of its record")
  func severalFiles() throws {
    let workspace = MemoryWorkspace(Self.files)
    let graph = try KnowledgeGraph.open(["one.yaml", "two.yaml"], in: workspace)
    let changed = try graph.ask(
      """
      MATCH (n {id: 'north'}), (w {id: 'west'}) SET n.name = 'Norland', w.name = 'Westland'
      CREATE (w)-[:accuses {about: 'one thing'}]->(n), (n)-[:accuses {about: 'another'}]->(w),
        (n)-[:accuses {about: 'a third'}]->(:state {name: 'New'})
      """
    ).graph
    #expect(changed.hasUnsavedChanges)
    let edits = try changed.edits(in: workspace)
    #expect(edits.files.map(\.path) == ["register.yaml", "one.yaml", "two.yaml"])
    try edits.write(in: workspace)
    #expect(!edits.graph.hasUnsavedChanges)
    func text(_ path: String) throws -> String { String(decoding: try workspace.read(path), as: UTF8.self) }
    #expect(try text("register.yaml").contains("north: {type: state, name: Norland}   # cold"))
    // A register that is only included gets no new records.
    #expect(try !text("register.yaml").contains("accuses"))
    #expect(try text("two.yaml").contains("- west accuses north:\n      about: one thing"))
    #expect(try text("two.yaml").contains("- north accuses west"))
    #expect(try text("one.yaml").contains("- north accuses new"))
    #expect(try text("one.yaml").contains("new: {type: state, name: New}"))
    let again = try KnowledgeGraph.open(["one.yaml", "two.yaml"], in: workspace)
    #expect(again.relationCount == 5)
    #expect(again.entityCount == 5)
  }

  @Test("statements one after the other are saved together")
  func severalStatements() throws {
    let workspace = MemoryWorkspace(Self.files)
    var graph = try KnowledgeGraph.open(["one.yaml"], in: workspace)
    graph = try graph.ask("CREATE (:state {name: 'New'})").graph
    graph = try graph.ask("MATCH (n {name: 'New'}) SET n.note = 'made up'").graph
    graph = try graph.ask("MATCH (n {id: 'east'}) DETACH DELETE n").graph
    let edits = try graph.edits(in: workspace)
    #expect(edits.summary == "1 entity added, 1 entity and 1 relation removed")
    try edits.write(in: workspace)
    // What was saved is the new beginning.
    let next = try edits.graph.ask("MATCH (n {id: 'new'}) SET n.note = 'real'").graph.edits(in: workspace)
    #expect(next.summary == "1 entity changed")
    try next.write(in: workspace)
    let text = String(decoding: try workspace.read("one.yaml"), as: UTF8.self)
    #expect(text.contains("new: {type: state, name: New, note: real}"))
  }

  @Test("a file that has changed meanwhile is left alone")
  func changedMeanwhile() throws {
    let workspace = MemoryWorkspace(Self.files)
    let graph = try KnowledgeGraph.open(["one.yaml"], in: workspace)
    let edits = try graph.ask("MATCH (n {id: 'east'}) SET n.note = 'x'").graph.edits(in: workspace)
    try workspace.write(Array("graph: Other\n".utf8), to: "one.yaml")
    let problem = #expect(throws: Problem.self) { try edits.write(in: workspace) }
    #expect(problem?.code == "write.changed-meanwhile")
  }

  @Test("all files are written, or none")
  func allOrNone() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-" + UUID().uuidString).path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let disk = DiskWorkspace()
    try disk.write(Array("old".utf8), to: folder + "/a")
    #expect(throws: Problem.self) {
      try disk.write(all: [
        (folder + "/a", Array("new".utf8)), (folder + "/no/such/folder", Array("new".utf8)),
      ])
    }
    #expect(try disk.read(folder + "/a") == Array("old".utf8))
    #expect(try disk.list(folder) == ["a"])
    try disk.write(all: [(folder + "/a", Array("new".utf8)), (folder + "/b", Array("new".utf8))])
    #expect(try disk.list(folder) == ["a", "b"])
  }

  @Test("a graph that was built, or read from a table, cannot be written back")
  func noFile() throws {
    var builder = KnowledgeGraphBuilder(title: "Built", schema: .none)
    builder.addEntity("a", type: "state")
    let changed = try builder.build().ask("MATCH (n) SET n.note = 'x'").graph
    let failure = #expect(throws: DiagnosticFailure.self) { try changed.edits() }
    #expect(failure?.diagnostics.first?.code == "write.no-file")
  }
}
