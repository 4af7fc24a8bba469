package import Diagnostics
import Vocabulary

/// One canonical layout of graph files: `entente fmt`.
///
/// - Sections come in one order, with an empty line between them; so do the keys of each record.
/// - A source, entity or view is put between braces if it fits on a line of 100 columns; a relation's fields stand
///   one to a line below its sentence; lists stand between brackets if they fit.
/// - Texts lose quotes that they do not need.
/// - Two blanks for each level; single empty lines between records stay, others go.
///
/// Scalars and comments are byte ranges of the old text, copied behind new blanks and brackets; nothing is
/// emitted from values. What comes out is read again and compared: if it does not say the same, the text stays
/// as it was.
package enum GraphFileFormatter {
  /// Lays a graph file out.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - bag: Mistakes of YAML's syntax, which leave the file as it is; a warning `format.left-alone` when the
  ///     file uses a part of YAML that cannot be laid out anew.
  /// - Returns: The file in its canonical layout, in UTF-8 with LF; nil when it is no YAML or no graph file.
  ///   Mistakes of meaning do not matter.
  /// - Complexity: O(length × depth).
  package static func format(_ source: SourceText, reporting bag: inout DiagnosticBag) -> [UInt8]? {
    var found = DiagnosticBag(limit: bag.limit)
    let root = YAMLReader.read(source, reporting: &found)
    bag.report(contentsOf: found)
    guard !found.hasErrors else { return nil }
    guard let root else { return source.bytes }
    guard GraphFileReader.isGraphFile(root) else {
      bag.report(GraphFileReader(source: source).noGraphFile(root))
      return nil
    }
    do throws(Problem) {
      return try settled(FormatTree(source, root: root), root)
    } catch {
      bag.report(leftAlone(source, error))
      return source.bytes
    }
  }

  /// Lays out until nothing changes: a comment that moved may make room for one line more.
  private static func settled(_ tree: FormatTree, _ root: YAMLNode) throws(Problem) -> [UInt8] {
    var current = tree
    let keepsOrder = holdsAnchor(root)
    for _ in 0..<4 {
      var emitter = FormatEmitter(current.source, keepsOrder: keepsOrder)
      try emitter.emit(current)
      if emitter.output == current.source.bytes { return emitter.output }
      let result = SourceText(name: tree.source.name, bytes: emitter.output)
      current = try compare(result, with: tree, root)
    }
    throw Problem("format.left-alone", "comments that no layout suits")
  }

  private static func holdsAnchor(_ node: YAMLNode) -> Bool {
    if node.anchor != nil || node.isAlias { return true }
    switch node.content {
    case .scalar: return false
    case .sequence(let items, _): return items.contains { holdsAnchor($0) }
    case .mapping(let pairs, _): return pairs.contains { holdsAnchor($0.key) || holdsAnchor($0.value) }
    }
  }

  // MARK: The new text says the same

  /// Reads a new layout and compares it with the old one.
  private static func compare(
    _ result: SourceText, with tree: FormatTree, _ root: YAMLNode
  ) throws(Problem) -> FormatTree {
    var bag = DiagnosticBag()
    guard let newRoot = YAMLReader.read(result, reporting: &bag), !bag.hasErrors,
      isSame(root, newRoot)
    else { throw Problem("format.left-alone", "a text that a new layout would change") }
    let newTree = try FormatTree(result, root: newRoot)
    let before = tree.comments.map { tree.source.string(in: $0) }.sorted()
    let after = newTree.comments.map { result.string(in: $0) }.sorted()
    guard before == after else {
      throw Problem("format.left-alone", "a comment that a new layout would change")
    }
    return newTree
  }

  /// Whether two trees say the same, the keys of a mapping in any order.
  private static func isSame(_ left: YAMLNode, _ right: YAMLNode) -> Bool {
    guard left.tag == right.tag, left.anchor == right.anchor, left.isAlias == right.isAlias else {
      return false
    }
    switch (left.content, right.content) {
    case (.scalar(let one, let style), .scalar(let two, let newStyle)):
      return one.utf8.elementsEqual(two.utf8) && (style == newStyle || newStyle == .plain && !two.isEmpty)
    case (.sequence(let one, _), .sequence(let two, _)):
      return one.count == two.count && zip(one, two).allSatisfy { isSame($0, $1) }
    case (.mapping(let one, _), .mapping(let two, _)):
      guard one.count == two.count else { return false }
      if zip(one, two).allSatisfy({ isSame($0.key, $1.key) && isSame($0.value, $1.value) }) { return true }
      return one.allSatisfy { pair in
        two.contains { isSame(pair.key, $0.key) && isSame(pair.value, $0.value) }
      }
    default: return false
    }
  }

  private static func leftAlone(_ source: SourceText, _ problem: Problem) -> Diagnostic {
    .warning(
      "format.left-alone", "the layout stays as it is: the file holds \(problem.message)", in: source,
      at: SourceSpan(at: 0), hints: ["write it in a simpler way"])
  }
}
