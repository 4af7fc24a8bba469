import Diagnostics
import GraphCore

/// What is said of a graph as a whole, as one JSON object: for formats that keep a text beside nodes and edges.
///
/// Title, schema, note, sources and views; also which properties are lists, since most formats have none.
enum GraphHeader {
  /// The key under which formats keep it.
  static let key = "entente"

  /// The header of a graph.
  static func json(of graph: ExportGraph, lists: [String] = [], texts: [String] = [], sources: Bool = true)
    -> String
  {
    var object = JSONObject()
    let description = graph.graph.description
    object.add("graph", description.title)
    object.add("schema", description.schemaName)
    object.add("note", description.note)
    object.add("lists", texts: lists)
    object.add("texts", texts: texts)
    if sources, !graph.sources.isEmpty {
      object.addJSON("sources", JSONText.list(graph.sources.map(GraphJSONWriter.source)))
    }
    object.addJSON("views", GraphJSONWriter.views(description.views))
    return object.text
  }

  /// Reads a header into a document.
  ///
  /// - Parameters:
  ///   - text: The header.
  ///   - place: Where it stands in the file; all mistakes are reported there.
  ///   - document: What to fill.
  ///   - bag: Where mistakes go.
  /// - Returns: The properties that are lists, and those that are texts even where they look like numbers.
  static func read(
    _ text: String, at place: Diagnostic.Place, into document: inout GraphDocument,
    reporting bag: inout DiagnosticBag
  ) -> (lists: Set<String>, texts: Set<String>) {
    let inner = SourceText(name: place.source.name, text: text)
    do throws(Diagnostic) {
      let node = try JSONParser.value(in: inner)
      var reader = GraphJSONReader(inner, at: place)
      reader.readHeader(node, into: &document, reporting: &bag)
      func keys(_ key: String) -> Set<String> { Set(node[key]?.elements?.compactMap(\.text) ?? []) }
      return (keys("lists"), keys("texts"))
    } catch {
      bag.report(
        Diagnostic(
          .warning, "convert.unreadable-header",
          "the title, the schema and the sources cannot be read here: \(error.message)", at: place))
      return ([], [])
    }
  }
}
