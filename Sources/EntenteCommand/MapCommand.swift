public import ArgumentParser
public import EntenteKit

extension MapFormat: ExpressibleByArgument {}
extension MapThemeName: ExpressibleByArgument {}
extension MapEdges: ExpressibleByArgument {}
extension MapLayout: ExpressibleByArgument {}

/// `entente map`: draws a relationship map.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Draw a relationship map.",
    discussion: """
      entente map graphs/karabakh-2023.yaml -o map.svg
      entente map graphs/karabakh-2023.yaml --ask "who accuses whom" -o accusations.svg
      entente map graphs/karabakh-2023.yaml --around Armenia --hops 1 --theme dark -o armenia.png

      PNG and PDF need librsvg and cairo at run time (Debian: librsvg2-2, libcairo2).
      """)

  @OptionGroup var graph: GraphOptions

  @Option(
    name: [.short, .long], help: "The file to write; its suffix sets the form. '-' is standard output.",
    completion: .file())
  var output: String = "-"

  @Option(
    name: [.customShort("f"), .long],
    help: "The form: \(MapFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: MapFormat?

  @Option(help: "Draw the relations that answer this question or openCypher statement.")
  var ask: String?

  @Option(help: "Draw a view that the graph names.")
  var view: String?

  @Option(help: "Draw the neighbourhood of this entity.")
  var around: String?

  @Option(help: "How far the neighbourhood reaches.")
  var hops: Int?

  @Option(help: "Draw the state of affairs at this date.")
  var asOf: String?

  @Option(parsing: .upToNextOption, help: "Draw what was active between two dates.")
  var between: [String] = []

  @Option(name: .customLong("type"), help: "Draw only this relation or entity type; may be repeated.")
  var types: [String] = []

  @Option(help: "The theme: \(MapThemeName.allCases.map(\.rawValue).joined(separator: ", ")).")
  var theme: MapThemeName?

  @Option(help: "Parallel relations as one line (bundle) or apart (separate).")
  var edges: MapEdges?

  @Flag(inversion: .prefixedNo, help: "Draw who acts for a state as that state.")
  var fold: Bool?

  @Option(help: "The layout: \(MapLayout.allCases.map(\.rawValue).joined(separator: ", ")).")
  var layout: MapLayout?

  @Option(help: "The title on the map.")
  var title: String?

  @Option(help: "Begin every id in the SVG with this, so that two maps can share a page.")
  var idPrefix: String?

  @Flag(help: "Say on standard error what was chosen and what was left out.")
  var why = false

  @Flag(help: "Draw everything that was selected, however many.")
  var all = false

  @OptionGroup var picture: PictureOptions

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    if ![0, 2].contains(between.count) { throw ValidationError("--between takes two dates") }
    if let hops, hops < 0 || hops > 20 { throw ValidationError("--hops takes a number from 0 to 20") }
    if hops != nil, around == nil { throw ValidationError("--hops goes with --around") }
    let selections = [ask, view, around].compactMap { $0 }
    if selections.count > 1 { throw ValidationError("give one of --ask, --view and --around") }
  }

  func run() throws {
    try messages.run {
      let form = try OutputForm.choose(format, output, usual: .svg, bySuffix: MapFormat.init(path:))
      let knowledge = try graph.open(messages)
      let selection: MapSelection =
        if let ask { .answer(ask) } else if let view { .view(view) } else if let around {
          .around(around, hops: hops ?? 1)
        } else { .all }
      var options = MapOptions()
      options.selection = selection
      options.asOf = asOf
      options.between = between.count == 2 ? (between[0], between[1]) : nil
      options.types = types
      options.theme = theme
      options.edges = edges
      options.fold = fold
      options.layout = layout
      options.title = title
      options.idPrefix = idPrefix
      options.drawsAll = all
      picture.apply(to: &options)
      let drawing = try knowledge.draw(options, as: form)
      messages.report(drawing.diagnostics)
      if why { Terminal.printError(drawing.choices.map { "why: \($0)\n" }.joined()) }
      try TerminalWorkspace().write(drawing.bytes, to: output)
      messages.confirm(output)
    }
  }
}
