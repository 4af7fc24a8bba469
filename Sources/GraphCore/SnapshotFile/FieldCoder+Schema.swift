import Diagnostics
import OrderedCollections
import Vocabulary

// Schema and description of a graph, as they lie in a packed graph.
extension FieldCoder {
  mutating func description(_ description: inout GraphDescription) {
    option(&description.title)
    option(&description.note)
    option(&description.schemaName)
    dictionary(&description.views, blank: GraphView(ask: "")) { view, coder in
      coder.text(&view.ask)
      coder.option(&view.title)
      coder.dictionary(&view.options, blank: "") { $1.text(&$0) }
    }
  }

  mutating func schema(_ schema: inout Schema) {
    text(&schema.name)
    text(&schema.title)
    option(&schema.note)
    dictionary(&schema.entityTypes, blank: EntityType(name: "")) { $1.entityType(&$0) }
    dictionary(&schema.relationTypes, blank: RelationType(name: "")) { $1.relationType(&$0) }
  }

  private mutating func entityType(_ type: inout EntityType) {
    text(&type.name)
    option(&type.parent)
    text(&type.title)
    text(&type.plural)
    list(&type.synonyms)
    properties(&type.properties)
    option(&type.ownShape, blank: .roundedBox) { $1.choice(&$0) }
    option(&type.ownColor, blank: .grey) { $1.choice(&$0) }
    dictionary(&type.codes, blank: []) { $1.list(&$0) }
    option(&type.note)
    span(&type.span)
  }

  private mutating func relationType(_ type: inout RelationType) {
    text(&type.name)
    text(&type.title)
    verb(&type.verb)
    list(&type.synonyms, blank: VerbForms()) { $1.verb(&$0) }
    option(&type.noun)
    option(&type.nounPlural)
    list(&type.nounSynonyms)
    list(&type.aboutPrepositions)
    option(&type.inverse, blank: RelationType.Inverse(name: "")) { inverse, coder in
      coder.text(&inverse.name)
      coder.verb(&inverse.verb)
      coder.list(&inverse.synonyms, blank: VerbForms()) { $1.verb(&$0) }
    }
    flag(&type.isSymmetric)
    flag(&type.isTransitive)
    choice(&type.relationClass)
    list(&type.subjects)
    list(&type.objects)
    properties(&type.properties)
    style(&type.style)
    dictionary(&type.codes, blank: []) { $1.list(&$0) }
    option(&type.note)
    span(&type.span)
  }

  private mutating func properties(_ properties: inout OrderedDictionary<String, PropertyType>) {
    dictionary(&properties, blank: PropertyType(name: "")) { type, coder in
      coder.text(&type.name)
      coder.choice(&type.kind)
      coder.flag(&type.isList)
      coder.list(&type.allowed)
      coder.option(&type.note)
      coder.span(&type.span)
    }
  }

  private mutating func verb(_ verb: inout VerbForms) {
    option(&verb.base)
    option(&verb.third)
    option(&verb.past)
    option(&verb.participle)
    option(&verb.gerund)
    list(&verb.particles)
    list(&verb.copular)
  }

  private mutating func style(_ style: inout LineStyle) {
    choice(&style.line)
    float(&style.width)
    choice(&style.arrow)
    choice(&style.color)
    var rank = Int64(style.rank)
    signed(&rank)
    guard isReading, !isDamaged else { return }
    // What no schema file can say either: drawing counts on it.
    guard style.width.isFinite, style.width >= 0, style.width <= 1_000, rank.magnitude <= 1_000_000 else {
      return fail()
    }
    style.rank = Int(rank)
  }

  private mutating func span(_ span: inout SourceSpan) {
    var (lower, upper) = (Int(span.lower), Int(span.upper))
    count(&lower)
    count(&upper)
    if isReading, !isDamaged { span = SourceSpan(UInt32(lower), UInt32(upper)) }
  }
}
