public import Diagnostics

/// The only way out to files: everything that Entente reads or writes goes through a workspace.
///
/// Tests and hosts without a disk use ``MemoryWorkspace``; the command line uses ``DiskWorkspace``. Paths are
/// `/`-separated; what a relative path is relative to is the workspace's affair.
public protocol Workspace: Sendable {
  /// The bytes of a file.
  ///
  /// - Throws: A ``Problem`` with a `file.…` code when it is absent, a folder, unreadable or too large.
  func read(_ path: String) throws(Problem) -> [UInt8]

  /// Puts bytes under a name: all of them or, on failure, nothing.
  ///
  /// - Throws: A ``Problem`` with a `file.…` code.
  func write(_ bytes: [UInt8], to path: String) throws(Problem)

  /// Puts bytes under several names: all of them or, on failure, none.
  ///
  /// A workspace that cannot do better writes one after the other and puts the old bytes back on failure.
  ///
  /// - Throws: A ``Problem`` with a `file.…` code.
  func write(all files: [(path: String, bytes: [UInt8])]) throws(Problem)

  /// The bytes of a file, where possible without reading it: a packed graph is used where it lies.
  ///
  /// A workspace that does not say so itself reads.
  ///
  /// - Throws: A ``Problem`` with a `file.…` code when it is absent, a folder, unreadable or too large.
  func map(_ path: String) throws(Problem) -> FileBytes

  /// Puts pieces that follow each other under a name: all of them or, on failure, nothing.
  ///
  /// A workspace that does not say so itself puts them together first.
  ///
  /// - Throws: A ``Problem`` with a `file.…` code.
  func write(pieces: [FileBytes], to path: String) throws(Problem)

  /// The names in a folder, sorted by code point.
  ///
  /// - Throws: A ``Problem`` with a `file.…` code when it is no folder.
  func list(_ folder: String) throws(Problem) -> [String]

  /// What stands at a path, links followed.
  func kind(of path: String) -> WorkspaceItemKind

  /// The path with links, `.` and `..` resolved: two paths of one file give one result.
  func canonicalPath(_ path: String) -> String
}

extension Workspace {
  /// Puts bytes under several names, one after the other; on failure the old bytes are put back.
  public func write(all files: [(path: String, bytes: [UInt8])]) throws(Problem) {
    var undo: [(path: String, bytes: [UInt8])] = []
    for file in files {
      do throws(Problem) {
        if kind(of: file.path) == .file { undo.append((file.path, try read(file.path))) }
        try write(file.bytes, to: file.path)
      } catch {
        for old in undo.reversed() { try? write(old.bytes, to: old.path) }
        throw error
      }
    }
  }

  /// Reads the file.
  public func map(_ path: String) throws(Problem) -> FileBytes { FileBytes(try read(path)) }

  /// Writes the pieces as one.
  public func write(pieces: [FileBytes], to path: String) throws(Problem) {
    try write(Array(pieces.map(\.bytes).joined()), to: path)
  }
}

/// What a path leads to.
public enum WorkspaceItemKind: Sendable {
  /// Nothing.
  case nothing
  /// A file, or something that is read like one.
  case file
  /// A folder.
  case folder
}

/// The path arithmetic that file look-up needs, on text alone.
package enum WorkspacePath {
  /// The folder part: `a/b.yaml` → `a`, `b.yaml` → `.`, `/b` → `/`.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The part after the last slash.
  package static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The part after the last dot of the name, in lower case; empty when there is none.
  package static func suffix(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// A path as seen from a folder; an absolute one stays.
  package static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// `.` and `..` removed by text alone; leading `..` stay.
  package static func normalized(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if isAbsolute { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// Whether a canonical path lies in a canonical folder.
  package static func isInside(_ path: String, _ folder: String) -> Bool {
    if folder == "/" { return path.hasPrefix("/") }
    if folder == "." { return !path.hasPrefix("/") && path != ".." && !path.hasPrefix("../") }
    return path == folder || path.hasPrefix(folder + "/")
  }
}
