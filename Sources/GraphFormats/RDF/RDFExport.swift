import Diagnostics
import GraphCore
import OrderedCollections

/// A graph as RDF: each claim is a node of its own, an `rdf:Statement` with its sources (PROV-O), and is not asserted.
struct RDFExport {
  private(set) var triples: [RDFTriple] = []
  private let export: PropertyGraphExport

  init(_ graph: GraphSnapshot) {
    export = PropertyGraphExport(graph)
    addGraph()
    for source in export.graph.sources { add(source) }
    for entity in export.graph.entities { add(entity) }
    for claim in export.graph.claims { add(claim) }
  }

  private mutating func add(_ subject: RDFTerm, _ predicate: String, _ object: RDFTerm?) {
    if let object { triples.append(RDFTriple(subject: subject, predicate: predicate, object: object)) }
  }

  private mutating func add(_ subject: RDFTerm, _ predicate: String, _ text: String?) {
    add(subject, predicate, text.map { .text($0) })
  }

  private mutating func addGraph() {
    let node = RDFTerm.iri(RDFName.graph)
    let description = export.graph.graph.description
    add(node, RDFName.type, .iri(RDFName.prov + "Collection"))
    add(node, RDFName.dcterms + "title", description.title)
    add(node, RDFName.dcterms + "description", description.note)
    var object = JSONObject()
    object.add("schema", description.schemaName)
    object.add("lists", texts: export.listProperties)
    object.addJSON("views", GraphJSONWriter.views(description.views))
    if !object.isEmpty { add(node, RDFName.vocabulary + "header", object.text) }
  }

  private mutating func add(_ source: Source) {
    let node = RDFTerm.iri(RDFName.source + RDFName.encoded(source.id))
    add(node, RDFName.type, .iri(RDFName.prov + "Entity"))
    add(node, RDFName.dcterms + "publisher", source.publisher)
    add(node, RDFName.dcterms + "title", source.title)
    add(node, RDFName.dcterms + "creator", source.author)
    add(node, RDFName.dcterms + "issued", source.date.map(Self.term))
    add(
      node, RDFName.vocabulary + "url",
      source.url.map { .literal($0, datatype: RDFName.xsd + "anyURI", language: nil) })
    add(node, RDFName.vocabulary + "retrieved", source.retrieved.map(Self.term))
    add(node, RDFName.rdfs + "comment", source.note)
  }

  private mutating func add(_ exported: ExportGraph.ExportedEntity) {
    let entity = exported.entity
    let node = Self.entity(exported.id)
    add(node, RDFName.type, entity.type.map { .iri(RDFName.entityType + RDFName.encoded($0)) })
    if entity.type == nil { add(node, RDFName.type, .iri(RDFName.prov + "Agent")) }
    for label in export.graph.furtherLabels(of: entity) { add(node, RDFName.vocabulary + "label", label) }
    add(node, RDFName.rdfs + "label", entity.name)
    for alias in entity.aliases { add(node, RDFName.skos + "altLabel", alias.name) }
    for (key, value) in export.attributes(of: exported) where key == AttributeName.aliasUsers {
      add(node, RDFName.vocabulary + "aliasUsers", ValueText.of(value))
    }
    add(node, RDFName.prov + "actedOnBehalfOf", entity.actsFor.map { Self.entity($0) })
    add(node, RDFName.rdfs + "comment", entity.note)
    addProperties(entity.properties, of: node)
  }

  private mutating func add(_ claim: ExportGraph.ExportedClaim) {
    let relation = claim.relation
    let node = RDFTerm.iri(RDFName.claim + claim.id)
    add(node, RDFName.type, .iri(RDFName.rdf + "Statement"))
    add(node, RDFName.rdf + "subject", Self.entity(claim.subject))
    add(node, RDFName.rdf + "predicate", .iri(RDFName.relation + RDFName.encoded(relation.type)))
    add(node, RDFName.rdf + "object", Self.entity(claim.object))
    if claim.isSymmetric { add(node, RDFName.vocabulary + "symmetric", Self.term(.boolean(true))) }
    add(node, RDFName.vocabulary + "about", relation.about)
    add(node, RDFName.dcterms + "date", relation.time.date.map(Self.term))
    add(node, RDFName.vocabulary + "since", relation.time.since.map(Self.term))
    add(node, RDFName.vocabulary + "until", relation.time.until.map(Self.term))
    add(node, RDFName.vocabulary + "status", relation.status)
    add(node, RDFName.prov + "wasAttributedTo", relation.attributedTo.map { Self.entity($0) })
    for citation in relation.sources {
      add(node, RDFName.prov + "hadPrimarySource", .iri(RDFName.source + RDFName.encoded(citation.source)))
      add(node, RDFName.vocabulary + "citation", PropertyGraphExport.text(citation))
    }
    add(node, RDFName.vocabulary + "quote", relation.quote)
    add(node, RDFName.vocabulary + "confidence", relation.confidence.map(Self.term))
    add(node, RDFName.rdfs + "comment", relation.note)
    addProperties(relation.properties, of: node)
  }

  private mutating func addProperties(_ properties: MapValue, of node: RDFTerm) {
    for key in properties.keys.sorted() {
      let predicate = RDFName.property + RDFName.encoded(key)
      guard case .list(let values)? = properties[key] else {
        add(node, predicate, properties[key].map(Self.term))
        continue
      }
      for value in values { add(node, predicate, Self.term(value)) }
    }
  }

  private static func entity(_ id: String) -> RDFTerm { .iri(RDFName.entity + RDFName.encoded(id)) }

