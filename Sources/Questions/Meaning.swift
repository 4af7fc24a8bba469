import Diagnostics
import Vocabulary

// What a question means, before it becomes a statement.

/// A name in a question with what it may mean.
struct NameMention: Sendable {
  /// The candidates, at least one.
  var candidates: [LexicalEntity]
  /// The type word before it: `place Yerevan`.
  var type: String?
  /// Where the name stands.
  var span: SourceSpan
}

/// Who or what stands at an end of a claim.
struct Term: Sendable {
  /// How several names are joined.
  enum Joint: Sendable {
    /// `A and B`, `A or B`, and `A, B` without either word.
    case and, or, listed
  }

  /// The question word, or the type words after *which*; nil when nothing is asked here.
  var asked: String?
  /// Whether it is `someone`: not asked for, but shown.
  var isSomeone = false
  /// The entity type that it must have.
  var type: String?
  /// The names; empty for anyone.
  var names: [NameMention] = []
  /// How several names are joined.
  var joint = Joint.listed
  /// Claims that it must take part in: `someone who accuses Armenia`.
  var relatives: [AskedClaim] = []
  /// Where it stands.
  var span: SourceSpan
  /// Two terms of one number are one node.
  var number: Int

  /// Whether it stands for anyone at all.
  var isOpen: Bool { type == nil && names.isEmpty && relatives.isEmpty }
}

/// What a question says a claim to be about.
enum AskedTopic: Sendable {
  /// It is asked for.
  case asked
  /// These words occur in it.
  case words([String])
}

/// A claim that a question asks for.
struct AskedClaim: Sendable {
  /// The relation type; nil for any.
  var relation: RelationType?
  /// Whose claim, after passive and inverse are undone.
  var subject: Term
  /// About whom.
  var object: Term
  /// About what.
  var topic: AskedTopic?
  /// Whether the question is in the past tense.
  var isPast = false
  /// Whether the claim must hold both ways: `each other`.
  var isMutual = false
  /// Whether the same names, three or more, stand at both ends, and each pair of them is meant.
  var isAmong = false
  /// Names of which each must stand at one end or the other: `what does Armenia say about Azerbaijan`.
  var touched: [NameMention] = []
  /// Where the verb stands.
  var span: SourceSpan
}

/// A period asked for, as dates of any precision.
struct AskedPeriod: Sendable {
  /// The first date; nil for no bound.
  var from: String?
  /// The last date; nil for no bound.
  var to: String?
}

/// What narrows all claims of a question.
struct Modifiers: Sendable {
  /// When the claims are valid.
  var period: AskedPeriod?
  /// The ids of the sources, one list for each mention.
  var sources: [[String]] = []
  /// The fewest sources.
  var minimumSources: Int?
  /// Who says so.
  var speakers: [NameMention] = []
  /// The status asked for.
  var statuses: [String] = []
  /// Whether actors are replaced by those they act for.
  var isFolded = false
  /// Whether the answer is ranked by count.
  var isRanked = false
  /// `ever`: past claims too.
  var includesPast = false

  /// Whether nothing is narrowed.
  var isEmpty: Bool {
    period == nil && sources.isEmpty && minimumSources == nil && speakers.isEmpty && statuses.isEmpty
      && !isFolded && !isRanked
  }
}

/// What the answer is to look like.
enum AskedForm: Sendable {
  /// One row for each claim.
  case claims
  /// Yes, no record or disputed.
  case yesNo
  /// The number of claims, or of the things at one end.
  case count(of: CountedThing)
  /// Numbers by group; without a group, by what is asked for.
  case groups([String])
  /// When the claims are valid.
  case times
  /// Shortest paths.
  case path(from: Term, to: Term)
  /// All about one entity.
  case dossier(Term)
  /// The entities of a type, or their number.
  case entities(Term, isCounted: Bool)
  /// Who acts for whom: one of the two is asked for, or neither.
  case acting(Term, for: Term, isYesNo: Bool)
}

/// What *how many* counts.
enum CountedThing: Sendable {
  /// The claims, under a heading.
  case claims(String)
  /// The different entities at the term with this number, under a heading.
  case term(Int, String)
}

/// A question understood.
struct AskedQuestion: Sendable {
  /// What the answer is to look like.
  var form: AskedForm
  /// The claims that it asks for.
  var claims: [AskedClaim] = []
  /// What narrows them.
  var modifiers = Modifiers()
}
