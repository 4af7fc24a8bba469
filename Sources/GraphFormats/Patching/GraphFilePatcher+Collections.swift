import Diagnostics
import OrderedCollections
import Vocabulary

/// Something that comes into a collection.
struct Insertion {
  /// Behind which entry; -1 for before the first.
  let after: Int
  /// Lines for a block, one text between brackets.
  let text: [String]
  let subject: RecordSubject

  init(after: Int, text: [String], _ subject: RecordSubject) {
    self.after = after
    self.text = text
    self.subject = subject
  }
}

extension GraphFilePatcher {
  static func isFlow(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .scalar: false
    case .sequence(_, let style), .mapping(_, let style): style == .flow
    }
  }

  /// Changes a collection that is written by indentation, line by line.
  mutating func editBlock(
    _ entries: [FormatEntry], removing removed: OrderedDictionary<Int, RecordSubject>,
    inserting insertions: [Insertion]
  ) throws(Problem) {
    for (index, subject) in removed {
      self.subject = subject
      let start = try start(of: entries[index])
      guard isFirstOnLine(start) else {
        throw Problem("write.left-alone", "several things on one line")
      }
      let range = lineStart(start)..<nextLine(Int(entries[index].upper))
      let indent = String(repeating: " ", count: start - range.lowerBound)
      edit(range, comments(in: range).map { indent + $0 + "\n" }.joined())
    }
    for insertion in insertions {
      subject = insertion.subject
      let place =
        insertion.after < 0
        ? lineStart(try start(of: entries[0])) : nextLine(Int(entries[insertion.after].upper))
      insertLines(insertion.text, at: place)
    }
  }

  /// Changes a collection that is written between brackets.
  mutating func editFlow(
    _ node: YAMLNode, _ entries: [FormatEntry], removing removed: OrderedDictionary<Int, RecordSubject>,
    inserting insertions: [Insertion]
  ) throws(Problem) {
    let kept = entries.indices.filter { removed[$0] == nil }
    if kept.isEmpty {
      guard let subject = insertions.first?.subject ?? removed.values.first else { return }
      self.subject = subject
      let inside = (Int(node.span.lower) + 1)..<max(Int(node.span.lower) + 1, Int(node.span.upper) - 1)
      edit(inside, insertions.flatMap(\.text).joined(separator: ", ") + keptInFlow(inside))
      return
    }
    for insertion in insertions {
      subject = insertion.subject
      if let anchor = kept.last(where: { $0 <= insertion.after }) {
        edit(empty(Int(entries[anchor].upper)), ", " + insertion.text.joined())
      } else {
        edit(empty(Int(entries[kept[0]].lower)), insertion.text.joined() + ", ")
      }
    }
    // Neighbours that go together leave one comma.
    var index = 0
    while index < entries.count {
      guard let subject = removed[index] else {
        index += 1
        continue
      }
      var last = index
      while last + 1 < entries.count, removed[last + 1] != nil { last += 1 }
      self.subject = subject
      removeFlow(
        Int(entries[index].lower)..<Int(entries[last].upper), after: index > 0 ? entries[index - 1] : nil)
      index = last + 1
    }
  }

  /// Takes neighbours out from between brackets, with the comma behind them, else with the one before.
  private mutating func removeFlow(_ own: Range<Int>, after previous: FormatEntry?) {
    var range = own
    let isFirst = isFirstOnLine(range.lowerBound)
    if let comma = comma(after: range.upperBound) {
      // Between the last of them and its comma stand blanks and comments only.
      range = range.lowerBound..<(comma + 1)
    } else if let previous, let comma = comma(after: Int(previous.upper)) {
      if source.bytes[comma..<range.lowerBound].contains(0x0A) {
        edit(comma..<(comma + 1), "")
      } else {
        range = comma..<range.upperBound
      }
    }
    var end = range.upperBound
    while end < source.bytes.count, source.bytes[end] == 0x20 { end += 1 }
    let isLast = end < source.bytes.count && (source.bytes[end] == 0x0A || source.bytes[end] == 0x0D)
    let kept = keptInFlow(range)
    if isFirst, isLast, kept.isEmpty, range.lowerBound == own.lowerBound {
      range = lineStart(range.lowerBound)..<nextLine(end)
    } else if range.lowerBound == own.lowerBound {
      range = range.lowerBound..<end
    }
    edit(range, kept)
  }

  /// The next comma behind a place, over blanks and comments; nil when something else comes first.
  private func comma(after place: Int) -> Int? {
    var index = place
    while index < source.bytes.count {
      switch source.bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case 0x23: index = nextLine(index)
      case 0x2C: return index
      default: return nil
      }
    }
    return nil
  }

  /// The comments of a range between brackets, each ending its line.
  func keptInFlow(_ range: Range<Int>) -> String {
    let indent = indentOfLine(range.lowerBound) + 4
    return comments(in: range).map { " \($0)\n" + String(repeating: " ", count: indent) }.joined()
  }

  func comments(in range: Range<Int>) -> [String] {
    comments.filter { Int($0.lower) >= range.lowerBound && Int($0.lower) < range.upperBound }
      .map { source.string(in: $0) }
  }

  /// Puts lines before the line that begins at a place, or behind the last one.
  mutating func insertLines(_ lines: [String], at place: Int) {
    let isUnended = place == source.bytes.count && place > 0 && source.bytes[place - 1] != 0x0A
    let text = lines.joined(separator: "\n")
    edit(empty(place), isUnended ? "\n" + text : text + "\n")
  }
}

