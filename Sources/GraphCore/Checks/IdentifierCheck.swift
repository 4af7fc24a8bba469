extension GraphSnapshot {
  /// Identifiers that several entities have, or several sources.
  ///
  /// - Complexity: O(nodes).
  package func identifierFindings() -> [GraphFinding] {
    guard let key = propertyKey(named: StandardName.id), let column = nodeColumn(key) else { return [] }
    var findings: [GraphFinding] = []
    for node in column.presentIdentifiers {
      guard case .string(let id) = property(key, of: NodeID(node)) else { continue }
      let isSource = isSource(NodeID(node))
      let nodes = nodes(where: key, equals: .string(id)).filter { self.isSource($0) == isSource }
      if nodes.count > 1, nodes.first == NodeID(node) { findings.append(.duplicateID(id, nodes)) }
    }
    return findings
  }
}
