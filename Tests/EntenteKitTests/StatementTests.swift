import EntenteKit
import TestSupport
import Testing

/// What `explain` prints is what runs: the statement of each question, asked by itself, gives the same rows.
@Suite struct StatementTests {
  private static let graph = Result {
    try KnowledgeGraph.open([TestEnvironment.projectRoot + "/graphs/karabakh-2023.yaml"])
  }

  /// Each form of a question in the page *Questions*.
  static let questions = [
    "who accuses whom", "who accuses Azerbaijan", "whom does Azerbaijan accuse", "Azerbaijan accuses whom",
    "who is accused by Azerbaijan", "what does Azerbaijan accuse Armenia of", "who accuses whom of shelling",
    "which states accuse Armenia", "which leaders talk with leaders",
    "who mediates between Armenia and Azerbaijan", "who accuses each other",
    "who accuses someone who accuses Armenia", "who controls Shusha", "who controlled Shusha in 2019",
    "who controlled Shusha as of 2020-11-10", "who controlled Nagorno-Karabakh since 2020",
    "who controlled Nagorno-Karabakh between 2019 and 2021", "who accuses whom according to UPI",
    "who attacks whom reported by at least 2 sources", "who attacks whom said by Baku",
    "which accusations are denied", "what is disputed", "what is denied", "how many accusations",
    "count who accuses whom by who", "who accuses most",
    "how are Antony Blinken and Ilham Aliyev connected", "what about Stepanakert",
    "is Turkey allied with Azerbaijan", "does Azerbaijan accuse Armenia and Armenia deny it",
    "who accuses whom as states", "what is the capital of place Yerevan", "who sells arms to whom",
  ]

  @Test(arguments: questions) func theStatementGivesTheSameRows(_ question: String) throws {
    let graph = try Self.graph.get()
    let answer = try graph.ask(question)
    let again = try graph.ask(answer.statement)
    #expect(again.columns == answer.columns)
    #expect(again.rows == answer.rows)
    #expect(again.evidence == answer.evidence)
    #expect(try graph.explain(question).statement == answer.statement)
  }

  @Test(arguments: [
    "who accuses whom", "who attacks whom reported by at least 2 sources", "who accuses most",
  ])
  func everyRowIsProved(_ question: String) throws {
    let answer = try Self.graph.get().ask(question)
    #expect(!answer.rows.isEmpty)
    #expect(answer.evidence.count == answer.rows.count)
    for relations in answer.evidence { #expect(!relations.isEmpty) }
  }

  @Test func asOfADayNothingLaterIsAnswered() throws {
    let graph = try Self.graph.get()
    let dated = try graph.ask("who accuses whom", AskOptions(asOf: "2019"))
    #expect(try dated.rows.count < graph.ask("who accuses whom").rows.count)
    for relation in dated.evidence.joined() { #expect(relation["date"] == nil, "\(relation)") }
    #expect(try graph.ask("who accuses whom", AskOptions(asOf: "2023-09-19")).rows.count == 18)
  }

  @Test func aProfileCountsTheRowsOfEachStep() throws {
    let explanation = try Self.graph.get().explain("who accuses whom", profile: true)
    #expect(explanation.plan.contains("rows"))
    #expect(explanation.plan.contains(" 18 "))
  }

  @Test func explainAsAStatementRunsNothing() throws {
    let graph = try Self.graph.get()
    let plan = try graph.ask("EXPLAIN MATCH (n:state) DETACH DELETE n")
    #expect(plan.columns == ["step", "expected"])
    #expect(plan.rows.count > 2)
    #expect(!plan.changesGraph)
    #expect(plan.graph.relationCount == graph.relationCount)
  }

  @Test func profileAsAStatementCountsRowsAndTime() throws {
    let graph = try Self.graph.get()
    let profile = try graph.ask("PROFILE MATCH (a)-[:accuses]->(b) RETURN a.name")
    #expect(profile.columns == ["step", "expected", "rows", "µs"])
    #expect(profile.rows.first?[2] == .integer(18))
    let writing = try graph.ask("PROFILE CREATE (:state {name: 'Nowhere'})")
    #expect(writing.changesGraph)
    #expect(writing.graph.entityCount == graph.entityCount + 1)
  }
}
