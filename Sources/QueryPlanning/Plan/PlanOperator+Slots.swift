extension PlanOperator {
  /// Adds the columns of the input that the operator itself reads.
  package func addReads(to slots: inout SlotSet) {
    switch self {
    case .argument, .nodeScan, .apply, .optionalApply, .semiApply, .cartesianProduct, .union: break
    case .nodeSeek(let seek): slots.formUnion(seek.value.slots)
    case .nodeTextScan(let scan): slots.formUnion(scan.text.slots)
    case .valueCounts: break
    case .relationshipScan(let scan):
      slots.insert(contentsOf: scan.differentFrom)
      scan.counted?.addReads(to: &slots)
    case .expand(let expand):
      expand.addReads(to: &slots)
    case .expandInto(let expand):
      expand.addReads(to: &slots)
      slots.insert(expand.to)
    case .commonNeighbours(let search):
      var reads = SlotSet()
      for side in search.sides { side.addReads(to: &reads) }
      reads.remove(search.node)
      slots.formUnion(reads)
    case .variableExpand(let expand):
      slots.insert(expand.from)
      if expand.isInto { slots.insert(expand.to) }
      slots.insert(contentsOf: expand.differentFrom)
      if let hop = expand.hop { slots.formUnion(hop.predicate.slots.subtracting(hop.relationship)) }
    case .shortestPath(let path):
      slots.insert(path.from)
      slots.insert(path.to)
      if let hop = path.hop { slots.formUnion(hop.predicate.slots.subtracting(hop.relationship)) }
    case .endpoints(let ends):
      slots.insert(ends.relationship)
      if ends.isFromBound { slots.insert(ends.from) }
      if ends.isToBound { slots.insert(ends.to) }
      slots.insert(contentsOf: ends.differentFrom)
    case .trailEndpoints(let ends):
      slots.insert(ends.relationships)
      if ends.isFromBound { slots.insert(ends.from) }
      if ends.isToBound { slots.insert(ends.to) }
      slots.insert(contentsOf: ends.differentFrom)
    case .entity(let from, _, _): slots.insert(from)
    case .filter(let predicates): for predicate in predicates { slots.formUnion(predicate.slots) }
    case .project(let items): for item in items { slots.formUnion(item.expression.slots) }
    case .aggregate(let keys, let calls, let weights):
      slots.insert(contentsOf: weights)
      for key in keys { slots.formUnion(key.expression.slots) }
      for call in calls {
        for argument in call.arguments { slots.formUnion(argument.slots) }
      }
    case .distinct(let columns): slots.insert(contentsOf: columns)
    case .sort(let keys), .top(let keys, _, _):
      for key in keys { slots.formUnion(key.expression.slots) }
    case .skip, .limit: break
    case .unwind(let list, _): slots.formUnion(list.slots)
    case .hashJoin(let keys): for key in keys { slots.formUnion(key.left.slots) }
    case .create(let pattern): pattern.addReads(to: &slots)
    case .merge(let merge):
      merge.create.addReads(to: &slots)
      for item in merge.onCreate + merge.onMatch { item.addReads(to: &slots) }
      var made = SlotSet()
      addMade(to: &made)
      slots.subtract(made)
    case .set(let items): for item in items { item.addReads(to: &slots) }
    case .remove(let items): for item in items { item.addReads(to: &slots) }
    case .delete(let expressions, _): for expression in expressions { slots.formUnion(expression.slots) }
    case .forEach(_, let list): slots.formUnion(list.slots)
    case .procedureCall(let call): for argument in call.arguments { slots.formUnion(argument.slots) }
    case .produceResults(let results):
      slots.insert(contentsOf: results.columns.map(\.slot))
      slots.insert(contentsOf: results.evidence)
    }
  }

  /// Adds the columns that the operator makes (its inputs' are not among them).
  package func addMade(to slots: inout SlotSet) {
    switch self {
    case .nodeScan(let node, _): slots.insert(node)
    case .nodeSeek(let seek): slots.insert(seek.node)
    case .nodeTextScan(let scan): slots.insert(scan.node)
    case .valueCounts(let counts):
      slots.insert(contentsOf: [counts.type, counts.count])
      for key in counts.keys { slots.insert(key.slot) }
    case .relationshipScan(let scan):
      slots.insert(contentsOf: [scan.counted?.count ?? scan.relationship, scan.start, scan.end])
    case .expand(let expand):
      slots.insert(contentsOf: [expand.counted?.count ?? expand.relationship, expand.to])
    case .expandInto(let expand): slots.insert(expand.counted?.count ?? expand.relationship)
    case .commonNeighbours(let search):
      slots.insert(search.node)
      for side in search.sides { if let counted = side.counted { slots.insert(counted.count) } }
    case .variableExpand(let expand):
      slots.insert(expand.relationships)
      if !expand.isInto { slots.insert(expand.to) }
    case .shortestPath(let path): slots.insert(path.length ?? path.relationships)
    case .endpoints(let ends):
      if !ends.isFromBound { slots.insert(ends.from) }
      if !ends.isToBound { slots.insert(ends.to) }
    case .trailEndpoints(let ends):
      if !ends.isFromBound { slots.insert(ends.from) }
      if !ends.isToBound { slots.insert(ends.to) }
    case .entity(_, let to, _): slots.insert(to)
    case .project(let items): for item in items { slots.insert(item.slot) }
    case .aggregate(let keys, let calls, _):
      for key in keys { slots.insert(key.slot) }
      for call in calls { slots.insert(call.slot) }
    case .unwind(_, let slot): slots.insert(slot)
    case .create(let pattern): pattern.addMade(to: &slots)
    case .merge(let merge): merge.create.addMade(to: &slots)
    case .procedureCall(let call): slots.insert(contentsOf: call.outputs.map(\.slot))
    case .argument, .filter, .distinct, .sort, .top, .skip, .limit, .apply, .optionalApply, .semiApply,
      .cartesianProduct, .hashJoin, .union, .set, .remove, .delete, .forEach, .produceResults:
      break
    }
  }
}

