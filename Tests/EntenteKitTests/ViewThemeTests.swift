import Diagnostics
import EntenteKit
import Testing

/// Views that name a theme file: found from the folder of the graph, refused with a reason, overruled by options.
@Suite struct ViewThemeTests {
  private static func workspace(_ theme: String) -> MemoryWorkspace {
    MemoryWorkspace([
      "p/schema/x.yaml": "schema: x\n", "p/g/brand.yaml": theme, "outside.yaml": theme,
      "p/g/graph.yaml": """
      graph: T
      entities:
        a: {name: A}
        b: {name: B}
      relations:
        - a likes b
      views:
        own: {ask: "MATCH (a)-[r]->(b) RETURN r", theme: brand.yaml}
        away: {ask: "MATCH (a)-[r]->(b) RETURN r", theme: ../../outside.yaml}
        none: {ask: "MATCH (a)-[r]->(b) RETURN r", theme: brnd.yaml}

      """,
    ])
  }

  private static func draw(
    _ view: String, _ theme: String = "theme: brand\nbackground: \"#fefefd\"\n", named: MapThemeName? = nil
  ) throws -> MapDrawing {
    let graph = try KnowledgeGraph.open(["p/g/graph.yaml"], in: workspace(theme))
    var options = MapOptions()
    options.selection = .view(view)
    options.theme = named
    return try graph.draw(options, as: .svg)
  }

  private static func message(_ view: String, _ theme: String) -> String {
    do {
      _ = try draw(view, theme)
      return ""
    } catch {
      return (error as? DiagnosticFailure)?.diagnostics.map(\.message).joined() ?? "\(error)"
    }
  }

  @Test func theFileIsUsed() throws {
    #expect(String(decoding: try Self.draw("own").bytes, as: UTF8.self).contains("#fefefd"))
    let dark = try Self.draw("own", named: .dark)
    #expect(!String(decoding: dark.bytes, as: UTF8.self).contains("#fefefd"))
  }

  @Test func poorContrastIsTold() throws {
    let drawing = try Self.draw("own", "theme: pale\nink: \"#cccccc\"\n")
    #expect(drawing.diagnostics.contains { $0.code == "theme.contrast" })
  }

  @Test func faultsAreTold() {
    #expect(Self.message("own", "theme: t\nink: black\n").contains("'black' is no colour"))
    #expect(Self.message("away", "theme: t\n").contains("outside the project"))
    #expect(Self.message("none", "theme: t\n").contains("there is no file"))
  }
}
