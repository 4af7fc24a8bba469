package import Diagnostics

/// What a table lists.
enum TableKind: Sendable {
  case claims
  case entities
  case sources
}

/// What a column of a table holds.
enum ColumnRole: Sendable, Equatable {
  /// A field with a meaning of its own, by its key in graph files.
  case field(String)
  /// A property, with the type that its header names.
  case property(String, ColumnType)
  /// The direction of an edge, as Gephi writes it.
  case direction
  /// Nothing of interest.
  case ignored
}

/// The type that a header in Neo4j's form names.
enum ColumnType: Sendable, Equatable {
  /// None: a cell is what it looks like.
  case plain
  case text
  case scalar
  case list
}

/// Which column of a table is which: given by a user, or found by the names in the header.
package struct ColumnMapping: Sendable, Equatable {
  /// Field → the column's header; a value in single quotes stands for itself in every row.
  package var columns: [String: String] = [:]

  /// No mapping: columns are found by their names.
  package init() {}

  /// The fields that a mapping can name.
  package static let fields = [
    "subject", "relation", "object", "about", "date", "since", "until", "status", "attributed_to", "sources",
    "quote", "confidence", "note", "subject_type", "object_type", "subject_name", "object_name", "id", "type",
    "name", "aliases", "acts_for", "publisher", "title", "author", "url", "retrieved",
  ]

  /// Adds assignments such as `subject=Source,object=Target`.
  ///
  /// - Parameter text: Assignments with commas or line breaks between them; a line that begins with `#` is a remark.
  /// - Throws: `table.mapping` for anything else.
  package mutating func add(_ text: String) throws(Problem) {
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      for part in line.split(separator: ",") { try assign(String(part)) }
    }
  }

  /// Adds the assignments of a file, one a line or with commas between them.
  ///
  /// - Parameter source: The file; a line that begins with `#` is a remark.
  /// - Throws: `table.mapping` with the place, `convert.encoding`.
  package mutating func add(_ source: SourceText) throws(Diagnostic) {
    var start = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let separators: [UInt8] = [0x2C, 0x0A, 0x0D]
    while start < source.bytes.count {
      let isRemark =
        source.bytes[start] == UInt8(ascii: "#")
        && (start == 0 || source.bytes[start - 1] == 0x0A || source.bytes[start - 1] == 0x0D)
      let end =
        source.bytes[start...].firstIndex { isRemark ? $0 == 0x0A || $0 == 0x0D : separators.contains($0) }
        ?? source.bytes.count
      let span = SourceSpan(start..<end)
      start = end + 1
      if isRemark { continue }
      guard let text = String(validating: source.bytes[Int(span.lower)..<end], as: UTF8.self) else {
        throw .error("convert.encoding", "this is not valid UTF-8", in: source, at: span)
      }
      if ListText.trimmed(text).isEmpty { continue }
      do throws(Problem) { try assign(text) } catch { throw error.at(span, in: source) }
    }
  }

  private mutating func assign(_ part: String) throws(Problem) {
    let sides = part.split(separator: "=", maxSplits: 1).map { ListText.trimmed(String($0)) }
    guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
      throw Problem(
        "table.mapping", "'\(part)' assigns no column to a field",
        hints: ["write field=Column, for example subject=Source,object=Target"])
    }
    guard Self.fields.contains(sides[0]) else {
      throw Problem(
        "table.mapping", "there is no field '\(sides[0])'",
        hints: [
          Suggestions.hint(for: sides[0], in: Self.fields)
            ?? "fields are \(Self.fields.joined(separator: ", "))"
        ])
    }
    columns[sides[0]] = sides[1]
  }
}

/// The header of a table, understood.
struct TableColumns: Sendable {
  private(set) var kind: TableKind
  private(set) var roles: [ColumnRole]
  /// Fields that have the same value in every row.
  private(set) var constants: [String: String] = [:]

