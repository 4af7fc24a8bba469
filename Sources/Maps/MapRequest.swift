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

  /// How the sources of claims are shown.
  package enum Sources: String, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// By their numbers on the lines alone.
    case numbers
    /// By numbers, and listed under the map.
    case list
  }

  /// What entities are framed together by.
  package enum Grouping: Sendable, Equatable {
    /// Whom they act for.
    case principal
    /// Their type.
    case type
    /// The value of a property.
    case property(String)
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
  /// Sources.
  package var sources: Sources = .list
  /// Frames; nil: none.
  package var grouping: Grouping?
  /// Draw one small map for each of these dates; nil: one map, empty: dates that are found in the claims.
  package var timeline: [PartialDate]?
  /// Draw what came, went and changed between two dates.
  package var diff: (from: PartialDate, to: PartialDate)?
  /// Lift these relations and their ends out of the rest; nil: nothing is lifted.
  package var highlight: [RelationshipID]?
  /// The question that ``highlight`` answers.
  package var highlightQuestion: String?
  /// The most entities drawn; nil: as many as can be read.
  package var entityLimit: Int?
  /// The words of the map's own.
  package var words = MapWords()
  /// The layout.
  package var layout: MapLayout = .automatic
  /// The headline; nil: the question, else the graph's title.
  package var title: String?
  /// The question whose answer is drawn.
  package var question: String?
  /// What ids begin with; nil: made from the graph's title.
  package var idPrefix: String?
  /// Numbers of sources by id, where the map stands among others that number the same sources.
  package var sourceNumbers: [String: Int] = [:]
  /// Draw everything, however dense: nothing is folded or left out unasked.
  package var isComplete = false

  /// A request for the whole graph.
  package init() {}
}
