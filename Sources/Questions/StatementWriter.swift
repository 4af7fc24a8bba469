import Diagnostics
import OrderedCollections
import Vocabulary

/// Writes the one openCypher statement that a question means.
///
/// The statement is text, parsed once at the end, so that what is shown is what runs. Each claim becomes one
/// relationship of the pattern; every row of the answer is one claim (or one chain of claims), never a product
/// of claims that have nothing to do with each other.
struct StatementWriter {
  /// An end that is shown in the answer.
  struct Shown {
    var variable: String
    var column: String
    var isAsked: Bool
    var isSubject: Bool
  }

  /// A claim in the pattern.
  struct Matched {
    var variable: String
    var claim: AskedClaim
  }

  let question: AskedQuestion
  let schema: Schema
  let now: String?
  /// Whether that day was given with the question: then nothing later is an answer.
  let isNowGiven: Bool
  let source: SourceText
  private let resolver: NameResolver
  var modifiers: Modifiers { question.modifiers }

  var patterns: [String] = []
  var conditions: [String] = []
  var shown: [Shown] = []
  var matched: [Matched] = []
  /// The variables of terms by their numbers.
  var variables: [Int: String] = [:]
  private var taken: Set<String> = []

  init(
    _ question: AskedQuestion, source: SourceText, schema: Schema, now: String?, isNowGiven: Bool
  ) {
    self.question = question
    self.schema = schema
    self.now = now
    self.isNowGiven = isNowGiven
    self.source = source
    resolver = NameResolver(schema: schema)
  }

  /// The entity that a name means; the types that may stand there decide between several.
  func entity(_ mention: NameMention, allowed: [String]) throws(Diagnostic) -> LexicalEntity {
    do throws(Problem) {
      return try resolver.entity(
        among: mention.candidates, named: mention.text(in: source), type: mention.type, allowed: allowed)
    } catch {
      throw error.at(mention.span, in: source)
    }
  }

  // MARK: - Patterns

  /// Adds a claim with its ends, and the claims that its ends must take part in.
  mutating func add(_ claim: AskedClaim) throws(Diagnostic) {
    let r = fresh("r")
    matched.append(Matched(variable: r, claim: claim))
    let subject = try end(claim.subject, of: claim, isSubject: true)
    let object = try end(claim.object, of: claim, isSubject: false)
    patterns.append(subject.node + arrow(r, claim) + object.node)
    narrow(r, claim)
    for name in claim.touched {
      let entity = try entity(name, allowed: [])
      let ends = ["startNode(\(r))", "endNode(\(r))"].map {
        (modifiers.isFolded ? "principal(\($0))" : $0) + "." + Self.name(entity.key)
      }
      conditions.append("\(Self.text(entity.value)) IN [\(ends.joined(separator: ", "))]")
    }
    if modifiers.isFolded { conditions.append("principal(startNode(\(r))) <> principal(endNode(\(r)))") }
    if claim.isAmong {
      try addPairs(claim, subject.variable, object.variable)
    } else {
      try addEach(claim, subject.variable, object.variable)
    }
    if claim.isMutual, !claim.isAmong { addReturn(claim, subject.variable, object.variable) }
    for relative in claim.subject.relatives + claim.object.relatives { try add(relative) }
  }

  /// `between Armenia and Azerbaijan`: the claims to either are listed, and there must be one to each.
  private mutating func addEach(_ claim: AskedClaim, _ subject: String, _ object: String) throws(Diagnostic) {
    for (term, isSubject) in [(claim.subject, true), (claim.object, false)]
    where term.names.count > 1 && term.joint == .and {
      for name in term.names {
        let entity = try entity(name, allowed: allowed(claim, isSubject))
        let test = "{\(Self.name(entity.key)): \(Self.text(entity.value))}"
        exists(
          claim, from: isSubject ? test : nil, to: isSubject ? nil : test, subject: subject, object: object)
      }
    }
  }

  /// `A, B and C accuse each other`: the claims among them are listed, and there must be one for each pair.
  private mutating func addPairs(_ claim: AskedClaim, _ subject: String, _ object: String) throws(Diagnostic)
  {
    guard claim.subject.joint == .and else { return }
    var tests: [String] = []
    for name in claim.subject.names {
      let entity = try entity(name, allowed: allowed(claim, true))
      tests.append("{\(Self.name(entity.key)): \(Self.text(entity.value))}")
    }
    try checkPairs(claim, tests.count)
    for (index, one) in tests.enumerated() {
      for two in tests[(index + 1)...] {
        exists(claim, from: one, to: two, subject: subject, object: object)
        if claim.isMutual { exists(claim, from: two, to: one, subject: subject, object: object) }
      }
    }
  }

  /// Pairs grow with the square of the names.
  func checkPairs(_ claim: AskedClaim, _ names: Int) throws(Diagnostic) {
    guard names > Self.mostAmong else { return }
    throw .error(
      "question.too-many-names", "\(names) names make too many pairs", in: source,
      at: claim.subject.span, hints: ["ask for at most \(Self.mostAmong) at once"])
  }

