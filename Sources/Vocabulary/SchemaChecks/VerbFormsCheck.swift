import Diagnostics

/// A verb has its four forms, or only phrases that follow *is*.
enum VerbFormsCheck {
  static func check(_ reader: inout SchemaReader) {
    for mention in reader.draft.verbs {
      let forms: [(String, String?)] = [
        ("base", mention.forms.base), ("third", mention.forms.third), ("past", mention.forms.past),
        ("gerund", mention.forms.gerund),
      ]
      let missing = forms.filter { $0.1 == nil }.map(\.0)
      if missing.count == forms.count, mention.forms.participle == nil {
        if mention.forms.copular.isEmpty {
          reader.report(
            "schema.missing-verb-form", "a verb of '\(mention.relation)' has no form at all", mention.span,
            hints: ["write base, third, past and gerund, or 'be'"])
        }
      } else if !missing.isEmpty {
        reader.report(
          "schema.missing-verb-form",
          "a verb of '\(mention.relation)' lacks \(SchemaFields.list(missing))", mention.span,
          hints: ["write all of base, third, past and gerund (accuse, accuses, accused, accusing)"])
      }
      for word in words(of: mention.forms) where NameKey.key(for: word).isEmpty {
        reader.report(
          "schema.empty-word", "a form of a verb of '\(mention.relation)' holds no letter", mention.span)
        break
      }
    }
    for mention in reader.draft.words where NameKey.key(for: mention.word).isEmpty {
      reader.report("schema.empty-word", "a word for the \(mention.owner) holds no letter", mention.span)
    }
  }

  private static func words(of forms: VerbForms) -> [String] {
    [forms.base, forms.third, forms.past, forms.participle, forms.gerund].compactMap { $0 } + forms.copular
  }
}
