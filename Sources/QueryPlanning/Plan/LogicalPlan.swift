/// What is to be done, without a word on how the graph stores its columns.
///
/// Labels, relationship types and property keys stand in it as names; whoever runs it (the batch executor here,
/// a translation to SQL elsewhere) resolves them once when it starts. A name that the graph does not have is no
/// error: a label nothing carries, a property that is null everywhere.
package struct LogicalPlan: Sendable {
  /// The last operator; always ``PlanOperator/produceResults(_:)``.
  package let root: PlanNode
  /// The plans of ``BoundExpression/Kind/subquery(_:_:)``, by ``SubqueryID``; each starts at an
  /// ``PlanOperator/argument`` that lends the columns of the row that asks.
  package let subqueries: [PlanNode]
  /// What each slot is, by ``Slot/index``.
  package let slots: [SlotInfo]
  /// The names of the parameters that the statement mentions, in order of first mention.
  package let parameters: [String]
  /// Whether it changes the graph.
  package let writes: Bool

  /// Joins the parts.
  package init(
    root: PlanNode, subqueries: [PlanNode], slots: [SlotInfo], parameters: [String], writes: Bool
  ) {
    self.root = root
    self.subqueries = subqueries
    self.slots = slots
    self.parameters = parameters
    self.writes = writes
  }
}

/// An operator with its inputs.
///
/// Rows flow from the leaves (``PlanOperator/argument``) to the root. A row is the columns in ``output``; which
/// of the input's columns an operator carries on is decided by ``output`` alone: the columns that its operator
/// makes are those of `output` that no input has.
package final class PlanNode: Sendable {
  /// What it does.
  package let operation: PlanOperator
  /// Where its rows come from; nil for a leaf.
  package let input: PlanNode?
  /// The right side of operators with two inputs.
  package let second: PlanNode?
  /// The columns of the rows it gives, ascending: those that a later operator reads.
  package let output: [Slot]
  /// How many rows the planner expects for the whole run.
  package let estimatedRows: Double

  /// Makes an operator.
  package init(
    _ operation: PlanOperator, input: PlanNode? = nil, second: PlanNode? = nil, output: [Slot],
    estimatedRows: Double
  ) {
    self.operation = operation
    self.input = input
    self.second = second
    self.output = output
    self.estimatedRows = estimatedRows
  }
}