  /// The most names of which every pair is asked for.
  private static let mostAmong = 8

  /// `each other`: there must be a claim the other way too.
  private mutating func addReturn(_ claim: AskedClaim, _ subject: String, _ object: String) {
    exists(claim, from: nil, to: nil, subject: object, object: subject)
  }

  /// Adds the condition that there is a further claim of this kind between two ends.
  ///
  /// - Parameters:
  ///   - claim: The kind of claim.
  ///   - from: The properties of the subject where it is another than the variable's.
  ///   - to: The properties of the object where it is another than the variable's.
  ///   - subject: The variable of the subject.
  ///   - object: The variable of the object.
  private mutating func exists(
    _ claim: AskedClaim, from: String?, to: String?, subject: String, object: String
  ) {
    let outer = conditions
    conditions = []
    let other = fresh("other")
    var start = from.map { "(\($0))" } ?? "(\(subject))"
    var end = to.map { "(\($0))" } ?? "(\(object))"
    if modifiers.isFolded {
      let (one, two) = (fresh("one"), fresh("two"))
      start = "(\(one))"
      end = "(\(two))"
      for (variable, test, whole) in [(one, from, subject), (two, to, object)] {
        if let test {
          let named = fresh("named")
          conditions.append(
            "EXISTS { MATCH (\(named) \(test)) WHERE principal(\(named)) = principal(\(variable)) }")
        } else {
          conditions.append("principal(\(variable)) = principal(\(whole))")
        }
      }
    }
    narrow(other, claim)
    let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    conditions = outer + ["EXISTS { MATCH \(start)\(arrow(other, claim))\(end)\(filter) }"]
  }

  /// The variable of an end and its node pattern; the end is noted as shown when its name is not given.
  private mutating func end(
    _ term: Term, of claim: AskedClaim, isSubject: Bool
  ) throws(Diagnostic) -> (variable: String, node: String) {
    if let known = variables[term.number] {
      guard modifiers.isFolded else { return (known, "(\(known))") }
      // Folded, one actor may make the first claim and another of the same principal the second.
      let variable = fresh(known)
      conditions.append("principal(\(variable)) = principal(\(known))")
      return (variable, "(\(variable))")
    }
    let variable = fresh(term.isSomeone ? "someone" : isSubject ? "who" : "whom")
    variables[term.number] = variable
    if term.names.count != 1 { show(term, variable, isSubject: isSubject) }
    return (variable, try node(variable, term, allowed(claim, isSubject)))
  }

  private mutating func node(_ variable: String, _ term: Term, _ allowed: [String]) throws(Diagnostic)
    -> String
  {
    var entities: [LexicalEntity] = []
    for name in term.names { entities.append(try entity(name, allowed: allowed)) }
    guard !modifiers.isFolded else {
      try fold(variable, term, entities)
      return "(\(variable))"
    }
    let label = term.type.map { ":\(Self.name($0))" } ?? ""
    if let only = entities.first, entities.count == 1 {
      return "(\(variable)\(label) {\(Self.name(only.key)): \(Self.text(only.value))})"
    }
    if let first = entities.first {
      let values = entities.map { Self.text($0.value) }.joined(separator: ", ")
      conditions.append("\(variable).\(Self.name(first.key)) IN [\(values)]")
    }
    return "(\(variable)\(label))"
  }

  /// Folded ends are told by whom they act for.
  private mutating func fold(
    _ variable: String, _ term: Term, _ entities: [LexicalEntity]
  ) throws(Diagnostic) {
    if let type = term.type { conditions.append("principal(\(variable)):\(Self.name(type))") }
    guard let first = entities.first else { return }
    let named = fresh("named")
    if entities.count == 1 {
      patterns.append("(\(named) {\(Self.name(first.key)): \(Self.text(first.value))})")
      conditions.append("principal(\(variable)) = principal(\(named))")
    } else {
      let values = entities.map { Self.text($0.value) }.joined(separator: ", ")
      conditions.append(
        "EXISTS { MATCH (\(named)) WHERE \(named).\(Self.name(first.key)) IN [\(values)] "
          + "AND principal(\(named)) = principal(\(variable)) }")
    }
  }

  func allowed(_ claim: AskedClaim, _ isSubject: Bool) -> [String] {
    guard let relation = claim.relation else { return [] }
    return isSubject ? relation.subjects : relation.objects
  }

  private mutating func show(_ term: Term, _ variable: String, isSubject: Bool) {
    var column = isSubject ? "who" : "whom"
    if let asked = term.asked, asked != "who", asked != "whom", asked != "which" {
      column = asked
    } else if term.isSomeone {
      column = "someone"
    }
    if shown.contains(where: { $0.column == column }) {
      var number = 2
      while shown.contains(where: { $0.column == "\(column) \(number)" }) { number += 1 }
      column += " \(number)"
    }
    shown.append(Shown(variable: variable, column: column, isAsked: term.asked != nil, isSubject: isSubject))
  }

