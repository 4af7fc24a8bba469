import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// Properties beside the common keys: the schema says which there are and what they hold.
extension GraphAssembler {
  /// The value of a property; nil and a report when the schema does not know it or it holds the wrong thing.
  ///
  /// - Parameters:
  ///   - property: The key and what it holds.
  ///   - declared: What the schema declares there; nil without a schema.
  ///   - what: What has the property, for the message.
  ///   - known: The common keys, to suggest one.
  /// - Returns: The value to store.
  mutating func value(
    of property: PropertyRecord, declared: OrderedDictionary<String, PropertyType>?, on what: String,
    known: [String]
  ) -> Value? {
    guard schema != nil, let declared else {
      return isSchemaMissing || schema == nil ? freeValue(property.value) : nil
    }
    guard let type = declared[property.key.text] else {
      if isImporting {
        index.counts.undeclaredProperties[property.key.text, default: 0] += 1
        return nil
      }
      bag.report(undeclaredProperty(property.key, what, known + declared.keys))
      return nil
    }
    switch property.value {
    case .value(let value):
      return value
    case .text(let text):
      guard let value = value(text, type) else { return nil }
      return type.isList ? .list([value]) : value
    case .list(let texts, let place):
      guard type.isList else {
        bag.report(
          Diagnostic(
            .error, "graph.wrong-value", "'\(type.name)' takes one value, not a list", at: place,
            hints: ["keep one of them"]))
        return nil
      }
      var values: [Value] = []
      for text in texts {
        if let value = value(text, type) { values.append(value) }
      }
      return .list(values)
    }
  }

  private mutating func value(_ text: PlacedText, _ type: PropertyType) -> Value? {
    if !type.allowed.isEmpty, !type.allowed.contains(text.text) {
      bag.report(notAllowed(text, type))
      return nil
    }
    switch type.kind {
    case .text:
      return .string(text.text)
    case .url:
      checkURL(text)
      return .string(text.text)
    case .entity:
      return isDeclared(text, as: "'\(type.name)'") ? .string(text.text) : nil
    case .date:
      return date(text).map { .date($0) }
    case .boolean:
      if text.text == "true" { return .boolean(true) }
      if text.text == "false" { return .boolean(false) }
    case .integer:
      if let number = YAMLScalar(text.text, style: .plain).integer { return .integer(number) }
    case .number:
      if let number = YAMLScalar(text.text, style: .plain).number { return .float(number) }
    }
    bag.report(wrongValue(text, type))
    return nil
  }

  /// Without a schema a value is what it looks like, as long as nothing of its spelling is lost.
  private func freeValue(_ input: PropertyInput) -> Value {
    switch input {
    case .value(let value): value
    case .list(let texts, _): .list(texts.map { freeValue(.text($0)) })
    case .text(let text): text.isPlain ? GraphAssembler.plainValue(text.text) : .string(text.text)
    }
  }

  /// `12`, `1.5`, `true` written without quotes; all else is a text, `007` and `1.50` too.
  static func plainValue(_ text: String) -> Value {
    guard let first = text.utf8.first, first < 0x3A || first == 0x74 || first == 0x66 else {
      return .string(text)
    }
    if text == "true" { return .boolean(true) }
    if text == "false" { return .boolean(false) }
    let scalar = YAMLScalar(text, style: .plain)
    if let integer = scalar.integer, String(integer) == text { return .integer(integer) }
    if let number = scalar.number, number.description == text { return .float(number) }
    return .string(text)
  }

  /// A web address begins with `http://` or `https://` and has no blanks.
  mutating func checkURL(_ text: PlacedText) {
    let lower = text.text.lowercased()
    let host = lower.hasPrefix("https://") ? lower.dropFirst(8) : lower.dropFirst(7)
    let isWeb = (lower.hasPrefix("https://") || lower.hasPrefix("http://")) && !host.isEmpty
    guard !isWeb || text.text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F })
    else { return }
    bag.report(
      Diagnostic(
        .error, "graph.wrong-value", "'\(text.text)' is no web address", at: text.place,
        hints: ["a web address begins with 'https://' and has no blanks"]))
  }
}

// MARK: - Messages

extension GraphAssembler {
  private func example(of type: PropertyType) -> String {
    switch type.kind {
    case .text: "a text"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "'true' or 'false'"
    case .date: "a date such as '2020-09'"
    case .url: "a web address"
    case .entity: "the id of an entity"
    }
  }

  private func wrongValue(_ text: PlacedText, _ type: PropertyType) -> Diagnostic {
    Diagnostic(
      .error, "graph.wrong-value", "'\(type.name)' takes \(example(of: type)), and this is '\(text.text)'",
      at: text.place)
  }

  private func notAllowed(_ text: PlacedText, _ type: PropertyType) -> Diagnostic {
    let all = type.allowed.joined(separator: ", ")
    return Diagnostic(
      .error, "graph.wrong-value", "'\(type.name)' cannot be '\(text.text)'", at: text.place,
      hints: [Suggestions.hint(for: text.text, in: type.allowed) ?? "it can be \(all)"])
  }

  private func undeclaredProperty(_ key: PlacedText, _ what: String, _ known: [String]) -> Diagnostic {
    let hint =
      Suggestions.hint(for: key.text, in: known)
      ?? "declare it in the schema, or use one of \(known.joined(separator: ", "))"
    return Diagnostic(
      .error, "graph.unknown-key", "'\(key.text)' is no key of \(what)", at: key.place, hints: [hint])
  }
}
