/// The one fold: for whom each node acts in the end.
enum PrincipalFold {
  /// The root of each node's `acts_for` chain, by node; empty when no node acts for another.
  ///
  /// A chain that runs into a circle leaves each of its nodes its own principal, and one that leads to an
  /// unknown id ends before it.
  ///
  /// - Complexity: O(nodes).
  static func principals(of store: GraphStore) -> FlatArray<UInt32> {
    guard let next = steps(of: store) else { return [] }
    var root = [UInt32](repeating: UInt32.max, count: next.count)
    // The chain being walked; `visit` tells the nodes of this walk from those of earlier ones.
    var visit = [UInt32](repeating: UInt32.max, count: next.count)
    for start in next.indices where root[start] == UInt32.max {
      var chain: [Int] = []
      var node = start
      while root[node] == UInt32.max, visit[node] != UInt32(start), Int(next[node]) != node {
        visit[node] = UInt32(start)
        chain.append(node)
        node = Int(next[node])
      }
      if root[node] == UInt32.max && Int(next[node]) != node {
        for member in chain { root[member] = UInt32(member) }  // a circle
        continue
      }
      if root[node] == UInt32.max { root[node] = UInt32(node) }
      // A chain that ends at a member of a circle met earlier is broken as well: each stands for itself.
      let isBroken = Int(root[node]) == node && Int(next[node]) != node
      for member in chain { root[member] = isBroken ? UInt32(member) : root[node] }
    }
    return FlatArray(root)
  }

  /// The node that each node acts for, itself when it acts for none; nil when no node acts for another.
  static func steps(of store: GraphStore) -> [UInt32]? {
    let sourceLabel = store.labels.find(StandardName.sourceLabel).map { LabelID($0.rawValue) }
    guard let actsFor = column(StandardName.actsFor, store), actsFor.kind == .string,
      let ids = column(StandardName.id, store), ids.kind == .string, actsFor.valueCount > 0
    else { return nil }
    var nodeOfText = [UInt32](repeating: UInt32.max, count: store.strings.count)
    for node in ids.presentIdentifiers {
      guard let row = ids.row(of: node) else { continue }
      let labels = store.labelSets.sets[Int(store.nodeLabelSets[Int(node)])]
      if let sourceLabel, labels.contains(sourceLabel) { continue }
      let text = Int(ids.words[row])
      if nodeOfText[text] == UInt32.max { nodeOfText[text] = node }
    }
    var next = Array(0..<UInt32(store.nodeLabelSets.count))
    for node in actsFor.presentIdentifiers {
      guard let row = actsFor.row(of: node) else { continue }
      let target = nodeOfText[Int(actsFor.words[row])]
      if target != UInt32.max { next[Int(node)] = target }
    }
    return next
  }

  private static func column(_ name: String, _ store: GraphStore) -> PropertyColumn? {
    guard let key = store.propertyKeys.find(name), key.index < store.nodeColumns.count else { return nil }
    return store.nodeColumns[key.index]
  }
}