extension Expand {
  /// Adds the columns that a hop reads, the other end not among them.
  func addReads(to slots: inout SlotSet) {
    slots.insert(from)
    slots.insert(contentsOf: differentFrom)
    counted?.addReads(to: &slots)
  }
}

extension CountedHop {
  func addReads(to slots: inout SlotSet) {
    for ends in unlike { slots.insert(contentsOf: [ends.start, ends.end]) }
  }
}

extension SlotSet {
  mutating func insert(contentsOf slots: [Slot]) {
    for slot in slots { insert(slot) }
  }
}

extension CreatePattern {
  package func addReads(to slots: inout SlotSet) {
    var made = SlotSet()
    addMade(to: &made)
    var read = SlotSet()
    for node in nodes {
      if let properties = node.properties { read.formUnion(properties.slots) }
    }
    for relationship in relationships {
      read.insert(relationship.start)
      read.insert(relationship.end)
      if let properties = relationship.properties { read.formUnion(properties.slots) }
    }
    read.subtract(made)
    slots.formUnion(read)
  }

  package func addMade(to slots: inout SlotSet) {
    for node in nodes { slots.insert(node.slot) }
    for relationship in relationships { slots.insert(relationship.slot) }
  }
}

extension SetItem {
  package func addReads(to slots: inout SlotSet) {
    switch self {
    case .property(let target, _, let value):
      slots.formUnion(target.slots)
      slots.formUnion(value.slots)
    case .replaceProperties(let slot, let value), .mergeProperties(let slot, let value):
      slots.insert(slot)
      slots.formUnion(value.slots)
    case .labels(let slot, _): slots.insert(slot)
    }
  }
}

extension RemoveItem {
  package func addReads(to slots: inout SlotSet) {
    switch self {
    case .property(let target, _): slots.formUnion(target.slots)
    case .labels(let slot, _): slots.insert(slot)
    }
  }
}
