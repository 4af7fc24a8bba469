public import Diagnostics
import Maps

/// A theme of one's own, read from a file: colours, and the words on the map that are neither the graph's nor the
/// schema's.
public struct MapThemeFile: Sendable {
  let file: ThemeFile
  /// What is odd about it: colours that are hard to read, with their contrast.
  public let diagnostics: [Diagnostic]

  /// Reads a theme file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - workspace: Where it is.
  /// - Returns: The theme.
  /// - Throws: Everything that is wrong with the file, each with its place.
  public static func read(
    _ path: String, in workspace: any Workspace = DiskWorkspace()
  ) throws(DiagnosticFailure) -> MapThemeFile {
    let resolver = WorkspaceResolver(workspace: workspace)
    let source: SourceText
    do throws(Problem) { source = try resolver.source(path) } catch {
      throw DiagnosticFailure([resolver.missing(path, error)])
    }
    return try read(source)
  }

  /// Reads the text of a theme file.
  static func read(_ source: SourceText) throws(DiagnosticFailure) -> MapThemeFile {
    var bag = DiagnosticBag()
    guard let file = ThemeReader.read(source, reporting: &bag), !bag.hasErrors else {
      throw DiagnosticFailure(bag.sorted)
    }
    return MapThemeFile(file: file, diagnostics: bag.sorted)
  }
}
