import Diagnostics
import GraphFormats
import QuerySyntax

/// Finds what in writing statements is to blame when their changes cannot be saved.
struct StatementPlaces {
  /// The names and texts in statements, those of later statements and of writing clauses first.
  private var words: [(text: String, place: Diagnostic.Place)] = []
  private var relation: Diagnostic.Place?
  private var clause: Diagnostic.Place?

  init(_ statements: [WritingStatement]) {
    for statement in statements.reversed() {
      var walk = StatementWalk(source: statement.source)
      walk.visit(statement.query)
      words += walk.written + walk.read
      if relation == nil { relation = walk.relation }
      if clause == nil { clause = walk.clause }
    }
  }

  /// The place of a word, else of what writes such a thing, else of the first clause that writes.
  ///
  /// - Parameters:
  ///   - word: A label, a relation type, a property key or a text of the statement.
  ///   - subject: What was written.
  /// - Returns: A place in a statement; nil when none writes anything.
  func place(of word: String?, for subject: RecordSubject?) -> Diagnostic.Place? {
    if let word {
      if let found = words.first(where: { $0.text == word }) { return found.place }
      if let found = words.first(where: { $0.text.hasPrefix(word + " ") }) { return found.place }
    }
    if case .relation? = subject, let relation { return relation }
    return clause
  }
}

/// A walk over a statement that gathers names and texts with their places.
private struct StatementWalk {
  let source: SourceText
  var written: [(text: String, place: Diagnostic.Place)] = []
  var read: [(text: String, place: Diagnostic.Place)] = []
  var relation: Diagnostic.Place?
  var clause: Diagnostic.Place?

  init(source: SourceText) { self.source = source }

  mutating func visit(_ query: Query) {
    for single in [query.first] + query.unions.map(\.query) {
      for clause in single.clauses { visit(clause) }
    }
  }

  private mutating func visit(_ clause: Clause) {
    if clause.isUpdating, self.clause == nil { self.clause = place(clause.span) }
    switch clause {
    case .create(let create): for part in create.pattern { visit(part.path) }
    case .merge(let merge):
      visit(merge.pattern.path)
      for action in merge.actions { for item in action.items { visit(item) } }
    case .set(let set): for item in set.items { visit(item) }
    case .remove(let remove):
      for item in remove.items {
        switch item {
        case .property(_, let key): add(key)
        case .labels(_, let labels): for label in labels { add(label) }
        }
      }
    case .foreach(let loop):
      literals(loop.list)
      for clause in loop.clauses { visit(clause) }
    case .subquery(let subquery): visit(subquery.query)
    case .unwind(let unwind):
      let before = written.count
      literals(unwind.list)
      read += written[before...]
      written.removeSubrange(before...)
    case .match, .with, .returning, .delete, .call: break
    }
  }

  private mutating func visit(_ path: PathPattern) {
    visit(path.start)
    for step in path.steps {
      if relation == nil { relation = place(step.relationship.span) }
      for type in step.relationship.types { add(type) }
      if let properties = step.relationship.properties { literals(properties) }
      visit(step.node)
    }
  }

  private mutating func visit(_ node: NodePattern) {
    for label in node.labels { add(label) }
    if let properties = node.properties { literals(properties) }
  }

  private mutating func visit(_ item: SetItem) {
    switch item {
    case .property(_, let key, let value):
      add(key)
      literals(value)
    case .replace(_, let value), .merge(_, let value): literals(value)
    case .labels(_, let labels): for label in labels { add(label) }
    }
  }

  /// The keys and texts in an expression; its depth is bounded by the parser.
  private mutating func literals(_ expression: Expression) {
    if case .string(let text) = expression.kind { written.append((text, place(expression.span))) }
    if case .map(let entries) = expression.kind { for entry in entries { add(entry.key) } }
    var children: [Expression] = []
    expression.kind.forEachChild { children.append($0) }
    for child in children { literals(child) }
  }

  private mutating func add(_ name: Name) { written.append((name.text, place(name.span))) }

  private func place(_ span: SourceSpan) -> Diagnostic.Place { Diagnostic.Place(source, span) }
}

/// Tells what is wrong with changed files in terms of the statements that changed them.
struct EditTranslation {
  let patches: [PatchedText]
  let places: StatementPlaces

  /// How many places are shown of one consequence.
  private static let shown = 5

  /// A mistake in what a statement wrote stands in the statement; one elsewhere is a consequence of it, told once.
  func translated(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var result: [Diagnostic] = []
    var consequences: [String: Int] = [:]
    for diagnostic in diagnostics {
      if let own = inStatement(diagnostic) {
        result.append(own)
        continue
      }
      let key = diagnostic.code + diagnostic.message
      if let index = consequences[key] {
        result[index].notes.append(
          Diagnostic.Note("and here", at: diagnostic.place.flatMap { origin(of: $0) }))
      } else {
        consequences[key] = result.count
        result.append(consequence(diagnostic))
      }
    }
    return result.map { diagnostic in
      guard diagnostic.notes.count > Self.shown else { return diagnostic }
      var short = diagnostic
      let more = diagnostic.notes.count - Self.shown
      short.notes = diagnostic.notes.prefix(Self.shown) + [Diagnostic.Note("and in \(more) more places")]
      return short
    }
  }

  /// A mistake in text that was written for the statement; nil for one elsewhere.
  private func inStatement(_ diagnostic: Diagnostic) -> Diagnostic? {
    guard let place = diagnostic.place,
      let patch = patches.first(where: { $0.after.name == place.source.name }),
      let subject = patch.subject(at: place.span.lower)
    else { return nil }
    var result = diagnostic
    let word = patch.after.string(in: place.span).trimming(quotes: ["\"", "'"])
    result.place = places.place(of: word, for: subject)
    result.notes = diagnostic.notes.map { note in
      Diagnostic.Note(note.message, at: note.place.flatMap { origin(of: $0) })
    }
    return result
  }

  private func consequence(_ diagnostic: Diagnostic) -> Diagnostic {
    let isGone = ["graph.undeclared-entity", "graph.unknown-source"].contains(diagnostic.code)
    return Diagnostic(
      diagnostic.severity, diagnostic.code, diagnostic.message, at: places.place(of: nil, for: nil),
      notes: [
        Diagnostic.Note(
          isGone ? "it is still named here" : "this would be wrong then",
          at: diagnostic.place.flatMap { origin(of: $0) })
      ],
      hints: isGone ? ["change or remove in the same statement what names it"] : diagnostic.hints)
  }

  /// The same place in the file as it is; nil for what is not in it.
  private func origin(of place: Diagnostic.Place) -> Diagnostic.Place? {
    guard let patch = patches.first(where: { $0.after.name == place.source.name }) else { return place }
    guard patch.subject(at: place.span.lower) == nil else { return nil }
    return Diagnostic.Place(patch.before, patch.origin(of: place.span))
  }
}

extension String {
  fileprivate func trimming(quotes: [Character]) -> String {
    guard count > 1, let first, first == last, quotes.contains(first) else { return self }
    return String(dropFirst().dropLast())
  }
}
