/// A set of the types that a value can have, as far as the text of the statement tells.
///
/// Null is always possible and therefore not named; `null` itself is the empty set.
package struct TypeSet: OptionSet, Sendable, Hashable, BitwiseCopyable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let boolean = TypeSet(rawValue: 1 << 0)
  package static let integer = TypeSet(rawValue: 1 << 1)
  package static let float = TypeSet(rawValue: 1 << 2)
  package static let string = TypeSet(rawValue: 1 << 3)
  package static let list = TypeSet(rawValue: 1 << 4)
  package static let map = TypeSet(rawValue: 1 << 5)
  package static let node = TypeSet(rawValue: 1 << 6)
  package static let relationship = TypeSet(rawValue: 1 << 7)
  package static let path = TypeSet(rawValue: 1 << 8)
  package static let date = TypeSet(rawValue: 1 << 9)
  /// `time`, `localtime`, `datetime`, `localdatetime`.
  package static let instant = TypeSet(rawValue: 1 << 10)
  package static let duration = TypeSet(rawValue: 1 << 11)

  /// Nothing but null.
  package static let null: TypeSet = []
  /// Integer or float.
  package static let number: TypeSet = [.integer, .float]
  /// Date, time of any kind, duration.
  package static let temporal: TypeSet = [.date, .instant, .duration]
  /// What a property of a graph can be.
  package static let storable: TypeSet = [.boolean, .number, .string, .list, .temporal]
  /// Nothing is known.
  package static let any = TypeSet(rawValue: (1 << 12) - 1)

  /// The words for messages: `integer or float`; `any value` when nothing is known, `null` for the empty set.
  package var words: String {
    if self == .any { return "any value" }
    let names = Self.names.filter { contains($0.0) }.map(\.1)
    guard let last = names.last else { return "null" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The words with an article: `an integer or float`.
  package var phrase: String {
    if self == .any || self == .null { return words }
    return (words.first.map { "aeiou".contains($0) } == true ? "an " : "a ") + words
  }

  private static let names: [(TypeSet, String)] = [
    (.boolean, "boolean"), (.integer, "integer"), (.float, "float"), (.string, "string"), (.list, "list"),
    (.map, "map"), (.node, "node"), (.relationship, "relationship"), (.path, "path"), (.date, "date"),
    (.instant, "time"), (.duration, "duration"),
  ]
}

/// The static type of an expression: what it can be, and what its elements can be if it is a list.
package struct StaticType: Sendable, Hashable, BitwiseCopyable {
  /// The types of the value itself.
  package var types: TypeSet
  /// The types of the elements, should the value be a list; deeper levels are not tracked.
  package var elements: TypeSet

  /// Makes a type; elements matter only when `types` contains ``TypeSet/list``.
  package init(_ types: TypeSet, elements: TypeSet = .any) {
    self.types = types
    self.elements = elements
  }

  package static let any = StaticType(.any)
  package static let null = StaticType(.null)
  package static let boolean = StaticType(.boolean)
  package static let integer = StaticType(.integer)
  package static let float = StaticType(.float)
  package static let number = StaticType(.number)
  package static let string = StaticType(.string)
  package static let map = StaticType(.map)
  package static let node = StaticType(.node)
  package static let relationship = StaticType(.relationship)
  package static let path = StaticType(.path)

  /// A list of things of the given types.
  package static func list(of elements: TypeSet) -> StaticType { StaticType(.list, elements: elements) }

  /// What an element of it can be.
  package var elementType: StaticType { types.contains(.list) ? StaticType(elements) : .any }

  /// What a value can be that is one or the other.
  package func union(_ other: StaticType) -> StaticType {
    let bothLists = types.contains(.list) && other.types.contains(.list)
    let joined =
      bothLists ? elements.union(other.elements) : types.contains(.list) ? elements : other.elements
    return StaticType(types.union(other.types), elements: joined)
  }
}
