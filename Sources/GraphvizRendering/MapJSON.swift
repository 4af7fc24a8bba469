import Maps

/// Writes a scene with the places of everything as JSON.
struct MapJSON {
  private var text = ""

  /// The document, with a line for each item, ending in a line feed.
  static func text(scene: MapScene, geometry: MapGeometry) -> String {
    var writer = MapJSON()
    writer.write(scene: scene, geometry: geometry)
    return writer.text
  }

  private mutating func write(scene: MapScene, geometry: MapGeometry) {
    text += "{\n  \"title\": \(string(scene.title)),\n  \"scope\": \(string(scene.scope)),\n"
    text += "  \"date\": \(string(scene.date)),\n  \"theme\": \(string(scene.theme.name.rawValue)),\n"
    text += "  \"width\": \(number(geometry.width)),\n  \"height\": \(number(geometry.height)),\n"
    let entities = geometry.labels.filter { $0.kind == .entity }
    list(
      "entities",
      zip(scene.nodes, entities).map { node, label in
        "\"id\": \(string(node.id)), \"name\": \(string(node.name)), \"type\": \(string(node.type)), "
          + "\(place(label)), \"drawnAsIt\": [\(node.folded.map(string).joined(separator: ", "))]"
      })
    let relations = geometry.labels.filter { $0.kind == .relation }
    list(
      "lines",
      zip(scene.bundles, relations).map { bundle, label in
        "\"from\": \(string(scene.nodes[bundle.source].id)), \"to\": \(string(scene.nodes[bundle.target].id)), "
          + "\(place(label)), \"status\": \(string(bundle.status.rawValue)), "
          + "\"unnamed\": [\(bundle.hiddenChips.map(chip).joined(separator: ", "))], "
          + "\"relations\": [\(bundle.chips.map(chip).joined(separator: ", "))]"
      })
    list(
      "labels",
      geometry.labels.filter { $0.kind != .entity && $0.kind != .relation }.map { label in
        "\"kind\": \(string(label.kind.rawValue)), \"text\": \(string(label.name)), \(place(label))"
      })
    list(
      "sources",
      scene.sources.map { source in
        "\"number\": \(source.number), \"id\": \(string(source.id)), "
          + "\"publisher\": \(string(source.publisher)), \"title\": \(string(source.title)), "
          + "\"date\": \(string(source.date)), \"url\": \(source.url.map(string) ?? "null")"
      })
    text += "  \"leftOut\": [\(scene.notes.omissions.map(string).joined(separator: ", "))],\n"
    text += "  \"overlaps\": \(geometry.overlaps.count),\n  \"crossings\": \(geometry.crossingCount)\n}\n"
  }

  private mutating func list(_ name: String, _ items: [String]) {
    text += "  \"\(name)\": ["
    text += items.map { "\n    {\($0)}" }.joined(separator: ",")
    text += items.isEmpty ? "],\n" : "\n  ],\n"
  }

  private func chip(_ chip: SceneChip) -> String {
    let claims = chip.claims.map { string($0.sentence) }.joined(separator: ", ")
    let numbers = chip.sourceNumbers.map(String.init).joined(separator: ", ")
    return "{\"type\": \(string(chip.type)), \"verb\": \(string(chip.verb)), \"count\": \(chip.count), "
      + "\"date\": \(string(chip.date)), \"status\": \(string(chip.status.rawValue)), "
      + "\"sources\": [\(numbers)], "
      + "\"attributedTo\": [\(chip.speakers.map(string).joined(separator: ", "))], \"claims\": [\(claims)]}"
  }

  private func place(_ label: MapGeometry.Label) -> String {
    "\"x\": \(number(label.left)), \"y\": \(number(label.top)), \"width\": \(number(label.width)), "
      + "\"height\": \(number(label.height)), \"textWidth\": \(number(label.textWidth))"
  }

  private func number(_ value: Double) -> String { Markup.number(value) }

  private func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x202E).contains(scalar.value)
          || (0x2066...0x2069).contains(scalar.value)
        {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
