import EntenteKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Packs a table of events and says how long packing, opening and the first question take.
///
/// Opening is a fresh mapping each time, of a file that the system has in its cache, as after packing it.
struct PackedBench {
  let table: String
  let file: String
  let repetitions: Int

  func run() throws {
    if !table.isEmpty { try pack() }
    let names = try subjects()
    guard !names.isEmpty else { return print("no relation in \(file)") }
    var opening: [Double] = []
    var asking: [Double] = []
    var proving: [Double] = []
    for turn in 0..<repetitions {
      let (name, type) = names[turn % names.count]
      var start = now()
      var graph = try KnowledgeGraph.open([file])
      opening.append(now() - start)
      let parameters = [QueryParameter("name", .text(name))]
      _ = try graph.rows(
        "MATCH (a {name: $name})-[:`\(type)`]->(b) RETURN DISTINCT b.name", parameters: parameters)
      asking.append(now() - start)
      start = now()
      graph = try KnowledgeGraph.open([file])
      _ = try graph.query(
        "MATCH (a {name: $name})-[r:`\(type)`]->(b) RETURN b.name, r.date", parameters: parameters)
      proving.append(now() - start)
    }
    report("open", opening)
    report("open, ask one hop", asking)
    report("open, ask one hop with dates and proof", proving)
    try check()
  }

  /// Packs, and writes the same bytes without doing anything else, which is the least that packing can take.
  private func pack() throws {
    var start = now()
    let graph = try KnowledgeGraph.open([table])
    print(
      "read      \(readable(now() - start)): \(graph.relationCount) relations, \(graph.entityCount) entities")
    start = now()
    let pieces = try graph.packed()
    let made = now()
    try DiskWorkspace().write(pieces: pieces, to: file)
    let packing = now() - start
    print("pack      \(readable(packing)), of which writing \(readable(now() - made))")
    start = now()
    try DiskWorkspace().write(pieces: pieces, to: file + ".again")
    let writing = now() - start
    _ = unsafe unlink(file + ".again")
    let size = pieces.reduce(0) { $0 + $1.count }
    print(
      "write     \(readable(writing)) for the same \(size / 1_000_000) MB: packing takes \(decimal(packing / writing, 1)) times that"
    )
    print("memory    \(peakMemory() / 1_024) MiB at most")
  }

  /// Names that relations begin at, with the type of one, taken from all over the graph.
  private func subjects() throws -> [(String, String)] {
    let graph = try KnowledgeGraph.open([file])
    let rows = try graph.rows(
      "MATCH (a)-[r]->() WITH type(r) AS type, a.name AS name LIMIT 200000 WITH type, min(name) AS name "
        + "RETURN name, type ORDER BY name, type LIMIT 50")
    return (0..<rows.count).compactMap { row in
      guard let name = rows.text(row, 0), let type = rows.text(row, 1) else { return nil }
      return (name, type)
    }
  }

  /// Checks the whole file, as `entente check` does.
  private func check() throws {
    let start = now()
    let report = KnowledgeGraph.check(file)
    print("check all \(readable(now() - start)): \(report.summary)")
  }

  private func report(_ what: String, _ seconds: [Double]) {
    let timing = Timing(what, seconds)
    print(
      "\(what): best \(readable(timing.best)), median \(readable(timing.median)), first \(readable(timing.first))"
    )
  }
}
