import Diagnostics
import GraphCore
import TestSupport
import Testing

@Suite("Partial dates") struct PartialDateTests {
  @Test(
    "what is written is what is read",
    arguments: [
      "1990s", "2020", "2020-09", "2020-09-27", "about 1990s", "about 2020", "about 2020-09",
      "about 2020-09-27", "0000", "0000-01-01", "9999-12-31", "-0044-03-15", "+12026", "-999999999-01-01",
      "+999999999-12-31", "2000-02-29", "0000-02-29",
    ])
  func roundTrip(text: String) throws {
    let date = try PartialDate.parse(text)
    #expect(date.description == text)
    #expect(date.isAbout == text.hasPrefix("about"))
  }

  @Test(
    "spaces and the case of 'about' do not matter",
    arguments: [(" 2020 ", "2020"), ("About  2020-09", "about 2020-09"), ("ABOUT 1810s", "about 1810s")])
  func lenient(text: String, meaning: String) throws {
    #expect(try PartialDate.parse(text).description == meaning)
  }

  @Test(
    "a date that cannot be is refused with a reason",
    arguments: [
      ("2023-02-30", "date.impossible-day", "there is no day 30 in 2023-02: it has 28 days"),
      ("2024-02-30", "date.impossible-day", "there is no day 30 in 2024-02: it has 29 days"),
      ("1900-02-29", "date.impossible-day", "there is no day 29 in 1900-02: it has 28 days"),
      ("2023-04-31", "date.impossible-day", "there is no day 31 in 2023-04: it has 30 days"),
      ("2023-01-00", "date.impossible-day", "there is no day 0 in 2023-01: it has 31 days"),
      ("2023-13", "date.impossible-month", "there is no month 13 in '2023-13'"),
      ("2023-00-10", "date.impossible-month", "there is no month 0 in '2023-00-10'"),
      ("1995s", "date.malformed", "'1995s' is no decade: it must begin with a year that ends in 0"),
      ("", "date.malformed", "'' is not a date"),
      ("about", "date.malformed", "'about' is not a date"),
      ("202", "date.malformed", "'202' is not a date"),
      ("20200", "date.malformed", "'20200' is not a date"),
      ("2020-9", "date.malformed", "'2020-9' is not a date"),
      ("2020-09-2", "date.malformed", "'2020-09-2' is not a date"),
      ("2020-09-277", "date.malformed", "'2020-09-277' is not a date"),
      ("2020-", "date.malformed", "'2020-' is not a date"),
      ("2020-09-27T10:00", "date.malformed", "'2020-09-27T10:00' is not a date"),
      ("27.09.2020", "date.malformed", "'27.09.2020' is not a date"),
      ("+9999999999", "date.malformed", "'+9999999999' is not a date"),
      ("٢٠٢٠", "date.malformed", "'٢٠٢٠' is not a date"),
    ])
  func refused(text: String, code: String, message: String) {
    do throws(Problem) {
      let date = try PartialDate.parse(text)
      Issue.record("'\(text)' was read as \(date)")
    } catch {
      #expect(error.code == code)
      #expect(error.message == message)
      #expect(!error.hints.isEmpty)
    }
  }

  /// Every day of 800 years around the epoch, counted one by one.
  @Test("days are counted as a calendar counts them") func everyDay() {
    var expected = PartialDate.daysSinceEpoch(year: 1600, month: 1, day: 1)
    #expect(expected == -135_140)
    for year in 1600..<2400 {
      for month in 1...12 {
        for day in 1...PartialDate.daysInMonth(month, year: year) {
          guard let date = PartialDate(year: year, month: month, day: day), date.earliestDay == expected,
            date.latestDay == expected,
            PartialDate(daysSinceEpoch: expected) == date
          else {
            Issue.record("\(year)-\(month)-\(day) is not day \(expected)")
            return
          }
          expected += 1
        }
        #expect(PartialDate(year: year, month: month, day: 32) == nil)
      }
    }
  }

  @Test(
    "known days",
    arguments: [("1970-01-01", 0), ("2000-03-01", 11_017), ("0000-03-01", -719_468), ("1969-12-31", -1)])
  func knownDays(text: String, days: Int64) throws {
    #expect(try PartialDate.parse(text).earliestDay == days)
  }

