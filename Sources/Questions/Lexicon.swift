/// The names of a graph as a question reader needs them; it never sees the graph itself.
///
/// Words are keys as `NameKey` makes them. Look-ups must not scan all names, except ``nearestNames(to:)``,
/// which is asked only when a question is not understood.
package protocol Lexicon {
  /// The longest run of words from `start` that names something, with everything it names.
  ///
  /// - Parameters:
  ///   - words: The keys of the question's words.
  ///   - start: The first word.
  /// - Returns: How many words, and the entities; nil when no name begins there.
  func entities(in words: [String], from start: Int) -> (count: Int, entities: [LexicalEntity])?

  /// The longest run of words from `start` that names a source by id, publisher or title.
  func sources(in words: [String], from start: Int) -> (count: Int, ids: [String])?

  /// Names near to a text, best first.
  func nearestNames(to text: String) -> [String]

  /// A few names to build examples from, in a stable order.
  var exampleNames: [String] { get }

  /// The types, and their parents, of those for whom others act; empty when nobody acts for anybody.
  ///
  /// Asked only for a question that folds: `as states`.
  var principalTypes: [String] { get }
}

/// What a name can mean.
package struct LexicalEntity: Sendable, Hashable {
  /// The property that finds it: `id`, or `name` in a graph without ids.
  package let key: String
  /// The value of that property.
  package let value: String
  /// Its name.
  package let name: String
  /// Its type and the type's parents.
  package let types: [String]

  /// Joins what is known of an entity.
  package init(key: String = "id", value: String, name: String, types: [String]) {
    self.key = key
    self.value = value
    self.name = name
    self.types = types
  }
}
