import Diagnostics
import Yams

/// Turns Yams' nodes into ours: spans in bytes, masked duplicates left out, depth and growth limited.
struct YAMLComposer {
  private let source: SourceText
  private let bytes: [UInt8]
  private let lines: YAMLLines
  private let dropped: Set<UInt32>
  private var remaining: Int

  /// Why ``node(for:depth:)`` returned nil.
  private(set) var fault: Diagnostic?

  init(source: SourceText, lines: YAMLLines, dropped: Set<UInt32>) {
    self.source = source
    self.bytes = source.bytes
    self.lines = lines
    self.dropped = dropped
    self.remaining = source.bytes.count + YAMLReader.maximumGrowth
  }

  /// Turns a node and what it holds.
  ///
  /// - Parameters:
  ///   - node: What Yams read.
  ///   - position: Where the text before the node ends: a node that begins earlier was written there and
  ///     stands here by an alias.
  ///   - depth: How many collections hold it.
  /// - Returns: The node, or nil when a limit was reached; ``fault`` then says which.
  mutating func node(for node: Node, after position: Int, depth: Int) -> YAMLNode? {
    let mark = Int(node.mark.map { lines.offset(of: $0) } ?? 0)
    let properties = self.properties(at: mark)
    let start = properties.end
    remaining -= 1
    guard remaining >= 0 else {
      return fail("yaml.too-many-aliases", "the aliases of this text make it grow beyond reason", at: start)
    }
    guard depth < YAMLReader.maximumDepth else {
      return fail(
        "yaml.too-deep", "lists and mappings are nested more than \(YAMLReader.maximumDepth) levels deep",
        at: start)
    }
    guard var result = content(of: node, at: start, depth: depth) else { return nil }
    if mark < position, let alias = alias(after: position) {
      result.span = alias
      result.isAlias = true
      return result
    }
    if start > mark { result.propertiesSpan = SourceSpan(mark..<properties.lastEnd) }
    result.anchor = properties.anchor
    result.tag = properties.tag
    return result
  }

  private mutating func content(of node: Node, at start: Int, depth: Int) -> YAMLNode? {
    switch node {
    case .scalar(let scalar):
      let text = scalar.string
      let style = style(of: scalar)
      let end = endOfScalar(text, style, from: start)
      return YAMLNode(.scalar(text, style), SourceSpan(start..<max(start, end)))
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      items.reserveCapacity(sequence.count)
      var end = start
      var size = 1
      for item in sequence {
        guard let item = self.node(for: item, after: end, depth: depth + 1) else { return nil }
        end = max(end, Int(item.span.upper))
        size += item.size
        items.append(item)
      }
      let isFlow = start < bytes.count && bytes[start] == 0x5B
      let span = SourceSpan(start..<(isFlow ? closing(start, end, 0x5D) : end))
      return YAMLNode(.sequence(items, isFlow ? .flow : .block), span, size: size)
    case .mapping(let mapping):
      var pairs: [YAMLPair] = []
      pairs.reserveCapacity(mapping.count)
      var end = start
      var size = 1
      for (key, value) in mapping {
        guard let key = self.node(for: key, after: end, depth: depth + 1) else { return nil }
        end = max(end, Int(key.span.upper))
        guard let value = self.node(for: value, after: end, depth: depth + 1) else { return nil }
        end = max(end, Int(value.span.upper))
        size += key.size + value.size
        if !dropped.contains(key.span.lower) { pairs.append(YAMLPair(key, value)) }
      }
      let isFlow = start < bytes.count && bytes[start] == 0x7B
      let span = SourceSpan(start..<(isFlow ? closing(start, end, 0x7D) : end))
      return YAMLNode(.mapping(pairs, isFlow ? .flow : .block), span, size: size)
    case .alias:
      return fail("yaml.syntax", "an alias stands where none is expected", at: start)
    }
  }

  /// The next `*name` after a position.
  private func alias(after position: Int) -> SourceSpan? {
    var index = position
    while index < bytes.count {
      let next = skippingSpace(from: index)
      guard next < bytes.count else { return nil }
      if bytes[next] == 0x2A {
        var end = next + 1
        while end < bytes.count, YAMLPrescan.belongsToName(bytes[end]) { end += 1 }
        return SourceSpan(next..<end)
      }
      switch bytes[next] {
      case 0x2C, 0x2D, 0x3A, 0x3F, 0x5B, 0x7B: index = next + 1
      default: return nil
      }
    }
    return nil
  }

