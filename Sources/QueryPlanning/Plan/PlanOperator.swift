/// The operators.
///
/// "For each row" always means in the order of the input's rows: a plan without a sort gives its rows in a
/// defined order.
package indirect enum PlanOperator: Sendable {
  // MARK: Leaves

  /// One row: of no columns at the start of a statement; of the columns of the left row on the right side of
  /// an apply, of the asking row in a subquery, of the row and its element in a FOREACH body.
  case argument

  // MARK: Finding

  /// For each row, each node that has all labels (all nodes when there are none), ascending by identifier.
  case nodeScan(node: Slot, labels: [String])
  /// For each row, each node with all labels whose property equals the value (`=`; a null value finds
  /// nothing), ascending by identifier.
  case nodeSeek(NodeSeek)
  /// For each row, each relationship of the types (any type when there are none) with its two ends.
  case relationshipScan(RelationshipScan)
  /// For each row, each relationship between a bound node and any other.
  case expand(Expand)
  /// For each row, each relationship between two bound nodes.
  case expandInto(Expand)
  /// For each row, each trail of relationships from a bound node (to a bound node when `isInto`).
  case variableExpand(VariableExpand)
  /// For each row, the nodes that two bound nodes have as neighbours.
  case commonNeighbours(CommonNeighbours)
  /// For each row, each node with all labels whose property, in lower case, contains a text; ascending.
  case nodeTextScan(NodeTextScan)
  /// For each row, the number of relationships by type and by what is made of a property; by type, then in the
  /// order of the values.
  case valueCounts(ValueCounts)
  /// For each row, one or all shortest trails between two bound nodes.
  case shortestPath(ShortestPath)
  /// For each row, the ends of a bound relationship: binds them, or checks those already bound.
  case endpoints(Endpoints)
  /// For each row, checks that a bound list of relationships is a trail, and binds or checks its ends.
  case trailEndpoints(TrailEndpoints)
  /// For each row, reads a value column as a node or relationship column. A row with null is dropped; any
  /// other value is TypeError InvalidArgumentType at run time.
  case entity(from: Slot, to: Slot, kind: SlotKind)

  // MARK: Rows

  /// Keeps the rows for which every predicate is true.
  case filter([BoundExpression])
  /// Computes columns; an item may not read a column of the same operator.
  case project([Projection])
  /// One row for each group, in the order of their first rows. No keys: exactly one row, over nothing too. A row
  /// stands for as many equal rows as the product of its `weights` says, integer columns of counted hops.
  case aggregate(keys: [Projection], calls: [AggregateCall], weights: [Slot] = [])
  /// The first row of each group of rows that agree in the slots (null agrees with null).
  case distinct([Slot])
  /// A stable sort by the total order of openCypher.
  case sort([SortKey])
  /// `sort` then `skip` then `limit`, without keeping more than skip + limit rows.
  case top([SortKey], skip: BoundExpression?, limit: BoundExpression)
  /// Leaves out the first rows. The count is computed once, without a row.
  case skip(BoundExpression)
  /// Keeps the first rows; when the input writes, it is run to its end all the same. `LIMIT 0` of a plan that
  /// writes still writes.
  case limit(BoundExpression)
  /// For each row, each element of the list; null gives no row, any other value itself once.
  case unwind(BoundExpression, to: Slot)

  // MARK: Two inputs

  /// For each left row, each row of the right side run with that row as its argument.
  case apply
  /// Like apply; where the right side has no row, the left row once with null in the right side's columns.
  case optionalApply
  /// Keeps the left rows for which the right side has at least one row (`isNegated`: no row).
  case semiApply(isNegated: Bool)
  /// Each left row with each right row; the right side does not read the left one's columns and runs once.
  case cartesianProduct
  /// Each left row with each right row for which all keys are equal (`=`; null matches nothing).
  case hashJoin([JoinKey])
  /// The rows of the left, then those of the right; both have the same columns.
  case union

  // MARK: Writing. The input is fully read before the first change; rows come out in input order.

  /// For each row, makes nodes and relationships.
  case create(CreatePattern)
  /// For each row, in order: the rows of the right side (run with it as argument, on the graph as changed by
  /// the rows before); where there is none, creates the pattern and gives one row.
  case merge(Merge)
  /// For each row, sets properties and labels.
  case set([SetItem])
  /// For each row, removes properties and labels.
  case remove([RemoveItem])
  /// Deletes nodes, relationships, paths and (nested) lists and maps of them; null is nothing. When all rows are done, a
  /// deleted node that still has a relationship is DeleteConnectedNode, unless `isDetach`.
  case delete([BoundExpression], isDetach: Bool)
  /// For each row and each element of the list, runs the right side for its effects; gives the row.
  case forEach(variable: Slot, list: BoundExpression)

  // MARK: Others

  /// For each row, each row that the procedure gives.
  case procedureCall(ProcedureCall)
  /// The end of the statement.
  case produceResults(Results)
}