  /// Finds what each column holds.
  ///
  /// - Parameters:
  ///   - header: The first row.
  ///   - sample: The row after it, if any: it tells Gephi's column of directions from one of relation types.
  ///   - mapping: What the user says.
  ///   - source: The table.
  /// - Throws: `table.unknown-column` when the mapping names a column that is not there; `table.no-columns` when
  ///   nothing tells what the table lists.
  init(
    _ header: [TableCell], sample: [TableCell]?, mapping: ColumnMapping, source: SourceText
  ) throws(Diagnostic) {
    let place =
      header.first.map { SourceSpan($0.span.lower, header[header.count - 1].span.upper) } ?? SourceSpan(at: 0)
    roles = header.map { Self.propertyRole($0.text) }
    kind = .claims
    if mapping.columns.isEmpty {
      guard let kind = detect(header, sample) else {
        throw .error(
          "table.no-columns", "nothing tells which columns are subject, relation and object", in: source,
          at: place, hints: [Self.mapHint(header)])
      }
      self.kind = kind
      return
    }
    for (field, column) in mapping.columns.sorted(by: { $0.key < $1.key }) {
      if column.count >= 2, column.hasPrefix("'"), column.hasSuffix("'") {
        constants[field] = String(column.dropFirst().dropLast())
        continue
      }
      guard let index = header.firstIndex(where: { ListText.trimmed($0.text) == column }) else {
        let names = header.map(\.text)
        throw .error(
          "table.unknown-column", "there is no column '\(column)' for '\(field)'", in: source, at: place,
          hints: [Suggestions.hint(for: column, in: names) ?? "columns are \(names.joined(separator: ", "))"])
      }
      roles[index] = .field(field)
    }
    let named = Set(mapping.columns.keys)
    if named.contains("subject"), named.contains("object") {
      kind = .claims
    } else if named.contains("publisher") || named.contains("url") && !named.contains("type") {
      kind = .sources
    } else if named.contains("id") || named.contains("name") {
      kind = .entities
    } else {
      throw .error(
        "table.no-columns", "the mapping names neither subject and object nor an id", in: source, at: place,
        hints: ["name them: --map subject=COLUMN,relation=COLUMN,object=COLUMN"])
    }
  }

  /// How to say which of the columns is which.
  private static func mapHint(_ header: [TableCell]) -> String {
    let names = header.map { ListText.trimmed($0.text) }.filter { !$0.isEmpty }
    let example = names.count < 3 ? ["COLUMN", "COLUMN", "COLUMN"] : Array(names.prefix(3))
    let list = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    let map = "subject=\(example[0]),relation=\(example[1]),object=\(example[2])"
    let quoted = map.contains { $0.isWhitespace } ? "\"\(map)\"" : map
    return "say which column is which, for example --map \(quoted); the columns are \(list)"
  }

  /// The column of a field.
  func index(of field: String) -> Int? { roles.firstIndex(of: .field(field)) }

  // MARK: Names of columns

  /// `name:type` of Neo4j; everything else is the name of a property.
  private static func propertyRole(_ header: String) -> ColumnRole {
    let name = ListText.trimmed(header)
    guard let colon = name.lastIndex(of: ":"), colon > name.startIndex else {
      return name.isEmpty ? .ignored : .property(name, .plain)
    }
    let type = name[name.index(after: colon)...].lowercased()
    let key = String(name[..<colon])
    if type == "ignore" { return .ignored }
    if type.hasSuffix("[]") { return .property(key, .list) }
    switch type {
    case "string", "char": return .property(key, .text)
    case "int", "long", "short", "byte", "float", "double", "boolean", "date": return .property(key, .scalar)
    default: return .property(name, .plain)
    }
  }

  /// A header without case, blanks, hyphens and underscores.
  private static func plain(_ header: String) -> String {
    header.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" && $0 != "\u{FEFF}" }
  }

  private mutating func take(_ field: String, _ names: [String], _ header: [TableCell]) -> Bool {
    if index(of: field) != nil { return true }
    for name in names {
      let found = header.indices.first { index in
        guard case .property(let key, _) = roles[index] else { return false }
        return Self.plain(key) == name
      }
      if let found {
        roles[found] = .field(field)
        return true
      }
    }
    return false
  }

