import GraphCore
import OrderedCollections

/// Values as openCypher writes them, for expected tables that people can read.
struct ValuePrinter {
  let snapshot: GraphSnapshot

  func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): number.isNaN ? "NaN" : number.description
    case .string(let text): "'\(text)'"
    case .list(let elements): "[" + elements.map { text($0) }.joined(separator: ", ") + "]"
    case .map(let map): self.map(map)
    case .date(let date): date.description
    case .localTime(let time): time.description
    case .time(let time): time.description
    case .localDateTime(let moment): moment.description
    case .dateTime(let moment): moment.description
    case .duration(let amount): amount.description
    case .node(let node): self.node(node)
    case .relationship(let relationship): self.relationship(relationship)
    case .path(let path): self.path(path)
    }
  }

  private func map(_ map: MapValue) -> String {
    "{" + map.entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
  }

  private func node(_ node: NodeID) -> String {
    let labels = snapshot.labels(of: node).map { ":" + snapshot.name(of: $0) }.joined()
    let properties = snapshot.properties(of: node)
    return "(" + labels + (properties.isEmpty ? "" : (labels.isEmpty ? "" : " ") + map(properties)) + ")"
  }

  private func relationship(_ relationship: RelationshipID) -> String {
    let properties = snapshot.properties(of: relationship)
    return "[:" + snapshot.name(of: snapshot.type(of: relationship))
      + (properties.isEmpty ? "" : " " + map(properties)) + "]"
  }

  private func path(_ path: PathValue) -> String {
    var text = path.nodes.first.map { node($0) } ?? ""
    for (index, hop) in path.relationships.enumerated() {
      let isForward = snapshot.source(of: hop) == path.nodes[index]
      text += (isForward ? "-" : "<-") + relationship(hop) + (isForward ? "->" : "-")
      text += node(path.nodes[index + 1])
    }
    return "<" + text + ">"
  }

  /// A table with a header, one row a line.
  func table(_ columns: [String], _ rows: [[Value]]) -> String {
    if columns.isEmpty { return "" }
    let lines = [columns] + rows.map { $0.map { text($0) } }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
