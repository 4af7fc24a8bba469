package import Maps

/// The ids that entities and lines of a scene have in its SVG, in the order of the scene.
package struct MapElementIDs: Sendable {
  /// Of entities.
  package let entities: [String]
  /// Of lines.
  package let lines: [String]

  /// Names the parts of a scene that is drawn as one map.
  package init(_ scene: MapScene) {
    let prefix = Markup.rootIdentifier(scene.idPrefix)
    let names = Self.entities(of: scene)
    entities = names.map { "\(prefix)-\($0)" }
    lines = Self.lines(of: scene, entities: names).map { "\(prefix)-\($0)" }
  }

  /// The names of entities, without what the map's ids begin with.
  static func entities(of scene: MapScene) -> [String] {
    unique(scene.nodes.map { Markup.identifier($0.id) })
  }

  /// The names of lines, without what the map's ids begin with.
  static func lines(of scene: MapScene, entities: [String]) -> [String] {
    unique(scene.bundles.map { "\(entities[$0.source])--\(entities[$0.target])" })
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return names.map { name in
      let count = seen[name, default: 0] + 1
      seen[name] = count
      return count == 1 ? name : "\(name)--\(count)"
    }
  }
}
