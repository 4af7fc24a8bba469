import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing
import Vocabulary

/// Graphs from text.
enum TestGraph {
  /// Reads a graph file; the schema of the project is at hand, and one that the case brings along.
  static func read(_ text: String, schema: String = "") throws -> GraphSnapshot {
    var builder = GraphBuilder()
    var bag = DiagnosticBag()
    _ = GraphFileReader.read(
      [SourceText(name: "graph.yaml", text: text)], resolver: Resolver(own: schema), into: &builder,
      reporting: &bag)
    let errors = bag.diagnostics.filter { $0.severity == .error }.map { "\($0.code): \($0.message)" }
    try #require(errors == [])
    return builder.freeze()
  }

  /// The schema of the project.
  static func shippedSchema() throws -> Schema {
    var bag = DiagnosticBag()
    let schema = SchemaReader.read(
      try TestEnvironment.projectFile("schema/geopolitics.yaml"), reporting: &bag)
    return try #require(schema)
  }

  private struct Resolver: GraphFileResolver {
    let own: String

    func include(_ path: String, from source: SourceText) throws(Problem) -> SourceText {
      throw Problem("file.not-found", "no file is included here")
    }

    func schema(
      named name: String, from source: SourceText, reporting bag: inout DiagnosticBag
    ) throws(Problem) -> Schema? {
      if !own.isEmpty {
        return SchemaReader.read(SourceText(name: "schema.yaml", text: own), reporting: &bag)
      }
      guard let text = try? TestEnvironment.projectFile("schema/\(name).yaml") else {
        throw Problem("schema.not-found", "there is no schema '\(name)'")
      }
      return SchemaReader.read(text, reporting: &bag)
    }
  }
}
