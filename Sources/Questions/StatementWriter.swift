import OrderedCollections
import QuerySyntax
import Vocabulary

/// Writes the one openCypher statement that a question means.
///
/// Clauses are collected as text and the statement is parsed once at the end, so that what is shown is what
/// runs.
struct StatementWriter {
  /// The relation types that the question speaks of.
  let schema: Schema?
  /// The day that *now* means, as a date literal; nil when nothing is dated.
  let now: String?
  let tree: QuestionTree

  private var patterns: [String] = []
  private var conditions: [String] = []
  private var names: Set<String> = []
  /// The variable and column of each end that is shown, in the order of the question.
  private var shown: [(variable: String, column: String)] = []
  private var relationships: [(variable: String, step: QuestionStep)] = []

  init(_ tree: QuestionTree, schema: Schema?, now: String?) {
    self.tree = tree
    self.schema = schema
    self.now = now
  }

  /// The statement's text.
  mutating func statement() -> String {
    switch tree.form {
    case .path(let first, let second): return path(first, second)
    case .dossier(let entity): return dossier(entity)
    case .yesNo: return yesNo()
    case .list, .about, .time, .count:
      for step in tree.steps { add(step) }
      return match() + projection()
    }
  }

  // MARK: Patterns

  /// Adds a relation with its ends.
  ///
  /// - Parameters:
  ///   - step: The relation.
  ///   - antecedent: The variable that `who` in `someone who …` stands for.
  /// - Returns: The relationship's variable.
  @discardableResult
  private mutating func add(_ step: QuestionStep, antecedent: String? = nil) -> String {
    if case .allOf(let entities) = step.object { return addEach(step, entities, isObject: true) }
    if case .allOf(let entities) = step.subject { return addEach(step, entities, isObject: false) }
    let from = end(step.subject, "who", antecedent)
    let to = end(step.object, "whom", antecedent)
    let relationship = fresh("r")
    relationships.append((relationship, step))
    patterns.append(node(from, step.subject) + arrow(relationship, step) + node(to, step.object))
    if case .eachOther = step.object {
      conditions.append("exists((\(to))-[:\(types(step.relations))]->(\(from)))")
    }
    narrow(relationship, step)
    if case .described(_, let inner) = step.subject { add(inner, antecedent: from) }
    if case .described(_, let inner) = step.object { add(inner, antecedent: to) }
    return relationship
  }

  /// `between Armenia and Azerbaijan`: one relation to each, the other end being the same.
  private mutating func addEach(_ step: QuestionStep, _ entities: [LexicalEntity], isObject: Bool) -> String {
    let common = isObject ? end(step.subject, "who", nil) : end(step.object, "whom", nil)
    var first: String?
    for entity in entities {
      let relationship = fresh("r")
      relationships.append((relationship, step))
      let named = fresh(isObject ? "whom" : "who")
      let other = node(common, isObject ? step.subject : step.object)
      let this = node(named, .entity(entity))
      patterns.append(
        isObject ? other + arrow(relationship, step) + this : this + arrow(relationship, step) + other)
      narrow(relationship, step)
      first = first ?? relationship
    }
    return first ?? "r"
  }

  /// Gives an end its variable, and notes that it is shown when its name is not in the question.
  private mutating func end(_ term: QuestionTerm, _ usual: String, _ antecedent: String?) -> String {
    switch term {
    case .asked(let column, _):
      let variable = fresh(Self.isPlain(column) ? column : usual)
      show(variable, column)
      return variable
    case .some(let types) where !types.isEmpty:
      let variable = fresh(usual)
      show(variable, variable)
      return variable
    case .some, .described:
      let variable = fresh("someone")
      show(variable, variable)
      return variable
    case .eachOther, .anyOf, .allOf:
      let variable = fresh(usual)
      show(variable, variable)
      return variable
    case .entity: return fresh(usual)
    case .that: return antecedent ?? fresh(usual)
    }
  }

  private mutating func show(_ variable: String, _ column: String) {
    let isTaken = shown.contains { $0.column == column }
    shown.append((variable, isTaken ? variable : column))
  }

  private mutating func fresh(_ base: String) -> String {
    var name = base
    var number = 2
    while !names.insert(name).inserted {
      name = "\(base)\(number)"
      number += 1
    }
    return name
  }

