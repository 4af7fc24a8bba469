import Diagnostics
import GraphCore
import GraphFormats
import OrderedCollections
import TestSupport
import Testing

/// Random changes of graphs in files written as badly as YAML allows: what is read again is the changed graph, every
/// comment is there once, and no line changes but those of changed records.
///
/// `ENTENTE_FUZZ=100000` runs more cases.
@Test(arguments: 0..<4)
func changesGoBackIntoMessyFiles(_ part: Int) throws {
  let rounds = TestEnvironment.fuzzRounds(1_000) / 4
  var leftAlone = 0
  var failures = 0
  var done = 0
  var seed = UInt64(part) * 1_000_000
  while done < rounds, failures < 3 {
    seed += 1
    let file = MessyFile(seed: seed)
    // A date or an id in a block of text ends in a line break, which makes it none: such a graph is never opened.
    let isClean = !ReadGraph([("messy.yaml", file.text)]).diagnostics.contains { $0.severity == .error }
    guard isClean else { continue }
    done += 1
    var edits = RandomEdits(seed: seed)
    switch outcome(of: &edits, on: file) {
    case .fine: continue
    case .leftAlone: leftAlone += 1
    case .wrong(let problem):
      failures += 1
      Issue.record("seed \(seed): \(problem)\nedits: \(edits.log.joined(separator: "; "))\n\(file.text)")
    }
  }
  // A refusal is honest, but must stay rare: anchors, aliases and texts across lines.
  #expect(leftAlone * 50 <= rounds, "\(leftAlone) of \(rounds) changes were refused")
}

private enum Outcome {
  case fine
  case leftAlone
  case wrong(String)
}

private func outcome(of edits: inout RandomEdits, on file: MessyFile) -> Outcome {
  let source = SourceText(name: "messy.yaml", text: file.text)
  let before = ReadGraph(sources: [source])
  let changed = edits.apply(to: before.snapshot)
  do throws(RecordProblem) {
    let difference = try GraphDifference(from: before.snapshot, to: changed)
    let patches = try GraphFilePatches.make(difference, index: before.index)
    guard let patch = patches.first else { return difference.changes.isEmpty ? .fine : .wrong("no patch") }
    let after = ReadGraph(sources: [patch.after])
    if after.diagnostics.contains(where: { $0.severity == .error }) {
      return .wrong("\(after.report)\n→\n\(patch.after.text)")
    }
    let wanted = difference.records.map { "\($0)" }.sorted()
    let found = try GraphDifference.records(of: after.snapshot).map { "\($0)" }.sorted()
    guard wanted == found, after.snapshot.description == changed.description else {
      let missing = wanted.filter { !found.contains($0) }
      let extra = found.filter { !wanted.contains($0) }
      return .wrong("another graph: wanted \(missing), found \(extra)\n→\n\(patch.after.text)")
    }
    let lines = patch.after.text.split(whereSeparator: \.isNewline)
    for comment in file.comments where lines.filter({ $0.hasSuffix(comment) }).count != 1 {
      return .wrong("the comment '\(comment)' is not there once\n→\n\(patch.after.text)")
    }
    if let line = touched(by: difference, patch, before.index) {
      return .wrong("a line of something else changed: '\(line)'\n→\n\(patch.after.text)")
    }
    return .fine
  } catch {
    if error.problem.code == "write.left-alone" { return .leftAlone }
    return .wrong("\(error.problem.code): \(error.problem.message)")
  }
}

/// A line of the old text that is gone although nothing on it changed.
private func touched(by difference: GraphDifference, _ patch: PatchedText, _ index: GraphFileIndex) -> String?
{
  let old = patch.before.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  let new = patch.after.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  var allowed: Set<Int> = []
  func allow(_ span: SourceSpan) {
    let from = patch.before.location(of: span.lower).line
    // A relation between braces ends at the brace behind its fields.
    var upper = span.upper
    var index = Int(upper)
    scan: while index < patch.before.bytes.count {
      switch patch.before.bytes[index] {
      case 0x20, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"):
        while index < patch.before.bytes.count, patch.before.bytes[index] != 0x0A { index += 1 }
      case UInt8(ascii: "}"):
        index += 1
        upper = UInt32(index)
      default: break scan
      }
    }
    let to = patch.before.location(of: upper).line
    allowed.formUnion((from - 1)...(to - 1))
  }
  for change in difference.changes {
    let places: [RecordPlace] =
      switch (change.kind, change.subject) {
      case (.source, _): index.sources[change.old?.key ?? ""] ?? []
      case (.entity, _): index.entities[change.old?.key ?? ""] ?? []
      case (_, .relation(let relation)): index.relations[relation] ?? []
      default: []
      }
    for place in places { allow(place.whole) }
    // What comes into a section between brackets, or takes something out of it, changes its lines.
    let section = index.files[0].sections.first { $0.key == change.kind.rawValue }
    if let section, change.old == nil || change.new == nil,
      ["{", "["].contains(patch.before.string(in: section.valueSpan).prefix(1))
    {
      allow(section.valueSpan)
    }
  }
  // What did not change stands in the new text, in the same order.
  var next = 0
  for (number, line) in old.enumerated() where !allowed.contains(number) {
    // The end of a text without a line break may get one.
    if number == old.count - 1, line.isEmpty { continue }
    while next < new.count, !new[next].elementsEqual(line) { next += 1 }
    if next == new.count { return String(decoding: line, as: UTF8.self) }
    next += 1
  }
  return nil
}

/// A few changes of a graph, all of which a graph file can hold.
struct RandomEdits {
  private var random: SeededGenerator
  private(set) var log: [String] = []

