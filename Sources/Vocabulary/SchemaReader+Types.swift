import Diagnostics
import OrderedCollections

extension SchemaReader {
  static let entityTypeKeys = [
    "parent", "title", "plural", "synonyms", "note", "style", "properties", "codes",
  ]
  static let relationTypeKeys = [
    "class", "title", "note", "subjects", "objects", "symmetric", "transitive", "verbs", "nouns", "about",
    "inverse", "style", "properties", "codes",
  ]

  /// Reads one entity type.
  mutating func entityType(_ name: String, _ key: SourceSpan, _ node: YAMLNode) -> EntityType {
    var type = EntityType(name: name, span: key)
    guard let fields = SchemaFields(node, "an entity type", keys: Self.entityTypeKeys, &self) else {
      return type
    }
    if let title = fields.text("title", &self) { type.title = title }
    type.plural = fields.text("plural", &self) ?? type.title
    type.note = fields.text("note", &self)
    if let parent = fields.text("parent", &self), let place = fields["parent"] {
      type.parent = parent
      draft.types.append(.init(name: parent, role: "parent", owner: name, span: place.span))
    }
    let owner = "entity type '\(name)'"
    draft.words.append(.init(word: type.title, owner: owner, span: fields["title"]?.span ?? key))
    if type.plural != type.title {
      draft.words.append(.init(word: type.plural, owner: owner, span: fields["plural"]?.span ?? key))
    }
    for synonym in fields.texts("synonyms", &self) {
      type.synonyms.append(synonym.text)
      draft.words.append(.init(word: synonym.text, owner: owner, span: synonym.span))
    }
    if let style = fields["style"],
      let fields = SchemaFields(style, "the style of an entity type", keys: ["shape", "color"], &self)
    {
      type.ownShape = fields.choice("shape", code: "schema.unknown-shape", &self)
      type.ownColor = fields.choice("color", code: "schema.unknown-color", &self)
    }
    type.properties = properties(fields["properties"], reserved: Self.entityKeys)
    type.codes = fields.codes("codes", &self)
    return type
  }

  /// Reads one relation type.
  mutating func relationType(_ name: String, _ key: SourceSpan, _ node: YAMLNode) -> RelationType {
    var type = RelationType(name: name, span: key)
    guard let fields = SchemaFields(node, "a relation type", keys: Self.relationTypeKeys, &self) else {
      return type
    }
    if let title = fields.text("title", &self) { type.title = title }
    type.note = fields.text("note", &self)
    if let relationClass: RelationType.Class = fields.choice("class", code: "schema.unknown-class", &self) {
      type.relationClass = relationClass
    } else if fields["class"] == nil {
      report(
        "schema.missing-key", "the relation type '\(name)' needs a class", key,
        hints: ["write 'class: event', 'class: state' or 'class: timeless'"])
    }
    for role in ["subjects", "objects"] {
      let mentions = fields.texts(role, &self)
      for mention in mentions {
        draft.types.append(.init(name: mention.text, role: role, owner: name, span: mention.span))
      }
      if role == "subjects" {
        type.subjects = mentions.map(\.text)
      } else {
        type.objects = mentions.map(\.text)
      }
    }
    type.isSymmetric = fields.boolean("symmetric", &self)
    type.isTransitive = fields.boolean("transitive", &self)
    let verbs = self.verbs(fields["verbs"], of: name, isInverse: false)
    type.verb = verbs.first ?? VerbForms()
    type.synonyms = Array(verbs.dropFirst())
    if verbs.isEmpty, fields["verbs"].map({ $0.items?.isEmpty ?? false }) ?? true {
      report(
        "schema.missing-verb", "the relation type '\(name)' has no verb, so nobody could ask about it", key,
        hints: ["give it 'verbs:' with base, third, past and gerund, or with 'be'"])
    }
    readNouns(fields["nouns"], of: name, into: &type)
    type.aboutPrepositions = fields.texts("about", &self).map(\.text)
    type.inverse = inverse(fields["inverse"], of: name)
    type.style = lineStyle(fields["style"])
    type.properties = properties(fields["properties"], reserved: Self.claimKeys)
    type.codes = fields.codes("codes", &self)
    return type
  }

