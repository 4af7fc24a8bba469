import OrderedCollections
import Diagnostics
import GraphCore
import Vocabulary

/// Finds the one entity that a name, an alias or an id means.
struct EntityLookup {
  /// The graph that is searched.
  let snapshot: GraphSnapshot

  /// The entity of a text such as `Baku`, `place Yerevan` or `ilham-aliyev`.
  ///
  /// An exact id wins; a type of the schema before the name picks among several.
  ///
  /// - Parameter text: As a person writes it; case, accents and articles do not matter.
  /// - Returns: The entity's node.
  /// - Throws: `question.unknown-name` with the nearest names, `question.ambiguous-name` with the candidates.
  /// - Complexity: O(log names), O(names) when nothing is found.
  func entity(named text: String) throws(Problem) -> NodeID {
    if let node = snapshot.node(withID: text), !snapshot.isSource(node) { return node }
    let found = candidates(text)
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      let words = text.split(separator: " ").map(String.init)
      for count in 1..<max(1, words.count) {
        guard let type = type(named: words[..<count].joined(separator: " ")) else { continue }
        let rest = words[count...].joined(separator: " ")
        let typed = candidates(rest).filter { isOf(type, $0) }
        if typed.count == 1 { return typed[0] }
        if !typed.isEmpty { throw ambiguous(rest, typed) }
      }
      throw unknown(text)
    }
    throw ambiguous(text, found)
  }

  private func candidates(_ text: String) -> [NodeID] {
    var nodes: [NodeID] = []
    for entry in snapshot.nameIndex.entries(named: text) {
      if !snapshot.isSource(entry.node), !nodes.contains(entry.node) { nodes.append(entry.node) }
    }
    return nodes
  }

  private func type(named word: String) -> String? {
    guard let schema = snapshot.schema else { return snapshot.label(named: word) == nil ? nil : word }
    let key = NameKey.key(for: word)
    for (name, type) in schema.entityTypes {
      let words = [name, type.title, type.plural] + type.synonyms
      if words.contains(where: { NameKey.key(for: $0) == key }) { return name }
    }
    return nil
  }

  private func isOf(_ type: String, _ node: NodeID) -> Bool {
    snapshot.label(named: type).map { snapshot.has($0, node) } ?? false
  }

  private func ambiguous(_ text: String, _ nodes: [NodeID]) -> Problem {
    let entities = nodes.map { snapshot.entity($0) }
    let choices = entities.map { entity -> String in
      // The most particular type tells them apart, if any type does; the id always does.
      let type = entity.labels.first { label in entities.count { $0.labels.contains(label) } == 1 }
      guard let type else { return "'\(entity.id)' (\(entity.name))" }
      return "'\(type) \(text)' or '\(entity.id)' (\(entity.name))"
    }
    return Problem(
      "question.ambiguous-name", "'\(text)' means \(nodes.count) entities",
      hints: ["say which: " + choices.joined(separator: ", ")])
  }

  private func unknown(_ text: String) -> Problem {
    // An id that reads like a name would only repeat it.
    let names = snapshot.nameIndex.entries.lazy
      .filter { !snapshot.isSource($0.node) && $0.kind != .id }.map(\.text)
    let hint = Suggestions.hint(for: text, in: names)
    return Problem("question.unknown-name", "there is no entity '\(text)'", hints: hint.map { [$0] } ?? [])
  }
}
