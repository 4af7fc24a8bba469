import GraphCore
import OrderedCollections
import Vocabulary

/// Names as other openCypher systems spell them: labels in UpperCamelCase, relation types in UPPER_SNAKE_CASE.
///
/// The table is reversible: two names never get one spelling.
struct OpenCypherNames {
  private(set) var labels: OrderedDictionary<String, String> = [:]
  private(set) var relations: OrderedDictionary<String, String> = [:]

  /// The table of a graph: the schema's names first, so that it does not depend on what the graph uses.
  init(_ graph: GraphSnapshot) {
    for name in graph.schema?.entityTypes.keys ?? [] {
      Self.add(name, Self.upperCamelCase(name), to: &labels)
    }
    for name in graph.schema?.relationTypes.keys ?? [] {
      Self.add(name, Self.upperSnakeCase(name), to: &relations)
    }
    for name in graph.labelNames { Self.add(name, Self.upperCamelCase(name), to: &labels) }
    for name in graph.relationshipTypeNames { Self.add(name, Self.upperSnakeCase(name), to: &relations) }
  }

  /// The table of a schema, for reading.
  init(_ schema: Schema) {
    for name in schema.entityTypes.keys { Self.add(name, Self.upperCamelCase(name), to: &labels) }
    for name in schema.relationTypes.keys { Self.add(name, Self.upperSnakeCase(name), to: &relations) }
  }

  private static func add(
    _ name: String, _ spelling: String, to table: inout OrderedDictionary<String, String>
  ) {
    guard table[name] == nil else { return }
    var free = spelling
    var number = 2
    while table.values.contains(free) {
      free = "\(spelling)_\(number)"
      number += 1
    }
    table[name] = free
  }

  /// `armed-forces` → `ArmedForces`.
  private static func upperCamelCase(_ name: String) -> String {
    words(name).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// `ally-of` → `ALLY_OF`.
  private static func upperSnakeCase(_ name: String) -> String {
    words(name).map { $0.uppercased() }.joined(separator: "_")
  }

  private static func words(_ name: String) -> [Substring] {
    let words = name.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    return words.isEmpty ? [Substring(name)] : words
  }
}
