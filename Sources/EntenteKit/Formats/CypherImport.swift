import Diagnostics
import GraphCore
import GraphFormats
import QuerySyntax

/// Runs a script of openCypher statements on an empty graph.
enum CypherImport {
  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      bag.report(
        .error(
          "convert.encoding", "the file is not valid UTF-8", in: source, at: SourceSpan(at: 0),
          hints: ["save the file in UTF-8"]))
      return nil
    }
    let header = CypherScriptHeader.read(source, reporting: &bag)
    var document = header.document
    var graph = GraphSnapshot.empty
    for (statement, offset) in statements(of: text) where !isAdministrative(statement) {
      do throws(QueryFailure) {
        let query = try QueryParser.parse(statement)
        graph = try Engine(snapshot: graph).run(query, parameters: [:], evidence: false).snapshot
      } catch {
        var failure = error
        let span = failure.span ?? SourceSpan(at: 0)
        failure.span = SourceSpan(
          span.lower + UInt32(clamping: offset), span.upper + UInt32(clamping: offset))
        bag.report(failure.diagnostic(in: source))
        return nil
      }
    }
    let read = GraphDocument(graph, source: source, names: header.names)
    document.sources = read.sources
    document.entities = read.entities
    document.claims = read.claims
    return document
  }

  /// Statements about indexes, constraints and transactions, which change no graph.
  private static func isAdministrative(_ statement: String) -> Bool {
    let words = statement.split(maxSplits: 2, whereSeparator: \.isWhitespace).prefix(2).map {
      $0.uppercased()
    }
    guard let first = words.first else { return true }
    if first.hasPrefix(":") || ["BEGIN", "COMMIT", "DROP"].contains(first) { return true }
    return first == "CREATE"
      && ["CONSTRAINT", "INDEX", "RANGE", "TEXT"].contains(words.count > 1 ? words[1] : "")
  }

  /// The statements between the semicolons, with where each begins; comments and quotes may hold semicolons.
  static func statements(of text: String) -> [(text: String, offset: Int)] {
    let bytes = Array(text.utf8)
    var result: [(text: String, offset: Int)] = []
    var start = 0
    var index = 0
    func close(_ end: Int) {
      var first = start
      skipBlanks(bytes, &first, end)
      if first < end { result.append((String(decoding: bytes[first..<end], as: UTF8.self), first)) }
    }
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
        index += 1
        while index < bytes.count, bytes[index] != byte {
          index += bytes[index] == UInt8(ascii: "\\") && byte != UInt8(ascii: "`") ? 2 : 1
        }
      case UInt8(ascii: "/") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "/"):
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      case UInt8(ascii: "/") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "*"):
        index += 2
        while index + 1 < bytes.count,
          bytes[index] != UInt8(ascii: "*") || bytes[index + 1] != UInt8(ascii: "/")
        {
          index += 1
        }
        index += 1
      case UInt8(ascii: ";"):
        close(index)
        start = index + 1
      default: break
      }
      index += 1
    }
    close(bytes.count)
    return result
  }

  /// Passes over blanks and line comments, so that a statement begins with its first word.
  private static func skipBlanks(_ bytes: [UInt8], _ index: inout Int, _ end: Int) {
    while index < end {
      if bytes[index] <= 0x20 {
        index += 1
      } else if bytes[index] == UInt8(ascii: "/"), index + 1 < end, bytes[index + 1] == UInt8(ascii: "/") {
        while index < end, bytes[index] != 0x0A { index += 1 }
      } else {
        return
      }
    }
  }
}
