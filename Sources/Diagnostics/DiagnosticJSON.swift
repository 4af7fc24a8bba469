/// Diagnostics for editors and machines: one JSON object a line.
///
/// Keys: `file`, `line`, `column`, `endLine`, `endColumn` (all but `file` from 1, columns in Unicode scalars;
/// absent where no text is to blame), `severity`, `code`, `message`, `notes`, `hints`.
public enum DiagnosticJSON {
  /// The lines, each ending in a line break.
  public static func lines(for diagnostics: some Sequence<Diagnostic>) -> String {
    diagnostics.map { object(for: $0) + "\n" }.joined()
  }

  /// One diagnostic as a JSON object on one line.
  public static func object(for diagnostic: Diagnostic) -> String {
    var members = placeMembers(diagnostic.place)
    members.append("\"severity\":\(quoted(diagnostic.severity.word))")
    members.append("\"code\":\(quoted(diagnostic.code))")
    members.append("\"message\":\(quoted(diagnostic.message))")
    if !diagnostic.notes.isEmpty {
      let notes = diagnostic.notes.map { note in
        "{" + (placeMembers(note.place) + ["\"message\":\(quoted(note.message))"]).joined(separator: ",")
          + "}"
      }
      members.append("\"notes\":[\(notes.joined(separator: ","))]")
    }
    if !diagnostic.details.isEmpty {
      members.append("\"details\":[\(diagnostic.details.map(quoted).joined(separator: ","))]")
    }
    if !diagnostic.hints.isEmpty {
      members.append("\"hints\":[\(diagnostic.hints.map(quoted).joined(separator: ","))]")
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func placeMembers(_ place: Diagnostic.Place?) -> [String] {
    guard let place else { return [] }
    let start = place.source.location(of: place.span.lower)
    let end = place.source.location(of: place.span.upper)
    return [
      "\"file\":\(quoted(place.source.name))", "\"line\":\(start.line)", "\"column\":\(start.column)",
      "\"endLine\":\(end.line)", "\"endColumn\":\(end.column)",
    ]
  }

  /// A JSON string literal (RFC 8259 §7).
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029 {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
