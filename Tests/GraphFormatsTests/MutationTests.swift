import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// Mutated graph files: byte by byte, and line by line where YAML's structure lies.
///
/// Nothing may trap or hang; what cannot be read is a diagnostic whose place lies in its text; what can be laid out
/// stays the same graph. `ENTENTE_FUZZ=100000` runs more rounds.
@Test(arguments: 0..<4)
func mutatedFilesNeverTrap(_ part: Int) throws {
  let bases = try fuzzBases()
  let rounds = TestEnvironment.fuzzRounds(2_000) / 4
  for round in 0..<rounds {
    let seed = UInt64(part * rounds + round)
    var mutation = Mutation(seed: seed)
    let bytes = mutation.mutate(bases[Int(seed) % bases.count])
    if let problem = problem(with: SourceText(name: "fuzz.yaml", bytes: bytes)) {
      Issue.record("seed \(seed): \(problem)\n\(String(decoding: bytes, as: UTF8.self))")
      return
    }
  }
}

private func fuzzBases() throws -> [[UInt8]] {
  var bases = (0..<20).map { Array(MessyFile(seed: 7_000 + $0).text.utf8) }
  for item in try Case.all(in: "graph-files") { bases.append(Array(item["graph.yaml"].utf8)) }
  for item in try Case.all(in: "format") { bases.append(Array(item["before"].utf8)) }
  return bases
}

private func problem(with source: SourceText) -> String? {
  let graph = ReadGraph(sources: [source])
  for diagnostic in graph.diagnostics {
    for place in [diagnostic.place].compactMap({ $0 }) + diagnostic.notes.compactMap(\.place) {
      guard Int(place.span.upper) <= place.source.bytes.count else {
        return "a place behind the end: \(diagnostic.code)"
      }
    }
  }
  _ = graph.report
  let isEmpty = graph.snapshot.nodeCount == 0 && graph.index.files.isEmpty
  if isEmpty, !graph.diagnostics.contains(where: { $0.severity == .error }) { return "silence" }
  var bag = DiagnosticBag()
  let result = GraphFileFormatter.format(source, reporting: &bag)
  guard let result else { return bag.hasErrors ? nil : "no layout and no reason" }
  guard bag.diagnostics.isEmpty else { return nil }
  let after = ReadGraph(sources: [SourceText(name: "fuzz.yaml", bytes: result)])
  guard GraphListing.text(for: graph.snapshot) == GraphListing.text(for: after.snapshot) else {
    return "another graph:\n\(String(decoding: result, as: UTF8.self))"
  }
  guard GraphFileFormatter.format(SourceText(name: "fuzz.yaml", bytes: result), reporting: &bag) == result
  else {
    return "laid out again:\n\(String(decoding: result, as: UTF8.self))"
  }
  return nil
}

/// One change or several of a text.
struct Mutation {
  private var random: SeededGenerator

  private static let pieces = [
    ":", ": ", "- ", "-", "\n", "  ", "\t", "#", " #", "{", "}", "[", "]", ",", "'", "\"", "\\", "&a ", "*a",
    "!t ", "|", ">", "|2", "|+", "? ", "%", "@", "---\n", "...\n", "\r", "\0", "\u{FEFF}", "\u{2028}", "é",
    "🦊",
    "graph: ", "relations:", "entities:", "<<: ", "null", "~", "sources: ", "a accuses b", "\u{85}",
    "\\u0000",
  ]

  init(seed: UInt64) { random = SeededGenerator(seed: seed &* 31 &+ 5) }

  mutating func mutate(_ base: [UInt8]) -> [UInt8] {
    var bytes = base
    for _ in 0..<(1 + random.below(4)) {
      if random.once(in: 3) { mutateLines(&bytes) } else { mutateBytes(&bytes) }
    }
    return bytes
  }

  private mutating func mutateBytes(_ bytes: inout [UInt8]) {
    let place = random.below(bytes.count + 1)
    let end = min(bytes.count, place + 1 + random.below(12))
    switch random.below(6) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: Array((random.pick(Self.pieces) ?? "").utf8), at: place)
    case 2 where place < bytes.count: bytes[place] = UInt8(random.below(256))
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
    case 4 where place < bytes.count: bytes[place] ^= UInt8(1 << random.below(8))
    default:
      let piece = Array((random.pick(Self.pieces) ?? "").utf8)
      bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
    }
  }

  private mutating func mutateLines(_ bytes: inout [UInt8]) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let place = random.below(lines.count)
    let other = random.below(lines.count)
    switch random.below(7) {
    case 0: lines.remove(at: place)
    case 1: lines.swapAt(place, other)
    case 2: lines.insert(lines[place], at: other)
    case 3: lines[place].insert(contentsOf: [UInt8](repeating: 0x20, count: 1 + random.below(4)), at: 0)
    case 4: lines[place].removeFirst(min(lines[place].count, 1 + random.below(4)))
    case 5: lines[place] += lines[other]
    default:
      let count = 1 + random.below(300)
      let open = random.pick(["[", "{a: ", "- ", "{", "a: [", "? "]) ?? "["
      lines[place] += Array(String(repeating: open, count: count).utf8)
    }
    bytes = Array(lines.joined(separator: [0x0A]))
  }
}
