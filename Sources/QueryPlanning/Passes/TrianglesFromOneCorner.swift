import Diagnostics

/// A triangle of one relationship type that is only counted is found from one of its corners, not from each.
///
/// `(a)-[:A]->(b)-[:A]->(c)-[:A]->(a)` with three different nodes is found three times: the corners take turns at
/// being `a`. So only the turn is looked for whose `a` has the lowest number, and the count is multiplied by three
/// (Grochow, Kellis 2007: symmetry breaking).
struct TrianglesFromOneCorner: RewritePass {
  let name = "triangles from one corner"
  let reason = "a triangle that is only counted need not be found from each of its corners"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    context.rewriteSubqueries { plan, context in rewriteTree(plan, &context) }
    return rewriteTree(root, &context)
  }

  private func rewriteTree(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    root.rewritingBottomUp { node in
      guard case .aggregate(let keys, let calls, let weights) = node.operation, keys.isEmpty, !calls.isEmpty,
        calls.allSatisfy({ $0.function == .countStar }), let triangle = Triangle(node.input),
        triangle.isSymmetric(weights)
      else { return node }
      let thirds = calls.map {
        AggregateCall(
          slot: context.makeSlot(.value, .integer), function: .countStar, arguments: [],
          isDistinct: $0.isDistinct)
      }
      let counted = PlanNode(
        .aggregate(keys: [], calls: thirds, weights: weights), input: triangle.oneTurn, output: [],
        estimatedRows: node.estimatedRows)
      let items = zip(calls, thirds).map { call, third in
        Projection(call.slot, Self.threefold(third.slot))
      }
      return PlanNode(.project(items), input: counted, output: [], estimatedRows: node.estimatedRows)
    }
  }

  private static func threefold(_ slot: Slot) -> BoundExpression {
    let span = SourceSpan(0, 0)
    return BoundExpression(
      .binary(
        .multiply, BoundExpression(.slot(slot), span: span, type: .integer),
        BoundExpression(.literal(.integer(3)), span: span, type: .integer)), span: span, type: .integer)
  }
}

/// Operators that find directed triangles: a pair scan for one side, common neighbours for the two others, and the
/// conditions that all corners differ.
private struct Triangle {
  private let scanNode: PlanNode
  private let scan: RelationshipScan
  private let searchNode: PlanNode
  private let search: CommonNeighbours
  private let closing: [PlanNode]
  private let counts: [Slot]

  /// Reads a tree; nil when it finds anything else.
  init?(_ root: PlanNode?) {
    guard let root else { return nil }
    let (closing, found) = root.belowFilters
    guard case .commonNeighbours(let search) = found.operation, search.aboveSide == nil,
      let below = found.input
    else { return nil }
    let (opening, first) = below.belowFilters
    guard case .relationshipScan(let scan) = first.operation, let scanned = scan.counted, !scan.isUndirected,
      !scan.isAscending, scan.types.count == 1, scan.differentFrom.isEmpty, scanned.unlike.isEmpty
    else { return nil }
    var counts = [scanned.count]
    for side in search.sides {
      guard let counted = side.counted, counted.unlike.isEmpty, side.types == scan.types else { return nil }
      counts.append(counted.count)
      // From the end of the first side on to the third corner, and from there to its start.
      let wanted: Direction = side.from == scan.end ? .outgoing : .incoming
      guard side.direction == wanted, side.from == scan.end || side.from == scan.start else { return nil }
    }
    guard search.sides[0].from != search.sides[1].from, scan.start != scan.end else { return nil }
    let corners = [scan.start, scan.end, search.node]
    var differing: [SlotSet] = []
    for filter in opening + closing {
      guard case .filter(let predicates) = filter.operation else { return nil }
      for predicate in predicates {
        guard case .binary(.notEqual, let one, let two) = predicate.kind, case .slot(let first) = one.kind,
          case .slot(let second) = two.kind, corners.contains(first), corners.contains(second),
          first != second
        else { return nil }
        let pair = SlotSet([first, second])
        if !differing.contains(pair) { differing.append(pair) }
      }
    }
    guard differing.count == 3 else { return nil }
    (self.scan, self.search, self.closing, self.counts) = (scan, search, closing, counts)
    (scanNode, searchNode) = (first, found)
  }

  /// Whether each turn of a triangle stands for the same number of rows.
  func isSymmetric(_ weights: [Slot]) -> Bool {
    weights.isEmpty || SlotSet(weights) == SlotSet(counts)
  }

  /// The operators that find the turn whose first corner has the lowest number; that it differs from the others
  /// needs no condition then.
  var oneTurn: PlanNode {
    let pairs = PlanNode(
      .relationshipScan(scan.ascending), input: scanNode.input, output: [],
      estimatedRows: scanNode.estimatedRows / 2)
    let side = search.sides[0].from == scan.start ? 0 : 1
    var result = PlanNode(
      .commonNeighbours(CommonNeighbours(search.sides[0], search.sides[1], aboveSide: side)), input: pairs,
      output: [], estimatedRows: searchNode.estimatedRows / 3)
    let rest = BoundExpression.differ(scan.end, search.node)
    result = PlanNode(.filter([rest]), input: result, output: [], estimatedRows: result.estimatedRows)
    return result
  }
}

extension BoundExpression {
  /// Whether two node columns differ.
  fileprivate static func differ(_ one: Slot, _ two: Slot) -> BoundExpression {
    let span = SourceSpan(0, 0)
    return BoundExpression(
      .binary(
        .notEqual, BoundExpression(.slot(one), span: span, type: .node),
        BoundExpression(.slot(two), span: span, type: .node)), span: span, type: .boolean)
  }
}

extension PlanNode {
  /// The filters at the top of the tree, and what is below them.
  fileprivate var belowFilters: (filters: [PlanNode], below: PlanNode) {
    var filters: [PlanNode] = []
    var node = self
    while case .filter = node.operation, let input = node.input {
      filters.append(node)
      node = input
    }
    return (filters, node)
  }
}
