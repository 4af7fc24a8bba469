/// Graphviz did not do its part.
struct GraphvizFailure: Error, Equatable {
  /// Why not.
  enum Cause: Equatable {
    /// It said so, or counted an error.
    case refused
    /// It was ended when the time was over; how long it had, in milliseconds.
    case timeout(Int)
    /// It needed more than this many bytes.
    case memory(Int)
    /// It crashed, with the number of the signal.
    case crash(Int)
    /// The child process could not be started or gave no whole answer.
    case child(String)
  }

  /// Which part: `graphviz-library`, `open`, `build`, `layout`, `render`, `write`, `raster`, `raster-library`.
  let step: String
  /// What it said.
  let messages: [String]
  /// Why.
  var cause = Cause.refused

  /// What happened, as the end of a sentence.
  var reason: String {
    switch cause {
    case .refused:
      let words = messages.first.map { TextMetrics.clean($0) } ?? ""
      return words.isEmpty ? "Graphviz failed at the step '\(step)'" : "Graphviz says: \(words)"
    case .timeout(let milliseconds):
      return "Graphviz took longer than \(GraphvizFailure.seconds(milliseconds)) s"
    case .memory(let bytes): return "Graphviz needed more than \(bytes / 1_000_000) MB of memory"
    case .crash(let signal): return "Graphviz crashed (signal \(signal))"
    case .child(let words): return words
    }
  }

  private static func seconds(_ milliseconds: Int) -> String {
    Markup.number(Double(milliseconds / 100) / 10)
  }
}
