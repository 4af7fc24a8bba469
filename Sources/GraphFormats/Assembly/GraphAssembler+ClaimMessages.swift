import Diagnostics
import OrderedCollections
import Vocabulary

/// What is said about claims that are not right.
extension GraphAssembler {
  /// - Complexity: O(words of the schema) for each new word.
  mutating func unknownRelation(_ record: ClaimRecord, _ schema: Schema) -> Diagnostic {
    let word = record.relation.text
    let hints = relationHints[word] ?? relationHints(for: record, schema)
    // Event data have the same unknown code in thousands of rows.
    if isImporting { relationHints[word] = hints }
    return Diagnostic(
      .error, "graph.unknown-relation", "the schema '\(schema.name)' has no relation '\(word)'",
      at: record.relation.place, hints: hints)
  }

  private func relationHints(for record: ClaimRecord, _ schema: Schema) -> [String] {
    let word = record.relation.text
    var hints: [String] = []
    for type in schema.relationTypes.values where type.inverse?.name == word {
      hints = ["write '\(record.object.text) \(type.name) \(record.subject.text)'"]
    }
    if hints.isEmpty {
      let names = nearestRelations(to: word, schema).map { "'\($0)'" }
      if !names.isEmpty {
        hints = ["did you mean \(Suggestions.choice(of: names))?"]
      } else {
        hints = ["its relations are \(schema.relationTypes.keys.joined(separator: ", "))"]
      }
    }
    return hints
  }

  /// Relations with a name or a verb form near a word, the names first.
  private func nearestRelations(to word: String, _ schema: Schema) -> [String] {
    var words = Array(schema.relationTypes.keys)
    var meant = words
    for type in schema.relationTypes.values {
      for verb in [type.verb] + type.synonyms {
        let forms = [verb.third, verb.base, verb.past, verb.gerund].compactMap { $0 } + verb.copular
        words += forms
        meant += forms.map { _ in type.name }
      }
    }
    var result: OrderedSet<String> = []
    let spaced = RelationType.words(in: word)
    for text in [word, spaced] {
      for near in Suggestions.nearest(to: text, in: words) {
        if let position = words.firstIndex(of: near) { result.append(meant[position]) }
      }
      if !result.isEmpty { break }
    }
    return Array(result.prefix(3))
  }

  func wrongEnd(
    _ end: PlacedText, _ state: EntityState, _ type: RelationType, _ role: String, _ allowed: [String],
    _ hints: [String]
  ) -> Diagnostic {
    let list = Suggestions.choice(of: allowed.map { withArticle($0) })
    let own = withArticle(state.record.type?.text ?? "")
    return Diagnostic(
      .error, "graph.wrong-end-type",
      "the \(role) of '\(type.name)' must be \(list), and '\(end.text)' is \(own)",
      at: end.place, notes: state.record.id.place.map { [.init("declared here", at: $0)] } ?? [], hints: hints
    )
  }

  func selfRelation(_ record: ClaimRecord) -> Diagnostic {
    Diagnostic(
      .warning, "graph.self-relation", "'\(record.object.text)' is subject and object",
      at: record.object.place,
      hints: ["name the entity that is meant; a ministry or a force can act for its state with 'acts_for'"])
  }

  func dateAndInterval(_ field: PlacedText, _ other: PlacedText) -> Diagnostic {
    Diagnostic(
      .error, "graph.date-and-interval", "a claim has a 'date' or an interval, not both", at: field.place,
      notes: other.place.map { [.init("the interval", at: $0)] } ?? [],
      hints: ["'date' says when it happened; 'since' and 'until' say how long it held"])
  }

  func endsBeforeBeginning(_ record: ClaimRecord) -> Diagnostic {
    Diagnostic(
      .error, "graph.ends-before-beginning",
      "'until' \(record.until?.text ?? "") lies before 'since' \(record.since?.text ?? "")",
      at: record.until?.place, notes: record.since?.place.map { [.init("the beginning", at: $0)] } ?? [],
      hints: ["swap the two"])
  }

  func unknownStatus(_ field: PlacedText) -> Diagnostic {
    let all = GraphFileKeys.statuses
    return Diagnostic(
      .error, "graph.unknown-status", "'\(field.text)' is no status", at: field.place,
      hints: [Suggestions.hint(for: field.text, in: all) ?? "a status is \(all.joined(separator: ", "))"])
  }

  func confidenceOutOfRange(_ field: PlacedText) -> Diagnostic {
    Diagnostic(
      .error, "graph.confidence", "'\(field.text)' is no confidence", at: field.place,
      hints: ["a confidence is a number from 0 to 1, such as 0.8"])
  }

  func unknownSource(_ field: PlacedText, _ id: String) -> Diagnostic {
    var hint = "declare '\(id)' under 'sources'"
    if !sources.isEmpty, sources.count <= 8 {
      hint = "the sources are \(sources.keys.joined(separator: ", "))"
    }
    hint = Suggestions.hint(for: id, in: sources.keys) ?? hint
    if id.last == "," || id.last == ":" { hint = "leave out the '\(id.suffix(1))' after the source" }
    return Diagnostic(
      .error, "graph.unknown-source", "no source '\(id)' is declared", at: field.place, hints: [hint])
  }

  func citedTwice(_ field: PlacedText) -> Diagnostic {
    Diagnostic(
      .warning, "graph.repeated-citation", "'\(field.text)' is cited twice", at: field.place,
      hints: ["remove one of the two"])
  }

  private func firstPlace(_ first: ClaimRecord) -> [Diagnostic.Note] {
    first.place.map { [.init("first said here", at: $0.keyPlace)] } ?? []
  }

  func claimTwice(_ record: ClaimRecord, _ first: ClaimRecord) -> Diagnostic {
    Diagnostic(
      .warning, "graph.repeated-claim", "this claim is made twice", at: record.place?.keyPlace,
      notes: firstPlace(first), hints: ["write it once, with the sources of both"])
  }

  func claimDiffers(_ record: ClaimRecord, _ first: ClaimRecord) -> Diagnostic {
    Diagnostic(
      .warning, "graph.repeated-claim",
      "this claim is made in another file too, with a different quote, confidence, note or property",
      at: record.place?.keyPlace, notes: firstPlace(first), hints: ["make the two agree; both are kept"])
  }

  func claimsJoined(_ record: ClaimRecord, _ first: ClaimRecord) -> Diagnostic {
    Diagnostic(
      .note, "graph.joined-claim",
      "this claim is made in two files, and read as one with the sources of both",
      at: record.place?.keyPlace, notes: firstPlace(first))
  }
}
