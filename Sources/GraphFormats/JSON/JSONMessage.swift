import Diagnostics

/// JSON that another program sent, of which one member is wanted.
package enum JSONMessage {
  /// The text of a member of an object.
  ///
  /// - Parameters:
  ///   - name: The member's name; where it stands twice, the first counts.
  ///   - bytes: One JSON value (RFC 8259).
  /// - Returns: The text; nil where the bytes are no JSON object or have no such text.
  /// - Complexity: O(bytes).
  package static func string(_ name: String, in bytes: [UInt8]) -> String? {
    guard
      let node = try? JSONParser.value(in: SourceText(name: "message", bytes: bytes)),
      case .object(let members) = node.content,
      case .string(let text)? = members.first(where: { $0.key == name })?.value.content
    else { return nil }
    return text
  }
}
