/// The parts of a graph between which no relationship runs, direction left aside.
package struct ConnectedComponents: Sendable {
  /// The number of each node's component, by node; components are numbered by their smallest node.
  ///
  /// Deleted nodes have `UInt32.max`.
  package let componentOf: [UInt32]

  /// The number of nodes of each component.
  package let sizes: [Int]

  /// The number of components; a node without relationships is one.
  package var count: Int { sizes.count }

  /// The nodes of a component, ascending.
  ///
  /// - Complexity: O(nodes of the graph).
  package func nodes(of component: Int) -> [NodeID] {
    componentOf.indices.filter { Int(componentOf[$0]) == component }.map { NodeID(UInt32($0)) }
  }
}

extension GraphSnapshot {
  /// The connected components, by union–find with path halving and union by smaller root.
  ///
  /// - Parameter isWalked: Which relationships connect; all when left out.
  /// - Returns: The component of each node.
  /// - Complexity: O(nodes + relationships), nearly.
  package func connectedComponents(
    where isWalked: (RelationshipID) -> Bool = { _ in true }
  ) -> ConnectedComponents {
    var parent = Array(0..<UInt32(nodeCapacity))
    func root(_ node: UInt32) -> UInt32 {
      var node = node
      while parent[Int(node)] != node {
        parent[Int(node)] = parent[Int(parent[Int(node)])]
        node = parent[Int(node)]
      }
      return node
    }
    for index in 0..<UInt32(relationshipCapacity) {
      let relationship = RelationshipID(index)
      guard !isDeleted(relationship), isWalked(relationship) else { continue }
      let one = root(source(of: relationship).rawValue)
      let two = root(target(of: relationship).rawValue)
      // The smaller root wins, so that a component is named after its smallest node.
      if one < two { parent[Int(two)] = one } else if two < one { parent[Int(one)] = two }
    }
    var componentOf = [UInt32](repeating: UInt32.max, count: nodeCapacity)
    var sizes: [Int] = []
    for node in 0..<UInt32(nodeCapacity) where !isDeleted(NodeID(node)) {
      let top = Int(root(node))
      if componentOf[top] == UInt32.max {
        componentOf[top] = UInt32(sizes.count)
        sizes.append(0)
      }
      componentOf[Int(node)] = componentOf[top]
      sizes[Int(componentOf[top])] += 1
    }
    return ConnectedComponents(componentOf: componentOf, sizes: sizes)
  }
}
