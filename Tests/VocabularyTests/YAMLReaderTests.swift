import Diagnostics
import Testing
import Vocabulary

@Suite("YAML with places")
struct YAMLReaderTests {
  private func read(_ text: String) -> (root: YAMLNode?, source: SourceText, found: [Diagnostic]) {
    let source = SourceText(name: "test.yaml", text: text)
    var bag = DiagnosticBag()
    let root = YAMLReader.read(source, reporting: &bag)
    return (root, source, bag.diagnostics)
  }

  /// Every node on a line of its own: depth, kind, the bytes it spans.
  private func outline(_ node: YAMLNode, _ source: SourceText, depth: Int = 0) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    switch node.content {
    case .scalar(let text, _): return ["\(indent)\(text) <\(source.string(in: node.span))>"]
    case .sequence(let items, _):
      return ["\(indent)list <\(source.string(in: node.span))>"]
        + items.flatMap { outline($0, source, depth: depth + 1) }
    case .mapping(let entries, _):
      return ["\(indent)mapping <\(source.string(in: node.span))>"]
        + entries.flatMap {
          outline($0.key, source, depth: depth + 1) + outline($0.value, source, depth: depth + 2)
        }
    }
  }

  @Test("spans cover what was written")
  func spans() throws {
    let (root, source, found) = read(
      "a: 'it''s' # c\nb: [x, \"y \\\" z\", {k: v}]\nc: two\n  lines\nd: |\n  one\n  two\nü: &n !!str é\ne: *n\n"
    )
    #expect(found.isEmpty)
    let node = try #require(root)
    #expect(
      outline(node, source).dropFirst() == [
        "  a <a>", "    it's <'it''s'>", "  b <b>", "    list <[x, \"y \\\" z\", {k: v}]>", "      x <x>",
        "      y \" z <\"y \\\" z\">", "      mapping <{k: v}>", "        k <k>", "          v <v>",
        "  c <c>",
        "    two lines <two\n  lines>", "  d <d>", "    one\ntwo\n <|\n  one\n  two>", "  ü <ü>", "    é <é>",
        "  e <e>", "    é <*n>",
      ])
  }

  @Test("every duplicate key is reported, and the first is kept")
  func duplicates() throws {
    let (root, source, found) = read(
      "a: 1\nb: {x: 1, y: 2, x: 3}\n\"a\": 2\nc:\n  d: 1\n  é: 1\n  é: 2\na: 3\n")
    let places = found.compactMap { $0.place.map { source.location(of: $0.span.lower).line } }
    #expect(found.allSatisfy { $0.code == "yaml.duplicate-key" })
    #expect(places == [2, 3, 7, 8])
    #expect(try #require(root)["a"]?.text == "1")
    #expect(root?.pairs?.count == 3)
  }

  @Test(
    "what is no YAML is a diagnostic with a place",
    arguments: [
      ("a: b: c\n", "yaml.syntax", 1), ("a:\n\t- b\n", "yaml.syntax", 2),
      ("a: [1, 2\nb: 3\n", "yaml.syntax", 2),
      ("a: *b\n", "yaml.syntax", 1), ("a: @b\n", "yaml.syntax", 1), ("---\na\n---\nb\n", "yaml.syntax", 3),
      ("a: \u{07}\n", "yaml.control-character", 1), ("\"a", "yaml.syntax", 1), ("%", "yaml.syntax", 1),
    ])
  func syntax(text: String, code: String, line: Int) throws {
    let (root, source, found) = read(text)
    #expect(root == nil)
    let first = try #require(found.first)
    #expect(first.code == code)
    #expect(source.location(of: try #require(first.place).span.lower).line == line, "\(first.message)")
  }

  @Test("a duplicate key before a mistake of syntax is reported, too")
  func duplicateBeforeSyntax() {
    #expect(read("a: 1\na: 2\nb: [\n").found.map(\.code) == ["yaml.duplicate-key", "yaml.syntax"])
  }

  @Test("bytes that are no UTF-8 are found at their offset")
  func invalidUTF8() {
    var bag = DiagnosticBag()
    let source = SourceText(name: "bad.yaml", bytes: [0x61, 0x3A, 0x20, 0xC3, 0x28])
    #expect(YAMLReader.read(source, reporting: &bag) == nil)
    #expect(bag.diagnostics.first?.code == "yaml.invalid-utf8")
    #expect(bag.diagnostics.first?.place?.span == SourceSpan(3, 4))
  }

  @Test("nesting without end and exploding aliases end with a diagnostic")
  func bombs() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(read(deep).found.first?.code == "yaml.too-deep")
    let nested = String(repeating: "- ", count: 500) + "a"
    #expect(read(nested).found.first?.code == "yaml.too-deep")
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let aliases = (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(read(bomb).found.first?.code == "yaml.too-many-aliases")
    #expect(read(bomb + "? *a12\n: b\n").found.first?.code == "yaml.too-many-aliases")
    let high = "a: &a " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "\n"
    #expect(read(high + "b: [[*a]]\n").found.isEmpty)
    let higher = String(repeating: "[", count: 30) + "*a" + String(repeating: "]", count: 30)
    #expect(read(high + "b: \(higher)\n").found.first?.code == "yaml.too-deep")
    #expect(read(high + "? *a\n: \(higher)\n").found.first?.code == "yaml.too-deep")
  }

  @Test("an alias stands for a copy, also in a key, and for none before its anchor")
  func aliases() throws {
    let (root, source, found) = read("- &a one\n- {*a : &b [two, *a]}\n- *b\n- &a three\n- *a\n")
    #expect(found.isEmpty)
    #expect(
      outline(try #require(root), source).dropFirst() == [
        "  one <one>", "  mapping <{*a : &b [two, *a]}>", "    one <*a>", "      list <[two, *a]>",
        "        two <two>", "        one <*a>", "  list <*b>", "    two <two>", "    one <*a>",
        "  three <three>", "  three <*a>",
      ])
    for text in ["*a", "- *a\n- &a b\n", "&a [*a]\n"] {
      #expect(read(text).found.map(\.message) == ["found undefined alias"], "\(text)")
    }
  }

  @Test("numbers, booleans and nothing are told by how they are written")
  func scalars() throws {
    let root = try #require(read("- no\n- 'true'\n- true\n- 12\n- 1.5\n- ~\n- \"\"\n-\n- 0x1F\n").root)
    let scalars = try #require(root.items).compactMap(\.scalar)
    #expect(scalars.count == 9)
    #expect(scalars.map(\.isBooleanElsewhere).firstIndex(of: true) == 0)
    #expect(scalars.map(\.boolean) == [nil, nil, true, nil, nil, nil, nil, nil, nil])
    #expect(scalars.map(\.integer) == [nil, nil, nil, 12, nil, nil, nil, nil, nil])
    #expect(scalars.map(\.number) == [nil, nil, nil, 12, 1.5, nil, nil, nil, nil])
    #expect(scalars.map(\.isNull) == [false, false, false, false, false, true, false, true, false])
  }

  @Test("a byte order mark and other line ends do not move places")
  func lineEnds() throws {
    let (root, source, _) = read("\u{FEFF}a: 1\r\nb: x\rc: y\n")
    let node = try #require(root)
    #expect(node.pairs?.map { source.string(in: $0.value.span) } == ["1", "x", "y"])
  }
}
