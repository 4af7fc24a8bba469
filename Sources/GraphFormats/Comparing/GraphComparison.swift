package import GraphCore
import OrderedCollections

/// What came, went and changed between two graphs that were read from different files.
///
/// Entities and sources are the same when their ids are. Claims between the same entities by the same relation are
/// paired: first those that say the same in everything, then those that agree in what they are about, in time and on
/// whose word, then those that agree in one of the first two.
package struct GraphComparison: Sendable {
  /// What happened to a record.
  package enum Kind: Sendable, CaseIterable {
    /// Only the second graph has it.
    case came
    /// Only the first graph has it.
    case went
    /// Both have it, and say different things.
    case changed
  }

  /// A field that both graphs fill differently; nil where one has nothing.
  package struct Field: Sendable, Equatable {
    /// Its key in graph files.
    package let key: String
    /// What the first graph says.
    package let before: String?
    /// What the second graph says.
    package let after: String?
  }

  /// A claim that came, went or changed.
  package struct Claim: Sendable {
    /// What happened to it.
    package let kind: Kind
    /// It in the first graph.
    package let before: RelationshipID?
    /// It in the second graph.
    package let after: RelationshipID?
    /// Its fields: all of one that came or went, those that differ of one that changed.
    package let fields: [Field]
  }

  /// An entity or a source that came, went or changed.
  package struct Record: Sendable {
    /// What happened to it.
    package let kind: Kind
    /// Its id.
    package let id: String
    /// Its fields, as in ``Claim``.
    package let fields: [Field]
  }

  /// Claims that came, went or changed: those of the first graph in its order, then the new ones.
  package private(set) var claims: [Claim] = []
  /// Entities, in the same order.
  package private(set) var entities: [Record] = []
  /// Sources, in the same order.
  package private(set) var sources: [Record] = []

  /// Whether the graphs say the same.
  package var isEmpty: Bool { claims.isEmpty && entities.isEmpty && sources.isEmpty }

  private typealias Fields = OrderedDictionary<String, String>

  /// Compares two graphs.
  ///
  /// - Complexity: O(nodes + relationships + values), and O(n²) in the number of claims that two entities have by one
  ///   relation.
  package init(from old: GraphSnapshot, to new: GraphSnapshot) {
    let before = PropertyGraphExport(old)
    let after = PropertyGraphExport(new)
    entities = Self.records(
      before.graph.entities.map { ($0.id, Self.fields(before.attributes(of: $0))) },
      after.graph.entities.map { ($0.id, Self.fields(after.attributes(of: $0))) })
    sources = Self.records(
      before.graph.sources.map { ($0.id, Self.fields(of: $0)) },
      after.graph.sources.map { ($0.id, Self.fields(of: $0)) })
    compareClaims(before, after)
  }

  // MARK: Entities and sources

  private static func fields(_ attributes: PropertyGraphExport.Attributes) -> Fields {
    Fields(attributes.map { ($0.key, ValueText.of($0.value)) }) { first, _ in first }
  }

  private static func fields(of source: Source) -> Fields {
    var fields: Fields = [:]
    fields["publisher"] = source.publisher
    fields["title"] = source.title
    fields["author"] = source.author
    fields["date"] = source.date?.description
    fields["url"] = source.url
    fields["retrieved"] = source.retrieved?.description
    fields["note"] = source.note
    return fields
  }

  private static func records(_ before: [(String, Fields)], _ after: [(String, Fields)]) -> [Record] {
    let old = Dictionary(before) { first, _ in first }
    let new = Dictionary(after) { first, _ in first }
    var result: [Record] = []
    for (id, fields) in before {
      if let other = new[id] {
        let differing = differences(fields, other)
        if !differing.isEmpty { result.append(Record(kind: .changed, id: id, fields: differing)) }
      } else {
        result.append(Record(kind: .went, id: id, fields: differences(fields, [:])))
      }
    }
    for (id, fields) in after where old[id] == nil {
      result.append(Record(kind: .came, id: id, fields: differences([:], fields)))
    }
    return result
  }

  private static func differences(_ before: Fields, _ after: Fields) -> [Field] {
    var keys = OrderedSet(before.keys)
    keys.formUnion(after.keys)
    return keys.compactMap { key in
      before[key] == after[key] ? nil : Field(key: key, before: before[key], after: after[key])
    }
  }

  // MARK: Claims

  private struct Side {
    let number: Int
    let relationship: RelationshipID
    let fields: Fields
  }

  private static let identity = [
    StandardName.about, StandardName.date, StandardName.since, StandardName.until, StandardName.attributedTo,
  ]

  private mutating func compareClaims(_ before: PropertyGraphExport, _ after: PropertyGraphExport) {
    let old = Self.grouped(before)
    let new = Self.grouped(after)
    var found: [(order: Int, claim: Claim)] = []
    let count = before.graph.graph.relationshipCapacity
    for (key, group) in old {
      var rest = group
      var others = new[key] ?? []
      Self.pair(&rest, &others) { $0 == $1 }
      var changed: [(Side, Side)] = []
      changed += Self.pair(&rest, &others) { one, two in Self.identity.allSatisfy { one[$0] == two[$0] } }
      changed += Self.pair(&rest, &others) { one, two in Self.isClose(one, two) }
      for (one, two) in changed {
        let fields = Self.differences(one.fields, two.fields)
        found.append(
          (
            one.number,
            Claim(kind: .changed, before: one.relationship, after: two.relationship, fields: fields)
          ))
      }
      for side in rest {
        let fields = Self.differences(side.fields, [:])
        found.append((side.number, Claim(kind: .went, before: side.relationship, after: nil, fields: fields)))
      }
      for side in others { found.append((count + side.number, Self.arrival(side))) }
    }
    for (key, group) in new where old[key] == nil {
      for side in group { found.append((count + side.number, Self.arrival(side))) }
    }
    claims = found.sorted { $0.order < $1.order }.map(\.claim)
  }

  private static func arrival(_ side: Side) -> Claim {
    Claim(kind: .came, before: nil, after: side.relationship, fields: differences([:], side.fields))
  }

  private static func isClose(_ one: Fields, _ two: Fields) -> Bool {
    let times = [StandardName.date, StandardName.since, StandardName.until]
    let sameTime = times.allSatisfy { one[$0] == two[$0] } && times.contains { one[$0] != nil }
    return sameTime || one[StandardName.about] == two[StandardName.about]
  }

  /// The claims by what they join, in the order of the graph; a symmetric relation joins both ways.
  private static func grouped(_ export: PropertyGraphExport) -> OrderedDictionary<[String], [Side]> {
    var groups: OrderedDictionary<[String], [Side]> = [:]
    for (number, claim) in export.graph.claims.enumerated() {
      let isSwapped = claim.isSymmetric && claim.object < claim.subject
      let ends = isSwapped ? [claim.object, claim.subject] : [claim.subject, claim.object]
      var fields = Self.fields(export.attributes(of: claim))
      fields[AttributeName.relation] = nil
      fields[AttributeName.symmetric] = nil
      let side = Side(number: number, relationship: claim.relation.relationship, fields: fields)
      groups[[claim.relation.type] + ends, default: []].append(side)
    }
    return groups
  }

  /// Takes pairs that match out of both lists, each the first that fits.
  @discardableResult
  private static func pair(
    _ one: inout [Side], _ two: inout [Side], _ matches: (Fields, Fields) -> Bool
  ) -> [(Side, Side)] {
    var pairs: [(Side, Side)] = []
    var rest: [Side] = []
    for side in one {
      if let index = two.firstIndex(where: { matches(side.fields, $0.fields) }) {
        pairs.append((side, two.remove(at: index)))
      } else {
        rest.append(side)
      }
    }
    one = rest
    return pairs
  }
}
