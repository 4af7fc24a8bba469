import Diagnostics
import GraphCore
import QueryPlanning

// How expressions read the graph: whole columns where they can, one value where they must.
extension QueryRun {
  /// The labels of a node by name.
  ///
  /// - Throws: EntityNotFound when it was deleted in this statement.
  func labels(of node: NodeID) throws(QueryFailure) -> [String] {
    if snapshot.isDeleted(node) { throw .deletedEntity("a node") }
    return snapshot.labels(of: node).map { snapshot.name(of: $0) }
  }

  /// The type of a relationship, also of a deleted one.
  func typeName(of relationship: RelationshipID) -> String {
    snapshot.name(of: snapshot.type(of: relationship))
  }

  /// Where a relationship begins and ends.
  func ends(of relationship: RelationshipID) -> (start: NodeID, end: NodeID) {
    (snapshot.source(of: relationship), snapshot.target(of: relationship))
  }

  func property(of node: NodeID, key: String) throws(QueryFailure) -> Value {
    if snapshot.isDeleted(node) { throw .deletedEntity("a node") }
    return snapshot.property(key, of: node)
  }

  func property(of relationship: RelationshipID, key: String) throws(QueryFailure) -> Value {
    if snapshot.isDeleted(relationship) { throw .deletedEntity("a relationship") }
    return snapshot.property(key, of: relationship)
  }

  /// All properties of a node, relationship or map; nil for anything else.
  func properties(of value: Value) throws(QueryFailure) -> MapValue? {
    switch value {
    case .node(let node):
      if snapshot.isDeleted(node) { throw .deletedEntity("a node") }
      return snapshot.properties(of: node)
    case .relationship(let relationship):
      if snapshot.isDeleted(relationship) { throw .deletedEntity("a relationship") }
      return snapshot.properties(of: relationship)
    case .map(let map): return map
    default: return nil
    }
  }

  /// One property of many nodes.
  func nodeProperties(_ ids: [UInt32], _ key: String) throws(QueryFailure) -> Column {
    if snapshot.hasDeletedNodes {
      for id in ids where id != Column.nullEntity && snapshot.isDeleted(NodeID(id)) {
        throw .deletedEntity("a node")
      }
    }
    guard let key = snapshot.propertyKey(named: key), let column = snapshot.nodeColumn(key, of: ids) else {
      return .constant(.null)
    }
    return read(column, ids)
  }

  /// One property of many relationships.
  func relationshipProperties(_ ids: [UInt32], _ key: String) throws(QueryFailure) -> Column {
    if snapshot.hasDeletedRelationships {
      for id in ids where id != Column.nullEntity && snapshot.isDeleted(RelationshipID(id)) {
        throw .deletedEntity("a relationship")
      }
    }
    guard let key = snapshot.propertyKey(named: key), let column = snapshot.relationshipColumn(key, of: ids)
    else {
      return .constant(.null)
    }
    return read(column, ids)
  }

  private func read(_ column: PropertyColumn, _ ids: [UInt32]) -> Column {
    switch column.kind {
    case .string: return .texts(words(column, ids), snapshot)
    case .date: return .dates(words(column, ids))
    default: break
    }
    let strings = snapshot.someStrings
    var result: [Value] = []
    result.reserveCapacity(ids.count)
    for id in ids {
      if id != Column.nullEntity, let row = column.row(of: id) {
        result.append(column.value(atRow: row, in: strings))
      } else {
        result.append(.null)
      }
    }
    return .values(result)
  }

  private func words(_ column: PropertyColumn, _ ids: [UInt32]) -> [UInt32] {
    let words = column.words
    var result: [UInt32] = []
    result.reserveCapacity(ids.count)
    if column.isFull {
      for id in ids {
        result.append(id == Column.nullEntity || Int(id) >= words.count ? Column.nullWord : words[Int(id)])
      }
      return result
    }
    for id in ids {
      let row = id == Column.nullEntity ? nil : column.row(of: id)
      result.append(row.map { words[$0] } ?? Column.nullWord)
    }
    return result
  }

  /// Whether each node has all labels; the answer is found once per set of labels that occurs.
  func nodesHaveLabels(_ ids: [UInt32], _ labels: [String]) throws(QueryFailure) -> [UInt8] {
    let filter = LabelFilter(labels, in: snapshot)
    let numbers = snapshot.labelSetNumbers
    var result: [UInt8] = []
    result.reserveCapacity(ids.count)
    for id in ids {
      if id == Column.nullEntity {
        result.append(Truth.unknown.rawValue)
      } else {
        if snapshot.isDeleted(NodeID(id)) { throw .deletedEntity("a node") }
        result.append(Truth(filter.accepts(setNumber: numbers[Int(id)])).rawValue)
      }
    }
    return result
  }
}

/// Which sets of labels hold all of some labels.
struct LabelFilter {
  private let isAccepted: [Bool]

  /// Looks at every set of labels that occurs in the graph.
  ///
  /// - Complexity: O(sets of labels), which are few.
  init(_ names: [String], in snapshot: GraphSnapshot) {
    var wanted: [LabelID] = []
    for name in names {
      guard let label = snapshot.label(named: name) else {
        isAccepted = Array(repeating: false, count: snapshot.labelSets.count)
        return
      }
      wanted.append(label)
    }
    isAccepted = snapshot.labelSets.map { set in wanted.allSatisfy { set.contains($0) } }
  }

  func accepts(setNumber: UInt32) -> Bool {
    isAccepted[Int(setNumber)]
  }
}