  private mutating func detect(_ header: [TableCell], _ sample: [TableCell]?) -> TableKind? {
    takeNeo4j(header)
    if index(of: "subject") != nil, index(of: "object") != nil { return claims(header) }
    if index(of: "id") != nil { return entities(header) }
    let names = header.map { Self.plain($0.text) }
    let hasEnds =
      names.contains { ["object", "target", "to", "tail", "objectid", "actor2", "whom"].contains($0) }
      && names.contains { ["subject", "source", "from", "head", "subjectid", "actor1", "who"].contains($0) }
    if hasEnds {
      takeDirection(header, sample)
      _ = take("subject", ["subject", "subjectid", "source", "from", "head", "actor1", "who"], header)
      _ = take("object", ["object", "objectid", "target", "to", "tail", "actor2", "whom"], header)
      return claims(header)
    }
    let isSources =
      names.contains("publisher")
      || names.contains("url") && !names.contains("type") && !names.contains("name")
    guard names.contains("id") || names.contains("name") || names.contains("nodeid") else { return nil }
    return isSources ? sources(header) : entities(header)
  }

  /// `:START_ID(space)`, `:END_ID`, `:TYPE`, `name:ID`, `:LABEL`, `:IGNORE`.
  private mutating func takeNeo4j(_ header: [TableCell]) {
    for (index, cell) in header.enumerated() {
      let upper = cell.text.uppercased()
      guard let colon = upper.firstIndex(of: ":") else { continue }
      let type = upper[upper.index(after: colon)...].prefix { $0 != "(" && $0 != "{" }
      // Only an id may have a name before its type: "property:type" is a property.
      guard colon == upper.startIndex || type == "ID" else { continue }
      switch type {
      case "START_ID": roles[index] = .field("subject")
      case "END_ID": roles[index] = .field("object")
      case "TYPE": roles[index] = .field("relation")
      case "ID": roles[index] = .field("id")
      case "LABEL": roles[index] = .field("labels")
      case "IGNORE": roles[index] = .ignored
      default: continue
      }
    }
  }

  /// Gephi's `Type` says `Directed` or `Undirected`, and its `Kind` or `Label` is the relation.
  private mutating func takeDirection(_ header: [TableCell], _ sample: [TableCell]?) {
    guard let sample else { return }
    for (index, cell) in header.enumerated() where Self.plain(cell.text) == "type" && index < sample.count {
      let value = sample[index].text.lowercased()
      if value == "directed" || value == "undirected" { roles[index] = .direction }
    }
  }

  private mutating func claims(_ header: [TableCell]) -> TableKind {
    let names: [(String, [String])] = [
      ("relation", ["relation", "relationship", "predicate", "verb", "kind", "type", "label", "event"]),
      ("about", ["about"]), ("date", ["date", "eventdate", "day", "when"]),
      ("since", ["since", "start", "startdate"]), ("until", ["until", "end", "enddate"]),
      ("status", ["status"]), ("attributed_to", ["attributedto", "accordingto"]),
      ("sources", ["sources", "source", "sourceid", "citation", "citations"]), ("quote", ["quote"]),
      ("confidence", ["confidence"]), ("note", ["note", "notes", "comment"]),
      ("subject_type", ["subjecttype", "sourcetype"]), ("object_type", ["objecttype", "targettype"]),
      ("subject_name", ["subjectname", "sourcename"]), ("object_name", ["objectname", "targetname"]),
    ]
    for (field, words) in names { _ = take(field, words, header) }
    // The number of an edge says nothing once edges are claims.
    for (index, cell) in header.enumerated() {
      if case .property(_, .plain) = roles[index], Self.plain(cell.text) == "id" { roles[index] = .ignored }
    }
    return .claims
  }

  private mutating func entities(_ header: [TableCell]) -> TableKind {
    let names: [(String, [String])] = [
      ("id", ["id", "nodeid"]), ("name", ["name", "label", "title"]), ("type", ["type", "kind", "category"]),
      ("labels", ["labels"]), ("aliases", ["aliases"]), ("alias_users", ["aliasusers"]),
      ("acts_for", ["actsfor"]), ("note", ["note", "notes", "comment"]),
    ]
    for (field, words) in names { _ = take(field, words, header) }
    return .entities
  }

  private mutating func sources(_ header: [TableCell]) -> TableKind {
    let names: [(String, [String])] = [
      ("id", ["id", "name"]), ("publisher", ["publisher"]), ("title", ["title"]), ("author", ["author"]),
      ("date", ["date"]), ("url", ["url", "link"]), ("retrieved", ["retrieved"]), ("note", ["note"]),
    ]
    for (field, words) in names { _ = take(field, words, header) }
    return .sources
  }
}
