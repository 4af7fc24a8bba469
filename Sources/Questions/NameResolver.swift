import Diagnostics
import OrderedCollections
import Vocabulary

/// Decides which of several entities of one name is meant.
struct NameResolver {
  let source: SourceText
  let schema: Schema

  /// The entity that a name means.
  ///
  /// - Parameters:
  ///   - mention: The name, its candidates, and the type word before it.
  ///   - allowed: The types that may stand there; empty means any. They decide only between several candidates.
  /// - Returns: The only candidate that fits.
  /// - Throws: What the name may mean, when that is still several or nothing.
  func entity(_ mention: NameMention, allowed: [String]) throws(Diagnostic) -> LexicalEntity {
    var candidates = mention.candidates
    if let type = mention.type {
      candidates = candidates.filter { $0.types.contains(type) }
      guard !candidates.isEmpty else { throw wrongType(mention, type) }
    }
    if candidates.count > 1, !allowed.isEmpty {
      let fitting = candidates.filter { entity in entity.types.contains { allowed.contains($0) } }
      if !fitting.isEmpty { candidates = fitting }
    }
    guard candidates.count == 1 else { throw ambiguous(mention, candidates) }
    return candidates[0]
  }

  private func name(_ mention: NameMention) -> String {
    let text = source.string(in: mention.span)
    for article in ["the ", "a ", "an "] where text.lowercased().hasPrefix(article) {
      return String(text.dropFirst(article.count))
    }
    return text
  }

  private func ambiguous(_ mention: NameMention, _ candidates: [LexicalEntity]) -> Diagnostic {
    let text = name(mention)
    var choices: [String] = []
    for entity in candidates {
      let others = candidates.filter { $0 != entity }
      // The widest type that no other candidate has tells it apart.
      let type = entity.types.last { type in !others.contains { $0.types.contains(type) } }
      let title = type.map { schema.entityTypes[$0]?.title ?? $0 }
      let what = entity.types.first.map { schema.entityTypes[$0]?.title ?? $0 } ?? "entity"
      choices.append(
        title.map { "'\($0) \(text)' for the \(what) \(entity.name)" }
          ?? "'\(entity.value)' for \(entity.name)")
    }
    return .error(
      "question.ambiguous-name", "'\(text)' means \(candidates.count) entities", in: source, at: mention.span,
      hints: ["write \(choices.joined(separator: ", or "))"])
  }

  private func wrongType(_ mention: NameMention, _ type: String) -> Diagnostic {
    let entity = mention.candidates[0]
    let title = schema.entityTypes[type]?.title ?? type
    let own = entity.types.first.map { schema.entityTypes[$0]?.title ?? $0 } ?? "something else"
    return .error(
      "question.wrong-type", "there is no \(title) of this name", in: source, at: mention.span,
      hints: ["\(entity.name) is a \(own)"])
  }
}
