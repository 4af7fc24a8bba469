public import Diagnostics
private import Synchronization

/// Files that exist only in memory, for tests and for hosts that have no disk.
public final class MemoryWorkspace: Workspace {
  private let files: Mutex<[String: [UInt8]]>

  /// Makes a workspace from texts; folders exist where a path implies them.
  public init(_ texts: [String: String] = [:]) {
    var files: [String: [UInt8]] = [:]
    for (path, text) in texts { files[WorkspacePath.normalized(path)] = Array(text.utf8) }
    self.files = Mutex(files)
  }

  /// The bytes of a file.
  public func read(_ path: String) throws(Problem) -> [UInt8] {
    let normalized = WorkspacePath.normalized(path)
    if let bytes = files.withLock({ $0[normalized] }) { return bytes }
    if kind(of: path) == .folder { throw Problem("file.is-a-folder", "'\(path)' is a folder") }
    throw Problem("file.not-found", "there is no file '\(path)'")
  }

  /// Puts bytes under a name.
  public func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    if kind(of: path) == .folder { throw Problem("file.is-a-folder", "'\(path)' is a folder") }
    files.withLock { $0[WorkspacePath.normalized(path)] = bytes }
  }

  /// The names in a folder, sorted.
  public func list(_ folder: String) throws(Problem) -> [String] {
    guard kind(of: folder) == .folder else {
      throw Problem("file.not-a-folder", "there is no folder '\(folder)'")
    }
    let prefix = Self.prefix(of: folder)
    let names = files.withLock { files in
      files.keys.compactMap { path -> String? in
        guard path.hasPrefix(prefix), path.count > prefix.count else { return nil }
        return path.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
      }
    }
    return Set(names).sorted()
  }

  /// What stands at a path.
  public func kind(of path: String) -> WorkspaceItemKind {
    let normalized = WorkspacePath.normalized(path)
    let prefix = Self.prefix(of: path)
    return files.withLock { files in
      if files[normalized] != nil { return .file }
      return files.keys.contains { $0.hasPrefix(prefix) } ? .folder : .nothing
    }
  }

  /// The path without `.` and `..`; there are no links in memory.
  public func canonicalPath(_ path: String) -> String { WorkspacePath.normalized(path) }

  private static func prefix(of folder: String) -> String {
    let normalized = WorkspacePath.normalized(folder)
    if normalized == "." { return "" }
    return normalized.hasSuffix("/") ? normalized : normalized + "/"
  }
}
