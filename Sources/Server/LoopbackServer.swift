import CHTTPServerShim
import Synchronization

/// A request that passed all guards.
package struct ServerRequest: Sendable {
  /// `GET`, `HEAD` or `POST`.
  package let method: String
  /// The path, without a query.
  package let path: String
  /// The body; at most ``LoopbackServer/bodyLimit`` bytes.
  package let body: [UInt8]
}

/// What is sent back.
package struct ServerReply: Sendable {
  /// The status code.
  package let status: Int
  /// The type of the body.
  package let type: String
  /// The body.
  package let body: [UInt8]

  /// Makes a reply.
  package init(status: Int = 200, type: String, body: [UInt8]) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// A reply of one line.
  package static func words(_ status: Int, _ text: String) -> ServerReply {
    ServerReply(status: status, type: "text/plain; charset=utf-8", body: Array((text + "\n").utf8))
  }
}

/// Why a server could not be started.
package enum ServerFailure: Error {
  /// The library libmicrohttpd is not there.
  case noLibrary
  /// The port cannot be had.
  case noPort
}

/// An HTTP server on the loopback interface that answers only pages which it sent itself.
///
/// A web page elsewhere may send requests to any address, this one included; so the names in `Host` and `Origin` are
/// compared before anything else is looked at. Each connection has a thread of its own, and there are at most 256.
package final class LoopbackServer: Sendable {
  /// The most bytes of a request's body.
  package static let bodyLimit = 16_384
  /// The longest time in seconds that a connection may say nothing.
  package static let timeLimit = 10

  /// The port that is listened on.
  package let port: UInt16
  private let handle: Mutex<Handle?>

  /// A running server of the C library, which guards itself against use by many threads.
  @safe private struct Handle: @unchecked Sendable {
    let server: OpaquePointer
  }

  /// What the C library calls; it lives as long as the process, as the library's threads may.
  private final class Answering: Sendable {
    let handler: @Sendable (ServerRequest) -> ServerReply

    init(_ handler: @escaping @Sendable (ServerRequest) -> ServerReply) { self.handler = handler }
  }

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - port: The port; 0 for any that is free.
  ///   - handler: Answers a request; runs on many threads at once.
  /// - Throws: ``ServerFailure``.
  package init(
    port: UInt16, handler: @escaping @Sendable (ServerRequest) -> ServerReply
  ) throws(ServerFailure) {
    let answering = unsafe Unmanaged.passRetained(Answering(handler))
    var taken = port
    var code: Int32 = 0
    var server: OpaquePointer?
    let outcome = unsafe entente_server_start(
      &taken, Self.bodyLimit, UInt32(Self.timeLimit),
      { context, exchange in
        guard let context = unsafe context, let exchange = unsafe exchange else { return }
        let answering = unsafe Unmanaged<Answering>.fromOpaque(context).takeUnretainedValue()
        unsafe Exchange(exchange).answer(answering.handler)
      }, answering.toOpaque(), &server, &code)
    guard let server = unsafe server else {
      unsafe answering.release()
      throw Int(outcome) == Int(ENTENTE_SERVER_NO_LIBRARY) ? .noLibrary : .noPort
    }
    self.port = taken
    handle = Mutex(unsafe Handle(server: server))
  }

  /// Takes no more requests and waits for those under way.
  package func stop() {
    let taken = handle.withLock { handle in
      defer { handle = nil }
      return handle
    }
    if let taken { unsafe entente_server_stop(taken.server) }
  }
}

/// A request and its reply, within the call of a handler.
@safe private struct Exchange {
  private let exchange: OpaquePointer

  init(_ exchange: OpaquePointer) { unsafe self.exchange = unsafe exchange }

  func answer(_ handler: (ServerRequest) -> ServerReply) {
    let method = unsafe String(cString: entente_request_method(exchange))
    let body = self.body
    if let refusal = refusal(of: method, body) {
      send(refusal, closes: true)
    } else {
      let path = unsafe String(cString: entente_request_path(exchange))
      send(handler(ServerRequest(method: method, path: path, body: body)), closes: false)
    }
  }

  private var body: [UInt8] {
    var length = 0
    let bytes = unsafe entente_request_body(exchange, &length)
    return unsafe Array(UnsafeBufferPointer(start: bytes, count: length))
  }

  private func header(_ name: String) -> String? {
    unsafe entente_request_header(exchange, name).map { unsafe String(cString: $0).lowercased() }
  }

  // MARK: - Guards

  /// Why a request is not answered; nil for one that is.
  private func refusal(of method: String, _ body: [UInt8]) -> ServerReply? {
    let host = header("Host") ?? ""
    let name =
      host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    guard ["localhost", "127.0.0.1"].contains(name) else {
      return .words(421, "this server answers for localhost only")
    }
    if let origin = header("Origin"), origin != "http://\(host)" {
      return .words(403, "this server answers its own pages only")
    }
    if let site = header("Sec-Fetch-Site"), !["same-origin", "none"].contains(site) {
      return .words(403, "this server answers its own pages only")
    }
    guard ["GET", "HEAD", "POST"].contains(method) else { return .words(405, "GET or POST") }
    if method == "POST" {
      // A form elsewhere can send text, but not this type without asking first.
      guard (header("Content-Type") ?? "").hasPrefix("application/json") else {
        return .words(415, "questions come as application/json")
      }
    }
    if body.count > LoopbackServer.bodyLimit { return .words(413, "the request is too large") }
    return nil
  }

  private static let headers = [
    ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
  ]

  /// Sets the reply; where memory is too short for it, the connection is closed.
  private func send(_ reply: ServerReply, closes: Bool) {
    let status = unsafe reply.body.withUnsafeBytes { bytes in
      unsafe entente_reply(exchange, UInt32(clamping: reply.status), bytes.baseAddress, bytes.count)
    }
    guard status == 0 else { return }
    unsafe entente_reply_header(exchange, "Content-Type", reply.type)
    for (name, value) in Self.headers { unsafe entente_reply_header(exchange, name, value) }
    if closes { unsafe entente_reply_header(exchange, "Connection", "close") }
  }
}
