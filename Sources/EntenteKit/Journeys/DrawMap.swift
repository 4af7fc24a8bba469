import OrderedCollections
import Vocabulary
public import Diagnostics
import GraphCore
import GraphvizRendering
import Maps

extension KnowledgeGraph {
  /// Draws a relationship map.
  ///
  /// - Parameters:
  ///   - options: What to draw and how.
  ///   - format: The form of the file.
  /// - Returns: The file, with what was left out and what was chosen.
  /// - Throws: An unknown name, a question that cannot be read, a date that does not exist; or that Graphviz,
  ///   or for PNG and PDF librsvg, could not do it.
  public func draw(
    _ options: MapOptions = MapOptions(), as format: MapFormat = .svg
  ) throws(DiagnosticFailure) -> MapDrawing {
    try intact { () throws(DiagnosticFailure) in try drawing(options, as: format) }
  }

  private func drawing(
    _ options: MapOptions, as format: MapFormat
  ) throws(DiagnosticFailure) -> MapDrawing {
    var warnings: [Diagnostic] = []
    let request = try mapRequest(options, reporting: &warnings)
    return try render(
      request.request, request.theme, format, warnings, options.size, options.limits)
  }

  /// The request that options mean, views and answers looked up.
  func mapRequest(
    _ options: MapOptions, reporting warnings: inout [Diagnostic]
  ) throws(DiagnosticFailure) -> (request: MapRequest, theme: MapTheme) {
    let isFromView = options.themeFile == nil
    let options = try viewed(options)
    let request: MapRequest
    do throws(Problem) {
      request = try mapRequest(options)
    } catch {
      throw DiagnosticFailure([error.diagnostic])
    }
    var answered = try answering(request, options, reporting: &warnings)
    if let question = options.highlight {
      let answer = try ask(question, Self.asking(request, options))
      warnings += answer.diagnostics
      if answer.relationships.isEmpty {
        warnings.append(
          Diagnostic(.warning, "map.nothing-lifted", "the question '\(question)' has no answer to lift"))
      } else {
        answered.highlight = answer.relationships
        answered.highlightQuestion = question
      }
    }
    var theme = (options.theme ?? .light).theme
    if let themeFile = options.themeFile {
      warnings += isFromView ? themeFile.diagnostics : []
      theme = themeFile.file.theme
      answered.words = themeFile.file.words
    }
    return (answered, theme)
  }

  /// The options with what the view that they name says, where they say nothing themselves.
  private func viewed(_ options: MapOptions) throws(DiagnosticFailure) -> MapOptions {
    guard case .view(let name) = options.selection else { return options }
    guard let view = snapshot.description.views[name] else {
      var hints = Suggestions.hint(for: name, in: viewNames).map { [$0] } ?? []
      if hints.isEmpty, !viewNames.isEmpty { hints = ["there are: " + viewNames.joined(separator: ", ")] }
      throw DiagnosticFailure([
        Diagnostic(.error, "map.unknown-view", "there is no view '\(name)'", hints: hints)
      ])
    }
    do throws(Problem) {
      return try ViewReading(view, named: name, of: self).applied(to: options)
    } catch {
      throw DiagnosticFailure([error.diagnostic])
    }
  }

  /// Renders a request.
  func render(
    _ request: MapRequest, _ theme: MapTheme, _ format: MapFormat, _ warnings: [Diagnostic],
    _ size: MapSize = MapSize(), _ limits: MapLimits = MapLimits()
  ) throws(DiagnosticFailure) -> MapDrawing {
    let scene = SceneBuilder(snapshot).scene(request: request, theme: theme)
    let drawing = try MapRenderer.render(
      scene, as: format.rendering, output: size.rendering, limits: limits.rendering)
    let omissions = scene.notes.omissions.map { Diagnostic(.note, "map.left-out", "left out: \($0)") }
    let drawn = scene.bundles.flatMap {
      ($0.chips + $0.hiddenChips).flatMap(\.claims).compactMap(\.relationship).map { RelationshipID($0) }
    }
    return MapDrawing(
      bytes: drawing.bytes, diagnostics: warnings + omissions + drawing.diagnostics, choices: drawing.choices,
      relationships: drawn)
  }

  /// Draws some relations, the evidence of an answer.
  func draw(
    _ relationships: [RelationshipID], question: String, as format: MapFormat, limits: MapLimits
  ) throws(DiagnosticFailure) -> MapDrawing {
    var request = MapRequest()
    request.selection = .relations(relationships)
    request.question = question
    return try intact { () throws(DiagnosticFailure) in
      try render(request, .light, format, [], MapSize(), limits)
    }
  }

