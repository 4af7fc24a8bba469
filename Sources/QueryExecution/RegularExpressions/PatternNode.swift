/// A regular expression as a tree; groups leave no trace, since `=~` only asks whether a text matches.
indirect enum PatternNode {
  /// One code point.
  case scalar(UInt32)
  /// One code point of a set.
  case set(ScalarSet)
  /// A condition on the place, which takes no code point.
  case assertion(Assertion)
  /// One after the other; nothing when empty.
  case sequence([PatternNode])
  /// One of them.
  case choice([PatternNode])
  /// The same several times; without `most` any number.
  case repeated(PatternNode, least: Int, most: Int?)

  /// A condition on the place between two code points.
  enum Assertion: Hashable {
    /// `^` and `\A`.
    case textStart
    /// `^` after `(?m)`.
    case lineStart(Lines)
    /// `$` and `\Z`: at the end, or before a line break that ends the text.
    case textEndOrBreak(Lines)
    /// `\z`.
    case textEnd
    /// `$` after `(?m)`.
    case lineEnd(Lines)
    /// `\b`, `\B`.
    case wordBoundary(isUnicode: Bool, holds: Bool)
  }

  /// What breaks lines.
  enum Lines {
    /// `\n`, `\r`, `\r\n`, and U+0085, U+2028, U+2029.
    case all
    /// `\n` alone, after `(?d)`.
    case unix

    /// Whether a code point is or begins a line break.
    func contains(_ scalar: UInt32) -> Bool {
      scalar == 0x0A
        || self == .all && (scalar == 0x0D || scalar == 0x85 || scalar == 0x2028 || scalar == 0x2029)
    }
  }
}

/// What is wrong with a regular expression.
struct PatternFault: Error {
  /// Why it cannot be read, in words that go on after a colon.
  let reason: String
  /// The code point at which it was noticed, from 1.
  let position: Int
  /// What to write instead.
  var hint: String?
}
