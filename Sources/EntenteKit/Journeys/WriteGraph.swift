import Diagnostics
import GraphFormats

extension KnowledgeGraph {
  /// The graph as a graph file in the canonical layout: what was built in code, or changed by a statement, can be kept.
  ///
  /// - Returns: The YAML text, with warnings for what a graph file cannot hold.
  /// - Throws: `packed.damaged` when the packed graph that this one lies in is damaged.
  /// - Complexity: O(n log n) in the size of the graph.
  public func graphFile() throws(DiagnosticFailure) -> FormattedFile {
    try checkWhole()
    var bag = DiagnosticBag()
    let bytes = GraphFileWriter.file(for: snapshot, reporting: &bag)
    return FormattedFile(bytes: bytes, isChanged: true, diagnostics: bag.sorted)
  }
}
