import Diagnostics
import GraphCore
import Maps
import OrderedCollections
import Reports

/// Turns the blocks of a report into parts: first every question is asked, then the sources that were cited get
/// their numbers, then everything is drawn and written with these.
struct ReportRunner {
  /// What a block became before the sources had numbers.
  private struct Finding {
    let block: ReportBlock
    let graph: Int
    let material: Material
  }

  /// What there is to show.
  private enum Material {
    case map(MapOptions, [RelationshipID])
    case answer(Answer, limit: Int?)
    case dossier(NodeID)
    case relations([RelationshipID], limit: Int?)
    case sources
  }

  private let template: ReportTemplate
  private let defaults: ReportDefaults
  private let options: ReportOptions
  private(set) var graphs: ReportGraphs
  private(set) var bag: DiagnosticBag
  private var settings: ReportSettings
  private var findings: [Finding] = []
  private var widths: [String: String] = [:]
  private var cited: [Int: Set<String>] = [:]
  /// What the blocks became.
  private(set) var contents = ReportContents()
  /// The checksum of the graphs of each block and answer, by where it begins.
  private(set) var graphSums: [Int: String] = [:]

  init(
    _ template: ReportTemplate, defaults: ReportDefaults, options: ReportOptions, graphs: ReportGraphs,
    bag: DiagnosticBag
  ) {
    self.template = template
    self.defaults = defaults
    self.options = options
    self.graphs = graphs
    self.bag = bag
    settings = ReportSettings(template.source)
  }

  /// Runs every block; a mistake in one stops no other.
  mutating func run() {
    for item in template.items {
      switch item {
      case .block(let block): ask(block)
      case .inline(let inline): ask(inline)
      case .orphan: continue
      }
    }
    let used = graphs.entries.indices.map { index in
      (graph: graphs.entries[index].graph ?? .empty, ids: cited[index] ?? [])
    }
    let numbers = ReportNumbers(used)
    for finding in findings {
      if let part = part(finding, numbers) { contents.parts[finding.block.id] = part }
    }
    checkReferences()
    for diagnostic in settings.problems { bag.report(diagnostic) }
  }

  // MARK: - Asking

  private mutating func graph(_ block: ReportRequest?, _ start: Int, _ blame: SourceSpan) -> Int? {
    let given = block?["graph"].map { ReportDefault(text: $0.text, span: $0.span) }
    guard let paths = given ?? defaults.graph ?? options.graph.map({ ReportDefault(text: $0, span: blame) })
    else {
      bag.report(
        .error(
          "report.no-graph", "nothing says which graph is asked", in: template.source, at: blame,
          hints: ["write graph=FILE into the block, or graph: FILE into the head of the report"]))
      return nil
    }
    let schema = block?["schema"].map { ReportDefault(text: $0.text, span: $0.span) } ?? defaults.schema
    let number = graphs.number(of: paths, schema: schema, reporting: &bag)
    if let number { graphSums[start] = graphs.entries[number].sum }
    return number
  }

  private mutating func ask(_ block: ReportBlock) {
    let request = block.request
    let blame =
      (request.question ?? request["around"] ?? request["view"])?.span ?? headLine(of: block)
    widths[block.id] = request["width"].flatMap { settings.width($0) }
    guard let number = graph(request, block.range.lowerBound, blame), let graph = graphs.entries[number].graph
    else {
      return
    }
    guard let material = material(of: block, graph, blame) else { return }
    cite(material, of: graph, number)
    findings.append(Finding(block: block, graph: number, material: material))
  }

  private func headLine(of block: ReportBlock) -> SourceSpan {
    let bytes = template.source.bytes
    let end = bytes[block.range].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? block.range.upperBound
    return SourceSpan(block.range.lowerBound..<end)
  }

