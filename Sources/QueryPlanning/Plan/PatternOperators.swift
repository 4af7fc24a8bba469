/// Which way a relationship is walked from the `from` node.
package enum Direction: Sendable, Hashable {
  /// `from` is its start.
  case outgoing
  /// `from` is its end.
  case incoming
  /// Either; a self-loop is found once, any other relationship once from each of its ends.
  case either

  /// The same relationship seen from the other node.
  package var reversed: Direction {
    switch self {
    case .outgoing: .incoming
    case .incoming: .outgoing
    case .either: .either
    }
  }
}

/// One hop.
///
/// A null `from` (or `to`, when bound) gives no row.
///
/// For each `from`, relationships come by type in the order of `types` (of the graph's types when there are
/// none), outgoing before incoming, in the store's order.
package struct Expand: Sendable {
  /// The node column to start at; bound.
  package let from: Slot
  /// The relationship column to bind; not needed by anybody when it is not in the operator's output.
  package let relationship: Slot
  /// The node column at the other end: to bind by `expand`, bound for `expandInto`.
  package let to: Slot
  /// The types, any of them; none: any type.
  package let types: [String]
  /// The direction, seen from `from`.
  package let direction: Direction
  /// Columns of relationships (a relationship, or a list of them) of the same MATCH that the new one must
  /// differ from.
  package let differentFrom: [Slot]
  /// What is wanted instead of a row for each relationship; set by a pass only when nobody reads the
  /// relationship.
  package let counted: CountedHop?

  package init(
    from: Slot, relationship: Slot, to: Slot, types: [String], direction: Direction, differentFrom: [Slot],
    counted: CountedHop? = nil
  ) {
    self.from = from
    self.relationship = relationship
    self.to = to
    self.types = types
    self.direction = direction
    self.differentFrom = differentFrom
    self.counted = counted
  }
}

/// A hop of which only the other end and the number of parallel relationships are wanted: one row a neighbour.
///
/// The row stands for as many rows as ``count`` says; whoever counts rows multiplies the counts of all hops. An
/// adjacency gives each neighbour once; a hop over several types, or both ways, may give one several times.
package struct CountedHop: Sendable {
  /// The integer column to bind: how many relationships the row stands for, at least 1.
  package let count: Slot
  /// The ends of earlier counted hops of the same MATCH, over the same type, that may be the same relationship.
  ///
  /// Of `n` parallel relationships each earlier hop between the same two nodes has taken one.
  package let unlike: [HopEnds]

  package init(count: Slot, unlike: [HopEnds] = []) {
    self.count = count
    self.unlike = unlike
  }
}

/// Where a directed hop starts and ends, in the direction of the relationship.
package struct HopEnds: Sendable, Hashable {
  package let start: Slot
  package let end: Slot

  package init(start: Slot, end: Slot) {
    self.start = start
    self.end = end
  }
}

/// For each row, the nodes that two bound nodes have as neighbours: two counted hops to the same node.
///
/// Found by walking the shorter list of neighbours and looking into the longer one, so that no row is made for a
/// node that only one of the two leads to (Ngo, Porat, Ré, Rudra 2012: worst-case optimal joins).
package struct CommonNeighbours: Sendable {
  /// Two hops with the same ``Expand/to``, each with ``Expand/counted`` and exactly one direction and type.
  package let sides: [Expand]
  /// The side whose ``Expand/from`` must have a lower number than the node found; nil: any node is wanted.
  package let aboveSide: Int?

  /// The node column to bind.
  package var node: Slot { sides[0].to }

  package init(_ first: Expand, _ second: Expand, aboveSide: Int? = nil) {
    sides = [first, second]
    self.aboveSide = aboveSide
  }
}

/// How many relationships of each type have each value of one property: the counts that a grouping by type and
/// by parts of the value needs, without a row for each relationship.
package struct ValueCounts: Sendable {
  /// The types, any of them; none: all types.
  package let types: [String]
  /// The property, a column of dates.
  ///
  /// Relationships without it count under null.
  package let property: String
  /// The value column of the property's value, read by ``predicates`` and ``keys``, not part of the rows.
  package let value: Slot
  /// The value column to bind: the name of the type.
  package let type: Slot
  /// What must be true of the value.
  package let predicates: [BoundExpression]
  /// What is made of the value; equal results of one type are one row.
  package let keys: [Projection]
  /// The integer column to bind: how many relationships the row stands for.
  package let count: Slot

  package init(
    types: [String], property: String, value: Slot, type: Slot, predicates: [BoundExpression],
    keys: [Projection], count: Slot
  ) {
    self.types = types
    self.property = property
    self.value = value
    self.type = type
    self.predicates = predicates
    self.keys = keys
    self.count = count
  }
}

