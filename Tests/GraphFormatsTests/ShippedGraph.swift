import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing
import Vocabulary

/// The graph files that come with the project.
enum ShippedGraph {
  static let paths = ["graphs/karabakh-2023.yaml", "graphs/congress-of-vienna.yaml"]

  /// Reads a file of the project with its schema; any message about either is a failure.
  static func read(_ path: String) throws -> GraphSnapshot {
    var builder = GraphBuilder()
    var bag = DiagnosticBag()
    _ = GraphFileReader.read(
      [try TestEnvironment.projectFile(path)], resolver: Resolver(), into: &builder, reporting: &bag)
    let messages = bag.diagnostics.map { "\($0.code): \($0.message)" }
    try #require(messages == [])
    return builder.freeze()
  }

  /// The files stand alone: nothing is included.
  private struct Resolver: GraphFileResolver {
    func include(_ path: String, from source: SourceText) throws(Problem) -> SourceText {
      throw Problem("file.not-found", "no file is included here")
    }

    func schema(
      named name: String, from source: SourceText, reporting bag: inout DiagnosticBag
    ) throws(Problem) -> Schema? {
      guard let text = try? TestEnvironment.projectFile("schema/\(name).yaml") else {
        throw Problem("schema.not-found", "there is no schema '\(name)'")
      }
      return SchemaReader.read(text, reporting: &bag)
    }
  }
}
