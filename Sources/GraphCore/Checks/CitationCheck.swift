extension GraphSnapshot {
  /// Citations of sources that are not there, attributions to nobody, and sources that nothing cites.
  ///
  /// - Complexity: O(nodes + relationships).
  package func citationFindings() -> [GraphFinding] {
    var findings: [GraphFinding] = []
    var isCited = [Bool](repeating: false, count: nodeCapacity)
    let sourcesKey = propertyKey(named: StandardName.sources)
    let attributionKey = propertyKey(named: StandardName.attributedTo)
    for index in relationshipIdentifiers {
      let relationship = RelationshipID(index)
      if let attributionKey, case .string(let id) = property(attributionKey, of: relationship) {
        if node(withID: id) == nil { findings.append(.unknownAttribution(relationship, id: id)) }
      }
      guard let sourcesKey, case .list(let cited) = property(sourcesKey, of: relationship) else { continue }
      var seen: [String] = []
      for case .string(let id) in cited {
        if seen.contains(id) {
          findings.append(.repeatedSource(relationship, id: id))
          continue
        }
        seen.append(id)
        if let source = source(withID: id) {
          isCited[source.index] = true
        } else {
          findings.append(.unknownSource(relationship, id: id))
        }
      }
    }
    if let label = label(named: StandardName.sourceLabel) {
      for node in nodes(with: label) where !isCited[Int(node)] {
        findings.append(.unusedSource(NodeID(node)))
      }
    }
    return findings
  }
}