/// Nodes whose text property, in lower case, contains a text.
package struct NodeTextScan: Sendable {
  /// The column to bind.
  package let node: Slot
  /// The labels it must have, all of them.
  package let labels: [String]
  /// The property.
  package let property: String
  /// The text to look for, computed once for each row; anything but a text finds nothing.
  package let text: BoundExpression

  package init(node: Slot, labels: [String], property: String, text: BoundExpression) {
    self.node = node
    self.labels = labels
    self.property = property
    self.text = text
  }
}

/// All relationships of some types.
package struct RelationshipScan: Sendable {
  /// The relationship column to bind.
  package let relationship: Slot
  /// The column of its start.
  package let start: Slot
  /// The column of its end.
  package let end: Slot
  /// The types, any of them; none: any type.
  package let types: [String]
  /// Whether each relationship that is no self-loop is found twice, with the ends exchanged the second time.
  package let isUndirected: Bool
  /// As in ``Expand``.
  package let differentFrom: [Slot]
  /// As in ``Expand``: one row for each pair of nodes; only where `isUndirected` is false.
  package let counted: CountedHop?
  /// Whether only pairs are wanted whose start has a lower number than their end; only where they are counted.
  package let isAscending: Bool

  package init(
    relationship: Slot, start: Slot, end: Slot, types: [String], isUndirected: Bool, differentFrom: [Slot],
    counted: CountedHop? = nil, isAscending: Bool = false
  ) {
    self.counted = counted
    self.isAscending = isAscending
    self.relationship = relationship
    self.start = start
    self.end = end
    self.types = types
    self.isUndirected = isUndirected
    self.differentFrom = differentFrom
  }
}

extension RelationshipScan {
  /// The same scan for the pairs whose start has a lower number than their end.
  var ascending: RelationshipScan {
    RelationshipScan(
      relationship: relationship, start: start, end: end, types: types, isUndirected: isUndirected,
      differentFrom: differentFrom, counted: counted, isAscending: true)
  }
}

/// What a variable-length part asks of each of its relationships.
package struct HopPredicate: Sendable {
  /// The local relationship column that stands for the hop.
  package let relationship: Slot
  /// Must be true for each hop.
  package let predicate: BoundExpression

  package init(relationship: Slot, predicate: BoundExpression) {
    self.relationship = relationship
    self.predicate = predicate
  }
}

/// Any number of hops: trails, no relationship twice in one.
package struct VariableExpand: Sendable {
  /// What is wanted of the trails.
  package enum Mode: Sendable, Hashable {
    /// Each trail is a row.
    case trails
    /// Only which ends can be reached: each end once for each input row, in no promised order beyond being
    /// the same each time. The relationship list is not made. Set by a pass only when nobody can tell.
    case reachableEnds
  }

  /// The node column to start at; bound.
  package let from: Slot
  /// The value column to bind: the list of relationships in the order from `from` to `to` (reversed when
  /// `isReversed`).
  package let relationships: Slot
  /// The node column at the other end.
  package let to: Slot
  /// The types, any of them; none: any type.
  package let types: [String]
  /// The direction of every hop, seen from `from`.
  package let direction: Direction
  /// The fewest hops; 0 binds `to` to `from`.
  package let minimum: Int
  /// The most hops; nil when there is no bound.
  ///
  /// Below `minimum` there is no row.
  package let maximum: Int?
  /// Asked of each hop.
  package let hop: HopPredicate?
  /// As in ``Expand``; no hop may be one of them.
  package let differentFrom: [Slot]
  /// Whether `to` is bound already.
  package let isInto: Bool
  /// Whether the pattern was written the other way round, so that the list must be given reversed.
  package let isReversed: Bool
  /// What is wanted.
  package let mode: Mode

  package init(
    from: Slot, relationships: Slot, to: Slot, types: [String], direction: Direction, minimum: Int,
    maximum: Int?, hop: HopPredicate?, differentFrom: [Slot], isInto: Bool, isReversed: Bool,
    mode: Mode = .trails
  ) {
    self.from = from
    self.relationships = relationships
    self.to = to
    self.types = types
    self.direction = direction
    self.minimum = minimum
    self.maximum = maximum
    self.hop = hop
    self.differentFrom = differentFrom
    self.isInto = isInto
    self.isReversed = isReversed
    self.mode = mode
  }
}

