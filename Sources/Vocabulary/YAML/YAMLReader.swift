package import Diagnostics

/// Reads a YAML text into ``YAMLNode``s that know their bytes.
///
/// The door behind which libyaml stands: invalid UTF-8, control characters, tabs, duplicate keys, aliases that
/// explode, nesting without end become diagnostics with a place, and never a crash. Duplicate keys are all
/// reported, and reading goes on with the first of each; any other mistake of syntax ends the text.
package struct YAMLReader {
  /// How many levels of lists and mappings are read.
  package static let maximumDepth = 64

  /// How many nodes more than bytes a text may grow to by its aliases.
  package static let maximumGrowth = 50_000

  private let source: SourceText

  private init(_ source: SourceText) {
    self.source = source
  }

  /// Reads the single document of a text.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - diagnostics: Where mistakes go; codes `yaml.…`.
  /// - Returns: The root, or nil when the text has no document or a mistake of syntax ended it (then
  ///   an error was reported).
  /// - Complexity: O(bytes + nodes), aliases expanded.
  package static func read(_ source: SourceText, reporting diagnostics: inout DiagnosticBag) -> YAMLNode? {
    YAMLReader(source).read(reporting: &diagnostics)
  }

  private func read(reporting diagnostics: inout DiagnosticBag) -> YAMLNode? {
    if let fault = YAMLPrescan.characterFault(in: source) {
      diagnostics.report(fault)
      return nil
    }
    let result: Result<YAMLNode?, YAMLRefusal>
    var found: [Diagnostic] = []
    // The bytes stay where they are while libyaml reads them.
    result = unsafe source.bytes.withUnsafeBufferPointer { bytes in
      do throws(YAMLRefusal) {
        var composer = YAMLComposer(source, try unsafe YAMLEvents(source, bytes))
        defer { found = composer.found }
        return .success(try composer.root())
      } catch {
        return .failure(error)
      }
    }
    for duplicate in found { diagnostics.report(duplicate) }
    switch result {
    case .success(let root): return root
    case .failure(let refusal):
      diagnostics.report(refusal.diagnostic)
      return nil
    }
  }
}
