import GraphCore
import TestSupport

/// A small graph with loops and parallel relationships, names in mixed case and dates of several precisions.
struct RandomGraph {
  struct Node {
    var labels: [String]
    var name: String?
    var num: Int?
  }

  struct Relationship {
    var type: String
    var start: Int
    var end: Int
    var w: Int
    var date: String?
  }

  /// The names that nodes have; several nodes may share one.
  static let names = ["Baku", "BAKU", "Armenia", "armenian army", "n1", "n2", "Élysée", "Thaçi", ""]
  /// The types that relationships have.
  static let types = ["R", "S", "T"]

  var nodes: [Node] = []
  var relationships: [Relationship] = []

  /// Makes a graph.
  ///
  /// - Parameters:
  ///   - random: Where the choices come from.
  ///   - isPortable: Whether to keep to what any openCypher engine stores: no dates, ASCII names.
  init(_ random: inout SeededGenerator, isPortable: Bool = false) {
    // Mostly tiny, where every shape is tried; sometimes dense, sometimes wide.
    let (most, hops) = [(7, 13), (7, 13), (7, 13), (5, 31), (30, 60)][random.below(5)]
    let count = 2 + random.below(most)
    let names = Self.names.filter { name in !isPortable || name.utf8.allSatisfy { $0 < 0x80 } }
    for _ in 0..<count {
      nodes.append(
        Node(
          labels: [["A"], ["A", "B"], ["A", "B"], ["B"], []][random.below(5)],
          name: random.once(in: 8) ? nil : names[random.below(names.count)],
          num: random.once(in: 6) ? nil : random.below(4)))
    }
    for _ in 0..<(count + random.below(hops)) {
      relationships.append(
        Relationship(
          type: Self.types[random.below(3)], start: random.below(count), end: random.below(count),
          w: random.below(3), date: isPortable ? nil : Self.date(&random)))
    }
  }

  /// A day of early 2014, sometimes only its month or year, sometimes nothing.
  private static func date(_ random: inout SeededGenerator) -> String? {
    let month = "2014-0\(1 + random.below(3))"
    switch random.below(12) {
    case 0: return nil
    case 1: return month
    case 2: return "2014"
    default:
      let day = 1 + random.below(28)
      return month + (day < 10 ? "-0\(day)" : "-\(day)")
    }
  }

  /// The graph as the engine holds it; identifiers follow the order of the arrays.
  ///
  /// - Throws: Never for the dates that this makes.
  func snapshot() throws -> GraphSnapshot {
    var builder = GraphBuilder(schema: nil)
    var ids: [NodeID] = []
    for node in nodes {
      let id = builder.addNode(labels: node.labels)
      if let name = node.name { builder.set("name", of: id, to: .string(name)) }
      if let num = node.num { builder.set("num", of: id, to: .integer(Int64(num))) }
      ids.append(id)
    }
    for hop in relationships {
      let id = builder.addRelationship(hop.type, from: ids[hop.start], to: ids[hop.end])
      builder.set("w", of: id, to: .integer(Int64(hop.w)))
      if let date = hop.date { builder.set("date", of: id, to: .date(try PartialDate.parse(date))) }
    }
    return builder.freeze()
  }

  /// The statement that makes the graph, dates left out; each node also has its position as `k`.
  var statement: String {
    let nodes = nodes.enumerated().map { index, node in
      let labels = node.labels.map { ":" + $0 }.joined()
      let name = node.name.map { ", name: '\($0)'" } ?? ""
      let num = node.num.map { ", num: \($0)" } ?? ""
      return "(n\(index)\(labels) {k: \(index)\(name)\(num)})"
    }
    let hops = relationships.enumerated().map { index, hop in
      "(n\(hop.start))-[:\(hop.type) {k: \(index), w: \(hop.w)}]->(n\(hop.end))"
    }
    return "CREATE " + (nodes + hops).joined(separator: ", ")
  }
}
