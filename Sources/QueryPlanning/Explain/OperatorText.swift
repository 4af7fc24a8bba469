/// Names and details of operators for people.
struct OperatorText {
  let expressions: ExpressionText

  func name(_ operation: PlanOperator) -> String {
    switch operation {
    case .argument: "argument"
    case .nodeScan: "node scan"
    case .nodeSeek: "node seek"
    case .nodeTextScan: "node text scan"
    case .relationshipScan(let scan): scan.counted == nil ? "relationship scan" : "pair scan"
    case .valueCounts: "value counts"
    case .expand(let expand): expand.counted == nil ? "expand" : "expand to neighbours"
    case .expandInto(let expand): expand.counted == nil ? "expand into" : "check neighbours"
    case .commonNeighbours: "common neighbours"
    case .variableExpand(let expand): expand.mode == .trails ? "variable expand" : "reachable ends"
    case .shortestPath(let path):
      path.isAll ? "all shortest paths" : path.length == nil ? "shortest path" : "shortest length"
    case .endpoints: "endpoints"
    case .trailEndpoints: "trail endpoints"
    case .entity: "entity"
    case .filter: "filter"
    case .project: "project"
    case .aggregate: "aggregate"
    case .distinct: "distinct"
    case .sort: "sort"
    case .top: "top"
    case .skip: "skip"
    case .limit: "limit"
    case .unwind: "unwind"
    case .apply: "apply"
    case .optionalApply: "optional apply"
    case .semiApply(let isNegated): isNegated ? "anti-semi-apply" : "semi-apply"
    case .cartesianProduct: "cartesian product"
    case .hashJoin: "hash join"
    case .union: "union"
    case .create: "create"
    case .merge: "merge"
    case .set: "set"
    case .remove: "remove"
    case .delete(_, let isDetach): isDetach ? "detach delete" : "delete"
    case .forEach: "for each"
    case .procedureCall: "call"
    case .produceResults: "produce results"
    }
  }

  func details(_ operation: PlanOperator) -> String {
    switch operation {
    case .argument, .apply, .optionalApply, .semiApply, .cartesianProduct, .union: ""
    case .nodeScan(let node, let labels): "(\(expressions.name(node))\(ExpressionText.labels(labels)))"
    case .nodeSeek(let seek):
      "(\(expressions.name(seek.node))\(ExpressionText.labels(seek.labels))) \(seek.property) "
        + "\(seek.isAnyOf ? "IN" : "=") \(expressions.text(seek.value))"
    case .nodeTextScan(let scan):
      "(\(expressions.name(scan.node))\(ExpressionText.labels(scan.labels))) toLower(\(scan.property)) "
        + "CONTAINS \(expressions.text(scan.text))"
    case .relationshipScan(let scan):
      hop(
        scan.start, scan.counted?.count ?? scan.relationship, scan.types, "",
        scan.isUndirected ? .either : .outgoing, scan.end) + different(scan.differentFrom)
        + different(scan.counted) + (scan.isAscending ? " upwards" : "")
    case .valueCounts(let counts): text(counts)
    case .expand(let expand), .expandInto(let expand): text(expand)
    case .commonNeighbours(let search):
      search.sides.map(text).joined(separator: ", ")
        + (search.aboveSide.map { " above \(expressions.name(search.sides[$0].from))" } ?? "")
    case .variableExpand(let expand):
      hop(
        expand.from, expand.relationships, expand.types, length(expand.minimum, expand.maximum),
        expand.direction, expand.to) + condition(expand.hop) + different(expand.differentFrom)
    case .shortestPath(let path):
      hop(
        path.from, path.relationships, path.types, length(path.minimum, path.maximum), path.direction,
        path.to) + condition(path.hop)
    case .endpoints(let ends):
      hop(ends.from, ends.relationship, ends.types, "", ends.direction, ends.to)
        + different(ends.differentFrom)
    case .trailEndpoints(let ends):
      hop(
        ends.from, ends.relationships, ends.types, length(ends.minimum, ends.maximum), ends.direction,
        ends.to) + different(ends.differentFrom)
    case .entity(let from, let to, let kind):
      "\(expressions.name(to)) := \(expressions.name(from)) as \(kind)"
    default: rowDetails(operation)
    }
  }

  private func rowDetails(_ operation: PlanOperator) -> String {
    switch operation {
    case .filter(let predicates): return expressions.text(predicates, separator: " AND ")
    case .project(let items): return list(items)
    case .aggregate(let keys, let calls, let weights):
      let made = calls.map(text)
      let times = weights.isEmpty ? "" : " weighted by \(expressions.names(weights))"
      return
        (keys.isEmpty
        ? made.joined(separator: ", ") : "by \(list(keys))" + made.map { ", " + $0 }.joined()) + times
    case .distinct(let columns): return expressions.names(columns)
    case .sort(let keys): return text(keys)
    case .top(let keys, let skip, let limit):
      return "\(text(keys))\(skip.map { " skip " + expressions.text($0) } ?? "") limit "
        + expressions.text(limit)
    case .skip(let count), .limit(let count): return expressions.text(count)
    case .unwind(let list, let slot): return "\(expressions.text(list)) AS \(expressions.name(slot))"
    case .hashJoin(let keys):
      return keys.map { "\(expressions.text($0.left)) = \(expressions.text($0.right))" }
        .joined(separator: " AND ")
    case .procedureCall(let call):
      let outputs = call.outputs.map { expressions.name($0.slot) }.joined(separator: ", ")
      return "\(call.name)(\(expressions.text(call.arguments, separator: ", ")))"
        + (outputs.isEmpty ? "" : " → \(outputs)")
    case .produceResults(let results):
      let columns = results.columns.map(\.name).joined(separator: ", ")
      return results.evidence.isEmpty ? columns : columns + " with evidence"
    default: return writeDetails(operation)
    }
  }

