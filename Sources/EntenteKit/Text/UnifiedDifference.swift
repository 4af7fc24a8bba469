/// Two texts side by side in the form that `diff -u` and `git diff` print and `patch` reads.
enum UnifiedDifference {
  private struct Line {
    let sign: Character
    let text: Substring
    /// The numbers of the line in the old and in the new text, from 0: of a line that only one has, the next.
    let old: Int
    let new: Int
  }

  /// The lines that differ, with some around them.
  ///
  /// - Parameters:
  ///   - old: The text before.
  ///   - new: The text after.
  ///   - name: The name of the file.
  ///   - context: How many equal lines are shown around a change.
  /// - Returns: Text with a line break at its end; empty when the texts are equal.
  /// - Complexity: O(lines × changed lines).
  static func text(from old: String, to new: String, name: String, context: Int = 3) -> String {
    guard old != new || !old.utf8.elementsEqual(new.utf8) else { return "" }
    let lines = compare(lines(of: old), lines(of: new))
    var result = "--- \(name)\n+++ \(name)\n"
    var index = 0
    while let first = lines[index...].firstIndex(where: { $0.sign != " " }) {
      var last = first
      while let next = lines[(last + 1)...].prefix(2 * context + 1).firstIndex(where: { $0.sign != " " }) {
        last = next
      }
      let hunk = lines[max(index, first - context)...min(lines.count - 1, last + context)]
      result += header(hunk)
      for line in hunk {
        result += "\(line.sign)\(line.text)"
        if line.text.utf8.last != 0x0A { result += "\n\\ No newline at end of file\n" }
      }
      index = last + 1
    }
    return result
  }

  /// Lines with their breaks.
  private static func lines(of text: String) -> [Substring] {
    var result: [Substring] = []
    var start = text.startIndex
    while let end = text.utf8[start...].firstIndex(of: 0x0A) {
      let next = text.utf8.index(after: end)
      result.append(text[start..<next])
      start = next
    }
    if start < text.endIndex { result.append(text[start...]) }
    return result
  }

  private static func compare(_ old: [Substring], _ new: [Substring]) -> [Line] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    let difference = new.difference(from: old) { $0.utf8.elementsEqual($1.utf8) }
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var result: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if removed.contains(left) {
        result.append(Line(sign: "-", text: old[left], old: left, new: right))
        left += 1
      } else if inserted.contains(right) {
        result.append(Line(sign: "+", text: new[right], old: left, new: right))
        right += 1
      } else {
        result.append(Line(sign: " ", text: old[left], old: left, new: right))
        left += 1
        right += 1
      }
    }
    return result
  }

  private static func header(_ hunk: ArraySlice<Line>) -> String {
    guard let first = hunk.first else { return "" }
    let old = hunk.count { $0.sign != "+" }
    let new = hunk.count { $0.sign != "-" }
    return "@@ -\(range(first.old, old)) +\(range(first.new, new)) @@\n"
  }

  private static func range(_ start: Int, _ count: Int) -> String {
    // Of an empty range the line before it is named.
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
  }
}
