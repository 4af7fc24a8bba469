import Diagnostics
import OrderedCollections
import Vocabulary

/// Statements about entities that rest on no claim.
extension StatementWriter {
  /// The entities of a type, with their narrower type and whom they act for, or their number.
  func entities(_ term: Term, isCounted: Bool) -> String {
    let type = term.type ?? ""
    let column = Self.name(isCounted ? schema.entityTypes[type]?.plural ?? type : term.asked ?? type)
    let match = "MATCH (it:\(Self.name(type)))"
    if isCounted { return match + "\nRETURN count(it) AS \(column)" }
    return match + """

      RETURN it.name AS \(column), CASE WHEN head(labels(it)) <> \(Self.text(type)) THEN head(labels(it)) END AS type, \
      CASE WHEN principal(it) <> it THEN principal(it).name END AS `acts for`
      ORDER BY \(column)
      """
  }

  /// Who acts for whom, directly or through others.
  ///
  /// Where neither is named, whom each acts for directly.
  func acting(_ actor: Term, for principal: Term, isYesNo: Bool) throws(Diagnostic) -> String {
    let who = try node("who", actor)
    let whom = try node("whom", principal)
    let either = "who.acts_for = whom.id OR who <> whom AND principal(who) = whom"
    if isYesNo {
      return """
        OPTIONAL MATCH \(who), \(whom)
        WHERE \(either)
        RETURN CASE WHEN count(who) > 0 THEN 'yes' ELSE 'no record' END AS answer
        """
    }
    let columns = [(actor, "who"), (principal, "whom")].filter { $0.0.names.isEmpty }
    let items = columns.map { term, variable in
      "\(variable).name AS \(Self.name(term.asked ?? variable)), head(labels(\(variable))) AS "
        + Self.name(columns.count == 1 ? "type" : "\(variable) is")
    }
    let end = """

      RETURN \(items.joined(separator: ", "))
      ORDER BY \(columns.map { Self.name($0.0.asked ?? $0.1) }.joined(separator: ", "))
      """
    guard columns.count < 2 else {
      let direct = whom.replacing(")", with: " {id: who.acts_for})")
      return "MATCH \(who)\nWHERE who.acts_for IS NOT NULL\nMATCH \(direct)" + end
    }
    return "MATCH \(who), \(whom)\nWHERE \(either)" + end
  }

  private func node(_ variable: String, _ term: Term) throws(Diagnostic) -> String {
    let label = term.type.map { ":" + Self.name($0) } ?? ""
    guard let name = term.names.first else { return "(\(variable)\(label))" }
    let entity = try entity(name, allowed: [])
    return "(\(variable) {\(Self.name(entity.key)): \(Self.text(entity.value))})"
  }
}
