/// A regular expression as instructions for ``PatternMatcher``.
///
/// Source: K. Thompson, "Regular expression search algorithm" (1968); R. Cox, "Regular expression matching: the
/// virtual machine approach" (2009).
struct PatternProgram {
  enum Instruction {
    /// Takes one code point.
    case scalar(UInt32)
    /// Takes one code point of a set, by its index in ``sets``.
    case set(Int)
    /// Goes on at both places.
    case split(Int, Int)
    /// Goes on at a place.
    case jump(Int)
    /// Goes on at the next instruction where the condition holds.
    case assert(PatternNode.Assertion)
    /// The text matches if it ends here.
    case match
  }

  /// The most instructions; each may be visited once for each code point of a text.
  static let sizeLimit = 20_000

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [ScalarSet] = []
  /// Whether the places between code points matter.
  private(set) var hasAssertions = false

  /// Compiles a tree.
  ///
  /// - Throws: A fault when repetitions make it too large.
  /// - Complexity: linear in the size of the result.
  init(_ root: PatternNode) throws(PatternFault) {
    try emit(root)
    try append(.match)
  }

  private mutating func append(_ instruction: Instruction) throws(PatternFault) {
    if instructions.count >= Self.sizeLimit {
      throw PatternFault(reason: "its repetitions make it too large", position: 1)
    }
    instructions.append(instruction)
  }

  private mutating func emit(_ node: PatternNode) throws(PatternFault) {
    switch node {
    case .scalar(let value): try append(.scalar(value))
    case .set(let set):
      sets.append(set)
      try append(.set(sets.count - 1))
    case .assertion(let assertion):
      hasAssertions = true
      try append(.assert(assertion))
    case .sequence(let parts): for part in parts { try emit(part) }
    case .choice(let choices): try emit(choices)
    case .repeated(let part, let least, let most): try emit(part, least, most)
    }
  }

  private mutating func emit(_ choices: [PatternNode]) throws(PatternFault) {
    var ends: [Int] = []
    for (index, choice) in choices.enumerated() {
      let isLast = index == choices.count - 1
      let split = instructions.count
      if !isLast { try append(.split(split + 1, 0)) }
      try emit(choice)
      if isLast { break }
      ends.append(instructions.count)
      try append(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    for end in ends { instructions[end] = .jump(instructions.count) }
  }

  private mutating func emit(_ part: PatternNode, _ least: Int, _ most: Int?) throws(PatternFault) {
    let start = instructions.count
    for _ in 0..<least {
      let before = instructions.count
      try emit(part)
      // What takes nothing needs no second time.
      if instructions.count == before { break }
    }
    guard let most else {
      let split = instructions.count
      try append(.split(split + 1, 0))
      try emit(part)
      try append(.jump(split))
      instructions[split] = .split(split + 1, instructions.count)
      return
    }
    var splits: [Int] = []
    for _ in least..<max(most, least) {
      splits.append(instructions.count)
      try append(.split(instructions.count + 1, 0))
      let before = instructions.count
      try emit(part)
      if instructions.count == before { break }
    }
    if start == instructions.count { return }
    for split in splits { instructions[split] = .split(split + 1, instructions.count) }
  }
}
