/// Everything that a map shows, without a coordinate: what is drawn, named, explained and left out.
///
/// A scene is a value. The same scene always renders to the same bytes.
package struct MapScene: Sendable, Equatable {
  /// What the map is about; drawn as its headline.
  package var title: String
  /// One line under the headline: what was selected, as of when, from how many reports, what was left out.
  package var scope: String
  /// BCP 47 tag of the language of the words, for readers' voices.
  package var language: String
  /// What every id in the SVG begins with, so that two maps can share a page.
  package var idPrefix: String
  /// The date the map speaks of (`2023-09-19`), empty when unknown; also a PDF's date of creation.
  package var date: String
  /// The colours.
  package var theme: MapTheme
  /// How the map should be laid out.
  package var layout: MapLayout
  /// The entities, in drawing order.
  package var nodes: [SceneNode]
  /// The lines, each a bundle of relations, in drawing order.
  package var bundles: [SceneBundle]
  /// Groups of nodes drawn in a frame; a node is in at most one.
  package var clusters: [SceneCluster]
  /// What the shapes and lines mean; only of what is visible.
  package var legend: SceneLegend
  /// The sources that the lines bear the numbers of.
  package var sources: [SceneSource]
  /// What was chosen and what was left out.
  package var notes: SceneNotes

  /// An empty scene, to be filled.
  package init(title: String, idPrefix: String = "map", theme: MapTheme = .light) {
    self.title = title
    self.scope = ""
    self.language = "en"
    self.idPrefix = idPrefix
    self.date = ""
    self.theme = theme
    self.layout = .automatic
    self.nodes = []
    self.bundles = []
    self.clusters = []
    self.legend = SceneLegend()
    self.sources = []
    self.notes = SceneNotes()
  }
}

/// How a map is laid out.
package enum MapLayout: String, Sendable, CaseIterable {
  /// Chosen from what is drawn.
  case automatic
  /// Like a map: entities near what they have to do with (neato).
  case map
  /// In layers from the top down (dot).
  case layered
}

/// An entity on the map.
package struct SceneNode: Sendable, Equatable {
  /// The entity's id in the graph.
  package var id: String
  /// The name, drawn large.
  package var name: String
  /// The type's title, drawn small: colour and shape are never the only carriers.
  package var caption: String
  /// The type's name in the schema, for classes and the legend.
  package var type: String
  /// The outline.
  package var shape: SceneShape
  /// The colour's role; the theme says which colour that is.
  package var color: SceneColor
  /// Where a click leads; only http, https and mailto survive rendering.
  package var link: String?
  /// Names of the entities that act for this one and are drawn as it.
  package var folded: [String]

  /// Makes a node.
  package init(
    id: String, name: String, caption: String, type: String, shape: SceneShape, color: SceneColor,
    link: String? = nil, folded: [String] = []
  ) {
    self.id = id
    self.name = name
    self.caption = caption
    self.type = type
    self.shape = shape
    self.color = color
    self.link = link
    self.folded = folded
  }
}

/// One line between two entities: all relations from the one to the other.
package struct SceneBundle: Sendable, Equatable {
  /// Index of the node where the line begins.
  package var source: Int
  /// Index of the node where it ends.
  package var target: Int
  /// The words on the line, most important first.
  package var chips: [SceneChip]
  /// The stroke: that of the gravest relation.
  package var stroke: SceneStroke
  /// The status of the whole line: `current` when any of its claims is, else that of the first.
  package var status: SceneStatus
  /// What a crowded line stands for without naming it; tooltips and the text beside the map do.
  package var hiddenChips: [SceneChip]

  /// How many claims the line stands for.
  package var claimCount: Int { (chips + hiddenChips).reduce(0) { $0 + $1.count } }

  /// Makes a bundle.
  package init(
    source: Int, target: Int, chips: [SceneChip], stroke: SceneStroke, status: SceneStatus = .current,
    hiddenChips: [SceneChip] = []
  ) {
    self.source = source
    self.target = target
    self.chips = chips
    self.stroke = stroke
    self.status = status
    self.hiddenChips = hiddenChips
  }
}

