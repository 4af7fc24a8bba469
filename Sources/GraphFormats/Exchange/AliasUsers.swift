import Diagnostics

/// Who uses which alias, as a JSON list of lists beside a list of aliases.
enum AliasUsers {
  /// Gives each alias its users; a text that is no such list changes nothing.
  static func give(_ users: PlacedText, to aliases: inout [AliasRecord]) {
    guard let all = try? JSONParser.value(in: SourceText(name: "users", text: users.text)).elements
    else { return }
    for (index, one) in all.enumerated() where index < aliases.count {
      aliases[index].usedBy = (one.elements ?? []).compactMap(\.text).map { PlacedText($0, at: users.place) }
    }
  }
}
