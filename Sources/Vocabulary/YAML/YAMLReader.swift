package import Diagnostics
import Yams

/// Reads a YAML text into ``YAMLNode``s that know their bytes.
///
/// The door behind which Yams stands: invalid UTF-8, control characters, tabs, duplicate keys, aliases that
/// explode, nesting without end become diagnostics with a place, and never a crash. Duplicate keys are all
/// reported, and reading goes on with the first of each; any other mistake of syntax ends the text.
package struct YAMLReader {
  /// How many levels of lists and mappings are read.
  package static let maximumDepth = 64

  /// How many nodes more than bytes a text may grow to by its aliases.
  package static let maximumGrowth = 50_000

  /// How many aliases a text with aliases inside keys may have: comparing such keys costs their full size.
  private static let maximumAliasesWithKeys = 16

  /// How many duplicate keys are reported one by one.
  private static let maximumDuplicates = 50

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
  /// - Complexity: O(bytes), times the number of duplicate keys plus one.
  package static func read(_ source: SourceText, reporting diagnostics: inout DiagnosticBag) -> YAMLNode? {
    YAMLReader(source).read(reporting: &diagnostics)
  }

  private func read(reporting diagnostics: inout DiagnosticBag) -> YAMLNode? {
    if let fault = YAMLPrescan.characterFault(in: source) {
      diagnostics.report(fault)
      return nil
    }
    let prescan = YAMLPrescan(source)
    if let place = prescan.suspiciousKey, prescan.aliasCount > Self.maximumAliasesWithKeys {
      diagnostics.report(
        .error(
          "yaml.alias-in-key",
          "a key that is an alias or a collection is not read in a text with many aliases",
          in: source, at: place, hints: ["write the key out"]))
      return nil
    }
    let lines = YAMLLines(source)
    var text = String(decoding: source.bytes.dropFirst(lines.markLength), as: UTF8.self)
    // A short string has no storage of its own that Yams could keep a pointer to.
    if text.utf8.count < 64 { text += String(repeating: "\n", count: 64) }
    var dropped: Set<UInt32> = []
    while true {
      do throws(any Error) {
        let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
        guard let root = try parser.singleRoot() else { return nil }
        var composer = YAMLComposer(source: source, lines: lines, dropped: dropped)
        guard let node = composer.node(for: root, after: 0, depth: 0) else {
          if let fault = composer.fault { diagnostics.report(fault) }
          return nil
        }
        return node
      } catch {
        guard case YamlError.duplicatedKeysInMapping(_, let context) = error else {
          diagnostics.report(YAMLFault(source, lines).diagnostic(for: error))
          return nil
        }
        let first = lines.offset(of: context.mark)
        guard let duplicate = YAMLDuplicates(source, known: dropped).duplicate(ofKeyAt: Int(first)),
          dropped.insert(UInt32(clamping: duplicate.lowerBound)).inserted,
          dropped.count <= Self.maximumDuplicates
        else {
          diagnostics.report(
            .error(
              "yaml.duplicate-key", "this key stands in the mapping more than once", in: source,
              at: SourceSpan(at: first)))
          return nil
        }
        report(duplicate, first: first, to: &diagnostics)
        text = masking(duplicate, number: dropped.count, in: text, markLength: lines.markLength)
      }
    }
  }

  private func report(_ duplicate: Range<Int>, first: UInt32, to diagnostics: inout DiagnosticBag) {
    let span = SourceSpan(duplicate)
    let firstSpan = SourceSpan(Int(first)..<(Int(first) + duplicate.count))
    diagnostics.report(
      .error(
        "yaml.duplicate-key", "the key '\(source.string(in: span))' stands in this mapping already",
        in: source,
        at: span, notes: [.init("first here", at: .init(source, firstSpan))],
        hints: ["rename one of the two, or join them"]))
  }

  /// Replaces each scalar of a key by one private letter, so that marks keep their line and column.
  ///
  /// Offsets of earlier replacements have shifted the bytes, so the place is looked up by line and column.
  private func masking(_ duplicate: Range<Int>, number: Int, in text: String, markLength: Int) -> String {
    let original = Array(source.bytes.dropFirst(markLength))
    var scalarsBefore = 0
    var index = 0
    let lower = duplicate.lowerBound - markLength
    let upper = duplicate.upperBound - markLength
    while index < lower {
      if original[index] & 0xC0 != 0x80 { scalarsBefore += 1 }
      index += 1
    }
    var length = 0
    while index < upper {
      if original[index] & 0xC0 != 0x80 { length += 1 }
      index += 1
    }
    let mask = Unicode.Scalar(0xE000 + UInt32(clamping: number)) ?? "\u{E000}"
    var result = String.UnicodeScalarView()
    for (position, scalar) in text.unicodeScalars.enumerated() {
      let inside = position >= scalarsBefore && position < scalarsBefore + length
      result.append(inside && scalar != "\"" && scalar != "'" ? mask : scalar)
    }
    return String(result)
  }
}
