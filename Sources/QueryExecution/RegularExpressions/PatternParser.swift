/// Reads regular expressions in the notation of `java.util.regex`, which users of openCypher know.
///
/// What no finite automaton can do is refused: back-references, look-around, atomic groups and possessive
/// quantifiers. The production that a method reads stands above it.
struct PatternParser {
  /// The flags that `(?i)` and its kin set.
  struct Flags {
    var ignoresCase = false
    var dotTakesBreaks = false
    var isMultiline = false
    var hasComments = false
    var isUnicode = false
    var lines = PatternNode.Lines.all
  }

  /// How deep groups and classes may be nested.
  static let nestingLimit = 100
  /// The most times that `{n,m}` may repeat.
  static let repetitionLimit = 10_000

  let scalars: [Unicode.Scalar]
  var position = 0
  var flags = Flags()
  var depth = 0

  /// The tree of a whole pattern.
  static func parse(_ pattern: String) throws(PatternFault) -> PatternNode {
    var parser = PatternParser(scalars: Array(pattern.unicodeScalars))
    let node = try parser.alternatives()
    if parser.peek() != nil { throw parser.fault("there is no group for `)` to close") }
    return node
  }

  // MARK: Looking

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  mutating func take(text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  func fault(_ reason: String, hint: String? = nil) -> PatternFault {
    PatternFault(reason: reason, position: min(position + 1, max(scalars.count, 1)), hint: hint)
  }

  func refused(_ what: String) -> PatternFault {
    fault("\(what) cannot be matched in bounded time, so they are not supported")
  }

  /// Spaces and comments, after `(?x)`.
  private mutating func skipComments() {
    guard flags.hasComments else { return }
    while let next = peek() {
      if next.properties.isWhitespace {
        position += 1
      } else if next == "#" {
        while position < scalars.count, scalars[position] != "\n" { position += 1 }
      } else {
        return
      }
    }
  }

  // MARK: Productions

  /// `alternatives = sequence, { "|", sequence }`.
  private mutating func alternatives() throws(PatternFault) -> PatternNode {
    let before = flags
    defer { flags = before }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.nestingLimit { throw fault("groups are nested more than \(Self.nestingLimit) deep") }
    var choices = [try sequence()]
    while take("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  /// `sequence = { atom, [quantifier] }`.
  private mutating func sequence() throws(PatternFault) -> PatternNode {
    var parts: [PatternNode] = []
    while true {
      skipComments()
      guard let next = peek(), next != "|", next != ")" else { break }
      if take(text: "\\Q") {
        parts += try quoted()
        continue
      }
      guard let atom = try atom() else { continue }
      parts.append(try quantified(atom))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// `quoted = "\Q", characters, ("\E" | end), [quantifier]`: the quantifier belongs to the last character.
  private mutating func quoted() throws(PatternFault) -> [PatternNode] {
    var parts: [PatternNode] = []
    while let next = peek(), !take(text: "\\E") {
      parts.append(literal(next.value))
      position += 1
    }
    if let last = parts.popLast() { parts.append(try quantified(last)) }
    return parts
  }

  /// `atom = group | class | "." | "^" | "$" | escape | character`; nil for flags, which match nothing.
  private mutating func atom() throws(PatternFault) -> PatternNode? {
    guard let next = peek() else { return nil }
    switch next {
    case "(": return try group()
    case "[": return .set(ScalarSet(try bracketed()))
    case "\\": return try escaped()
    case "*", "+", "?": throw fault("there is nothing for `\(next)` to repeat")
    case "{": throw fault("there is nothing for `{` to repeat", hint: "write `\\{` for the character itself")
    default: break
    }
    position += 1
    switch next {
    case ".": return dot
    case "^": return .assertion(flags.isMultiline ? .lineStart(flags.lines) : .textStart)
    case "$": return .assertion(flags.isMultiline ? .lineEnd(flags.lines) : .textEndOrBreak(flags.lines))
    default: return literal(next.value)
    }
  }

  private var dot: PatternNode {
    if flags.dotTakesBreaks { return .set(ScalarSet(.ranges([0...0x10_FFFF]))) }
    let breaks: [UInt32] = flags.lines == .unix ? [0x0A] : [0x0A, 0x0D, 0x85, 0x2028, 0x2029]
    return .set(ScalarSet(.complement(.scalars(breaks))))
  }

  /// A code point, in any case after `(?i)`.
  func literal(_ value: UInt32) -> PatternNode {
    if flags.ignoresCase, !ScalarClass.caseVariants(of: value).isEmpty {
      return .set(ScalarSet(.anyCase(.scalars([value]))))
    }
    return .scalar(value)
  }

  /// `group = "(", ["?:" | "?<", name, ">" | "?", flags, ":"], alternatives, ")" | "(?", flags, ")"`.
  private mutating func group() throws(PatternFault) -> PatternNode? {
    let start = position
    position += 1
    let before = flags
    if take("?") {
      switch peek() {
      case "=", "!": throw refused("look-ahead groups")
      case ">": throw refused("atomic groups")
      case "<":
        if peek(1) == "=" || peek(1) == "!" { throw refused("look-behind groups") }
        position += 1
        while let letter = peek(), letter.isASCII,
          letter.properties.isAlphabetic || letter.properties.numericType != nil
        {
          position += 1
        }
        guard take(">") else {
          throw fault("the name of a group consists of letters and digits and ends with `>`")
        }
      default:
        try readFlags()
        // Flags in parentheses of their own hold to the end of the group around them.
        if take(")") { return nil }
        guard take(":") else { throw fault("`(?` begins no group that is known") }
      }
    }
    let inner = try alternatives()
    guard take(")") else {
      position = start
      throw fault("the group that begins here is not closed")
    }
    flags = before
    return inner
  }

  private mutating func readFlags() throws(PatternFault) {
    var value = true
    while let letter = peek() {
      switch letter {
      case "-": value = false
      case "i": flags.ignoresCase = value
      case "s": flags.dotTakesBreaks = value
      case "m": flags.isMultiline = value
      case "x": flags.hasComments = value
      case "d": flags.lines = value ? .unix : .all
      case "U": flags.isUnicode = value
      // Case is ignored for all letters of Unicode anyway.
      case "u": break
      default: return
      }
      position += 1
    }
  }

  /// `quantifier = ("*" | "+" | "?" | "{", least, [",", [most]], "}"), ["?"]`.
  private mutating func quantified(_ atom: PatternNode) throws(PatternFault) -> PatternNode {
    skipComments()
    let bounds: (least: Int, most: Int?)
    switch peek() {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case "{": bounds = try braces()
    default: return atom
    }
    position += 1
    if peek() == "+" { throw refused("possessive quantifiers") }
    // Whether as few or as many as possible are tried first does not change what matches as a whole.
    _ = take("?")
    if let next = peek(), next == "*" || next == "+" || next == "?" || next == "{" {
      throw fault("there is nothing for `\(next)` to repeat", hint: "put the repeated part into a group")
    }
    return .repeated(atom, least: bounds.least, most: bounds.most)
  }

  /// Leaves the closing brace to the caller.
  private mutating func braces() throws(PatternFault) -> (least: Int, most: Int?) {
    let start = position
    position += 1
    guard let least = try number() else {
      position = start
      throw fault("braces repeat: `{2}`, `{2,}` or `{2,5}`", hint: "write `\\{` for the character itself")
    }
    var most: Int? = least
    if take(",") { most = try number() }
    guard peek() == "}" else { throw fault("`}` is missing after a number of repetitions") }
    if let most, most < least { throw fault("the most repetitions are fewer than the least") }
    return (least, most)
  }

  private mutating func number() throws(PatternFault) -> Int? {
    var value: Int?
    while let digit = peek(), ("0"..."9").contains(digit) {
      let sum = (value ?? 0) * 10 + Int(digit.value - 0x30)
      if sum > Self.repetitionLimit { throw fault("more than \(Self.repetitionLimit) repetitions") }
      value = sum
      position += 1
    }
    return value
  }
}
