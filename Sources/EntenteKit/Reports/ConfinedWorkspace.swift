import Diagnostics
import Reports
import Synchronization

/// The files that a report may read: those of its own folder, and what was allowed besides.
///
/// Links are resolved before a path is judged. What a graph of the report includes is judged as well; the one exception is
/// the schema that a graph names, a file `schema/NAME.yaml` of the project that holds the report.
final class ConfinedWorkspace: Workspace {
  private let base: any Workspace
  private let roots: [String]
  private let project: String
  private let sum = Mutex(Checksum())

  /// Confines reading to the folder of a report and to allowed files and folders.
  init(_ base: any Workspace, folder: String, allowed: [String]) {
    self.base = base
    roots = ([folder] + allowed).map { base.canonicalPath($0) }
    project = SchemaLocator(workspace: base).projectFolder(of: WorkspacePath.join(folder, "-"))
  }

  /// The checksum of all bytes read since the last call.
  func takeSum() -> String {
    sum.withLock { sum in
      defer { sum = Checksum() }
      return sum.text
    }
  }

  /// Whether a path may be read.
  func permits(_ path: String) -> Bool {
    let canonical = resolved(path)
    if roots.contains(where: { WorkspacePath.isInside(canonical, $0) }) { return true }
    let schemas = base.canonicalPath(WorkspacePath.join(project, "schema"))
    return WorkspacePath.folder(of: canonical) == schemas && WorkspacePath.suffix(of: canonical) == "yaml"
  }

  /// The path with links resolved, of a file in a folder that does not exist as well.
  private func resolved(_ path: String) -> String {
    let folder = WorkspacePath.folder(of: path)
    if base.kind(of: path) != .nothing || folder == path || folder == "." { return base.canonicalPath(path) }
    if WorkspacePath.name(of: path) == ".." { return base.canonicalPath(path) }
    return WorkspacePath.join(resolved(folder), WorkspacePath.name(of: path))
  }

  /// The bytes of a file, if the report may read it.
  func read(_ path: String) throws(Problem) -> [UInt8] {
    guard permits(path) else {
      throw Problem(
        "report.outside", "'\(path)' lies outside the report's folder",
        hints: ["'--allow \(path)' lets the report read it; so does --allow with a folder above it"])
    }
    let bytes = try base.read(path)
    sum.withLock { $0.add(bytes) }
    return bytes
  }

  /// Writes nothing.
  func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    throw Problem("file.unwritable", "cannot write '\(path)' while a report is read")
  }

  /// The names in a folder that may be read.
  func list(_ folder: String) throws(Problem) -> [String] { permits(folder) ? try base.list(folder) : [] }

  /// What stands at a path; it may be asked for any, so that a project's schema is found.
  func kind(of path: String) -> WorkspaceItemKind { base.kind(of: path) }

  /// The path with links resolved.
  func canonicalPath(_ path: String) -> String { base.canonicalPath(path) }
}
