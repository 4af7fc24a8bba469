import Diagnostics
import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// A child that hangs, crashes, eats memory or talks nonsense costs a layout, never the host.
@Suite struct ChildProcessTests {
  /// A layered scene large enough for a child.
  private static let scene: MapScene = {
    var scene = TestScenes.random(seed: 4, lines: 100)
    scene.layout = .layered
    return scene
  }()

  private static func draw(
    _ worker: String?, seconds: Double = 30, memory: Int = 2_000_000_000, scene: MapScene = scene
  ) throws -> MapDrawing {
    let limits = DrawingLimits(seconds: seconds, memory: memory, worker: worker)
    return try MapRenderer.render(scene, as: .svg, limits: limits)
  }

  /// What comes of a job that is large enough for a child.
  private static func cause(_ worker: String, seconds: Double) -> GraphvizFailure.Cause? {
    var job = GraphvizJob(name: "job")
    job.calls = (0..<500).map { .node("n\($0)") }
    do throws(GraphvizFailure) {
      _ = try GraphvizHost(limits: DrawingLimits(seconds: seconds, worker: worker)).run(job)
      return nil
    } catch { return error.cause }
  }

  private static func codes(_ body: () throws -> MapDrawing) -> [String] {
    do {
      _ = try body()
      return []
    } catch let failure as DiagnosticFailure { return failure.diagnostics.map(\.code) } catch { return ["?"] }
  }

  static let hanging = [
    "exec sleep 600", "trap '' TERM; while :; do :; done", "cat >/dev/null; exec sleep 600",
  ]

  @Test(arguments: hanging) func aChildThatHangsIsEnded(_ script: String) throws {
    let worker = try FakeWorker(script)
    let start = ContinuousClock.now
    #expect(Self.cause(worker.path, seconds: 0.5) == .timeout(500))
    #expect(start.duration(to: .now) < .seconds(20))
  }

  static let broken: [(script: String, cause: GraphvizFailure.Cause)] = [
    ("kill -SEGV $$", .crash(11)),
    ("cat >/dev/null; kill -ABRT $$", .crash(6)),
    ("exit 12", .memory(2_000_000_000)),
    ("exit 3", .child("the child process ended with exit code 3")),
    ("cat >/dev/null; echo nonsense", .child("the child process gave no whole answer")),
    (
      "cat >/dev/null; printf 'entente result\\n\\000\\000\\377'",
      .child("the child process gave no whole answer")
    ),
    ("exec <&- >&- 2>&-; exec sleep 600", .child("the child process gave no whole answer")),
    ("cat >/dev/null", .child("the child process gave no whole answer")),
  ]

  @Test(arguments: broken.indices) func aBrokenChildIsAnError(_ index: Int) throws {
    let worker = try FakeWorker(Self.broken[index].script)
    let cause = Self.cause(worker.path, seconds: 60)
    #expect(cause == Self.broken[index].cause, "\(Self.broken[index].script)")
  }

  @Test func aMissingChildIsAnError() throws {
    #expect(Self.codes { try Self.draw("/nowhere/entente") } == ["map.child"])
    #expect(Self.codes { try Self.draw("/") } == ["map.child"])
  }

  @Test(.enabled(if: FakeWorker.real != nil, "the executable entente is not built"))
  func aChildDrawsTheSameBytes() throws {
    let here = try Self.draw(nil)
    let there = try Self.draw(FakeWorker.real)
    #expect(here.bytes == there.bytes)
    #expect(here.diagnostics == there.diagnostics)
    #expect(there.choices.last?.hasPrefix("laid out in layers by dot") == true)
  }

  @Test(.enabled(if: FakeWorker.real != nil, "the executable entente is not built"))
  func aChildThatWaitsDrawsTheSameBytes() throws {
    let worker = try #require(FakeWorker.real)
    let here = try Self.draw(nil)
    for isLayered in [true, false] {
      GraphvizWorker.start(worker, isLayered: isLayered)
      #expect(try Self.draw(worker).bytes == here.bytes)
    }
    // One that is of another program, or not there, is not in the way.
    GraphvizWorker.start("/nowhere/entente", isLayered: true)
    #expect(try Self.draw(worker).bytes == here.bytes)
    GraphvizWorker.start(try FakeWorker("exec sleep 600").path, isLayered: true)
    #expect(try Self.draw(worker).bytes == here.bytes)
  }

  static let failingDot: [(command: String, reason: String)] = [
    // What the system does at the limit of CPU time; how a child that sleeps is ended is another test's.
    ("kill -XCPU $$", "longer than"), ("kill -SEGV $$", "crashed (signal 11)"), ("exit 12", "of memory"),
  ]

