import Diagnostics
import OrderedCollections
import Vocabulary

/// All words by which entities are known, to say what an undeclared one may have meant.
struct EntityNames {
  private var words: [String] = []
  private var ids: [String] = []
  private var byKey: [String: [Int]] = [:]

  mutating func add(_ word: String, id: String) {
    byKey[NameKey.key(for: word), default: []].append(words.count)
    words.append(word)
    ids.append(id)
  }

  /// What to try instead of a word that is no id.
  ///
  /// Words that agree but for case, accents and hyphens win; then the nearest ids, names and aliases.
  func hints(for word: String) -> [String] {
    var found = byKey[NameKey.key(for: word)] ?? []
    if found.isEmpty {
      let near = Set(Suggestions.nearest(to: word, in: words, limit: 4))
      found = words.indices.filter { near.contains(words[$0]) }
      let order = Suggestions.nearest(to: word, in: words, limit: 4)
      found.sort { (order.firstIndex(of: words[$0]) ?? 0, $0) < (order.firstIndex(of: words[$1]) ?? 0, $1) }
    }
    var seen: OrderedSet<String> = []
    var choices: [String] = []
    for index in found where seen.append(ids[index]).inserted {
      let isID = ids[index] == words[index]
      choices.append("'\(ids[index])'" + (isID ? "" : " (\(words[index]))"))
    }
    if choices.isEmpty { return ["declare '\(word)' under 'entities'"] }
    return ["did you mean \(Suggestions.choice(of: Array(choices.prefix(3))))?"]
  }
}
