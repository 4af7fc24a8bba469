package import GraphCore

/// What is to be drawn, and how.
package struct MapRequest: Sendable {
  /// Which part of the graph.
  package enum Selection: Sendable {
    /// All of it.
    case all
    /// These entities and what joins them.
    case entities([NodeID])
    /// These relations and their ends: the evidence of an answer.
    case relations([RelationshipID])
    /// Whatever is at most so many relations away from an entity.
    case around(NodeID, hops: Int)
  }

  /// Whether entities that act for another are drawn as it.
  package enum Fold: String, Sendable, CaseIterable {
    /// When the map would be too dense otherwise.
    case automatic
    case on
    case off
  }

  /// How relations between the same two entities are drawn.
  package enum Edges: String, Sendable, CaseIterable {
    /// One line with all verbs on it.
    case bundle
    /// One line for each relation type and status.
    case separate
  }

  /// Which part of the graph.
  package var selection: Selection = .all
  /// Draw what holds on this day or in this period, and what is undated.
  package var asOf: PartialDate?
  /// Draw what was active during this interval, and what is undated.
  package var between: (from: PartialDate, to: PartialDate)?
  /// Draw only relations of these types; empty: all.
  package var relationTypes: [String] = []
  /// Draw only entities of these types or their sub-types; empty: all.
  package var entityTypes: [String] = []
  /// Folding.
  package var fold: Fold = .automatic
  /// Bundling.
  package var edges: Edges = .bundle
  /// The layout.
  package var layout: MapLayout = .automatic
  /// The headline; nil: the question, else the graph's title.
  package var title: String?
  /// The question whose answer is drawn.
  package var question: String?
  /// What ids begin with; nil: made from the graph's title.
  package var idPrefix: String?
  /// Draw everything, however dense: nothing is folded or left out unasked.
  package var isComplete = false

  /// A request for the whole graph.
  package init() {}
}
