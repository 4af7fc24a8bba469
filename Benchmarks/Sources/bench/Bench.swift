import EntenteKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Loads a table of events, asks every item of the workload by its text, and says how long it took.
@main
struct Bench {
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    func take(_ name: String) -> String? {
      guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
      defer { arguments.removeSubrange(index...index + 1) }
      return arguments[index + 1]
    }
    let answers = take("--answers")
    let json = take("--json")
    let repetitions = take("--repetitions").flatMap { Int($0) }
    let only = take("--only").map { $0.split(separator: ",").map(String.init) }
    let packed = take("--packed")
    guard arguments.count == 2 || packed != nil && arguments.count <= 1 else {
      print(
        """
        usage: bench FILE.tsv FILE.params [--answers FOLDER] [--json FILE] [--repetitions N] [--only Q1,Q2]
               bench --packed FILE.entente [FILE.tsv] [--repetitions N]
        """)
      exit(64)
    }
    do {
      if let packed {
        let table = arguments.first ?? ""
        try PackedBench(table: table, file: packed, repetitions: repetitions ?? 50).run()
        return
      }
      let bench = Bench(
        answers: answers, json: json, repetitions: repetitions, only: only,
        sets: try parameterSets(arguments[1]))
      try bench.run(arguments[0])
    } catch let failure as DiagnosticFailure {
      for diagnostic in failure.diagnostics { print("\(diagnostic.code): \(diagnostic.message)") }
      exit(2)
    } catch {
      print("error: \(error)")
      exit(2)
    }
  }

  let answers: String?
  let json: String?
  let repetitions: Int?
  let only: [String]?
  let sets: [String: [[String]]]

  private func run(_ table: String) throws {
    let start = now()
    let graph = try KnowledgeGraph.open([table])
    var timings = [Timing("L", [now() - start])]
    report(timings[0])
    for item in Item.all where only?.contains(item.name) ?? true {
      let sets = item.sets.map { self.sets[$0] ?? [] } ?? [[]]
      let timing = try measure(item, sets, graph)
      report(timing)
      timings.append(timing)
    }
    let memory = peakMemory()
    print("peak memory \(memory / 1_024) MiB")
    if let json {
      let lines = timings.map(\.json) + ["{\"item\":\"end\",\"rss_kib\":\(memory)}"]
      try write(lines.joined(separator: "\n") + "\n", to: json)
    }
  }

  private func report(_ timing: Timing) {
    func padded(_ text: String) -> String { text + String(repeating: " ", count: max(0, 14 - text.count)) }
    var line = padded(timing.item) + padded(readable(timing.best)) + padded(readable(timing.median))
    if let latency = timing.latency {
      line += "p50 \(decimal(latency.p50, 2)) µs, p99 \(decimal(latency.p99, 2)) µs"
    }
    print(line)
  }

  /// Asks an item as often as asked for, or for about two seconds.
  private func measure(_ item: Item, _ sets: [[String]], _ graph: KnowledgeGraph) throws -> Timing {
    let questions = sets.map { set in
      item.isLiteral
        ? (item.statement(for: set), [])
        : (item.statement, zip(item.parameters, set).map { QueryParameter($0, .text($1)) })
    }
    var seconds: [Double] = []
    var spent = 0.0
    var results: [QueryRows] = []
    // Of each pass over all texts the median and the 99th percentile of one text.
    var medians: [Double] = []
    var tails: [Double] = []
    var single = [Double](repeating: 0, count: sets.count)
    while seconds.count < (repetitions ?? (spent < 2 ? 1_000 : seconds.count)) {
      results = []
      results.reserveCapacity(sets.count)
      let start = now()
      if item.isLiteral {
        for (index, question) in questions.enumerated() {
          let before = now()
          results.append(try graph.rows(question.0))
          single[index] = now() - before
        }
      } else {
        for question in questions { results.append(try graph.rows(question.0, parameters: question.1)) }
      }
      seconds.append(now() - start)
      if item.isLiteral, !single.isEmpty {
        let sorted = single.sorted()
        medians.append(sorted[sorted.count / 2] * 1e6)
        tails.append(sorted[sorted.count * 99 / 100] * 1e6)
      }
      spent += seconds[seconds.count - 1]
    }
    var timing = Timing(item.name, seconds)
    if !medians.isEmpty {
      timing.latency = (medians.sorted()[medians.count / 2], tails.sorted()[tails.count / 2])
    }
    if let answers { try write(answer(item, sets, results), to: "\(answers)/\(item.name).txt") }
    return timing
  }

  /// The rows as lines.
  private func answer(_ item: Item, _ sets: [[String]], _ results: [QueryRows]) -> String {
    var lines: [String] = []
    for (number, (set, rows)) in zip(sets, results).enumerated() {
      for row in 0..<rows.count { lines.append(item.line(set, number, rows, row)) }
      if rows.count == 0, let missing = item.missing { lines.append(missing(set)) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The parameter sets of each item.
  private static func parameterSets(_ path: String) throws -> [String: [[String]]] {
    let text = String(decoding: try DiskWorkspace().read(path), as: UTF8.self)
    var result: [String: [[String]]] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      result[fields[0], default: []].append(Array(fields.dropFirst()))
    }
    return result
  }

  private func write(_ text: String, to path: String) throws {
    try DiskWorkspace().write(Array(text.utf8), to: path)
  }
}
