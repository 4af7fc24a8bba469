extension GraphSnapshot {
  /// A graph without a schema from a table of events: one node a name, one relationship an event.
  ///
  /// Nodes have the label `Entity` and the property `name`, relationships the properties `date` and
  /// `status`, which is the usual one. Relationships are numbered by type, then subject, then object, then row, so that
  /// walking a type runs through memory in order.
  ///
  /// - Parameters:
  ///   - rows: The table; its memory is given back on the way.
  ///   - idsAreNames: Whether nodes have their name as `id`, too.
  /// - Returns: The graph.
  /// - Complexity: O(rows + names), by radix sorts, on all cores.
  package static func assembling(_ rows: consuming EventRows, idsAreNames: Bool = false) -> GraphSnapshot {
    assembling(rows, keyWidth: 64, idsAreNames: idsAreNames)
  }

  /// The same with sort keys of fewer bits, so that a test can reach what is done when they do not suffice.
  static func assembling(
    _ rows: consuming EventRows, keyWidth: Int, idsAreNames: Bool = false
  ) -> GraphSnapshot {
    var store = GraphStore()
    _ = store.labels.intern("Entity")
    let name = Int(store.propertyKeys.intern(StandardName.name).rawValue)
    let date = Int(store.propertyKeys.intern(StandardName.date).rawValue)
    let status = Int(store.propertyKeys.intern(StandardName.status).rawValue)
    let id = idsAreNames ? Int(store.propertyKeys.intern(StandardName.id).rawValue) : nil
    store.strings = rows.names
    store.relationshipTypes = rows.relations
    let nodeCount = rows.names.count
    let labelSet = store.labelSets.number(of: [LabelID(0)])
    store.nodeLabelSets = FlatArray(repeating: labelSet, count: nodeCount)
    store.nodeColumns = [PropertyColumn?](repeating: nil, count: idsAreNames ? 4 : 3)
    store.relationshipColumns = store.nodeColumns
    if nodeCount > 0 {
      if let id {
        store.nodeColumns[id] = PropertyColumn(kind: .string, full: FlatArray(0..<UInt32(nodeCount)))
      }
      store.nodeColumns[name] = PropertyColumn(kind: .string, full: FlatArray(0..<UInt32(nodeCount)))
    }

    let sorted = EventSort.sorted(rows, keyWidth: keyWidth)
    store.relationshipSource = sorted.sources
    store.relationshipTarget = sorted.targets
    store.relationshipTypeOf = sorted.types
    store.relationshipColumns[date] = PropertyColumn(dates: sorted.dates)
    if !store.relationshipTypeOf.isEmpty {
      // Now that the rows are gone, the pool of texts is the graph's alone, and is not copied.
      let usualStatus = store.strings.intern(StandardName.usualStatus).rawValue
      let statuses = FlatArray(repeating: usualStatus, count: store.relationshipTypeOf.count)
      store.relationshipColumns[status] = PropertyColumn(kind: .string, full: statuses)
    }
    let structure = sorted.adjacency.map { GraphStructure(store, outgoing: $0, incoming: $1) }
    return GraphSnapshot(store: store, schema: nil, structure: structure)
  }
}

extension PropertyColumn {
  /// A column of dates from one word a row; nil when no row has a date.
  fileprivate init?(dates words: FlatArray<UInt32>) {
    let absent = EventRows.undated
    if !words.contains(absent) {
      guard !words.isEmpty else { return nil }
      self.init(kind: .date, full: words)
      return
    }
    self.init(kind: .date)
    for (row, word) in words.enumerated() where word != absent { setWord(word, of: UInt32(row)) }
    if valueCount == 0 { return nil }
    compact()
  }
}
