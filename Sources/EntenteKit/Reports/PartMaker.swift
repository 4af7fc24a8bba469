import Diagnostics
import GraphCore
import Reports

/// Makes the part of one block from what a graph answered.
struct PartMaker {
  private let graph: KnowledgeGraph
  private let request: ReportRequest
  private let numbers: ReportNumbers
  private var rows: ClaimRows
  /// How wide the part is.
  var width: String?

  init(_ graph: KnowledgeGraph, _ request: ReportRequest, numbers: ReportNumbers, number: Int) {
    self.graph = graph
    self.request = request
    self.numbers = numbers
    rows = ClaimRows(graph.snapshot, numbers: numbers.numbers(of: number))
  }

  private var snapshot: GraphSnapshot { graph.snapshot }

  private func part(_ content: ReportPart.Content, notes: [String] = []) -> ReportPart {
    ReportPart(
      content, caption: request["caption"]?.text ?? "", width: width, sources: numbers.sources(rows.cited),
      notes: notes)
  }

  /// A map, with a table of the relations on it.
  mutating func figure(_ svg: [UInt8], _ drawn: [RelationshipID], _ options: MapOptions) -> ReportPart {
    let relations = drawn.map { snapshot.relation($0) }
    let table = rows.table(relations)
    return part(.figure(svg: svg, alt: request["alt"]?.text ?? alt(relations, options), relations: table))
  }

  /// What a map shows, in one or two sentences: for those who do not see it.
  private mutating func alt(_ relations: [Relation], _ options: MapOptions) -> String {
    var ends: Set<NodeID> = []
    for relation in relations { ends.formUnion([relation.subject, relation.object]) }
    let count = relations.count == 1 ? "1 relation" : "\(relations.count) relations"
    var text = "Map of \(count) between \(ends.count) entities"
    if let name = request["title"]?.text ?? request["caption"]?.text {
      let ended = name.hasSuffix(".") ? String(name.dropLast()) : name
      text = "\(ended): \(text.prefix(1).lowercased())\(text.dropFirst())"
    }
    let first = relations.prefix(3).map { rows.sentence($0, isDated: false).text }
    if !first.isEmpty { text += ". " + first.joined(separator: "; ") }
    return text + (relations.count > 3 ? "; and \(relations.count - 3) more." : ".")
  }

  /// An answer as a table; of a question's answer the sources stand in a column of their own.
  mutating func table(_ answer: Answer, _ limit: Int?) -> ReportPart {
    let (columns, values) = answer.shown
    let count = min(limit ?? Int.max, values.count)
    let isCited = answer.isQuestion && columns.contains("sources")
    let kept = columns.indices.filter { !isCited || columns[$0] != "sources" }
    var cells: [[ReportPhrase]] = []
    for index in 0..<count {
      var row = kept.map { ReportPhrase(AnswerText.plain(values[index][$0])) }
      let citations = rows.citations(relations(answer, index))
      if isCited { row.append(ReportPhrase("", citations)) }
      cells.append(row)
    }
    let table = ReportTable(
      columns: kept.map { columns[$0] } + (isCited ? ["sources"] : []), rows: cells,
      isNumeric: kept.map { AnswerTableFormats.isNumeric($0, values) } + (isCited ? [false] : []))
    return part(.table(table), notes: Self.note(values.count - count, "row", "rows"))
  }

  private func relations(_ answer: Answer, _ row: Int) -> [Relation] {
    guard row < answer.evidence.count else { return [] }
    return answer.evidence[row].map { snapshot.relation(RelationshipID($0.number)) }
  }

