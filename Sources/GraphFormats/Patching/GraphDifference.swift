package import GraphCore
import OrderedCollections
import Vocabulary

/// What changed between two states of a graph, record by record, in the terms of graph files.
package struct GraphDifference: Sendable {
  /// A record that is new, gone or another.
  package struct Change: Sendable {
    /// What it is about.
    package let subject: RecordSubject
    /// The record before; nil when it is new.
    package let old: FileRecord?
    /// The record after; nil when it is gone.
    package let new: FileRecord?

    /// Which section it stands in.
    package var kind: FileRecord.Kind { (old ?? new)?.kind ?? .entity }
  }

  /// The changes: sources, entities and relations in the order of their identifiers.
  package private(set) var changes: [Change] = []
  /// Every record of the new state.
  package private(set) var records: [FileRecord] = []

  /// Compares.
  ///
  /// - Parameters:
  ///   - old: The graph as its files say it.
  ///   - new: The same graph changed by statements: identifiers that both have mean the same.
  /// - Throws: What no graph file can hold.
  /// - Complexity: O(nodes + relationships + values).
  package init(from old: GraphSnapshot, to new: GraphSnapshot) throws(RecordProblem) {
    var after = RecordReader(new)
    try after.giveIDs(to: new.nodeIdentifiers.map { NodeID($0) })
    let before = RecordReader(old)
    for number in 0..<UInt32(max(old.nodeCapacity, new.nodeCapacity)) {
      let node = NodeID(number)
      let was = node.index < old.nodeCapacity && !old.isDeleted(node)
      let isThere = node.index < new.nodeCapacity && !new.isDeleted(node)
      let aliases = was ? old.aliases(of: node) : []
      let record = isThere ? try after.record(of: node, earlier: aliases) : nil
      let earlier = was ? try before.record(of: node, earlier: aliases) : nil
      if let record, let earlier, record.kind != earlier.kind {
        throw after.problem(
          "write.two-types", "a source cannot become an entity, nor an entity a source", .node(node),
          StandardName.sourceLabel)
      }
      try add(.node(node), earlier, record)
      if isThere, was { try checkLabels(node, old, new, after, record) }
    }
    for number in 0..<UInt32(max(old.relationshipCapacity, new.relationshipCapacity)) {
      let relation = RelationshipID(number)
      let was = relation.index < old.relationshipCapacity && !old.isDeleted(relation)
      let isThere = relation.index < new.relationshipCapacity && !new.isDeleted(relation)
      let cited = was ? old.relation(relation).sources : []
      let record = isThere ? try after.record(of: relation, earlier: cited) : nil
      let earlier = was ? try before.record(of: relation, earlier: cited) : nil
      try add(.relation(relation), earlier, record)
    }
  }

  /// Every record of a graph, as a file would write it.
  ///
  /// - Throws: What no graph file can hold.
  package static func records(of graph: GraphSnapshot) throws(RecordProblem) -> [FileRecord] {
    var reader = RecordReader(graph)
    let nodes = graph.nodeIdentifiers.map { NodeID($0) }
    try reader.giveIDs(to: nodes)
    var records: [FileRecord] = []
    for node in nodes { records.append(try reader.record(of: node, earlier: graph.aliases(of: node))) }
    for number in graph.relationshipIdentifiers {
      let relation = RelationshipID(number)
      records.append(try reader.record(of: relation, earlier: graph.relation(relation).sources))
    }
    return records
  }

  private mutating func add(
    _ subject: RecordSubject, _ old: FileRecord?, _ new: FileRecord?
  ) throws(RecordProblem) {
    if let new { records.append(new) }
    if old != new { changes.append(Change(subject: subject, old: old, new: new)) }
  }

  /// A parent's label goes only with the type.
  private func checkLabels(
    _ node: NodeID, _ old: GraphSnapshot, _ new: GraphSnapshot, _ reader: RecordReader, _ record: FileRecord?
  ) throws(RecordProblem) {
    guard case .text(let type)? = record?.fields["type"] else { return }
    let labels = Set(new.labels(of: node).map { new.name(of: $0) })
    let implied = new.schema?.labels(of: type) ?? [type]
    for label in old.labels(of: node).map({ old.name(of: $0) })
    where !labels.contains(label) && implied.contains(label) {
      throw reader.problem(
        "write.implied-label", "'\(label)' is a parent of the type '\(type)', and stays with it", .node(node),
        label, hint: "give the entity another type: REMOVE n:\(RecordReader.quoted(type)) SET n:…")
    }
  }
}