  /// A date in the XML Schema type of its precision; one that is only about right, or a decade, as a text.
  private static func term(_ date: PartialDate) -> RDFTerm {
    if date.isAbout || date.isDecade || date.year < 0 || date.year > 9999 { return .text(date.description) }
    let type =
      switch date.precision {
      case .day: "date"
      case .month: "gYearMonth"
      case .year, .decade: "gYear"
      }
    return .literal(date.description, datatype: RDFName.xsd + type, language: nil)
  }

  private static func term(_ value: Value) -> RDFTerm {
    let type: String? =
      switch value {
      case .boolean: "boolean"
      case .integer: "integer"
      case .float: "double"
      default: nil
      }
    if case .date(let date) = value { return term(date) }
    return .literal(ValueText.of(value), datatype: type.map { RDFName.xsd + $0 }, language: nil)
  }
}

/// Writes triples as N-Triples, Turtle or JSON-LD.
enum RDFWriter {
  // MARK: N-Triples

  static func nTriples(_ triples: [RDFTriple]) -> String {
    var text = ""
    for triple in triples {
      text += "\(nTriples(triple.subject)) <\(triple.predicate)> \(nTriples(triple.object)) .\n"
    }
    return text
  }

  private static func nTriples(_ term: RDFTerm) -> String {
    switch term {
    case .iri(let iri): return "<\(iri)>"
    case .blank(let name): return "_:\(name)"
    case .literal(let text, let datatype, let language):
      let suffix = language.map { "@\($0)" } ?? datatype.map { "^^<\($0)>" } ?? ""
      return quoted(text) + suffix
    }
  }

  /// A literal between double quotes.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let hex = String(scalar.value, radix: 16, uppercase: true)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  // MARK: Turtle

  static func turtle(_ triples: [RDFTriple]) -> String {
    var text = ""
    for prefix in RDFName.prefixes { text += "@prefix \(prefix.name): <\(prefix.iri)> .\n" }
    var last: RDFTerm?
    for triple in triples {
      let predicate = triple.predicate == RDFName.type ? "a" : short(triple.predicate)
      if triple.subject == last {
        text += " ;\n  \(predicate) \(turtle(triple.object))"
      } else {
        text +=
          (last == nil ? "\n" : " .\n\n")
          + "\(turtle(triple.subject))\n  \(predicate) \(turtle(triple.object))"
      }
      last = triple.subject
    }
    return text + (last == nil ? "" : " .\n")
  }

  private static func turtle(_ term: RDFTerm) -> String {
    switch term {
    case .iri(let iri): return short(iri)
    case .blank(let name): return "_:\(name)"
    case .literal(let text, let datatype, let language):
      let suffix = language.map { "@\($0)" } ?? datatype.map { "^^\(short($0))" } ?? ""
      return quoted(text) + suffix
    }
  }

  /// A prefixed name where the rest is made of letters, digits, hyphens and underscores.
  private static func short(_ iri: String) -> String {
    for prefix in RDFName.prefixes where iri.hasPrefix(prefix.iri) {
      let local = iri.dropFirst(prefix.iri.count)
      let isPlain = local.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == 0x5F
          || byte == 0x2D
      }
      if isPlain, let first = local.utf8.first, first != 0x2D { return "\(prefix.name):\(local)" }
    }
    return "<\(iri)>"
  }

  // MARK: JSON-LD

  static func jsonLD(_ triples: [RDFTriple]) -> String {
    var context = JSONObject()
    for prefix in RDFName.prefixes {
      context.addJSON(prefix.name, "{\"@id\":\(DiagnosticJSON.quoted(prefix.iri)),\"@prefix\":true}")
    }
    var nodes: [String] = []
    var index = 0
    while index < triples.count {
      let subject = triples[index].subject
      var object = JSONObject()
      object.add("@id", name(subject))
      // One predicate may come back after another: its values are one list.
      var members: OrderedDictionary<String, [String]> = [:]
      while index < triples.count, triples[index].subject == subject {
        let predicate = triples[index].predicate
        var values: [String] = []
        while index < triples.count, triples[index].subject == subject, triples[index].predicate == predicate
        {
          values.append(
            predicate == RDFName.type
              ? DiagnosticJSON.quoted(name(triples[index].object)) : value(triples[index].object))
          index += 1
        }
        let key = predicate == RDFName.type ? "@type" : compact(predicate)
        members[key, default: []] += values
      }
      for (key, values) in members {
        object.addJSON(key, values.count == 1 ? values[0] : JSONText.list(values))
      }
      nodes.append(object.text)
    }
    return "{\"@context\":\(context.text),\n\"@graph\":[\n\(nodes.joined(separator: ",\n"))\n]}\n"
  }

  private static func name(_ term: RDFTerm) -> String {
    switch term {
    case .iri(let iri): compact(iri)
    case .blank(let name): "_:\(name)"
    case .literal(let text, _, _): text
    }
  }

  private static func compact(_ iri: String) -> String {
    let short = short(iri)
    return short.hasPrefix("<") ? iri : short
  }

  private static func value(_ term: RDFTerm) -> String {
    guard case .literal(let text, let datatype, let language) = term else {
      return "{\"@id\":\(DiagnosticJSON.quoted(name(term)))}"
    }
    guard datatype != nil || language != nil else { return DiagnosticJSON.quoted(text) }
    var object = JSONObject()
    object.add("@value", text)
    object.add("@type", datatype.map(compact))
    object.add("@language", language)
    return object.text
  }
}
