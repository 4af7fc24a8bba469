// Character classes and escapes.
extension PatternParser {
  /// `bracketed = "[", ["^"], operand, { "&&", operand }, "]"`.
  mutating func bracketed() throws(PatternFault) -> ScalarClass {
    let start = position
    position += 1
    depth += 1
    defer { depth -= 1 }
    if depth > Self.nestingLimit { throw fault("classes are nested more than \(Self.nestingLimit) deep") }
    let isComplement = take("^")
    var result = try operand(start, isFirst: true)
    while take(text: "&&") { result = .intersection(result, try operand(start, isFirst: false)) }
    position += 1
    if flags.ignoresCase { result = .anyCase(result) }
    return isComplement ? .complement(result) : result
  }

  /// `operand = { range | member | bracketed }`, up to `&&` or the closing bracket.
  private mutating func operand(_ start: Int, isFirst: Bool) throws(PatternFault) -> ScalarClass {
    var members: [ScalarClass] = []
    while true {
      guard let next = peek() else {
        position = start
        throw fault("the class that begins here is not closed")
      }
      if next == "]", !(isFirst && members.isEmpty) { break }
      if next == "&", peek(1) == "&" { break }
      if next == "[" {
        members.append(try bracketed())
        continue
      }
      members.append(try member())
    }
    return members.count == 1 ? members[0] : .union(members)
  }

  /// `member = character, ["-", character] | escaped class`.
  private mutating func member() throws(PatternFault) -> ScalarClass {
    guard let first = try classCharacter() else { return try escapedClass() }
    guard peek() == "-", let after = peek(1), after != "]", after != "[" else { return .scalars([first]) }
    let dash = position
    position += 1
    guard let last = try classCharacter() else {
      // `[a-\d]`: the dash stands for itself.
      position = dash
      return .scalars([first])
    }
    if last < first { throw fault("a range of characters runs backwards") }
    return .ranges([first...last])
  }

  /// One character of a class; nil before an escape that means several.
  private mutating func classCharacter() throws(PatternFault) -> UInt32? {
    guard let next = peek() else { return nil }
    if next != "\\" {
      position += 1
      return next.value
    }
    return try escapedCharacter()
  }

  /// `escape = "\", (class | assertion | character)`.
  mutating func escaped() throws(PatternFault) -> PatternNode {
    guard let letter = peek(1) else { throw fault("the pattern ends with a backslash") }
    switch letter {
    case "1"..."9", "k": throw refused("back-references")
    case "b", "B":
      position += 2
      if peek() == "{" { throw fault("only `\\b` and `\\B` are known as boundaries") }
      return .assertion(.wordBoundary(isUnicode: flags.isUnicode, holds: letter == "b"))
    case "A", "z", "Z":
      position += 2
      return .assertion(letter == "A" ? .textStart : letter == "z" ? .textEnd : .textEndOrBreak(flags.lines))
    case "R":
      position += 2
      return .choice([.sequence([.scalar(0x0D), .scalar(0x0A)]), .set(ScalarSet(.verticalSpaces))])
    case "E":
      position += 2
      return .sequence([])
    default: break
    }
    if let value = try escapedCharacter() { return literal(value) }
    return .set(ScalarSet(try escapedClass()))
  }

  /// A class of its own: `\d`, `\p{Lu}`; after `(?i)` in any case.
  private mutating func escapedClass() throws(PatternFault) -> ScalarClass {
    guard let letter = peek(1) else { throw fault("the pattern ends with a backslash") }
    let isUnicode = flags.isUnicode
    let known: ScalarClass
    switch letter {
    case "d", "D": known = isUnicode ? .property(.categories([.decimalNumber])) : .digits
    case "s", "S": known = isUnicode ? .property(.whitespace) : .spaces
    case "w", "W": known = isUnicode ? .property(.word) : .word
    case "h", "H": known = .horizontalSpaces
    case "v", "V": known = .verticalSpaces
    case "p", "P":
      let named = try propertyClass()
      return letter == "p" ? named : .complement(named)
    default: throw fault("`\\\(letter)` is no escape that is known")
    }
    position += 2
    return letter.properties.isUppercase ? .complement(known) : known
  }

  /// `\p{Lu}`, `\pL`.
  private mutating func propertyClass() throws(PatternFault) -> ScalarClass {
    let start = position
    position += 2
    var name = ""
    if take("{") {
      while let letter = peek(), letter != "}" {
        name.unicodeScalars.append(letter)
        position += 1
      }
      guard take("}") else { throw fault("`}` is missing after the name of a class") }
    } else if let letter = peek() {
      name.unicodeScalars.append(letter)
      position += 1
    }
    guard let known = ScalarClass.named(name) else {
      position = start
      throw fault(
        "there is no class `\\p{\(name)}`",
        hint:
          "there are the categories of Unicode (`\\p{L}`, `\\p{Lu}`), `\\p{IsAlphabetic}` and its kin, and `\\p{Alpha}` and its kin"
      )
    }
    return flags.ignoresCase ? .anyCase(known) : known
  }

  /// An escape that means one character; nil, and nothing read, before another.
  private mutating func escapedCharacter() throws(PatternFault) -> UInt32? {
    guard let letter = peek(1) else { throw fault("the pattern ends with a backslash") }
    let simple: [Unicode.Scalar: UInt32] = ["t": 0x09, "n": 0x0A, "r": 0x0D, "f": 0x0C, "a": 0x07, "e": 0x1B]
    if let value = simple[letter] {
      position += 2
      return value
    }
    switch letter {
    case "0":
      position += 2
      return try number(digits: 1...3, radix: 8)
    case "x":
      position += 2
      if take("{") {
        let value = try number(digits: 1...6, radix: 16)
        guard take("}") else { throw fault("`}` is missing after a code point") }
        return value
      }
      return try number(digits: 2...2, radix: 16)
    case "u":
      position += 2
      return try number(digits: 4...4, radix: 16)
    case "c":
      position += 2
      guard let control = peek(), control.isASCII else {
        throw fault("a control character is missing after `\\c`")
      }
      position += 1
      return control.value ^ 0x40
    default:
      guard letter.isASCII, letter.properties.isAlphabetic || letter.properties.numericType != nil else {
        position += 2
        return letter.value
      }
      return nil
    }
  }

  private mutating func number(digits: ClosedRange<Int>, radix: Int) throws(PatternFault) -> UInt32 {
    var value: UInt32 = 0
    var count = 0
    while count < digits.upperBound, let digit = peek().flatMap({ Character($0).hexDigitValue }),
      digit < radix
    {
      value = value * UInt32(radix) + UInt32(digit)
      count += 1
      position += 1
    }
    guard count >= digits.lowerBound, value <= 0x10_FFFF else {
      throw fault(
        "a code point is written with \(digits.lowerBound == digits.upperBound ? "\(digits.lowerBound)" : "\(digits.lowerBound) to \(digits.upperBound)") digits, up to 10FFFF"
      )
    }
    return value
  }
}
