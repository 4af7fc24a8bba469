public import Diagnostics
import GraphFormats
import Pages
import Reports
import Synchronization

/// What `entente serve` answers with: the explorer page of some graph files, fresh after each change of theirs, and
/// answers to questions, bounded in time and rows.
///
/// It may be used from many threads at once; it knows no network.
public final class Explorer: Sendable {
  /// The longest time that a question may take.
  public static let timeLimit: Duration = .seconds(5)
  /// The most rows that an answer may have.
  public static let rowLimit = 1_000
  /// The most bytes by which the process may grow for a question.
  public static let memoryLimit = 1 << 28

  private struct State {
    var graph: KnowledgeGraph
    var page: [UInt8]
    var version: String
    /// The checksum of the files as they were looked at last, whether they could be used or not.
    var seen: String
    /// What is wrong with the files as they are now.
    var error: String?
    var nextLook: ContinuousClock.Instant
  }

  private let paths: [String]
  private let schema: String?
  private let options: MapOptions
  private let workspace: any Workspace
  private let state: Mutex<State>

  /// Reads graph files and makes their page.
  ///
  /// - Parameters:
  ///   - paths: The graph files.
  ///   - schema: A schema file instead of the one that they name.
  ///   - options: Theme and layout of the map.
  ///   - workspace: Where the files are.
  /// - Throws: What is wrong with the graph, or that it is too large for a page.
  public init(
    _ paths: [String], schema: String? = nil, options: MapOptions = MapOptions(),
    in workspace: any Workspace = DiskWorkspace()
  ) throws(DiagnosticFailure) {
    self.paths = paths
    self.schema = schema
    self.options = options
    self.workspace = workspace
    let made = try Self.make(paths, schema, options, workspace)
    state = Mutex(
      State(
        graph: made.graph, page: made.page, version: made.sum, seen: made.sum, error: nil, nextLook: .now))
  }

  private static func make(
    _ paths: [String], _ schema: String?, _ options: MapOptions, _ workspace: any Workspace
  ) throws(DiagnosticFailure) -> (graph: KnowledgeGraph, page: [UInt8], sum: String) {
    let recorder = RecordingWorkspace(workspace)
    let graph = try KnowledgeGraph.open(paths, schema: schema, in: recorder)
    let sum = recorder.sum()
    return (graph, try graph.page(options, liveVersion: sum).bytes, sum)
  }

  /// What was odd when the files were first read.
  public var warnings: [Diagnostic] { state.withLock { $0.graph.warnings } }

  /// The page as of the files now.
  public func page() -> [UInt8] {
    look()
    return state.withLock { $0.page }
  }

  /// The scripts of the page.
  public var script: [UInt8] { Array(ExplorerPage.script.utf8) }

  /// The version of the page, and what is wrong with the files now, as JSON.
  public func status() -> [UInt8] {
    look()
    let (version, error) = state.withLock { ($0.version, $0.error) }
    let quoted = DiagnosticJSON.quoted
    return Array("{\"version\":\(quoted(version)),\"error\":\(error.map(quoted) ?? "null")}\n".utf8)
  }

  /// Reads the files again if they have changed, at most twice a second.
  ///
  /// Files with mistakes leave the page as it was, and the mistakes are told beside it.
  private func look() {
    let isDue = state.withLock { state in
      guard state.nextLook <= .now else { return false }
      state.nextLook = .now + .milliseconds(500)
      return true
    }
    guard isDue else { return }
    let recorder = RecordingWorkspace(workspace)
    let reading = GraphReading(paths, schema: schema, in: recorder)
    let sum = recorder.sum()
    guard state.withLock({ $0.seen != sum }) else { return }
    let failure: [Diagnostic]
    if let graph = reading.graph {
      do throws(DiagnosticFailure) {
        let page = try graph.page(options, liveVersion: sum).bytes
        state.withLock { state in
          (state.graph, state.page, state.version) = (graph, page, sum)
          (state.seen, state.error) = (sum, nil)
        }
        return
      } catch {
        failure = error.diagnostics
      }
    } else {
      failure = reading.diagnostics
    }
    let text = DiagnosticPrinter().string(for: failure)
    state.withLock { state in (state.seen, state.error) = (sum, text) }
  }

  /// The question of a request's body, `{"question": "…"}`; nil for any other.
  public static func question(in body: [UInt8]) -> String? { JSONMessage.string("question", in: body) }

  /// The answer to a question or statement as the page takes it: JSON with columns, rows, the relations that prove
  /// them, the statement that ran, and messages as the command line shows them.
  ///
  /// Statements that write change nothing here.
  public func answer(_ question: String) -> [UInt8] {
    let graph = state.withLock { $0.graph }
    let quoted = DiagnosticJSON.quoted
    func list(_ items: some Sequence<String>) -> String { "[" + items.joined(separator: ",") + "]" }
    var members: [String]
    do throws(DiagnosticFailure) {
      var options = AskOptions()
      options.limits = QueryLimits(time: Self.timeLimit, rows: Self.rowLimit, memory: Self.memoryLimit)
      let answer = try graph.ask(question, options)
      let (columns, rows) = answer.shown
      let numbers = graph.pageNumbers(of: answer.relationships)
      members = [
        "\"columns\":" + list(columns.map(quoted)),
        "\"rows\":" + list(rows.map { list($0.map { quoted(AnswerText.plain($0)) }) }),
        "\"relations\":" + list(numbers.map(String.init)), "\"statement\":" + quoted(answer.statement),
        "\"messages\":" + quoted(DiagnosticPrinter().string(for: answer.diagnostics)), "\"error\":null",
      ]
    } catch {
      members = [
        "\"columns\":[]", "\"rows\":[]", "\"relations\":[]", "\"statement\":\"\"", "\"messages\":\"\"",
        "\"error\":" + quoted(DiagnosticPrinter().string(for: error.diagnostics)),
      ]
    }
    return Array(("{" + members.joined(separator: ",") + "}\n").utf8)
  }
}

/// A workspace that remembers what was read through it.
final class RecordingWorkspace: Workspace {
  private let base: any Workspace
  private let checksum = Mutex(Checksum())

  init(_ base: any Workspace) { self.base = base }

  /// The checksum of all that was read.
  func sum() -> String { checksum.withLock { $0.text } }

  func read(_ path: String) throws(Problem) -> [UInt8] {
    do throws(Problem) {
      let bytes = try base.read(path)
      checksum.withLock { $0.add(bytes) }
      return bytes
    } catch {
      checksum.withLock { $0.add(error.message.utf8) }
      throw error
    }
  }

  func write(_ bytes: [UInt8], to path: String) throws(Problem) { try base.write(bytes, to: path) }

  func list(_ folder: String) throws(Problem) -> [String] { try base.list(folder) }

  func kind(of path: String) -> WorkspaceItemKind { base.kind(of: path) }

  func canonicalPath(_ path: String) -> String { base.canonicalPath(path) }
}
