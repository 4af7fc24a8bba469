package import Diagnostics

/// `[variable =] path`, one of the comma-separated parts of a pattern.
package struct PatternPart: Hashable, Sendable {
  /// Which of the matching paths are meant.
  package enum Selection: Hashable, Sendable {
    /// All of them.
    case all
    /// `shortestPath(…)`: one of the shortest.
    case shortest
    /// `allShortestPaths(…)`: each of the shortest.
    case allShortest
  }

  /// The path's name.
  package var variable: Name?
  /// Which of the matching paths are meant.
  package var selection: Selection
  /// The path.
  package var path: PathPattern
  /// From the name to the end of the path.
  @NotCompared package var span: SourceSpan

  /// Makes a part.
  package init(
    variable: Name? = nil, selection: Selection = .all, path: PathPattern,
    span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.variable = variable
    self.selection = selection
    self.path = path
    self.span = span
  }
}

/// A node, and relationships that lead on to further nodes.
package struct PathPattern: Hashable, Sendable {
  /// The first node.
  package var start: NodePattern
  /// The steps from there; empty for a lone node.
  package var steps: [PatternStep]
  /// From the first node to the last.
  @NotCompared package var span: SourceSpan

  /// Makes a path.
  package init(start: NodePattern, steps: [PatternStep] = [], span: SourceSpan = SourceSpan(at: 0)) {
    self.start = start
    self.steps = steps
    self.span = span
  }
}

/// A relationship and the node that it leads to.
package struct PatternStep: Hashable, Sendable {
  /// The relationship.
  package var relationship: RelationshipPattern
  /// The node.
  package var node: NodePattern

  /// Makes a step.
  package init(_ relationship: RelationshipPattern, _ node: NodePattern) {
    self.relationship = relationship
    self.node = node
  }
}

/// `(variable:Label:Label {key: value} WHERE condition)`.
package struct NodePattern: Hashable, Sendable {
  /// The node's name.
  package var variable: Name?
  /// Labels, all of which the node has.
  package var labels: [Name]
  /// Choices among labels, which the node satisfies beside having ``labels``.
  package var labelTest: LabelTest?
  /// A map, or a parameter (which the binder refuses in MATCH and MERGE).
  package var properties: Expression?
  /// A condition inside the parentheses.
  package var condition: Expression?
  /// With the parentheses.
  @NotCompared package var span: SourceSpan

  /// Makes a node pattern.
  package init(
    variable: Name? = nil, labels: [Name] = [], labelTest: LabelTest? = nil, properties: Expression? = nil,
    condition: Expression? = nil, span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.variable = variable
    self.labels = labels
    self.labelTest = labelTest
    self.properties = properties
    self.condition = condition
    self.span = span
  }
}

/// `A|B`, `!A`, `A&(B|C)`, `%`: what a node's labels must be.
package indirect enum LabelTest: Hashable, Sendable {
  /// The label is among them.
  case label(Name)
  /// There is a label: `%`.
  case any
  /// Not so.
  case not(LabelTest)
  /// Both.
  case and(LabelTest, LabelTest)
  /// One of them at least.
  case or(LabelTest, LabelTest)
}

/// `-[variable:TYPE|TYPE *1..3 {key: value} WHERE condition]->`.
package struct RelationshipPattern: Hashable, Sendable {
  /// Which way the arrow points, read from left to right.
  package enum Direction: Hashable, Sendable {
    /// `-->`
    case outgoing
    /// `<--`
    case incoming
    /// `--` or `<-->`
    case either
  }

  /// `*lower..upper`: how many relationships the step may take.
  package struct Length: Hashable, Sendable {
    /// The fewest; nil when not written (1).
    package var lower: Int?
    /// The most; nil when not written (no bound); `*2` has both bounds 2.
    package var upper: Int?
    /// From `*` to the last bound.
    @NotCompared package var span: SourceSpan

    /// Makes a length.
    package init(lower: Int?, upper: Int?, span: SourceSpan = SourceSpan(at: 0)) {
      self.lower = lower
      self.upper = upper
      self.span = span
    }
  }

  /// The relationship's name; with a ``length``, the name of the list of relationships.
  package var variable: Name?
  /// Types, one of which the relationship has; empty for any type.
  package var types: [Name]
  /// How many relationships the step may take; nil for exactly one.
  package var length: Length?
  /// A map, or a parameter (which the binder refuses in MATCH and MERGE).
  package var properties: Expression?
  /// A condition inside the brackets; never with a ``length``.
  package var condition: Expression?
  /// Which way the arrow points.
  package var direction: Direction
  /// With dashes and arrow heads.
  @NotCompared package var span: SourceSpan

  /// Makes a relationship pattern.
  package init(
    variable: Name? = nil, types: [Name] = [], length: Length? = nil, properties: Expression? = nil,
    condition: Expression? = nil, direction: Direction, span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.variable = variable
    self.types = types
    self.length = length
    self.properties = properties
    self.condition = condition
    self.direction = direction
    self.span = span
  }
}
