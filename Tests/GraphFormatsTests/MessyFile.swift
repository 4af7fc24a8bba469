import TestSupport

/// A valid graph file written as badly as YAML allows: odd indentation, comments everywhere, every style of
/// scalar and collection, empty lines, blanks at line ends, CR LF.
struct MessyFile {
  /// What a file says, before it is written.
  indirect enum Item {
    case text(String)
    case list([Item])
    case map([(String, Item)])
  }

  /// The text.
  private(set) var text = ""
  /// Every comment in it, each different from all others.
  private(set) var comments: [String] = []
  private var random: SeededGenerator

  private static let words = [
    "no", "on", "12", "1990s", "2020-01-01", "null", "~", "it's", "a: b", "x # y", "a, b", "[c]", "{d}",
    "- e", "ends:", "\"quoted\"", "Ünï", "¶7, ¶9", "two words", "three more words", "https://a.b/c?d=e", "#f",
    "a:b", "back\\slash", "x  y", "…", "&g", "*h", "!i", "%j", "@k", "`l`", "|m", ">n", "?o", "=", "<<",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let item = makeGraph()
    if random.once(in: 8) { text += "---\n" }
    if random.once(in: 3) { freeLines(indent: 0) }
    if case .map(let pairs) = item { blockMap(pairs, indent: 0) }
    if !text.hasSuffix("\n") { text += "\n" }
    if random.once(in: 3) { freeLines(indent: random.below(3)) }
    if random.once(in: 5) { text = text.replacing("\n", with: "\r\n") }
    if random.once(in: 12) { text = "\u{FEFF}" + text }
  }

  // MARK: What it says

  private mutating func makeGraph() -> Item {
    let ids = (0..<(2 + random.below(5))).map { "e\($0)" }
    let sources = (0..<(1 + random.below(3))).map { "s\($0)" }
    var pairs: [(String, Item)] = [
      ("graph", .text(phrase())),
      ("sources", .map(sources.map { ($0, .map(fields(["publisher", "title", "note", "author"]))) })),
      ("entities", .map(ids.map { ($0, entity()) })),
      ("relations", .list((0..<random.below(6)).map { relation(ids, sources, $0) })),
    ]
    if random.once(in: 2) { pairs.append(("note", .text(phrase()))) }
    if random.once(in: 2) {
      pairs.append(("views", .map([("v", .map([("ask", .text("who"))] + fields(["title"])))])))
    }
    return .map(pairs.shuffled(using: &random))
  }

  private mutating func phrase() -> String {
    (0..<(1 + random.below(random.once(in: 6) ? 12 : 3))).map { _ in random.pick(Self.words) ?? "x" }
      .joined(separator: " ")
  }

  private mutating func fields(_ keys: [String]) -> [(String, Item)] {
    var result: [(String, Item)] = []
    for key in keys where random.once(in: 2) { result.append((key, .text(phrase()))) }
    return result.shuffled(using: &random)
  }

  private mutating func entity() -> Item {
    var pairs = fields(["type", "name", "note", "weight"])
    if random.once(in: 2) {
      let aliases: [Item] = (0..<random.below(4)).map { _ in
        random.once(in: 3)
          ? .map([("name", .text(phrase())), ("used_by", .list([.text("e0")]))]) : .text(phrase())
      }
      pairs.append(("aliases", .list(aliases)))
    }
    return .map(pairs.shuffled(using: &random))
  }

  private mutating func relation(_ ids: [String], _ sources: [String], _ number: Int) -> Item {
    let sentence = "\(random.pick(ids) ?? "e0") r\(number) \(random.pick(ids) ?? "e1")"
    guard !random.once(in: 3) else { return .text(sentence) }
    var pairs = fields(["about", "quote", "note"]) + [("date", .text("2020-0\(1 + random.below(9))"))]
    if random.once(in: 2) {
      let cited: [Item] = sources.map { id in .text("\(id) ¶\(random.below(20))") }
      pairs.append(("sources", .list(cited)))
    }
    return .map([(sentence, .map(pairs.shuffled(using: &random)))])
  }

  // MARK: How it is written

  private mutating func comment() -> String {
    let comment = "# c\(comments.count); \(random.pick(Self.words) ?? "")".trimmed
    comments.append(comment)
    return comment
  }

  private mutating func freeLines(indent: Int) {
    for _ in 0..<(1 + random.below(3)) {
      if random.once(in: 2) {
        text += "\n"
      } else {
        text += String(repeating: " ", count: indent) + comment() + "\n"
      }
    }
  }

