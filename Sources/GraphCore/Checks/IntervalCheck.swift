extension GraphSnapshot {
  /// Claims whose `until` lies wholly before their `since`.
  ///
  /// - Complexity: O(relationships).
  package func intervalFindings() -> [GraphFinding] {
    guard let since = propertyKey(named: StandardName.since),
      let until = propertyKey(named: StandardName.until), let column = relationshipColumn(since)
    else { return [] }
    return column.presentIdentifiers.compactMap { index in
      let relationship = RelationshipID(index)
      guard case .date(let begin) = property(since, of: relationship),
        case .date(let end) = property(until, of: relationship), end.latestDay < begin.earliestDay
      else { return nil }
      return .endsBeforeItBegins(relationship)
    }
  }
}
