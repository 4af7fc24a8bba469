public import Diagnostics
import GraphCore
import GraphFormats
import Maps
import OrderedCollections
import Vocabulary

/// What came, went and changed between two graphs.
public struct GraphChanges: Sendable {
  /// A form in which changes are written.
  public enum Format: String, Sendable, CaseIterable {
    /// Aligned columns for a terminal.
    case table
    /// A Markdown table.
    case markdown
    /// Comma-separated values.
    case csv
    /// One JSON object.
    case json
    /// A relationship map of the claims: what came, what went, what changed, each with a line of its own.
    case svg
  }

  let comparison: GraphComparison
  let before: GraphSnapshot
  let after: GraphSnapshot

  /// Whether the two say the same.
  public var isEmpty: Bool { comparison.isEmpty }

  /// One line for people: `3 relations came, 1 went, 2 changed`.
  public var summary: String {
    func part(_ kinds: [GraphComparison.Kind], _ noun: String) -> String? {
      let words = GraphComparison.Kind.allCases.compactMap { kind -> String? in
        let count = kinds.count { $0 == kind }
        return count == 0 ? nil : "\(count) \(Self.word(kind))"
      }
      return words.isEmpty ? nil : "\(noun): \(words.joined(separator: ", "))"
    }
    let parts = [
      part(comparison.claims.map(\.kind), "relations"), part(comparison.entities.map(\.kind), "entities"),
      part(comparison.sources.map(\.kind), "sources"),
    ].compactMap { $0 }
    return parts.isEmpty ? "no difference" : parts.joined(separator: "; ")
  }

  static func word(_ kind: GraphComparison.Kind) -> String {
    switch kind {
    case .came: "came"
    case .went: "went"
    case .changed: "changed"
    }
  }

  /// The changes in a form.
  ///
  /// - Parameters:
  ///   - format: The form.
  ///   - width: The cells of a terminal's line, for a table; nil does not wrap.
  ///   - limits: For a map, what drawing may take.
  /// - Returns: The text, or the picture.
  /// - Throws: What Graphviz could not do, for a map.
  public func formatted(
    as format: Format, width: Int? = nil, limits: MapLimits = MapLimits()
  ) throws(DiagnosticFailure) -> [UInt8] {
    switch format {
    case .table: return Array(AnswerTableFormats.table(Self.columns, rows, width: width).utf8)
    case .markdown: return Array(AnswerTableFormats.markdown(Self.columns, rows).utf8)
    case .csv: return Array(AnswerTableFormats.csv(Self.columns, rows).utf8)
    case .json: return Array(json.utf8)
    case .svg: return try map(limits)
    }
  }

  // MARK: Tables

  private static let columns = ["change", "what", "record", "details"]

  private var rows: [[AnswerValue]] {
    var rows: [[AnswerValue]] = []
    func add(
      _ kind: GraphComparison.Kind, _ what: String, _ record: String, _ fields: [GraphComparison.Field]
    ) {
      rows.append([
        .text(Self.word(kind)), .text(what), .text(record), .text(Self.details(kind, fields)),
      ])
    }
    for claim in comparison.claims { add(claim.kind, "relation", sentence(claim), claim.fields) }
    for entity in comparison.entities { add(entity.kind, "entity", entity.id, entity.fields) }
    for source in comparison.sources { add(source.kind, "source", source.id, source.fields) }
    return rows
  }

  private static func details(_ kind: GraphComparison.Kind, _ fields: [GraphComparison.Field]) -> String {
    fields.map { field in
      kind == .changed
        ? "\(field.key): \(field.before ?? "–") → \(field.after ?? "–")"
        : "\(field.key): \(field.after ?? field.before ?? "")"
    }.joined(separator: "; ")
  }

  /// The graph that a claim stands in, and its place there.
  private func side(_ claim: GraphComparison.Claim) -> (GraphSnapshot, RelationshipID)? {
    if let after = claim.after { return (self.after, after) }
    return claim.before.map { (before, $0) }
  }

  private func sentence(_ claim: GraphComparison.Claim) -> String {
    guard let (graph, relationship) = side(claim) else { return "" }
    let type = graph.name(of: graph.type(of: relationship))
    let phrase = graph.schema?.relationTypes[type]?.phrase ?? type
    let subject = graph.displayName(of: graph.source(of: relationship))
    return "\(subject) \(phrase) \(graph.displayName(of: graph.target(of: relationship)))"
  }

  // MARK: JSON

