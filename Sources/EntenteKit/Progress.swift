private import Synchronization

/// How far long work has come, to be read from another thread while it runs.
///
/// The worker notes stages and counts; whoever shows them asks for ``line(after:)`` now and then.
public final class Progress: Sendable {
  private struct State {
    var stage = ""
    var done = 0
    var total = 0
    var unit = ""
    var startedAt = ContinuousClock.now
  }

  private let state = Mutex(State())

  /// Nothing has begun yet.
  public init() {}

  /// Begins a stage that cannot be counted.
  func begin(_ stage: String) {
    state.withLock { $0 = State(stage: stage) }
  }

  /// Notes how many of all units of a stage are done.
  func note(_ stage: String, _ done: Int, of total: Int, _ unit: String) {
    state.withLock { state in
      if state.stage != stage { state = State(stage: stage) }
      state.done = done
      state.total = total
      state.unit = unit
    }
  }

  /// What to show: the stage, its counts, and how much longer it will take at the speed so far.
  ///
  /// - Parameter seconds: How long the whole work has taken, shown while nothing can be counted.
  /// - Returns: One line without a line break.
  public func line(after seconds: Int) -> String {
    let state = state.withLock { $0 }
    guard state.total > 0 else { return "\(state.stage) … \(seconds) s" }
    var text = "\(state.stage) … \(state.done) of \(state.total) \(state.unit)"
    let elapsed = ContinuousClock.now - state.startedAt
    if state.done > 0, elapsed > .milliseconds(200) {
      let left = elapsed * Double(state.total - state.done) / Double(state.done)
      text += ", about \(left.components.seconds + 1) s left"
    }
    return text
  }
}
