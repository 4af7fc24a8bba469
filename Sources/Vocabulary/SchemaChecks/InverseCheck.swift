import Diagnostics
import OrderedCollections

/// The name of an inverse is nobody else's name.
enum InverseCheck {
  static func check(_ reader: inout SchemaReader) {
    var owners: [String: SchemaDraft.InverseMention] = [:]
    for mention in reader.draft.inverses {
      let schema = reader.draft.schema
      if mention.name == mention.relation {
        if schema.relationTypes[mention.relation]?.isSymmetric == false {
          reader.report(
            "schema.inverse-clash", "'\(mention.name)' is its own inverse but not symmetric", mention.span,
            hints: ["write 'symmetric: true', or another name"])
        }
        continue
      }
      if let other = schema.relationTypes[mention.name] {
        reader.report(
          "schema.inverse-clash", "'\(mention.name)' is a relation type already", mention.span,
          notes: [reader.note("declared here", other.span)], hints: ["choose another name for the inverse"])
      } else if let owner = owners[mention.name] {
        reader.report(
          "schema.inverse-clash", "'\(mention.name)' is the inverse of '\(owner.relation)' already",
          mention.span,
          notes: [reader.note("here", owner.span)], hints: ["choose another name for one of the two"])
      } else {
        owners[mention.name] = mention
      }
    }
  }
}