  /// All of the request but the relations of an answer.
  func mapRequest(_ options: MapOptions) throws(Problem) -> MapRequest {
    var request = MapRequest()
    request.asOf = try options.asOf.map { text throws(Problem) in try PartialDate.parse(text) }
    if let between = options.between {
      let (from, to) = (try PartialDate.parse(between.0), try PartialDate.parse(between.1))
      guard from.earliestDay <= to.latestDay else {
        throw Problem(
          "map.reversed-interval", "the interval ends before it begins: \(from) is after \(to)",
          hints: ["the earlier date comes first: \(to) \(from)"])
      }
      request.between = (from, to)
    }
    if let diff = options.diff {
      let (from, to) = (try PartialDate.parse(diff.0), try PartialDate.parse(diff.1))
      guard from.earliestDay <= to.latestDay else {
        throw Problem(
          "map.reversed-interval", "the earlier date comes first: \(from) is after \(to)",
          hints: ["write \(to) \(from)"])
      }
      request.diff = (from, to)
    }
    switch options.timeline {
    case nil: break
    case .automatic?: request.timeline = []
    case .dates(let texts)?:
      var dates: [PartialDate] = []
      for text in texts {
        let date = try PartialDate.parse(text)
        if !dates.contains(date) { dates.append(date) }
      }
      guard dates.count <= Self.timelineLimit else {
        throw Problem(
          "map.too-many-dates",
          "a page holds at most \(Self.timelineLimit) dates, but these are \(dates.count)")
      }
      request.timeline = dates
    }
    try checkTimes(options)
    if let groupBy = options.groupBy { request.grouping = try grouping(groupBy) }
    request.entityLimit = options.limit
    request.sources =
      switch options.sources {
      case .none?: .none
      case .numbers?: .numbers
      case .list?, nil: .list
      }
    for type in options.types { try addType(type, to: &request) }
    request.fold =
      switch options.fold {
      case nil: .automatic
      case true?: .on
      case false?: .off
      }
    request.edges = options.edges == .separate ? .separate : .bundle
    request.layout =
      switch options.layout {
      case .automatic, nil: .automatic
      case .map: .map
      case .layered: .layered
      case .radial: .radial
      case .overview: .overview
      }
    request.title = options.title
    request.idPrefix = options.idPrefix
    request.isComplete = options.drawsAll
    request.sourceNumbers = options.sourceNumbers
    if case .around(let name, let hops) = options.selection {
      request.selection = .around(try EntityLookup(self).entity(named: name), hops: hops)
    }
    return request
  }

  /// The most dates side by side.
  static let timelineLimit = 12

  /// One way of looking at time goes on a map.
  private func checkTimes(_ options: MapOptions) throws(Problem) {
    var given: [String] = []
    if options.asOf != nil { given.append("as-of") }
    if options.between != nil { given.append("between") }
    if options.timeline != nil { given.append("timeline") }
    if options.diff != nil { given.append("diff") }
    if given.count > 1 {
      throw Problem("map.several-times", "a map shows one of \(given.joined(separator: " and ")), not both")
    }
  }

  private func grouping(_ name: String) throws(Problem) -> MapRequest.Grouping {
    switch name {
    case "acts_for", "acts-for": return .principal
    case "type": return .type
    default: break
    }
    if snapshot.propertyKey(named: name) != nil { return .property(name) }
    let declared = snapshot.schema?.entityTypes.values.flatMap { Array($0.properties.keys) } ?? []
    if declared.contains(name) { return .property(name) }
    let hint = Suggestions.hint(for: name, in: ["acts_for", "type"] + declared + snapshot.propertyKeyNames)
    throw Problem(
      "map.unknown-group", "there is nothing named '\(name)' to group by",
      hints: hint.map { [$0] } ?? ["it takes acts_for, type or a property of entities"])
  }

  /// How the questions of a map are asked.
  private static func asking(_ request: MapRequest, _ options: MapOptions) -> AskOptions {
    AskOptions(asOf: request.asOf?.description, limits: options.questionLimits)
  }

  /// Puts the relations that answer a question or view into the request.
  private func answering(
    _ request: MapRequest, _ options: MapOptions, reporting warnings: inout [Diagnostic]
  ) throws(DiagnosticFailure) -> MapRequest {
    let question: String
    switch options.selection {
    case .all, .around: return request
    case .answer(let text): question = text
    case .view(let name): question = snapshot.description.views[name]?.ask ?? ""
    }
    var request = request
    let answer = try ask(question, Self.asking(request, options))
    if answer.relationships.isEmpty, !answer.rows.isEmpty {
      throw DiagnosticFailure([
        Diagnostic(
          .error, "map.nothing-to-draw", "the answer to '\(question)' rests on no relation: nothing to draw",
          hints: ["a map draws relations; ask for some, as 'who accuses whom' does"])
      ])
    }
    warnings += answer.diagnostics
    request.selection = .relations(answer.relationships)
    request.question = question
    return request
  }

  private func addType(_ name: String, to request: inout MapRequest) throws(Problem) {
    let relations = snapshot.schema.map { Array($0.relationTypes.keys) } ?? snapshot.relationshipTypeNames
    let entities = snapshot.schema.map { Array($0.entityTypes.keys) } ?? snapshot.labelNames
    if relations.contains(name) {
      request.relationTypes.append(name)
    } else if entities.contains(name) {
      request.entityTypes.append(name)
    } else {
      let hint = Suggestions.hint(for: name, in: relations + entities)
      throw Problem(
        "map.unknown-type", "there is no relation or entity type '\(name)'", hints: hint.map { [$0] } ?? [])
    }
  }
}

extension MapThemeName {
  var theme: MapTheme {
    switch self {
    case .light: .named(.light)
    case .dark: .named(.dark)
    case .print: .named(.print)
    case .auto: .named(.auto)
    }
  }
}

extension MapFormat {
  fileprivate var rendering: GraphvizRendering.MapFormat {
    switch self {
    case .svg: .svg
    case .svgz: .svgz
    case .dot: .dot
    case .png: .png
    case .pdf: .pdf
    case .json: .json
    case .cmapx: .cmapx
    }
  }
}

extension MapSize {
  fileprivate var rendering: MapOutput {
    var output = MapOutput()
    output.scale = scale
    output.width = width
    output.height = height
    output.page = page.flatMap { PageSize(rawValue: $0.rawValue) }
    return output
  }
}

extension MapLimits {
  var rendering: DrawingLimits {
    DrawingLimits(seconds: seconds, memory: memory, worker: worker)
  }
}
