import ArgumentParser
import EntenteKit

/// `entente page`: one HTML file to explore a graph in.
struct PageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page", _superCommandName: Entente.name,
    abstract: "Make one HTML file to explore a graph in: search, filters, time, sources.",
    discussion: """
      entente page graphs/karabakh-2023.yaml -o karabakh.html

      The file needs no other file, no network and no server. 'entente serve' answers questions in the same page.
      """)

  @OptionGroup var graph: GraphOptions

  @Option(name: [.short, .long], help: "The file to write; '-' is standard output.", completion: .file())
  var output: String = "-"

  @Option(
    help:
      "The theme of the map: \(MapThemeName.allCases.map(\.rawValue).joined(separator: ", ")), or FILE.yaml.",
    completion: .file(extensions: ["yaml"]))
  var theme: ThemeChoice?

  @Option(help: "The layout of the map: \(MapLayout.allCases.map(\.rawValue).joined(separator: ", ")).")
  var layout: MapLayout?

  @Flag(inversion: .prefixedNo, help: "Draw who acts for a state as that state.")
  var fold: Bool?

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let knowledge = try graph.open(messages)
      var options = MapOptions()
      try theme?.apply(to: &options, messages)
      options.layout = layout
      options.fold = fold
      options.limits = PictureOptions.usualLimits
      let page = try knowledge.page(options)
      messages.report(page.diagnostics)
      try TerminalWorkspace().write(page.bytes, to: output)
      messages.confirm(output)
    }
  }
}