/// See ``PlanOperator/nodeSeek(_:)``.
package struct NodeSeek: Sendable {
  /// The column to bind.
  package let node: Slot
  /// The labels it must have, all of them.
  package let labels: [String]
  /// The property; `id` and `name` usually have an index.
  package let property: String
  /// The value, computed for each row.
  package let value: BoundExpression
  /// Whether any element of the value, a list, will do (`n.id IN […]`); each node is found once.
  package let isAnyOf: Bool

  package init(node: Slot, labels: [String], property: String, value: BoundExpression, isAnyOf: Bool) {
    self.node = node
    self.labels = labels
    self.property = property
    self.value = value
    self.isAnyOf = isAnyOf
  }
}

/// A column computed from an expression.
package struct Projection: Sendable {
  /// The column to make.
  package let slot: Slot
  /// What it holds.
  package let expression: BoundExpression

  package init(_ slot: Slot, _ expression: BoundExpression) {
    self.slot = slot
    self.expression = expression
  }
}

/// An aggregating function over the rows of a group.
package struct AggregateCall: Sendable {
  /// The column to make.
  package let slot: Slot
  /// The function.
  package let function: AggregateFunction
  /// None for `count(*)`, two for percentiles, any number for evidence, else one.
  ///
  /// Rows where the first is null do not count (`count(*)` aside). The second of a percentile is read from the
  /// group's first row.
  package let arguments: [BoundExpression]
  /// Whether equal values count once.
  package let isDistinct: Bool

  package init(slot: Slot, function: AggregateFunction, arguments: [BoundExpression], isDistinct: Bool) {
    self.slot = slot
    self.function = function
    self.arguments = arguments
    self.isDistinct = isDistinct
  }
}

/// One key of a sort.
package struct SortKey: Sendable {
  /// What to sort by.
  package let expression: BoundExpression
  /// Whether from large to small: the exact reverse, nulls first.
  package let isDescending: Bool

  package init(_ expression: BoundExpression, isDescending: Bool) {
    self.expression = expression
    self.isDescending = isDescending
  }
}

/// A pair of expressions, of the left and of the right rows, that must be equal.
package struct JoinKey: Sendable {
  package let left: BoundExpression
  package let right: BoundExpression

  package init(_ left: BoundExpression, _ right: BoundExpression) {
    self.left = left
    self.right = right
  }
}

/// `CALL name(arguments) YIELD …`.
package struct ProcedureCall: Sendable {
  /// The full name.
  package let name: String
  /// Its arguments, computed for each row.
  package let arguments: [BoundExpression]
  /// The column for each of the procedure's outputs that is wanted: index of the output, and slot.
  package let outputs: [(index: Int, slot: Slot)]
  /// Whether it yields nothing: then each row passes once.
  package let isVoid: Bool

  package init(
    name: String, arguments: [BoundExpression], outputs: [(index: Int, slot: Slot)], isVoid: Bool
  ) {
    self.name = name
    self.arguments = arguments
    self.outputs = outputs
    self.isVoid = isVoid
  }
}

/// What the caller gets.
package struct Results: Sendable {
  /// The columns in their order.
  ///
  /// None: no columns and no rows, the input is run for its effects.
  package let columns: [(name: String, slot: Slot)]
  /// Columns whose relationships (single, in nested lists, in paths; nulls skipped) prove the row.
  ///
  /// The caller gets them as one list without repetition. Empty unless ``PlanOptions/evidence``.
  package let evidence: [Slot]

  package init(columns: [(name: String, slot: Slot)], evidence: [Slot]) {
    self.columns = columns
    self.evidence = evidence
  }
}
