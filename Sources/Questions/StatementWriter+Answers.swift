import Diagnostics
import OrderedCollections
import Vocabulary

extension StatementWriter {
  /// The statement's text.
  mutating func statement() throws(Diagnostic) -> String {
    try resolveSpeakers()
    switch question.form {
    case .path(let from, let to): return try path(from, to)
    case .dossier(let term): return try dossier(term)
    case .yesNo: return try yesNo()
    case .entities(let term, let isCounted): return entities(term, isCounted: isCounted)
    case .acting(let actor, let principal, let isYesNo):
      return try acting(actor, for: principal, isYesNo: isYesNo)
    case .claims, .times, .count, .groups:
      for claim in question.claims { try add(claim) }
    }
    switch question.form {
    case .count(let counted): return match() + count(counted)
    case .groups(let names): return match() + groups(names)
    default: return match() + list()
    }
  }

  private func title(_ variable: String) -> String {
    modifiers.isFolded ? "principal(\(variable)).name" : "\(variable).name"
  }

  // MARK: - Claims

  /// One row for each claim: the ends not named in the question, topic, time, status, speaker, sources.
  private func list() -> String {
    var items = shown.map { "\(title($0.variable)) AS \(Self.name($0.column))" }
    var order = shown.map { Self.name($0.column) }
    if let first = matched.first, matched.count == 1, first.claim.relation == nil {
      items.insert("type(\(first.variable)) AS relation", at: min(1, items.count))
    }
    for (index, claim) in matched.enumerated() {
      let r = claim.variable
      let suffix = index == 0 ? "" : " \(index + 1)"
      var columns = times(r, claim.claim, suffix)
      // Of claims of all kinds at a time, those whose time is known come first, as they followed each other.
      let isChronicle = claim.claim.relation == nil && modifiers.period != nil
      order.insert(contentsOf: columns.prefix(1).map(\.column), at: isChronicle ? 0 : order.count)
      let about = ("\(r).about", Self.name("about" + suffix))
      if case .times = question.form { columns.append(about) } else { columns.insert(about, at: 0) }
      order.append(about.1)
      columns.append(("\(r).status", Self.name("status" + suffix)))
      columns.append(("speaker(\(r)).name", Self.name("said by" + suffix)))
      items += columns.map { "\($0.expression) AS \($0.column)" }
    }
    items.append("\(sources()) AS sources")
    return "\nRETURN " + items.joined(separator: ", ") + "\nORDER BY " + order.joined(separator: ", ")
  }

  /// The sources of claims that hold together, each once.
  private func sources() -> String {
    guard let first = matched.first?.variable else { return "[]" }
    guard matched.count > 1 else { return "citations(\(first))" }
    return Self.citations(of: "[\(matched.map(\.variable).joined(separator: ", "))]")
  }

  /// The sources of a list of claims, each citation once.
  private static func citations(of claims: String) -> String {
    "reduce(all = [], claim IN \(claims) | all + [c IN citations(claim) WHERE NOT c IN all])"
  }

  /// An event has a date; what lasts has a beginning and an end.
  private func times(_ r: String, _ claim: AskedClaim, _ suffix: String) -> [(
    expression: String, column: String
  )] {
    if claim.relation?.relationClass == .event { return [("\(r).date", Self.name("date" + suffix))] }
    return [
      ("coalesce(\(r).since, \(r).date)", Self.name("since" + suffix)),
      ("\(r).until", Self.name("until" + suffix)),
    ]
  }

  // MARK: - Numbers

  private func count(_ counted: CountedThing) -> String {
    switch counted {
    case .claims(let heading):
      let all = matched.map(\.variable)
      let thing = all.count == 1 ? all[0] : "[\(all.joined(separator: ", "))]"
      return "\nRETURN count(DISTINCT \(thing)) AS \(Self.name(heading))"
    case .term(let number, let heading):
      let variable = variables[number] ?? "who"
      let thing = modifiers.isFolded ? "principal(\(variable))" : variable
      return "\nRETURN count(DISTINCT \(thing)) AS \(Self.name(heading))"
    }
  }

  /// Numbers by group, the greatest first; without a group by all that is asked for.
  private func groups(_ names: [String]) -> String {
    let r = matched.first?.variable ?? "r"
    var unwind = ""
    var keys: [(expression: String, column: String)] = []
    for name in names {
      switch name {
      case "year": keys.append(("coalesce(\(r).date, \(r).since).year", "year"))
      case "source", "sources":
        unwind = "\nUNWIND \(r).sources AS source"
        keys.append(("source", "source"))
      case "status", "date": keys.append(("\(r).\(name)", name))
      case "relation": keys.append(("type(\(r))", "relation"))
      default:
        let isSubject = name == "who"
        let end = shown.first { $0.isSubject == isSubject }
        let variable = end?.variable ?? (isSubject ? "startNode(\(r))" : "endNode(\(r))")
        keys.append((title(variable), Self.name(end?.column ?? name)))
      }
    }
    if names.isEmpty {
      let asked = shown.filter(\.isAsked)
      keys = (asked.isEmpty ? shown : asked).map { (title($0.variable), Self.name($0.column)) }
    }
    let items = keys.map { "\($0.expression) AS \($0.column)" } + ["count(DISTINCT \(r)) AS count"]
    let order = ["count DESC"] + keys.map(\.column)
    return unwind + "\nRETURN " + items.joined(separator: ", ") + "\nORDER BY "
      + order.joined(separator: ", ")
  }

