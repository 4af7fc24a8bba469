import Diagnostics
import GraphCore

/// Reads some lines of a table of events into numbers.
struct EventChunkParser: Sendable {
  /// A line that is no event.
  struct LineProblem: Sendable {
    /// What is wrong with a line.
    enum Reason: Sendable {
      case fieldCount(Int)
      case emptyField(String)
      case date
      case encoding
    }

    let reason: Reason
    /// The bytes to point at.
    let span: Range<Int>
  }

  let start: Int
  let end: Int
  private(set) var names = StringPool()
  private(set) var relations = StringPool()
  private(set) var rows: [EventRows.Row] = []
  private(set) var problems: [LineProblem] = []

  /// Events whose names are not looked up yet.
  private var pending: [PendingEvent] = []
  /// How many are looked up together.
  private static let portion = 64

  init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// Reads all lines of the chunk.
  ///
  /// Tabs and line ends are found eight bytes at a time: a byte of a word is marked when it is zero after the
  /// character looked for was subtracted without carry ("SIMD within a register"; the exact form of the test,
  /// from Henry S. Warren, "Hacker's Delight", 6–1).
  mutating func parse(_ bytes: UnsafeRawBufferPointer) {
    names.reserve(texts: min((end - start) / 400, 1 << 17), bytes: min((end - start) / 24, 1 << 22))
    rows.reserveCapacity((end - start) / 64)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = 0x7F &* ones
    let (tabs, lineEnds) = (0x09 &* ones, 0x0A &* ones)
    var line = EventLine(start: start)
    var place = start
    while place + 8 <= end {
      let word = UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let tab = word ^ tabs
      let lineEnd = word ^ lineEnds
      let tabMarks = ~(((tab & low) &+ low) | tab | low)
      let endMarks = ~(((lineEnd & low) &+ low) | lineEnd | low)
      var marks = tabMarks | endMarks
      if word & ~low != 0 { line.hasHighBits = true }
      while marks != 0 {
        let bit = marks & (~marks &+ 1)
        let found = place &+ marks.trailingZeroBitCount &>> 3
        marks ^= bit
        if endMarks & bit == 0 {
          line.tab(at: found)
        } else {
          unsafe finish(&line, at: found, bytes)
          // The rest of the word belongs to the next line.
          if word & ~low != 0 { line.hasHighBits = true }
        }
      }
      place += 8
    }
    while place < end {
      let byte = unsafe bytes[place]
      if byte >= 0x80 { line.hasHighBits = true }
      if byte == 0x09 { line.tab(at: place) } else if byte == 0x0A { unsafe finish(&line, at: place, bytes) }
      place += 1
    }
    if line.start < end { unsafe finish(&line, at: end, bytes) }
    unsafe lookUpPending(bytes)
  }

  /// Takes a line that ends before a place, and begins the next.
  private mutating func finish(_ line: inout EventLine, at place: Int, _ bytes: UnsafeRawBufferPointer) {
    var lineEnd = place
    if lineEnd > line.start, unsafe bytes[lineEnd - 1] == 0x0D { lineEnd -= 1 }
    if line.tabCount == 3, line.first > line.start, line.second > line.first + 1,
      line.third > line.second + 1,
      let date = unsafe EventDate.word(bytes, line.third + 1, lineEnd)
    {
      if line.hasHighBits, unsafe !isUnicode(text(bytes, line.start, lineEnd)) {
        problems.append(LineProblem(reason: .encoding, span: line.start..<lineEnd))
        line = EventLine(start: place + 1)
        return
      }
      pending.append(
        PendingEvent(
          start: line.start, first: line.first, second: line.second, third: line.third, date: date))
      if pending.count == Self.portion { unsafe lookUpPending(bytes) }
    } else if line.tabCount > 0 || lineEnd > line.start {
      problems.append(line.problem(end: lineEnd))
    }
    line = EventLine(start: place + 1)
  }