  private var json: String {
    let quoted = DiagnosticJSON.quoted
    func fields(_ kind: GraphComparison.Kind, _ fields: [GraphComparison.Field]) -> String {
      let parts = fields.map { field in
        let before = field.before.map { "\"before\":\(quoted($0))" }
        let after = field.after.map { "\"after\":\(quoted($0))" }
        return "\(quoted(field.key)):{" + [before, after].compactMap { $0 }.joined(separator: ",") + "}"
      }
      return "\"change\":\"\(Self.word(kind))\",\"fields\":{\(parts.joined(separator: ","))}"
    }
    func list(_ key: String, _ records: [String]) -> String {
      records.isEmpty ? "\"\(key)\":[]" : "\"\(key)\":[\n\(records.joined(separator: ",\n"))\n]"
    }
    let claims = comparison.claims.compactMap { claim -> String? in
      guard let (graph, relationship) = side(claim) else { return nil }
      let subject = graph.entity(graph.source(of: relationship)).id
      let object = graph.entity(graph.target(of: relationship)).id
      let type = graph.name(of: graph.type(of: relationship))
      return "{\"subject\":\(quoted(subject)),\"relation\":\(quoted(type)),\"object\":\(quoted(object)),"
        + "\(fields(claim.kind, claim.fields))}"
    }
    func records(_ records: [GraphComparison.Record]) -> [String] {
      records.map { "{\"id\":\(quoted($0.id)),\(fields($0.kind, $0.fields))}" }
    }
    return "{\(list("relations", claims)),\n\(list("entities", records(comparison.entities))),\n"
      + "\(list("sources", records(comparison.sources)))}\n"
  }

  // MARK: Map

  /// A graph of the claims alone, in which each relation type is three: what came, what went and what changed of it.
  private func map(_ limits: MapLimits) throws(DiagnosticFailure) -> [UInt8] {
    let title = "What came, went and changed"
    var schema = Schema(name: "changes", title: title)
    schema.entityTypes = (after.schema ?? before.schema)?.entityTypes ?? [:]
    var builder = GraphBuilder(schema: nil)
    var nodes: OrderedDictionary<String, NodeID> = [:]
    for claim in comparison.claims {
      guard let (graph, relationship) = side(claim) else { continue }
      let type = graph.name(of: graph.type(of: relationship))
      let known = graph.schema?.relationTypes[type]
      let name = "\(Self.word(claim.kind)) \(type)"
      if schema.relationTypes[name] == nil {
        schema.relationTypes[name] = Self.type(
          name, known?.phrase ?? type, claim.kind, known?.isSymmetric ?? false)
      }
      let subject = Self.node(graph, graph.source(of: relationship), in: &builder, known: &nodes)
      let object = Self.node(graph, graph.target(of: relationship), in: &builder, known: &nodes)
      let made = builder.addRelationship(name, from: subject, to: object)
      for key in [StandardName.about, StandardName.date, StandardName.since, StandardName.until] {
        builder.set(key, of: made, to: graph.property(key, of: relationship))
      }
      builder.set(StandardName.status, of: made, to: "current")
    }
    builder.schema = schema
    builder.description.title = title
    let drawn = KnowledgeGraph(snapshot: builder.freeze(), index: GraphFileIndex(), warnings: [])
    var options = MapOptions()
    options.limits = limits
    return try drawn.draw(options, as: .svg).bytes
  }

  /// The node of an entity in the graph that is drawn, made when it is first needed.
  private static func node(
    _ graph: GraphSnapshot, _ node: NodeID, in builder: inout GraphBuilder,
    known: inout OrderedDictionary<String, NodeID>
  ) -> NodeID {
    let entity = graph.entity(node)
    if let made = known[entity.id] { return made }
    let made = builder.addNode(labels: entity.labels)
    builder.set(StandardName.id, of: made, to: .string(entity.id))
    builder.set(StandardName.name, of: made, to: .string(entity.name))
    known[entity.id] = made
    return made
  }

  private static func type(
    _ name: String, _ phrase: String, _ kind: GraphComparison.Kind, _ isSymmetric: Bool
  ) -> RelationType {
    let (sign, line, color, rank): (String, LineStyle.Line, PaletteColor, Int) =
      switch kind {
      case .came: ("+", .solid, .green, 90)
      case .went: ("−", .dashed, .red, 80)
      case .changed: ("~", .double, .blue, 70)
      }
    let style = LineStyle(
      line: line, width: 1.8, arrow: isSymmetric ? .none : .normal, color: color, rank: rank)
    return RelationType(name: name, title: "\(sign) \(phrase)", isSymmetric: isSymmetric, style: style)
  }
}

extension KnowledgeGraph {
  /// What came, went and changed on the way to another graph.
  ///
  /// - Parameter other: The later graph.
  /// - Returns: The changes.
  /// - Throws: `memory.too-little` when the graphs are too large for this machine; `packed.damaged` when a packed graph
  ///   that one of them lies in is damaged.
  /// - Complexity: O(n) in the size of the graphs.
  public func changes(to other: KnowledgeGraph) throws(DiagnosticFailure) -> GraphChanges {
    try MemoryNeed.comparing.check(relationCount + other.relationCount)
    try checkWhole()
    try other.checkWhole()
    return GraphChanges(
      comparison: GraphComparison(from: snapshot, to: other.snapshot), before: snapshot, after: other.snapshot
    )
  }
}
