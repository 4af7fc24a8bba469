import EntenteKit
import TestSupport
import Testing

/// What the shell offers at the end of what was typed.
@Suite("Completion")
struct CompletionTests {
  private static let graph = Result {
    try KnowledgeGraph.open([TestEnvironment.projectRoot + "/graphs/karabakh-2023.yaml"])
  }

  @Test(arguments: [
    ("wh", 2, "whom"), ("who accu", 4, "accuses"), ("who accuses azerb", 5, "Azerbaijan"),
    ("who accuses ilham al", 8, "Ilham Aliyev"), ("MAT", 3, "MATCH"), ("MATCH (n:sta", 3, "state"),
    ("MATCH (a)-[:acc", 3, "accuses"), ("MATCH (a)-[:accuses|all", 3, "`ally-of`"),
    ("MATCH (n:arm", 3, "`armed-forces`"),
    ("MATCH (n) RETURN n.na", 2, "name"), ("MATCH (n {name: 'Arm", 3, "Armenia"),
    ("MATCH (a)-[:`ally", 5, "`ally-of`"),
  ])
  func offers(_ text: String, replaced: Int, word: String) throws {
    let completion = try Self.graph.get().completion(of: text)
    #expect(completion.replacedCount == replaced)
    #expect(completion.candidates.contains(word), "\(completion.candidates)")
  }

  @Test(arguments: [
    "", "who ", "who qqqq", "MATCH (n) ", "MATCH (n {name: 'qqq", "'", "MATCH \"", "é", ".", "`",
  ])
  func neverFails(_ text: String) throws {
    let graph = try Self.graph.get()
    let completion = graph.completion(of: text)
    #expect(completion.replacedCount <= text.count)
    #expect(KnowledgeGraph.empty.completion(of: text).replacedCount <= text.count)
    #expect(Set(completion.candidates).count == completion.candidates.count)
  }
}
