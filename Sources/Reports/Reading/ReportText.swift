package import Diagnostics

/// A text taken from a report, each byte of which knows where it stands there.
///
/// Escapes and the marks of lists and quotations lie between the bytes of a question; a message about the question
/// still points at the right place of the report.
package struct ReportText: Sendable, Equatable {
  /// The text.
  package let text: String
  /// Where it stands in the report, quotes included.
  package let span: SourceSpan
  /// The offset in the report of each byte, and of the end.
  private let offsets: [UInt32]

  /// Joins bytes and their offsets; a byte that UTF-8 does not know is repaired, and places become those of the whole.
  init(bytes: [UInt8], offsets: [UInt32], end: UInt32, span: SourceSpan) {
    text = String(decoding: bytes, as: UTF8.self)
    self.span = span
    self.offsets = text.utf8.count == bytes.count ? offsets + [end] : []
  }

  /// A text without escapes: the bytes of the report as they stand.
  init(_ range: Range<Int>, of source: SourceText) {
    self.init(
      bytes: Array(source.bytes[range]), offsets: range.map { UInt32(clamping: $0) },
      end: UInt32(clamping: range.upperBound), span: SourceSpan(range))
  }

  /// A text that was worked out, and what in the report it is about.
  package init(_ text: String, at span: SourceSpan) {
    self.text = text
    self.span = span
    offsets = []
  }

  /// Another text that stands for this one: a view's question for its name.
  package func saying(_ text: String) -> ReportText { ReportText(text, at: span) }

  /// The span of the report that a span of the text stands in.
  package func span(of inner: SourceSpan) -> SourceSpan {
    guard !offsets.isEmpty else { return span }
    let lower = offsets[min(Int(inner.lower), offsets.count - 1)]
    // The end of the last byte meant, not the start of the next: an escape may lie between.
    guard inner.upper > inner.lower else { return SourceSpan(at: lower) }
    let last = offsets[min(Int(inner.upper) - 1, offsets.count - 1)]
    return SourceSpan(lower, last + 1)
  }
}
