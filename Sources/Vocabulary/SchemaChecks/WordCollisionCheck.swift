import Diagnostics

/// No word after *which* or *how many* stands for two types.
enum WordCollisionCheck {
  static func check(_ reader: inout SchemaReader) {
    var owners: [String: SchemaDraft.WordMention] = [:]
    for mention in reader.draft.words {
      let key = NameKey.key(for: mention.word)
      guard !key.isEmpty else { continue }
      guard let owner = owners[key] else {
        owners[key] = mention
        continue
      }
      guard owner.owner != mention.owner else { continue }
      reader.report(
        "schema.word-collision", "'\(mention.word)' is a word for the \(owner.owner) already", mention.span,
        notes: [reader.note("here", owner.span)], hints: ["choose another word for one of the two"])
    }
  }
}
