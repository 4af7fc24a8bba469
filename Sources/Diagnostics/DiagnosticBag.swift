/// Where readers put what they find while they go on reading.
public struct DiagnosticBag: Sendable {
  /// What was found so far, in the order of reporting.
  public private(set) var diagnostics: [Diagnostic] = []

  /// How many more were dropped after ``limit``.
  public private(set) var droppedCount = 0

  /// The most diagnostics kept: a file of the wrong kind should not print a million lines.
  public let limit: Int

  /// An empty bag that keeps at most `limit` diagnostics and counts the rest.
  public init(limit: Int = 1_000) {
    self.limit = limit
  }

  /// Whether any diagnostic kept is an error.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Adds a diagnostic.
  public mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < limit { diagnostics.append(diagnostic) } else { droppedCount += 1 }
  }

  /// Adds all of another bag's.
  public mutating func report(contentsOf other: DiagnosticBag) {
    for diagnostic in other.diagnostics { report(diagnostic) }
    droppedCount += other.droppedCount
  }

  /// What was found, by text (in order of first report) and then by place; equal places keep their order.
  public var sorted: [Diagnostic] {
    var order: [String: Int] = [:]
    for diagnostic in diagnostics {
      let name = diagnostic.place?.source.name ?? ""
      if order[name] == nil { order[name] = order.count }
    }
    return diagnostics.enumerated().sorted { left, right in
      let leftFile = order[left.element.place?.source.name ?? ""] ?? 0
      let rightFile = order[right.element.place?.source.name ?? ""] ?? 0
      if leftFile != rightFile { return leftFile < rightFile }
      let leftOffset = left.element.place?.span.lower ?? 0
      let rightOffset = right.element.place?.span.lower ?? 0
      if leftOffset != rightOffset { return leftOffset < rightOffset }
      return left.offset < right.offset
    }.map(\.element)
  }
}
