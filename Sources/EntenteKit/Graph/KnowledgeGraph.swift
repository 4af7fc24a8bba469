import OrderedCollections
public import Diagnostics
package import GraphCore
package import GraphFormats
package import Vocabulary

/// A graph of sourced statements, read or built, checked and frozen: ask it, draw it, print dossiers.
///
/// A graph never changes; a statement that writes gives a new one. It may be used from many threads at once.
public struct KnowledgeGraph: Sendable {
  /// What was odd, but not wrong, when the graph was read or built.
  public let warnings: [Diagnostic]

  /// The facts.
  package let snapshot: GraphSnapshot

  /// Where they stand in their files.
  package let index: GraphFileIndex

  /// The words of questions about this graph, made when the first question is asked.
  package let language: GraphLanguage

  package init(snapshot: GraphSnapshot, index: GraphFileIndex, warnings: [Diagnostic]) {
    self.snapshot = snapshot
    self.index = index
    self.warnings = warnings
    self.language = GraphLanguage(snapshot: snapshot)
  }

  /// Makes a graph of documents.
  package init(documents: [GraphDocument], schema: Schema?) throws(DiagnosticFailure) {
    var builder = GraphBuilder(schema: schema)
    var bag = DiagnosticBag()
    let files = GraphFileSet(documents: documents, schema: schema)
    let index = GraphAssembler.assemble(files, into: &builder, reporting: &bag)
    if bag.hasErrors { throw DiagnosticFailure(bag.sorted) }
    self.init(snapshot: builder.freeze(), index: index, warnings: bag.sorted)
  }

  /// What the graph is about, as its file says.
  public var title: String? { snapshot.description.title }

  /// The number of states, leaders, places, organizations and whatever else relations join.
  public var entityCount: Int { snapshot.nodeCount - snapshot.sources.count }

  /// The number of claims.
  public var relationCount: Int { snapshot.relationshipCount }

  /// The number of sources.
  public var sourceCount: Int { snapshot.sources.count }

  /// The names of the views that the graph's file lists, in its order.
  public var viewNames: [String] { Array(snapshot.description.views.keys) }
}
