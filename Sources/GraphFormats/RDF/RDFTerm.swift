import Diagnostics

/// A node or a value of an RDF graph.
enum RDFTerm: Sendable, Hashable {
  /// An IRI.
  case iri(String)
  /// A node without a name, by a name of the file's.
  case blank(String)
  /// A value with its datatype or language; neither: a plain text.
  case literal(String, datatype: String?, language: String?)

  /// A plain text.
  static func text(_ text: String) -> RDFTerm { .literal(text, datatype: nil, language: nil) }
}

/// Three terms that say something, and where they stand in a file.
struct RDFTriple: Sendable {
  let subject: RDFTerm
  let predicate: String
  let object: RDFTerm
  var span = SourceSpan(at: 0)
}

/// The names that Entente's RDF is written in.
enum RDFName {
  static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  static let rdfs = "http://www.w3.org/2000/01/rdf-schema#"
  static let xsd = "http://www.w3.org/2001/XMLSchema#"
  static let skos = "http://www.w3.org/2004/02/skos/core#"
  static let prov = "http://www.w3.org/ns/prov#"
  static let dcterms = "http://purl.org/dc/terms/"
  static let vocabulary = "urn:entente:vocabulary:"
  static let entity = "urn:entente:entity:"
  static let source = "urn:entente:source:"
  static let claim = "urn:entente:claim:"
  static let relation = "urn:entente:relation:"
  static let entityType = "urn:entente:type:"
  static let property = "urn:entente:property:"
  static let graph = "urn:entente:graph"

  static let type = rdf + "type"

  /// Prefixes in the order in which they are declared.
  static let prefixes: [(name: String, iri: String)] = [
    ("rdf", rdf), ("rdfs", rdfs), ("xsd", xsd), ("skos", skos), ("prov", prov), ("dcterms", dcterms),
    ("ent", vocabulary), ("entity", entity), ("source", source), ("claim", claim), ("relation", relation),
    ("type", entityType), ("property", property),
  ]

  /// A name as the end of an IRI: what IRIs forbid becomes `%HH`.
  static func encoded(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      let isForbidden =
        scalar.value <= 0x20 || scalar.value == 0x7F || "<>\"{}|^`\\%#?".unicodeScalars.contains(scalar)
      if isForbidden {
        for byte in String(Character(scalar)).utf8 {
          result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The name that ``encoded(_:)`` wrote.
  static func decoded(_ name: some StringProtocol) -> String {
    guard name.utf8.contains(0x25) else { return String(name) }
    let bytes = Array(name.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
