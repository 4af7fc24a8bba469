import GraphCore

/// Which entities stand together in a frame.
struct SceneGrouping {
  let snapshot: GraphSnapshot
  let styles: SceneStyles

  /// The frames of some entities, in the order of their first members; who would be alone in a frame has none.
  func clusters(of nodes: [NodeID], by grouping: MapRequest.Grouping) -> [SceneCluster] {
    var order: [String] = []
    var groups: [String: SceneCluster] = [:]
    for (index, node) in nodes.enumerated() {
      guard let (key, title) = group(of: node, by: grouping) else { continue }
      if groups[key] == nil {
        order.append(key)
        groups[key] = SceneCluster(title: title, nodes: [])
      }
      groups[key]?.nodes.append(index)
    }
    return order.compactMap { groups[$0] }.filter { $0.nodes.count > 1 }
  }

  private func group(of node: NodeID, by grouping: MapRequest.Grouping) -> (key: String, title: String)? {
    switch grouping {
    case .principal:
      let principal = snapshot.principal(of: node)
      return (String(principal.rawValue), snapshot.displayName(of: principal))
    case .type:
      guard let label = snapshot.labels(of: node).first else { return nil }
      let type = styles.legendType(ofEntityType: snapshot.name(of: label))
      return (type, styles.plural(ofEntityType: type))
    case .property(let name):
      guard let text = SceneGrouping.text(snapshot.property(name, of: node)) else { return nil }
      return (text, text)
    }
  }

  /// A value as the title of a frame; nil when there is none or it is a collection.
  private static func text(_ value: Value) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .integer(let number): String(number)
    case .float(let number): String(number)
    case .boolean(let flag): String(flag)
    case .date(let date): date.description
    default: nil
    }
  }
}
