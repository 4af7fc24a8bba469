import OrderedCollections
public import Diagnostics
package import GraphCore
import GraphFormats
import QueryExecution
import Vocabulary

/// A graph of sourced statements, read or built, checked and frozen: ask it, draw it, print dossiers.
///
/// A graph never changes; a statement that writes gives a new one. It may be used from many threads at once.
public struct KnowledgeGraph: Sendable {
  /// What was odd, but not wrong, when the graph was read or built.
  public let warnings: [Diagnostic]

  /// The facts.
  package let snapshot: GraphSnapshot

  /// Where they stand in their files.
  let index: GraphFileIndex

  /// The words of questions about this graph, made when the first question is asked.
  let language: GraphLanguage

  /// What CALL in a statement can reach.
  let procedures: ProcedureSet

  /// The files that the graph was read from; nil when it was built.
  var origin: GraphOrigin?

  /// Where the files that its views name are; nil when it was built.
  var workspace: (any Workspace)?

  /// The statements that changed the graph since it was read or saved.
  private(set) var statements: [WritingStatement] = []

  /// The plans of statements asked before.
  let plans = StatementCache()

  /// What `date()` and its kin without an argument mean by now: the date of the latest source, if there is one.
  let now: DateTimeValue?

  init(
    snapshot: GraphSnapshot, index: GraphFileIndex, warnings: [Diagnostic],
    procedures: ProcedureSet = ProcedureSet()
  ) {
    self.snapshot = snapshot
    self.index = index
    self.warnings = warnings
    self.procedures = procedures
    self.language = GraphLanguage(snapshot: snapshot)
    now = snapshot.latestSourceDate.flatMap { try? QueryOptions.moment($0.description) }
  }

  /// A graph without a schema in which nothing stands yet; openCypher's CREATE fills it.
  public static var empty: KnowledgeGraph {
    KnowledgeGraph(snapshot: .empty, index: GraphFileIndex(), warnings: [])
  }

  /// The graph that a writing statement made of this one.
  func changed(to snapshot: GraphSnapshot, by statement: WritingStatement) -> KnowledgeGraph {
    var graph = KnowledgeGraph(snapshot: snapshot, index: index, warnings: [], procedures: procedures)
    graph.origin = origin
    graph.workspace = workspace
    graph.statements = statements + [statement]
    return graph
  }

  /// The same graph, with procedures that `CALL` can reach.
  ///
  /// - Parameter added: The procedures; one replaces another of the same name.
  /// - Returns: The graph.
  public func registering(_ added: [Procedure]) -> KnowledgeGraph {
    with(procedures.adding(added))
  }

  /// The same graph with other procedures.
  func with(_ procedures: ProcedureSet) -> KnowledgeGraph {
    var graph = KnowledgeGraph(
      snapshot: snapshot, index: index, warnings: warnings, procedures: procedures)
    graph.origin = origin
    graph.workspace = workspace
    graph.statements = statements
    return graph
  }

  /// Makes a graph of documents.
  init(documents: [GraphDocument], schema: Schema?) throws(DiagnosticFailure) {
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
