import EntenteKit
import Testing

/// Named time zones, from the zoneinfo folder of the system.
struct TimeZoneTests {
  @Test(arguments: [
    // Winter, summer, a summer beyond the listed changes (by the rule at the file's end), south of the equator.
    ("datetime('2015-01-21T12:00[Europe/Stockholm]')", "2015-01-21T12:00+01:00[Europe/Stockholm]"),
    ("datetime('2015-07-21T12:00[Europe/Stockholm]')", "2015-07-21T12:00+02:00[Europe/Stockholm]"),
    ("datetime('2145-07-21T12:00[Europe/Stockholm]')", "2145-07-21T12:00+02:00[Europe/Stockholm]"),
    ("datetime('2145-01-21T12:00[Australia/Sydney]')", "2145-01-21T12:00+11:00[Australia/Sydney]"),
    // A skipped hour moves on, a doubled hour is the first, unless the offset says the second.
    ("datetime('2017-03-26T02:30[Europe/Stockholm]')", "2017-03-26T03:30+02:00[Europe/Stockholm]"),
    ("datetime('2017-10-29T02:30[Europe/Stockholm]')", "2017-10-29T02:30+02:00[Europe/Stockholm]"),
    ("datetime('2017-10-29T02:30+01:00[Europe/Stockholm]')", "2017-10-29T02:30+01:00[Europe/Stockholm]"),
    // A day is a day of the clock, 24 hours are not.
    (
      "datetime('2017-10-28T12:00[Europe/Stockholm]') + duration('P1D')",
      "2017-10-29T12:00+01:00[Europe/Stockholm]"
    ),
    (
      "datetime('2017-10-28T12:00[Europe/Stockholm]') + duration('PT24H')",
      "2017-10-29T11:00+01:00[Europe/Stockholm]"
    ),
    ("duration.inSeconds(datetime('2017-10-29T00:00[Europe/Stockholm]'), date('2017-10-30'))", "PT25H"),
    ("date()", "2020-11-10"), ("time()", "18:30Z"),
  ])
  func zone(_ expression: String, _ expected: String) throws {
    let answer = try KnowledgeGraph.empty.query("RETURN \(expression) AS x", asOf: "2020-11-10T18:30Z")
    #expect(answer.rows == [[.temporal(expected)]])
  }

  @Test(arguments: ["Europe/Nowhere", "../../etc/passwd", "/etc/passwd", ""])
  func unknownZone(_ name: String) {
    #expect(throws: (any Error).self) {
      try KnowledgeGraph.empty.query("RETURN datetime({year: 2020, timezone: '\(name)'})")
    }
  }
}