  private static let words = [
    "no", "12", "2020-01-01", "null", "it's", "a: b", "x # y", "a, b", "[c]", "{d}", "- e", "ends:", "\"q\"",
    "Ünï", "two\nlines", "tab\there", "back\\slash", "x  y", " blank", "…", "&g", "*h", "#f", "? o",
    "a text that is so long that no line of the layout can hold it together with its key and the blanks before",
  ]

  init(seed: UInt64) { random = SeededGenerator(seed: seed &* 77 &+ 3) }

  /// Changes a graph.
  mutating func apply(to graph: GraphSnapshot) -> GraphSnapshot {
    var builder = GraphBuilder(thawing: graph)
    let nodes = graph.nodeIdentifiers.map { NodeID($0) }
    let entities = nodes.filter { !graph.isSource($0) }
    let sources = nodes.filter { graph.isSource($0) }
    let relations = graph.relationshipIdentifiers.map { RelationshipID($0) }
    for number in 0..<(1 + random.below(4)) {
      guard let entity = random.pick(entities), !builder.isDeleted(entity) else { continue }
      switch random.below(12) {
      case 0, 1: set(random.pick(["name", "note", "weight"]) ?? "note", of: entity, in: &builder)
      case 2: setList("aliases", of: entity, in: &builder)
      case 3:
        set(
          random.pick(["publisher", "title", "note"]) ?? "note", of: random.pick(sources) ?? entity,
          in: &builder)
      case 4, 5:
        guard let relation = random.pick(relations), !builder.isDeleted(relation) else { continue }
        change(relation, in: &builder)
      case 6:
        guard let relation = random.pick(relations) else { continue }
        log.append("delete relation \(relation.rawValue)")
        builder.delete(relation)
      case 7, 8: addRelation(number, entity, random.pick(entities) ?? entity, in: &builder)
      case 9:
        log.append("new entity n\(number)")
        let node = builder.addNode(labels: random.once(in: 2) ? ["state"] : [])
        builder.set("id", of: node, to: .string("n\(number)"))
        if random.once(in: 2) { set("note", of: node, in: &builder) }
        if random.once(in: 2) { addRelation(number, node, entity, in: &builder) }
      case 10:
        // The first entity is the one that others name.
        guard entity != entities.first else { continue }
        log.append("delete entity \(entity.rawValue)")
        builder.delete(entity)
      default:
        log.append("new source t\(number)")
        let node = builder.addNode(labels: ["source"])
        builder.set("id", of: node, to: .string("t\(number)"))
        set("title", of: node, in: &builder)
      }
    }
    return builder.freeze()
  }

  private mutating func value() -> Value {
    .string((0..<(1 + random.below(2))).map { _ in random.pick(Self.words) ?? "x" }.joined(separator: " "))
  }

  private mutating func set(_ key: String, of node: NodeID, in builder: inout GraphBuilder) {
    let value: Value = random.once(in: 3) && key != "name" ? .null : self.value()
    log.append("\(node.rawValue).\(key) = \(value)")
    builder.set(key, of: node, to: value)
  }

  /// Takes some items of a list away and puts others in.
  private mutating func setList(_ key: String, of node: NodeID, in builder: inout GraphBuilder) {
    var items: [Value] = []
    if case .list(let old)? = builder.properties(of: node)[key] { items = old }
    items.removeAll { _ in random.once(in: 3) }
    for _ in 0..<random.below(3) {
      let item = value()
      if !items.contains(item) { items.insert(item, at: random.below(items.count + 1)) }
    }
    log.append("\(node.rawValue).\(key) = \(items)")
    builder.set(key, of: node, to: items.isEmpty ? .null : .list(items))
  }

  private mutating func change(_ relation: RelationshipID, in builder: inout GraphBuilder) {
    switch random.below(5) {
    case 0:
      log.append("relation \(relation.rawValue): no fields")
      for key in ["about", "quote", "note", "date", "sources", "paragraphs"] {
        builder.set(key, of: relation, to: .null)
      }
    case 1:
      var items: [Value] = []
      if case .list(let old)? = builder.properties(of: relation)["sources"] { items = old }
      items.removeAll { _ in random.once(in: 3) }
      if random.once(in: 2) { items.append(.string("s0 ¶\(50 + random.below(20))")) }
      log.append("relation \(relation.rawValue).sources = \(items)")
      builder.set("sources", of: relation, to: items.isEmpty ? .null : .list(items))
      if items.isEmpty { builder.set("paragraphs", of: relation, to: .null) }
    case 2:
      builder.set(
        "date", of: relation, to: random.once(in: 3) ? .null : .string("2021-0\(1 + random.below(9))"))
      log.append("relation \(relation.rawValue).date")
    default:
      let key = random.pick(["about", "quote", "note", "status", "confidence"]) ?? "note"
      let value: Value =
        random.once(in: 3)
        ? .null : key == "status" ? .string("disputed") : key == "confidence" ? .float(0.5) : self.value()
      log.append("relation \(relation.rawValue).\(key) = \(value)")
      builder.set(key, of: relation, to: value)
    }
  }

  private mutating func addRelation(
    _ number: Int, _ subject: NodeID, _ object: NodeID, in builder: inout GraphBuilder
  ) {
    guard !builder.isDeleted(subject), !builder.isDeleted(object) else { return }
    log.append("new relation new\(number) \(subject.rawValue) → \(object.rawValue)")
    let relation = builder.addRelationship("new\(number)", from: subject, to: object)
    if random.once(in: 2) { builder.set("about", of: relation, to: value()) }
    if random.once(in: 3) { builder.set("date", of: relation, to: .string("2022")) }
  }
}