  /// Ends a line, now and then with blanks or a comment, and lines of comments after it.
  private mutating func endLine(indent: Int) {
    if random.once(in: 6) {
      text += String(repeating: " ", count: 1 + random.below(3)) + comment()
    } else if random.once(in: 8) {
      text += "  "
    }
    text += "\n"
    if random.once(in: 6) { freeLines(indent: random.once(in: 3) ? random.below(8) : indent) }
  }

  private mutating func blockMap(_ pairs: [(String, Item)], indent: Int, isInline: Bool = false) {
    for (index, pair) in pairs.enumerated() {
      if index > 0 || !isInline { text += String(repeating: " ", count: indent) }
      text += scalar(pair.0, inFlow: false) + ":"
      value(pair.1, indent: indent)
    }
  }

  /// What stands after `key:` in a block, to the end of its last line.
  private mutating func value(_ item: Item, indent: Int) {
    let inner = indent + 1 + random.below(4)
    switch item {
    case .text(let words):
      blockText(words, indent: indent)
    case .list(let items) where !items.isEmpty && !random.once(in: 3):
      endLine(indent: inner)
      // A list may stand as far left as its key.
      blockList(items, indent: random.once(in: 3) ? indent : inner)
    case .map(let pairs) where !pairs.isEmpty && !random.once(in: 3):
      endLine(indent: inner)
      blockMap(pairs, indent: inner)
    case .list, .map:
      text += " " + flow(item, indent: inner)
      endLine(indent: indent)
    }
  }

  private mutating func blockList(_ items: [Item], indent: Int) {
    for item in items {
      text += String(repeating: " ", count: indent) + "-"
      let blanks = 1 + random.below(3)
      switch item {
      case .map(let pairs) where !random.once(in: 4):
        text += String(repeating: " ", count: blanks)
        blockMap(pairs, indent: indent + 1 + blanks, isInline: true)
      case .text(let words): blockText(words, indent: indent)
      default:
        text += " " + flow(item, indent: indent + 2)
        endLine(indent: indent)
      }
    }
  }

  private mutating func blockText(_ words: String, indent: Int) {
    let inner = String(repeating: " ", count: indent + 1 + random.below(4))
    switch random.below(8) {
    case 0 where !words.hasPrefix(" "):
      text += random.pick([" |", " >", " |-", " >-"]) ?? " |"
      if random.once(in: 5) { text += " " + comment() }
      text += "\n\(inner)\(words)\n"
      if random.once(in: 3) { text += "\n" }
    case 1
    where words.allSatisfy({ $0.isLetter || $0 == " " }) && words.contains(" ") && !words.contains("  "):
      text += " " + words.replacing(" ", with: "\n\(inner)")
      endLine(indent: indent)
    default:
      text += " " + scalar(words, inFlow: false)
      endLine(indent: indent)
    }
  }

  private mutating func flow(_ item: Item, indent: Int) -> String {
    switch item {
    case .text(let words): return scalar(words, inFlow: true)
    case .list(let items):
      let parts = items.map { flow($0, indent: indent) }
      return "[" + join(parts, indent: indent) + "]"
    case .map(let pairs):
      let parts = pairs.map { scalar($0.0, inFlow: true) + ": " + flow($0.1, indent: indent) }
      return "{" + join(parts, indent: indent) + "}"
    }
  }

  private mutating func join(_ parts: [String], indent: Int) -> String {
    var result = ""
    for (index, part) in parts.enumerated() {
      result += part
      if index < parts.count - 1 { result += "," }
      switch random.below(12) {
      case 0: result += " " + comment() + "\n" + String(repeating: " ", count: indent)
      case 1: result += "\n" + String(repeating: " ", count: indent)
      case 2: result += "\n\n  " + comment() + "\n" + String(repeating: " ", count: indent)
      default: result += index < parts.count - 1 ? " " : ""
      }
    }
    return result
  }

  private mutating func scalar(_ words: String, inFlow: Bool) -> String {
    switch random.below(4) {
    case 0: return "'" + words.replacing("'", with: "''") + "'"
    case 1: return quoted(words)
    default: return isPlain(words, inFlow: inFlow) ? words : quoted(words)
    }
  }

  private func quoted(_ words: String) -> String {
    "\"" + words.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private func isPlain(_ words: String, inFlow: Bool) -> Bool {
    guard let first = words.first, first.isLetter || first.isNumber || (first == "-" && words.count > 1),
      !words.hasPrefix("- "), !words.hasSuffix(":"), !words.contains(": "), !words.contains(" #"),
      !words.contains(":?"), !words.hasSuffix(" ")
    else { return false }
    return !inFlow || !words.contains { ",[]{}".contains($0) }
  }
}

extension String {
  /// Without blanks at the end.
  var trimmed: String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
