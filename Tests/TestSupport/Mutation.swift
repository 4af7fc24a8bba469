/// One change or several of a text, byte by byte and line by line, the same for one seed in every run.
package struct Mutation {
  private var random: SeededGenerator

  /// What formats give a meaning to, or trip over.
  private static let pieces = [
    ":", ": ", "- ", "-", "\n", "  ", "\t", "#", " #", "{", "}", "[", "]", ",", "'", "\"", "\\", "&a ", "*a",
    "!t ", "|", ">", "|2", "|+", "? ", "%", "@", "---\n", "...\n", "\r", "\0", "\u{FEFF}", "\u{2028}", "é",
    "🦊",
    "graph: ", "relations:", "entities:", "<<: ", "null", "~", "sources: ", "a accuses b", "\u{85}",
    "\\u0000", "\"\"", "&lt;", "&#x0;", "<!--", "]]>", "<![CDATA[", ";", "1e999", "-0",
    "99999999999999999999",
    "\\ud800", "None", "</", "/>", "<a>", "subject", "sources", "2020-13-99", "true", "_:b", "<http://x>",
    "->", "--", "strict ", "CREATE ", "(", ")", "^^", "=", "/*",
  ]
  private static let openings = [
    "[", "{a: ", "- ", "{", "a: [", "? ", "{\"a\":", "<a>", "(", "\"", "{ a -> ",
  ]

  /// The changes of a seed.
  package init(seed: UInt64) { random = SeededGenerator(seed: seed &* 31 &+ 5) }

  /// The text with its changes.
  package mutating func mutate(_ base: [UInt8]) -> [UInt8] {
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
    switch random.below(8) {
    case 0: lines.remove(at: place)
    case 1: lines.swapAt(place, other)
    case 2: lines.insert(lines[place], at: other)
    case 3: lines[place].insert(contentsOf: [UInt8](repeating: 0x20, count: 1 + random.below(4)), at: 0)
    case 4: lines[place].removeFirst(min(lines[place].count, 1 + random.below(4)))
    case 5: lines[place] += lines[other]
    case 6: lines.removeSubrange(place...)
    default:
      let count = 1 + random.below(300)
      let open = random.pick(Self.openings) ?? "["
      lines[place] += Array(String(repeating: open, count: count).utf8)
    }
    bytes = Array(lines.joined(separator: [0x0A]))
  }
}
