import Diagnostics
import EntenteKit
import TestSupport
import Testing

/// Questions from the text to the rows, on a real graph and in a vocabulary that Swift has never heard of.
@Suite("Questions, from text to rows")
struct QuestionJourneyTests {
  @Test("the statement that is shown is the one that runs")
  func statements() throws {
    let graph = try KnowledgeGraph.open([TestEnvironment.projectRoot + "/graphs/karabakh-2023.yaml"])
    var understood = 0
    var answered = 0
    for section in try Case.all(in: "questions") {
      let question = section.line("question")
      guard let answer = try? graph.ask(question) else { continue }
      understood += 1
      let again = try graph.query(answer.statement)
      #expect(again.columns == answer.columns, "\(question)")
      #expect(again.rows == answer.rows, "\(question)")
      if !answer.rows.isEmpty {
        answered += 1
        #expect(answer.evidence.count == answer.rows.count, "\(question)")
      }
    }
    #expect(understood > 160, "only \(understood) questions were understood")
    #expect(answered > 110, "only \(answered) questions had an answer")
  }

  @Test("a question that begins with a keyword of openCypher is still a question")
  func keywords() throws {
    let graph = try KnowledgeGraph.open([TestEnvironment.projectRoot + "/graphs/karabakh-2023.yaml"])
    let one = try graph.ask("with whom does Antony Blinken talk")
    let two = try graph.ask("whom does Antony Blinken talk with")
    #expect(one.rows == two.rows)
    #expect(!one.rows.isEmpty)
  }

  private static let wabe = MemoryWorkspace([
    "schema/wugs.yaml": """
    schema: wugs
    entity_types:
      wug: {plural: wugs, style: {shape: octagon, color: purple}}
      slithy-tove: {parent: wug, plural: slithy toves}
      borogove: {plural: borogoves, style: {shape: box, color: teal}}
    relation_types:
      gimbles:
        class: event
        subjects: [wug, borogove]
        objects: [wug]
        verbs: {base: gimble, third: gimbles, past: gimbled, gerund: gimbling}
        nouns: {gimbling: gimblings}
        about: [anent]
        inverse: {name: is-gimbled, verbs: {base: outgrabe, third: outgrabes, past: outgrabed, gerund: outgrabing}}
        style: {line: dashed, width: 2, arrow: vee, color: rose, rank: 9}
      gyres-with:
        class: state
        symmetric: true
        verbs:
          - {base: gyre, third: gyres, past: gyred, participle: gyren, gerund: gyring, with: [with]}
          - {be: [a frabjous friend of]}
    """,
    "graphs/wabe.yaml": """
    graph: The wabe
    schema: wugs
    sources:
      jabber: {publisher: Jabberwocky Post, title: On slithiness, date: 1871-12-27}
    entities:
      blick: {type: wug, name: Blick}
      tove: {type: slithy-tove, name: Tove of Wabe, acts_for: blick}
      mimsy: {type: borogove, name: Mimsy}
    relations:
      - mimsy gimbles blick: {about: outgribing at night, date: 1871-12, sources: [jabber ¶2]}
      - blick gimbles tove: {status: denied, sources: [jabber ¶3]}
      - tove gyres-with mimsy: {since: 1870, until: 1871-01, status: past, sources: [jabber ¶4]}
    """,
  ])

  @Test("a vocabulary of made-up words is checked, asked and drawn")
  func madeUp() throws {
    #expect(KnowledgeGraph.check("schema/wugs.yaml", in: Self.wabe).isClean(strict: true))
    #expect(KnowledgeGraph.check("graphs/wabe.yaml", in: Self.wabe).isClean(strict: false))
    let graph = try KnowledgeGraph.open(["graphs/wabe.yaml"], in: Self.wabe)
    func first(_ question: String) throws -> [String] {
      let answer = try graph.ask(question)
      return answer.rows.map { (row: [AnswerValue]) -> String in
        if case .text(let text)? = row.first { return text }
        if case .integer(let number)? = row.first { return String(number) }
        return "?"
      }
    }
    #expect(try first("who gimbles whom") == ["Blick", "Mimsy"])
    #expect(try first("who outgrabes Mimsy") == ["Blick"])
    #expect(try first("which borogoves gimble a wug anent night") == ["Mimsy"])
    #expect(try first("who is gimbled by Blick") == ["Tove of Wabe"])
    #expect(try first("how many gimblings") == ["2"])
    #expect(try first("which gimblings are denied") == ["Blick"])
    #expect(try first("is Mimsy a frabjous friend of the Tove of Wabe") == ["no record"])
    #expect(try first("was Mimsy a frabjous friend of the Tove of Wabe") == ["yes"])
    #expect(try first("with whom did Mimsy gyre in 1870") == ["Tove of Wabe"])
    #expect(throws: DiagnosticFailure.self) { try graph.ask("who accuses whom") }
    let map = String(decoding: try graph.draw(as: .svg).bytes, as: UTF8.self)
    #expect(map.contains("gimbles"))
    #expect(map.contains("gyres with"))
  }
}
