import Diagnostics

/// A value of a JSON text, with the bytes in which it stands.
struct JSONNode: Sendable {
  /// What a value is.
  enum Content: Sendable {
    case null
    case boolean(Bool)
    /// A number as it is spelled.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([JSONMember])
  }

  let content: Content
  let span: SourceSpan

  /// The text of a string; nil of any other value.
  var text: String? {
    if case .string(let text) = content { return text }
    return nil
  }

  /// The members of an object; nil of any other value.
  var members: [JSONMember]? {
    if case .object(let members) = content { return members }
    return nil
  }

  /// The elements of an array; nil of any other value.
  var elements: [JSONNode]? {
    if case .array(let elements) = content { return elements }
    return nil
  }

  /// What the value is, for messages.
  var kind: String {
    switch content {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The value of a member of an object; nil when there is none.
  subscript(key: String) -> JSONNode? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// A string, number or boolean as the text that it stands for; nil of all else.
  var scalarText: String? {
    switch content {
    case .string(let text): text
    case .number(let text): text
    case .boolean(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  /// A string, number or boolean with its place; nil of all else.
  func placed(in source: SourceText) -> PlacedText? {
    guard let scalarText else { return nil }
    return PlacedText(scalarText, at: Diagnostic.Place(source, span), isPlain: text == nil)
  }
}

/// A member of a JSON object.
struct JSONMember: Sendable {
  let key: String
  let keySpan: SourceSpan
  let value: JSONNode
}
