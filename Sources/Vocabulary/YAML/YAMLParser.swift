import Diagnostics

/// Tokens to a tree, by recursive descent; the scanner bounds the depth.
struct YAMLParser {
  /// The most nodes that aliases may add to a text: nested ones would multiply without bound.
  private static let aliasLimit = 100_000

  private let source: SourceText
  private let tokens: [YAMLToken]
  private var position = 0
  private var anchors: [String: YAMLNode] = [:]
  private var aliasedNodes = 0

  init(_ source: SourceText, _ tokens: [YAMLToken]) {
    self.source = source
    self.tokens = tokens
  }

  // MARK: Looking and moving

  private var kind: YAMLToken.Kind { position < tokens.count ? tokens[position].kind : .streamEnd }

  private var span: SourceSpan {
    position < tokens.count ? tokens[position].span : SourceSpan(at: UInt32(clamping: source.bytes.count))
  }

  /// Passes a token and returns its bytes.
  @discardableResult
  private mutating func advance() -> SourceSpan {
    let result = span
    position += 1
    return result
  }

  private func failure(_ message: String, hints: [String] = []) -> Diagnostic {
    var place = span
    if place.lower == place.upper, kind != .streamEnd { place = SourceSpan(place.lower, place.upper + 1) }
    return .error("yaml.syntax", message, in: source, at: place, hints: hints)
  }

  private func missing(after span: SourceSpan) -> YAMLNode {
    YAMLNode(.scalar("", .plain), SourceSpan(at: span.upper))
  }

  // MARK: Productions

  /// `stream ::= directive* "---"? node? "..."?`
  mutating func parseStream() throws(Diagnostic) -> YAMLNode? {
    var hasDirective = false
    while kind == .documentEnd { advance() }
    while kind == .directive {
      hasDirective = true
      advance()
    }
    var root: YAMLNode?
    if kind == .documentStart {
      let marker = advance()
      root = isAtDocumentEdge ? missing(after: marker) : try parseNode(isBlock: true)
    } else if hasDirective {
      throw failure("a line '---' is missing after the directives")
    } else if kind != .streamEnd {
      root = try parseNode(isBlock: true)
    }
    while kind == .documentEnd { advance() }
    guard kind == .streamEnd else {
      if kind == .documentStart || kind == .directive {
        throw .error(
          "yaml.several-documents", "a second document cannot follow", in: source, at: span,
          hints: ["write one file for each"])
      }
      throw failure("this cannot stand here", hints: ["check the indentation"])
    }
    return root.flatMap { $0.isMissing && $0.span.lower == $0.span.upper ? nil : $0 }
  }

  private var isAtDocumentEdge: Bool {
    switch kind {
    case .streamEnd, .documentEnd, .documentStart, .directive: true
    default: false
    }
  }

  /// `node ::= alias | (anchor | tag)* (scalar | collection)?`
  private mutating func parseNode(isBlock: Bool, allowsIndentless: Bool = false) throws(Diagnostic)
    -> YAMLNode
  {
    if case .alias(let name) = kind { return try parseAlias(name) }
    var properties: SourceSpan?
    var anchor: String?
    var tag: String?
    for _ in 0..<2 {
      if case .anchor(let name) = kind, anchor == nil {
        anchor = name
      } else if case .tag(let text) = kind, tag == nil {
        tag = text
      } else {
        break
      }
      let here = advance()
      properties = properties.map { $0.joined(with: here) } ?? here
    }
    var node = try parseContent(isBlock: isBlock, allowsIndentless: allowsIndentless, properties: properties)
    node.propertiesSpan = properties
    node.anchor = anchor
    node.tag = tag
    if let anchor { anchors[anchor] = node }
    return node
  }

  private mutating func parseAlias(_ name: String) throws(Diagnostic) -> YAMLNode {
    guard var node = anchors[name] else {
      throw .error(
        "yaml.unknown-anchor", "no anchor '&\(name)' stands above this alias", in: source, at: span,
        hints: ["put quotes around a text that begins with '*'"])
    }
    aliasedNodes += node.size
    guard aliasedNodes <= Self.aliasLimit else {
      throw .error(
        "yaml.too-many-aliases", "aliases make this text more than \(Self.aliasLimit) nodes longer",
        in: source, at: span, hints: ["write the values out"])
    }
    node.span = advance()
    node.isAlias = true
    node.propertiesSpan = nil
    node.anchor = nil
    return node
  }

  private mutating func parseContent(
    isBlock: Bool, allowsIndentless: Bool, properties: SourceSpan?
  ) throws(Diagnostic) -> YAMLNode {
    switch kind {
    case .scalar(let text, let style): return YAMLNode(.scalar(text, style), advance())
    case .flowSequenceStart: return try parseFlowSequence()
    case .flowMappingStart: return try parseFlowMapping()
    case .blockSequenceStart where isBlock: return try parseBlockSequence(isIndentless: false)
    case .blockMappingStart where isBlock: return try parseBlockMapping()
    case .blockEntry where allowsIndentless: return try parseBlockSequence(isIndentless: true)
    default:
      if let properties { return missing(after: properties) }
      throw failure(expectation)
    }
  }

  /// What is wrong with a token that begins no node.
  private var expectation: String {
    switch kind {
    case .flowSequenceEnd: "this ']' closes nothing"
    case .flowMappingEnd: "this '}' closes nothing"
    case .flowEntry: "a value is missing before this ','"
    case .value: "a key is missing before this ':'"
    case .streamEnd: "the text ends where a value is expected"
    default: "a value is expected here"
    }
  }