  @Test(
    .enabled(if: FakeWorker.real != nil, "the executable entente is not built"),
    arguments: failingDot.indices)
  func whatIsTooMuchForDotIsLaidOutByNeato(_ index: Int) throws {
    let (command, reason) = Self.failingDot[index]
    // dot's settings are in its job alone.
    let worker = try FakeWorker.misbehaving(on: "ranksep", command)
    // Not a time that a busy machine could reach.
    let drawing = try Self.draw(worker.path, seconds: 3_600)
    #expect(drawing.diagnostics.map(\.code) == ["map.fell-back"])
    #expect(drawing.diagnostics.first?.message.contains(reason) == true, "\(drawing.diagnostics)")
    #expect(drawing.choices.contains { $0.contains(reason) && $0.contains("by neato") })
    try SVGChecks.check(String(decoding: drawing.bytes, as: UTF8.self), prefix: "map")
  }

  /// Real input that is too much: neither memory nor time of the host is touched.
  @Test(.enabled(if: FakeWorker.real != nil, "the executable entente is not built"))
  func realLimitsAreKept() throws {
    var job = GraphvizJob(name: "chain")
    job.layout = GraphvizJob.Layout(engine: "dot", seed: 1)
    job.output = .rendered(format: "svg")
    job.calls = (0..<40_000).map { .node("n\($0)") }
    job.calls += (1..<40_000).map { .edge(tail: Int32($0) - 1, head: Int32($0), name: "e\($0)") }
    let start = ContinuousClock.now
    let slow = GraphvizHost(limits: DrawingLimits(seconds: 1, worker: FakeWorker.real))
    #expect(throws: GraphvizFailure.self) { try slow.run(job) }
    let narrow = GraphvizHost(
      limits: DrawingLimits(seconds: 20, memory: 30_000_000, worker: FakeWorker.real))
    #expect(throws: GraphvizFailure.self) { try narrow.run(job) }
    #expect(start.duration(to: .now) < .seconds(25))
  }

  /// Numbers that crash Graphviz 2.42; a newer one may survive them.
  @Test(.enabled(if: FakeWorker.real != nil, "the executable entente is not built"))
  func aRealCrashIsSurvived() throws {
    for (name, value) in [("weight", "2000000000"), ("minlen", "60000")] {
      var job = GraphvizJob(name: "crash")
      job.layout = GraphvizJob.Layout(engine: "dot", seed: 1)
      job.output = .rendered(format: "svg")
      job.calls = [.declare(kind: .edge, name: name, value: "1")] + (0..<500).map { .node("n\($0)") }
      for index in 1..<500 {
        job.calls.append(.edge(tail: Int32(index) - 1, head: Int32(index), name: "e\(index)"))
        job.calls.append(.set(kind: .edge, index: Int32(index) - 1, name: name, value: value))
      }
      let host = GraphvizHost(limits: DrawingLimits(seconds: 5, worker: FakeWorker.real))
      do { #expect(try !host.run(job).bytes.isEmpty) } catch {
        #expect(
          [.crash(11), .crash(6), .timeout(5_000), .memory(2_000_000_000)].contains(error.cause), "\(error)")
      }
    }
  }

  @Test func jobsTravelWhole() throws {
    var job = GraphvizJob(name: "map \u{1F30D}")
    job.layout = GraphvizJob.Layout(engine: "neato", seed: .max)
    job.output = .rendered(format: "svg")
    job.routing = LineRouting(
      bodies: [
        LineRouting.Body(shape: .hexagon, width: 80.25, height: 30),
        .init(shape: .box, width: 0, height: 1e9),
      ],
      lines: [
        LineRouting.Line(
          source: 1, target: 0, chipWidth: 40, chipHeight: 12.5, arrow: .odiamond, width: 1.4)
      ])
    job.calls = [
      .declare(kind: .node, name: "label", value: ""), .node("a"), .node("b"),
      .edge(tail: 0, head: -1, name: "e"), .cluster(name: "cluster0", node: 1),
      .set(kind: .edge, index: 300, name: "pos", value: String(repeating: "1,2 ", count: 200)),
      .setHTML(kind: .graph, index: 0, name: "label", value: "<b>x</b>"),
    ]
    let limits = ChildLimits(memory: 1 << 40, seconds: 7)
    let bytes = job.encoded(limits)
    let back = try #require(GraphvizJob.decoded(bytes))
    #expect(back.job == job && back.limits == limits)
    // Whatever is cut short or changed is refused or read, never a trap.
    for length in 0..<bytes.count { #expect(GraphvizJob.decoded(Array(bytes[..<length])) == nil) }
    var random = SeededGenerator(seed: 7)
    for _ in 0..<TestEnvironment.fuzzRounds(2_000) {
      var changed = bytes
      for _ in 0..<3 { changed[random.below(changed.count)] = UInt8(random.below(256)) }
      _ = GraphvizJob.decoded(changed)
      _ = GraphvizJob.decodedOutcome(changed)
    }
    let result = GraphvizJob.Result(bytes: [0, 255, 10], messages: ["a", "\u{E9}"])
    let success = GraphvizJob.encoded(.success(result))
    #expect(try GraphvizJob.decodedOutcome(success)?.get() == result)
    let failure = GraphvizFailure(step: "layout", messages: ["no"])
    let answer = GraphvizJob.encoded(.failure(failure))
    #expect(throws: failure) { try GraphvizJob.decodedOutcome(answer)?.get() }
  }
}
