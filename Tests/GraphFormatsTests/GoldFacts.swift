import Foundation
import GraphCore
import TestSupport

/// One report's statement of one claim: the claim, where it is made, how it stands, on whose word, and when.
struct ReportedFact: Hashable, Comparable, CustomStringConvertible {
  var subject: String
  var relation: String
  var object: String
  var source: String
  var place: String
  var status: String
  var attributedTo: String
  var date: String
  var since: String
  var until: String

  /// All fields in one line; `-` stands for what is not said.
  var description: String {
    [subject, relation, object, source, place, status, attributedTo, date, since, until].joined(
      separator: " ")
  }

  static func < (left: Self, right: Self) -> Bool { left.description < right.description }

  /// Relations that the gold data count as unordered.
  static let symmetric: Set<String> = ["ally-of", "talks-with", "agrees-with", "borders"]

  /// The fact with the ends of a symmetric relation in alphabetical order.
  var ordered: Self {
    guard Self.symmetric.contains(relation), object < subject else { return self }
    var copy = self
    copy.subject = object
    copy.object = subject
    return copy
  }
}

extension GraphSnapshot {
  /// Every claim of the graph once for each source that it cites.
  var reportedFacts: [ReportedFact] {
    relationshipIdentifiers.flatMap { index in
      let relation = relation(RelationshipID(index))
      return relation.sources.map { citation in
        ReportedFact(
          subject: entity(relation.subject).id, relation: relation.type, object: entity(relation.object).id,
          source: citation.source, place: citation.place, status: relation.status,
          attributedTo: relation.attributedTo ?? "-", date: relation.time.date?.description ?? "-",
          since: relation.time.since?.description ?? "-", until: relation.time.until?.description ?? "-")
      }
    }
  }
}

/// What one report states by the gold data beside the project.
struct GoldReport: Decodable {
  /// The names of the five reports: those of the gold files, and the ids of the graph's sources.
  static let names = ["agency-brief", "middle-east-eye", "mt", "rbc-ukraine", "upi"]

  struct Entity: Decodable {
    let id: String
    let actsFor: String?

    enum CodingKeys: String, CodingKey {
      case id
      case actsFor = "acts_for"
    }
  }

  struct Record: Decodable {
    let subject: String
    let relation: String
    let object: String
    let attributedTo: String?
    let status: String
    let date: String?
    let since: String?
    let until: String?
    let paragraph: Int
    let cue: String

    enum CodingKeys: String, CodingKey {
      case subject = "s"
      case relation = "r"
      case object = "o"
      case attributedTo = "attributed_to"
      case status, date, since, until, cue
      case paragraph = "p"
    }
  }

  let entities: [Entity]
  let relations: [Record]

  /// Reads one report; nil when the gold data are not there, and then that is printed.
  static func read(_ name: String) throws -> GoldReport? {
    guard let path = TestEnvironment.shared("gold/\(name).json") else { return nil }
    return try JSONDecoder().decode(GoldReport.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The records as facts of the graph's form.
  ///
  /// Gold gives a state of affairs with `since` or `until` a `date` as well; the graph has the interval alone.
  func facts(from source: String) -> [ReportedFact] {
    relations.map { record in
      let hasInterval = record.since != nil || record.until != nil
      return ReportedFact(
        subject: record.subject, relation: record.relation, object: record.object, source: source,
        place: "¶\(record.paragraph)", status: record.status, attributedTo: record.attributedTo ?? "-",
        date: hasInterval ? "-" : record.date ?? "-", since: record.since ?? "-", until: record.until ?? "-")
    }
  }
}
