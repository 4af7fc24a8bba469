import GraphCore
import OrderedCollections
import Vocabulary

/// How types look and what they are called: the schema's word, or for a graph without one a stable choice.
struct SceneStyles {
  private let schema: Schema?
  private let labelNames: [String]
  private let typeNames: [String]

  init(snapshot: GraphSnapshot) {
    schema = snapshot.schema
    labelNames = snapshot.labelNames.filter { $0 != StandardName.sourceLabel }
    typeNames = snapshot.relationshipTypeNames
  }

  // MARK: - Entities

  private static let shapes: [SceneShape] = [.roundedBox, .ellipse, .hexagon, .doubleBox, .octagon, .box]
  private static let colors: [SceneColor] = [.blue, .amber, .green, .rose, .teal, .purple, .orange, .grey]

  /// Shape and colour of an entity type.
  func node(_ type: String) -> (shape: SceneShape, color: SceneColor) {
    if let schema, schema.entityTypes[type] != nil {
      let style = schema.style(ofEntityType: type)
      return (SceneShape(style.shape), SceneColor(style.color))
    }
    guard let index = labelNames.firstIndex(of: type) else { return (.roundedBox, .grey) }
    return (
      SceneStyles.shapes[index % SceneStyles.shapes.count],
      SceneStyles.colors[index % SceneStyles.colors.count]
    )
  }

  /// The word for one entity of a type.
  func title(ofEntityType type: String) -> String {
    schema?.entityTypes[type]?.title ?? RelationType.words(in: type)
  }

  /// The word for several entities of a type.
  func plural(ofEntityType type: String) -> String {
    schema?.entityTypes[type]?.plural ?? RelationType.words(in: type)
  }

  /// The type under which the legend explains a type: the nearest that says how it is drawn.
  func legendType(ofEntityType type: String) -> String {
    guard let schema else { return type }
    for label in schema.labels(of: type) {
      guard let declared = schema.entityTypes[label] else { continue }
      if declared.ownShape != nil || declared.ownColor != nil { return label }
    }
    return type
  }

  /// Entity types in schema order, others after them by name.
  func sortedEntityTypes(_ types: some Sequence<String>) -> [String] {
    sort(types, by: schema.map { Array($0.entityTypes.keys) } ?? labelNames)
  }

  // MARK: - Relations

  /// The stroke of a relation type.
  func stroke(_ type: String) -> SceneStroke {
    if let style = schema?.relationTypes[type]?.style {
      return SceneStroke(
        pattern: SceneStroke.Pattern(style.line), width: style.width, arrow: SceneStroke.Arrow(style.arrow),
        color: SceneColor(style.color))
    }
    let index = typeNames.firstIndex(of: type) ?? 0
    let palette: [SceneColor] = [.blue, .orange, .green, .purple, .red, .teal, .rose, .amber, .ink, .grey]
    let patterns: [SceneStroke.Pattern] = [.solid, .dashed, .dotted]
    return SceneStroke(
      pattern: patterns[index / palette.count % patterns.count], width: 1.6, arrow: .normal,
      color: palette[index % palette.count])
  }

  /// The gravity of a relation type, from 0.
  func rank(of type: String) -> Int { min(max(schema?.relationTypes[type]?.style.rank ?? 0, 0), 100) }

  /// The words for a relation type in a legend.
  func title(ofRelationType type: String) -> String {
    schema?.relationTypes[type]?.title ?? RelationType.words(in: type)
  }

  /// The words on a line: `accuses`, of a past claim `accused`.
  func verb(_ type: String, _ status: SceneStatus, _ past: String = "past") -> String {
    guard let declared = schema?.relationTypes[type] else {
      let words = RelationType.words(in: type)
      return status == .past ? "\(words) (\(past))" : words
    }
    if status != .past { return declared.phrase }
    return declared.verb.pastPhrase ?? "\(declared.phrase) (\(past))"
  }

  /// What stands before what a claim is about: `of`.
  func aboutPreposition(_ type: String) -> String? {
    schema?.relationTypes[type]?.aboutPrepositions.first
  }

  /// Whether a relation hardly ever changes.
  func isTimeless(_ type: String) -> Bool { schema?.relationTypes[type]?.relationClass == .timeless }

  /// Whether the two ends may be swapped.
  func isSymmetric(_ type: String) -> Bool { schema?.relationTypes[type]?.isSymmetric == true }

  /// The place of a type in the schema, unknown ones last.
  func order(of type: String) -> Int {
    if let index = schema?.relationTypes.index(forKey: type) { return index }
    return 1_000_000 + (typeNames.firstIndex(of: type) ?? 0)
  }

  /// Relation types in schema order, others after them by name.
  func sortedRelationTypes(_ types: some Sequence<String>) -> [String] {
    sort(types, by: schema.map { Array($0.relationTypes.keys) } ?? typeNames)
  }

  private func sort(_ types: some Sequence<String>, by order: [String]) -> [String] {
    var places: [String: Int] = [:]
    for (index, name) in order.enumerated() where places[name] == nil { places[name] = index }
    return types.sorted {
      let left = places[$0] ?? Int.max
      let right = places[$1] ?? Int.max
      return left != right ? left < right : $0 < $1
    }
  }
}

extension SceneShape {
  init(_ shape: NodeStyle.Shape) {
    switch shape {
    case .roundedBox: self = .roundedBox
    case .ellipse: self = .ellipse
    case .hexagon: self = .hexagon
    case .octagon: self = .octagon
    case .box: self = .box
    case .doubleBox: self = .doubleBox
    }
  }
}

extension SceneColor {
  init(_ color: PaletteColor) { self = SceneColor(rawValue: color.rawValue) ?? .grey }
}

extension SceneStroke.Pattern {
  init(_ line: LineStyle.Line) { self = SceneStroke.Pattern(rawValue: line.rawValue) ?? .solid }
}

extension SceneStroke.Arrow {
  init(_ arrow: LineStyle.Arrow) { self = SceneStroke.Arrow(rawValue: arrow.rawValue) ?? .normal }
}
