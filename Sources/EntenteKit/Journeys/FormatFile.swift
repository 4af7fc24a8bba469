public import Diagnostics
import GraphFormats

/// A graph file in the canonical layout.
public struct FormattedFile: Sendable {
  /// The text in the canonical layout.
  public let bytes: [UInt8]
  /// Whether it differs from what was read.
  public let isChanged: Bool
  /// What was left as it is, and why.
  public let diagnostics: [Diagnostic]
}

extension KnowledgeGraph {
  /// Lays a graph file out canonically; nothing is written.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - workspace: Where it is.
  /// - Returns: The new text; every comment and every value of the old is in it.
  /// - Throws: What is wrong with the file's YAML; it is then left as it is.
  public static func format(
    _ path: String, in workspace: any Workspace = DiskWorkspace()
  ) throws(DiagnosticFailure) -> FormattedFile {
    let resolver = WorkspaceResolver(workspace: workspace)
    let source: SourceText
    do throws(Problem) {
      let file = try resolver.file(path)
      if file.isPacked {
        throw Problem(
          "packed.no-text", "'\(file.name)' is a packed graph, which has no layout",
          hints: ["'entente convert' writes it as a graph file"])
      }
      source = file.text
    } catch {
      throw DiagnosticFailure([resolver.missing(path, error)])
    }
    var bag = DiagnosticBag()
    guard let bytes = GraphFileFormatter.format(source, reporting: &bag) else {
      throw DiagnosticFailure(bag.sorted)
    }
    return FormattedFile(bytes: bytes, isChanged: bytes != source.bytes, diagnostics: bag.sorted)
  }
}
