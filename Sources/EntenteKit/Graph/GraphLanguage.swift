import Diagnostics
import GraphCore
import Questions
import Synchronization
import Vocabulary

/// The words of questions about one graph: its schema's verbs, its names, its sources.
///
/// Made when the first question is asked, then kept.
final class GraphLanguage: Sendable {
  private let snapshot: GraphSnapshot
  private let reader = Mutex<QuestionReader?>(nil)

  init(snapshot: GraphSnapshot) {
    self.snapshot = snapshot
  }

  /// The reader of questions about this graph.
  var questions: QuestionReader {
    reader.withLock { reader in
      if let reader { return reader }
      let made = QuestionReader(
        lexicon: SnapshotLexicon(snapshot),
        vocabulary: SchemaWords(
          snapshot.schema, labels: snapshot.schema == nil ? snapshot.labelNames : []))
      reader = made
      return made
    }
  }
}

/// A graph's names as the question reader asks for them, straight from the name index.
struct SnapshotLexicon: Lexicon, Sendable {
  private let snapshot: GraphSnapshot
  private let sourceIDs: [String: [String]]
  private let longestSource: Int

  init(_ snapshot: GraphSnapshot) {
    self.snapshot = snapshot
    var ids: [String: [String]] = [:]
    for source in snapshot.sources {
      for text in [source.id, source.publisher, source.title].compactMap({ $0 }) {
        let key = NameIndex.withoutArticle(NameKey.key(for: text))
        if !key.isEmpty, !ids[key, default: []].contains(source.id) {
          ids[key, default: []].append(source.id)
        }
      }
    }
    sourceIDs = ids
    longestSource = ids.keys.map { $0.utf8.count { $0 == 0x20 } + 1 }.max() ?? 0
  }

  func entities(in words: [String], from start: Int) -> (count: Int, entities: [LexicalEntity])? {
    guard let match = snapshot.nameIndex.longestMatch(words, from: start) else { return nil }
    var nodes: [NodeID] = []
    for entry in match.entries where !nodes.contains(entry.node) && !snapshot.isSource(entry.node) {
      nodes.append(entry.node)
    }
    return nodes.isEmpty ? nil : (match.wordCount, nodes.map { snapshot.lexical($0) })
  }

  func sources(in words: [String], from start: Int) -> (count: Int, ids: [String])? {
    var found: (Int, [String])?
    var key = ""
    for count in 1...max(1, longestSource) where start + count <= words.count {
      key += (count == 1 ? "" : " ") + words[start + count - 1]
      if let ids = sourceIDs[key] { found = (count, ids) }
    }
    return found
  }

  func nearestNames(to text: String) -> [String] {
    // An id that reads like a name would only repeat it.
    let entries = snapshot.nameIndex.entries.lazy
      .filter { !snapshot.isSource($0.node) && $0.kind != .id }.map(\.text)
    let publishers = snapshot.sources.lazy.compactMap(\.publisher)
    return Suggestions.nearest(to: text, in: entries) + Suggestions.nearest(to: text, in: publishers)
  }

  var exampleNames: [String] {
    snapshot.relationshipIdentifiers.prefix(1).flatMap { number in
      let relationship = RelationshipID(number)
      return [snapshot.source(of: relationship), snapshot.target(of: relationship)].map {
        snapshot.displayName(of: $0)
      }
    }
  }

  var principalTypes: [String] {
    guard snapshot.hasPrincipals else { return [] }
    var seen: Set<NodeID> = []
    var types: [String] = []
    for number in snapshot.nodeIdentifiers {
      let principal = snapshot.principal(of: NodeID(number))
      guard principal != NodeID(number), seen.insert(principal).inserted else { continue }
      for label in snapshot.labels(of: principal) where !types.contains(snapshot.name(of: label)) {
        types.append(snapshot.name(of: label))
      }
    }
    return types
  }
}

extension GraphSnapshot {
  /// What questions know of an entity.
  func lexical(_ node: NodeID) -> LexicalEntity {
    let types = labels(of: node).map { self.name(of: $0) }
    let name = displayName(of: node)
    if case .string(let id) = property(StandardName.id, of: node) {
      return LexicalEntity(value: id, name: name, types: types)
    }
    return LexicalEntity(key: StandardName.name, value: name, name: name, types: types)
  }

  /// The entity that questions know so.
  func node(_ entity: LexicalEntity) -> NodeID? {
    guard let key = propertyKey(named: entity.key) else { return nil }
    return nodes(where: key, equals: .string(entity.value)).first { !isSource($0) }
  }
}
