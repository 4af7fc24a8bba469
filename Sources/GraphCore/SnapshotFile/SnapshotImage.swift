import Vocabulary

/// A snapshot taken apart: everything that a packed graph holds.
struct SnapshotImage {
  var store = GraphStore()
  var schema: Schema?
  var outgoing = AdjacencyIndex(neighbours: [], relationships: [], types: [])
  var incoming = AdjacencyIndex(neighbours: [], relationships: [], types: [])
  var nodesByLabel: [FlatArray<UInt32>] = []
  var principals = FlatArray<UInt32>()
  var allOutgoing = Adjacency.empty
  var allIncoming = Adjacency.empty
  var neighbours = Adjacency.empty
  var names = NameIndex()
  /// Indexes of properties of nodes, by key.
  var propertyIndexes: [(key: Int, index: NodePropertyIndex)] = []

  /// What is read into.
  init() {}

  /// Takes a graph apart; indexes that nobody has asked for yet are made now.
  ///
  /// - Complexity: O(n log n) in the number of names, O(n) in everything else.
  init(_ snapshot: GraphSnapshot) {
    // Identifiers run without gaps in a file. A graph without deletions stays as it is.
    let graph = GraphBuilder(thawing: snapshot).freeze(compacting: true)
    store = graph.store
    store.file = nil
    schema = graph.schema
    (outgoing, incoming) = (graph.structure.outgoing, graph.structure.incoming)
    relationshipsByType = graph.statistics.relationshipsByType
    nodesByLabel = graph.structure.nodesByLabel
    principals = graph.principals
    (allOutgoing, allIncoming) = (graph.adjacency(.outgoing), graph.adjacency(.incoming))
    neighbours = graph.undirectedNeighbours()
    names = graph.nameIndex
    for name in [StandardName.id, StandardName.name] {
      guard let key = graph.propertyKey(named: name), let column = graph.nodeColumn(key),
        column.kind == .string
      else { continue }
      propertyIndexes.append((key.index, NodePropertyIndex(column, strings: graph.strings)))
    }
  }

  /// The adjacency of each type, and how many there are of everything.
  var structure: GraphStructure {
    GraphStructure(
      outgoing: outgoing, incoming: incoming, nodesByLabel: nodesByLabel,
      statistics: GraphStatistics(
        nodeCount: store.nodeLabelSets.count, relationshipCount: store.relationshipTypeOf.count,
        nodesByLabel: nodesByLabel.map(\.count), relationshipsByType: relationshipsByType,
        sourcesByType: outgoing.types.map(\.keyCount), targetsByType: incoming.types.map(\.keyCount)))
  }

  /// The number of relationships of each type, which must not be asked of offsets that nobody has checked.
  var relationshipsByType: [Int] = []

  var lazy: LazyIndexes {
    var state = LazyIndexes.State()
    state.outgoing = allOutgoing
    state.incoming = allIncoming
    state.undirected = neighbours
    state.names = names
    for (key, index) in propertyIndexes { state.properties[PropertyKeyID(UInt32(key))] = index }
    return LazyIndexes(state)
  }
}
