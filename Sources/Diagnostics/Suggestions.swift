/// The names nearest to a word that was not known.
public enum Suggestions {
  /// The candidates most like a word, best first.
  ///
  /// Likeness is the optimal string alignment distance (insertions, deletions, substitutions and swaps of
  /// neighbours, each 1) between lower-cased texts; a candidate counts when the distance is at most a third
  /// of the longer text, rounded up to 1, or when the word (of three letters or more) begins it. Ties keep the order of `candidates`.
  ///
  /// - Parameters:
  ///   - word: What was written.
  ///   - candidates: What would have been known, in a stable order.
  ///   - limit: The most to return.
  /// - Returns: At most `limit` candidates.
  /// - Complexity: O(total length of the candidates × length of the word); texts over 64 scalars are skipped.
  public static func nearest(
    to word: String, in candidates: some Sequence<String>, limit: Int = 3
  ) -> [String] {
    let wanted = Array(word.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
    var found: [(name: String, distance: Int, order: Int)] = []
    var seen: Set<String> = []
    for (order, candidate) in candidates.enumerated() {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      guard scalars.count <= 64, !scalars.isEmpty, seen.insert(candidate).inserted else { continue }
      let allowed = max(1, max(wanted.count, scalars.count) / 3)
      var distance = Int.max
      if abs(wanted.count - scalars.count) <= allowed { distance = self.distance(wanted, scalars) }
      if distance > allowed, wanted.count >= 3, scalars.starts(with: wanted) {
        distance = allowed
      }
      if distance <= allowed { found.append((candidate, distance, order)) }
    }
    found.sort { ($0.distance, $0.order) < ($1.distance, $1.order) }
    return found.prefix(limit).map(\.name)
  }

  /// A hint that names the nearest candidates, or nil when none is near.
  public static func hint(for word: String, in candidates: some Sequence<String>) -> String? {
    let names = nearest(to: word, in: candidates)
    return names.isEmpty ? nil : "did you mean \(choice(of: names.map { "'\($0)'" }))?"
  }

  /// Words as a choice: `a`, `a or b`, `a, b or c`; empty for none.
  public static func choice(of words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var current = last
    for row in 1...left.count {
      current[0] = row
      for column in 1...right.count {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current[column] = best
      }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[right.count]
  }
}
