import Diagnostics
import Questions
import QuerySyntax
import TestSupport
import Testing
import Vocabulary

@Suite("Questions and what they mean")
struct QuestionCaseTests {
  @Test(
    "each question becomes its statement, or is told what is wrong", arguments: try Case.all(in: "questions"))
  func statement(_ section: Case) throws {
    let reader = try Self.reader()
    let source = SourceText(name: "question", text: section.line("question"))
    var text: String
    var query: Query?
    do throws(Diagnostic) {
      let reading = try reader.read(source, now: "2023-09-19")
      text = reading.statement
      query = reading.query
    } catch {
      text = DiagnosticPrinter().string(for: error)
    }
    if let query { #expect(try QueryParser.parse(CypherPrinter.string(for: query)) == query) }
    while text.hasSuffix("\n") { text.removeLast() }
    #expect(section.mismatch("statement", text) == nil)
  }

  /// The reader over the schema of the house and a handful of names.
  static func reader() throws -> QuestionReader {
    var bag = DiagnosticBag()
    let source = try TestEnvironment.projectFile("schema/geopolitics.yaml")
    let schema = try #require(SchemaReader.read(source, reporting: &bag))
    return QuestionReader(lexicon: TestLexicon.caucasus, vocabulary: SchemaWords(schema))
  }

  @Test("case, articles, punctuation and spacing do not matter")
  func spelling() throws {
    let reader = try Self.reader()
    func statement(_ text: String) throws -> String {
      try reader.read(SourceText(name: "question", text: text), now: nil).statement
    }
    let expected = try statement("who accuses Azerbaijan")
    for text in [
      "WHO ACCUSES AZERBAIJAN?", "  who   accuses,  azerbaijan ?!", "Who accuses the Azerbaijan.",
      "who accuses \"Azerbaijan\"", "who accuses “Azerbaijan”", "who accuses 'Azerbaijan'?",
      "who accuses Bakú",
      "who accuses state Azerbaijan", "who accuses the state of Azerbaijan",
      "please tell me who accuses Baku",
    ] { #expect(try statement(text) == expected, "\(text)") }
  }

  @Test(
    "without a schema the hint is to ask in openCypher", arguments: ["who accuses whom", "who", "is Baku"])
  func withoutSchema(_ text: String) throws {
    let reader = QuestionReader(lexicon: TestLexicon.caucasus, vocabulary: SchemaWords(nil))
    let error = try #require(throws: Diagnostic.self) {
      try reader.read(SourceText(name: "question", text: text), now: nil)
    }
    #expect(
      error.hints.contains("this graph has no schema: ask in openCypher (MATCH …), or give --schema"),
      "\(text): \(error.hints)")
  }

  @Test("a question without a word, and one without an end, are refused")
  func empty() throws {
    #expect(throws: Diagnostic.self) {
      try Self.reader().read(SourceText(name: "question", text: " ?! "), now: nil)
    }
    #expect(throws: Diagnostic.self) {
      try Self.reader().read(
        SourceText(name: "question", text: String(repeating: "who ", count: 5_000)), now: nil)
    }
  }
}