  @Test("the farthest days are counted and found again") func extremes() throws {
    for text in ["-999999999-01-01", "+999999999-12-31"] {
      let date = try PartialDate.parse(text)
      #expect(PartialDate(daysSinceEpoch: date.earliestDay) == date)
      let beyond = date.earliestDay + (date.year < 0 ? -1 : 1)
      #expect(PartialDate(daysSinceEpoch: beyond) == nil)
    }
    #expect(PartialDate(daysSinceEpoch: .max) == nil)
    #expect(PartialDate(daysSinceEpoch: .min) == nil)
    #expect(PartialDate(year: 1_000_000_000) == nil)
    #expect(PartialDate(year: .min) == nil)
  }

  @Test(
    "first and last day",
    arguments: [
      ("1990s", "1990-01-01", "1999-12-31"), ("2020", "2020-01-01", "2020-12-31"),
      ("2020-02", "2020-02-01", "2020-02-29"), ("2021-02", "2021-02-01", "2021-02-28"),
      ("2020-09-27", "2020-09-27", "2020-09-27"), ("about 2020", "2020-01-01", "2020-12-31"),
    ])
  func bounds(text: String, first: String, last: String) throws {
    let date = try PartialDate.parse(text)
    #expect(try date.earliestDay == PartialDate.parse(first).earliestDay)
    #expect(try date.latestDay == PartialDate.parse(last).latestDay)
  }

  @Test("the order is by first day, then the shorter span, then the exact one") func order() throws {
    let ascending = try [
      "-0044-03-15", "0000", "1989-12-31", "1990-01-01", "about 1990-01-01", "1990-01", "about 1990-01",
      "1990",
      "about 1990", "1990s", "about 1990s", "1990-01-02", "1990-02", "1991", "2000s",
    ].map { try PartialDate.parse($0) }
    for (index, date) in ascending.enumerated() {
      for (other, second) in ascending.enumerated() {
        #expect((date < second) == (index < other))
        #expect((date == second) == (index == other))
      }
    }
  }

  @Test("a packed date is the date, and full ones keep their order") func packed() throws {
    var generator = SeededGenerator(seed: 1)
    var dates: [PartialDate] = []
    for _ in 0..<2_000 {
      let year = generator.below(4_000) - 1_000
      let isAbout = generator.once(in: 3)
      let month = 1 + generator.below(12)
      let made =
        switch generator.below(4) {
        case 0: PartialDate(year: year, isAbout: isAbout)
        case 1: PartialDate(year: year, month: month, isAbout: isAbout)
        case 2: PartialDate(decade: abs(year) / 10 * 10, isAbout: isAbout)
        default: PartialDate(year: year, month: month, day: 1 + generator.below(28))
        }
      dates.append(try #require(made))
    }
    for date in dates {
      #expect(PackedDate(date)?.date == date)
      #expect(try PartialDate.parse(date.description) == date)
    }
    let full = dates.filter(\.isFullDate)
    let byWord = try full.sorted { try #require(PackedDate($0)).word < #require(PackedDate($1)).word }
    #expect(byWord == full.sorted())
    #expect(PackedDate(try PartialDate.parse("+1048576")) == nil)
    #expect(PackedDate(try PartialDate.parse("-1048576"))?.date.year == -1_048_576)
    #expect(MemoryLayout<PartialDate>.size <= 8)
  }

  @Test(
    "active during an interval",
    arguments: [
      // date, since, until, from, to, answer
      ("2020-09-27", "", "", "2020", "2020", "yes"), ("2020-09-27", "", "", "2019", "2019", "no"),
      ("2020", "", "", "2020-06-01", "2020-06-02", "yes"), ("", "2016", "2020", "2018", "2018", "yes"),
      ("", "2016", "2020", "2020-12-31", "", "yes"), ("", "2016", "2020", "2021", "", "no"),
      ("", "2016", "", "1990", "2015", "no"), ("", "2016", "", "2040", "2040", "yes"),
      ("", "", "2016", "1900", "1900", "yes"), ("", "", "2016", "2017", "2018", "no"),
      ("", "", "", "2017", "2018", "unknown"), ("", "2016", "2020", "", "", "yes"),
      ("1990s", "", "", "1999-12-31", "2005", "yes"),
    ])
  func active(
    date: String, since: String, until: String, from: String, to: String, answer: String
  ) throws {
    func read(_ text: String) throws -> PartialDate? { text.isEmpty ? nil : try PartialDate.parse(text) }
    let time = ValidTime(date: try read(date), since: try read(since), until: try read(until))
    let active = try time.isActive(from: read(from), to: read(to))
    #expect(active.map { $0 ? "yes" : "no" } ?? "unknown" == answer)
  }
}
