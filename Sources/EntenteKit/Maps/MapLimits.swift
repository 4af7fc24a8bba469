/// How large a picture comes out; by default as large as the map needs.
public struct MapSize: Sendable, Equatable {
  /// Pixels per point of PNG and of the image map over it, 0.1 to 10; a PNG has at most 16,000 pixels on a side.
  public var scale = 2.0
  /// The width in pixels, or in points for PDF; nil: in proportion to the height.
  public var width: Double?
  /// The height in pixels, or in points for PDF; nil: in proportion to the width.
  public var height: Double?
  /// The sheet that the map is fitted on, with margins of half an inch; nil: none.
  public var page: MapPage?

  /// The size that the map needs.
  public init() {}
}

/// A sheet of paper, upright or across as fits the map better.
public enum MapPage: String, Sendable, CaseIterable {
  /// 148 × 210 mm.
  case a5
  /// 210 × 297 mm.
  case a4
  /// 297 × 420 mm.
  case a3
  /// 420 × 594 mm.
  case a2
  /// 8.5 × 11 in.
  case letter
  /// 8.5 × 14 in.
  case legal
  /// 11 × 17 in.
  case tabloid
}

/// What drawing one map may take.
///
/// Graphviz can hang, crash and use up memory on large graphs. Given a ``worker``, those are drawn in a child process
/// that is ended at the limits; a cheaper layout then takes its place, with a warning. Without one everything is drawn
/// in this process, where no limit can be kept.
public struct MapLimits: Sendable, Equatable {
  /// Seconds for all of Graphviz's work on the map.
  public var seconds: Double
  /// Bytes of memory for one layout.
  public var memory: Int
  /// The path of an executable that draws large graphs: the command `entente`, or any that begins with
  /// ``MapWorker/runIfAsked()``.
  public var worker: String?

  /// Makes limits.
  public init(seconds: Double = 30, memory: Int = 2_000_000_000, worker: String? = nil) {
    self.seconds = seconds
    self.memory = memory
    self.worker = worker
  }
}
