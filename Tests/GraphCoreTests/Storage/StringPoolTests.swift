import GraphCore
import TestSupport
import Testing

@Suite("The pool of texts") struct StringPoolTests {
  @Test("a text has one identifier, whatever its length") func interning() {
    var pool = StringPool()
    var generator = SeededGenerator(seed: 7)
    var known: [String: StringID] = [:]
    let letters = ["a", "b", "é", "組", "🜂", "\0", " "]
    for _ in 0..<20_000 {
      let text = (0..<generator.below(24)).map { _ in generator.pick(letters) ?? "" }.joined()
      let identifier = pool.intern(text)
      if let before = known[text] { #expect(identifier == before) }
      known[text] = identifier
    }
    #expect(pool.count == known.count)
    for (text, identifier) in known {
      #expect(pool.find(text) == identifier)
      #expect(pool.string(identifier) == text)
    }
    #expect(pool.find("nowhere") == nil)
    #expect(StringPool().find("nowhere") == nil)
  }

  @Test("texts are compared by code points, not by how they look") func codePoints() {
    var pool = StringPool()
    #expect(pool.intern("\u{E9}") != pool.intern("e\u{301}"))
    #expect(pool.intern("") == pool.intern(""))
  }

  @Test("the order of texts is that of their bytes") func order() {
    var pool = StringPool()
    let texts = ["", "A", "AB", "a", "ab", "b", "é", "組", "🜂"]
    let identifiers = texts.reversed().map { pool.intern($0) }.reversed()
    for (one, left) in identifiers.enumerated() {
      for (two, right) in identifiers.enumerated() { #expect(pool.isAscending(left, right) == (one < two)) }
    }
    #expect(identifiers.map { Int(pool.ranks()[$0.index]) } == Array(texts.indices))
  }
}
