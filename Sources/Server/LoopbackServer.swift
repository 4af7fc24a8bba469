import FlyingFox
import FlyingSocks
import Foundation

/// A request that passed all guards.
package struct ServerRequest: Sendable {
  /// `GET` or `POST`.
  package let method: String
  /// The path, without a query.
  package let path: String
  /// The body; at most ``LoopbackServer/bodyLimit`` bytes.
  package let body: [UInt8]

  /// The question of a body `{"question": "…"}`; nil for any other.
  package var question: String? { (try? JSONDecoder().decode(Question.self, from: Data(body)))?.question }

  private struct Question: Decodable {
    let question: String
  }
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

/// An HTTP server on the loopback interface that answers only pages which it sent itself.
///
/// A web page elsewhere may send requests to any address, this one included; so the names in `Host` and `Origin` are
/// compared before anything else is looked at.
package struct LoopbackServer: Sendable {
  /// The most bytes of a request's body.
  package static let bodyLimit = 16_384
  /// The longest time in seconds that an answer may take.
  package static let timeLimit = 10.0

  private let server: HTTPServer

  /// Makes a server.
  ///
  /// - Parameters:
  ///   - port: The port; 0 for any that is free.
  ///   - handler: Answers a request; runs on many tasks at once.
  /// - Throws: When the address is none.
  package init(port: UInt16, handler: @escaping @Sendable (ServerRequest) async -> ServerReply) throws {
    server = HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: Self.timeLimit, logger: .disabled,
      handler: ClosureHTTPHandler { request in await Self.response(to: request, handler) })
  }

  /// Listens until ``stop()``.
  ///
  /// - Parameter ready: Called with the port once requests are taken.
  /// - Throws: When the port cannot be had.
  package func run(ready: @escaping @Sendable (UInt16) -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask {
        try await server.waitUntilListening()
        if case .ip4(_, let port)? = await server.listeningAddress { ready(port) }
      }
      // A port that cannot be had ends the first task, and its error ends both.
      try await group.next()
      try await group.next()
    }
  }

  /// Takes no more requests, and waits a second for those under way.
  package func stop() async { await server.stop(timeout: 1) }

  // MARK: - Guards

  private static func response(
    to request: HTTPRequest, _ handler: @Sendable (ServerRequest) async -> ServerReply
  ) async -> HTTPResponse {
    if let refusal = refusal(of: request) { return response(refusal, closes: true) }
    var body: [UInt8] = []
    do {
      for try await chunk in request.bodySequence {
        body += chunk
        if body.count > bodyLimit { return response(.words(413, "the request is too large"), closes: true) }
      }
    } catch {
      return response(.words(400, "the request has no end"), closes: true)
    }
    let reply = await handler(
      ServerRequest(method: request.method.rawValue, path: request.path, body: body))
    return response(reply, closes: false)
  }

  /// Why a request is not answered; nil for one that is.
  private static func refusal(of request: HTTPRequest) -> ServerReply? {
    let host = request.headers[.host]?.lowercased() ?? ""
    let name =
      host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    guard ["localhost", "127.0.0.1"].contains(name) else {
      return .words(421, "this server answers for localhost only")
    }
    if let origin = request.headers[HTTPHeader("Origin")]?.lowercased(), origin != "http://\(host)" {
      return .words(403, "this server answers its own pages only")
    }
    if let site = request.headers[HTTPHeader("Sec-Fetch-Site")]?.lowercased(),
      !["same-origin", "none"].contains(site)
    {
      return .words(403, "this server answers its own pages only")
    }
    guard ["GET", "HEAD", "POST"].contains(request.method.rawValue) else { return .words(405, "GET or POST") }
    if request.method == .POST {
      // A form elsewhere can send text, but not this type without asking first.
      let type = request.headers[.contentType]?.lowercased() ?? ""
      guard type.hasPrefix("application/json") else {
        return .words(415, "questions come as application/json")
      }
    }
    if let length = request.bodySequence.count, length > bodyLimit {
      return .words(413, "the request is too large")
    }
    return nil
  }

  private static func response(_ reply: ServerReply, closes: Bool) -> HTTPResponse {
    var headers: HTTPHeaders = [
      .contentType: reply.type,
      HTTPHeader("Cache-Control"): "no-store",
      HTTPHeader("X-Content-Type-Options"): "nosniff",
      HTTPHeader("Referrer-Policy"): "no-referrer",
      HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
      HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
      HTTPHeader("X-Frame-Options"): "DENY",
      HTTPHeader("Content-Security-Policy"):
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ]
    if closes { headers[.connection] = "close" }
    return HTTPResponse(
      statusCode: HTTPStatusCode(reply.status, phrase: phrase(reply.status)), headers: headers,
      body: Data(reply.body))
  }

  private static func phrase(_ status: Int) -> String {
    let phrases = [
      200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
      413: "Content Too Large", 415: "Unsupported Media Type", 421: "Misdirected Request",
    ]
    return phrases[status] ?? "Error"
  }
}