  /// Numbers the names of the pending events.
  ///
  /// The table of names is larger than the nearest caches. All its places are looked at first, and the texts
  /// compared afterwards, so that the processor waits for many places at once instead of for one after the other.
  private mutating func lookUpPending(_ bytes: UnsafeRawBufferPointer) {
    for index in pending.indices {
      let event = pending[index]
      let subject = unsafe StringPool.hash(text(bytes, event.start, event.first))
      let object = unsafe StringPool.hash(text(bytes, event.second + 1, event.third))
      pending[index].subject = (subject, names.probe(subject))
      pending[index].object = (object, names.probe(object))
    }
    for event in pending {
      let subject = unsafe names.intern(
        text(bytes, event.start, event.first), hash: event.subject.hash, probe: event.subject.probe)
      let relation = unsafe relations.intern(text(bytes, event.first + 1, event.second))
      let object = unsafe names.intern(
        text(bytes, event.second + 1, event.third), hash: event.object.hash, probe: event.object.probe)
      rows.append(
        EventRows.Row(
          subject: subject.rawValue, relation: relation.rawValue, object: object.rawValue, date: event.date))
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func text(_ bytes: UnsafeRawBufferPointer, _ lower: Int, _ upper: Int) -> UnsafeBufferPointer<UInt8>
  {
    unsafe UnsafeRawBufferPointer(rebasing: bytes[lower..<upper]).assumingMemoryBound(to: UInt8.self)
  }

  private func isUnicode(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe String(validating: text, as: UTF8.self) != nil
  }
}

/// An event whose names are not numbers yet: where they stand, their hashes, and what the table has there.
private struct PendingEvent: Sendable {
  let start: Int
  let first: Int
  let second: Int
  let third: Int
  let date: UInt32
  var subject: (hash: UInt64, probe: UInt64) = (0, 0)
  var object: (hash: UInt64, probe: UInt64) = (0, 0)

  init(start: Int, first: Int, second: Int, third: Int, date: UInt32) {
    (self.start, self.first, self.second, self.third, self.date) = (start, first, second, third, date)
  }
}

/// A line while its end is looked for: where its tabs are.
private struct EventLine {
  let start: Int
  private(set) var tabCount = 0
  private(set) var first = 0
  private(set) var second = 0
  private(set) var third = 0
  /// Whether there may be bytes that are not ASCII.
  var hasHighBits = false

  init(start: Int) { self.start = start }

  mutating func tab(at place: Int) {
    switch tabCount {
    case 0: first = place
    case 1: second = place
    case 2: third = place
    default: break
    }
    tabCount += 1
  }

  /// What is wrong with a line that is no event.
  func problem(end: Int) -> EventChunkParser.LineProblem {
    if tabCount != 3 { return .init(reason: .fieldCount(tabCount + 1), span: start..<end) }
    if first == start { return .init(reason: .emptyField("subject"), span: start..<first) }
    if second == first + 1 { return .init(reason: .emptyField("relation"), span: second..<second) }
    if third == second + 1 { return .init(reason: .emptyField("object"), span: third..<third) }
    return .init(reason: .date, span: (third + 1)..<end)
  }
}

/// Reads the date of an event.
private enum EventDate {
  /// The packed date of some bytes, the word of undated rows when there are none; nil when it is no date.
  static func word(_ bytes: UnsafeRawBufferPointer, _ lower: Int, _ upper: Int) -> UInt32? {
    if upper - lower == 10, let word = unsafe day(bytes, lower) { return word }
    if upper == lower { return EventRows.undated }
    let text = unsafe String(decoding: bytes[lower..<upper], as: UTF8.self)
    guard let date = try? PartialDate.parse(text), let packed = PackedDate(date) else { return nil }
    return packed.word
  }

  /// The usual form, `2014-03-06`, without making a text; nil when it is anything else.
  private static func day(_ bytes: UnsafeRawBufferPointer, _ lower: Int) -> UInt32? {
    guard unsafe bytes[lower + 4] == 0x2D, unsafe bytes[lower + 7] == 0x2D else { return nil }
    var isDigits = true
    func digit(_ offset: Int) -> Int {
      let value = Int(unsafe bytes[lower + offset]) - 0x30
      isDigits = isDigits && value >= 0 && value <= 9
      return value
    }
    let year = digit(0) * 1_000 + digit(1) * 100 + digit(2) * 10 + digit(3)
    let month = digit(5) * 10 + digit(6)
    let day = digit(8) * 10 + digit(9)
    guard isDigits, month >= 1, month <= 12, day >= 1 else { return nil }
    guard day <= 28 || day <= PartialDate.daysInMonth(month, year: year) else { return nil }
    return PackedDate.word(year: year, month: month, day: day)
  }
}

extension EventChunkParser.LineProblem {
  /// The problem with its place.
  func diagnostic(in text: SourceText) -> Diagnostic {
    let place = SourceSpan(span)
    switch reason {
    case .fieldCount(let count):
      return .error(
        "events.field-count", "an event has four fields, this line has \(count)", in: text, at: place,
        hints: ["write subject, relation, object and date with tabs between them"])
    case .emptyField(let field):
      return .error("events.empty-field", "the \(field) of this event is empty", in: text, at: place)
    case .encoding:
      return .error(
        "events.encoding", "this line is not valid UTF-8", in: text, at: place,
        hints: ["save the file in UTF-8"])
    case .date:
      do throws(Problem) {
        let date = try PartialDate.parse(text.string(in: place))
        return .error("events.date", "the year of \(date) is too far away", in: text, at: place)
      } catch {
        return error.at(place, in: text)
      }
    }
  }
}
