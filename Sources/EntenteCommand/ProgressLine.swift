import EntenteKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A line on the terminal that says how far work of more than a second has come, and goes when it is done.
struct ProgressLine {
  /// Runs work; while it takes longer than a second and a person is reading along, shows how far it is.
  ///
  /// - Parameters:
  ///   - isQuiet: Whether to show nothing.
  ///   - work: What to do; it notes in the given progress how far it has come.
  /// - Returns: What the work gives.
  /// - Throws: What the work throws.
  static func run<Result>(isQuiet: Bool, _ work: (Progress) throws -> Result) rethrows -> Result {
    let progress = Progress()
    guard !isQuiet, Terminal.isTerminal(STDERR_FILENO) else { return try work(progress) }
    let shower = Task.detached { await show(progress) }
    defer { shower.cancel() }
    return try work(progress)
  }

  private static func show(_ progress: Progress) async {
    let start = ContinuousClock.now
    var isShown = false
    try? await Task.sleep(for: .seconds(1))
    while !Task.isCancelled {
      let seconds = Int((ContinuousClock.now - start).components.seconds)
      Terminal.printError("\r\u{1B}[K" + progress.line(after: seconds))
      isShown = true
      try? await Task.sleep(for: .milliseconds(250))
    }
    if isShown { Terminal.printError("\r\u{1B}[K") }
  }
}
