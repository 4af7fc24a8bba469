package import Diagnostics

/// One node of a YAML text, with the bytes it stands in.
///
/// Every scalar is the text as written: `no`, `12` and `2023-09-19` are not turned into booleans, numbers or
/// dates. Whoever expects a date parses the text.
package struct YAMLNode: Sendable {
  /// How a scalar is written.
  package enum ScalarStyle: Sendable {
    /// Without quotes.
    case plain
    /// In `'…'`.
    case singleQuoted
    /// In `"…"`, with escapes.
    case doubleQuoted
    /// After `|`.
    case literal
    /// After `>`.
    case folded
  }

  /// How a collection is written.
  package enum CollectionStyle: Sendable {
    /// By indentation.
    case block
    /// In brackets or braces.
    case flow
  }

  /// What the node is.
  package enum Content: Sendable {
    /// Text.
    case scalar(String, ScalarStyle)
    /// A list.
    case sequence([YAMLNode], CollectionStyle)
    /// Keys and values in the order of the text; no key twice.
    case mapping([YAMLPair], CollectionStyle)
  }

  /// What the node is.
  package var content: Content

  /// The bytes of the node: quotes and brackets included, anchor and tag not; empty where a value is missing;
  /// the alias itself where one stands.
  package var span: SourceSpan

  /// The bytes of an anchor and a tag before the node.
  package var propertiesSpan: SourceSpan?

  /// The name after `&`.
  package var anchor: String?

  /// The tag as written, `!!str`.
  package var tag: String?

  /// Whether the node stands here through an alias (`*name`).
  package var isAlias: Bool

  /// The number of nodes in this one, itself included, aliases expanded.
  package var size: Int

  /// Makes a node.
  package init(
    _ content: Content, _ span: SourceSpan, propertiesSpan: SourceSpan? = nil, anchor: String? = nil,
    tag: String? = nil, isAlias: Bool = false, size: Int = 1
  ) {
    self.content = content
    self.span = span
    self.propertiesSpan = propertiesSpan
    self.anchor = anchor
    self.tag = tag
    self.isAlias = isAlias
    self.size = size
  }

  /// The text of a scalar; nil for collections.
  package var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The pairs of a mapping; nil for all else.
  package var pairs: [YAMLPair]? {
    if case .mapping(let pairs, _) = content { pairs } else { nil }
  }

  /// The items of a sequence; nil for all else.
  package var items: [YAMLNode]? {
    if case .sequence(let items, _) = content { items } else { nil }
  }

  /// The text of a scalar and how it is written; nil for collections.
  package var scalar: YAMLScalar? {
    if case .scalar(let text, let style) = content { YAMLScalar(text, style: style) } else { nil }
  }

  /// Whether nothing was written where a value is expected: `key:` and no more.
  package var isMissing: Bool {
    if case .scalar(let text, .plain) = content { text.isEmpty } else { false }
  }

  /// The value of the first pair with a key of this text.
  package subscript(_ key: String) -> YAMLNode? {
    pairs?.first { $0.key.text == key }?.value
  }

  /// What the node is, for messages: `a text`, `a list`, `a map`, `nothing`.
  package var kindName: String {
    switch content {
    case .scalar: isMissing ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a map"
    }
  }
}

/// A key and its value in a YAML mapping.
package struct YAMLPair: Sendable {
  /// The key; nearly always a scalar.
  package var key: YAMLNode

  /// The value; a missing one is an empty plain scalar.
  package var value: YAMLNode

  /// Joins a key and a value.
  package init(_ key: YAMLNode, _ value: YAMLNode) {
    self.key = key
    self.value = value
  }

  /// The bytes of both.
  package var span: SourceSpan { key.span.joined(with: value.span) }
}
