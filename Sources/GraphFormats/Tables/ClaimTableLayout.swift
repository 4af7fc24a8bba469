import GraphCore

/// Which columns of a table of claims are read, and as what, when a graph is made of it without records.
struct ClaimTableLayout: Sendable {
  /// Where a field comes from.
  enum Origin: Sendable {
    case column(Int)
    /// The same in every row.
    case constant(String)
  }

  /// What a field is that is kept as 32 bits.
  enum FieldKind: Sendable {
    case date
    case status
    /// The id of an entity.
    case speaker
    case citations
    /// The type or the name of an end.
    case hint
  }

  struct Field: Sendable {
    let name: String
    let kind: FieldKind
    let origin: Origin
  }

  /// What a column holds that is kept as 64 bits with their meaning.
  enum ScalarKind: Sendable {
    /// Text without blanks at its ends.
    case text
    /// A number from 0 to 1.
    case confidence
    /// A property; a label says nothing where it repeats the relation.
    case property(ColumnType, isLabel: Bool)
  }

  struct Scalar: Sendable {
    let key: String
    let kind: ScalarKind
    let origin: Origin
  }

  let delimiter: UInt8
  /// The number of columns.
  let width: Int
  /// Where the rows begin.
  let body: Int
  let subject: Origin
  let relation: Origin
  let object: Origin
  let fields: [Field]
  let scalars: [Scalar]

  private static let fieldKinds: [(String, FieldKind)] = [
    (StandardName.date, .date), (StandardName.since, .date), (StandardName.until, .date),
    (StandardName.status, .status), (StandardName.attributedTo, .speaker), (StandardName.sources, .citations),
    ("subject_type", .hint), ("subject_name", .hint), ("object_type", .hint), ("object_name", .hint),
  ]
  private static let scalarKinds: [(String, ScalarKind)] = [
    (StandardName.about, .text), (StandardName.quote, .text), (StandardName.confidence, .confidence),
    (StandardName.note, .text),
  ]

  /// Properties of these names would overwrite fields.
  private static let reserved = Set(
    fieldKinds.map(\.0) + scalarKinds.map(\.0) + [StandardName.paragraphs])

  /// Nil when the table lists no claims, or its columns need the way through records.
  init?(_ columns: TableColumns, delimiter: UInt8, width: Int, body: Int) {
    func origin(_ field: String) -> Origin? {
      if let constant = columns.constants[field] { return .constant(constant) }
      return columns.index(of: field).map { .column($0) }
    }
    guard columns.kind == .claims, columns.constants.values.allSatisfy({ !$0.isEmpty }),
      let subject = origin("subject"), let object = origin("object")
    else { return nil }
    self.delimiter = delimiter
    self.width = width
    self.body = body
    self.subject = subject
    self.object = object
    relation = origin("relation") ?? .constant(PropertyGraphImport.unnamedRelation)
    fields = Self.fieldKinds.compactMap { name, kind in
      // Every claim has a status.
      let origin = origin(name) ?? (kind == .status ? .constant(GraphFileKeys.usualStatus) : nil)
      return origin.map { Field(name: name, kind: kind, origin: $0) }
    }
    var scalars = Self.scalarKinds.compactMap { key, kind in
      origin(key).map { Scalar(key: key, kind: kind, origin: $0) }
    }
    for (column, role) in columns.roles.enumerated() {
      guard case .property(let name, let type) = role else { continue }
      let key = AttributeName.unescaped(name)
      if Self.reserved.contains(key) || scalars.contains(where: { $0.key == key }) { return nil }
      let isLabel = key.lowercased() == AttributeName.label
      scalars.append(Scalar(key: key, kind: .property(type, isLabel: isLabel), origin: .column(column)))
    }
    self.scalars = scalars
    for field in fields where field.kind == .date {
      if case .constant(let text) = field.origin, (try? PartialDate.parse(text)) == nil { return nil }
    }
  }

  /// The place of a field among ``fields``.
  func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

  /// The place of a column among ``scalars``.
  func scalarIndex(of key: String) -> Int? { scalars.firstIndex { $0.key == key } }
}
