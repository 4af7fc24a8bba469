import Diagnostics
import EntenteKit
import Foundation
import TestSupport
import Testing

/// The folder `examples` is what it says: each question and statement there gives the answer beside it.
@Suite struct ExampleTests {
  @Test(arguments: try Case.all(inFolder: "examples/questions"))
  func question(_ example: Case) throws {
    #expect(example.mismatch("expected", try answer(example.line("question"), example)) == nil)
  }

  @Test(arguments: try Case.all(inFolder: "examples/queries"))
  func statement(_ example: Case) throws {
    #expect(example.mismatch("expected", try answer(example.line("query"), example)) == nil)
  }

  @Test(arguments: try Case.all(inFolder: "examples/maps"))
  func map(_ example: Case) throws {
    var options = MapOptions()
    if !example.line("view").isEmpty { options.selection = .view(example.line("view")) }
    if !example.line("ask").isEmpty { options.selection = .answer(example.line("ask")) }
    if !example.line("around").isEmpty { options.selection = .around(example.line("around"), hops: 1) }
    if !example.line("as-of").isEmpty { options.asOf = example.line("as-of") }
    options.theme = MapThemeName(rawValue: example.line("theme")) ?? .light
    let map = try example.graph.get().draw(options, as: .dot)
    #expect(example.mismatch("expected", String(decoding: map.bytes, as: UTF8.self)) == nil)
  }

  /// Each view of the two graphs asks a question that is understood and has an answer.
  @Test(arguments: ["graphs/karabakh-2023.yaml", "graphs/congress-of-vienna.yaml"])
  func views(path: String) throws {
    let graph = try KnowledgeGraph.open([TestEnvironment.projectRoot + "/" + path])
    #expect(graph.viewNames.count >= 12)
    for name in graph.viewNames {
      var options = MapOptions()
      options.selection = .view(name)
      #expect(throws: Never.self, "the view \(name)") { try graph.draw(options, as: .dot) }
    }
  }

  /// What `entente ask` prints: the answer, and below it the messages.
  private func answer(_ text: String, _ example: Case) throws -> String {
    let graph = try example.graph.get()
    let form = AnswerFormat(rawValue: example.line("format")) ?? .table
    do throws(DiagnosticFailure) {
      let answer = try graph.ask(text)
      let output = String(decoding: try answer.formatted(as: form, width: 100), as: UTF8.self)
      return output + messages(answer.diagnostics)
    } catch {
      return messages(error.diagnostics)
    }
  }

  private func messages(_ diagnostics: [Diagnostic]) -> String {
    DiagnosticPrinter().string(for: diagnostics)
  }
}

extension Case {
  private static let karabakh = Result { try KnowledgeGraph.open([path("graphs/karabakh-2023.yaml")]) }
  private static let vienna = Result { try KnowledgeGraph.open([path("graphs/congress-of-vienna.yaml")]) }

  private static func path(_ name: String) -> String { TestEnvironment.projectRoot + "/" + name }

  /// The graph that a case names; without a name that of its file.
  fileprivate var graph: Result<KnowledgeGraph, any Error> {
    (line("graph") + file).contains("vienna") ? Self.vienna : Self.karabakh
  }
}
