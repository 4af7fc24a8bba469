import Diagnostics

/// Refuses what takes more memory than there is, before the system ends the process for it.
///
/// Graphs of some size lie in packed files and need hardly any memory to be asked; what makes a record of each relation
/// needs much.
struct MemoryNeed {
  /// What takes the memory, as messages say it.
  let what: String

  /// How much for each relation, measured on event data of a million relations, conversion also on ten million.
  let bytesPerRelation: Int

  /// Comparing two graphs, relation by relation.
  static let comparing = MemoryNeed(what: "comparing graphs", bytesPerRelation: 600)
  /// Making one graph file of two.
  static let merging = MemoryNeed(what: "merging graphs", bytesPerRelation: 2_200)
  /// Writing another format.
  static let converting = MemoryNeed(what: "converting a graph", bytesPerRelation: 600)

  /// Up to so many relations nobody asks how much memory there is.
  static let harmlessCount = 1_000_000

  /// Fails when there is too little memory.
  ///
  /// - Throws: `memory.too-little`.
  func check(_ relationCount: Int) throws(DiagnosticFailure) {
    guard relationCount > Self.harmlessCount, let available = ProcessMemory.available else { return }
    if let problem = problem(relationCount, available: available) {
      throw DiagnosticFailure([problem.diagnostic])
    }
  }

  /// What is wrong when there are so many bytes of memory; nil when they suffice.
  func problem(_ relationCount: Int, available: Int) -> Problem? {
    let needed = relationCount * bytesPerRelation
    if needed <= available { return nil }
    func gigabytes(_ bytes: Int) -> String { "\(max(1, (bytes + 500_000_000) / 1_000_000_000)) GB" }
    return Problem(
      "memory.too-little",
      "\(what) of \(relationCount) relations takes about \(gigabytes(needed)) of memory, and \(gigabytes(available)) are free",
      hints: [
        "take the part that matters: 'entente ask' with --format csv gives a table that every command reads"
      ])
  }
}
