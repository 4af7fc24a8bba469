import Diagnostics

/// One end of a relation in a question.
indirect enum QuestionTerm: Equatable, Sendable {
  /// What is asked for: `who`, `whom`, `what`, `which states`; the word names the column.
  case asked(column: String, types: [String])
  /// Someone, not asked for: `someone`, `a state`, `leaders`.
  case some(types: [String])
  /// One entity.
  case entity(LexicalEntity)
  /// Several entities, any of them: `Armenia or Azerbaijan`.
  case anyOf([LexicalEntity])
  /// Several entities, each of them: `between Armenia and Azerbaijan`.
  case allOf([LexicalEntity])
  /// `each other`.
  case eachOther
  /// Whoever the words before `who` spoke of.
  case that
  /// Someone of whom a further relation is said: `someone who accuses Armenia`.
  case described(types: [String], step: QuestionStep)

  /// Whether the term is a name.
  var isNamed: Bool {
    switch self {
    case .entity, .anyOf, .allOf: true
    default: false
    }
  }

  /// The column that the term asks for.
  var column: String? {
    if case .asked(let column, _) = self { return column }
    return nil
  }
}

/// One relation in a question, subject first as the graph stores it.
struct QuestionStep: Equatable, Sendable {
  var subject: QuestionTerm
  /// Relation types, any of them; empty means any at all.
  var relations: [String]
  var object: QuestionTerm
  /// Whether the question speaks of the past.
  var isPast: Bool
}

/// What narrows a question.
struct QuestionModifiers: Equatable {
  /// A date or an interval of dates, ends included; nil is open.
  struct Period: Equatable {
    var from: String?
    var to: String?
  }

  var period: Period?
  /// Source ids: each group is one `according to`, any id of a group will do.
  var sources: [[String]] = []
  var minimumSources: Int?
  var speakers: [[LexicalEntity]] = []
  /// What the claim is about, in words.
  var about: String?
  var statuses: [String] = []
  var isFolded = false
  var isRanked = false
  /// What a count is grouped by: a column of the question, `source`, `year`, `status`, `relation`.
  var groups: [String] = []
}

/// A question that has been understood.
struct QuestionTree: Equatable {
  /// What is wanted.
  enum Form: Equatable {
    /// The claims themselves.
    case list
    /// Only what they are about.
    case about
    /// Only when.
    case time
    /// How many claims, or how many of what is asked for.
    case count(distinct: String?)
    /// Whether it is so.
    case yesNo
    /// The shortest way between two entities.
    case path(LexicalEntity, LexicalEntity)
    /// All about one entity.
    case dossier(LexicalEntity)
  }

  var form: Form
  /// The relations asked about, all of them to hold.
  var steps: [QuestionStep]
  var modifiers = QuestionModifiers()
}
