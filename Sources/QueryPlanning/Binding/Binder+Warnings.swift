import Diagnostics
import QuerySyntax

/// Names that the graph does not have are no error in openCypher; they are usually typing mistakes.
extension Binder {
  mutating func warnOfLabel(_ name: Name) {
    guard let names = environment.names, !names.hasLabel(name.text) else { return }
    warn("query.unknown-label", "no node has the label '\(name.text)'", name, names.labels)
  }

  mutating func warnOfType(_ name: Name) {
    guard let names = environment.names, !names.hasRelationshipType(name.text) else { return }
    warn(
      "query.unknown-relationship-type", "no relationship has the type '\(name.text)'", name,
      names.relationshipTypes)
  }

  mutating func warnOfProperty(_ name: Name) {
    guard let names = environment.names, !names.hasPropertyKey(name.text) else { return }
    warn(
      "query.unknown-property", "nothing has the property '\(name.text)'", name, names.propertyKeys)
  }

  private mutating func warn(_ code: String, _ message: String, _ name: Name, _ candidates: [String]) {
    guard !warnings.contains(where: { $0.problem.message == message }) else { return }
    let hints = [Suggestions.hint(for: name.text, in: candidates)].compactMap { $0 }
    warnings.append(QueryWarning(Problem(code, message, hints: hints), at: name.span))
  }
}