  private static func isPlain(_ word: String) -> Bool {
    !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) } && !reserved.contains(word)
  }

  /// A node pattern. Folded ends are found by what they act for.
  private mutating func node(_ variable: String, _ term: QuestionTerm) -> String {
    switch term {
    case .asked(_, let types), .some(let types), .described(let types, _):
      if types.isEmpty { return "(\(variable))" }
      if types.count == 1, !tree.modifiers.isFolded { return "(\(variable):\(Self.name(types[0])))" }
      let subject = tree.modifiers.isFolded ? "principal(\(variable))" : variable
      let tests = types.map { "\(subject):\(Self.name($0))" }
      conditions.append(tests.count == 1 ? tests[0] : "(" + tests.joined(separator: " OR ") + ")")
      return "(\(variable))"
    case .entity(let entity):
      if tree.modifiers.isFolded {
        conditions.append("principal(\(variable)).\(Self.name(entity.key)) = \(Self.text(entity.value))")
        return "(\(variable))"
      }
      return "(\(variable) {\(Self.name(entity.key)): \(Self.text(entity.value))})"
    case .anyOf(let entities), .allOf(let entities):
      let subject = tree.modifiers.isFolded ? "principal(\(variable))" : variable
      let values = entities.map { Self.text($0.value) }.joined(separator: ", ")
      conditions.append("\(subject).\(Self.name(entities[0].key)) IN [\(values)]")
      return "(\(variable))"
    case .eachOther, .that: return "(\(variable))"
    }
  }

  /// The arrow; a symmetric relation matches both ways when that makes a difference.
  private func arrow(_ variable: String, _ step: QuestionStep) -> String {
    let types = step.relations.isEmpty ? "" : ":" + types(step.relations)
    let isSymmetric = step.relations.contains { schema?.relationTypes[$0]?.isSymmetric == true }
    let isOneWay = !isSymmetric || step.subject.isUnnarrowed && step.object.isUnnarrowed
    return isOneWay ? "-[\(variable)\(types)]->" : "-[\(variable)\(types)]-"
  }

  private func types(_ relations: [String]) -> String { relations.map(Self.name).joined(separator: "|") }

  // MARK: Conditions

  private mutating func narrow(_ r: String, _ step: QuestionStep) {
    let modifiers = tree.modifiers
    if let about = modifiers.about { conditions.append("toLower(\(r).about) CONTAINS \(Self.text(about))") }
    if !modifiers.statuses.isEmpty {
      let values = modifiers.statuses.map(Self.text)
      conditions.append(
        values.count == 1
          ? "\(r).status = \(values[0])" : "\(r).status IN [\(values.joined(separator: ", "))]")
    }
    if let period = modifiers.period {
      // An undated claim is kept: nothing says that it was at another time.
      let from = period.from.map(Self.text) ?? "null"
      let to = period.to.map(Self.text) ?? "null"
      conditions.append("coalesce(active(\(r), \(from), \(to)), true)")
    } else if !step.isPast, modifiers.statuses.isEmpty, isState(step) {
      conditions.append("\(r).status <> 'past'")
      if let now { conditions.append("coalesce(active(\(r), \(Self.text(now)), \(Self.text(now))), true)") }
    }
    for group in modifiers.sources {
      let values = group.map(Self.text)
      conditions.append(
        values.count == 1
          ? "\(values[0]) IN \(r).sources"
          : "any(s IN \(r).sources WHERE s IN [\(values.joined(separator: ", "))])")
    }
    if let minimum = modifiers.minimumSources { conditions.append("size(\(r).sources) >= \(minimum)") }
    for speakers in modifiers.speakers {
      let tests = speakers.map { speaker in
        modifiers.isFolded && speaker.key == "id"
          ? "principal(speaker(\(r))).id = \(Self.text(speaker.value))"
          : "\(r).attributed_to = \(Self.text(speaker.value))"
      }
      conditions.append(tests.count == 1 ? tests[0] : "(" + tests.joined(separator: " OR ") + ")")
    }
    if modifiers.isFolded { conditions.append("principal(startNode(\(r))) <> principal(endNode(\(r)))") }
  }

  private func isState(_ step: QuestionStep) -> Bool {
    !step.relations.isEmpty
      && step.relations.allSatisfy { schema?.relationTypes[$0]?.relationClass == .state }
  }

  private func match() -> String {
    var text = "MATCH " + patterns.joined(separator: ", ")
    if !conditions.isEmpty { text += "\nWHERE " + conditions.joined(separator: "\n  AND ") }
    return text
  }

  // MARK: Projections

  private func title(_ variable: String) -> String {
    tree.modifiers.isFolded ? "principal(\(variable)).name" : "\(variable).name"
  }

  private mutating func projection() -> String {
    if case .count(let distinct) = tree.form { return count(distinct) }
    if tree.modifiers.isRanked { return ranking() }
    return list()
  }

  private func list() -> String {
    var items: [String] = []
    var order: [String] = []
    for (variable, column) in shown {
      items.append("\(title(variable)) AS \(Self.name(column))")
      order.append(Self.name(column))
    }
    if tree.steps.count == 1, tree.steps[0].relations.isEmpty, let r = relationships.first {
      items.insert("type(\(r.variable)) AS relation", at: min(1, items.count))
    }
    let isEach = tree.steps.contains { if case .allOf = $0.object { return true } else { return false } }
    for (index, relationship) in relationships.enumerated() {
      let r = relationship.variable
      let suffix = index == 0 ? "" : " \(index + 1)"
      if isEach, index > 0 { continue }
      var claim = ["\(r).about AS \(Self.name("about" + suffix))"]
      claim += time(r, relationship.step, suffix)
      claim.append("\(r).status AS \(Self.name("status" + suffix))")
      claim.append("speaker(\(r)).name AS \(Self.name("said by" + suffix))")
      let all =
        isEach
        ? together() : "citations(\(r))"
      claim.append("\(all) AS \(Self.name("sources" + suffix))")
      if tree.form == .time, claim.count > 2 { claim.swapAt(0, 1) }
      items += claim
      order += claim.dropLast().prefix(2).compactMap { $0.components(after: " AS ") }
    }
    return "\nRETURN " + items.joined(separator: ", ") + "\nORDER BY " + order.joined(separator: ", ")
  }

  /// An event has a date; a state of affairs has a beginning and an end.
  private func time(_ r: String, _ step: QuestionStep, _ suffix: String) -> [String] {
    let isEvent =
      !step.relations.isEmpty
      && step.relations.allSatisfy { schema?.relationTypes[$0]?.relationClass == .event }
    if isEvent { return ["\(r).date AS \(Self.name("date" + suffix))"] }
    return [
      "coalesce(\(r).since, \(r).date) AS \(Self.name("since" + suffix))",
      "\(r).until AS \(Self.name("until" + suffix))",
    ]
  }

  /// The sources of relations that hold together, each once.
  private func together() -> String {
    let first = relationships[0].variable
    let others = relationships.dropFirst().map { relationship in
      "[c IN citations(\(relationship.variable)) WHERE NOT c IN citations(\(first))]"
    }
    return (["citations(\(first))"] + others).joined(separator: " + ")
  }

  private func count(_ distinct: String?) -> String {
    let r = relationships.first?.variable ?? "r"
    let counted =
      distinct == nil
      ? "count(DISTINCT \(r)) AS count" : "count(DISTINCT \(title(shown.first?.variable ?? r))) AS count"
    guard !tree.modifiers.groups.isEmpty || tree.modifiers.isRanked else { return "\nRETURN \(counted)" }
    var unwinds = ""
    var keys: [(expression: String, column: String)] = []
    let groups = tree.modifiers.groups.isEmpty ? ["who"] : tree.modifiers.groups
    for group in groups {
      switch group {
      case "year": keys.append(("coalesce(\(r).date, \(r).since).year", "year"))
      case "source":
        unwinds += "\nUNWIND \(r).sources AS source"
        keys.append(("source", "source"))
      case "status", "about", "date": keys.append(("\(r).\(group)", group))
      case "relation": keys.append(("type(\(r))", "relation"))
      default:
        let variable =
          shown.first { $0.column == group }?.variable
          ?? (group == "who" ? "startNode(\(r))" : "endNode(\(r))")
        keys.append((title(variable), group))
      }
    }
    let items = keys.map { "\($0.expression) AS \(Self.name($0.column))" } + [counted]
    let order = ["count DESC"] + keys.map { Self.name($0.column) }
    return unwinds + "\nRETURN " + items.joined(separator: ", ") + "\nORDER BY "
      + order.joined(separator: ", ")
  }

  private func ranking() -> String {
    let r = relationships.first?.variable ?? "r"
    let asked = tree.steps.first.flatMap { $0.subject.column == nil ? nil : shown.first } ?? shown.first
    guard let asked else { return "\nRETURN count(DISTINCT \(r)) AS count" }
    let column = Self.name(asked.column)
    return
      "\nRETURN \(title(asked.variable)) AS \(column), count(DISTINCT \(r)) AS count\nORDER BY count DESC, \(column)"
  }

  // MARK: Other forms

  private mutating func yesNo() -> String {
    var text = ""
    var verdicts: [String] = []
    var lists: [String] = []
    for step in tree.steps {
      (patterns, conditions) = ([], [])
      let r = add(step)
      let claims = fresh("claims")
      text += (text.isEmpty ? "" : "\n") + "OPTIONAL " + match()
      text += "\nWITH " + (lists + ["collect(DISTINCT \(r)) AS \(claims)"]).joined(separator: ", ")
      lists.append(claims)
      verdicts.append(claims)
    }
    let none = verdicts.map { "size(\($0)) = 0" }.joined(separator: " OR ")
    let doubtful = verdicts.map { "any(c IN \($0) WHERE c.status IN ['denied', 'disputed'])" }.joined(
      separator: " OR ")
    let all = lists.joined(separator: " + ")
    text += "\nRETURN CASE WHEN \(none) THEN 'no' WHEN \(doubtful) THEN 'disputed' ELSE 'yes' END AS answer"
    text += ", size(\(all)) AS claims"
    text += ", [c IN \(all) WHERE c.about IS NOT NULL | c.about] AS about"
    text += ", reduce(all = [], c IN \(all) | all + citations(c)) AS sources"
    return text
  }

  private func path(_ first: LexicalEntity, _ second: LexicalEntity) -> String {
    let from = "(from {\(Self.name(first.key)): \(Self.text(first.value))})"
    let to = "(to {\(Self.name(second.key)): \(Self.text(second.value))})"
    return """
      MATCH \(from), \(to), path = shortestPath((from)-[*]-(to))
      RETURN path, length(path) AS length, [r IN relationships(path) | r.about] AS about, \
      reduce(all = [], r IN relationships(path) | all + citations(r)) AS sources
      """
  }

  private func dossier(_ entity: LexicalEntity) -> String {
    let value = "{\(Self.name(entity.key)): \(Self.text(entity.value))}"
    return """
      MATCH (it \(value))
      UNWIND keys(it) AS key
      RETURN it.name AS who, key AS relation, it[key] AS whom, null AS about, null AS date, null AS status, \
      null AS `said by`, [] AS sources
      UNION ALL
      MATCH (it \(value))-[r]-(other)
      RETURN DISTINCT startNode(r).name AS who, type(r) AS relation, endNode(r).name AS whom, r.about AS about, \
      coalesce(r.date, r.since) AS date, r.status AS status, speaker(r).name AS `said by`, citations(r) AS sources
      """
  }

  // MARK: Text

  /// A name as openCypher writes it, in back-ticks where it needs them.
  static func name(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F }
    if isPlain, !reserved.contains(text.lowercased()) { return text }
    return "`" + text.replacing("`", with: "``") + "`"
  }

  /// A text as openCypher writes it.
  static func text(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  /// Words that mean something in openCypher (openCypher 9, reserved keywords), so that names avoid them.
  private static let reserved: Set<String> = [
    "all", "and", "any", "as", "asc", "ascending", "by", "call", "case", "contains", "count", "create",
    "delete",
    "desc", "descending", "detach", "distinct", "else", "end", "ends", "exists", "false", "foreach", "in",
    "is",
    "limit", "match", "merge", "none", "not", "null", "on", "optional", "or", "order", "remove", "return",
    "set",
    "single", "skip", "starts", "then", "true", "union", "unwind", "when", "where", "with", "xor", "yield",
  ]
}

extension QuestionTerm {
  /// Whether any entity at all may stand here.
  var isUnnarrowed: Bool {
    switch self {
    case .asked(_, let types), .some(let types): types.isEmpty
    default: false
    }
  }
}

extension String {
  /// What stands after the last occurrence of a separator.
  fileprivate func components(after separator: String) -> String? {
    guard let range = self.ranges(of: separator).last else { return nil }
    return String(self[range.upperBound...])
  }
}
