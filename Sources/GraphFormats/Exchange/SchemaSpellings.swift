import OrderedCollections
import Vocabulary

/// Which of the schema's types an imported word means: other spellings, and the codes of other systems.
///
/// `ALLY_OF`, `Ally of` and `ally_of` are `ally-of`; `Person` is the type with that FollowTheMoney code; the CAMEO code
/// `112` is `accuses`, and so is `1122`, whose nearest known parent it is. A word that means two types stays as it is.
struct SchemaSpellings: Sendable {
  /// Systems with codes that are read, the most telling first.
  private static let systems = ["cameo", "plover", "followthemoney", "wikidata", "schema_org"]

  private let schema: Schema
  private var relations: [String: String] = [:]
  private var relationCodes: [String: String] = [:]
  /// PLOVER types by the first relation that has one of their modes.
  private var plover: [String: String] = [:]
  private var types: [String: String] = [:]
  private var typeCodes: [String: String] = [:]

  init(_ schema: Schema) {
    self.schema = schema
    let names = OpenCypherNames(schema)
    var ambiguous: Set<String> = []
    func add(_ key: String, _ name: String, to table: inout [String: String]) {
      if let known = table[key], known != name { ambiguous.insert(key) } else { table[key] = name }
    }
    for type in schema.relationTypes.values {
      add(NameKey.key(for: type.name), type.name, to: &relations)
      if let spelling = names.relations[type.name] {
        add(NameKey.key(for: spelling), type.name, to: &relations)
      }
      if let third = type.verb.third { add(NameKey.key(for: third), type.name, to: &relations) }
    }
    for key in ambiguous { relations[key] = nil }
    // Of several types with one code the first in the schema's order is meant.
    for system in Self.systems {
      for type in schema.relationTypes.values {
        for code in type.codes[system] ?? [] where relationCodes[code] == nil {
          relationCodes[code] = type.name
        }
      }
      for type in schema.entityTypes.values {
        for code in type.codes[system] ?? [] where typeCodes[code] == nil { typeCodes[code] = type.name }
      }
    }
    for type in schema.relationTypes.values {
      for code in type.codes["plover"] ?? [] {
        let family = String(code.prefix { $0 != "/" })
        if plover[family] == nil { plover[family] = type.name }
      }
    }
    ambiguous = []
    for type in schema.entityTypes.values {
      for word in [type.name, type.title, type.plural, names.labels[type.name] ?? type.name] + type.synonyms {
        add(NameKey.key(for: word), type.name, to: &types)
      }
    }
    for key in ambiguous { types[key] = nil }
  }

  /// Gives an entity the schema's name of its type, if it is one in other words.
  func translate(_ record: inout EntityRecord) {
    guard let word = record.type?.text, schema.entityTypes[word] == nil else { return }
    if let name = types[NameKey.key(for: word)] ?? typeCodes[word] { record.type?.text = name }
  }

  /// The relation type that a word means; nil when it is the schema's own name, or nothing that is known.
  func relation(_ word: String) -> String? {
    guard schema.relationTypes[word] == nil else { return nil }
    if let name = relations[NameKey.key(for: word)] ?? relationCodes[word] { return name }
    // A PLOVER type with a mode that has no code of its own is the type's first relation.
    if let slash = word.firstIndex(of: "/") ?? (word == word.uppercased() ? word.endIndex : nil) {
      let type = String(word[..<slash])
      if let name = relationCodes[type] ?? plover[type] { return name }
    }
    // A CAMEO code of four digits is a kind of the one with three, and that of the one with two.
    guard word.utf8.count > 2, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    var code = word.dropLast()
    while code.utf8.count >= 2 {
      if let name = relationCodes[String(code)] { return name }
      code = code.dropLast()
    }
    return nil
  }
}