  private mutating func material(of block: ReportBlock, _ graph: KnowledgeGraph, _ blame: SourceSpan)
    -> Material?
  {
    let request = block.request
    let limit = request["limit"].flatMap { settings.count($0) }
    let asOf = (request["as-of"].map { ReportDefault(text: $0.text, span: $0.span) } ?? defaults.asOf)
    switch request.kind {
    case .sources: return .sources
    case .map:
      guard var options = settings.mapOptions(request, defaults: defaults, id: block.id) else { return nil }
      options.questionLimits = self.options.limits
      return mapping(options, request, graph, blame) { drawn in .map(options, drawn) }
    case .timeline where request.question == nil && request["view"] == nil:
      guard var options = settings.mapOptions(request, defaults: defaults, id: block.id) else { return nil }
      (options.drawsAll, options.fold) = (true, false)
      options.questionLimits = self.options.limits
      return mapping(options, request, graph, blame) { drawn in .relations(drawn, limit: limit) }
    case .dossier:
      guard let name = request.question else {
        missing("the block does not say whose dossier", blame)
        return nil
      }
      do throws(Problem) {
        return .dossier(try EntityLookup(graph).entity(named: name.text))
      } catch {
        bag.report(error.at(name.span, in: template.source))
        return nil
      }
    case .table, .list, .count, .timeline:
      guard let question = question(request, graph) else {
        if request["view"] == nil { missing("the block asks nothing", blame) }
        return nil
      }
      guard let answer = answer(question, asOf: asOf, graph) else { return nil }
      return request.kind == .timeline
        ? .relations(answer.relationships, limit: limit) : .answer(answer, limit: limit)
    }
  }

  private mutating func missing(_ message: String, _ span: SourceSpan) {
    bag.report(
      .error(
        "report.no-question", message, in: template.source, at: span,
        hints: ["put a question, openCypher or a name in quotes after the kind, or on lines of its own"]))
  }

  private mutating func mapping(
    _ options: MapOptions, _ request: ReportRequest, _ graph: KnowledgeGraph, _ blame: SourceSpan,
    _ make: ([RelationshipID]) -> Material
  ) -> Material? {
    var warnings: [Diagnostic] = []
    do throws(DiagnosticFailure) {
      let wanted = try graph.mapRequest(options, reporting: &warnings)
      let scene = SceneBuilder(graph.snapshot).scene(request: wanted.request, theme: wanted.theme)
      let drawn = scene.bundles.flatMap { ($0.chips + $0.hiddenChips).flatMap(\.claims) }
      for warning in warnings { bag.report(placed(warning, request.question, blame)) }
      return make(drawn.compactMap(\.relationship).map { RelationshipID($0) })
    } catch {
      for diagnostic in error.diagnostics { bag.report(placed(diagnostic, request.question, blame)) }
      return nil
    }
  }

  /// The question of a block, or of the view that it names.
  private mutating func question(_ request: ReportRequest, _ graph: KnowledgeGraph) -> ReportText? {
    if let question = request.question { return question }
    guard let view = request["view"] else { return nil }
    if let found = graph.snapshot.description.views[view.text] { return view.saying(found.ask) }
    let hint = Suggestions.hint(for: view.text, in: graph.viewNames)
    bag.report(
      .error(
        "map.unknown-view", "there is no view '\(view.text)'", in: template.source, at: view.span,
        hints: [hint ?? "there are: " + graph.viewNames.joined(separator: ", ")]))
    return nil
  }

  private mutating func answer(_ question: ReportText, asOf: ReportDefault?, _ graph: KnowledgeGraph)
    -> Answer?
  {
    do throws(DiagnosticFailure) {
      let answer = try graph.ask(
        question.text, AskOptions(asOf: asOf?.text, limits: options.limits))
      for diagnostic in answer.diagnostics { bag.report(placed(diagnostic, question, question.span)) }
      return answer
    } catch {
      for diagnostic in error.diagnostics {
        let blame = diagnostic.code.hasPrefix("date.") ? asOf?.span : nil
        bag.report(placed(diagnostic, question, blame ?? question.span))
      }
      return nil
    }
  }