  /// `block-sequence ::= ("-" node?)+`
  private mutating func parseBlockSequence(isIndentless: Bool) throws(Diagnostic) -> YAMLNode {
    if !isIndentless { advance() }
    var items: [YAMLNode] = []
    var span = self.span
    var size = 1
    while kind == .blockEntry {
      let dash = advance()
      let item: YAMLNode
      switch kind {
      case .blockEntry, .blockEnd, .streamEnd: item = missing(after: dash)
      case .key where isIndentless, .value where isIndentless: item = missing(after: dash)
      default: item = try parseNode(isBlock: true)
      }
      span = span.joined(with: dash).joined(with: item.span)
      if let properties = item.propertiesSpan { span = span.joined(with: properties) }
      size += item.size
      items.append(item)
    }
    if !isIndentless {
      guard kind == .blockEnd else {
        throw failure(
          "a '-' is expected here, as before the items above", hints: ["check the indentation"])
      }
      advance()
    }
    return YAMLNode(.sequence(items, .block), span, size: size)
  }

  /// `block-mapping ::= ("?"? node? (":" node?)?)+`, where a pair without "?" has both key and ":"
  private mutating func parseBlockMapping() throws(Diagnostic) -> YAMLNode {
    advance()
    var pairs: [YAMLPair] = []
    var span = self.span
    var size = 1
    while kind == .key {
      var last = advance()
      var key = missing(after: last)
      if !endsPair { key = try parseNode(isBlock: true, allowsIndentless: true) }
      last = last.joined(with: key.span)
      if let properties = key.propertiesSpan { last = last.joined(with: properties) }
      var value = missing(after: last)
      if kind == .value {
        last = last.joined(with: advance())
        value = missing(after: last)
        if !endsPair { value = try parseNode(isBlock: true, allowsIndentless: true) }
      }
      span = span.joined(with: last).joined(with: value.span)
      if let properties = value.propertiesSpan { span = span.joined(with: properties) }
      size += key.size + value.size
      pairs.append(YAMLPair(key, value))
    }
    guard kind == .blockEnd else {
      throw failure(
        "a key is expected here, as in the lines above", hints: ["check the indentation"])
    }
    advance()
    return YAMLNode(.mapping(pairs, .block), span, size: size)
  }

  private var endsPair: Bool { kind == .key || kind == .value || kind == .blockEnd }

  /// `flow-sequence ::= "[" (entry ("," entry)* ","?)? "]"`, `entry ::= node | "?"? node? ":" node?`
  private mutating func parseFlowSequence() throws(Diagnostic) -> YAMLNode {
    let open = advance()
    var items: [YAMLNode] = []
    var size = 1
    while kind != .flowSequenceEnd {
      if !items.isEmpty {
        guard kind == .flowEntry else {
          throw unclosed(open, "a ',' or ']' is expected here", opened: "the list")
        }
        advance()
        if kind == .flowSequenceEnd { break }
      }
      let item: YAMLNode
      if kind == .key {
        let start = advance()
        let pair = try parseFlowPair(start, isClosedBy: .flowSequenceEnd)
        item = YAMLNode(
          .mapping([pair], .flow), start.joined(with: pair.span), size: 1 + pair.key.size + pair.value.size)
      } else {
        item = try parseNode(isBlock: false)
      }
      size += item.size
      items.append(item)
    }
    return YAMLNode(.sequence(items, .flow), open.joined(with: advance()), size: size)
  }

  /// `flow-mapping ::= "{" (pair ("," pair)* ","?)? "}"`
  private mutating func parseFlowMapping() throws(Diagnostic) -> YAMLNode {
    let open = advance()
    var pairs: [YAMLPair] = []
    var size = 1
    while kind != .flowMappingEnd {
      if !pairs.isEmpty {
        guard kind == .flowEntry else {
          throw unclosed(open, "a ',' or '}' is expected here", opened: "the map")
        }
        advance()
        if kind == .flowMappingEnd { break }
      }
      let pair: YAMLPair
      if kind == .key {
        let start = advance()
        pair = try parseFlowPair(start, isClosedBy: .flowMappingEnd)
      } else {
        let key = try parseNode(isBlock: false)
        pair = YAMLPair(key, missing(after: key.span))
      }
      size += pair.key.size + pair.value.size
      pairs.append(pair)
    }
    return YAMLNode(.mapping(pairs, .flow), open.joined(with: advance()), size: size)
  }

  /// `pair ::= node? (":" node?)?`, the key's token already passed.
  private mutating func parseFlowPair(
    _ start: SourceSpan, isClosedBy close: YAMLToken.Kind
  ) throws(Diagnostic) -> YAMLPair {
    var key = missing(after: start)
    if kind != .value, kind != .flowEntry, kind != close { key = try parseNode(isBlock: false) }
    var value = missing(after: key.span)
    if kind == .value {
      value = missing(after: advance())
      if kind != .flowEntry, kind != close { value = try parseNode(isBlock: false) }
    }
    return YAMLPair(key, value)
  }

  private func unclosed(_ open: SourceSpan, _ message: String, opened what: String) -> Diagnostic {
    var diagnostic = failure(message)
    diagnostic.notes = [Diagnostic.Note("\(what) opens here", at: Diagnostic.Place(source, open))]
    return diagnostic
  }
}
