import Diagnostics

/// Decides whether whole texts match a regular expression, in time linear in the text.
///
/// All ways to match are followed at once, so that no pattern takes exponential time. Sets of places in the
/// program become states of a deterministic automaton as texts ask for them; a pattern that looks at places
/// between code points (`^`, `\b`) is followed place by place instead.
final class PatternMatcher {
  /// States that are kept at most; beyond it the automaton is begun anew.
  private static let stateLimit = 2_000

  private let program: PatternProgram
  private var text: [UInt32] = []
  // Which instructions a step has visited already: those marked with its number.
  private var marks: [UInt32]
  private var generation: UInt32 = 0
  private var stack: [Int] = []

  private struct State {
    /// The instructions that take a code point, ascending.
    var places: [Int32]
    var accepts: Bool
    /// The state after each code point of ASCII; -1 when nobody has asked.
    var next: [Int32]
  }

  private var states: [State] = []
  private var numbers: [[Int32]: Int32] = [:]

  /// Compiles a pattern.
  ///
  /// - Throws: A fault that says where and why the pattern cannot be read.
  init(_ pattern: String) throws(PatternFault) {
    program = try PatternProgram(try PatternParser.parse(pattern))
    marks = Array(repeating: 0, count: program.instructions.count)
  }

  /// After how many code points of a long text the limits are looked at.
  private static let portion = 1_024

  /// Whether the whole text matches.
  ///
  /// - Parameters:
  ///   - string: The text.
  ///   - check: Asked now and then in a long text; what it raises ends the search.
  /// - Returns: Whether it matches from its first to its last code point.
  /// - Throws: What `check` raises.
  /// - Complexity: O(length of the text × size of the pattern), usually O(length of the text).
  func matches(_ string: String, check: () throws(QueryFailure) -> Void) throws(QueryFailure) -> Bool {
    if program.hasAssertions { return try matchesPlaceByPlace(string, check) }
    var state = start()
    var left = Self.portion
    for scalar in string.unicodeScalars {
      left -= 1
      if left == 0 {
        left = Self.portion
        try check()
      }
      state = next(state, scalar.value)
      if states[Int(state)].places.isEmpty && !states[Int(state)].accepts { return false }
    }
    return states[Int(state)].accepts
  }

  // MARK: The automaton

  private func start() -> Int32 {
    if !states.isEmpty { return 0 }
    begin()
    var places: [Int32] = []
    var accepts = false
    follow(0, at: 0, &places, &accepts)
    return number(of: places, accepts)
  }

  private func next(_ state: Int32, _ scalar: UInt32) -> Int32 {
    let isKept = scalar < 128
    if isKept {
      let known = states[Int(state)].next[Int(scalar)]
      if known >= 0 { return known }
    }
    begin()
    var places: [Int32] = []
    var accepts = false
    for place in states[Int(state)].places where takes(Int(place), scalar) {
      follow(Int(place) + 1, at: 0, &places, &accepts)
    }
    let isFull = states.count >= Self.stateLimit
    let result = number(of: places, accepts)
    if isKept, !isFull { states[Int(state)].next[Int(scalar)] = result }
    return result
  }

  /// The number of a state; a new one when it was not reached before.
  private func number(of places: [Int32], _ accepts: Bool) -> Int32 {
    // The end of the program among the places, so that accepting states have keys of their own.
    let key = places.sorted() + (accepts ? [Int32(program.instructions.count)] : [])
    if let known = numbers[key] { return known }
    if states.count >= Self.stateLimit {
      // State 0 stays: every text begins there.
      let first = states[0]
      states = [
        State(places: first.places, accepts: first.accepts, next: Array(repeating: -1, count: 128))
      ]
      numbers = numbers.filter { $0.value == 0 }
    }
    if let known = numbers[key] { return known }
    let number = Int32(states.count)
    states.append(
      State(places: places.sorted(), accepts: accepts, next: Array(repeating: -1, count: 128)))
    numbers[key] = number
    return number
  }

  // MARK: Place by place

  private func matchesPlaceByPlace(
    _ string: String, _ check: () throws(QueryFailure) -> Void
  ) throws(QueryFailure) -> Bool {
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: string.unicodeScalars.lazy.map(\.value))
    begin()
    var places: [Int32] = []
    var accepts = false
    follow(0, at: 0, &places, &accepts)
    for index in text.indices {
      if places.isEmpty { return false }
      if index % Self.portion == Self.portion - 1 { try check() }
      begin()
      var following: [Int32] = []
      accepts = false
      for place in places where takes(Int(place), text[index]) {
        follow(Int(place) + 1, at: index + 1, &following, &accepts)
      }
      places = following
    }
    return accepts
  }

  private func begin() {
    if generation == .max {
      for index in marks.indices { marks[index] = 0 }
      generation = 0
    }
    generation += 1
  }

  private func takes(_ place: Int, _ scalar: UInt32) -> Bool {
    switch program.instructions[place] {
    case .scalar(let value): value == scalar
    case .set(let index): program.sets[index].contains(scalar)
    default: false
    }
  }

  /// Goes on from an instruction to all that take a code point, and notes whether the end is among them.
  private func follow(_ start: Int, at index: Int, _ places: inout [Int32], _ accepts: inout Bool) {
    stack.append(start)
    while let place = stack.popLast() {
      if marks[place] == generation { continue }
      marks[place] = generation
      switch program.instructions[place] {
      case .scalar, .set: places.append(Int32(place))
      case .split(let one, let two):
        stack.append(two)
        stack.append(one)
      case .jump(let target): stack.append(target)
      case .assert(let assertion): if holds(assertion, at: index) { stack.append(place + 1) }
      case .match: accepts = true
      }
    }
  }

  // MARK: Conditions

  private func holds(_ assertion: PatternNode.Assertion, at index: Int) -> Bool {
    switch assertion {
    case .textStart: return index == 0
    case .textEnd: return index == text.count
    case .textEndOrBreak(let lines): return isAtEndOrLastBreak(index, lines)
    case .lineStart(let lines):
      if index == 0 { return true }
      // Between the two halves of a line break, and after the last one, no line begins.
      if index == text.count || isInsideBreak(index, lines) { return false }
      return lines.contains(text[index - 1])
    case .lineEnd(let lines):
      if index == text.count { return true }
      return lines.contains(text[index]) && !isInsideBreak(index, lines)
    case .wordBoundary(let isUnicode, let holds):
      let before = index > 0 && isWord(text[index - 1], isUnicode)
      let after = index < text.count && isWord(text[index], isUnicode)
      return (before != after) == holds
    }
  }

  private func isInsideBreak(_ index: Int, _ lines: PatternNode.Lines) -> Bool {
    lines == .all && index > 0 && index < text.count && text[index - 1] == 0x0D && text[index] == 0x0A
  }

  private func isAtEndOrLastBreak(_ index: Int, _ lines: PatternNode.Lines) -> Bool {
    if index == text.count { return true }
    if isInsideBreak(index, lines) { return false }
    if index == text.count - 1 { return lines.contains(text[index]) }
    return lines == .all && index == text.count - 2 && text[index] == 0x0D && text[index + 1] == 0x0A
  }

  private func isWord(_ value: UInt32, _ isUnicode: Bool) -> Bool {
    (isUnicode || value >= 0x80 ? ScalarClass.property(.word) : ScalarClass.word).contains(value)
  }
}
