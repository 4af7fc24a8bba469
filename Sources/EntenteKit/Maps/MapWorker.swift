import Diagnostics
import GraphvizRendering

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Graphviz, which maps are drawn with.
public enum MapEngine {
  /// Begins to load Graphviz on a thread of its own, so that it is there when the first map is drawn.
  ///
  /// It takes about as long as reading a small graph, and both may go on at once. Without this call it is loaded when
  /// it is first used; only the first call has an effect.
  ///
  /// - Parameters:
  ///   - layout: The layout that will be wanted; another one is loaded when it is used.
  ///   - worker: The ``MapLimits/worker`` of a large graph: then it is loaded there, in a child that waits for work
  ///     and ends with this process.
  public static func prepare(for layout: MapLayout = .automatic, in worker: String? = nil) {
    if let worker {
      GraphvizWorker.start(worker, isLayered: layout == .layered)
    } else {
      MapRenderer.prepare(isLayered: layout == .layered)
    }
  }
}

/// The child process that large graphs are drawn in.
///
/// `entente` is one. A program of your own becomes one, so that it needs no second executable, when the first line of
/// its `main` is `MapWorker.runIfAsked()`; ``MapLimits/worker`` is then its own path.
public enum MapWorker {
  /// The first argument of a child.
  public static var command: String { GraphvizWorker.command }

  /// If this process was started as a child, does its work and ends the process; else does nothing.
  public static func runIfAsked() {
    let arguments = CommandLine.arguments
    if (2...3).contains(arguments.count), arguments[1] == command {
      exit(run(hint: arguments.count == 3 ? arguments[2] : nil))
    }
  }

  /// Reads one job from standard input, writes the result to standard output.
  ///
  /// - Returns: The exit code: 0, or 64 when the input is no job, 2 when the result could not be written.
  public static func run() -> Int32 { run(hint: nil) }

  private static func run(hint: String?) -> Int32 {
    GraphvizWorker.prepare(hint)
    // Whatever a library prints must not get between the bytes of the answer.
    let answers = dup(STDOUT_FILENO)
    let nowhere = unsafe open("/dev/null", O_WRONLY)
    if nowhere >= 0 { dup2(nowhere, STDOUT_FILENO) }
    do throws(Problem) {
      let input = try DiskWorkspace.read(descriptor: STDIN_FILENO, name: "standard input")
      guard let answer = GraphvizWorker.answer(input) else { return 64 }
      try DiskWorkspace.write(answer, toDescriptor: answers)
      return 0
    } catch {
      return 2
    }
  }
}
