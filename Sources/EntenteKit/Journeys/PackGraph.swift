public import Diagnostics
import GraphCore

extension KnowledgeGraph {
  /// The graph as a packed graph: one file that every command opens without reading it through.
  ///
  /// It holds everything that the graph's files say, its schema, and the indexes that questions need. The same graph
  /// gives the same bytes. Write the pieces one after the other, see ``Workspace/write(pieces:to:)``.
  ///
  /// - Returns: The file, in pieces.
  /// - Throws: `packed.damaged` when this graph itself lies in a packed graph that is damaged.
  /// - Complexity: O(n log n) in the number of names, O(n) in everything else.
  public func packed() throws(DiagnosticFailure) -> [FileBytes] {
    try checkWhole()
    return PackedGraph.pieces(of: snapshot).map { FileBytes($0) }
  }

  /// Fails when anything in the packed graph that this one lies in is damaged: for whoever is about to read all of it.
  ///
  /// - Throws: `packed.damaged`, for each damaged part.
  /// - Complexity: O(bytes) for a packed graph, the first time; O(1) for any other.
  func checkWhole() throws(DiagnosticFailure) {
    let damage = snapshot.checkFile()
    if !damage.isEmpty { throw DiagnosticFailure(damage.map(\.diagnostic)) }
  }

  /// Gives out what somebody reads from the graph, unless a part of the packed graph that it lies in is damaged.
  ///
  /// A failure in the middle of damaged data is the fault of the damage, too.
  func intact<Result>(
    _ body: () throws(DiagnosticFailure) -> Result
  ) throws(DiagnosticFailure) -> Result {
    let result: Result
    do throws(DiagnosticFailure) {
      result = try body()
    } catch {
      try checkIntact()
      throw error
    }
    try checkIntact()
    return result
  }

  /// Fails when a part of the packed graph that this one lies in turned out damaged.
  func checkIntact() throws(DiagnosticFailure) {
    if let damage = snapshot.damage { throw DiagnosticFailure([damage.diagnostic]) }
  }
}
