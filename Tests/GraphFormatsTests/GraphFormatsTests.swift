import Diagnostics
import GraphCore
import GraphFormats
import OrderedCollections
import TestSupport
import Vocabulary

/// Files and schemas that lie in memory.
struct MemoryFiles: GraphFileResolver {
  var files: [String: String] = [:]
  var schemas: [String: Schema] = [:]

  func include(_ path: String, from source: SourceText) throws(Problem) -> SourceText {
    if path.hasPrefix("/") || path.split(separator: "/").contains("..") {
      throw Problem("file.outside-project", "'\(path)' lies outside the project's folder")
    }
    guard let text = files[path] else {
      let hints = Suggestions.hint(for: path, in: files.keys.sorted()).map { [$0] } ?? []
      throw Problem("file.not-found", "there is no file '\(path)'", hints: hints)
    }
    return SourceText(name: path, text: text)
  }

  func schema(
    named name: String, from source: SourceText, reporting bag: inout DiagnosticBag
  ) throws(Problem) -> Schema? {
    guard let schema = schemas[name] else {
      let hints = Suggestions.hint(for: name, in: schemas.keys.sorted()).map { [$0] } ?? []
      throw Problem("schema.not-found", "there is no schema '\(name)'", hints: hints)
    }
    return schema
  }
}

extension Schema {
  /// A small vocabulary with every feature that checks look at.
  static var small: Schema {
    var schema = Schema(name: "small", title: "A small vocabulary")
    for type in [
      EntityType(
        name: "state", plural: "states", synonyms: ["country"],
        properties: [
          "iso": PropertyType(name: "iso"), "population": PropertyType(name: "population", kind: .integer),
          "founded": PropertyType(name: "founded", kind: .date),
          "capital": PropertyType(name: "capital", kind: .entity),
          "url": PropertyType(name: "url", kind: .url),
          "member": PropertyType(name: "member", kind: .boolean),
          "area": PropertyType(name: "area", kind: .number),
          "languages": PropertyType(name: "languages", isList: true),
          "side": PropertyType(name: "side", allowed: ["east", "west"]),
        ]),
      EntityType(name: "leader", plural: "leaders"),
      EntityType(name: "organization", plural: "organizations"),
      EntityType(name: "ministry", parent: "organization", plural: "ministries"),
      EntityType(name: "place", plural: "places"),
      EntityType(name: "city", parent: "place", plural: "cities"),
    ] { schema.entityTypes[type.name] = type }
    let actors = ["state", "leader", "organization"]
    for type in [
      RelationType(
        name: "accuses",
        verb: VerbForms(
          base: "accuse", third: "accuses", past: "accused", participle: "accused", gerund: "accusing"),
        inverse: RelationType.Inverse(name: "accused-by"), subjects: actors, objects: actors,
        properties: ["strength": PropertyType(name: "strength", kind: .integer)]),
      RelationType(
        name: "ally-of", verb: VerbForms(copular: ["an ally of", "allied with"]), isSymmetric: true,
        relationClass: .state, subjects: ["state"], objects: ["state", "organization"]),
      RelationType(
        name: "leads", verb: VerbForms(base: "lead", third: "leads"), relationClass: .state,
        subjects: ["leader"], objects: ["state", "organization"]),
      RelationType(
        name: "capital-of", relationClass: .timeless, subjects: ["city"], objects: ["state"]),
    ] { schema.relationTypes[type.name] = type }
    return schema
  }
}

/// A graph, what was found on the way, and where everything stands.
struct ReadGraph {
  let snapshot: GraphSnapshot
  let diagnostics: [Diagnostic]
  let index: GraphFileIndex

  init(_ texts: [(name: String, text: String)], files: MemoryFiles = .small) {
    self.init(sources: texts.map { SourceText(name: $0.name, text: $0.text) }, files: files)
  }

  init(sources: [SourceText], files: any GraphFileResolver = MemoryFiles.small, schema: Schema? = nil) {
    var builder = GraphBuilder()
    var bag = DiagnosticBag()
    index = GraphFileReader.read(sources, schema: schema, resolver: files, into: &builder, reporting: &bag)
    diagnostics = bag.sorted
    snapshot = builder.freeze()
  }

  /// The diagnostics as the command line prints them.
  var report: String { DiagnosticPrinter().string(for: diagnostics) }
}

extension MemoryFiles {
  static var small: MemoryFiles { MemoryFiles(schemas: ["small": .small]) }
}
