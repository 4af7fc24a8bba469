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

  /// What lifted, receded, new or ended things look like.
  package struct MarkEntry: Sendable, Equatable {
    /// What is explained.
    package enum Mark: Sendable, Equatable {
      case emphasis(SceneEmphasis)
      case change(SceneChange)
      /// An entity that has no claim at a panel's date.
      case absent
      /// A dot without a name.
      case unnamed
      /// Lines of an overview.
      case width
    }

    /// What is explained.
    package var mark: Mark
    /// In words.
    package var title: String

    /// Makes an entry.
    package init(_ mark: Mark, title: String) {
      self.mark = mark
      self.title = title
    }
  }

  /// The entity types, in schema order.
  package var nodes: [NodeEntry] = []
  /// The relation types, in schema order.
  package var lines: [LineEntry] = []
  /// The statuses, in the order past, disputed, denied.
  package var statuses: [StatusEntry] = []
  /// What else needs a word.
  package var marks: [MarkEntry] = []

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
