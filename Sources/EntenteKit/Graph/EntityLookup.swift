import Diagnostics
import GraphCore
import Questions

/// Finds the one entity that a name, an alias or an id means; names mean what they mean in questions.
struct EntityLookup {
  private let snapshot: GraphSnapshot
  private let language: GraphLanguage

  /// Looks up in a graph.
  init(_ graph: KnowledgeGraph) {
    snapshot = graph.snapshot
    language = graph.language
  }

  /// The entity of a text such as `Baku`, `place Yerevan` or `ilham-aliyev`.
  ///
  /// An exact id wins; a type before the name picks among several.
  ///
  /// - Parameter text: As a person writes it; case, accents and articles do not matter.
  /// - Returns: The entity's node.
  /// - Throws: `question.unknown-name` with the nearest names, `question.ambiguous-name` with the candidates,
  ///   `question.wrong-type`.
  /// - Complexity: O(log names), O(names) when nothing is found.
  func entity(named text: String) throws(Problem) -> NodeID {
    if let node = snapshot.node(withID: text), !snapshot.isSource(node) { return node }
    // Names that questions cannot hold, for their punctuation, are found here.
    let nodes = candidates(text)
    let candidates = nodes.map { snapshot.lexical($0) }
    let meant =
      candidates.isEmpty
      ? try language.questions.entity(named: text)
      : try NameResolver(schema: snapshot.schema).entity(among: candidates, named: text)
    if let place = candidates.firstIndex(of: meant) { return nodes[place] }
    if let node = snapshot.node(meant) { return node }
    throw Problem("question.unknown-name", "'\(text)' is no name that is known here")
  }

  private func candidates(_ text: String) -> [NodeID] {
    var nodes: [NodeID] = []
    for entry in snapshot.nameIndex.entries(named: text) {
      if !snapshot.isSource(entry.node), !nodes.contains(entry.node) { nodes.append(entry.node) }
    }
    return nodes
  }
}
