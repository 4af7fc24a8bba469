import EntenteKit

/// Writes what statements changed, for `ask --write` and the shell.
enum SavedEdits {
  /// Puts changes back into their files and says so on standard error.
  ///
  /// - Parameters:
  ///   - graph: The changed graph.
  ///   - isDry: Whether to print the difference on standard output instead of writing.
  ///   - messages: How to say it.
  /// - Returns: The graph as the files say it now; nil after a dry run.
  /// - Throws: Why it cannot be written.
  @discardableResult
  static func save(_ graph: KnowledgeGraph, isDry: Bool, _ messages: MessageOptions) throws -> KnowledgeGraph?
  {
    let edits = try graph.edits(in: TerminalWorkspace())
    if isDry {
      messages.report(edits.diagnostics)
      try Terminal.write(Array(edits.difference.utf8))
      messages.note(
        "write.dry-run", edits.files.isEmpty ? "nothing would change" : "would be written: \(edits.summary)")
      return nil
    }
    try edits.write(in: TerminalWorkspace())
    messages.report(edits.diagnostics)
    if edits.files.isEmpty {
      messages.note("write.nothing", "nothing has changed, and no file was written")
    } else {
      let paths = edits.files.map(\.path).joined(separator: ", ")
      messages.note("write.saved", "wrote \(paths): \(edits.summary)")
    }
    return edits.graph
  }
}
