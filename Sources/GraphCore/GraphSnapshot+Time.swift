import OrderedCollections
import Vocabulary

extension GraphSnapshot {
  /// When a claim held, as questions, openCypher's `active()` and maps all understand it.
  ///
  /// The `date` of a state of affairs that is not `past` is its beginning: whoever deploys to a place in 2020
  /// still does in 2023 unless a source says otherwise. The date of an event, and of what is past, is its day.
  ///
  /// - Parameter relationship: The claim.
  /// - Returns: Its valid time; undated when it has no dates.
  /// - Complexity: O(1), or O(log n) where few claims are dated.
  package func validTime(of relationship: RelationshipID) -> ValidTime {
    func date(_ key: String) -> PartialDate? {
      guard case .date(let date) = property(key, of: relationship) else { return nil }
      return date
    }
    let time = ValidTime(
      date: date(StandardName.date), since: date(StandardName.since), until: date(StandardName.until))
    guard let day = time.date, time.since == nil, time.until == nil, isLastingState(relationship) else {
      return time
    }
    return ValidTime(since: day)
  }

  private func isLastingState(_ relationship: RelationshipID) -> Bool {
    let type = name(of: type(of: relationship))
    guard let relationType = schema?.relationTypes[type], relationType.relationClass != .event else {
      return false
    }
    return property(StandardName.status, of: relationship) != .string("past")
  }
}
