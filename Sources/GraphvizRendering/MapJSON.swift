import Maps

/// Writes a scene with the places of everything as JSON.
struct MapJSON {
  private var text = ""

  /// The document, with a line for each item, ending in a line feed.
  static func text(scene: MapScene, parts: [MapPart], geometry: MapGeometry) -> String {
    var writer = MapJSON()
    writer.write(scene: scene, parts: parts, geometry: geometry)
    return writer.text
  }

  private mutating func write(scene: MapScene, parts: [MapPart], geometry: MapGeometry) {
    text += "{\n  \"title\": \(string(scene.title)),\n  \"scope\": \(string(scene.scope)),\n"
    text += "  \"date\": \(string(scene.date)),\n  \"theme\": \(string(scene.theme.name)),\n"
    text += "  \"width\": \(number(geometry.width)),\n  \"height\": \(number(geometry.height)),\n"
    text += "  \"layout\": \(string(scene.layout.rawValue)),\n"
    // Labels stand in the order of the parts; of several dates every entity has the same place in each.
    let entities = geometry.labels.filter { $0.kind == .entity }
    list("entities", zip(scene.nodes, entities).map { entity($0, $1) })
    var relations = geometry.labels.filter { $0.kind == .relation }[...]
    var lines: [[String]] = []
    for part in parts {
      lines.append(
        part.scene.bundles.enumerated().map { index, bundle in
          let isLabelled = part.drawn.chips.indices.contains(index)
          return line(bundle, isLabelled ? relations[relations.startIndex + index] : nil, in: scene)
        })
      relations = relations.dropFirst(part.drawn.chips.count)
    }
    if scene.panels.isEmpty {
      list("lines", lines.flatMap { $0 })
    } else {
      list(
        "dates",
        zip(scene.panels, lines).map { panel, lines in
          "\"date\": \(string(panel.title)), \"lines\": [\(lines.map { "{\($0)}" }.joined(separator: ", "))]"
        })
    }
    if !scene.clusters.isEmpty {
      list(
        "frames",
        scene.clusters.map { cluster in
          let ids = cluster.nodes.map { string(scene.nodes[$0].id) }.joined(separator: ", ")
          return "\"title\": \(string(cluster.title)), \"entities\": [\(ids)]"
        })
    }
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
    text += "  \"overlaps\": \(geometry.overlaps.count),\n  \"crossings\": \(geometry.crossingCount),\n"
    text += "  \"covered\": \(geometry.coveredCount)\n}\n"
  }

  private func entity(_ node: SceneNode, _ label: MapGeometry.Label) -> String {
    var text =
      "\"id\": \(string(node.id)), \"name\": \(string(node.name)), \"type\": \(string(node.type)), "
      + "\(place(label)), \"drawnAsIt\": [\(node.folded.map(string).joined(separator: ", "))]"
    if !node.isNamed { text += ", \"isNamed\": false" }
    if node.emphasis != .normal { text += ", \"emphasis\": \(string(node.emphasis.rawValue))" }
    if let change = node.change { text += ", \"change\": \(string(change.rawValue))" }
    return text
  }

  private func line(_ bundle: SceneBundle, _ label: MapGeometry.Label?, in scene: MapScene) -> String {
    var text =
      "\"from\": \(string(scene.nodes[bundle.source].id)), \"to\": \(string(scene.nodes[bundle.target].id)), "
    if let label { text += "\(place(label)), " }
    text += "\"status\": \(string(bundle.status.rawValue)), "
    if bundle.emphasis != .normal { text += "\"emphasis\": \(string(bundle.emphasis.rawValue)), " }
    if let change = bundle.change { text += "\"change\": \(string(change.rawValue)), " }
    return text + "\"unnamed\": [\(bundle.hiddenChips.map(chip).joined(separator: ", "))], "
      + "\"relations\": [\(bundle.chips.map(chip).joined(separator: ", "))]"
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
      + (chip.change.map { "\"change\": \(string($0.rawValue)), " } ?? "")
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
