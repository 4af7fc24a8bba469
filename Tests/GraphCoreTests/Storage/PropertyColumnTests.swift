import GraphCore
import TestSupport
import Testing

@Suite("Columns of properties") struct PropertyColumnTests {
  /// Values of one type, set and removed in any order on few or many of the nodes, against a dictionary.
  @Test("a column holds what was set", arguments: 0..<24 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var builder = GraphBuilder()
    let count = 3_000
    for _ in 0..<count { _ = builder.addNode(labels: [] as [LabelID]) }
    var expected: [Int: Value] = [:]
    let key = PlainGraph.keys[Int(seed) % PlainGraph.keys.count]
    let isMixed = seed % 5 == 0
    let share = [40, 4, 1][Int(seed / 6) % 3]
    for _ in 0..<(count * 2 / share) {
      let node = generator.below(count)
      let value: Value =
        generator.once(in: 5)
        ? .null : PlainGraph.value(&generator, key: isMixed ? "tags" : key)
      builder.set("key", of: NodeID(UInt32(node)), to: value)
      expected[node] = value.isNull ? Optional.none : value
    }
    let graph = builder.freeze()
    let identifier = try #require(graph.propertyKey(named: "key"))
    let column = try #require(graph.nodeColumn(identifier))
    #expect(column.presentIdentifiers.map(Int.init) == expected.keys.sorted(), "seed \(seed)")
    #expect(column.valueCount == expected.count)
    for node in 0..<count {
      #expect(graph.property("key", of: NodeID(UInt32(node))) == expected[node] ?? .null, "seed \(seed)")
    }
    #expect(column.isSparse == (expected.count * 4 < (expected.keys.max() ?? 0)), "seed \(seed)")
  }

  @Test("a value of another type makes the column mixed, and nothing is lost") func mixed() throws {
    var builder = GraphBuilder()
    let values: [Value] = ["a", 1, 1.5, true, ["x"], ["k": 1], .date(try PartialDate.parse("+2000000"))]
    for value in values { builder.set("key", of: builder.addNode(labels: [] as [LabelID]), to: value) }
    let graph = builder.freeze()
    #expect(values.indices.map { graph.property("key", of: NodeID(UInt32($0))) } == values)
    let column = try #require(graph.nodeColumn(PropertyKeyID(0)))
    #expect(column.kind == .mixed && column.isFull)
  }

  @Test("a column whose last value went can take another type") func emptied() {
    var builder = GraphBuilder()
    let node = builder.addNode(labels: [] as [LabelID])
    builder.set("key", of: node, to: "text")
    builder.set("key", of: node, to: .null)
    builder.set("key", of: node, to: 1)
    let graph = builder.freeze()
    #expect(graph.property("key", of: node) == 1)
    #expect(graph.nodeColumn(PropertyKeyID(0))?.kind == .integer)
  }
}