  private func writeDetails(_ operation: PlanOperator) -> String {
    switch operation {
    case .create(let pattern): text(pattern)
    case .merge(let merge): text(merge.create)
    case .set(let items): items.map(text).joined(separator: ", ")
    case .remove(let items):
      items.map { item in
        switch item {
        case .property(let target, let key):
          expressions.text(target) + "." + ExpressionText.quotedIfNeeded(key)
        case .labels(let slot, let labels): expressions.name(slot) + ExpressionText.labels(labels)
        }
      }.joined(separator: ", ")
    case .delete(let targets, _): expressions.text(targets, separator: ", ")
    case .forEach(let variable, let list): "\(expressions.name(variable)) IN \(expressions.text(list))"
    default: ""
    }
  }

  // MARK: Parts

  private func hop(
    _ from: Slot, _ relationship: Slot, _ types: [String], _ length: String, _ direction: Direction,
    _ to: Slot
  ) -> String {
    let kinds = types.isEmpty ? "" : ":" + types.map(ExpressionText.quotedIfNeeded).joined(separator: "|")
    let body = "[\(expressions.name(relationship))\(kinds)\(length)]"
    let left = direction == .incoming ? "<-" : "-"
    let right = direction == .outgoing ? "->" : "-"
    return "(\(expressions.name(from)))\(left)\(body)\(right)(\(expressions.name(to)))"
  }

  private func text(_ expand: Expand) -> String {
    hop(
      expand.from, expand.counted?.count ?? expand.relationship, expand.types, "", expand.direction, expand.to
    )
      + different(expand.differentFrom) + different(expand.counted)
  }

  private func text(_ counts: ValueCounts) -> String {
    let kinds =
      counts.types.isEmpty
      ? "" : ":" + counts.types.map(ExpressionText.quotedIfNeeded).joined(separator: "|")
    let conditions =
      counts.predicates.isEmpty ? "" : " where " + expressions.text(counts.predicates, separator: " AND ")
    let keys = counts.keys.isEmpty ? "" : ", " + list(counts.keys)
    return "\(expressions.name(counts.count)) := number of [\(kinds)] by type\(keys), "
      + "\(expressions.name(counts.value)) := \(counts.property)\(conditions)"
  }

  private func different(_ counted: CountedHop?) -> String {
    guard let counted, !counted.unlike.isEmpty else { return "" }
    let pairs = counted.unlike.map { "(\(expressions.name($0.start)))->(\(expressions.name($0.end)))" }
    return " other than " + pairs.joined(separator: ", ")
  }

  private func length(_ minimum: Int, _ maximum: Int?) -> String {
    minimum == maximum ? "*\(minimum)" : "*\(minimum)..\(maximum.map(String.init) ?? "")"
  }

  private func condition(_ hop: HopPredicate?) -> String {
    hop.map { " each \(expressions.text($0.predicate))" } ?? ""
  }

  private func different(_ slots: [Slot]) -> String {
    slots.isEmpty ? "" : " other than \(expressions.names(slots))"
  }

  private func list(_ items: [Projection]) -> String {
    items.map { item in
      let text = expressions.text(item.expression)
      let name = expressions.name(item.slot)
      return text == name ? text : "\(name) := \(text)"
    }.joined(separator: ", ")
  }

  private func text(_ call: AggregateCall) -> String {
    let arguments = expressions.text(call.arguments, separator: ", ")
    let body =
      call.function == .countStar
      ? "count(*)"
      : call.function.rawValue.drop { $0 == " " } + "(\(call.isDistinct ? "DISTINCT " : "")\(arguments))"
    return "\(expressions.name(call.slot)) := \(body)"
  }

  private func text(_ keys: [SortKey]) -> String {
    keys.map { expressions.text($0.expression) + ($0.isDescending ? " DESC" : "") }.joined(separator: ", ")
  }

  private func text(_ pattern: CreatePattern) -> String {
    let nodes = pattern.nodes.map { "(\(expressions.name($0.slot))\(ExpressionText.labels($0.labels)))" }
    let relationships = pattern.relationships.map {
      hop($0.start, $0.slot, [$0.type], "", .outgoing, $0.end)
    }
    return (nodes + relationships).joined(separator: ", ")
  }

  private func text(_ item: SetItem) -> String {
    switch item {
    case .property(let target, let key, let value):
      "\(expressions.text(target)).\(ExpressionText.quotedIfNeeded(key)) = \(expressions.text(value))"
    case .replaceProperties(let slot, let value): "\(expressions.name(slot)) = \(expressions.text(value))"
    case .mergeProperties(let slot, let value): "\(expressions.name(slot)) += \(expressions.text(value))"
    case .labels(let slot, let labels): expressions.name(slot) + ExpressionText.labels(labels)
    }
  }
}
