import Diagnostics
import OrderedCollections
import Vocabulary

/// A verb found in a question, with its particle.
struct VerbMatch {
  /// The form.
  var entry: SchemaWords.Entry
  /// The position after verb and particle.
  var end: Int
  /// Whether a particle is missing: `who talks`.
  var isBare: Bool
  /// Whether the preposition before the question word is the end of its particle: `with whom does A talk`.
  var usedPreposition: Bool

  /// Whether a preposition introduces what a claim is about.
  func takesTopic(_ preposition: String) -> Bool { entry.meaning.about.contains([preposition]) }
}

extension QuestionParser {
  func word(at index: Int) -> String? {
    guard index < tokens.count, tokens[index].kind == .word else { return nil }
    return tokens[index].text
  }

  /// The verb at a position in one of some forms; the longest match wins, a complete particle before none.
  ///
  /// - Parameters:
  ///   - forms: The forms that fit.
  ///   - start: The position.
  ///   - preposition: A word that stands before the question word and may end the particle.
  /// - Returns: The match; nil when no verb stands there.
  func matchVerb(_ forms: [SchemaWords.Form], at start: Int, preposition: String? = nil) -> VerbMatch? {
    guard let first = word(at: start), let entries = words.verbs[first] else { return nil }
    var best: VerbMatch?
    for entry in entries where forms.contains(entry.form) {
      guard let end = end(of: entry.words, from: start) else { continue }
      for match in matches(entry, from: end, preposition: preposition) where isBetter(match, best) {
        best = match
      }
    }
    return best
  }

  /// The participle at a position, for a passive; its particle may follow in full, in part, or not at all.
  func matchPassive(at start: Int) -> VerbMatch? {
    guard let first = word(at: start), let entries = words.verbs[first] else { return nil }
    var best: VerbMatch?
    for entry in entries where entry.form == .participle {
      guard let end = end(of: entry.words, from: start) else { continue }
      var found = [
        VerbMatch(
          entry: entry, end: end, isBare: !entry.meaning.particles.contains([]), usedPreposition: false)
      ]
      for particle in entry.meaning.particles where !particle.isEmpty {
        if let last = particleEnd(particle, from: end) {
          found.append(VerbMatch(entry: entry, end: last, isBare: false, usedPreposition: false))
        } else if particle.count > 1, let last = self.end(of: Array(particle.dropLast()), from: end) {
          found.append(VerbMatch(entry: entry, end: last, isBare: false, usedPreposition: false))
        }
      }
      for match in found where isBetter(match, best) { best = match }
    }
    return best
  }

  /// The phrase after *is* at a position.
  func matchCopular(at start: Int, preposition: String? = nil) -> VerbMatch? {
    var index = start
    while let text = word(at: index), SchemaWords.isArticle(text) { index += 1 }
    guard let first = word(at: index), let entries = words.copulars[first] else { return nil }
    var best: VerbMatch?
    for entry in entries {
      if let end = end(of: entry.words, from: start) {
        let match = VerbMatch(entry: entry, end: end, isBare: false, usedPreposition: false)
        if isBetter(match, best) { best = match }
      } else if let preposition, entry.words.last == preposition,
        let end = end(of: Array(entry.words.dropLast()), from: start)
      {
        let match = VerbMatch(entry: entry, end: end, isBare: false, usedPreposition: true)
        if isBetter(match, best) { best = match }
      }
    }
    return best
  }

  /// The position after a particle; a preposition before a date belongs to the date: `between 2019 and 2021`.
  private func particleEnd(_ particle: [String], from start: Int) -> Int? {
    guard let end = end(of: particle, from: start) else { return nil }
    if !particle.isEmpty, end < tokens.count, tokens[end].kind == .date { return nil }
    return end
  }

  private func matches(
    _ entry: SchemaWords.Entry, from end: Int, preposition: String?
  ) -> [VerbMatch] {
    var result: [VerbMatch] = []
    for particle in entry.meaning.particles {
      if let last = particleEnd(particle, from: end) {
        result.append(VerbMatch(entry: entry, end: last, isBare: false, usedPreposition: false))
      }
      if let preposition, particle.last == preposition,
        let last = self.end(of: Array(particle.dropLast()), from: end)
      {
        result.append(VerbMatch(entry: entry, end: last, isBare: false, usedPreposition: true))
      }
    }
    if result.isEmpty {
      result.append(VerbMatch(entry: entry, end: end, isBare: true, usedPreposition: false))
    }
    return result
  }

  /// The order of matches: a preposition used, then a complete particle, then length.
  private func isBetter(_ match: VerbMatch, _ best: VerbMatch?) -> Bool {
    guard let best else { return true }
    if match.usedPreposition != best.usedPreposition { return match.usedPreposition }
    if match.isBare != best.isBare { return best.isBare }
    return match.end > best.end
  }

  /// Whether a verb in some form stands at a position.
  func isVerb(at index: Int) -> Bool { matchVerb([.base, .third, .past, .gerund], at: index) != nil }

  /// Whether a claim without its subject begins here: `supports B`, `is allied with B`.
  func startsVerbPhrase(at index: Int? = nil) -> Bool {
    let index = index ?? position
    if matchVerb([.base, .third, .past], at: index) != nil { return true }
    guard let text = word(at: index),
      Self.isPresent(text) || Self.isPast(text) || text == "has" || text == "have"
    else { return false }
    return matchVerb([.gerund, .participle], at: index + 1) != nil || matchCopular(at: index + 1) != nil
  }

  /// A verb whose particle is missing needs one when it could mean several relations: `speaks with`, `speaks for`.
  func requireParticle(_ verb: VerbMatch, _ place: SourceSpan) throws(Diagnostic) {
    let first = verb.entry.words[0]
    let rivals = (words.verbs[first] ?? []).filter {
      $0.words == verb.entry.words && $0.meaning.relation != verb.entry.meaning.relation
    }
    guard !rivals.isEmpty else { return }
    let particles = ([verb.entry] + rivals).flatMap(\.meaning.particles).filter { !$0.isEmpty }
    var texts: [String] = []
    for particle in particles.map({ $0.joined(separator: " ") }) where !texts.contains(particle) {
      texts.append(particle)
    }
    let text = source.string(in: place)
    throw failure(
      "question.missing-particle", "'\(text)' needs a word after it", place,
      hints: ["write \(texts.prefix(4).map { "'\(text) \($0)'" }.joined(separator: ", "))"])
  }

  /// The word here should be a verb and is none.
  func unknownVerb() -> Diagnostic {
    guard !isAtEnd else {
      return failure("question.incomplete", "the question has no verb", here, hints: [formsThatFit()])
    }
    let text = source.string(in: here)
    var hints: [String] = []
    if let hint = nearest(to: text, in: words.verbForms) { hints.append(hint) }
    hints.append(formsThatFit())
    return failure("question.unknown-verb", "'\(text)' is no verb that is known here", here, hints: hints)
  }

  /// The verbs of the schema, the first few.
  private func formsThatFit() -> String {
    let phrases = words.schema.relationTypes.values.map(\.phrase)
    let shown = phrases.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
    let rest = phrases.count > 6 ? " and \(phrases.count - 6) more" : ""
    guard phrases.isEmpty else { return "verbs that are known: \(shown)\(rest)" }
    return words.schema.name.isEmpty ? Self.noSchema : "the schema declares no relation type"
  }
}
