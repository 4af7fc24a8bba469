import Diagnostics

/// Turns libyaml's events into nodes: spans in bytes, duplicate keys left out, depth and growth limited.
struct YAMLComposer: ~Copyable {
  private let source: SourceText
  private let bytes: [UInt8]
  private var events: YAMLEvents
  /// How many nodes more there may be.
  private var remaining: Int
  /// What stands after each `&name` so far, and how many levels of collections it holds.
  private var anchors: [String: (node: YAMLNode, height: Int)] = [:]
  /// The depth of the deepest node since the outermost collection that is still open began.
  private var deepest = 0

  /// Errors that do not end the text.
  private(set) var found: [Diagnostic] = []

  init(_ source: SourceText, _ events: consuming YAMLEvents) {
    self.source = source
    self.bytes = source.bytes
    self.events = events
    self.remaining = source.bytes.count + YAMLReader.maximumGrowth
  }

  /// Reads the single document of the text.
  ///
  /// - Returns: Its root; nil when there is no document.
  /// - Throws: ``YAMLRefusal`` when the text is no YAML, has two documents, or is nested or grows beyond reason.
  mutating func root() throws(YAMLRefusal) -> YAMLNode? {
    var event = try events.next()
    while case .frame = event.kind { event = try events.next() }
    if case .streamEnd = event.kind { return nil }
    let result = try node(event, depth: 0)
    // The end of the document, and then of the stream.
    _ = try events.next()
    event = try events.next()
    guard case .streamEnd = event.kind else { throw secondDocument(at: event.lower) }
    return result
  }

  private func secondDocument(at offset: Int) -> YAMLRefusal {
    let isElsewhere = bytes[..<min(offset, bytes.count)].contains(0x0A)
    return YAMLFault(source).syntax(
      "but found another document", at: offset,
      context: isElsewhere ? ("expected a single document in the stream", 0) : nil)
  }

  /// Turns a node and what it holds.
  ///
  /// - Parameters:
  ///   - event: The event that begins the node.
  ///   - depth: How many collections hold it.
  /// - Returns: The node.
  /// - Throws: ``YAMLRefusal``, as ``root()`` does.
  private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLRefusal) -> YAMLNode {
    if case .alias(let name) = event.kind { return try alias(name, event, depth: depth) }
    let properties = self.properties(at: event.lower)
    let start = properties.end
    let place = start..<max(start, min(start + 1, bytes.count))
    try spend(1, at: place)
    try enter(depth, at: place)
    let outer = deepest
    deepest = depth
    var result: YAMLNode
    switch event.kind {
    case .scalar(let text, let style):
      let end =
        switch style {
        case .literal, .folded: endOfBlock(from: start)
        // Where nothing is written, libyaml's end is that of the tag or the colon before.
        default: text.isEmpty && style == .plain ? start : event.upper
        }
      result = YAMLNode(.scalar(text, style), SourceSpan(start..<max(start, end)))
    case .sequenceStart: result = try sequence(from: start, depth: depth)
    case .mappingStart: result = try mapping(from: start, depth: depth)
    // libyaml's grammar begins a node with no other event.
    default: throw YAMLFault(source).unreadable
    }
    if start > event.lower { result.propertiesSpan = SourceSpan(event.lower..<properties.lastEnd) }
    result.anchor = event.anchor
    result.tag = properties.tag
    if let anchor = event.anchor { anchors[anchor] = (result, deepest - depth) }
    deepest = max(deepest, outer)
    return result
  }

  private mutating func alias(
    _ name: String, _ event: YAMLEvent, depth: Int
  ) throws(YAMLRefusal) -> YAMLNode {
    guard let known = anchors[name] else {
      throw YAMLFault(source).syntax("found undefined alias", at: event.lower)
    }
    try spend(known.node.size, at: event.lower..<event.upper)
    try enter(depth + known.height, at: event.lower..<event.upper)
    deepest = max(deepest, depth + known.height)
    var result = known.node
    result.span = SourceSpan(event.lower..<event.upper)
    result.isAlias = true
    result.propertiesSpan = nil
    result.anchor = nil
    result.tag = nil
    return result
  }

  private mutating func spend(_ count: Int, at place: Range<Int>) throws(YAMLRefusal) {
    remaining -= count
    if remaining < 0 {
      throw refusal(
        "yaml.too-many-aliases", "the aliases of this text make it grow beyond reason", at: place)
    }
  }

  private func enter(_ depth: Int, at place: Range<Int>) throws(YAMLRefusal) {
    if depth >= YAMLReader.maximumDepth {
      throw refusal(
        "yaml.too-deep", "lists and mappings are nested more than \(YAMLReader.maximumDepth) levels deep",
        at: place)
    }
  }

  private func refusal(_ code: String, _ message: String, at place: Range<Int>) -> YAMLRefusal {
    YAMLRefusal(diagnostic: .error(code, message, in: source, at: SourceSpan(place)))
  }

  private mutating func sequence(from start: Int, depth: Int) throws(YAMLRefusal) -> YAMLNode {
    var items: [YAMLNode] = []
    var end = start
    var size = 1
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind {
        let isFlow = start < bytes.count && bytes[start] == 0x5B
        let span = SourceSpan(start..<max(start, isFlow ? event.upper : end))
        return YAMLNode(.sequence(items, isFlow ? .flow : .block), span, size: size)
      }
      let item = try node(event, depth: depth + 1)
      end = max(end, Int(item.span.upper))
      size += item.size
      items.append(item)
    }
  }

  private mutating func mapping(from start: Int, depth: Int) throws(YAMLRefusal) -> YAMLNode {
    var pairs: [YAMLPair] = []
    var keys: Set<String> = []
    var end = start
    var size = 1
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind {
        // A pair within a list needs no braces: `[a: b]`.
        let isFlow = start < bytes.count && bytes[start] == 0x7B
        let span = SourceSpan(start..<max(start, isFlow ? event.upper : end))
        return YAMLNode(.mapping(pairs, isFlow ? .flow : .block), span, size: size)
      }
      let key = try node(event, depth: depth + 1)
      let value = try node(try events.next(), depth: depth + 1)
      end = max(end, Int(key.span.upper), Int(value.span.upper))
      size += key.size + value.size
      if let text = key.text, !keys.insert(text).inserted {
        found.append(duplicate(key, of: pairs.first { $0.key.text == text }?.key))
      } else {
        pairs.append(YAMLPair(key, value))
      }
    }
  }

  private func duplicate(_ key: YAMLNode, of first: YAMLNode?) -> Diagnostic {
    .error(
      "yaml.duplicate-key", "the key '\(source.string(in: key.span))' stands in this mapping already",
      in: source, at: key.span,
      notes: first.map { [.init("first here", at: .init(source, $0.span))] } ?? [],
      hints: ["rename one of the two, or join them"])
  }

  // MARK: - What libyaml does not tell

  /// What stands before a node: `&anchor` and `!tag`.
  private struct Properties {
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
      if bytes[result.end] == 0x21 { result.tag = String(decoding: bytes[result.end..<index], as: UTF8.self) }
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
