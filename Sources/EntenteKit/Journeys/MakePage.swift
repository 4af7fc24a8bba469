public import Diagnostics
import GraphCore
import GraphvizRendering
import Maps
import Pages

extension KnowledgeGraph {
  /// The most relations that an explorer page holds.
  public static let pageRelationLimit = 20_000
  /// The most relations that an explorer page draws one by one; a map of more is thinned as any other.
  static let pageDrawingLimit = 400

  /// The explorer page: one HTML file to search, filter and read the graph in, that needs nothing else.
  ///
  /// - Parameter options: Theme, layout, title and the like of its map; what is drawn is the whole graph.
  /// - Returns: The file, with what was left off the map.
  /// - Throws: `page.too-large` for a graph that no page can hold; or that Graphviz could not draw it.
  /// - Complexity: That of a map, and O(n log n) in the number of relations.
  public func page(_ options: MapOptions = MapOptions()) throws(DiagnosticFailure) -> MapDrawing {
    try page(options, liveVersion: nil)
  }

  /// The places in an explorer page's list of relations, ascending.
  func pageNumbers(of relationships: [RelationshipID]) -> [Int] {
    let wanted = Set(relationships)
    return snapshot.relationshipIdentifiers.enumerated().filter {
      wanted.contains(RelationshipID($0.element))
    }
    .map(\.offset)
  }

  /// The page; with a version, as a server sends it.
  func page(_ options: MapOptions, liveVersion: String?) throws(DiagnosticFailure) -> MapDrawing {
    guard relationCount <= Self.pageRelationLimit else {
      throw DiagnosticFailure([
        Diagnostic(
          .error, "page.too-large",
          "the graph has \(relationCount) relations, and a page holds \(Self.pageRelationLimit)",
          hints: ["make a graph of the part that matters, or ask it with 'entente ask'"])
      ])
    }
    try checkWhole()
    var options = options
    options.theme = options.theme ?? .auto
    if relationCount <= Self.pageDrawingLimit {
      options.drawsAll = true
      options.fold = options.fold ?? false
    }
    options.sources = options.sources ?? .numbers
    options.idPrefix = options.idPrefix ?? "drawing"
    var warnings: [Diagnostic] = []
    let wanted = try mapRequest(options, reporting: &warnings)
    let scene = SceneBuilder(snapshot).scene(request: wanted.request, theme: wanted.theme)
    var page = ExplorerPage()
    page.liveVersion = liveVersion
    let isEmpty = scene.nodes.isEmpty
    let drawing =
      isEmpty
      ? nil
      : try MapRenderer.render(
        scene, as: .svg, limits: options.limits.rendering)
    page.svg =
      drawing?.bytes
      ?? Array("<svg viewBox=\"0 0 600 100\"><text x=\"20\" y=\"50\">Nothing is drawn</text></svg>".utf8)
    ExplorerData(self, scene: scene, isLive: liveVersion != nil).fill(&page)
    let omissions = scene.notes.omissions.map { Diagnostic(.note, "map.left-out", "left out: \($0)") }
    return MapDrawing(
      bytes: page.html(), diagnostics: warnings + omissions + (drawing?.diagnostics ?? []),
      choices: drawing?.choices ?? [], relationships: [])
  }
}
