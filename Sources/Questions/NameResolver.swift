package import Diagnostics
import OrderedCollections
package import Vocabulary

/// Decides which of several entities of one name is meant, and says what a name may mean when it cannot.
package struct NameResolver: Sendable {
  private let schema: Schema

  /// Takes the titles of entity types from a schema; without one their names stand for them.
  package init(schema: Schema?) {
    self.schema = schema ?? Schema(name: "", title: "")
  }

  /// The entity that a name means.
  ///
  /// - Parameters:
  ///   - candidates: What has the name; at least one.
  ///   - text: The name as it was written.
  ///   - type: The type that was written before it, if there was one.
  ///   - allowed: The types that may stand there; empty means any. They decide only between several candidates.
  /// - Returns: The only candidate that fits.
  /// - Throws: What the name may mean, when that is still several or nothing.
  package func entity(
    among candidates: [LexicalEntity], named text: String, type: String? = nil, allowed: [String] = []
  ) throws(Problem) -> LexicalEntity {
    var fitting = candidates
    if let type {
      fitting = fitting.filter { $0.types.contains(type) }
      guard !fitting.isEmpty else { throw wrongType(candidates, type, text) }
    }
    if fitting.count > 1, !allowed.isEmpty {
      let allowed = fitting.filter { entity in entity.types.contains { allowed.contains($0) } }
      if !allowed.isEmpty { fitting = allowed }
    }
    guard fitting.count == 1 else { throw ambiguous(text, fitting) }
    return fitting[0]
  }

  /// What is said of a name that nothing has.
  static func unknown(_ text: String, hints: [String]) -> Problem {
    Problem("question.unknown-name", "'\(text)' is no name that is known here", hints: hints)
  }

  private func ambiguous(_ text: String, _ candidates: [LexicalEntity]) -> Problem {
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
    return Problem(
      "question.ambiguous-name", "'\(text)' means \(candidates.count) entities",
      hints: ["write \(choices.joined(separator: ", or "))"])
  }

  private func wrongType(_ candidates: [LexicalEntity], _ type: String, _ text: String) -> Problem {
    let title = schema.entityTypes[type]?.title ?? type
    guard let entity = candidates.first else { return Self.unknown(text, hints: []) }
    let own = entity.types.first.map { schema.entityTypes[$0]?.title ?? $0 } ?? "something else"
    return Problem(
      "question.wrong-type", "there is no \(title) of this name", hints: ["\(entity.name) is a \(own)"])
  }
}

extension NameMention {
  /// The name as it stands in a question, without an article.
  func text(in source: SourceText) -> String {
    let text = source.string(in: span)
    for article in ["the ", "a ", "an "] where text.lowercased().hasPrefix(article) {
      return String(text.dropFirst(article.count))
    }
    return text
  }
}
