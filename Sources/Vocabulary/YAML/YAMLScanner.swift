import Diagnostics

/// YAML text to tokens, by libyaml's rules: a token that may turn out to be a key is remembered, and the
/// tokens that say so are put before it once its `:` is met.
struct YAMLScanner {
  /// A token that may be a key, if a `:` follows on its line.
  private struct SimpleKey {
    var isPossible = false
    var isRequired = false
    var tokenIndex = 0
    var offset = 0
    var line = 0
    var column = 0
  }

  /// The most levels of blocks and brackets; deeper texts are refused, so that recursion stays bounded.
  static let depthLimit = 200

  /// The most bytes between the start of a key and its `:`.
  private static let keyLimit = 4_096

  let source: SourceText
  let bytes: [UInt8]
  var index = 0
  /// The offset at which the current line begins.
  var lineStart = 0
  var line = 0
  /// The column of the innermost block, -1 outside all.
  var indent = -1
  var flowLevel = 0
  private(set) var tokens: [YAMLToken] = []
  var comments: [SourceSpan] = []
  var isSimpleKeyAllowed = true
  private var indents: [Int] = []
  private var simpleKeys: [SimpleKey] = [SimpleKey()]

  init(_ source: SourceText) {
    self.source = source
    self.bytes = source.bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      index = 3
      lineStart = 3
    }
  }

  /// Scans the whole text.
  ///
  /// - Throws: The first thing that is no YAML.
  mutating func scan() throws(Diagnostic) {
    try YAMLCharacters.check(source)
    while try scanToken() {}
  }

  // MARK: Looking

  /// The byte at a distance from here; 0 past the end.
  func byte(_ distance: Int = 0) -> UInt8 {
    let position = index + distance
    return position < bytes.count ? bytes[position] : 0
  }

  /// The column, in bytes from the start of the line: what stands before a block is ASCII.
  var column: Int { index - lineStart }

  var isAtEnd: Bool { index >= bytes.count }

  func isBlank(_ distance: Int = 0) -> Bool { byte(distance) == 0x20 || byte(distance) == 0x09 }

  func isBreak(_ distance: Int = 0) -> Bool { byte(distance) == 0x0A || byte(distance) == 0x0D }

  func isBreakOrEnd(_ distance: Int = 0) -> Bool {
    index + distance >= bytes.count || isBreak(distance)
  }

  func isBlankOrEnd(_ distance: Int = 0) -> Bool { isBlank(distance) || isBreakOrEnd(distance) }

  /// Whether `---` or `...` stands here at the start of a line.
  var isAtDocumentMarker: Bool {
    guard column == 0, isBlankOrEnd(3) else { return false }
    return (byte(0) == 0x2D && byte(1) == 0x2D && byte(2) == 0x2D)
      || (byte(0) == 0x2E && byte(1) == 0x2E && byte(2) == 0x2E)
  }

  // MARK: Moving

  /// Passes one line break: CR LF, LF or CR.
  mutating func skipLine() {
    index += byte() == 0x0D && byte(1) == 0x0A ? 2 : 1
    line += 1
    lineStart = index
  }

  func failure(_ code: String, _ message: String, _ lower: Int, _ upper: Int, hints: [String] = [])
    -> Diagnostic
  {
    .error(code, message, in: source, at: SourceSpan(lower..<max(lower, upper)), hints: hints)
  }

  mutating func append(_ kind: YAMLToken.Kind, from lower: Int) {
    append(kind, span: SourceSpan(lower..<index))
  }

  mutating func append(_ kind: YAMLToken.Kind, span: SourceSpan) {
    tokens.append(YAMLToken(kind: kind, span: span))
  }

  // MARK: One token

  private mutating func scanToken() throws(Diagnostic) -> Bool {
    skipToToken()
    try dropStaleKeys()
    unrollIndent(to: column)
    let start = index
    if isAtEnd {
      unrollIndent(to: -1)
      try removeSimpleKey()
      append(.streamEnd, from: start)
      return false
    }
    if column == 0, byte() == 0x25 {
      try startMarker()
      while !isBreakOrEnd() { index += 1 }
      append(.directive, from: start)
      return true
    }
    if isAtDocumentMarker {
      try startMarker()
      let isStart = byte() == 0x2D
      index += 3
      append(isStart ? .documentStart : .documentEnd, from: start)
      return true
    }
    switch byte() {
    case UInt8(ascii: "["): try openFlow(.flowSequenceStart)
    case UInt8(ascii: "{"): try openFlow(.flowMappingStart)
    case UInt8(ascii: "]"): try closeFlow(.flowSequenceEnd)
    case UInt8(ascii: "}"): try closeFlow(.flowMappingEnd)
    case UInt8(ascii: ","):
      try removeSimpleKey()
      isSimpleKeyAllowed = true
      index += 1
      append(.flowEntry, from: start)
    case UInt8(ascii: "-") where isBlankOrEnd(1): try scanBlockEntry()
    case UInt8(ascii: "?") where flowLevel > 0 || isBlankOrEnd(1): try scanKeyIndicator()
    case UInt8(ascii: ":") where flowLevel > 0 || isBlankOrEnd(1): try scanValueIndicator()
    case UInt8(ascii: "*"): try scanAnchor(isAlias: true)
    case UInt8(ascii: "&"): try scanAnchor(isAlias: false)
    case UInt8(ascii: "!"): try scanTag()
    case UInt8(ascii: "|") where flowLevel == 0, UInt8(ascii: ">") where flowLevel == 0:
      try removeSimpleKey()
      isSimpleKeyAllowed = true
      try scanBlockScalar()
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      try saveSimpleKey()
      isSimpleKeyAllowed = false
      try scanQuotedScalar()
    default:
      guard canStartPlainScalar else { throw cannotStart() }
      try saveSimpleKey()
      isSimpleKeyAllowed = false
      try scanPlainScalar()
    }
    return true
  }

  private var canStartPlainScalar: Bool {
    switch byte() {
    case UInt8(ascii: "-"): !isBlank(1)
    case UInt8(ascii: "?"), UInt8(ascii: ":"): flowLevel == 0 && !isBlankOrEnd(1)
    case UInt8(ascii: "#"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "@"),
      UInt8(ascii: "`"), 0x09:
      false
    default: true
    }
  }

  private func cannotStart() -> Diagnostic {
    if byte() == 0x09 {
      return failure(
        "yaml.tab", "a tab cannot indent", index, index + 1, hints: ["indent with spaces"])
    }
    let character = String(UnicodeScalar(byte()))
    return failure(
      "yaml.syntax", "'\(character)' cannot begin a value", index, index + 1,
      hints: ["put quotes around the text"])
  }

  /// Passes blanks, comments and line breaks; a tab counts as a blank only where no key can begin.
  private mutating func skipToToken() {
    while true {
      while byte() == 0x20 || (byte() == 0x09 && (flowLevel > 0 || !isSimpleKeyAllowed)) { index += 1 }
      if byte() == 0x23 { scanComment() }
      guard !isAtEnd, isBreak() else { return }
      skipLine()
      if flowLevel == 0 { isSimpleKeyAllowed = true }
    }
  }

  mutating func scanComment() {
    let start = index
    while !isBreakOrEnd() { index += 1 }
    comments.append(SourceSpan(start..<index))
  }

  private mutating func startMarker() throws(Diagnostic) {
    unrollIndent(to: -1)
    try removeSimpleKey()
    isSimpleKeyAllowed = false
  }

  private mutating func openFlow(_ kind: YAMLToken.Kind) throws(Diagnostic) {
    try saveSimpleKey()
    simpleKeys.append(SimpleKey())
    flowLevel += 1
    try checkDepth()
    isSimpleKeyAllowed = true
    index += 1
    append(kind, from: index - 1)
  }

  private mutating func closeFlow(_ kind: YAMLToken.Kind) throws(Diagnostic) {
    try removeSimpleKey()
    if flowLevel > 0 {
      flowLevel -= 1
      simpleKeys.removeLast()
    }
    isSimpleKeyAllowed = false
    index += 1
    append(kind, from: index - 1)
  }

  private mutating func scanBlockEntry() throws(Diagnostic) {
    if flowLevel == 0 {
      guard isSimpleKeyAllowed else {
        throw failure(
          "yaml.syntax", "a list item cannot begin here", index, index + 1,
          hints: ["begin the list on a new line"])
      }
      try rollIndent(to: column, token: .blockSequenceStart, at: tokens.count, offset: index)
    }
    try removeSimpleKey()
    isSimpleKeyAllowed = true
    index += 1
    append(.blockEntry, from: index - 1)
  }

  private mutating func scanKeyIndicator() throws(Diagnostic) {
    if flowLevel == 0 {
      guard isSimpleKeyAllowed else {
        throw failure("yaml.syntax", "a key cannot begin here", index, index + 1)
      }
      try rollIndent(to: column, token: .blockMappingStart, at: tokens.count, offset: index)
    }
    try removeSimpleKey()
    isSimpleKeyAllowed = flowLevel == 0
    index += 1
    append(.key, from: index - 1)
  }

  private mutating func scanValueIndicator() throws(Diagnostic) {
    let key = simpleKeys[simpleKeys.count - 1]
    if key.isPossible {
      tokens.insert(
        YAMLToken(kind: .key, span: SourceSpan(at: UInt32(clamping: key.offset))), at: key.tokenIndex)
      try rollIndent(to: key.column, token: .blockMappingStart, at: key.tokenIndex, offset: key.offset)
      simpleKeys[simpleKeys.count - 1].isPossible = false
      isSimpleKeyAllowed = false
    } else {
      if flowLevel == 0 {
        guard isSimpleKeyAllowed else {
          throw failure(
            "yaml.syntax", "a second ':' cannot stand in one line", index, index + 1,
            hints: ["put quotes around a text that holds ': '"])
        }
        try rollIndent(to: column, token: .blockMappingStart, at: tokens.count, offset: index)
      }
      isSimpleKeyAllowed = flowLevel == 0
    }
    index += 1
    append(.value, from: index - 1)
  }

  private mutating func scanAnchor(isAlias: Bool) throws(Diagnostic) {
    try saveSimpleKey()
    isSimpleKeyAllowed = false
    let start = index
    index += 1
    while isWordByte { index += 1 }
    let name = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
    let follows: [UInt8] = Array("?:,]}%@`".utf8)
    guard !name.isEmpty, isBlankOrEnd() || follows.contains(byte()) else {
      throw failure(
        "yaml.syntax", "\(isAlias ? "an alias" : "an anchor") is letters, digits, '-' and '_'", start,
        index + 1, hints: ["put quotes around a text that begins with '\(isAlias ? "*" : "&")'"])
    }
    append(isAlias ? .alias(name) : .anchor(name), from: start)
  }

  private var isWordByte: Bool {
    switch byte() {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private mutating func scanTag() throws(Diagnostic) {
    try saveSimpleKey()
    isSimpleKeyAllowed = false
    let start = index
    while !isBlankOrEnd() {
      let isFlowIndicator = [UInt8]("[]{},".utf8).contains(byte())
      if isFlowIndicator, flowLevel > 0 { break }
      index += 1
    }
    let tag = String(decoding: bytes[start..<index], as: UTF8.self)
    let isShort = tag == "!" || tag.hasPrefix("!!") || (tag.hasPrefix("!") && !tag.dropFirst().contains("!"))
    guard isShort, !tag.contains("<") || tag.hasSuffix(">") else {
      throw failure(
        "yaml.syntax", "this tag cannot be read", start, index,
        hints: ["put quotes around a text that begins with '!'"])
    }
    append(.tag(tag), from: start)
  }

  // MARK: Keys and indentation

  private mutating func dropStaleKeys() throws(Diagnostic) {
    for level in simpleKeys.indices where simpleKeys[level].isPossible {
      let key = simpleKeys[level]
      guard key.line < line || key.offset + Self.keyLimit < index else { continue }
      if key.isRequired { throw missingColon(key) }
      simpleKeys[level].isPossible = false
    }
  }

  private mutating func saveSimpleKey() throws(Diagnostic) {
    guard isSimpleKeyAllowed else { return }
    try removeSimpleKey()
    simpleKeys[simpleKeys.count - 1] = SimpleKey(
      isPossible: true, isRequired: flowLevel == 0 && indent == column, tokenIndex: tokens.count,
      offset: index, line: line, column: column)
  }

  private mutating func removeSimpleKey() throws(Diagnostic) {
    let key = simpleKeys[simpleKeys.count - 1]
    if key.isPossible, key.isRequired { throw missingColon(key) }
    simpleKeys[simpleKeys.count - 1].isPossible = false
  }

  private func missingColon(_ key: SimpleKey) -> Diagnostic {
    var end = key.offset
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return failure(
      "yaml.syntax", "a ':' is missing after this key", key.offset, end,
      hints: ["write 'key: value', or indent the line if it goes on from the one above"])
  }

  private mutating func rollIndent(
    to column: Int, token: YAMLToken.Kind, at position: Int, offset: Int
  ) throws(Diagnostic) {
    guard flowLevel == 0, indent < column else { return }
    indents.append(indent)
    indent = column
    try checkDepth()
    tokens.insert(
      YAMLToken(kind: token, span: SourceSpan(at: UInt32(clamping: offset))), at: position)
  }

  private mutating func unrollIndent(to column: Int) {
    guard flowLevel == 0 else { return }
    while indent > column, let outer = indents.popLast() {
      append(.blockEnd, from: index)
      indent = outer
    }
  }

  private func checkDepth() throws(Diagnostic) {
    guard flowLevel + indents.count > Self.depthLimit else { return }
    throw failure(
      "yaml.too-deep", "this is nested more than \(Self.depthLimit) levels deep", index, index + 1)
  }
}