  private mutating func lineStyle(_ node: YAMLNode?) -> LineStyle {
    var style = LineStyle()
    let keys = ["line", "width", "arrow", "color", "rank"]
    guard let node, let fields = SchemaFields(node, "the style of a relation type", keys: keys, &self) else {
      return style
    }
    style.line = fields.choice("line", code: "schema.unknown-line", &self) ?? style.line
    style.arrow = fields.choice("arrow", code: "schema.unknown-arrow", &self) ?? style.arrow
    style.color = fields.choice("color", code: "schema.unknown-color", &self) ?? style.color
    style.width = fields.number("width", in: 0.5...6, &self) ?? style.width
    style.rank = fields.integer("rank", in: 0...100, &self) ?? style.rank
    return style
  }

  private mutating func readNouns(_ node: YAMLNode?, of name: String, into type: inout RelationType) {
    guard let node else { return }
    guard let pairs = node.pairs else {
      report(
        "schema.wrong-kind", "'nouns' is a map of one to several, but this is \(node.kindName)", node.span,
        hints: ["write 'nouns: {accusation: accusations}'"])
      return
    }
    let owner = "relation type '\(name)'"
    for pair in pairs {
      guard let singular = pair.key.text, let plural = pair.value.text, !plural.isEmpty else {
        report("schema.wrong-kind", "'nouns' is a map of one to several, both texts", pair.span)
        continue
      }
      draft.words.append(.init(word: singular, owner: owner, span: pair.key.span))
      if plural != singular { draft.words.append(.init(word: plural, owner: owner, span: pair.value.span)) }
      if type.noun == nil {
        type.noun = singular
        type.nounPlural = plural
      } else {
        type.nounSynonyms += [singular, plural]
      }
    }
  }

  private mutating func inverse(_ node: YAMLNode?, of name: String) -> RelationType.Inverse? {
    guard let node, !(node.scalar?.isNull ?? false) else { return nil }
    if let text = node.text {
      checkName(text, "inverse", node.span)
      draft.inverses.append(.init(relation: name, name: text, span: node.span))
      return .init(name: text)
    }
    guard let fields = SchemaFields(node, "an inverse", keys: ["name", "verbs"], &self) else { return nil }
    guard let text = fields.text("name", &self), let place = fields["name"] else {
      if fields["name"] == nil { report("schema.missing-key", "an inverse needs a name", node.span) }
      return nil
    }
    checkName(text, "inverse", place.span)
    draft.inverses.append(.init(relation: name, name: text, span: place.span))
    let verbs = self.verbs(fields["verbs"], of: name, isInverse: true)
    return .init(name: text, verb: verbs.first ?? VerbForms(), synonyms: Array(verbs.dropFirst()))
  }

  private mutating func verbs(_ node: YAMLNode?, of relation: String, isInverse: Bool) -> [VerbForms] {
    guard let node else { return [] }
    guard let items = node.pairs != nil ? [node] : node.items else {
      report("schema.wrong-kind", "'verbs' is a list of verbs, but this is \(node.kindName)", node.span)
      return []
    }
    var result: [VerbForms] = []
    let keys = ["base", "third", "past", "participle", "gerund", "with", "be"]
    for item in items {
      guard let fields = SchemaFields(item, "a verb", keys: keys, &self) else { continue }
      let forms = VerbForms(
        base: fields.text("base", &self), third: fields.text("third", &self),
        past: fields.text("past", &self),
        participle: fields.text("participle", &self), gerund: fields.text("gerund", &self),
        particles: fields.texts("with", &self).map(\.text), copular: fields.texts("be", &self).map(\.text))
      draft.verbs.append(.init(relation: relation, isInverse: isInverse, forms: forms, span: item.span))
      result.append(forms)
    }
    return result
  }
}
