import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing
import Vocabulary

/// Schemas from the project's folder.
struct ProjectFiles: GraphFileResolver {
  func include(_ path: String, from source: SourceText) throws(Problem) -> SourceText {
    throw Problem("file.not-found", "there is no file '\(path)'")
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

@Test(arguments: ["graphs/karabakh-2023.yaml", "graphs/congress-of-vienna.yaml"])
func projectGraphsAreClean(_ path: String) throws {
  let graph = ReadGraph(sources: [try TestEnvironment.projectFile(path)], files: ProjectFiles())
  #expect(graph.report == "")
  #expect(graph.snapshot.relationshipCount >= 100)
}
