import Diagnostics
import GraphCore
import OrderedCollections

/// Writes a graph as tables: one claim a line, one entity a line, one source a line.
struct TableWriter {
  /// Whose headers are written.
  enum Flavour: Sendable {
    case plain
    case neo4j
    case gephi
  }

  private let export: PropertyGraphExport
  private let delimiter: String
  private let flavour: Flavour
  private let names: OpenCypherNames?

  /// Writes the tables of a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - delimiter: What stands between cells.
  ///   - flavour: Whose headers are written.
  ///   - losses: Gets what tables have no place for.
  /// - Returns: The relations, the entities and the sources; sources are empty when the graph has none.
  static func tables(
    _ graph: GraphSnapshot, delimiter: String, flavour: Flavour, losses: inout LossReport
  ) -> (claims: String, entities: String, sources: String) {
    let writer = TableWriter(graph, delimiter, flavour)
    let description = graph.description
    losses.add("titles", description.title == nil ? 0 : 1)
    losses.add("names of schemas", description.schemaName == nil ? 0 : 1)
    losses.add("notes on the graph", description.note == nil ? 0 : 1)
    losses.add("views", description.views.count)
    losses.add("empty names", writer.export.graph.entities.count { $0.entity.name.isEmpty })
    losses.add("properties of sources", writer.export.graph.sources.reduce(0) { $0 + $1.properties.count })
    let texts = (writer.claims(), writer.entities(), writer.sources())
    return texts
  }

  private init(_ graph: GraphSnapshot, _ delimiter: String, _ flavour: Flavour) {
    export = PropertyGraphExport(graph)
    self.delimiter = delimiter
    self.flavour = flavour
    names = flavour == .neo4j ? OpenCypherNames(graph) : nil
  }

  // MARK: Tables

  private func claims() -> String {
    var keys = Array(export.edgeKinds.keys).filter { $0 != AttributeName.relation }
    let usual = [
      StandardName.about, StandardName.date, StandardName.since, StandardName.until, StandardName.status,
      StandardName.attributedTo, StandardName.sources,
    ]
    keys = usual.filter { keys.contains($0) || $0 == StandardName.date } + keys.filter { !usual.contains($0) }
    keys.removeAll { $0 == AttributeName.symmetric }
    let first: [String] =
      switch flavour {
      case .plain: ["subject", "relation", "object"]
      case .neo4j: [":START_ID", ":TYPE", ":END_ID"]
      case .gephi: ["Source", "Kind", "Target", "Type", "Id", "Label"]
      }
    var text = line(first + keys.map { header($0, export.edgeKinds[$0]) })
    for claim in export.graph.claims {
      let type = names?.relations[claim.relation.type] ?? claim.relation.type
      var cells = [cell(claim.subject), cell(type), cell(claim.object)]
      if flavour == .gephi {
        cells += [claim.isSymmetric ? "Undirected" : "Directed", claim.id, cell(claim.relation.type)]
      }
      text += line(cells + self.cells(export.attributes(of: claim), keys))
    }
    return text
  }

  private func entities() -> String {
    var keys = Array(export.nodeKinds.keys)
    let own = [StandardName.name, AttributeName.type, AttributeName.labels]
    keys.removeAll { own.contains($0) }
    let hasLabels = export.nodeKinds[AttributeName.labels] != nil && flavour != .neo4j
    var first: [String] =
      switch flavour {
      case .plain: ["id", "type", "name"]
      case .neo4j: ["id:ID", ":LABEL", "name"]
      case .gephi: ["Id", "type", "Label"]
      }
    if hasLabels { first.append(header(AttributeName.labels, .list)) }
    var text = line(first + keys.map { header($0, export.nodeKinds[$0]) })
    for entity in export.graph.entities {
      var type = entity.entity.type ?? ""
      if flavour == .neo4j {
        type = ListText.joined(entity.entity.labels.map { names?.labels[$0] ?? $0 })
      }
      var cells = [cell(entity.id), cell(type), cell(entity.entity.name)]
      let attributes = export.attributes(of: entity)
      if hasLabels { cells += self.cells(attributes, [AttributeName.labels]) }
      text += line(cells + self.cells(attributes, keys))
    }
    return text
  }

  private func sources() -> String {
    let sources = export.graph.sources
    guard !sources.isEmpty else { return "" }
    var text = line(["id", "publisher", "title", "author", "date", "url", "retrieved", "note"])
    for source in sources {
      let fields = [
        source.id, source.publisher, source.title, source.author, source.date?.description, source.url,
        source.retrieved?.description, source.note,
      ]
      text += line(fields.map { $0.map { cell($0) } ?? "" })
    }
    return text
  }

  // MARK: Cells

  private func header(_ key: String, _ kind: PropertyGraphExport.Kind?) -> String {
    let isOwnList =
      key == StandardName.sources || key == StandardName.aliases
      || key == AttributeName.labels && flavour == .plain
    let isList = kind == .list && (!isOwnList || flavour == .neo4j)
    return cell(isList ? "\(key):string[]" : key)
  }

  private func cells(_ attributes: PropertyGraphExport.Attributes, _ keys: [String]) -> [String] {
    let values = Dictionary(attributes.map { ($0.key, $0.value) }) { first, _ in first }
    return keys.map { key in
      guard let value = values[key] else { return "" }
      switch value {
      case .integer, .float, .boolean: return quotedIfNeeded(ValueText.of(value))
      case .string(let text): return cell(text, isText: true)
      default: return cell(ValueText.of(value))
      }
    }
  }

  /// A text; with `isText` one that looks like a number goes between quotes, and so does an empty one.
  private func cell(_ text: String, isText: Bool = false) -> String {
    let guarded = FormulaGuard.added(text)
    if isText, guarded.isEmpty || looksLikeOtherValue(guarded) { return "\"\(guarded)\"" }
    return quotedIfNeeded(guarded)
  }

  private func looksLikeOtherValue(_ text: String) -> Bool {
    if text == "true" || text == "false" { return true }
    guard let first = text.utf8.first, (0x30...0x39).contains(first) || first == 0x2E else { return false }
    return Double(text) != nil
  }

  private func quotedIfNeeded(_ text: String) -> String {
    let needsQuotes =
      text.utf8.contains { $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 || $0 == 0x2C || $0 == 0x3B }
      || text.utf8.first == 0x20 || text.utf8.last == 0x20
    return needsQuotes ? "\"" + text.replacingEach("\"", with: "\"\"") + "\"" : text
  }

  private func line(_ cells: [String]) -> String { cells.joined(separator: delimiter) + "\n" }
}
