import Diagnostics
import GraphCore
import GraphvizRendering
import Maps
import OrderedCollections
import Pages
import Reports
import Vocabulary

/// Gathers what the explorer page shows of a graph.
struct ExplorerData {
  private let graph: KnowledgeGraph
  private let snapshot: GraphSnapshot
  private let scene: MapScene
  private let entities: [Entity]
  private let relations: [Relation]
  private let words: ClaimWords
  private var entityNumbers: [NodeID: Int] = [:]
  private var nodeNumbers: [String: Int] = [:]
  private var lineNumbers: [UInt32: Int] = [:]
  private var sourceNumbers: [String: Int] = [:]
  private var types: [String] = []
  private var relationTypes: [String] = []
  private var steps: [Int64: String] = [:]
  private let isLive: Bool

  private static let quoted = DiagnosticJSON.quoted

  init(_ graph: KnowledgeGraph, scene: MapScene, isLive: Bool) {
    self.graph = graph
    self.scene = scene
    self.isLive = isLive
    snapshot = graph.snapshot
    words = ClaimWords(snapshot)
    entities = graph.snapshot.entities.map { graph.snapshot.entity($0) }
    relations = graph.snapshot.relationshipIdentifiers.map { graph.snapshot.relation(RelationshipID($0)) }
    for (index, entity) in entities.enumerated() { entityNumbers[entity.node] = index }
    for (index, node) in scene.nodes.enumerated() { nodeNumbers[node.id] = index }
    for (index, bundle) in scene.bundles.enumerated() {
      for claim in (bundle.chips + bundle.hiddenChips).flatMap(\.claims) {
        if let relation = claim.relationship { lineNumbers[relation] = index }
      }
    }
    for (index, source) in snapshot.sources.enumerated() { sourceNumbers[source.id] = index }
    types = Self.ordered(
      entities.map { $0.type ?? "" }, by: snapshot.schema.map { Array($0.entityTypes.keys) })
    relationTypes = Self.ordered(
      relations.map(\.type), by: snapshot.schema.map { Array($0.relationTypes.keys) })
    for relation in relations { addSteps(snapshot.validTime(of: relation.relationship)) }
  }

  /// The names that are used, in the order of the schema, others after them as they come.
  private static func ordered(_ used: [String], by names: [String]?) -> [String] {
    let present = Set(used)
    var result = (names ?? []).filter { present.contains($0) }
    for name in used where !result.contains(name) { result.append(name) }
    return result
  }

  /// A slider stops where something begins, and right after something ends.
  private mutating func addSteps(_ time: ValidTime) {
    for date in [time.date, time.since, time.until] {
      guard let date else { continue }
      if let known = steps[date.earliestDay], known.utf8.count <= date.description.utf8.count { continue }
      steps[date.earliestDay] = date.description
    }
  }

  private var sortedSteps: [(day: Int64, text: String)] {
    steps.sorted { $0.key < $1.key }.map { (day: $0.key, text: $0.value) }
  }

  // MARK: - The page

