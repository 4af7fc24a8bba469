import CGraphvizShim

/// What drawing one map may take.
package struct DrawingLimits: Sendable, Equatable {
  /// Seconds for all of Graphviz's work on the map.
  package var seconds: Double
  /// Bytes of memory for one layout.
  package var memory: Int
  /// The path of an `entente` executable that large graphs are drawn in; nil: everything is drawn in this process,
  /// where neither a time nor a memory limit can be kept.
  package var worker: String?

  /// Makes limits.
  package init(seconds: Double = 30, memory: Int = 2_000_000_000, worker: String? = nil) {
    self.seconds = seconds
    self.memory = memory
    self.worker = worker
  }
}

/// Runs Graphviz's jobs: small ones in this process, large ones in a child that may hang, crash or eat memory.
struct GraphvizHost: Sendable {
  /// The first word after the executable's path when it is a child.
  static let command = "graphviz-worker"
  /// The second, if there is one: which of Graphviz's plug-ins to load while the job arrives.
  static func hint(_ engine: String) -> String { engine == "dot" ? "dot" : "neato" }
  /// Nodes and edges up to which a job runs in this process.
  ///
  /// dot needs 0.2 s for a graph of this size at its densest,
  /// the other engines less; a chip counts as one node and two edges.
  static let smallSize = 400
  static let smallLayeredSize = 300
  /// The stack of a child: Graphviz's engines recurse as deep as the graph is long.
  static let stackSize = 256 << 20
  /// The most bytes that a child may answer with.
  static let outputLimit = 1 << 30

  private let limits: DrawingLimits
  private let deadline: ContinuousClock.Instant
  /// The milliseconds that this host had when it began.
  private let allowed: Int

  /// A host whose time begins now.
  init(limits: DrawingLimits = DrawingLimits()) {
    let seconds = limits.seconds.isFinite ? min(max(limits.seconds, 0.001), 1e6) : 1e6
    self.init(limits: limits, milliseconds: Int(seconds * 1_000))
  }

  private init(limits: DrawingLimits, milliseconds: Int) {
    self.limits = limits
    allowed = milliseconds
    deadline = ContinuousClock.now + .milliseconds(milliseconds)
  }

  /// The milliseconds that are left; 0 when the time is over.
  private var rest: Int {
    let left = ContinuousClock.now.duration(to: deadline).components
    return max(Int(left.seconds) * 1_000 + Int(left.attoseconds / 1_000_000_000_000_000), 0)
  }

  /// The same host with a part of the time that is left, so that some remains for another try.
  func withShare(_ share: Double) -> GraphvizHost {
    GraphvizHost(limits: limits, milliseconds: Int(Double(rest) * share))
  }

  /// Whether the time is over.
  ///
  /// Without a child no limit is kept, so it never is.
  var isOver: Bool { limits.worker != nil && ContinuousClock.now >= deadline }

  /// Ends work of our own between two steps when the time is over; without a child no limit is kept.
  ///
  /// - Throws: ``GraphvizFailure`` with the cause `timeout`.
  func check() throws(GraphvizFailure) {
    if isOver {
      throw GraphvizFailure(step: "layout", messages: [], cause: .timeout(allowed))
    }
  }

  /// Runs a job.
  ///
  /// - Throws: ``GraphvizFailure``; its cause says whether Graphviz refused or was ended.
  func run(_ job: GraphvizJob) throws(GraphvizFailure) -> GraphvizJob.Result {
    guard let worker = limits.worker, !isSmall(job) else { return try job.run() }
    return try run(job, in: worker)
  }

  private func isSmall(_ job: GraphvizJob) -> Bool {
    job.size <= (job.layout?.engine == "dot" ? GraphvizHost.smallLayeredSize : GraphvizHost.smallSize)
  }

