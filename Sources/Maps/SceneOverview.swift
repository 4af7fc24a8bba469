import GraphCore

/// A map of many entities: names for the busiest, dots for the others, and of each entity only its strongest links
/// (its backbone), each link being all claims between two entities in either direction.
struct SceneOverview {
  /// The most entities that are drawn.
  static let entityLimit = 3_000
  /// The most relation types that have a look of their own; with more, all links are grey.
  static let typeLimit = 12

  /// All claims between two entities.
  struct Link {
    let source: NodeID
    let target: NodeID
    var count = 0
    /// Claims by type.
    var types: [RelationshipTypeID: Int] = [:]
    var isLifted = false
  }

  let snapshot: GraphSnapshot
  let styles: SceneStyles
  let request: MapRequest

  /// How many strongest links of each entity are drawn among so many entities.
  static func strength(_ count: Int) -> Int { count <= 150 ? 3 : count <= 1_000 ? 2 : 1 }

  /// How many names can be read among so many entities.
  static func nameLimit(_ count: Int) -> Int { count <= 110 ? count : count <= 400 ? 90 : 70 }

  /// The drawn part of a selection.
  struct Backbone {
    /// Ascending.
    var nodes: [NodeID]
    /// Strongest last, so that it is drawn on top.
    var links: [Link]
    /// Claims of each drawn entity, drawn or not.
    var activity: [NodeID: Int]
    /// Of how many links, with how many claims, the others are.
    var weakerPairs = 0
    var weakerClaims = 0
    var omittedEntities = 0
    var omittedClaims = 0
    var strength = 0
  }

  /// Finds the backbone.
  ///
  /// - Complexity: O(n log n) in the number of claims.
  func backbone(of selection: SceneSelection) -> Backbone {
    var links: [Link] = []
    var places: [UInt64: Int] = [:]
    var activity: [NodeID: Int] = [:]
    let lifted = Set(request.highlight ?? [])
    for item in selection.items {
      let index = places[item.pair] ?? links.count
      if index == links.count {
        places[item.pair] = index
        links.append(Link(source: item.source, target: item.target))
      }
      links[index].count += 1
      links[index].types[snapshot.type(of: item.relationship), default: 0] += 1
      if lifted.contains(item.relationship) { links[index].isLifted = true }
      activity[item.source, default: 0] += 1
      if item.target != item.source { activity[item.target, default: 0] += 1 }
    }
    let required = Set(selection.required)
    let all = selection.entities
    let ranked = all.sorted { left, right in
      let isFirst = (required.contains(left), required.contains(right))
      if isFirst.0 != isFirst.1 { return isFirst.0 }
      let counts = (activity[left] ?? 0, activity[right] ?? 0)
      return counts.0 != counts.1 ? counts.0 > counts.1 : left < right
    }
    let limit = min(max(request.entityLimit ?? SceneOverview.entityLimit, 2), SceneOverview.entityLimit)
    let kept = Set(ranked.prefix(limit))
    var result = Backbone(nodes: kept.sorted(), links: [], activity: activity)
    result.omittedEntities = all.count - kept.count
    result.strength = SceneOverview.strength(kept.count)
    let inside = links.filter {
      kept.contains($0.source) && kept.contains($0.target) && $0.source != $0.target
    }
    let selfClaims = links.filter { $0.source == $0.target && kept.contains($0.source) }
      .reduce(0) { $0 + $1.count }
    result.omittedClaims =
      selection.items.count - selfClaims - inside.reduce(0) { $0 + $1.count }
    let strongest = inside.sorted { left, right in
      if left.isLifted != right.isLifted { return left.isLifted }
      let ranks = (rank(of: left), rank(of: right))
      if left.count != right.count { return left.count > right.count }
      if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
      return left.source != right.source ? left.source < right.source : left.target < right.target
    }
    var degrees: [NodeID: Int] = [:]
    for link in strongest {
      let isStrong =
        degrees[link.source, default: 0] < result.strength
        || degrees[link.target, default: 0] < result.strength
      // Each end counts its own strongest links, drawn for its sake or for the other's.
      degrees[link.source, default: 0] += 1
      degrees[link.target, default: 0] += 1
      if isStrong || link.isLifted {
        result.links.append(link)
      } else {
        result.weakerPairs += 1
        result.weakerClaims += link.count
      }
    }
    result.links.reverse()
    // Whose links all lead to somebody who is not drawn has nothing to show.
    var linked = required
    for link in result.links {
      linked.insert(link.source)
      linked.insert(link.target)
    }
    result.omittedEntities += result.nodes.count
    result.nodes.removeAll { !linked.contains($0) }
    result.omittedEntities -= result.nodes.count
    return result
  }

  private func rank(of link: Link) -> Int {
    link.types.keys.map { styles.rank(of: snapshot.name(of: $0)) }.max() ?? 0
  }

  // MARK: - What is drawn

  /// How large an entity's name is, from 0 to 1: logarithmic, since few entities have most of the claims.
  static func weight(_ count: Int, of most: Int) -> Double {
    guard most > 1, count > 0 else { return 0 }
    return SceneOverview.log2(Double(count + 1)) / SceneOverview.log2(Double(most + 1))
  }

  /// The binary logarithm, by halving and squaring: the same to the last bit on every platform, unlike the C
  /// library's.
  static func log2(_ value: Double) -> Double {
    guard value.isFinite, value > 1 else { return 0 }
    var whole = 0.0
    var rest = value
    while rest >= 2 {
      rest /= 2
      whole += 1
    }
    var bit = 0.5
    var fraction = 0.0
    for _ in 0..<24 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        fraction += bit
      }
      bit /= 2
    }
    return whole + fraction
  }

  /// The links as lines of a scene: the look of the gravest type, a width by the number of claims.
  func bundles(of backbone: Backbone, indices: [NodeID: Int]) -> [SceneBundle] {
    let types = Set(backbone.links.flatMap(\.types.keys))
    let isColoured = types.count <= SceneOverview.typeLimit
    let most = backbone.links.map(\.count).max() ?? 1
    return backbone.links.compactMap { link in
      guard let source = indices[link.source], let target = indices[link.target] else { return nil }
      let ordered = link.types.sorted { left, right in
        let names = (snapshot.name(of: left.key), snapshot.name(of: right.key))
        let ranks = (styles.rank(of: names.0), styles.rank(of: names.1))
        if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
        return left.value != right.value ? left.value > right.value : names.0 < names.1
      }
      let chips = ordered.map { type, count in
        let name = snapshot.name(of: type)
        return SceneChip(
          type: name, verb: styles.verb(name, .current), color: styles.stroke(name).color, count: count)
      }
      var stroke = isColoured ? styles.stroke(chips[0].type) : SceneOverview.plainStroke
      stroke.arrow = .none
      let weight = SceneOverview.weight(link.count, of: most)
      stroke.width = 0.5 + (backbone.links.count > 150 ? 2.2 : 2.6) * weight * weight
      var bundle = SceneBundle(source: source, target: target, chips: chips, stroke: stroke)
      if request.highlight != nil { bundle.emphasis = link.isLifted ? .lifted : .receded }
      return bundle
    }
  }

  /// Of links whose types are too many to tell apart.
  static let plainStroke = SceneStroke(pattern: .solid, width: 1, arrow: .none, color: .grey)
}
