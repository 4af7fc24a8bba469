import Diagnostics
import GraphCore
import GraphFormats
import OrderedCollections

/// A view of a graph file, its settings read: they mean what the options of a map mean.
struct ViewReading {
  /// The settings that a view can have beside its question and title.
  static let keys = [
    "around", "hops", "as_of", "between", "timeline", "diff", "type", "theme", "edges", "fold", "layout",
    "sources", "group_by", "highlight", "limit",
  ]

  private let name: String
  private let view: GraphView
  private let graph: KnowledgeGraph

  /// Takes a view of a graph.
  init(_ view: GraphView, named name: String, of graph: KnowledgeGraph) {
    self.name = name
    self.view = view
    self.graph = graph
  }

  /// Options with the view's settings where the options say nothing themselves.
  ///
  /// - Throws: `map.view-setting` at the first setting that means nothing.
  func applied(to options: MapOptions) throws(Problem) -> MapOptions {
    var result = options
    result.title = options.title ?? view.title
    for (key, text) in view.options { try apply(key, text, to: &result) }
    if let around = view.options["around"] {
      _ = try EntityLookup(graph).entity(named: around)
      result.selection = .around(around, hops: try hops())
    }
    return result
  }

  /// What is wrong with the settings, each by itself.
  func faults() -> [(key: String, problem: Problem)] {
    var faults: [(key: String, problem: Problem)] = []
    for (key, text) in view.options {
      do throws(Problem) {
        var options = MapOptions()
        try apply(key, text, to: &options)
        if key == "around" { options.selection = .around(text, hops: 1) }
        if key == "hops" { _ = try hops() }
        _ = try graph.mapRequest(options)
      } catch {
        faults.append((key, error))
      }
    }
    return faults
  }

  private func apply(_ key: String, _ text: String, to options: inout MapOptions) throws(Problem) {
    switch key {
    case "theme":
      if text.hasSuffix(".yaml") || text.hasSuffix(".yml") {
        let file = try themeFile(text)
        if options.theme == nil { options.themeFile = options.themeFile ?? file }
        return
      }
      let theme: MapThemeName = try choice(key, text)
      options.theme = options.theme ?? theme
    case "edges":
      let edges: MapEdges = try choice(key, text)
      options.edges = options.edges ?? edges
    case "layout":
      let layout: MapLayout = try choice(key, text)
      options.layout = options.layout ?? layout
    case "sources":
      let sources: MapSources = try choice(key, text)
      options.sources = options.sources ?? sources
    case "group_by": options.groupBy = options.groupBy ?? text
    case "highlight": options.highlight = options.highlight ?? text
    case "limit":
      guard let limit = Int(text), limit >= 2 else { throw wrong(key, text, "a number from 2") }
      options.limit = options.limit ?? limit
    case "timeline":
      let dates = text == "auto" ? [] : words(in: text)
      for date in dates { _ = try PartialDate.parse(date) }
      if saysNoTime(options) { options.timeline = dates.isEmpty ? .automatic : .dates(dates) }
    case "diff":
      let dates = words(in: text)
      guard dates.count == 2 else { throw wrong(key, text, "two dates: 2019, 2021") }
      let diff = (try PartialDate.parse(dates[0]).description, try PartialDate.parse(dates[1]).description)
      if saysNoTime(options) { options.diff = diff }
    case "as_of":
      let date = try PartialDate.parse(text).description
      if saysNoTime(options) { options.asOf = date }
    case "between":
      let dates = words(in: text)
      guard dates.count == 2 else { throw wrong(key, text, "two dates: 2019, 2021") }
      let between = (try PartialDate.parse(dates[0]).description, try PartialDate.parse(dates[1]).description)
      if saysNoTime(options) { options.between = between }
    case "type":
      let types = text.split { $0 == "," || $0 == " " }.map(String.init)
      if options.types.isEmpty { options.types = types }
    case "fold":
      guard ["true", "false", "yes", "no"].contains(text) else { throw wrong(key, text, "true or false") }
      options.fold = options.fold ?? (text == "true" || text == "yes")
    default: break
    }
  }

  /// The theme file that the view names, found from the folder of the graph file.
  private func themeFile(_ path: String) throws(Problem) -> MapThemeFile {
    guard let workspace = graph.workspace, let place = graph.index.views[name] else {
      throw Problem(
        "map.view-setting", "the theme file '\(path)' is read beside the graph file only",
        hints: ["give it with --theme, or draw from the graph file itself"])
    }
    let source = try WorkspaceResolver(workspace: workspace).include(path, from: place.source)
    do throws(DiagnosticFailure) {
      return try MapThemeFile.read(source)
    } catch {
      let first = error.diagnostics.first { $0.severity == .error }
      throw Problem(
        "map.view-setting", "in the theme file '\(path)': \(first?.message ?? "nothing can be read")",
        hints: (first?.hints ?? []) + ["'entente check \(source.name)' tells the places"])
    }
  }

  private func words(in text: String) -> [String] {
    text.split { $0 == "," || $0 == " " }.map(String.init).filter { $0 != "and" }
  }

  /// A time on the command line takes the place of the view's, whichever kind it is.
  private func saysNoTime(_ options: MapOptions) -> Bool {
    options.asOf == nil && options.between == nil && options.timeline == nil && options.diff == nil
  }

  private func hops() throws(Problem) -> Int {
    guard let text = view.options["hops"] else { return 1 }
    guard let hops = Int(text), (0...20).contains(hops) else {
      throw wrong("hops", text, "a number from 0 to 20")
    }
    return hops
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ text: String
  ) throws(Problem) -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let values = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw wrong(key, text, "one of \(values)" + (key == "theme" ? ", or a file FILE.yaml" : ""))
  }

  private func wrong(_ key: String, _ text: String, _ wanted: String) -> Problem {
    Problem("map.view-setting", "'\(text)' is no value of '\(key)'", hints: ["it takes \(wanted)"])
  }
}

extension KnowledgeGraph {
  /// What is wrong with the views of the graph's files: questions that are not understood, settings that mean nothing.
  func viewFaults() -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (name, view) in snapshot.description.views {
      let place = index.views[name]
      do throws(DiagnosticFailure) {
        _ = try StatementReading(view.ask, AskOptions(), graph: self)
      } catch {
        found += error.diagnostics.map {
          inView($0, name, place.flatMap { field("ask", of: $0) } ?? place?.keyPlace)
        }
      }
      for (key, problem) in ViewReading(view, named: name, of: self).faults() {
        let at = place.flatMap { field(key, of: $0) } ?? place?.keyPlace
        found.append(inView(problem.diagnostic, name, at))
      }
    }
    return found
  }

  private func field(_ key: String, of place: RecordPlace) -> Diagnostic.Place? {
    place.fields.first { $0.key == key }.map { Diagnostic.Place(place.source, $0.valueSpan) }
  }

  private func inView(_ diagnostic: Diagnostic, _ view: String, _ place: Diagnostic.Place?) -> Diagnostic {
    Diagnostic(
      .error, diagnostic.code, "in the view '\(view)': \(diagnostic.message)", at: place,
      hints: diagnostic.hints)
  }
}
