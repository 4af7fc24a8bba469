import CSQLiteShim
import Diagnostics
import GraphCore
import GraphFormats

/// SQLite databases as files in memory.
enum SQLiteFile {
  /// The database of a graph.
  ///
  /// - Throws: `sqlite.no-library`, `sqlite.failed`.
  static func bytes(of graph: GraphSnapshot) throws(Problem) -> [UInt8] {
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    var message = [CChar](repeating: 0, count: 512)
    let script = SQLiteScript.text(graph)
    let status = unsafe entente_sqlite_write(script, &bytes, &length, &message, message.count)
    defer { unsafe entente_sqlite_free(bytes) }
    guard status == 0, let start = unsafe bytes else { throw problem(status, message) }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: length))
  }

  /// What a database says.
  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    let start = SourceSpan(at: 0)
    var tables: [[[String?]]] = []
    for statement in SQLiteScript.statements {
      do throws(Problem) {
        tables.append(try rows(of: statement.text, in: source.bytes))
      } catch {
        if statement.isOptional, error.message.contains("no such table") {
          tables.append([])
          continue
        }
        bag.report(error.at(start, in: source))
        return nil
      }
    }
    return SQLiteScript.document(from: tables, source: source, reporting: &bag)
  }

  /// The rows of a SELECT; a null is nil.
  private static func rows(of statement: String, in file: [UInt8]) throws(Problem) -> [[String?]] {
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    var message = [CChar](repeating: 0, count: 512)
    let status = unsafe file.withUnsafeBufferPointer { file in
      unsafe file.withMemoryRebound(to: CChar.self) { file in
        unsafe entente_sqlite_read(
          file.baseAddress, file.count, statement, &bytes, &length, &message, message.count)
      }
    }
    defer { unsafe entente_sqlite_free(bytes) }
    guard status == 0, let start = unsafe bytes else { throw problem(status, message) }
    return parsed(unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: length)))
  }

  /// The counted values of the shim.
  private static func parsed(_ bytes: [UInt8]) -> [[String?]] {
    var rows: [[String?]] = []
    var row: [String?] = []
    var index = 0
    while index < bytes.count {
      let letter = bytes[index]
      index += 1
      if letter == 0x0A {
        rows.append(row)
        row = []
        continue
      }
      var count = 0
      while index < bytes.count, bytes[index] != UInt8(ascii: ":") {
        count = count * 10 + Int(bytes[index] &- 0x30)
        index += 1
      }
      let start = min(index + 1, bytes.count)
      index = min(start + count, bytes.count)
      row.append(letter == UInt8(ascii: "n") ? nil : String(decoding: bytes[start..<index], as: UTF8.self))
    }
    return rows
  }

  private static func problem(_ status: Int32, _ message: [CChar]) -> Problem {
    let said = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if status == 1 {
      return Problem(
        "sqlite.no-library", said,
        hints: ["install it: apt-get install libsqlite3-0, dnf install sqlite-libs"])
    }
    return Problem(
      "sqlite.failed", "SQLite says: \(said)",
      hints: said.contains("no such table") ? ["a graph has the tables 'entities' and 'relations'"] : [])
  }
}
