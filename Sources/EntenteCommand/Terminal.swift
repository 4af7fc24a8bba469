import EntenteKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What the two output streams are, each asked by itself.
enum Terminal {
  /// Whether a stream shows its text to a person.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) != 0 }

  /// Whether a person types and reads.
  static var isInteractive: Bool { isTerminal(STDIN_FILENO) && isTerminal(STDOUT_FILENO) }

  /// The cells in a line of standard output; nil when it is no terminal.
  static var width: Int? {
    guard isTerminal(STDOUT_FILENO) else { return nil }
    var size = winsize()
    if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return environment("COLUMNS").flatMap { Int($0) } ?? 80
  }

  /// Whether to colour a stream: the option first, then NO_COLOR, FORCE_COLOR and TERM, then the stream.
  static func usesColor(_ choice: ColorChoice, _ descriptor: Int32) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto:
      if let value = environment("NO_COLOR"), !value.isEmpty { return false }
      if let value = environment("FORCE_COLOR"), !value.isEmpty, value != "0" { return true }
      return environment("TERM") != "dumb" && isTerminal(descriptor)
    }
  }

  /// Writes text to standard error.
  static func printError(_ text: String) {
    try? DiskWorkspace.write(Array(text.utf8), toDescriptor: STDERR_FILENO)
  }

  /// Writes bytes to standard output.
  ///
  /// - Throws: A `Problem` when the stream takes no more; a reader that went away ends the process silently by
  ///   SIGPIPE, as pipes do.
  static func write(_ bytes: [UInt8]) throws(Problem) {
    try DiskWorkspace.write(bytes, toDescriptor: STDOUT_FILENO)
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

/// The files of this machine, with `-` for standard input and output.
struct TerminalWorkspace: Workspace {
  private let disk = DiskWorkspace()

  func read(_ path: String) throws(Problem) -> [UInt8] {
    path == "-"
      ? try DiskWorkspace.read(descriptor: STDIN_FILENO, name: "standard input") : try disk.read(path)
  }

  func map(_ path: String) throws(Problem) -> FileBytes {
    path == "-" ? FileBytes(try read(path)) : try disk.map(path)
  }

  func write(pieces: [FileBytes], to path: String) throws(Problem) {
    if path != "-" { return try disk.write(pieces: pieces, to: path) }
    for piece in pieces { try Terminal.write(piece.bytes) }
  }

  func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    if path == "-" { try Terminal.write(bytes) } else { try disk.write(bytes, to: path) }
  }

  func write(all files: [(path: String, bytes: [UInt8])]) throws(Problem) {
    try disk.write(all: files.filter { $0.path != "-" })
    for file in files where file.path == "-" { try Terminal.write(file.bytes) }
  }

  func list(_ folder: String) throws(Problem) -> [String] { try disk.list(folder) }

  func kind(of path: String) -> WorkspaceItemKind { path == "-" ? .file : disk.kind(of: path) }

  func makeFolder(for path: String) throws(Problem) { if path != "-" { try disk.makeFolder(for: path) } }

  func canonicalPath(_ path: String) -> String { path == "-" ? path : disk.canonicalPath(path) }
}
