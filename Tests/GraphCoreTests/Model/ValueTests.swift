import GraphCore
import Testing

@Suite("Equivalence of values") struct ValueTests {
  static func date(_ text: String) -> Value { (try? .date(PartialDate.parse(text))) ?? .null }

  static let groups: [[Value]] = [
    [.null, .null],
    [true], [false],
    [1, 1.0], [0, 0.0, -0.0], [1.5], [.float(.nan), .float(-.nan)], [.float(.infinity)],
    [.integer(.max)], [.float(9_223_372_036_854_775_808)], [.float(1e300)],
    ["a"], [""], ["\u{E9}"], ["e\u{301}"], ["1"],
    [[]], [[1], [1.0]], [[1, 2]], [[2, 1]], [[.null], [.null]], [[[1]]],
    [["a": 1, "b": 2], ["b": 2.0, "a": 1]], [["a": 1]], [["a": .null]], [[:]],
    [date("2020")], [date("about 2020")], [date("2020-01-01")],
    [.node(NodeID(1))], [.relationship(RelationshipID(1))],
    [.path(PathValue(nodes: [NodeID(1)], relationships: []))],
    [.localTime(LocalTimeValue(nanosecondOfDay: 1))],
    [.duration(DurationValue(months: 0, days: 1, seconds: 0, nanoseconds: 0))],
    [.duration(DurationValue(months: 0, days: 0, seconds: 86_400, nanoseconds: 0))],
  ]

  @Test("values are equal within their group and not beyond, and hash alike") func groups() {
    for (one, left) in ValueTests.groups.enumerated() {
      for (two, right) in ValueTests.groups.enumerated() {
        for first in left {
          for second in right {
            #expect((first == second) == (one == two), "\(first) and \(second)")
            if one == two { #expect(first.hashValue == second.hashValue, "\(first) and \(second)") }
          }
        }
      }
    }
  }

  @Test("a map keeps the order of its entries, and a later entry of a name wins") func maps() {
    var map = MapValue([("b", 1), ("a", 2), ("b", 3)])
    #expect(map.keys == ["b", "a"])
    #expect(map["b"] == 3)
    map["c"] = .null
    #expect(map["c"] == .null)
    #expect(map["d"] == nil)
    map["b"] = nil
    #expect(map.keys == ["a", "c"])
  }

  @Test("a value is no larger than a text and its tag") func size() {
    #expect(MemoryLayout<Value>.stride <= 24)
  }
}
