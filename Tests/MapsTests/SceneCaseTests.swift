import GraphCore
import Maps
import TestSupport
import Testing

/// What a map shows, compared as text: `Tests/Cases/scenes`.
@Suite struct SceneCaseTests {
  @Test(arguments: try Case.all(in: "scenes"))
  func scene(_ example: Case) throws {
    let graph = try TestGraph.read(example["graph"], schema: example["schema"])
    let request = try request(example.line("request"), graph)
    let scene = SceneBuilder(graph).scene(request: request, theme: .light)
    let mismatch = example.mismatch("scene", SceneListing.text(scene))
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  /// One option a line: `around armenia 2`, `as of 2020-11`, `types accuses, denies`.
  private func request(_ text: String, _ graph: GraphSnapshot) throws -> MapRequest {
    var request = MapRequest()
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "around":
        let node = try #require(graph.node(withID: words[1]))
        request.selection = .around(node, hops: words.count > 2 ? Int(words[2]) ?? 1 : 1)
      case "entities":
        request.selection = .entities(try words.dropFirst().map { try #require(graph.node(withID: $0)) })
      case "relations":
        let wanted = Set(words.dropFirst())
        request.selection = .relations(
          graph.relationshipIdentifiers.map { RelationshipID($0) }.filter {
            wanted.contains(graph.name(of: graph.type(of: $0)))
          })
      case "as-of": request.asOf = try PartialDate.parse(words[1])
      case "between":
        request.between = (from: try PartialDate.parse(words[1]), to: try PartialDate.parse(words[2]))
      case "timeline": request.timeline = try words.dropFirst().map { try PartialDate.parse($0) }
      case "diff":
        request.diff = (from: try PartialDate.parse(words[1]), to: try PartialDate.parse(words[2]))
      case "highlight":
        let wanted = Set(words.dropFirst())
        request.highlight = graph.relationshipIdentifiers.map { RelationshipID($0) }.filter {
          wanted.contains(graph.name(of: graph.type(of: $0)))
        }
        request.highlightQuestion = words.dropFirst().joined(separator: " ")
      case "group-by":
        request.grouping =
          switch words[1] {
          case "acts_for": .principal
          case "type": .type
          default: .property(words[1])
          }
      case "sources": request.sources = try #require(MapRequest.Sources(rawValue: words[1]))
      case "layout": request.layout = try #require(MapLayout(rawValue: words[1]))
      case "limit": request.entityLimit = Int(words[1])
      case "types": request.entityTypes = Array(words.dropFirst())
      case "relation-types": request.relationTypes = Array(words.dropFirst())
      case "fold": request.fold = try #require(MapRequest.Fold(rawValue: words[1]))
      case "edges": request.edges = try #require(MapRequest.Edges(rawValue: words[1]))
      case "title": request.title = words.dropFirst().joined(separator: " ")
      case "question": request.question = words.dropFirst().joined(separator: " ")
      default: Issue.record("unknown option: \(line)")
      }
    }
    return request
  }
}
