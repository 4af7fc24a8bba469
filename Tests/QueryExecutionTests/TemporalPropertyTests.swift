import Diagnostics
import GraphCore
import QueryExecution
import TestSupport
import Testing

/// Laws of times, checked with values drawn at random.
struct TemporalPropertyTests {
  private static let seeds: [UInt64] = [1, 2, 3]

  /// The rows of one statement as text.
  private func table(_ query: String) throws -> String {
    var graph = TestGraph()
    let result = try graph.run(query)
    return ValuePrinter(snapshot: result.snapshot).table(result.columns, result.rows)
  }

  @Test(arguments: seeds)
  func daysCountLikeANaiveCalendar(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      var (year, month, day) = (1_890 + random.below(220), 1 + random.below(12), 1 + random.below(28))
      let start = text(year, month, day)
      let days = random.below(800)
      for _ in 0..<days {
        day += 1
        if day > length(of: month, year) { (month, day) = (month + 1, 1) }
        if month > 12 { (year, month) = (year + 1, 1) }
      }
      let end = text(year, month, day)
      let found = try table(
        """
        WITH date('\(start)') AS a, date('\(end)') AS b, duration({days: \(days)}) AS d
        RETURN a + d = b AND b - d = a AND duration.inDays(a, b) = d
          AND a + duration.between(a, b) = b AS holds
        """)
      #expect(found.contains("| true |"), "seed \(seed): \(start) + \(days) = \(end)")
    }
  }

  @Test(arguments: seeds)
  func textsAreReadBack(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let day = text(random.below(9_999), 1 + random.below(12), 1 + random.below(28))
      let sign = random.once(in: 2) ? "+" : "-"
      let map =
        "{date: date('\(day)'), hour: \(random.below(24)), minute: \(random.below(60)), second: \(random.below(60)),"
        + " nanosecond: \(random.below(1_000_000_000)), timezone: '\(sign)\(two(random.below(18))):\(two(random.below(60)))'}"
      let amount =
        "{months: \(random.below(99) - 50), days: \(random.below(99) - 50), seconds: \(random.below(9_999) - 5_000),"
        + " nanoseconds: \(random.below(1_999_999_999) - 1_000_000_000)}"
      let found = try table(
        """
        WITH datetime(\(map)) AS m, duration(\(amount)) AS d
        RETURN datetime(toString(m)) = m AND time(toString(time(m))) = time(m)
          AND localdatetime(toString(localdatetime(m))) = localdatetime(m)
          AND date(toString(date(m))) = date(m) AND duration(toString(d)) = d AND -(-d) = d
          AND d + d = d * 2 AND d * 2 / 2 = d AND duration.inSeconds(m, m + duration.inSeconds(m, m)) = d - d
          AS holds
        """)
      #expect(found.contains("| true |"), "seed \(seed): \(map) \(amount)")
    }
  }

  @Test(arguments: seeds)
  func noTextStopsTheProcess(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789-+:.TWQZPYMDHS[]/, ")
    let functions = ["date", "time", "localtime", "datetime", "localdatetime", "duration"]
    for _ in 0..<150 {
      let length = random.below(24)
      let text = String((0..<length).map { _ in alphabet[random.below(alphabet.count)] })
      var graph = TestGraph()
      _ = try? graph.run("RETURN \(functions[random.below(functions.count)])('\(text)') AS x")
    }
  }

  private func length(of month: Int, _ year: Int) -> Int {
    let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  private func text(_ year: Int, _ month: Int, _ day: Int) -> String {
    String(repeating: "0", count: 4 - String(year).count) + "\(year)-\(two(month))-\(two(day))"
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
