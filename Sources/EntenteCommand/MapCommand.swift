public import ArgumentParser
public import EntenteKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension MapFormat: ExpressibleByArgument {}
extension MapEdges: ExpressibleByArgument {}
extension MapLayout: ExpressibleByArgument {}
extension MapSources: ExpressibleByArgument {}

/// A theme by its name, or a file with one.
enum ThemeChoice: ExpressibleByArgument {
  case named(MapThemeName)
  case file(String)

  init?(argument: String) {
    if let name = MapThemeName(rawValue: argument) {
      self = .named(name)
    } else if argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") {
      self = .file(argument)
    } else {
      return nil
    }
  }

  /// Sets the theme, and reads its file where it is one.
  func apply(to options: inout MapOptions, _ messages: MessageOptions) throws {
    switch self {
    case .named(let name): options.theme = name
    case .file(let path):
      let file = try MapThemeFile.read(path)
      messages.report(file.diagnostics)
      options.themeFile = file
    }
  }

  static var allValueStrings: [String] { MapThemeName.allCases.map(\.rawValue) + ["FILE.yaml"] }
}

/// `entente map`: draws a relationship map.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map", _superCommandName: Entente.name,
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

  @Option(help: ArgumentHelp("Draw what was active between two dates.", valueName: "date date"))
  var between: [String] = []

  @Option(
    help: ArgumentHelp(
      "Draw one small map for each date; 'auto' finds the dates.", valueName: "date date …"))
  var timeline: [String] = []

  @Option(
    help: ArgumentHelp("Draw what came, went and changed between two dates.", valueName: "date date"))
  var diff: [String] = []

  @Option(help: "Draw everything, and lift what answers this question out of the rest.")
  var highlight: String?

  @Option(help: "Frame entities together: acts_for, type, or a property of theirs.")
  var groupBy: String?

  @Option(help: "The sources on the map: \(MapSources.allCases.map(\.rawValue).joined(separator: ", ")).")
  var sources: MapSources?

  @Option(help: "Draw at most so many entities, those with most relations.")
  var limit: Int?

  @Option(name: .customLong("type"), help: "Draw only this relation or entity type; may be repeated.")
  var types: [String] = []

  @Option(
    help: "The theme: \(MapThemeName.allCases.map(\.rawValue).joined(separator: ", ")), or a file FILE.yaml.",
    completion: .file(extensions: ["yaml", "yml"]))
  var theme: ThemeChoice?

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

  /// Has Graphviz loaded while the words of the command are looked through and the graph is read.
  ///
  /// What is guessed here from the words costs time where it is wrong, and changes nothing else.
  static func prepare(_ words: [String]) {
    if words.contains(where: { $0 == "dot" || $0.hasSuffix(".dot") || $0 == "--help" || $0 == "-h" }) {
      return
    }
    let isLayered = words.contains("layered")
    // What is drawn in a child is so large only when it is not cut down to what can be read.
    let read = zip(words, words.dropFirst()).filter { $0.0 != "-o" && $0.0 != "--output" }.map(\.1)
    let isLarge = (isLayered || words.contains("--all")) && read.contains { isLargeFile($0) }
    // The engine dot is there so soon that a thread for it would delay the reading by more than it saves.
    if isLayered && !isLarge { return }
    MapEngine.prepare(
      for: isLayered ? .layered : .automatic, in: isLarge ? PictureOptions.usualLimits.worker : nil)
  }

  /// Whether a word is the path of a file with more than about eighty entities.
  private static func isLargeFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 8_000
  }

  mutating func validate() throws {
    between = DateArguments.dates(in: between)
    timeline = DateArguments.dates(in: timeline)
    diff = DateArguments.dates(in: diff)
    for (name, dates) in [("between", between), ("diff", diff)] where ![0, 2].contains(dates.count) {
      throw ValidationError("--\(name) takes two dates, such as --\(name) 2019 2021")
    }
    if let limit, limit < 2 { throw ValidationError("--limit takes a number from 2") }
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
      try theme?.apply(to: &options, messages)
      options.edges = edges
      options.fold = fold
      options.layout = layout
      options.sources = sources
      options.groupBy = groupBy
      options.highlight = highlight
      if !timeline.isEmpty { options.timeline = timeline == ["auto"] ? .automatic : .dates(timeline) }
      options.diff = diff.count == 2 ? (diff[0], diff[1]) : nil
      options.limit = limit
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