  /// Fills a page.
  ///
  /// - Throws: When an author's view cannot be answered.
  func fill(_ page: inout ExplorerPage) {
    page.title = graph.title ?? "Knowledge graph"
    let counts =
      "\(relations.count) relations between \(entities.count) entities, from \(snapshot.sources.count) sources."
    page.note = [counts, snapshot.description.note ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    page.generator = "entente \(ToolVersion.number)"
    page.facets = facets
    let views = answeredViews
    page.views = views.map { ExplorerPage.View(name: $0.name, title: $0.title) }
    page.stepCount = max(1, steps.count)
    page.columns = ["who", "relation", "whom", "about", "date", "status", "said by", "sources"]
    page.rows = relations.map(row)
    page.sources = snapshot.sources.map { (Self.text(of: $0), MarkupText.safeLink($0.url)) }
    page.json = json(views)
  }

  private var facets: [(name: String, title: String, choices: [ExplorerPage.Choice])] {
    func choices(_ values: [String], _ used: [String], _ title: (String) -> String) -> [ExplorerPage.Choice] {
      var counts: [String: Int] = [:]
      for value in used { counts[value, default: 0] += 1 }
      return values.map { .init(value: $0, title: title($0), count: counts[$0] ?? 0) }
    }
    let cited = relations.flatMap { Set($0.sources.map(\.source)).sorted() }
    let statuses = ["current", "past", "disputed", "denied"].filter { status in
      relations.contains { $0.status == status }
    }
    return [
      ("relation", "Relations", choices(relationTypes, relations.map(\.type), phrase)),
      ("type", "Types of entities", choices(types, entities.map { $0.type ?? "" }, title)),
      ("status", "Status", choices(statuses, relations.map(\.status)) { $0 }),
      (
        "source", "Sources",
        choices(snapshot.sources.map(\.id), cited) { id in
          sourceNumbers[id].flatMap { snapshot.sources[$0].publisher } ?? id
        }
      ),
    ]
  }

  private func phrase(_ type: String) -> String { snapshot.schema?.relationTypes[type]?.phrase ?? type }

  private func title(_ type: String) -> String { snapshot.schema?.entityTypes[type]?.title ?? type }

  private func name(_ id: String) -> String {
    snapshot.node(withID: id).map { snapshot.displayName(of: $0) } ?? id
  }

  private func row(_ relation: Relation) -> [String] {
    let sources = relation.sources.map { citation in
      let publisher =
        sourceNumbers[citation.source].flatMap { snapshot.sources[$0].publisher } ?? citation.source
      return citation.place.isEmpty ? publisher : "\(publisher) \(citation.place)"
    }
    return [
      snapshot.displayName(of: relation.subject), phrase(relation.type),
      snapshot.displayName(of: relation.object),
      relation.about ?? "", relation.time.text, relation.status == "current" ? "" : relation.status,
      relation.attributedTo.map(name) ?? "", sources.joined(separator: "; "),
    ]
  }

  static func text(of source: Source) -> String {
    var parts = [source.publisher ?? source.id]
    if let author = source.author { parts.append(author) }
    if let title = source.title?.replacing("“", with: "‘").replacing("”", with: "’") {
      parts.append("“\(title)”")
    }
    if let date = source.date { parts.append(date.description) }
    if let retrieved = source.retrieved { parts.append("read \(retrieved)") }
    return parts.joined(separator: ", ")
  }

  // MARK: - Data for the scripts

  private func list(_ items: some Sequence<String>) -> String { "[" + items.joined(separator: ",") + "]" }

  private func json(_ views: [(name: String, title: String, ask: String, relations: [Int])]) -> String {
    let quoted = Self.quoted
    let ids = MapElementIDs(scene)
    let members = [
      "\"types\":" + list(types.map(quoted)), "\"relationTypes\":" + list(relationTypes.map(quoted)),
      "\"entities\":" + list(entities.map(json)), "\"relations\":" + list(relations.map(json)),
      "\"sources\":"
        + list(
          snapshot.sources.enumerated().map { index, source in
            "{\"id\":\(quoted(source.id)),\"number\":\(index + 1),\"text\":\(quoted(Self.text(of: source))),"
              + "\"publisher\":\(quoted(source.publisher ?? source.id)),"
              + "\"url\":\(MarkupText.safeLink(source.url).map(quoted) ?? "null")}"
          }),
      "\"views\":"
        + list(
          views.map { view in
            "{\"name\":\(quoted(view.name)),\"title\":\(quoted(view.title)),\"ask\":\(quoted(view.ask)),"
              + "\"relations\":\(list(view.relations.map(String.init)))}"
          }),
      "\"steps\":" + list(sortedSteps.map { "[\($0.day),\(quoted($0.text))]" }), "\"live\":\(isLive)",
      "\"nodes\":" + list(ids.entities.map(quoted)), "\"lines\":" + list(ids.lines.map(quoted)),
    ]
    return "{" + members.joined(separator: ",\n") + "}"
  }

  private func json(_ entity: Entity) -> String {
    let quoted = Self.quoted
    let facts = DossierBuilder(snapshot: snapshot).facts(entity).filter { $0.label != "id" }
    // Who is drawn as another is found on the map as that one.
    let principal = snapshot.entity(snapshot.principal(of: entity.node)).id
    let node = nodeNumbers[entity.id] ?? nodeNumbers[principal]
    return "{\"id\":\(quoted(entity.id)),\"name\":\(quoted(entity.name)),"
      + "\"type\":\(types.firstIndex(of: entity.type ?? "") ?? 0),"
      + "\"aliases\":\(list(entity.aliases.map { quoted($0.name) })),"
      + "\"facts\":\(list(facts.map { "[\(quoted($0.label)),\(quoted($0.value))]" })),"
      + "\"node\":\(node.map(String.init) ?? "null")}"
  }

  private func json(_ relation: Relation) -> String {
    let quoted = Self.quoted
    let time = snapshot.validTime(of: relation.relationship)
    let from = (time.date ?? time.since)?.earliestDay
    let to = (time.date ?? time.until)?.latestDay
    let sources = relation.sources.compactMap { citation in
      sourceNumbers[citation.source].map { "[\($0),\(quoted(citation.place))]" }
    }
    return
      "{\"s\":\(entityNumbers[relation.subject] ?? 0),\"t\":\(relationTypes.firstIndex(of: relation.type) ?? 0),"
      + "\"o\":\(entityNumbers[relation.object] ?? 0),\"sentence\":\(quoted(words.sentence(of: relation))),"
      + "\"about\":\(quoted(relation.about ?? "")),\"date\":\(quoted(relation.time.text)),"
      + "\"from\":\(from.map(String.init) ?? "null"),\"to\":\(to.map(String.init) ?? "null"),"
      + "\"dated\":\(!time.isUndated),\"status\":\(quoted(relation.status)),"
      + "\"by\":\(quoted(relation.attributedTo.map(name) ?? "")),\"sources\":\(list(sources)),"
      + "\"quote\":\(quoted(relation.quote ?? "")),\"note\":\(quoted(relation.note ?? "")),"
      + "\"line\":\(lineNumbers[relation.relationship.rawValue].map(String.init) ?? "null")}"
  }

  /// The author's views with the relations that answer them; one that cannot be answered is left out.
  private var answeredViews: [(name: String, title: String, ask: String, relations: [Int])] {
    let numbers = Dictionary(
      uniqueKeysWithValues: relations.enumerated().map { ($0.element.relationship, $0.offset) })
    return snapshot.description.views.compactMap { name, view in
      guard let answer = try? graph.ask(view.ask) else { return nil }
      return (
        name: name, title: view.title ?? view.ask, ask: view.ask,
        relations: answer.relationships.compactMap { numbers[$0] }
      )
    }
  }
}