  mutating func fresh(_ base: String) -> String {
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)\(number)"
      number += 1
    }
    return name
  }

  /// The arrow; a symmetric relation matches both ways where that makes a difference.
  private func arrow(_ variable: String, _ claim: AskedClaim) -> String {
    guard let relation = claim.relation else { return "-[\(variable)]->" }
    let type = "[\(variable):\(Self.name(relation.name))]"
    let isSame = claim.subject.isAlike(claim.object) && matched.count < 2 && !claim.isMutual
    return relation.isSymmetric && !isSame ? "-\(type)-" : "-\(type)->"
  }

  // MARK: - Conditions

  /// What every claim of the question must satisfy.
  private mutating func narrow(_ r: String, _ claim: AskedClaim) {
    if case .words(let words)? = claim.topic {
      for word in words { conditions.append("toLower(\(r).about) CONTAINS \(Self.text(word))") }
    }
    let statuses = modifiers.statuses.map(Self.text)
    if statuses.count == 1 {
      conditions.append("\(r).status = \(statuses[0])")
    } else if !statuses.isEmpty {
      conditions.append("\(r).status IN [\(statuses.joined(separator: ", "))]")
    }
    narrowTime(r, claim)
    for ids in modifiers.sources {
      let values = ids.map(Self.text).joined(separator: ", ")
      conditions.append(
        ids.count == 1 ? "\(values) IN \(r).sources" : "any(s IN \(r).sources WHERE s IN [\(values)])")
    }
    if let minimum = modifiers.minimumSources { conditions.append("size(\(r).sources) >= \(minimum)") }
    for speaker in speakers {
      let value = Self.text(speaker.value)
      let key = Self.name(speaker.key)
      conditions.append("(speaker(\(r)).\(key) = \(value) OR principal(speaker(\(r))).\(key) = \(value))")
    }
  }

  /// The time asked for, or *now* for a state of affairs in the present tense; undated claims are kept.
  private mutating func narrowTime(_ r: String, _ claim: AskedClaim) {
    if let period = modifiers.period {
      guard period.from != nil || period.to != nil else { return }
      let from = period.from.map(Self.text) ?? "null"
      let to = period.to.map(Self.text) ?? "null"
      conditions.append("coalesce(active(\(r), \(from), \(to)), true)")
    } else if !claim.isPast, !modifiers.includesPast, modifiers.statuses.isEmpty,
      claim.relation?.relationClass == .state
    {
      conditions.append("\(r).status <> 'past'")
      if let now { conditions.append("coalesce(active(\(r), \(Self.text(now)), \(Self.text(now))), true)") }
    } else if isNowGiven, let now {
      // Whoever gives the day does not ask for what came after it.
      conditions.append("coalesce(active(\(r), null, \(Self.text(now))), true)")
    }
  }

  /// Who says so, resolved before the writing begins.
  private(set) var speakers: [LexicalEntity] = []

  /// Resolves the names of speakers: those that can be the subject of an event.
  mutating func resolveSpeakers() throws(Diagnostic) {
    var types: [String] = []
    for type in schema.relationTypes.values where type.relationClass == .event { types += type.subjects }
    for name in modifiers.speakers { speakers.append(try entity(name, allowed: types)) }
  }

  func match() -> String {
    var text = "MATCH " + patterns.joined(separator: ", ")
    if !conditions.isEmpty { text += "\nWHERE " + conditions.joined(separator: "\n  AND ") }
    return text
  }

  // MARK: - Text

  /// A name as openCypher writes it, in back-ticks where it needs them.
  static func name(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F }
    if isPlain, !reserved.contains(text.lowercased()) { return text }
    return "`" + text.replacingEach("`", with: "``") + "`"
  }

  /// A text as openCypher writes it.
  static func text(_ text: String) -> String {
    "'" + text.replacingEach("\\", with: "\\\\").replacingEach("'", with: "\\'") + "'"
  }

  /// Words that mean something in openCypher (openCypher 9, reserved keywords), so that names avoid them.
  private static let reserved: Set<String> = [
    "all", "and", "any", "as", "asc", "ascending", "by", "call", "case", "contains", "create", "delete",
    "desc", "descending", "detach", "distinct", "else", "end", "ends", "exists", "false", "foreach", "in",
    "is",
    "limit", "match", "merge", "none", "not", "null", "on", "optional", "or", "order", "remove", "return",
    "set",
    "single", "skip", "starts", "then", "true", "union", "unwind", "when", "where", "with", "xor", "yield",
  ]
}

extension Term {
  /// Whether another term allows just the same: then a symmetric claim need be listed once only.
  func isAlike(_ other: Term) -> Bool {
    guard relatives.isEmpty, other.relatives.isEmpty, type == other.type, joint == other.joint else {
      return false
    }
    return names.map(\.candidates) == other.names.map(\.candidates)
  }
}
