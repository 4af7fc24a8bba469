/// A JSON value, for tests that write documents and spoil them.
package indirect enum JSONTree: Sendable {
  case null
  case boolean(Bool)
  case number(String)
  case string(String)
  case array([JSONTree])
  case object([(key: String, value: JSONTree)])

  /// The value as JSON text, which is YAML too.
  package var text: String {
    switch self {
    case .null: return ""
    case .boolean(let value): return value ? "true" : "false"
    case .number(let digits): return digits
    case .string(let text): return JSONTree.quoted(text)
    case .array(let items): return "[" + items.map(\.textOrNull).joined(separator: ", ") + "]"
    case .object(let members):
      let texts = members.map { "\(JSONTree.quoted($0.key)): \($0.value.textForMember)" }
      return "{" + texts.joined(separator: ", ") + "}"
    }
  }

  /// The value as strict JSON.
  package var json: String {
    switch self {
    case .null: return "null"
    case .array(let items): return "[" + items.map(\.json).joined(separator: ",") + "]"
    case .object(let members):
      return "{" + members.map { "\(JSONTree.quoted($0.key)):\($0.value.json)" }.joined(separator: ",") + "}"
    default: return text
    }
  }

  // YAML leaves a missing value out; only an item of a flow list cannot be missing.
  private var textForMember: String { text }
  private var textOrNull: String {
    if case .null = self { return "{}" }
    return text
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The same document with some places spoiled: keys renamed or dropped, values of another kind.
  ///
  /// - Parameters:
  ///   - generator: Where chance comes from.
  ///   - pool: Values to put in, typical of the documents.
  ///   - keys: Keys to put in.
  /// - Returns: A document that may be right or wrong.
  package func spoiled(by generator: inout SeededGenerator, pool: [JSONTree], keys: [String]) -> JSONTree {
    if generator.once(in: 6) { return generator.pick(pool) ?? .null }
    switch self {
    case .array(var items) where !items.isEmpty:
      let index = generator.below(items.count)
      if generator.once(in: 5) {
        items.remove(at: index)
      } else {
        items[index] = items[index].spoiled(by: &generator, pool: pool, keys: keys)
        if case .null = items[index] { items[index] = .string("~") }
      }
      return .array(items)
    case .object(var members) where !members.isEmpty:
      let index = generator.below(members.count)
      switch generator.below(8) {
      case 0: members.remove(at: index)
      case 1:
        let key = generator.pick(keys) ?? "x"
        if !members.contains(where: { $0.key == key }) { members[index].key = key }
      case 2:
        let key = generator.pick(keys) ?? "x"
        if !members.contains(where: { $0.key == key }) {
          members.append((key, generator.pick(pool) ?? .null))
        }
      default:
        members[index].value = members[index].value.spoiled(by: &generator, pool: pool, keys: keys)
      }
      return .object(members)
    default: return generator.pick(pool) ?? .null
    }
  }
}