  private mutating func fail(_ code: String, _ message: String, at offset: Int) -> YAMLNode? {
    let end = min(offset + 1, max(bytes.count, offset))
    if fault == nil { fault = .error(code, message, in: source, at: SourceSpan(offset..<end)) }
    return nil
  }

  private func style(of scalar: Node.Scalar) -> YAMLNode.ScalarStyle {
    switch scalar.style {
    case .singleQuoted: .singleQuoted
    case .doubleQuoted: .doubleQuoted
    case .literal: .literal
    case .folded: .folded
    default: .plain
    }
  }

  /// What stands before a node: `&anchor` and `!tag`.
  private struct Properties {
    var anchor: String?
    var tag: String?
    /// Where the last of them ends.
    var lastEnd: Int
    /// Where the node itself begins.
    var end: Int
  }

  private func properties(at start: Int) -> Properties {
    var result = Properties(lastEnd: start, end: start)
    while result.end < bytes.count, bytes[result.end] == 0x26 || bytes[result.end] == 0x21 {
      var index = result.end
      while index < bytes.count, !isSpace(bytes[index]), bytes[index] != 0x2C, bytes[index] != 0x5D,
        bytes[index] != 0x7D
      {
        index += 1
      }
      let text = String(decoding: bytes[result.end..<index], as: UTF8.self)
      if bytes[result.end] == 0x26 { result.anchor = String(text.dropFirst()) } else { result.tag = text }
      result.lastEnd = index
      result.end = skippingSpace(from: index)
    }
    return result
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private func skippingSpace(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if isSpace(bytes[index]) {
        index += 1
      } else if bytes[index] == 0x23, index == 0 || isSpace(bytes[index - 1]) {
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      } else {
        break
      }
    }
    return index
  }

  /// The offset after the closing bracket of a flow collection.
  private func closing(_ start: Int, _ end: Int, _ close: UInt8) -> Int {
    var index = skippingSpace(from: max(end, start + 1))
    while index < bytes.count, bytes[index] == 0x2C { index = skippingSpace(from: index + 1) }
    return index < bytes.count && bytes[index] == close ? index + 1 : end
  }

  private func endOfScalar(_ text: String, _ style: YAMLNode.ScalarStyle, from start: Int) -> Int {
    guard start < bytes.count else { return min(start, bytes.count) }
    switch style {
    case .plain: return endOfPlain(text, from: start)
    case .singleQuoted: return endOfQuoted(0x27, from: start)
    case .doubleQuoted: return endOfQuoted(0x22, from: start)
    case .literal, .folded: return endOfBlock(from: start)
    }
  }

  private func endOfPlain(_ text: String, from start: Int) -> Int {
    var index = start
    for byte in text.utf8 where !isSpace(byte) {
      while index < bytes.count, isSpace(bytes[index]) { index += 1 }
      // A masked duplicate differs from what stands here; its length in scalars is the same.
      guard index < bytes.count else { return bytes.count }
      if bytes[index] != byte { return endOfMasked(text, from: start) }
      index += 1
    }
    return index
  }

  private func endOfMasked(_ text: String, from start: Int) -> Int {
    var index = start
    for _ in text.unicodeScalars where index < bytes.count {
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
    }
    return index
  }

  private func endOfQuoted(_ quote: UInt8, from start: Int) -> Int {
    guard bytes[start] == quote else { return start }
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == quote {
        guard quote == 0x27, index + 1 < bytes.count, bytes[index + 1] == quote else { return index + 1 }
        index += 2
      } else if quote == 0x22, bytes[index] == 0x5C {
        index += 2
      } else {
        index += 1
      }
    }
    return bytes.count
  }

  /// The end of the last line that belongs to a block scalar, without its line break.
  private func endOfBlock(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
    var end = index
    var indent: Int?
    while index < bytes.count {
      let line = index + 1
      var text = line
      while text < bytes.count, bytes[text] == 0x20 { text += 1 }
      var next = text
      while next < bytes.count, bytes[next] != 0x0A { next += 1 }
      let isBlank = text >= bytes.count || bytes[text] == 0x0A || bytes[text] == 0x0D
      if !isBlank {
        let own = text - line
        let wanted = indent ?? max(own, indentOfLine(holding: start) + 1)
        if own < wanted { break }
        indent = wanted
        end = next
      }
      index = next
    }
    return end
  }

  private func indentOfLine(holding offset: Int) -> Int {
    var start = offset
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    var index = start
    while index < bytes.count, bytes[index] == 0x20 { index += 1 }
    return index - start
  }
}
