public import Diagnostics
package import GraphCore

/// What a map draws.
public enum MapSelection: Sendable, Equatable {
  /// The whole graph.
  case all
  /// The relations that answer a question or openCypher statement.
  case answer(String)
  /// A view that the graph names.
  case view(String)
  /// The neighbourhood of an entity, named as in a question.
  case around(String, hops: Int)
}

/// The file forms of a map.
public enum MapFormat: String, Sendable, CaseIterable {
  /// Scalable Vector Graphics, safe to set into a page.
  case svg
  /// The same, squeezed with gzip.
  case svgz
  /// A Graphviz graph.
  case dot
  /// A picture in pixels.
  case png
  /// A page for print.
  case pdf
  /// Positions of everything drawn.
  case json
  /// The HTML image map that makes a PNG of the map answer the pointer.
  case cmapx

  /// The form that a file name asks for by its suffix; nil when it names none.
  ///
  /// - Parameter path: A file name such as `map.svg`.
  public init?(path: String) {
    switch WorkspacePath.suffix(of: path) {
    case "svg": self = .svg
    case "svgz": self = .svgz
    case "dot", "gv": self = .dot
    case "png": self = .png
    case "pdf": self = .pdf
    case "json": self = .json
    case "cmapx", "map": self = .cmapx
    default: return nil
    }
  }
}

/// The colours of a map.
public enum MapThemeName: String, Sendable, CaseIterable {
  /// Dark on light.
  case light
  /// Light on dark.
  case dark
  /// For paper; readable in grey.
  case print
  /// Light or dark as the reader's system prefers, in one file.
  case auto
}

/// How parallel relations are drawn.
public enum MapEdges: String, Sendable, CaseIterable {
  /// One line with stacked verbs and a count.
  case bundle
  /// A line each.
  case separate
}

/// How entities are laid out.
public enum MapLayout: String, Sendable, CaseIterable {
  /// Chosen from what is drawn.
  case automatic = "auto"
  /// Like a map: related entities near each other (Graphviz neato or sfdp).
  case map
  /// In layers from top to bottom (Graphviz dot).
  case layered
  /// One entity in the middle, the others around it.
  case radial
  /// Many entities as names and dots, of each only its strongest links (Graphviz sfdp).
  case overview
}

/// How the sources of claims are shown on a map.
public enum MapSources: String, Sendable, CaseIterable {
  /// Not at all.
  case none
  /// By their numbers on the lines alone.
  case numbers
  /// By numbers, and listed under the map.
  case list
}

/// Which dates a map shows side by side, each in a small map of its own.
public enum MapTimeline: Sendable, Equatable {
  /// The periods in which most claims begin, happen or end.
  case automatic
  /// These dates.
  case dates([String])
}

/// What to draw and how.
public struct MapOptions: Sendable {
  /// What is drawn.
  public var selection: MapSelection = .all
  /// The date of the state of affairs that is drawn; nil for all that the graph knows.
  public var asOf: String?
  /// Two dates: what was active between them is drawn.
  public var between: (String, String)?
  /// Names of relation or entity types; when any are given, only these are drawn.
  public var types: [String] = []
  /// The colours; nil for the view's, else light.
  public var theme: MapThemeName?
  /// Colours and words from a file, in the place of ``theme``.
  public var themeFile: MapThemeFile?
  /// How parallel relations are drawn; nil for the view's way, else bundled.
  public var edges: MapEdges?
  /// Whether those who act for a state are drawn as that state; nil leaves it to the size of the map.
  public var fold: Bool?
  /// How entities are laid out; nil for the view's way, else as fits what is drawn.
  public var layout: MapLayout?
  /// How sources are shown; nil for the view's way, else as a list.
  public var sources: MapSources?
  /// What entities are framed together by: `acts_for`, `type`, or the name of a property; nil for the view's way,
  /// else no frames.
  public var groupBy: String?
  /// A question or openCypher statement: everything is drawn, and its answer is lifted out of the rest.
  public var highlight: String?
  /// What the questions of ``selection`` and ``highlight`` may take; see ``MapLimits`` for drawing.
  public var questionLimits = QueryLimits()
  /// Dates shown side by side; nil for one map.
  public var timeline: MapTimeline?
  /// Two dates: what came, went and changed from the one to the other is drawn.
  public var diff: (String, String)?
  /// The most entities drawn; nil for as many as can be read.
  public var limit: Int?
  /// The title; nil for the graph's, the view's or the question's own.
  public var title: String?
  /// What every id in the SVG begins with; nil for a name made from the title.
  public var idPrefix: String?
  /// Whether to draw everything selected, however many.
  public var drawsAll = false
  /// How large the picture comes out.
  public var size = MapSize()
  /// What drawing may take.
  public var limits = MapLimits()
  /// The numbers that sources have, by id, where several maps share one list of sources; a source without one is
  /// numbered after these.
  public var sourceNumbers: [String: Int] = [:]

  /// The defaults: the whole graph, light.
  public init() {}
}

/// A drawn map.
public struct MapDrawing: Sendable {
  /// The file.
  public let bytes: [UInt8]
  /// What the reader should know: what was left out, what Graphviz said.
  public let diagnostics: [Diagnostic]
  /// What was chosen and why, a sentence each.
  public let choices: [String]
  /// The relations that are drawn, line by line.
  package let relationships: [RelationshipID]
}
