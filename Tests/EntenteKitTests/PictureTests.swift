import EntenteKit
import Foundation
import TestSupport
import Testing

/// The pictures that README and examples show are what the command draws today.
///
/// `ENTENTE_ACCEPT=1` draws them anew. Another version of Graphviz may place entities differently, so that the
/// comparison is made only with the version that drew them.
@Suite struct PictureTests {
  struct Picture: Sendable, CustomTestStringConvertible {
    let file: String
    let graph: String
    let options: MapOptions

    var testDescription: String { file }
  }

  private static let drawnWith = "2.43.0"

  static let pictures: [Picture] = {
    var accusations = MapOptions()
    accusations.selection = .view("who-accuses-whom")
    var around = MapOptions()
    around.selection = .around("Antony Blinken", hops: 1)
    around.theme = .auto
    let karabakh = "graphs/karabakh-2023.yaml"
    return [
      Picture(file: "examples/maps/karabakh-2023.svg", graph: karabakh, options: MapOptions()),
      Picture(file: "examples/maps/accusations.svg", graph: karabakh, options: accusations),
      Picture(file: "examples/maps/around-blinken.svg", graph: karabakh, options: around),
      Picture(
        file: "examples/maps/congress-of-vienna.svg", graph: "graphs/congress-of-vienna.yaml",
        options: MapOptions()),
    ]
  }()

  @Test(arguments: pictures) func thePictureIsUpToDate(_ picture: Picture) throws {
    guard ToolVersion.text.contains("Graphviz \(Self.drawnWith))") else {
      print("left out: \(picture.file) (drawn with Graphviz \(Self.drawnWith))")
      return
    }
    let graph = try KnowledgeGraph.open([TestEnvironment.projectRoot + "/" + picture.graph])
    let drawn = Data(try graph.draw(picture.options, as: .svg).bytes)
    let file = URL(filePath: TestEnvironment.projectRoot + "/" + picture.file)
    if TestEnvironment.acceptsOutput { try drawn.write(to: file) }
    #expect(try Data(contentsOf: file) == drawn, "make accept draws it anew")
  }
}
