import Diagnostics
import OrderedCollections

/// No entity type is its own ancestor.
enum ParentCycleCheck {
  static func check(_ reader: inout SchemaReader) {
    var reported: Set<String> = []
    for mention in reader.draft.types where mention.role == "parent" && !reported.contains(mention.owner) {
      guard let cycle = cycle(from: mention.owner, in: reader.draft.schema) else { continue }
      reported.formUnion(cycle)
      let path = (cycle + [mention.owner]).map { "'\($0)'" }.joined(separator: ", whose parent is ")
      reader.report(
        "schema.parent-cycle", "the entity type '\(mention.owner)' is its own ancestor", mention.span,
        hints: ["break the chain: \(path)"])
    }
  }

  private static func cycle(from start: String, in schema: Schema) -> [String]? {
    var path = [start]
    var seen: Set<String> = [start]
    var current = start
    while let parent = schema.entityTypes[current]?.parent {
      if parent == start { return path }
      guard seen.insert(parent).inserted else { return nil }
      path.append(parent)
      current = parent
    }
    return nil
  }
}
