import CLineEditor
import EntenteKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A line from whoever types, or what came instead.
enum ReadLine: Equatable {
  case line(String)
  case end
  case interrupted
}

/// Reads lines from a terminal with libedit: history, completion, Ctrl-R.
///
/// Without libedit lines are read plainly.
final class TerminalLineReader {
  private let hasEditor: Bool

  /// Opens the editor.
  ///
  /// - Parameter complete: What can stand at the end of a line.
  init(complete: @escaping (String) -> TextCompletion) {
    unsafe TerminalCompletion.complete = complete
    let path = Self.historyFile()
    hasEditor =
      unsafe line_editor_open(
        "entente", path,
        { line, text, capacity, removed in
          unsafe TerminalCompletion.answer(line, text, capacity, removed)
        }, { Interrupt.isRaised ? 1 : 0 }) == 1
  }

  /// Reads a line.
  func read(prompt: String) -> ReadLine {
    guard hasEditor else {
      try? Terminal.write(Array(prompt.utf8))
      guard let line = readLine() else { return Interrupt.isRaised ? .interrupted : .end }
      return .line(line)
    }
    var text: UnsafePointer<CChar>?
    switch unsafe line_editor_read(prompt, &text) {
    case 1: return .line(unsafe text.map { unsafe String(cString: $0) } ?? "")
    case -1: return .interrupted
    default: return .end
    }
  }

  /// Keeps what was entered; a statement of several lines as one.
  func remember(_ text: String) {
    guard hasEditor else { return }
    let isOneLine = !text.contains("//")
    let line = isOneLine ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
    unsafe line_editor_add(line)
  }

  /// Writes the history and gives the terminal back.
  func close() {
    if hasEditor { line_editor_close() }
  }

  /// The history under the XDG state folder, which is made if need be; nil without a home.
  private static func historyFile() -> String? {
    let state = variable("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = state ?? variable("HOME").map({ $0 + "/.local/state" }) else { return nil }
    var folder = ""
    for part in (base + "/entente").split(separator: "/") {
      folder += "/" + part
      _ = unsafe mkdir(folder, 0o700)
    }
    return folder + "/history"
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}

/// The way from libedit's callback to the session's completion; one line is read at a time, on one thread.
private enum TerminalCompletion {
  nonisolated(unsafe) static var complete: (String) -> TextCompletion = { _ in
    TextCompletion.none
  }

  static func answer(
    _ line: UnsafePointer<CChar>?, _ text: UnsafeMutablePointer<CChar>?, _ capacity: Int32,
    _ removed: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let line = unsafe line, let text = unsafe text, let removed = unsafe removed else { return 0 }
    let typed = unsafe String(cString: line)
    let completion = unsafe complete(typed)
    guard let first = completion.candidates.first else { return 0 }
    let isOnly = completion.candidates.count == 1
    // A label, a type and a name in quotes are followed by a sign, all else by another word.
    let before = typed.dropLast(completion.replacedCount).last ?? " "
    let replacement = isOnly ? first + (before == " " ? " " : "") : commonBeginning(completion.candidates)
    let isLonger = isOnly || replacement.count > completion.replacedCount
    let inserted = isLonger ? replacement : String(typed.suffix(completion.replacedCount))
    let bytes = Array(inserted.utf8CString)
    guard bytes.count <= Int(capacity) else { return 0 }
    for (index, byte) in bytes.enumerated() { unsafe text[index] = byte }
    unsafe removed.pointee = Int32(String(typed.suffix(completion.replacedCount)).unicodeScalars.count)
    if !isOnly, !isLonger || replacement.count == completion.replacedCount {
      show(completion.candidates)
      return 2
    }
    return 1
  }

  /// The longest beginning that all share, whatever their case; the first says how it is written.
  private static func commonBeginning(_ texts: [String]) -> String {
    guard var common = texts.first else { return "" }
    for text in texts.dropFirst() {
      var kept = 0
      for (one, two) in zip(common, text) {
        guard one.lowercased() == two.lowercased() else { break }
        kept += 1
      }
      common = String(common.prefix(kept))
    }
    return common
  }

  /// Prints candidates in columns below the line.
  private static func show(_ candidates: [String]) {
    let shown = candidates.prefix(60)
    let width = (shown.map(\.count).max() ?? 1) + 2
    let columns = max(1, (Terminal.width ?? 80) / width)
    var text = "\n"
    for (index, candidate) in shown.enumerated() {
      text += candidate
      if (index + 1).isMultiple(of: columns) || index == shown.count - 1 {
        text += "\n"
      } else {
        text += String(repeating: " ", count: width - candidate.count)
      }
    }
    if shown.count < candidates.count { text += "… and \(candidates.count - shown.count) more\n" }
    try? Terminal.write(Array(text.utf8))
  }
}
