import TestSupport

/// Spoils statements: bytes changed, pieces repeated, dropped or moved, brackets piled up.
struct StatementMutator {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  private static let pieces = [
    "(", ")", "[", "]", "{", "}", "-", "->", "<-", "--", "..", "*", "|", ":", "$", "'", "\"", "`", "\\",
    "\\u", "//",
    "/*", "*/", "MATCH ", "RETURN ", "WHERE ", " IN ", " AS ", "NOT ", "UNION ", "EXISTS {", "CASE ", "0x",
    "1e",
    ".5", "9223372036854775808", "\u{0}", "🧐", "—", "\r\n", "shortestPath(", "reduce(", "all(", "count(*",
    " IS NULL",
  ]

  mutating func mutate(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...random.below(4) {
      let position = random.below(bytes.count + 1)
      let length = min(random.below(12), bytes.count - position)
      switch random.below(6) {
      case 0: bytes.removeSubrange(position..<position + length)
      case 1: bytes.insert(contentsOf: bytes[position..<position + length], at: random.below(bytes.count + 1))
      case 2 where position < bytes.count: bytes[position] = UInt8(random.below(256))
      case 3:
        let piece = Self.pieces[random.below(Self.pieces.count)]
        let count = random.below(20) == 0 ? random.below(3_000) : 1
        bytes.insert(contentsOf: Array(String(repeating: piece, count: count).utf8), at: position)
      case 4: bytes.removeSubrange(position...)
      default:
        let piece = Self.pieces[random.below(Self.pieces.count)]
        bytes.insert(contentsOf: piece.utf8, at: position)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
