import Diagnostics
import OrderedCollections

/// No phrase says two relation types, or one relation type in both directions.
enum VerbCollisionCheck {
  static func check(_ reader: inout SchemaReader) {
    var owners: [String: SchemaDraft.VerbMention] = [:]
    for mention in reader.draft.verbs {
      var reported = false
      for phrase in phrases(of: mention.forms) {
        guard let owner = owners[phrase] else {
          owners[phrase] = mention
          continue
        }
        guard owner.relation != mention.relation || owner.isInverse != mention.isInverse, !reported else {
          continue
        }
        if isSymmetric(mention, owner, reader.draft.schema) { continue }
        reported = true
        let what = owner.relation == mention.relation ? "the other direction" : "'\(owner.relation)'"
        reader.report(
          "schema.verb-collision", "'\(phrase)' says \(what) already", mention.span,
          notes: [reader.note("here", owner.span)],
          hints: ["tell the two apart by a word in 'with', or drop one"])
      }
    }
  }

  private static func isSymmetric(
    _ left: SchemaDraft.VerbMention, _ right: SchemaDraft.VerbMention, _ schema: Schema
  ) -> Bool {
    left.relation == right.relation && schema.relationTypes[left.relation]?.isSymmetric ?? false
  }

  /// The phrases that a reader of questions would take for this verb, normalised, each once.
  static func phrases(of forms: VerbForms) -> [String] {
    var result: [String] = []
    func add(_ text: String) {
      let key = NameKey.key(for: text)
      if !key.isEmpty, !result.contains(key) { result.append(key) }
    }
    let particles = forms.particles.isEmpty ? [""] : forms.particles
    for particle in particles {
      for form in [forms.base, forms.third, forms.past, forms.gerund].compactMap({ $0 }) {
        add("\(form) \(particle)")
      }
      if let participle = forms.participle { add("be \(participle) \(particle) by") }
    }
    for phrase in forms.copular { add("be \(withoutArticle(phrase))") }
    return result
  }

  static func withoutArticle(_ phrase: String) -> String {
    let key = NameKey.key(for: phrase)
    for article in ["a ", "an ", "the "] where key.hasPrefix(article) {
      return String(key.dropFirst(article.count))
    }
    return key
  }
}
