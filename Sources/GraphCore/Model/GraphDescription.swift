package import OrderedCollections

/// What is said about a graph as a whole.
package struct GraphDescription: Sendable, Equatable {
  /// The title.
  package var title: String?

  /// What belongs into the graph and what not.
  package var note: String?

  /// The name of its schema as the file spells it.
  package var schemaName: String?

  /// Maps and questions that the file names.
  package var views: OrderedDictionary<String, GraphView>

  /// Makes a description.
  package init(
    title: String? = nil, note: String? = nil, schemaName: String? = nil,
    views: OrderedDictionary<String, GraphView> = [:]
  ) {
    self.title = title
    self.note = note
    self.schemaName = schemaName
    self.views = views
  }
}

/// A named question of a graph file, and how to draw its answer.
package struct GraphView: Sendable, Equatable {
  /// The question, or openCypher.
  package var ask: String

  /// The title of its map.
  package var title: String?

  /// Other settings as the file spells them.
  package var options: OrderedDictionary<String, String>

  /// Makes a view.
  package init(ask: String, title: String? = nil, options: OrderedDictionary<String, String> = [:]) {
    self.ask = ask
    self.title = title
    self.options = options
  }
}
