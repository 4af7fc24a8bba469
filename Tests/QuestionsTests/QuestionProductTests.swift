import Diagnostics
import OrderedCollections
import Questions
import TestSupport
import Testing
import Vocabulary

/// Every verb of a schema in every form, word order and voice, with every modifier: each must become the
/// pattern that the schema says.
@Suite("Verbs × forms × entities × modifiers")
struct QuestionProductTests {
  /// A question and the first line of its statement.
  struct Example {
    var question: String
    var pattern: String
  }

  @Test("holds for the schema of the house")
  func house() throws {
    var bag = DiagnosticBag()
    let source = try TestEnvironment.projectFile("schema/geopolitics.yaml")
    let schema = try #require(SchemaReader.read(source, reporting: &bag))
    let names = [
      "state": "Armenia", "leader": "Antony Blinken", "place": "Shusha", "organization": "European Union",
    ]
    let ids = [
      "Armenia": "armenia", "Antony Blinken": "antony-blinken", "Shusha": "shusha",
      "European Union": "european-union",
    ]
    try check(schema, TestLexicon.caucasus, names: names, ids: ids)
  }

  /// Made-up verbs, nouns and types: nothing in Swift knows them.
  @Test("holds for a schema of made-up words")
  func madeUp() throws {
    var bag = DiagnosticBag()
    let schema = try #require(
      SchemaReader.read(SourceText(name: "wug.yaml", text: Self.wugs), reporting: &bag))
    #expect(bag.diagnostics.isEmpty, "\(DiagnosticPrinter().string(for: bag.diagnostics))")
    let lexicon = TestLexicon(
      entities: [
        ("blick", ["wug"], ["Blick"]), ("tove", ["slithy-tove", "wug"], ["Tove of Wabe"]),
        ("wabe", ["borogove"], ["Great Wabe"]),
      ],
      sources: [("upi", "UPI"), ("jabber", "Jabberwocky Post")])
    try check(
      schema, lexicon, names: ["wug": "Tove of Wabe", "borogove": "Great Wabe"],
      ids: ["Tove of Wabe": "tove", "Great Wabe": "wabe"])
    let reader = QuestionReader(lexicon: lexicon, vocabulary: SchemaWords(schema))
    let counted = try reader.read(SourceText(name: "q", text: "how many gimblings against Blick"), now: nil)
    #expect(counted.statement.contains("[r:gimbles]->(whom {id: 'blick'})"))
    #expect(counted.statement.contains("count(DISTINCT r) AS gimblings"))
    let typed = try reader.read(
      SourceText(name: "q", text: "which slithy toves gyre with borogoves"), now: nil)
    #expect(typed.statement.hasPrefix("MATCH (who:`slithy-tove`)-[r:`gyres-with`]-(whom:borogove)"))
  }

  private static let wugs = """
    schema: wugs
    entity_types:
      wug: {plural: wugs}
      slithy-tove: {parent: wug, plural: slithy toves}
      borogove: {plural: borogoves}
    relation_types:
      gimbles:
        class: event
        subjects: [wug, borogove]
        objects: [wug]
        verbs: {base: gimble, third: gimbles, past: gimbled, gerund: gimbling}
        nouns: {gimbling: gimblings}
        about: [anent]
        inverse: {name: is-gimbled, verbs: {base: outgrabe, third: outgrabes, past: outgrabed, gerund: outgrabing}}
      gyres-with:
        class: state
        symmetric: true
        subjects: [wug, borogove]
        objects: [wug, borogove]
        verbs:
          - {base: gyre, third: gyres, past: gyred, participle: gyren, gerund: gyring, with: [with, in step with]}
          - {be: [a frabjous friend of, friends of]}
      nearly-burbles:
        class: timeless
        verbs: {base: burble, third: burbles, past: burbled, gerund: burbling, with: ["", beyond]}
    """

  // MARK: - The check

  private func check(
    _ schema: Schema, _ lexicon: TestLexicon, names: [String: String], ids: [String: String]
  ) throws {
    let reader = QuestionReader(lexicon: lexicon, vocabulary: SchemaWords(schema))
    var generator = SeededGenerator(seed: 19_092_023)
    var count = 0
    for type in schema.relationTypes.values {
      let verbs =
        ([type.verb] + type.synonyms).map { ($0, false) }
        + (type.inverse.map { [$0.verb] + $0.synonyms } ?? []).map { ($0, true) }
      for (verb, isInverse) in verbs where !verb.isEmpty {
        for example in examples(verb, isInverse, type, names: names, ids: ids) {
          for modifiers in picks(&generator) {
            count += 1
            try check(example, modifiers, reader, type, "seed \(generator.seed)")
          }
        }
      }
    }
    #expect(count > 100)
    print("\(count) questions of \(schema.name) read")
  }

  private func check(
    _ example: Example, _ modifiers: [(text: String, condition: String)], _ reader: QuestionReader,
    _ type: RelationType, _ seed: String
  ) throws {
    let text = ([example.question] + modifiers.map(\.text)).joined(separator: " ")
    do throws(Diagnostic) {
      let statement = try reader.read(SourceText(name: "question", text: text), now: nil).statement
      let first = statement.split(separator: "\n")[0]
      #expect(first == "MATCH " + example.pattern || first == "OPTIONAL MATCH " + example.pattern, "\(text)")
      for modifier in modifiers {
        #expect(statement.contains(modifier.condition), "\(text): \(statement)")
      }
    } catch {
      Issue.record("\(seed): \(DiagnosticPrinter().string(for: error))")
    }
  }

  /// No modifier, each alone, and some pairs and triples.
  private func picks(_ generator: inout SeededGenerator) -> [[(text: String, condition: String)]] {
    let times = [
      ("in 2019", "active(r, '2019', '2019')"), ("as of 2020-11-10", "active(r, '2020-11-10', '2020-11-10')"),
      ("since 2020", "active(r, '2020', null)"), ("between 2019 and 2021", "active(r, '2019', '2021')"),
    ]
    let others = [
      ("according to UPI", "'upi' IN r.sources"), ("reported by at least 2 sources", "size(r.sources) >= 2"),
    ]
    func pair(_ one: (String, String)) -> (text: String, condition: String) { (one.0, one.1) }
    var result: [[(text: String, condition: String)]] = [[]]
    result += (times + others).map { [pair($0)] }
    for _ in 0..<2 {
      let time = pair(times[generator.below(times.count)])
      let other = pair(others[generator.below(others.count)])
      result.append(generator.once(in: 2) ? [time, other] : [other, time])
    }
    return result
  }

  // MARK: - The forms

  private func examples(
    _ verb: VerbForms, _ isInverse: Bool, _ type: RelationType, names: [String: String], ids: [String: String]
  ) -> [Example] {
    func name(_ allowed: [String]) -> String {
      let types = allowed.isEmpty ? names.keys.sorted() : allowed
      return types.compactMap { names[$0] }.first ?? ""
    }
    let (subject, object) = (
      name(isInverse ? type.objects : type.subjects), name(isInverse ? type.subjects : type.objects)
    )
    let relation = type.name.contains("-") ? "`\(type.name)`" : type.name
    func end(_ variable: String, _ name: String?) -> String {
      name.map { "(\(variable) {id: '\(ids[$0] ?? "")'})" } ?? "(\(variable))"
    }
    // What stands grammatically first is the object of the relation when the verb says the inverse.
    func pattern(_ first: String?, _ second: String?) -> String {
      let (from, to) = isInverse ? (second, first) : (first, second)
      let isOneWay = !type.isSymmetric || (from == nil && to == nil) || (from != nil && from == to)
      return end("who", from) + "-[r:\(relation)]-" + (isOneWay ? ">" : "") + end("whom", to)
    }
    var result: [Example] = []
    func add(_ first: String?, _ second: String?, _ questions: String...) {
      for question in questions {
        let text = question.split(separator: " ").joined(separator: " ")
        result.append(Example(question: text, pattern: pattern(first, second)))
      }
    }
    if let base = verb.base, let third = verb.third, let past = verb.past, let gerund = verb.gerund,
      let participle = verb.participle
    {
      for particle in verb.particles.isEmpty ? [""] : verb.particles {
        add(nil, nil, "who \(third) \(particle) whom", "who \(past) \(particle) whom")
        add(
          nil, object, "who \(third) \(particle) \(object)", "who \(past) \(particle) \(object)",
          "who is \(gerund) \(particle) \(object)", "who has \(participle) \(particle) \(object)",
          "what \(third) \(particle) the \(object)", "who did \(base) \(particle) \(object)")
        add(
          subject, nil, "\(subject) \(third) \(particle) whom", "whom does \(subject) \(base) \(particle)",
          "what did the \(subject) \(base) \(particle)", "who is \(subject) \(gerund) \(particle)",
          "whom has \(subject) \(participle) \(particle)", "\(subject) is \(gerund) \(particle) whom")
        if !particle.isEmpty {
          let words = particle.split(separator: " ")
          add(
            subject, nil,
            "\(words[words.count - 1]) whom does \(subject) \(base) \(words.dropLast().joined(separator: " "))"
          )
        } else {
          add(
            subject, nil, "who is \(participle) by \(subject)", "who was \(participle) by \(subject)",
            "who has been \(participle) by \(subject)")
          add(
            nil, object, "by whom is \(object) \(participle)", "who is \(object) \(participle) by",
            "\(object) is \(participle) by whom")
          add(subject, object, "is \(object) \(participle) by \(subject)")
        }
        if subject != object {
          add(
            subject, object, "does \(subject) \(base) \(particle) \(object)",
            "did \(subject) \(base) \(particle) the \(object)",
            "is \(subject) \(gerund) \(particle) \(object)",
            "has \(subject) \(participle) \(particle) \(object)", "\(subject) \(third) \(particle) \(object)")
        }
      }
    }
    for phrase in verb.copular {
      add(nil, nil, "who is \(phrase) whom", "who was \(phrase) what")
      add(
        nil, object, "who is \(phrase) \(object)", "who are \(phrase) the \(object)",
        "what was \(phrase) \(object)")
      add(
        subject, nil, "\(subject) is \(phrase) what", "what is \(subject) \(phrase)",
        "whom was \(subject) \(phrase)")
      if subject != object {
        add(subject, object, "is \(subject) \(phrase) \(object)", "was \(subject) \(phrase) \(object)")
      }
    }
    return result
  }
}
