import GraphCore
import Testing

@Suite("Finding nodes by name") struct NameIndexTests {
  static func graph() -> GraphSnapshot {
    var builder = GraphBuilder()
    add("upi", "Armenia Daily", label: "source", to: &builder)
    add("armenia", "Armenia", [Alias("Yerevan")], label: "state", to: &builder)
    add("yerevan", "Yerevan", to: &builder)
    let users = ["azerbaijan"]
    add("stepanakert", "Stepanakert", [Alias("Khankendi", usedBy: users), Alias("Xankəndi")], to: &builder)
    add("un", "The United Nations", [Alias("U.N.")], label: "organization", to: &builder)
    add("nk", "Nagorno-Karabakh", [Alias("Арцах")], to: &builder)
    add("china", "中国", label: "state", to: &builder)
    add("armenian-church", "Armenian Church", label: "organization", to: &builder)
    return builder.freeze()
  }

  static func add(
    _ id: String, _ name: String, _ aliases: [Alias] = [], label: String = "place",
    to builder: inout GraphBuilder
  ) {
    let node = builder.addNode(labels: [label])
    builder.set("id", of: node, to: .string(id))
    builder.set("name", of: node, to: .string(name))
    builder.setAliases(aliases, of: node)
  }

  @Test(
    "a name is found in any spelling",
    arguments: [
      ("Armenia", [1]), ("ARMENIA", [1]), ("armenia", [1]), ("Yerevan", [1, 2]), ("khankendi", [3]),
      ("XANKƏNDI", [3]), ("The United Nations", [4]), ("united nations", [4]), ("the Armenia", [1]),
      ("U.N.", [4]), ("un", [4]), ("nagorno karabakh", [5]), ("Nagorno\u{2011}Karabakh", [5]), ("арцах", [5]),
      ("中国", [6]), ("armenian-church", [7]), ("Armenia Daily", []), ("upi", []), ("", []), ("the", []),
      ("nobody", []),
    ])
  func named(text: String, nodes: [Int]) {
    #expect(NameIndexTests.graph().nameIndex.nodes(named: text).map(\.index) == nodes)
  }

  @Test("entries say what the name is") func kinds() {
    let entries = NameIndexTests.graph().nameIndex.entries(named: "yerevan")
    #expect(entries.map(\.kind) == [.alias, .name])
    #expect(entries.map(\.text) == ["Yerevan", "Yerevan"])
  }

  @Test("names that begin alike come in order, at most as many as wanted") func prefixes() {
    let index = NameIndexTests.graph().nameIndex
    #expect(index.entries(withPrefix: "armen").map(\.key).first == "armenia")
    #expect(Set(index.entries(withPrefix: "armen").map(\.node.index)) == [1, 7])
    #expect(index.entries(withPrefix: "armen", limit: 1).count == 1)
    #expect(index.entries(withPrefix: "zz").isEmpty)
    #expect(index.entries(withPrefix: "").count == index.entries.count)
  }

  @Test("the longest name in a row of words") func longest() {
    let index = NameIndexTests.graph().nameIndex
    let words = ["does", "the", "united", "nations", "accuse", "armenia"]
    #expect(index.longestMatch(words, from: 0) == nil)
    #expect(index.longestMatch(words, from: 1)?.wordCount == 3)
    #expect(index.longestMatch(words, from: 2)?.wordCount == 2)
    #expect(index.longestMatch(words, from: 3) == nil)
    #expect(index.longestMatch(words, from: 5)?.entries.map(\.node.index) == [1])
  }
}