  /// An answer as sentences: of a row that rests on one claim the claim, of any other its values.
  mutating func list(_ answer: Answer, _ limit: Int?) -> ReportPart {
    let (columns, values) = answer.shown
    let count = min(limit ?? Int.max, values.count)
    var lines: [ReportPhrase] = []
    for index in 0..<count {
      let relations = relations(answer, index)
      if answer.isQuestion, relations.count == 1 {
        lines.append(rows.sentence(relations[0]))
        continue
      }
      let kept = columns.indices.filter { !(answer.isQuestion && columns[$0] == "sources") }
      let texts = kept.map { AnswerText.plain(values[index][$0]) }.filter { !$0.isEmpty }
      lines.append(ReportPhrase(texts.joined(separator: " – "), rows.citations(relations)))
    }
    return part(.list(lines), notes: Self.note(values.count - count, "line", "lines"))
  }

  private static func note(_ count: Int, _ one: String, _ several: String) -> [String] {
    count > 0 ? ["\(count) more \(count == 1 ? one : several) left out"] : []
  }

  /// The one number or word of an answer, else the number of its rows.
  mutating func count(_ answer: Answer) -> ReportPart {
    for index in answer.rows.indices { _ = rows.citations(relations(answer, index)) }
    return part(.count(Self.single(answer) ?? String(answer.rows.count)))
  }

  private static func single(_ answer: Answer) -> String? {
    guard answer.rows.count == 1, let value = answer.rows[0].first else { return nil }
    if case .integer = value { return AnswerText.plain(value) }
    if case .float = value { return AnswerText.plain(value) }
    return answer.columns.first == "answer" || answer.columns.count == 1 ? AnswerText.plain(value) : nil
  }

  /// An answer in running text: the one value, else the values of the first column as `A, B and C`; `none` for none.
  static func words(of answer: Answer) -> String {
    if let value = single(answer) { return value }
    var names: [String] = []
    for row in answer.rows {
      guard let value = row.first else { continue }
      let text = AnswerText.plain(value)
      if !text.isEmpty, !names.contains(text) { names.append(text) }
    }
    guard let last = names.last else { return "none" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// All about an entity.
  mutating func dossier(_ node: NodeID) -> ReportPart {
    let builder = DossierBuilder(snapshot: snapshot)
    let entity = snapshot.entity(node)
    let (outgoing, incoming) = builder.relations(of: node)
    var sections: [ReportSection] = []
    for (title, relations) in [("Relations of", outgoing), ("Relations to", incoming)]
    where !relations.isEmpty {
      sections.append(
        ReportSection(title: "\(title) \(entity.name) (\(relations.count))", table: rows.table(relations)))
    }
    let facts = builder.facts(entity).filter { $0.label != "id" }.map {
      ReportPhrase("\($0.label): \($0.value)")
    }
    let types = entity.labels.map { label in label.replacing("-", with: " ") }
    return part(
      .dossier(name: entity.name, types: types.joined(separator: ", "), facts: facts, sections: sections))
  }

  /// Claims by date; undated ones at the end.
  mutating func timeline(_ relationships: [RelationshipID], _ limit: Int?) -> ReportPart {
    let relations = relationships.map { snapshot.relation($0) }
    let dated = relations.enumerated().filter { !$0.element.time.isUndated }.sorted { left, right in
      let (one, two) = (Self.start(left.element), Self.start(right.element))
      guard let one, let two, one != two else { return left.offset < right.offset }
      return one < two
    }.map(\.element)
    let all = dated + relations.filter(\.time.isUndated)
    var moments: [ReportMoment] = []
    for relation in all.prefix(limit ?? Int.max) {
      let time = relation.time.text
      let sentence = rows.sentence(relation, isDated: false)
      if let last = moments.last, last.time == time {
        moments[moments.count - 1] = ReportMoment(time: time, lines: last.lines + [sentence])
      } else {
        moments.append(ReportMoment(time: time, lines: [sentence]))
      }
    }
    let left = all.count - min(all.count, limit ?? Int.max)
    return part(.timeline(moments), notes: Self.note(left, "claim", "claims"))
  }

  private static func start(_ relation: Relation) -> PartialDate? {
    relation.time.date ?? relation.time.since ?? relation.time.until
  }

  /// All sources of the report.
  func allSources() -> ReportPart {
    ReportPart(.sources, caption: request["caption"]?.text ?? "", sources: numbers.sources())
  }
}
