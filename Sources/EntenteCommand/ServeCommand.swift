import ArgumentParser
import Dispatch
import EntenteKit
import Server
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// `entente serve`: the explorer page on this machine, with a question box, fresh after each change of a file.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Explore a graph in a web browser on this machine, and ask it questions.",
    discussion: """
      entente serve graphs/karabakh-2023.yaml
      entente serve graphs/karabakh-2023.yaml --port 8123

      The page loads itself anew when a file changes. Only this machine is answered. Control-C ends it.
      """)

  @OptionGroup var graph: GraphOptions

  @Option(help: "The port; 0 for any that is free.")
  var port: UInt16 = 8123

  @Option(
    help:
      "The theme of the map: \(MapThemeName.allCases.map(\.rawValue).joined(separator: ", ")), or FILE.yaml.",
    completion: .file(extensions: ["yaml"]))
  var theme: ThemeChoice?

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    if graph.graphs.contains("-") { throw ValidationError("serve reads files, which it watches, not '-'") }
  }

  func run() throws {
    try messages.run {
      var options = MapOptions()
      try theme?.apply(to: &options, messages)
      options.limits = PictureOptions.usualLimits
      let explorer = try Explorer(graph.graphs, schema: graph.schema, options: options, in: DiskWorkspace())
      messages.report(explorer.warnings)
      let server: LoopbackServer
      do {
        server = try LoopbackServer(port: port) { request in await Self.reply(to: request, explorer) }
      } catch {
        throw Self.noPort(port)
      }
      try serve(server)
    }
  }

  private static func noPort(_ port: UInt16) -> Problem {
    Problem(
      "serve.port", "the port \(port) cannot be had", hints: ["another program has it, perhaps: try --port 0"]
    )
  }

  /// Runs the server until a signal ends it.
  private func serve(_ server: LoopbackServer) throws {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome()
    let signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        outcome.isStopping.withLock { $0 = true }
        Task { await server.stop() }
      }
      source.resume()
      return source
    }
    Task {
      do {
        try await server.run { port in
          Terminal.printError("serving http://127.0.0.1:\(port)/ (Control-C ends it)\n")
        }
      } catch {
        outcome.hasFailed.withLock { $0 = true }
      }
      done.signal()
    }
    done.wait()
    for source in signals { source.cancel() }
    if outcome.hasFailed.withLock({ $0 }), !outcome.isStopping.withLock({ $0 }) { throw Self.noPort(port) }
  }

  private static let queue = DispatchQueue(label: "entente.questions", attributes: .concurrent)

  private static func reply(to request: ServerRequest, _ explorer: Explorer) async -> ServerReply {
    let json = "application/json; charset=utf-8"
    switch (request.method, request.path) {
    case ("GET", "/"), ("HEAD", "/"):
      return ServerReply(type: "text/html; charset=utf-8", body: await onQueue { explorer.page() })
    case ("GET", "/page.js"):
      return ServerReply(type: "text/javascript; charset=utf-8", body: explorer.script)
    case ("GET", "/state"): return ServerReply(type: json, body: await onQueue { explorer.status() })
    case ("GET", "/favicon.ico"): return ServerReply(status: 204, type: "image/x-icon", body: [])
    case ("POST", "/ask"):
      guard let question = request.question else {
        return .words(400, "a question comes as {\"question\": \"…\"}")
      }
      return ServerReply(type: json, body: await onQueue { explorer.answer(question) })
    case (_, "/"), (_, "/page.js"), (_, "/state"), (_, "/ask"):
      return .words(405, "this path takes another method")
    default: return .words(404, "there is no such page")
    }
  }

  /// Work that takes its time does not hold up the tasks that read and write sockets.
  private static func onQueue(_ work: @escaping @Sendable () -> [UInt8]) async -> [UInt8] {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work()) }
    }
  }
}

/// How a server ended.
private final class Outcome: Sendable {
  let isStopping = Mutex(false)
  let hasFailed = Mutex(false)
}
