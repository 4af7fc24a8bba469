package import OrderedCollections
import GraphCore

/// A source, an entity or a relation as a graph file writes it: a key and fields, all in the file's own terms.
///
/// The same facts give equal records, whatever openCypher value they came from: a date that was set as a text is
/// a date here, a status that says no more than the usual one is not there.
package struct FileRecord: Sendable, Hashable {
  /// Which section a record stands in.
  package enum Kind: String, Sendable, CaseIterable {
    /// Something published.
    case source = "sources"
    /// Who or what is spoken of.
    case entity = "entities"
    /// A claim.
    case relation = "relations"

    /// What people call one.
    package var noun: String {
      switch self {
      case .source: "source"
      case .entity: "entity"
      case .relation: "relation"
      }
    }

    /// The keys of a record in the order of the canonical layout.
    var keys: [String] {
      switch self {
      case .source: GraphFileKeys.source
      case .entity: GraphFileKeys.entity
      case .relation: GraphFileKeys.claim
      }
    }
  }

  /// The section.
  package let kind: Kind
  /// An id, or the sentence of a relation.
  package let key: String
  /// What is said under the key.
  package let fields: OrderedDictionary<String, FieldValue>

  /// Joins a key and its fields, which are put into the order of the canonical layout.
  init(_ kind: Kind, _ key: String, _ fields: OrderedDictionary<String, FieldValue>) {
    self.kind = kind
    self.key = key
    var ordered = fields
    let keys = kind.keys
    ordered.sort { left, right in
      let one = keys.firstIndex(of: left.key) ?? keys.count
      let two = keys.firstIndex(of: right.key) ?? keys.count
      return one == two ? left.key < right.key : one < two
    }
    self.fields = ordered
  }
}

/// What a field of a record says.
package indirect enum FieldValue: Sendable, Hashable {
  /// A text.
  case text(String)
  /// A number, a boolean or a date, which stand without quotes.
  case plain(String)
  /// Several.
  case list([FieldValue])
  /// Another name, with those who use it.
  case alias(String, usedBy: [String])

  /// The value as it stands between brackets, on one line.
  var flow: String {
    switch self {
    case .text(let text): ScalarText.written(text)
    case .plain(let text): text
    case .list(let values): "[" + values.map(\.flow).joined(separator: ", ") + "]"
    case .alias(let name, let users) where users.isEmpty: ScalarText.written(name)
    case .alias(let name, let users):
      "{name: \(ScalarText.written(name)), used_by: ["
        + users.map { ScalarText.written($0) }.joined(separator: ", ") + "]}"
    }
  }
}

extension FieldValue {
  /// The value as a reader sees it, who tells neither numbers from texts nor a name without users from a text.
  var read: FieldValue {
    switch self {
    case .plain(let text): .text(text)
    case .alias(let name, let users) where users.isEmpty: .text(name)
    default: self
    }
  }
}

extension FileRecord {
  /// The key as it is written.
  var writtenKey: String { ScalarText.written(key) }

  /// All fields between braces, on one line.
  var flowFields: String {
    "{" + fields.map { "\(ScalarText.written($0.key)): \($0.value.flow)" }.joined(separator: ", ") + "}"
  }

  /// The whole record for a section that is written between brackets.
  var flow: String {
    switch kind {
    case .source, .entity: "\(writtenKey): \(flowFields)"
    case .relation: fields.isEmpty ? writtenKey : "{\(writtenKey): \(flowFields)}"
    }
  }

  /// The whole record on lines of its own, in the canonical layout.
  ///
  /// - Parameter indent: The column of its key, of a relation that of the dash.
  /// - Returns: The lines, without their ends.
  func lines(indent: Int) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    switch kind {
    case .source, .entity:
      let line = "\(blanks)\(writtenKey): \(flowFields)"
      if DisplayLine.fits(line) || fields.isEmpty { return [line] }
      return ["\(blanks)\(writtenKey):"] + fieldLines(indent: indent + 2)
    case .relation:
      guard !fields.isEmpty else { return ["\(blanks)- \(writtenKey)"] }
      return ["\(blanks)- \(writtenKey):"] + fieldLines(indent: indent + 4)
    }
  }

  private func fieldLines(indent: Int) -> [String] {
    fields.flatMap { FileRecord.lines(of: $0.key, $0.value, indent: indent) }
  }

  /// A field on lines of its own: a list that is too long for one line gets a line for each item.
  static func lines(of key: String, _ value: FieldValue, indent: Int) -> [String] {
    let start = String(repeating: " ", count: indent) + ScalarText.written(key) + ":"
    let line = "\(start) \(value.flow)"
    guard case .list(let items) = value, !items.isEmpty, !DisplayLine.fits(line) else { return [line] }
    return [start] + items.map { String(repeating: " ", count: indent + 2) + "- " + $0.flow }
  }
}
