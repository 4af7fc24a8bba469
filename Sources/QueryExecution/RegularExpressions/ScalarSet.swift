/// A set of code points: `[a-z&&[^x]]`, `\w`, `\p{Lu}`, `.`.
struct ScalarSet: Sendable {
  private let low: UInt64
  private let high: UInt64
  private let members: ScalarClass

  /// Prepares a class for fast look-up of ASCII.
  init(_ members: ScalarClass) {
    var bits: (low: UInt64, high: UInt64) = (0, 0)
    for value in 0..<64 as Range<UInt32> {
      if members.contains(value) { bits.low |= 1 << UInt64(value) }
      if members.contains(value + 64) { bits.high |= 1 << UInt64(value) }
    }
    (low, high) = bits
    self.members = members
  }

  /// Whether a code point belongs to the set.
  ///
  /// - Complexity: O(1) for ASCII, else O(size of the class as written).
  func contains(_ value: UInt32) -> Bool {
    if value < 64 { return low >> UInt64(value) & 1 != 0 }
    if value < 128 { return high >> UInt64(value - 64) & 1 != 0 }
    return members.contains(value)
  }
}

/// A class of code points as it was written.
indirect enum ScalarClass: Sendable {
  case ranges([ClosedRange<UInt32>])
  case property(ScalarProperty)
  case union([ScalarClass])
  case intersection(ScalarClass, ScalarClass)
  case complement(ScalarClass)
  /// With all code points that differ from a member in case only.
  case anyCase(ScalarClass)

  func contains(_ value: UInt32) -> Bool {
    switch self {
    case .ranges(let ranges): ranges.contains { $0.contains(value) }
    case .property(let property): property.holds(for: value)
    case .union(let classes): classes.contains { $0.contains(value) }
    case .intersection(let one, let two): one.contains(value) && two.contains(value)
    case .complement(let inner): !inner.contains(value)
    case .anyCase(let inner):
      inner.contains(value) || Self.caseVariants(of: value).contains { inner.contains($0) }
    }
  }

  /// The other cases of a code point, those that are one code point themselves.
  static func caseVariants(of value: UInt32) -> [UInt32] {
    guard let scalar = Unicode.Scalar(value) else { return [] }
    if value < 0x80 {
      let isLetter = (0x41...0x5A).contains(value & ~0x20)
      // The long s and the sign of the kelvin are s and k in another case.
      return isLetter
        ? [value ^ 0x20] + (value | 0x20 == 0x73 ? [0x17F] : value | 0x20 == 0x6B ? [0x212A] : []) : []
    }
    var result: [UInt32] = []
    let properties = scalar.properties
    for text in [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping] {
      let scalars = text.unicodeScalars
      guard scalars.count == 1, let other = scalars.first, other != scalar else { continue }
      result.append(other.value)
      let back = other.properties.lowercaseMapping.unicodeScalars
      if back.count == 1, let third = back.first, third != scalar { result.append(third.value) }
    }
    return result
  }

  static func scalars(_ values: [UInt32]) -> ScalarClass { .ranges(values.map { $0...$0 }) }
}

/// A property of code points that a pattern can name.
enum ScalarProperty: Sendable {
  case categories(Set<Unicode.GeneralCategory>)
  case alphabetic, lowercase, uppercase, whitespace, ideographic
  /// Letters, marks, decimal digits and connecting punctuation: `\w` after `(?U)`.
  case word

  func holds(for value: UInt32) -> Bool {
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    switch self {
    case .categories(let categories): return categories.contains(properties.generalCategory)
    case .alphabetic: return properties.isAlphabetic
    case .lowercase: return properties.isLowercase
    case .uppercase: return properties.isUppercase
    case .whitespace: return properties.isWhitespace
    case .ideographic: return properties.isIdeographic
    case .word:
      switch properties.generalCategory {
      case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark: return true
      default: return properties.isAlphabetic
      }
    }
  }
}

extension ScalarClass {
  static let digits = ScalarClass.ranges([0x30...0x39])
  static let spaces = ScalarClass.ranges([0x09...0x0D, 0x20...0x20])
  static let word = ScalarClass.ranges([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let horizontalSpaces = ScalarClass.ranges([
    0x09...0x09, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x180E...0x180E, 0x2000...0x200A, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000,
  ])
  static let verticalSpaces = ScalarClass.ranges([0x0A...0x0D, 0x85...0x85, 0x2028...0x2029])

  /// The class that `\p{name}` names; nil when there is none.
  static func named(_ name: String) -> ScalarClass? {
    if let ascii = asciiClasses[name] { return .ranges(ascii) }
    let bare = name.hasPrefix("Is") ? String(name.dropFirst(2)) : name
    if let categories = categories[bare] { return .property(.categories(categories)) }
    guard name.hasPrefix("Is") || name.hasPrefix("java") else { return nil }
    switch name.hasPrefix("java") ? String(name.dropFirst(4)).lowercased() : bare.lowercased() {
    case "alphabetic": return .property(.alphabetic)
    case "letter": return .property(.categories(categories["L", default: []]))
    case "lowercase": return .property(.lowercase)
    case "uppercase": return .property(.uppercase)
    case "white_space", "whitespace": return .property(.whitespace)
    case "ideographic": return .property(.ideographic)
    case "digit": return .property(.categories([.decimalNumber]))
    case "punctuation": return .property(.categories(categories["P", default: []]))
    case "control": return .property(.categories([.control]))
    default: return nil
    }
  }

  /// The classes of POSIX, which hold ASCII only.
  private static let asciiClasses: [String: [ClosedRange<UInt32>]] = [
    "Lower": [0x61...0x7A], "Upper": [0x41...0x5A], "ASCII": [0...0x7F], "Alpha": [0x41...0x5A, 0x61...0x7A],
    "Digit": [0x30...0x39], "Alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
    "Punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E], "Graph": [0x21...0x7E],
    "Print": [0x20...0x7E],
    "Blank": [0x09...0x09, 0x20...0x20], "Cntrl": [0...0x1F, 0x7F...0x7F],
    "XDigit": [0x30...0x39, 0x41...0x46, 0x61...0x66], "Space": [0x09...0x0D, 0x20...0x20],
  ]

  /// The general categories of Unicode by their short names; one letter stands for all that begin with it.
  private static let categories: [String: Set<Unicode.GeneralCategory>] = {
    let pairs: [(String, Unicode.GeneralCategory)] = [
      ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter), ("Lm", .modifierLetter),
      ("Lo", .otherLetter), ("Mn", .nonspacingMark), ("Mc", .spacingMark), ("Me", .enclosingMark),
      ("Nd", .decimalNumber), ("Nl", .letterNumber), ("No", .otherNumber), ("Pc", .connectorPunctuation),
      ("Pd", .dashPunctuation), ("Ps", .openPunctuation), ("Pe", .closePunctuation),
      ("Pi", .initialPunctuation), ("Pf", .finalPunctuation), ("Po", .otherPunctuation), ("Sm", .mathSymbol),
      ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol), ("Zs", .spaceSeparator),
      ("Zl", .lineSeparator), ("Zp", .paragraphSeparator), ("Cc", .control), ("Cf", .format),
      ("Cs", .surrogate), ("Co", .privateUse), ("Cn", .unassigned),
    ]
    var result: [String: Set<Unicode.GeneralCategory>] = [:]
    for (name, category) in pairs {
      result[name] = [category]
      result[String(name.prefix(1)), default: []].insert(category)
    }
    result["LC"] = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]
    return result
  }()
}
