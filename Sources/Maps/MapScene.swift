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
  /// How the map should be laid out; never ``MapLayout/automatic`` in a scene that a ``SceneBuilder`` made.
  package var layout: MapLayout
  /// Whether layers are read from the bottom up: lines lead from the many to the one.
  package var leadsUp: Bool
  /// The words of the map's own.
  package var words: MapWords
  /// How sources are shown.
  package var sourceDisplay: MapRequest.Sources
  /// The entities, in drawing order.
  package var nodes: [SceneNode]
  /// The lines, each a bundle of relations, in drawing order.
  package var bundles: [SceneBundle]
  /// Groups of nodes drawn in a frame; a node is in at most one.
  package var clusters: [SceneCluster]
  /// Several dates of one map, side by side, each with the lines that it shows; empty: one map with all lines.
  package var panels: [ScenePanel]
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
    self.leadsUp = false
    self.words = MapWords()
    self.sourceDisplay = .list
    self.nodes = []
    self.bundles = []
    self.clusters = []
    self.panels = []
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
  /// One entity in the middle, the others around it.
  case radial
  /// Many entities as names and dots, of each only its strongest links (sfdp).
  case overview
}

/// Whether something belongs to what the reader is to look at.
package enum SceneEmphasis: String, Sendable, CaseIterable {
  /// Nothing is lifted.
  case normal
  /// It is what the reader is to look at.
  case lifted
  /// It is not.
  case receded
}

/// What became of something between two dates.
package enum SceneChange: String, Sendable, CaseIterable {
  /// It is there at the later date only.
  case came
  /// It is there at the earlier date only.
  case went
  /// It is there at both, but not the same.
  case changed
  /// It is there at both.
  case stayed
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
  /// How much it has to do with, from 0 to 1; sets the size of its name in an overview.
  package var weight = 1.0
  /// Whether its name is drawn; an overview shows the others as dots.
  package var isNamed = true
  /// Whether it belongs to what is lifted.
  package var emphasis = SceneEmphasis.normal
  /// `stayed` when two dates are compared and none of its relations changed.
  package var change: SceneChange?

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
  /// Whether it belongs to what is lifted.
  package var emphasis = SceneEmphasis.normal
  /// What became of it between two dates; nil when no dates are compared.
  package var change: SceneChange?

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
  /// Whether it belongs to what is lifted.
  package var emphasis = SceneEmphasis.normal
  /// What became of it between two dates; nil when no dates are compared.
  package var change: SceneChange?
  /// What it was before it changed, in words; empty without a change.
  package var before = ""

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
  /// The number of the relation that makes the claim; nil in a scene that no graph stands behind.
  package var relationship: UInt32?

  /// Makes a claim.
  package init(_ sentence: String, sourceNumbers: [Int] = [], relationship: UInt32? = nil) {
    self.sentence = sentence
    self.sourceNumbers = sourceNumbers
    self.relationship = relationship
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

/// One date of a map that shows several.
package struct ScenePanel: Sendable, Equatable {
  /// The date in words.
  package var title: String
  /// The lines of that date, each with the index of the line of the scene in whose place it is drawn.
  package var lines: [Line]

  /// A line of one date.
  package struct Line: Sendable, Equatable {
    /// Index of the scene's line.
    package var place: Int
    /// What holds at that date.
    package var bundle: SceneBundle

    /// Makes a line.
    package init(place: Int, bundle: SceneBundle) {
      self.place = place
      self.bundle = bundle
    }
  }

  /// Makes a panel.
  package init(title: String, lines: [Line]) {
    self.title = title
    self.lines = lines
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