// MARK: - Places in the text

extension GraphFilePatcher {
  func empty(_ offset: Int) -> Range<Int> { offset..<offset }

  /// The place behind the colon of a key.
  func endOfColon(_ key: YAMLNode) throws(Problem) -> Range<Int> {
    var index = Int(key.span.upper)
    while index < source.bytes.count, source.bytes[index] == 0x20 || source.bytes[index] == 0x09 {
      index += 1
    }
    guard index < source.bytes.count, source.bytes[index] == 0x3A else {
      throw Problem("write.left-alone", "a key without its colon")
    }
    return empty(index + 1)
  }

  /// Where an entry begins: at its key, of a list in lines at the dash.
  func start(of entry: FormatEntry) throws(Problem) -> Int {
    guard entry.key == nil else { return Int(entry.lower) }
    var index = Int(entry.lower)
    while index > 0 {
      index -= 1
      switch source.bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      case 0x2D: return index
      default: throw Problem("write.left-alone", "a list item that does not begin with a dash")
      }
    }
    throw Problem("write.left-alone", "a list item that does not begin with a dash")
  }

  /// The column of an entry, of a list in lines that of the dash.
  func column(of entry: FormatEntry) throws(Problem) -> Int {
    let start = try start(of: entry)
    return start - lineStart(start)
  }

  func column(_ offset: UInt32) -> Int { Int(offset) - lineStart(Int(offset)) }

  /// Where the line of an offset begins, behind a byte order mark.
  func lineStart(_ offset: Int) -> Int {
    var index = min(offset, source.bytes.count)
    while index > 0, source.bytes[index - 1] != 0x0A { index -= 1 }
    return index == 0 && source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : index
  }

  /// Where the line behind that of an offset begins.
  func nextLine(_ offset: Int) -> Int {
    var index = offset
    while index < source.bytes.count, source.bytes[index] != 0x0A { index += 1 }
    return min(index + 1, source.bytes.count)
  }

  func isFirstOnLine(_ offset: Int) -> Bool {
    source.bytes[lineStart(offset)..<offset].allSatisfy { $0 == 0x20 }
  }

  func indentOfLine(_ offset: Int) -> Int {
    source.bytes[lineStart(offset)...].prefix { $0 == 0x20 }.count
  }
}
