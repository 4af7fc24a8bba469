import Diagnostics
import Foundation
import GraphCore
import TestSupport
import Testing

/// The graph of the five reports states what the gold data say that the reports state.
@Suite struct GoldComparisonTests {
  let graph: GraphSnapshot

  init() throws {
    graph = try ShippedGraph.read("graphs/karabakh-2023.yaml")
  }

  /// Triple, source, paragraph, status, attribution, date: each record is in the graph as often as in the gold
  /// data, and the graph cites nothing else.
  @Test(arguments: GoldReport.names)
  func statesEveryRecord(of report: String) throws {
    guard let gold = try GoldReport.read(report) else { return }
    let expected = gold.facts(from: report).map { $0.ordered }.sorted()
    let actual = graph.reportedFacts.filter { $0.source == report }.map { $0.ordered }.sorted()
    #expect(difference(expected, actual) == [], "in the gold data only")
    #expect(difference(actual, expected) == [], "in the graph only")
  }

  @Test(arguments: GoldReport.names)
  func knowsEveryEntity(of report: String) throws {
    guard let gold = try GoldReport.read(report) else { return }
    for entity in gold.entities {
      let node = try #require(graph.entities.first { graph.entity($0).id == entity.id }, "\(entity.id)")
      #expect(graph.entity(node).actsFor == entity.actsFor, "\(entity.id)")
    }
  }

  @Test func coversAllFiveReports() throws {
    let reports = try GoldReport.names.compactMap { try GoldReport.read($0) }
    guard reports.count == GoldReport.names.count else { return }
    #expect(reports.map(\.relations.count).reduce(0, +) == 180)
    #expect(Set(reports.flatMap(\.entities).map(\.id)).count == graph.entities.count)
  }

  /// The summaries are our own: no run of four words of a report, and no cue of the gold data.
  @Test func copiesNoWordingOfTheReports() throws {
    let abouts = graph.relationshipIdentifiers.compactMap { graph.relation(RelationshipID($0)).about }
    for report in GoldReport.names {
      guard let path = TestEnvironment.shared("articles/\(report).txt"),
        let gold = try GoldReport.read(report)
      else { return }
      let runs = Set(wordRuns(of: try String(contentsOfFile: path, encoding: .utf8), length: 4))
      let cues = Set(gold.relations.map { $0.cue.lowercased() })
      for about in abouts {
        #expect(wordRuns(of: about, length: 4).filter { runs.contains($0) } == [], "\(about)")
        #expect(!cues.contains(about.lowercased()), "\(about)")
      }
    }
  }

  /// A claim that several reports make is one relation, and a summary has at most eight words.
  @Test(arguments: ShippedGraph.paths)
  func saysNothingTwice(path: String) throws {
    let graph = try ShippedGraph.read(path)
    var seen: Set<String> = []
    for index in graph.relationshipIdentifiers {
      let relation = graph.relation(RelationshipID(index))
      let claim = [
        graph.entity(relation.subject).id, relation.type, graph.entity(relation.object).id,
        relation.about ?? "-", relation.status, relation.attributedTo ?? "-", "\(relation.time)",
      ].joined(separator: " ")
      #expect(seen.insert(claim).inserted, "\(claim)")
      #expect((relation.about ?? "").split(separator: " ").count <= 8, "\(claim)")
    }
  }

  /// Every accusation, without the gold data: the table lies in the project.
  @Test func listsEveryAccusation() throws {
    let table = try TestEnvironment.projectFile("Tests/Data/accusations.tsv")
    let expected = table.text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t").joined(separator: " ")
    }
    let actual = graph.reportedFacts.filter { $0.relation == "accuses" }.map { fact in
      [
        fact.subject, fact.relation, fact.object, fact.source, fact.place, fact.status, fact.attributedTo,
        fact.date,
      ].joined(separator: " ")
    }
    #expect(expected.count == 20)
    #expect(actual.sorted() == expected.sorted())
  }

  /// What is in the first sorted list more often than in the second.
  private func difference(_ left: [ReportedFact], _ right: [ReportedFact]) -> [ReportedFact] {
    var rest = right
    return left.filter { fact in
      guard let index = rest.firstIndex(of: fact) else { return true }
      rest.remove(at: index)
      return false
    }
  }

  private func wordRuns(of text: String, length: Int) -> [String] {
    let words = text.lowercased().split {
      !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’" || $0 == "-")
    }
    guard words.count >= length else { return [] }
    return (0...(words.count - length)).map { words[$0..<($0 + length)].joined(separator: " ") }
  }
}
