/// Says in words how an output differs from an older one.
struct ReportDifference {
  /// What relations are called, by their verb.
  let nouns: [String: (one: String, several: String)]

  private static let limit = 3

  /// `2 accusations more: …; 1 attack fewer: …`.
  ///
  /// - Parameters:
  ///   - old: Markdown that this program wrote earlier.
  ///   - new: Markdown that it writes now.
  /// - Returns: A clause without a full stop; never empty.
  func words(from old: String, to new: String) -> String {
    let (oldLines, newLines) = (Self.statements(old), Self.statements(new))
    let added = Self.subtract(newLines, oldLines)
    let removed = Self.subtract(oldLines, newLines)
    var clauses: [String] = []
    // The same statement with other sources, dates or status is a change, not one more and one fewer.
    let changed = added.filter { line in removed.contains { $0.key == line.key } }
    clauses += groups(added.filter { line in !changed.contains { $0.key == line.key } }, "more")
    clauses += groups(removed.filter { line in !changed.contains { $0.key == line.key } }, "fewer")
    if !changed.isEmpty {
      let count = changed.count == 1 ? "1 statement differs" : "\(changed.count) statements differ"
      clauses.append("\(count) in date, status or sources: \(list(changed))")
    }
    if clauses.isEmpty, let line = Self.firstDifference(old, new) { clauses.append(line) }
    return clauses.isEmpty ? "the picture is drawn differently" : clauses.joined(separator: "; ")
  }

  private struct Statement: Hashable {
    let key: String
    let verb: String
    let whole: String
  }

  private func groups(_ lines: [Statement], _ word: String) -> [String] {
    var order: [String] = []
    var byVerb: [String: [Statement]] = [:]
    for line in lines {
      if byVerb[line.verb] == nil { order.append(line.verb) }
      byVerb[line.verb, default: []].append(line)
    }
    return order.map { verb in
      let lines = byVerb[verb] ?? []
      let (one, several) = nouns[verb] ?? ("line", "lines")
      return "\(lines.count) \(lines.count == 1 ? one : several) \(word): \(list(lines))"
    }
  }

  private func list(_ lines: [Statement]) -> String {
    let shown = lines.prefix(Self.limit).map(\.key).joined(separator: ", ")
    return lines.count > Self.limit ? "\(shown) and \(lines.count - Self.limit) more" : shown
  }

  /// Rows of tables and items of lists.
  private static func statements(_ markdown: String) -> [Statement] {
    var statements: [Statement] = []
    var head: [String] = []
    for line in markdown.split(separator: "\n").map(String.init) {
      if line.hasPrefix("| ") {
        let cells = cells(of: line)
        if cells.allSatisfy({ $0 == "---" || $0 == "---:" }) { continue }
        if head.isEmpty {
          head = cells
          continue
        }
        statements.append(statement(cells, under: head))
      } else {
        head = []
        let item = line.drop { $0 == " " }
        if item.hasPrefix("- ") {
          let text = plain(String(item.dropFirst(2)))
          let key = text.firstRange(of: " [").map { String(text[..<$0.lowerBound]) } ?? text
          statements.append(Statement(key: key, verb: "", whole: text))
        }
      }
    }
    return statements
  }

  private static func statement(_ cells: [String], under head: [String]) -> Statement {
    func cell(_ name: String) -> String? {
      head.firstIndex(of: name).flatMap { $0 < cells.count ? cells[$0] : nil }
    }
    let verb = cell("relation") ?? ""
    guard let subject = cell("who"), let object = cell("whom"), !verb.isEmpty else {
      let uncited = zip(head, cells).filter { $0.0 != "sources" }.map(\.1).filter { !$0.isEmpty }
      return Statement(key: uncited.joined(separator: ", "), verb: verb, whole: cells.joined(separator: "|"))
    }
    let about = cell("about").map { $0.isEmpty ? "" : " (\($0))" } ?? ""
    return Statement(
      key: "\(subject) \(verb) \(object)\(about)", verb: verb, whole: cells.joined(separator: "|"))
  }

  private static func cells(of line: String) -> [String] {
    var cells: [String] = [""]
    var isEscaped = false
    for character in line.dropFirst() {
      if isEscaped {
        cells[cells.count - 1].append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells.dropLast().map { cell in
      String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  private static func plain(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if !isEscaped, character == "\\" {
        isEscaped = true
        continue
      }
      if isEscaped || character != "*" { result.append(character) }
      isEscaped = false
    }
    return result
  }

  /// The statements of one list that the other lacks, each as often as it lacks it.
  private static func subtract(_ left: [Statement], _ right: [Statement]) -> [Statement] {
    var counts: [Statement: Int] = [:]
    for line in right { counts[line, default: 0] += 1 }
    return left.filter { line in
      guard let count = counts[line], count > 0 else { return true }
      counts[line] = count - 1
      return false
    }
  }

  private static func firstDifference(_ old: String, _ new: String) -> String? {
    let (left, right) = (old.split(separator: "\n"), new.split(separator: "\n"))
    for index in 0..<max(left.count, right.count) {
      let (before, after) = (index < left.count ? left[index] : "", index < right.count ? right[index] : "")
      if before != after {
        return "'\(plain(String(before.prefix(80))))' is now '\(plain(String(after.prefix(80))))'"
      }
    }
    return nil
  }
}
