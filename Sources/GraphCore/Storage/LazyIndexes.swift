import Synchronization

/// Indexes that only some questions need, made when the first one asks.
///
/// An index is made outside the lock, so that making one may ask for another; two tasks that ask at the same
/// time may both make it, and the first one's is kept.
final class LazyIndexes: Sendable {
  private struct State {
    var outgoing: Adjacency?
    var incoming: Adjacency?
    var undirected: Adjacency?
    var names: NameIndex?
    var properties: [PropertyKeyID: NodePropertyIndex] = [:]
    var lowercase: [PropertyKeyID: LowercaseTexts] = [:]
    // An index that there cannot be is remembered too.
    var days: [PropertyKeyID: DayDictionary?] = [:]
    var typeRanges: [Range<Int>]??
  }

  /// Marks for searches, lent from one to the next.
  let marks = NodeMarksPool()

  private let state = Mutex(State())

  func merged(_ direction: Direction, make: () -> Adjacency) -> Adjacency {
    direction == .outgoing ? get(\.outgoing, make) : get(\.incoming, make)
  }

  func undirected(make: () -> Adjacency) -> Adjacency { get(\.undirected, make) }

  func names(make: () -> NameIndex) -> NameIndex { get(\.names, make) }

  func propertyIndex(_ key: PropertyKeyID, make: () -> NodePropertyIndex) -> NodePropertyIndex {
    get(\.properties[key], make)
  }

  func lowercase(_ key: PropertyKeyID, make: () -> LowercaseTexts) -> LowercaseTexts {
    get(\.lowercase[key], make)
  }

  func days(_ key: PropertyKeyID, make: () -> DayDictionary?) -> DayDictionary? { get(\.days[key], make) }

  func typeRanges(make: () -> [Range<Int>]?) -> [Range<Int>]? { get(\.typeRanges, make) }

  private func get<Index: Sendable>(_ path: WritableKeyPath<State, Index?>, _ make: () -> Index) -> Index {
    if let made = state.withLock({ $0[keyPath: path] }) { return made }
    let new = make()
    return state.withLock { state in
      if let made = state[keyPath: path] { return made }
      state[keyPath: path] = new
      return new
    }
  }
}