  private func run(_ job: GraphvizJob, in worker: String) throws(GraphvizFailure) -> GraphvizJob.Result {
    let step = job.layout == nil ? "write" : "layout"
    let milliseconds = rest
    if milliseconds == 0 { throw GraphvizFailure(step: step, messages: [], cause: .timeout(allowed)) }
    let bounds = ChildLimits(
      memory: UInt64(max(limits.memory, 0)), seconds: UInt64(milliseconds / 1_000 + 2))
    let input = job.encoded(bounds)
    var child = unsafe entente_child()
    let outcome = unsafe input.withUnsafeBytes { bytes in
      unsafe entente_run_child(
        worker, GraphvizHost.command, job.layout.map { GraphvizHost.hint($0.engine) },
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count,
        GraphvizHost.outputLimit, Int64(milliseconds), &child)
    }
    defer { unsafe entente_free_child(&child) }
    let code = Int(unsafe child.code)
    switch Int(outcome) {
    case Int(ENTENTE_CHILD_DONE): break
    case Int(ENTENTE_CHILD_NOT_STARTED):
      let words = unsafe String(cString: entente_error_text(Int32(code))).lowercased()
      throw GraphvizFailure(
        step: step, messages: [], cause: .child("'\(worker)' could not be started: \(words)"))
    case Int(ENTENTE_CHILD_TIMEOUT):
      throw GraphvizFailure(step: step, messages: [], cause: .timeout(allowed))
    case Int(ENTENTE_CHILD_MEMORY):
      throw GraphvizFailure(step: step, messages: [], cause: .memory(limits.memory))
    case Int(ENTENTE_CHILD_CRASHED):
      // Neither Graphviz nor Swift survives a refused allocation; how much was held tells a crash from that.
      let isFull = unsafe child.peak > UInt64(max(limits.memory, 0)) / 2
      throw GraphvizFailure(step: step, messages: [], cause: isFull ? .memory(limits.memory) : .crash(code))
    default:
      let isFull = unsafe child.peak > UInt64(max(limits.memory, 0)) / 2
      throw GraphvizFailure(
        step: step, messages: [],
        cause: isFull ? .memory(limits.memory) : .child("the child process ended with exit code \(code)"))
    }
    let answer = unsafe Array(UnsafeRawBufferPointer(start: child.bytes, count: child.length))
    guard let decoded = GraphvizJob.decodedOutcome(answer) else {
      throw GraphvizFailure(step: step, messages: [], cause: .child("the child process gave no whole answer"))
    }
    return try decoded.get()
  }
}

/// The other end: what a child process does.
package enum GraphvizWorker {
  /// The first word after the executable's path when it is to be a child.
  package static var command: String { GraphvizHost.command }

  /// Gets ready for a job that is still to arrive.
  ///
  /// - Parameter hint: What the host gave as the second word, if it did.
  package static func prepare(_ hint: String?) {
    entente_expect_one_drawing()
    if let hint { entente_load_ahead(hint == "dot" ? 1 : 0) }
  }

  /// Starts a child before there is a job for it; the next job that goes to a child is its.
  ///
  /// - Parameters:
  ///   - worker: The path of the executable.
  ///   - isLayered: Whether layers are to be drawn; else the other layouts.
  package static func start(_ worker: String, isLayered: Bool) {
    unsafe entente_start_ahead(worker, GraphvizHost.command, isLayered ? "dot" : "neato")
  }

  /// Runs one job that arrived as bytes, within the limits that came along.
  ///
  /// The limits hold for the rest of the process's life. Graphviz works on a stack of 256 MB.
  ///
  /// - Parameter input: What the host sent.
  /// - Returns: What to send back; nil when the input is no job.
  package static func answer(_ input: [UInt8]) -> [UInt8]? {
    guard let (job, limits) = GraphvizJob.decoded(input) else { return nil }
    entente_limit_process(min(limits.memory, 1 << 50) + UInt64(GraphvizHost.stackSize), limits.seconds)
    let work = Work(job: job)
    let status = unsafe entente_on_large_stack(
      GraphvizHost.stackSize,
      { argument in
        guard let argument = unsafe argument else { return }
        unsafe Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().run()
      }, Unmanaged.passUnretained(work).toOpaque())
    // Where there is no room for such a stack, the usual one has to do.
    if status != 0 { work.run() }
    return work.outcome.map { GraphvizJob.encoded($0) }
  }

  private final class Work {
    let job: GraphvizJob
    var outcome: Result<GraphvizJob.Result, GraphvizFailure>?

    init(job: GraphvizJob) { self.job = job }

    func run() {
      do throws(GraphvizFailure) { outcome = .success(try job.run()) } catch { outcome = .failure(error) }
    }
  }
}