/// `shortestPath((from)-[…]-(to))` or `allShortestPaths`.
///
/// Both ends are bound; the same node at both ends gives the path without a relationship if `minimum` is 0,
/// else no row.
package struct ShortestPath: Sendable {
  package let from: Slot
  /// The value column to bind: the list of relationships from `from` to `to`.
  package let relationships: Slot
  package let to: Slot
  /// The types, any of them; none: any type.
  package let types: [String]
  package let direction: Direction
  /// 0 or 1.
  package let minimum: Int
  /// nil: no bound.
  package let maximum: Int?
  /// Asked of each hop.
  package let hop: HopPredicate?
  /// Whether every path of the least length is wanted, not only the first.
  package let isAll: Bool
  /// The integer column to bind with the number of relationships, instead of the list of them; set by a pass
  /// only when nobody reads the list.
  package let length: Slot?

  package init(
    from: Slot, relationships: Slot, to: Slot, types: [String], direction: Direction, minimum: Int,
    maximum: Int?, hop: HopPredicate?, isAll: Bool, length: Slot? = nil
  ) {
    self.length = length
    self.from = from
    self.relationships = relationships
    self.to = to
    self.types = types
    self.direction = direction
    self.minimum = minimum
    self.maximum = maximum
    self.hop = hop
    self.isAll = isAll
  }
}

/// The ends of a relationship that is bound already (`MATCH ()-[r]->() MATCH (a)-[r]->(b)`).
///
/// `outgoing`: `from` is the start. `incoming`: `from` is the end. `either`: both readings, each a row (a
/// self-loop once). A null relationship gives no row.
package struct Endpoints: Sendable {
  package let relationship: Slot
  package let from: Slot
  /// Whether `from` is bound already and must agree.
  package let isFromBound: Bool
  package let to: Slot
  /// Whether `to` is bound already and must agree; equal slots mean a self-loop is asked for.
  package let isToBound: Bool
  package let direction: Direction
  /// The relationship must be of one of these types; none: any type.
  package let types: [String]
  /// As in ``Expand``.
  package let differentFrom: [Slot]

  package init(
    relationship: Slot, from: Slot, isFromBound: Bool, to: Slot, isToBound: Bool, direction: Direction,
    types: [String], differentFrom: [Slot]
  ) {
    self.relationship = relationship
    self.from = from
    self.isFromBound = isFromBound
    self.to = to
    self.isToBound = isToBound
    self.direction = direction
    self.types = types
    self.differentFrom = differentFrom
  }
}

/// The ends of a list of relationships that is bound already (`WITH [r1, r2] AS rs MATCH (a)-[rs*]->(b)`).
///
/// The list must be a trail in the direction, of allowed length and types; else no row. Null gives no row.
package struct TrailEndpoints: Sendable {
  /// The value column with the list.
  package let relationships: Slot
  package let from: Slot
  package let isFromBound: Bool
  package let to: Slot
  package let isToBound: Bool
  package let direction: Direction
  package let types: [String]
  package let minimum: Int
  package let maximum: Int?
  /// As in ``Expand``.
  package let differentFrom: [Slot]

  package init(
    relationships: Slot, from: Slot, isFromBound: Bool, to: Slot, isToBound: Bool, direction: Direction,
    types: [String], minimum: Int, maximum: Int?, differentFrom: [Slot]
  ) {
    self.relationships = relationships
    self.from = from
    self.isFromBound = isFromBound
    self.to = to
    self.isToBound = isToBound
    self.direction = direction
    self.types = types
    self.minimum = minimum
    self.maximum = maximum
    self.differentFrom = differentFrom
  }
}
