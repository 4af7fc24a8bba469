import Diagnostics
import OrderedCollections

extension SchemaReader {
  /// The keys that every entity of a graph file has, which no property may take.
  static let entityKeys = ["type", "id", "name", "aliases", "acts_for", "note"]

  /// The keys that every claim of a graph file has, which no property may take.
  static let claimKeys = [
    "about", "date", "since", "until", "status", "attributed_to", "sources", "paragraphs", "quote",
    "confidence",
    "note",
  ]

  /// Reads the properties of a type: name → kind, or name → a map.
  mutating func properties(
    _ node: YAMLNode?, reserved: [String]
  ) -> OrderedDictionary<String, PropertyType> {
    guard let node, !(node.scalar?.isNull ?? false) else { return [:] }
    guard let pairs = node.pairs else {
      report("schema.wrong-kind", "'properties' is a map, but this is \(node.kindName)", node.span)
      return [:]
    }
    var result: OrderedDictionary<String, PropertyType> = [:]
    for pair in pairs {
      guard let name = pair.key.text else {
        report("schema.wrong-kind", "a key must be a text, but this is \(pair.key.kindName)", pair.key.span)
        continue
      }
      checkName(name, "property", pair.key.span)
      if reserved.contains(name) {
        report(
          "schema.reserved-property", "'\(name)' is there for all and cannot be declared", pair.key.span,
          hints: ["choose another name"])
      }
      result[name] = property(name, pair.key.span, pair.value)
    }
    return result
  }

  private mutating func property(_ name: String, _ key: SourceSpan, _ node: YAMLNode) -> PropertyType {
    var property = PropertyType(name: name, span: key)
    if let text = node.text, !(node.scalar?.isNull ?? false) {
      if let kind = PropertyType.Kind(rawValue: text) {
        property.kind = kind
      } else {
        let kinds = PropertyType.Kind.allCases.map(\.rawValue)
        let nearest = Suggestions.nearest(to: text, in: kinds, limit: 1).first
        report(
          "schema.unknown-kind", "there is no kind '\(text)'", node.span,
          hints: [nearest.map { "did you mean '\($0)'?" } ?? "it is one of \(SchemaFields.list(kinds))"])
      }
      return property
    }
    let keys = ["kind", "list", "allowed", "note"]
    guard let fields = SchemaFields(node, "a property", keys: keys, &self) else { return property }
    property.kind = fields.choice("kind", code: "schema.unknown-kind", &self) ?? .text
    property.isList = fields.boolean("list", &self)
    property.allowed = fields.texts("allowed", &self).map(\.text)
    property.note = fields.text("note", &self)
    return property
  }
}
