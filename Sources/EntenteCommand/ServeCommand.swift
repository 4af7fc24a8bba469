import ArgumentParser
import Dispatch
import EntenteKit
import Server

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
    commandName: "serve", _superCommandName: Entente.name,
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
      serve(try server { request in Self.reply(to: request, explorer) })
    }
  }

  private func server(_ handler: @escaping @Sendable (ServerRequest) -> ServerReply) throws -> LoopbackServer
  {
    do throws(ServerFailure) {
      return try LoopbackServer(port: port, handler: handler)
    } catch {
      switch error {
      case .noLibrary:
        throw Problem(
          "serve.no-library", "the library libmicrohttpd is not there",
          hints: [
            "install it: 'apt-get install libmicrohttpd12' (Debian), 'brew install libmicrohttpd' (macOS)"
          ])
      case .noPort:
        throw Problem(
          "serve.port", "the port \(port) cannot be had",
          hints: ["another program has it, perhaps: try --port 0"])
      }
    }
  }

  /// Lets the server answer until a signal ends it.
  private func serve(_ server: LoopbackServer) {
    let asked = DispatchSemaphore(value: 0)
    let signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { asked.signal() }
      source.resume()
      return source
    }
    Terminal.printError("serving http://127.0.0.1:\(server.port)/ (Control-C ends it)\n")
    asked.wait()
    for source in signals { source.cancel() }
    // Answers under way have a second; then the process ends over them.
    let stopped = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      server.stop()
      stopped.signal()
    }
    _ = stopped.wait(timeout: .now() + 1)
  }

  private static func reply(to request: ServerRequest, _ explorer: Explorer) -> ServerReply {
    let json = "application/json; charset=utf-8"
    switch (request.method, request.path) {
    case ("GET", "/"), ("HEAD", "/"):
      return ServerReply(type: "text/html; charset=utf-8", body: explorer.page())
    case ("GET", "/page.js"):
      return ServerReply(type: "text/javascript; charset=utf-8", body: explorer.script)
    case ("GET", "/state"): return ServerReply(type: json, body: explorer.status())
    case ("GET", "/favicon.ico"): return ServerReply(status: 204, type: "image/x-icon", body: [])
    case ("POST", "/ask"):
      guard let question = Explorer.question(in: request.body) else {
        return .words(400, "a question comes as {\"question\": \"…\"}")
      }
      return ServerReply(type: json, body: explorer.answer(question))
    case (_, "/"), (_, "/page.js"), (_, "/state"), (_, "/ask"):
      return .words(405, "this path takes another method")
    default: return .words(404, "there is no such page")
    }
  }
}
