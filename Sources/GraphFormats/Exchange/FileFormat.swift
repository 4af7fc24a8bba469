import Diagnostics

/// A format of files that graphs are read from or written to.
package enum FileFormat: String, Sendable, CaseIterable {
  /// A graph file that people write.
  case yaml
  /// Comma-separated tables of relations, entities and sources.
  case csv
  /// The same separated by tabs.
  case tsv
  /// Tables as `neo4j-admin import` reads them.
  case neo4jCSV = "neo4j-csv"
  /// Tables as Gephi reads them.
  case gephiCSV = "gephi-csv"
  /// The whole graph as one JSON object.
  case json
  /// One claim a line.
  case jsonLines = "jsonl"
  /// FollowTheMoney entities, one a line.
  case followTheMoney = "ftm"
  /// A script of openCypher statements.
  case cypher
  /// GraphML.
  case graphML = "graphml"
  /// GraphML that yEd shows with names and shapes.
  case yEd = "yed"
  /// Graphviz's language.
  case dot
  /// GEXF 1.3.
  case gexf
  /// Node-link JSON of networkx.
  case nodeLink = "node-link"
  /// Node-link JSON of D3, the edges under `links`.
  case d3
  /// Cytoscape's JSON.
  case cytoscape
  /// JSON Graph Format 2.
  case jsonGraphFormat = "jgf"
  /// A Mermaid flowchart.
  case mermaid
  /// RDF, one triple a line.
  case nTriples = "ntriples"
  /// RDF in Turtle.
  case turtle
  /// RDF in JSON-LD.
  case jsonLD = "json-ld"
  /// Events of GDELT 2.0.
  case gdelt
  /// Events of ICEWS.
  case icews
  /// Events of POLECAT.
  case polecat
  /// An SQLite database.
  case sqlite

  /// The name for people.
  package var title: String {
    switch self {
    case .yaml: "a graph file"
    case .csv: "CSV"
    case .tsv: "TSV"
    case .neo4jCSV: "Neo4j's CSV"
    case .gephiCSV: "Gephi's CSV"
    case .json: "JSON"
    case .jsonLines: "JSON Lines"
    case .followTheMoney: "FollowTheMoney"
    case .cypher: "a Cypher script"
    case .graphML: "GraphML"
    case .yEd: "yEd's GraphML"
    case .dot: "DOT"
    case .gexf: "GEXF"
    case .nodeLink: "node-link JSON"
    case .d3: "D3's node-link JSON"
    case .cytoscape: "Cytoscape JSON"
    case .jsonGraphFormat: "JSON Graph Format"
    case .mermaid: "Mermaid"
    case .nTriples: "N-Triples"
    case .turtle: "Turtle"
    case .jsonLD: "JSON-LD"
    case .gdelt: "GDELT"
    case .icews: "ICEWS"
    case .polecat: "POLECAT"
    case .sqlite: "SQLite"
    }
  }

  /// Suffixes of file names, the usual one first.
  package var suffixes: [String] {
    switch self {
    case .yaml: ["yaml", "yml"]
    case .csv: ["csv"]
    case .tsv: ["tsv", "tab"]
    case .json: ["json"]
    case .jsonLines: ["jsonl", "ndjson"]
    case .followTheMoney: ["ftm", "ijson"]
    case .cypher: ["cypher", "cql", "cyp"]
    case .graphML: ["graphml"]
    case .dot: ["dot", "gv"]
    case .gexf: ["gexf"]
    case .cytoscape: ["cyjs"]
    case .jsonGraphFormat: ["jgf"]
    case .mermaid: ["mmd", "mermaid"]
    case .nTriples: ["nt"]
    case .turtle: ["ttl"]
    case .jsonLD: ["jsonld"]
    case .sqlite: ["sqlite", "sqlite3", "db"]
    case .neo4jCSV, .gephiCSV, .yEd, .nodeLink, .d3, .gdelt, .icews, .polecat: []
    }
  }

  /// Whether graphs are read from it.
  package var isRead: Bool { ![.mermaid, .jsonLD].contains(self) }

  /// Whether graphs are written to it.
  package var isWritten: Bool { ![.gdelt, .icews, .polecat].contains(self) }

  /// The format that a file name's suffix names; nil when it names none.
  package init?(suffix: String) {
    guard !suffix.isEmpty, let format = Self.allCases.first(where: { $0.suffixes.contains(suffix) })
    else { return nil }
    self = format
  }
}
