/// A half-open range of byte offsets in one ``SourceText``.
public struct SourceSpan: Hashable, Sendable, BitwiseCopyable {
  /// The offset of the first byte.
  public let lower: UInt32

  /// The offset after the last byte; never below ``lower``.
  public let upper: UInt32

  /// Makes a span; bounds in the wrong order give an empty span at `lower`.
  public init(_ lower: UInt32, _ upper: UInt32) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  /// Makes a span from array indices, clamped to what an offset can hold.
  public init(_ range: Range<Int>) {
    self.init(UInt32(clamping: range.lowerBound), UInt32(clamping: range.upperBound))
  }

  /// An empty span at a place.
  public init(at offset: UInt32) {
    self.init(offset, offset)
  }

  /// The smallest span that holds both.
  public func joined(with other: SourceSpan) -> SourceSpan {
    SourceSpan(min(lower, other.lower), max(upper, other.upper))
  }
}