/// One line of words on a line: all claims of one relation type and status between the same two entities.
package struct SceneChip: Sendable, Equatable {
  /// The relation type's name in the schema.
  package var type: String
  /// What is drawn: "accuses", "is allied with".
  package var verb: String
  /// The colour's role.
  package var color: SceneColor
  /// How many claims.
  package var count: Int
  /// The date or span of dates, empty when undated.
  package var date: String
  /// Whether it holds.
  package var status: SceneStatus
  /// Numbers of the sources, ascending.
  package var sourceNumbers: [Int]
  /// On whose word it stands, when the sources only pass on what somebody says; empty as soon as one claim is
  /// reported as a fact.
  package var speakers: [String]
  /// Each claim in words, for tooltips and for the text beside the map.
  package var claims: [SceneClaim]

  /// Makes a chip.
  package init(
    type: String, verb: String, color: SceneColor, count: Int = 1, date: String = "",
    status: SceneStatus = .current, sourceNumbers: [Int] = [], speakers: [String] = [],
    claims: [SceneClaim] = []
  ) {
    self.type = type
    self.verb = verb
    self.color = color
    self.count = count
    self.date = date
    self.status = status
    self.sourceNumbers = sourceNumbers
    self.speakers = speakers
    self.claims = claims
  }
}

/// One claim in words.
package struct SceneClaim: Sendable, Equatable {
  /// The sentence: "Azerbaijan Ministry of Defense accuses Armenian armed forces of …".
  package var sentence: String
  /// Numbers of its sources, ascending.
  package var sourceNumbers: [Int]

  /// Makes a claim.
  package init(_ sentence: String, sourceNumbers: [Int] = []) {
    self.sentence = sentence
    self.sourceNumbers = sourceNumbers
  }
}

/// Nodes that belong together and are drawn in one frame.
package struct SceneCluster: Sendable, Equatable {
  /// What is written on the frame.
  package var title: String
  /// Indices of its nodes.
  package var nodes: [Int]

  /// Makes a cluster.
  package init(title: String, nodes: [Int]) {
    self.title = title
    self.nodes = nodes
  }
}

/// A source under the map.
package struct SceneSource: Sendable, Equatable {
  /// The number that the lines bear.
  package var number: Int
  /// Its id in the graph.
  package var id: String
  /// Who published it.
  package var publisher: String
  /// Its headline.
  package var title: String
  /// When.
  package var date: String
  /// Where it can be read.
  package var url: String?

  /// Makes a source.
  package init(number: Int, id: String, publisher: String, title: String, date: String, url: String? = nil) {
    self.number = number
    self.id = id
    self.publisher = publisher
    self.title = title
    self.date = date
    self.url = url
  }
}

/// What the map's signs mean.
package struct SceneLegend: Sendable, Equatable {
  /// One entity type.
  package struct NodeEntry: Sendable, Equatable {
    /// The type's title.
    package var title: String
    /// The type's name.
    package var type: String
    /// Its outline.
    package var shape: SceneShape
    /// Its colour.
    package var color: SceneColor
    /// How many are visible.
    package var count: Int

    /// Makes an entry.
    package init(title: String, type: String, shape: SceneShape, color: SceneColor, count: Int) {
      self.title = title
      self.type = type
      self.shape = shape
      self.color = color
      self.count = count
    }
  }

  /// One relation type.
  package struct LineEntry: Sendable, Equatable {
    /// The type's title.
    package var title: String
    /// The type's name.
    package var type: String
    /// Its stroke.
    package var stroke: SceneStroke
    /// How many claims are visible.
    package var count: Int

    /// Makes an entry.
    package init(title: String, type: String, stroke: SceneStroke, count: Int) {
      self.title = title
      self.type = type
      self.stroke = stroke
      self.count = count
    }
  }

  /// One status other than current.
  package struct StatusEntry: Sendable, Equatable {
    /// Which.
    package var status: SceneStatus
    /// How many claims are visible.
    package var count: Int

    /// Makes an entry.
    package init(status: SceneStatus, count: Int) {
      self.status = status
      self.count = count
    }
  }

  /// The entity types, in schema order.
  package var nodes: [NodeEntry] = []
  /// The relation types, in schema order.
  package var lines: [LineEntry] = []
  /// The statuses, in the order past, disputed, denied.
  package var statuses: [StatusEntry] = []

  /// An empty legend.
  package init() {}
}

/// What was chosen and what was left out; printed by `--why`, the omissions also on stderr.
package struct SceneNotes: Sendable, Equatable {
  /// What was decided and why, one sentence each.
  package var choices: [String] = []
  /// What is not drawn, one sentence each; the scope line says the same in short.
  package var omissions: [String] = []

  /// No notes.
  package init() {}
}
