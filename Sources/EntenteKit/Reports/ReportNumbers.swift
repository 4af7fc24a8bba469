import GraphCore
import Maps
import OrderedCollections
import Reports
import Vocabulary

/// The numbers of all sources that a report cites: one list for all its blocks and graphs.
struct ReportNumbers {
  private var numbers: [[String: Int]] = []
  private var sources: [ReportSource] = []

  /// Numbers sources in the order of the graphs and of their files.
  ///
  /// The same source in two graphs, by id, publisher and title, has one number.
  ///
  /// - Parameter cited: For each graph the ids of the sources that any block cites.
  init(_ cited: [(graph: KnowledgeGraph, ids: Set<String>)]) {
    var seen: [[String]: Int] = [:]
    for (graph, ids) in cited {
      var own: [String: Int] = [:]
      for source in graph.snapshot.sources where ids.contains(source.id) {
        let key = [source.id, source.publisher ?? "", source.title ?? ""]
        if let number = seen[key] {
          own[source.id] = number
          continue
        }
        let number = sources.count + 1
        seen[key] = number
        own[source.id] = number
        sources.append(
          ReportSource(
            number: number, text: Self.text(of: source), publisher: source.publisher ?? source.id,
            url: source.url))
      }
      numbers.append(own)
    }
  }

  private static func text(of source: Source) -> String {
    var parts = [source.publisher ?? source.id]
    if let author = source.author { parts.append(author) }
    // Quotation marks inside of quotation marks are single ones.
    if let title = source.title?.replacing("“", with: "‘").replacing("”", with: "’") {
      parts.append("“\(title)”")
    }
    if let date = source.date { parts.append(date.description) }
    if let retrieved = source.retrieved { parts.append("read \(retrieved)") }
    return parts.joined(separator: ", ")
  }

  /// The numbers of a graph's sources, by id.
  func numbers(of graph: Int) -> [String: Int] { graph < numbers.count ? numbers[graph] : [:] }

  /// The sources of some numbers, in their order; nil for all.
  func sources(_ numbers: Set<Int>? = nil) -> [ReportSource] {
    guard let numbers else { return sources }
    return sources.filter { numbers.contains($0.number) }
  }
}

/// Makes rows and sentences of claims, with the numbers of their sources.
struct ClaimRows {
  private let snapshot: GraphSnapshot
  private let numbers: [String: Int]
  private let words: ClaimWords
  /// The numbers that were cited.
  private(set) var cited: Set<Int> = []

  init(_ snapshot: GraphSnapshot, numbers: [String: Int]) {
    self.snapshot = snapshot
    self.numbers = numbers
    words = ClaimWords(snapshot)
  }

  /// Relations as a table, empty columns left out.
  mutating func table(_ relations: [Relation]) -> ReportTable {
    var rows: [[ReportPhrase]] = []
    for relation in relations {
      rows.append([
        ReportPhrase(snapshot.displayName(of: relation.subject)),
        ReportPhrase(snapshot.schema?.relationTypes[relation.type]?.phrase ?? relation.type),
        ReportPhrase(snapshot.displayName(of: relation.object)), ReportPhrase(relation.about ?? ""),
        ReportPhrase(relation.time.text), ReportPhrase(relation.status == "current" ? "" : relation.status),
        ReportPhrase(relation.attributedTo.map(title) ?? ""), ReportPhrase("", citations(relation)),
      ])
    }
    return ReportTable(
      columns: ["who", "relation", "whom", "about", "date", "status", "said by", "sources"], rows: rows,
      compact: true)
  }

  /// A relation as a sentence.
  mutating func sentence(_ relation: Relation, isDated: Bool = true) -> ReportPhrase {
    ReportPhrase(words.sentence(of: relation, isDated: isDated), citations(relation))
  }

  /// The sources of several relations, each place once.
  mutating func citations(_ relations: [Relation]) -> [ReportCitation] {
    var found: [ReportCitation] = []
    for relation in relations {
      for citation in citations(relation) where !found.contains(citation) { found.append(citation) }
    }
    return found
  }

  private mutating func citations(_ relation: Relation) -> [ReportCitation] {
    let found = relation.sources.compactMap { citation in
      numbers[citation.source].map { ReportCitation($0, citation.place) }
    }
    cited.formUnion(found.map(\.number))
    return found.sorted { $0.number < $1.number }
  }

  private func title(_ id: String) -> String {
    snapshot.node(withID: id).map { snapshot.displayName(of: $0) } ?? id
  }
}
