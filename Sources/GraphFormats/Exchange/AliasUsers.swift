import Diagnostics

/// Who uses which alias, as a JSON object beside a list of aliases.
enum AliasUsers {
  /// Gives each alias its users; a text that is no such object changes nothing.
  static func give(_ users: PlacedText, to aliases: inout [AliasRecord]) {
    guard let all = try? JSONParser.value(in: SourceText(name: "users", text: users.text)) else { return }
    for index in aliases.indices {
      guard let ids = all[aliases[index].name.text]?.elements else { continue }
      aliases[index].usedBy = ids.compactMap(\.text).map { PlacedText($0, at: users.place) }
    }
  }
}
