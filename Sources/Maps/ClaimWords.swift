package import GraphCore

/// Claims as sentences, in the schema's words.
package struct ClaimWords {
  private let snapshot: GraphSnapshot
  private let styles: SceneStyles
  private let words: MapWords

  /// Takes the words of a graph's schema.
  package init(_ snapshot: GraphSnapshot) {
    self.init(snapshot, SceneStyles(snapshot: snapshot), MapWords())
  }

  init(_ snapshot: GraphSnapshot, _ styles: SceneStyles, _ words: MapWords) {
    self.snapshot = snapshot
    self.words = words
    self.styles = styles
  }

  /// A claim as a sentence without a full stop: who, what, whom, of what, when, by whose word, whether it holds.
  ///
  /// - Parameters:
  ///   - relation: The claim.
  ///   - isDated: Whether the sentence says when.
  /// - Returns: `Azerbaijan accuses Armenia of shelling, 2023-09-19, said by MT (disputed)`.
  package func sentence(of relation: Relation, isDated: Bool = true) -> String {
    let status = SceneStatus(relation.status)
    let subject = snapshot.displayName(of: relation.subject)
    let object = snapshot.displayName(of: relation.object)
    var text = "\(subject) \(styles.verb(relation.type, status, words[.past])) \(object)"
    if let about = relation.about {
      if let preposition = styles.aboutPreposition(relation.type), !preposition.isEmpty {
        text += " \(preposition) \(about)"
      } else {
        text += ": \(about)"
      }
    }
    let date = isDated ? SceneDates.long(relation.time) : ""
    if !date.isEmpty { text += ", \(date)" }
    if let speaker = relation.attributedTo {
      text += ", said by \(snapshot.node(withID: speaker).map { snapshot.displayName(of: $0) } ?? speaker)"
    }
    if status == .denied || status == .disputed { text += " (\(words[status.phrase]))" }
    return text
  }
}
