import Questions
import Vocabulary

/// A handful of names, kept in dictionaries as a graph would keep them in an index.
struct TestLexicon: Lexicon, Sendable {
  private var byKey: [String: [LexicalEntity]] = [:]
  private var sourceKeys: [String: [String]] = [:]
  private var names: [String] = []

  /// Rows of id, types (the nearest first), name and aliases; sources of id, publisher.
  init(
    entities: [(id: String, types: [String], names: [String])], sources: [(id: String, publisher: String)]
  ) {
    for (id, types, names) in entities {
      let entity = LexicalEntity(value: id, name: names[0], types: types)
      for name in names + [id] {
        let key = NameKey.key(for: name)
        if !byKey[key, default: []].contains(entity) { byKey[key, default: []].append(entity) }
      }
      self.names += names
    }
    for (id, publisher) in sources {
      for name in [id, publisher] where !sourceKeys[NameKey.key(for: name), default: []].contains(id) {
        sourceKeys[NameKey.key(for: name), default: []].append(id)
      }
    }
  }

  func entities(in words: [String], from start: Int) -> (count: Int, entities: [LexicalEntity])? {
    longest(words, start) { byKey[$0] }.map { ($0.0, $0.1) }
  }

  func sources(in words: [String], from start: Int) -> (count: Int, ids: [String])? {
    longest(words, start) { sourceKeys[$0] }.map { ($0.0, $0.1) }
  }

  func nearestNames(to text: String) -> [String] { names }

  var exampleNames: [String] { Array(names.prefix(2)) }

  var principalTypes: [String] { ["state", "international-organization", "organization"] }

  private func longest<Found>(
    _ words: [String], _ start: Int, _ look: (String) -> Found?
  ) -> (Int, Found)? {
    for count in stride(from: min(6, words.count - start), to: 0, by: -1) {
      if let found = look(words[start..<(start + count)].joined(separator: " ")) { return (count, found) }
    }
    return nil
  }

  /// Some of the names of September 2023.
  static let caucasus = TestLexicon(
    entities: [
      ("azerbaijan", ["state"], ["Azerbaijan", "Baku"]), ("armenia", ["state"], ["Armenia", "Yerevan"]),
      ("yerevan", ["city", "place"], ["Yerevan"]), ("turkey", ["state"], ["Turkey", "Türkiye"]),
      ("russia", ["state"], ["Russia"]), ("israel", ["state"], ["Israel"]),
      ("united-states", ["state"], ["United States", "U.S."]),
      ("nagorno-karabakh", ["region", "place"], ["Nagorno-Karabakh", "Karabakh", "the region"]),
      ("stepanakert", ["city", "place"], ["Stepanakert", "Khankendi"]),
      ("shusha", ["city", "place"], ["Shusha", "Şuşa"]),
      ("lachin-corridor", ["corridor", "road", "place"], ["Lachin corridor"]),
      ("ilham-aliyev", ["leader"], ["Ilham Aliyev", "Aliyev"]),
      ("antony-blinken", ["leader"], ["Antony Blinken", "Blinken"]),
      ("recep-tayyip-erdogan", ["leader"], ["Recep Tayyip Erdoğan"]),
      (
        "armenian-armed-forces", ["armed-forces", "organization"], ["Armenian armed forces", "Armenian army"]
      ),
      ("european-union", ["international-organization", "organization"], ["European Union", "EU"]),
      ("middle-east-eye", ["news-outlet", "organization"], ["Middle East Eye"]),
    ],
    sources: [
      ("upi", "UPI"), ("rbc-ukraine", "RBC-Ukraine"), ("middle-east-eye", "Middle East Eye"),
      ("mt", "The Moscow Times"),
    ])
}
