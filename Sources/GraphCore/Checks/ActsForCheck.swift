extension GraphSnapshot {
  /// Circles and loose ends among the `acts_for` chains.
  ///
  /// - Complexity: O(nodes).
  package func actsForFindings() -> [GraphFinding] {
    guard let key = propertyKey(named: StandardName.actsFor), let column = nodeColumn(key) else { return [] }
    var findings: [GraphFinding] = []
    for node in column.presentIdentifiers {
      let entity = NodeID(node)
      guard case .string(let id) = property(key, of: entity), self.node(withID: id) == nil else { continue }
      findings.append(.unknownPrincipal(entity, id: id))
    }
    let next = PrincipalFold.steps(of: store) ?? []
    var visit = [Int](repeating: -1, count: next.count)
    for start in next.indices where visit[start] < 0 {
      var node = start
      while visit[node] < 0 {
        visit[node] = start
        node = Int(next[node])
      }
      // Back at a node of this very walk: a circle, unless it is a root that stands for itself.
      guard visit[node] == start else { continue }
      var circle = [NodeID(UInt32(node))]
      var member = Int(next[node])
      while member != node {
        circle.append(NodeID(UInt32(member)))
        member = Int(next[member])
      }
      if circle.count > 1 || actsForItself(circle[0], key) { findings.append(.actsForCycle(rotated(circle))) }
    }
    return findings
  }

  private func actsForItself(_ node: NodeID, _ key: PropertyKeyID) -> Bool {
    guard case .string(let id) = property(key, of: node) else { return false }
    return self.node(withID: id) == node
  }

  /// The same circle, beginning with its smallest node.
  private func rotated(_ circle: [NodeID]) -> [NodeID] {
    let start = circle.indices.min { circle[$0] < circle[$1] } ?? 0
    return Array(circle[start...] + circle[..<start])
  }
}
