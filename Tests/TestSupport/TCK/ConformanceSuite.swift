import Foundation

/// A folder with `features/`, `graphs/` and perhaps `RUNGS.tsv`.
package struct ConformanceSuite: Sendable {
  /// The feature files, sorted by path.
  package var features: [FeatureFile]
  /// The set-up statements of the named graphs, by name.
  package var graphs: [String: [String]]
  /// The rung of each scenario: file, ordinal and example, parted by tabs.
  package var rungs: [String: Int]

  /// The folder named by `OPENCYPHER_TCK`, else `opencypher-tck` beside the project; nil if absent.
  package static var defaultFolder: String? {
    if let folder = TestEnvironment.variable("OPENCYPHER_TCK") {
      if FileManager.default.fileExists(atPath: folder + "/features") { return folder }
    }
    return TestEnvironment.shared("opencypher-tck")
  }

  /// Reads a folder.
  ///
  /// - Parameters:
  ///   - folder: The path.
  ///   - filter: Only feature files whose path contains this.
  /// - Throws: When a file cannot be read.
  package init(folder: String, filter: String = "") throws {
    let root = URL(fileURLWithPath: folder)
    features = []
    for path in try Self.paths(in: folder + "/features") where path.hasSuffix(".feature") {
      guard filter.isEmpty || path.contains(filter) else { continue }
      let text = try String(contentsOf: root.appending(path: "features/" + path), encoding: .utf8)
      features.append(try FeatureFile(path: path, text: text))
    }
    graphs = [:]
    for path in try Self.paths(in: folder + "/graphs") where path.hasSuffix(".json") {
      let url = root.appending(path: "graphs/" + path)
      let description = try JSONDecoder().decode(NamedGraph.self, from: try Data(contentsOf: url))
      graphs[description.name] = try description.scripts.map { script in
        let file = url.deletingLastPathComponent().appending(path: script + ".cypher")
        return try String(contentsOf: file, encoding: .utf8)
      }
    }
    rungs = [:]
    guard let table = try? String(contentsOf: root.appending(path: "RUNGS.tsv"), encoding: .utf8) else {
      return
    }
    for line in table.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count > 3, let rung = Int(cells[3]) else { continue }
      rungs[cells[0...2].joined(separator: "\t")] = rung
    }
  }

  /// The rung of a scenario; nil when `RUNGS.tsv` does not name it.
  package func rung(of scenario: FeatureFile.Scenario, in feature: FeatureFile) -> Int? {
    rungs["\(feature.path)\t\(scenario.ordinal)\t\(scenario.example)"]
  }

  private struct NamedGraph: Decodable {
    var name: String
    var scripts: [String]
  }

  private static func paths(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }
}