  /// A message about a question, with the place in the report that the place in the question is.
  private func placed(_ diagnostic: Diagnostic, _ question: ReportText?, _ blame: SourceSpan) -> Diagnostic {
    var placed = diagnostic
    guard let place = diagnostic.place else {
      placed.place = Diagnostic.Place(template.source, blame)
      return placed
    }
    guard ["question", "statement"].contains(place.source.name) else { return diagnostic }
    let isSame = question.map { $0.text == place.source.text } ?? false
    let span = isSame ? question?.span(of: place.span) : nil
    placed.place = Diagnostic.Place(template.source, span ?? blame)
    return placed
  }

  private mutating func cite(_ material: Material, of graph: KnowledgeGraph, _ number: Int) {
    let relations: [Relation]
    switch material {
    case .map(_, let drawn), .relations(let drawn, _): relations = drawn.map { graph.snapshot.relation($0) }
    case .answer(let answer, _): relations = answer.relationships.map { graph.snapshot.relation($0) }
    case .dossier(let node):
      let (outgoing, incoming) = DossierBuilder(snapshot: graph.snapshot).relations(of: node)
      relations = outgoing + incoming
    case .sources: relations = []
    }
    for relation in relations { cited[number, default: []].formUnion(relation.sources.map(\.source)) }
  }

  // MARK: - Answers in running text

  private mutating func ask(_ inline: ReportInline) {
    if ReportTemplate.reference(in: inline.question.text) != nil { return }
    let start = inline.range.lowerBound
    guard !inline.question.text.isEmpty else {
      missing("nothing is asked after 'entente:'", SourceSpan(inline.range))
      return
    }
    guard let number = graph(nil, start, inline.question.span), let graph = graphs.entries[number].graph,
      let answer = answer(inline.question, asOf: defaults.asOf, graph)
    else { return }
    cite(.answer(answer, limit: nil), of: graph, number)
    contents.answers[start] = ReportPhrase(PartMaker.words(of: answer))
  }

  private mutating func checkReferences() {
    let names = template.items.compactMap { item -> String? in
      if case .block(let block) = item { block.id } else { nil }
    }
    let labels = contents.labels(of: template)
    for case .inline(let inline) in template.items {
      guard let name = ReportTemplate.reference(in: inline.question.text) else { continue }
      if names.contains(name) {
        if labels[name] == nil, let part = contents.parts[name] {
          contents.answers[inline.range.lowerBound] = ReportPhrase(part.caption.isEmpty ? name : part.caption)
        }
        continue
      }
      let hint = Suggestions.hint(for: name, in: names) ?? "there are: " + names.joined(separator: ", ")
      bag.report(
        .error(
          "report.unknown-reference", "no block has the name '\(name)'", in: template.source,
          at: inline.question.span, hints: [hint]))
    }
  }

  // MARK: - Making parts

  private mutating func part(_ finding: Finding, _ numbers: ReportNumbers) -> ReportPart? {
    guard let graph = graphs.entries[finding.graph].graph else { return nil }
    let request = finding.block.request
    var maker = PartMaker(graph, request, numbers: numbers, number: finding.graph)
    maker.width = widths[finding.block.id]
    switch finding.material {
    case .map(let options, let drawn):
      var options = options
      options.sourceNumbers = numbers.numbers(of: finding.graph)
      options.limits = self.options.drawingLimits
      do throws(DiagnosticFailure) {
        let drawing = try graph.draw(options, as: .svg)
        for diagnostic in drawing.diagnostics where diagnostic.code.hasPrefix("map.") {
          bag.report(placed(diagnostic, nil, headLine(of: finding.block)))
        }
        return maker.figure(drawing.bytes, drawn, options)
      } catch {
        for diagnostic in error.diagnostics {
          bag.report(placed(diagnostic, request.question, headLine(of: finding.block)))
        }
        return nil
      }
    case .answer(let answer, let limit):
      switch request.kind {
      case .list: return maker.list(answer, limit)
      case .count: return maker.count(answer)
      default: return maker.table(answer, limit)
      }
    case .dossier(let node): return maker.dossier(node)
    case .relations(let relationships, let limit): return maker.timeline(relationships, limit)
    case .sources: return maker.allSources()
    }
  }
}
