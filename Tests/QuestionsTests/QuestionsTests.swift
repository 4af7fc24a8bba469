import Diagnostics
import Foundation
import Questions
import TestSupport
import Testing
import Vocabulary

@Test func probe() throws {
  guard let path = TestEnvironment.variable("PROBE") else { return }
  var bag = DiagnosticBag()
  let schema = SchemaReader.read(try TestEnvironment.projectFile("schema/geopolitics.yaml"), reporting: &bag)
  let reader = QuestionReader(lexicon: TestLexicon.caucasus, vocabulary: SchemaWords(schema))
  for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
    print("Q: \(line)")
    do throws(Diagnostic) {
      print(try reader.read(SourceText(name: "question", text: String(line)), now: "2023-09-19").statement)
    } catch {
      print(DiagnosticPrinter().string(for: error))
    }
  }
}
