package import GraphCore

/// The words of a map that are neither the graph's nor the schema's: legend, scope line, statuses, dates.
///
/// English unless a theme file brings others; `{name}` in a phrase is where a value goes.
package struct MapWords: Sendable, Equatable {
  /// One phrase; the raw value is its key in a theme file.
  package enum Phrase: String, Sendable, CaseIterable {
    // Things that are counted.
    case claim, claims, entity, entities, source, sources
    case backgroundFact = "background-fact"
    case backgroundFacts = "background-facts"
    case pair, pairs
    case phrase, phrases
    case isolated
    case isolatedSeveral = "isolated-several"
    // The scope line.
    case about
    case fromSources = "from-sources"
    case fromSourcesOf = "from-sources-of"
    case fromSourcesBetween = "from-sources-between"
    case answerFrom = "answer-from"
    case answer
    case answerTo = "answer-to"
    case aroundOneStep = "around-one-step"
    case around
    case asOf = "as-of"
    case between
    case undatedIncluded = "undated-included"
    case only
    case folded
    case overview
    case overviewOne = "overview-one"
    case lifted
    case compared
    case timeline
    case notDrawn = "not-drawn"
    case lessWeight = "less-weight"
    case withinOne = "within-one"
    case onCrowdedLines = "on-crowded-lines"
    case weakerPairs = "weaker-pairs"
    case eventsBefore = "events-before"
    // Statuses and marks on lines.
    case past, disputed, denied
    case says, say
    case more
    case came, went, changed, stayed
    // The legend.
    case quoted
    case actsFor = "acts-for"
    case answerLegend = "answer-legend"
    case restLegend = "rest-legend"
    case cameLegend = "came-legend"
    case wentLegend = "went-legend"
    case changedLegend = "changed-legend"
    case stayedLegend = "stayed-legend"
    case absentLegend = "absent-legend"
    case widthLegend = "width-legend"
    case unnamedLegend = "unnamed-legend"
    // Descriptions for readers' voices.
    case mapOf = "map-of"
    case mostConnected = "most-connected"
    // Dates and numbers.
    case date
    case monthOfYear = "month-of-year"
    case aboutDate = "about-date"
    case decade
    case months
    case numbers

    /// What it says without a theme file.
    package var english: String { MapWords.english(self) }

    /// The names in braces that a translation must have.
    package var placeholders: [String] { MapWords.placeholders(in: english) }
  }

  /// BCP 47 tag of the language.
  package var language = "en"
  private var own: [Phrase: String] = [:]

  /// English.
  package init() {}

  /// A phrase with its placeholders.
  package subscript(_ phrase: Phrase) -> String {
    get { own[phrase] ?? phrase.english }
    set { own[phrase] = newValue }
  }

  /// A phrase with values for its placeholders.
  package func text(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
    var result = ""
    var rest = self[phrase][...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close]
      result += rest[..<open]
      result += values.first { $0.key == name }?.value ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// A number in words as far as the language has some here: `five`, but `24`.
  package func number(_ number: Int) -> String {
    let words = self[.numbers].split(separator: " ")
    return number >= 1 && number <= words.count ? String(words[number - 1]) : String(number)
  }

  /// A number of things: `5 claims`.
  package func count(_ number: Int, _ one: Phrase, _ several: Phrase) -> String {
    "\(number) \(self[number == 1 ? one : several])"
  }

  /// A date as it is read: `19 September 2023`, `September 2023`, `1990s`.
  package func date(_ date: PartialDate) -> String {
    let year = date.isDecade ? text(.decade, ["year": "\(date.year)"]) : "\(date.year)"
    let months = self[.months].split(separator: " ")
    var result = year
    if date.month > 0, Int(date.month) <= months.count {
      let month = String(months[Int(date.month) - 1])
      result =
        date.hasDay
        ? text(.date, ["day": "\(date.day)", "month": month, "year": year])
        : text(.monthOfYear, ["month": month, "year": year])
    }
    return date.isAbout ? text(.aboutDate, ["date": result]) : result
  }

  /// A text of an ISO date as it is read; any other text as it is.
  package func date(_ text: String) -> String { (try? PartialDate.parse(text)).map { date($0) } ?? text }

  /// The names in braces of a phrase, in order.
  package static func placeholders(in phrase: String) -> [String] {
    var names: [String] = []
    var rest = phrase[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.append(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }
}

extension MapWords {
  fileprivate static func english(_ phrase: Phrase) -> String {
    switch phrase {
    case .claim, .claims, .entity, .entities, .source, .sources, .pair, .pairs, .phrase, .phrases, .past,
      .disputed, .denied, .says, .say, .more, .changed:
      phrase.rawValue
    case .backgroundFact: "background fact"
    case .backgroundFacts: "background facts"
    case .isolated: "entity without a claim"
    case .isolatedSeveral: "entities without a claim"
    case .about: "{claims} about {entities}"
    case .fromSources: "from {sources}"
    case .fromSourcesOf: "from {sources} of {date}"
    case .fromSourcesBetween: "from {sources} of {first} to {last}"
    case .answerFrom: "Answer from “{graph}”"
    case .answer: "Answer"
    case .answerTo: "Answer to “{question}”"
    case .aroundOneStep: "Around {name}, one step far"
    case .around: "Around {name}, {steps} steps far"
    case .asOf: "as of {date}"
    case .between: "active between {first} and {last}"
    case .undatedIncluded: "undated ones included: {count}"
    case .only: "only {types}"
    case .folded: "Ministries, forces and people who act for another are drawn as it."
    case .overview: "Drawn as an overview: of each entity only the {count} strongest links."
    case .overviewOne: "Drawn as an overview: of each entity only the strongest link."
    case .lifted: "Lifted: the answer to “{question}”, {claims}."
    case .compared: "What changed from {first} to {last}"
    case .timeline: "{count} dates from {first} to {last}"
    case .notDrawn: "Not drawn: {list}."
    case .lessWeight: "{entities} and {claims} of less weight"
    case .withinOne: "{claims} between those drawn as one"
    case .onCrowdedLines: "{phrases} on crowded lines"
    case .weakerPairs: "{pairs} less strongly linked, with {claims}"
    case .eventsBefore: "{claims} of neither date nor the time between"
    case .came: "new"
    case .went: "ended"
    case .stayed: "unchanged"
    case .quoted: "on another’s word alone; the tooltip names whose ({count})"
    case .actsFor: "so many others act for it and are drawn as it"
    case .answerLegend: "part of the answer ({count})"
    case .restLegend: "the rest ({count})"
    case .cameLegend: "new since {date} ({count})"
    case .wentLegend: "ended by {date} ({count})"
    case .changedLegend: "changed, from → to ({count})"
    case .stayedLegend: "unchanged ({count})"
    case .absentLegend: "without a claim at that date"
    case .widthLegend: "the wider, the more claims ({least} to {most})"
    case .unnamedLegend: "not named for lack of room ({count})"
    case .mapOf: "Relationship map of {entities} and {claims}."
    case .mostConnected: "Most connected: {list}."
    case .date: "{day} {month} {year}"
    case .monthOfYear: "{month} {year}"
    case .aboutDate: "about {date}"
    case .decade: "{year}s"
    case .months: "January February March April May June July August September October November December"
    case .numbers: "one two three four five six seven eight nine ten eleven twelve"
    }
  }
}
