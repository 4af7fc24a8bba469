/// What the text of a scalar may be taken for, by YAML 1.2's core schema.
package struct YAMLScalar: Sendable {
  /// The text.
  package let text: String
  /// How it was written.
  package let style: YAMLNode.ScalarStyle

  /// Makes a scalar.
  package init(_ text: String, style: YAMLNode.ScalarStyle) {
    self.text = text
    self.style = style
  }

  /// Whether it was written plainly and means nothing: empty, `~`, `null`, `Null`, `NULL`.
  package var isNull: Bool {
    guard style == .plain else { return false }
    switch text {
    case "", "~", "null", "Null", "NULL": return true
    default: return false
    }
  }

  /// What a plain `true` or `false` means; nil for all else.
  package var boolean: Bool? {
    guard style == .plain else { return nil }
    switch text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return nil
    }
  }

  /// Whether other YAML readers (YAML 1.1) would take the plain text for a boolean: `no`, `on`, `yes`, `off`,
  /// `y`, `n`.
  ///
  /// Entente takes it for a text, as YAML 1.2 does.
  package var isBooleanElsewhere: Bool {
    guard style == .plain, text.utf8.count <= 3 else { return false }
    switch text.lowercased() {
    case "y", "n", "yes", "no", "on", "off": return true
    default: return false
    }
  }

  /// The whole number that the plain text writes in decimal digits; nil when it is none or too large.
  package var integer: Int64? {
    guard style == .plain, let first = text.utf8.first else { return nil }
    guard first == 0x2B || first == 0x2D || (0x30...0x39).contains(first) else { return nil }
    return Int64(text)
  }

  /// The number that the plain text writes; nil when it is none (`.inf` and `.nan` are none).
  package var number: Double? {
    guard style == .plain, let first = text.utf8.first else { return nil }
    guard first == 0x2B || first == 0x2D || first == 0x2E || (0x30...0x39).contains(first) else { return nil }
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x65, 0x45: continue
      default: return nil
      }
    }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
