public import Diagnostics
import GraphCore
import GraphFormats
import Vocabulary

/// How two graphs are made one.
public struct MergeOptions: Sendable {
  /// When an entity of the second graph is one of the first.
  public enum Identity: String, Sendable, CaseIterable {
    /// When they have the same id.
    case id
    /// Also when they have the same name and no different types, and no other has that name.
    case name
    /// Also when a name or an alias of one is a name or an alias of the other.
    case alias
  }

  /// What becomes of what the two say differently.
  public enum Conflicts: Sendable {
    /// It is told, and there is no graph.
    case refuse
    /// The first graph is right.
    case ours
    /// The second graph is right.
    case theirs
    /// Both stay.
    case keepBoth
  }

  /// When an entity of the second graph is one of the first.
  public var identity = Identity.id
  /// What becomes of what the two say differently.
  public var conflicts = Conflicts.refuse

  /// By ids alone, and refusing conflicts.
  public init() {}
}

/// Two graphs made one.
public struct MergedGraph: Sendable {
  /// The graph.
  public let graph: KnowledgeGraph
  /// The conflicts, and how they were decided: notes.
  public let diagnostics: [Diagnostic]
  /// One line for people.
  public let summary: String
}

extension KnowledgeGraph {
  /// Makes one graph of this and another: what both say stands once, with the sources of both.
  ///
  /// - Parameters:
  ///   - other: The other graph.
  ///   - options: When entities are the same, and what becomes of conflicts.
  /// - Returns: The graph.
  /// - Throws: Every conflict, `merge.conflict`, when they are to be refused; `merge.schemas-differ`;
  ///   `memory.too-little` when the graphs are too large for this machine; `packed.damaged`.
  /// - Complexity: O(n) in the size of the graphs.
  public func merged(
    with other: KnowledgeGraph, _ options: MergeOptions = MergeOptions()
  ) throws(DiagnosticFailure) -> MergedGraph {
    if let one = snapshot.schema, let two = other.snapshot.schema, one.name != two.name {
      throw DiagnosticFailure([
        Diagnostic(
          .error, "merge.schemas-differ", "the graphs follow the schemas '\(one.name)' and '\(two.name)'",
          hints: ["read both with one: --schema FILE"])
      ])
    }
    try MemoryNeed.merging.check(relationCount + other.relationCount)
    try checkWhole()
    try other.checkWhole()
    let identity: GraphMerge.Identity =
      switch options.identity {
      case .id: .id
      case .name: .name
      case .alias: .alias
      }
    let policy: GraphMerge.Policy =
      switch options.conflicts {
      case .refuse: .refuse
      case .ours: .ours
      case .theirs: .theirs
      case .keepBoth: .both
      }
    let merge = GraphMerge(snapshot, other.snapshot, identity: identity, policy: policy)
    let conflicts = merge.conflicts.map { diagnostic($0, other, options.conflicts) }
    if options.conflicts == .refuse, !conflicts.isEmpty { throw DiagnosticFailure(conflicts) }
    let schema = snapshot.schema ?? other.snapshot.schema
    let graph = try KnowledgeGraph(documents: [merge.document], schema: schema)
    let count = CheckReport.count
    let summary =
      "joined \(count(merge.joinedEntities, "entity")) and \(count(merge.joinedClaims, "relation")), "
      + "\(count(conflicts.count, "conflict")); \(count(graph.entityCount, "entity")), "
      + "\(count(graph.relationCount, "relation")), \(count(graph.sourceCount, "source"))"
    return MergedGraph(graph: graph, diagnostics: conflicts, summary: summary)
  }

  private func diagnostic(
    _ conflict: GraphMerge.Conflict, _ other: KnowledgeGraph, _ decision: MergeOptions.Conflicts
  ) -> Diagnostic {
    let isNamed = conflict.what == "entity" || conflict.what == "source"
    let place = isNamed ? other.index.place(ofEntity: conflict.record) : nil
    let notes =
      isNamed
      ? index.place(ofEntity: conflict.record).map { [Diagnostic.Note("the other one", at: $0)] } : nil
    let message =
      "the \(conflict.what) '\(conflict.record)' has the \(conflict.field) '\(conflict.ours)' in the first graph and "
      + "'\(conflict.theirs)' in the second"
    switch decision {
    case .refuse:
      return Diagnostic(
        .error, "merge.conflict", message, at: place, notes: notes ?? [],
        hints: ["make the two agree, or give --ours, --theirs or --keep-both"])
    case .ours:
      return Diagnostic(
        .note, "merge.conflict", message + ": the first counts", at: place, notes: notes ?? [])
    case .theirs:
      return Diagnostic(
        .note, "merge.conflict", message + ": the second counts", at: place, notes: notes ?? [])
    case .keepBoth:
      return Diagnostic(.note, "merge.conflict", message + ": both stay", at: place, notes: notes ?? [])
    }
  }
}
