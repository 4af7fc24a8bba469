import Diagnostics
import OrderedCollections

/// A mapping of a schema file whose keys are known beforehand.
///
/// Reading a field reports what is wrong with it and goes on with nil, so that one run shows every mistake.
struct SchemaFields {
  /// The mapping.
  let node: YAMLNode
  private let source: SourceText
  private let values: [String: YAMLNode]

  /// Reads the keys, and reports those that are unknown.
  ///
  /// - Parameters:
  ///   - node: What should be a mapping.
  ///   - what: What it is, for messages: `an entity type`.
  ///   - keys: The keys that are known there.
  ///   - reader: Where mistakes go; nil is the result when the node is no mapping, which is then reported.
  init?(_ node: YAMLNode, _ what: String, keys: [String], _ reader: inout SchemaReader) {
    self.node = node
    source = reader.source
    guard let pairs = node.pairs else {
      if node.scalar?.isNull ?? false {
        values = [:]
        return
      }
      reader.report(
        "schema.wrong-kind", "\(what) is a map, but this is \(node.kindName)", node.span,
        hints: ["its keys are \(Self.list(keys))"])
      return nil
    }
    var values: [String: YAMLNode] = [:]
    for pair in pairs {
      guard let key = pair.key.text else {
        reader.report(
          "schema.wrong-kind", "a key must be a text, but this is \(pair.key.kindName)", pair.key.span)
        continue
      }
      guard keys.contains(key) else {
        let hint = Suggestions.hint(for: key, in: keys) ?? "the keys of \(what) are \(Self.list(keys))"
        reader.report("schema.unknown-key", "\(what) has no key '\(key)'", pair.key.span, hints: [hint])
        continue
      }
      values[key] = pair.value
    }
    self.values = values
  }

  static func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }

  /// What was written for a key; nil when absent or empty.
  subscript(_ key: String) -> YAMLNode? {
    guard let node = values[key], !(node.scalar?.isNull ?? false) else { return nil }
    return node
  }

  /// The text of a key.
  func text(_ key: String, _ reader: inout SchemaReader) -> String? {
    guard let node = self[key] else { return nil }
    guard let text = node.text else {
      reader.report("schema.wrong-kind", "'\(key)' is a text, but this is \(node.kindName)", node.span)
      return nil
    }
    return text
  }

  /// The texts of a key with their places; a single text counts as a list of one.
  func texts(_ key: String, _ reader: inout SchemaReader) -> [(text: String, span: SourceSpan)] {
    guard let node = self[key] else { return [] }
    if let text = node.text { return [(text, node.span)] }
    guard let items = node.items else {
      reader.report(
        "schema.wrong-kind", "'\(key)' is a list of texts, but this is \(node.kindName)", node.span)
      return []
    }
    var result: [(text: String, span: SourceSpan)] = []
    for item in items {
      guard let text = item.text else {
        reader.report(
          "schema.wrong-kind", "'\(key)' is a list of texts, but this item is \(item.kindName)", item.span)
        continue
      }
      result.append((text, item.span))
    }
    return result
  }

  /// `true` or `false` of a key.
  func boolean(_ key: String, _ reader: inout SchemaReader) -> Bool {
    guard let node = self[key] else { return false }
    if let value = node.scalar?.boolean { return value }
    let hints = node.scalar?.isBooleanElsewhere ?? false ? ["write 'true' or 'false'"] : []
    reader.report("schema.wrong-kind", "'\(key)' is true or false", node.span, hints: hints)
    return false
  }

  /// A number of a key within bounds.
  func number(_ key: String, in range: ClosedRange<Double>, _ reader: inout SchemaReader) -> Double? {
    guard let node = self[key] else { return nil }
    guard let value = node.scalar?.number else {
      reader.report("schema.wrong-kind", "'\(key)' is a number", node.span)
      return nil
    }
    guard range.contains(value) else {
      reader.report(
        "schema.out-of-range",
        "'\(key)' lies between \(Self.plain(range.lowerBound)) and \(Self.plain(range.upperBound))",
        node.span)
      return nil
    }
    return value
  }

  /// A whole number of a key within bounds.
  func integer(_ key: String, in range: ClosedRange<Int64>, _ reader: inout SchemaReader) -> Int? {
    guard let node = self[key] else { return nil }
    guard let value = node.scalar?.integer else {
      reader.report("schema.wrong-kind", "'\(key)' is a whole number", node.span)
      return nil
    }
    guard range.contains(value) else {
      reader.report(
        "schema.out-of-range", "'\(key)' lies between \(range.lowerBound) and \(range.upperBound)", node.span)
      return nil
    }
    return Int(value)
  }

  /// One of a closed set of words of a key.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, code: String, _ reader: inout SchemaReader
  ) -> Choice? where Choice.RawValue == String {
    guard let node = self[key] else { return nil }
    let words = Choice.allCases.map(\.rawValue)
    guard let text = node.text else {
      reader.report("schema.wrong-kind", "'\(key)' is one of \(Self.list(words))", node.span)
      return nil
    }
    if let choice = Choice(rawValue: text) { return choice }
    let nearest = Suggestions.nearest(to: text, in: words, limit: 1).first
    let hint = nearest.map { "did you mean '\($0)'?" } ?? "it is one of \(Self.list(words))"
    reader.report(code, "there is no \(key) '\(text)'", node.span, hints: [hint])
    return nil
  }

  /// Codes by system: each value a text or a list of texts.
  func codes(_ key: String, _ reader: inout SchemaReader) -> OrderedDictionary<String, [String]> {
    guard let node = self[key] else { return [:] }
    guard let pairs = node.pairs else {
      reader.report("schema.wrong-kind", "'\(key)' is a map of systems to codes", node.span)
      return [:]
    }
    var result: OrderedDictionary<String, [String]> = [:]
    for pair in pairs {
      guard let system = pair.key.text else {
        reader.report(
          "schema.wrong-kind", "a key must be a text, but this is \(pair.key.kindName)", pair.key.span)
        continue
      }
      if let code = pair.value.text {
        result[system] = [code]
      } else if let items = pair.value.items {
        result[system] = items.compactMap { item in
          if item.text == nil {
            reader.report("schema.wrong-kind", "a code is a text, but this is \(item.kindName)", item.span)
          }
          return item.text
        }
      } else {
        reader.report("schema.wrong-kind", "'\(system)' is a code or a list of codes", pair.value.span)
      }
    }
    return result
  }

  private static func plain(_ value: Double) -> String {
    let text = String(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