  // MARK: - Yes or no

  /// Each claim is looked for on its own: *no record* without one, *disputed* when one is denied or disputed.
  ///
  /// A graph records what is said, so that a claim that is missing is no *no*.
  private mutating func yesNo() throws(Diagnostic) -> String {
    var text = ""
    var lists: [String] = []
    var singles: [AskedClaim] = []
    for claim in question.claims { singles += try single(claim) }
    guard singles.count <= Self.mostClaims else {
      throw .error(
        "question.too-many-names", "the question asks for \(singles.count) claims at once",
        in: source, at: question.claims[0].span,
        hints: ["ask for at most \(Self.mostClaims) at once"])
    }
    for claim in singles {
      (patterns, conditions, variables) = ([], [], [:])
      matched = []
      try add(claim)
      let r = matched[0].variable
      let claims = fresh("claims")
      text += (text.isEmpty ? "" : "\n") + "OPTIONAL " + match()
      text += "\nWITH " + (lists + ["collect(DISTINCT \(r)) AS \(claims)"]).joined(separator: ", ")
      lists.append(claims)
    }
    let none = lists.map { "size(\($0)) = 0" }.joined(separator: " OR ")
    let doubt = lists.map { "any(c IN \($0) WHERE c.status IN ['denied', 'disputed'])" }.joined(
      separator: " OR ")
    let all = lists.joined(separator: " + ")
    // Of several claims each matter stands with whose claim it is: one need not answer the other.
    let whose = lists.count > 1 ? "startNode(c).name + ' ' + type(c) + ': ' + " : ""
    return text + """

      RETURN CASE WHEN \(none) THEN 'no record' WHEN \(doubt) THEN 'disputed' ELSE 'yes' END AS answer, \
      size(\(all)) AS claims, [c IN \(all) WHERE c.about IS NOT NULL | \(whose)c.about] AS about, \
      \(Self.citations(of: all)) AS sources
      """
  }

  /// A claim to each of several, and both directions of *each other*, as claims of their own.
  private func single(_ claim: AskedClaim) throws(Diagnostic) -> [AskedClaim] {
    var claims = try pairs(claim).flatMap { claim in
      guard claim.isMutual else { return [claim] }
      var there = claim
      there.isMutual = false
      var back = there
      (back.subject, back.object) = (claim.object, claim.subject)
      return [there, back]
    }
    claims = claims.flatMap { each($0, \.subject) }
    return claims.flatMap { each($0, \.object) }
  }

  /// The most claims that one yes-or-no question looks for.
  private static let mostClaims = 64

  /// The pairs of names among which a claim must hold.
  private func pairs(_ claim: AskedClaim) throws(Diagnostic) -> [AskedClaim] {
    guard claim.isAmong else { return [claim] }
    let names = claim.subject.names
    try checkPairs(claim, names.count)
    return names.indices.flatMap { first in
      names.indices.dropFirst(first + 1).map { second in
        var pair = claim
        pair.isAmong = false
        pair.subject.names = [names[first]]
        pair.object.names = [names[second]]
        return pair
      }
    }
  }

  private func each(_ claim: AskedClaim, _ end: WritableKeyPath<AskedClaim, Term>) -> [AskedClaim] {
    let term = claim[keyPath: end]
    guard term.names.count > 1, term.joint == .and else { return [claim] }
    return term.names.map { name in
      var one = claim
      one[keyPath: end].names = [name]
      return one
    }
  }

  // MARK: - Paths and dossiers

  private func path(_ from: Term, _ to: Term) throws(Diagnostic) -> String {
    let first = try entity(from.names[0], allowed: [])
    let second = try entity(to.names[0], allowed: [])
    guard first != second else {
      throw .error(
        "question.same-entity", "both names mean \(first.name)", in: source, at: to.names[0].span,
        hints: ["a connection is asked for between two entities"])
    }
    return """
      MATCH (from {\(Self.name(first.key)): \(Self.text(first.value))}), \
      (to {\(Self.name(second.key)): \(Self.text(second.value))}), path = allShortestPaths((from)-[*]-(to))
      RETURN path, length(path) AS length, [r IN relationships(path) WHERE r.about IS NOT NULL | r.about] AS about, \
      \(Self.citations(of: "relationships(path)")) AS sources
      """
  }

  /// What is recorded of an entity itself, and then all claims in which it takes part.
  private func dossier(_ term: Term) throws(Diagnostic) -> String {
    let entity = try entity(term.names[0], allowed: [])
    let found = "{\(Self.name(entity.key)): \(Self.text(entity.value))}"
    return """
      MATCH (it \(found))
      UNWIND ['type'] + [key IN keys(it) WHERE NOT key IN ['id', 'name']] AS fact
      RETURN it.name AS who, fact AS relation, CASE fact WHEN 'type' THEN labels(it) ELSE it[fact] END AS whom, \
      null AS about, null AS date, null AS until, null AS status, null AS `said by`, [] AS sources
      UNION ALL
      MATCH (it \(found))-[r]-()
      RETURN startNode(r).name AS who, type(r) AS relation, endNode(r).name AS whom, r.about AS about, \
      coalesce(r.date, r.since) AS date, r.until AS until, r.status AS status, speaker(r).name AS `said by`, \
      citations(r) AS sources
      ORDER BY relation, who, whom, date
      """
  }
}
