/// A truth value of openCypher's three-valued logic.
///
/// The raw values are those of the byte columns that predicates produce: 0 false, 1 true, 2 unknown.
package enum Truth: UInt8, Sendable, BitwiseCopyable {
  case no = 0
  case yes = 1
  case unknown = 2

  /// The truth of a known Boolean.
  init(_ flag: Bool) {
    self = flag ? .yes : .no
  }

  /// False wins, then unknown.
  func and(_ other: Truth) -> Truth {
    if self == .no || other == .no { return .no }
    return self == .yes && other == .yes ? .yes : .unknown
  }

  /// True wins, then unknown.
  func or(_ other: Truth) -> Truth {
    if self == .yes || other == .yes { return .yes }
    return self == .no && other == .no ? .no : .unknown
  }

  /// Unknown as soon as one side is.
  func xor(_ other: Truth) -> Truth {
    if self == .unknown || other == .unknown { return .unknown }
    return Truth(self != other)
  }

  /// Unknown stays unknown.
  var negated: Truth {
    switch self {
    case .no: .yes
    case .yes: .no
    case .unknown: .unknown
    }
  }
}
