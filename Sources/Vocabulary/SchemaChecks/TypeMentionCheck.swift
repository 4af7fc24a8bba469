import Diagnostics
import OrderedCollections

/// A parent or an allowed end must be a declared entity type.
enum TypeMentionCheck {
  static func check(_ reader: inout SchemaReader) {
    let known = Array(reader.draft.schema.entityTypes.keys)
    for mention in reader.draft.types where reader.draft.schema.entityTypes[mention.name] == nil {
      let hint = Suggestions.hint(for: mention.name, in: known) ?? "declare it below 'entity_types'"
      let code = mention.role == "parent" ? "schema.unknown-parent" : "schema.unknown-type"
      reader.report(code, "there is no entity type '\(mention.name)'", mention.span, hints: [hint])
    }
  }
}
