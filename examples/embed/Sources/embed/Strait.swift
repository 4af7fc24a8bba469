import EntenteKit

/// Builds a graph without any file, asks it, and draws it.
///
///     swift run --package-path examples/embed embed map.svg
@main struct Strait {
  static func main() throws {
    let graph = try strait()

    for question in ["who accuses whom", "who controlled the Narrows in 2019", "what is denied"] {
      print(question)
      print(String(decoding: try graph.ask(question).formatted(as: .markdown, width: nil), as: UTF8.self))
    }

    if let path = CommandLine.arguments.dropFirst().first {
      let map = try graph.draw(as: .svg)
      try DiskWorkspace().write(map.bytes, to: path)
      print("wrote \(path)")
    }
  }

  /// Two states that do not exist, and the water between them.
  static func strait() throws -> KnowledgeGraph {
    var builder = KnowledgeGraphBuilder(title: "A strait and its neighbours")
    builder.addSource("gazette", publisher: "The Gazette", title: "Notice 12", date: "2021-03-04")
    builder.addSource("courier", publisher: "The Courier", title: "Ships wait", date: "2021-03-05")

    builder.addEntity("north", type: "state", name: "North")
    builder.addEntity("south", type: "state", name: "South")
    builder.addEntity("navy", type: "armed-forces", name: "Southern navy", actsFor: "south")
    builder.addEntity("narrows", type: "place", name: "Narrows", aliases: ["Strait of Reeds"])

    builder.addRelation(
      "north", "accuses", "navy", about: "closing the strait", date: "2021-03-04",
      sources: ["gazette p. 1", "courier p. 3"])
    builder.addRelation(
      "navy", "blocks", "narrows", date: "2021-03-04", status: "denied", attributedTo: "south",
      sources: ["courier p. 3"])
    builder.addRelation(
      "north", "controls", "narrows", until: "2020", status: "past", sources: ["gazette p. 2"])
    builder.addRelation("south", "controls", "narrows", since: "2020", sources: ["gazette p. 2"])
    return try builder.build()
  }
}
