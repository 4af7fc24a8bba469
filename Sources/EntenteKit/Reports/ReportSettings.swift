import Diagnostics
import GraphCore
import Reports

/// Reads the values of a block's settings, and keeps what is wrong with them.
struct ReportSettings {
  private let source: SourceText
  private(set) var problems: [Diagnostic] = []

  init(_ source: SourceText) { self.source = source }

  private mutating func wrong(_ value: ReportText, _ wanted: String) {
    problems.append(
      .error(
        "report.value", "'\(value.text)' is no value here", in: source, at: value.span,
        hints: ["it takes \(wanted)"]))
  }

  /// A number of rows.
  mutating func count(_ value: ReportText) -> Int? {
    if let count = Int(value.text), (1...100_000).contains(count) { return count }
    wrong(value, "a number from 1 to 100000")
    return nil
  }

  /// A width: a percentage or a number of pixels.
  mutating func width(_ value: ReportText) -> String? {
    let digits = value.text.prefix { $0.isASCII && $0.isNumber }
    let unit = value.text.dropFirst(digits.count)
    if let number = Int(digits), number > 0, number <= 10_000,
      unit == "%" && number <= 100 || unit == "px" || unit.isEmpty
    {
      return unit.isEmpty ? "\(number)px" : value.text
    }
    wrong(value, "a percentage such as 80%, or pixels such as 600px")
    return nil
  }

  private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: ReportText?, _ fallback: ReportDefault? = nil
  ) -> Choice? {
    let text = value ?? fallback.map { ReportText($0.text, at: $0.span) }
    guard let text else { return nil }
    if let choice = Choice(rawValue: text.text) { return choice }
    wrong(text, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    return nil
  }

  /// The options of a map; nil when a value is wrong.
  mutating func mapOptions(_ request: ReportRequest, defaults: ReportDefaults, id: String) -> MapOptions? {
    let before = problems.count
    var options = MapOptions()
    options.theme = choice(request["theme"], defaults.theme) ?? .auto
    options.edges = choice(request["edges"])
    options.layout = choice(request["layout"])
    options.asOf = date(request["as-of"] ?? defaults.asOf.map { ReportText($0.text, at: $0.span) })
    options.title = request["title"]?.text
    // The list stands below the figure, once.
    options.sources = choice(request["sources"]) ?? .numbers
    options.groupBy = request["group-by"]?.text
    options.highlight = request["highlight"]?.text
    if request.kind == .map { options.limit = request["limit"].flatMap { count($0) } }
    options.idPrefix = "map-\(id)"
    options.types = request["type"]?.text.split { $0 == "," || $0 == " " }.map(String.init) ?? []
    if let between = request["between"] {
      let dates = between.text.split { $0 == "," || $0 == " " }.map(String.init).filter { $0 != "and" }
      if dates.count == 2 {
        options.between = (dates[0], dates[1])
      } else {
        wrong(between, "two dates: \"2019, 2021\"")
      }
    }
    if let fold = request["fold"] {
      if fold.text == "yes" || fold.text == "no" {
        options.fold = fold.text == "yes"
      } else {
        wrong(fold, "yes or no")
      }
    }
    options.selection = selection(request)
    return problems.count == before ? options : nil
  }

  private mutating func date(_ value: ReportText?) -> String? {
    guard let value else { return nil }
    do throws(Problem) {
      return try PartialDate.parse(value.text).description
    } catch {
      problems.append(error.at(value.span, in: source))
      return nil
    }
  }

  private mutating func selection(_ request: ReportRequest) -> MapSelection {
    let chosen = [request.question, request["view"], request["around"]].compactMap { $0 }
    if chosen.count > 1 {
      problems.append(
        .error(
          "report.setting", "the block says in two ways what to draw", in: source, at: chosen[1].span,
          hints: ["give one of a question, view= and around="]))
    }
    if let question = request.question { return .answer(question.text) }
    if let view = request["view"] { return .view(view.text) }
    guard let around = request["around"] else {
      if let hops = request["hops"] { wrong(hops, "around=NAME beside it") }
      return .all
    }
    guard let hops = request["hops"] else { return .around(around.text, hops: 1) }
    guard let count = Int(hops.text), (0...20).contains(count) else {
      wrong(hops, "a number from 0 to 20")
      return .all
    }
    return .around(around.text, hops: count)
  }
}
