import Synchronization

/// Indexes that only some questions need, made when the first one asks.
///
/// An index is made outside the lock, so that making one may ask for another; two tasks that ask at the same
/// time may both make it, and the first one's is kept.
final class LazyIndexes: Sendable {
  struct State {
    var outgoing: Adjacency?
    var incoming: Adjacency?
    var undirected: Adjacency?
    var names: NameIndex?
    var properties: [PropertyKeyID: NodePropertyIndex] = [:]
    var counted: [RelationshipTypeID: CountedAdjacency] = [:]
    var countedBackward: [RelationshipTypeID: CountedAdjacency] = [:]
    var lowercase: [PropertyKeyID: LowercaseTexts] = [:]
    // An index that there cannot be is remembered too.
    var days: [PropertyKeyID: DayDictionary?] = [:]
    var typeRanges: [Range<Int>]??
  }

  /// Marks for searches, lent from one to the next.
  let marks = NodeMarksPool()

  private let state: Mutex<State>

  /// Begins with what is there already.
  init(_ state: sending State = State()) { self.state = Mutex(state) }

  func merged(_ direction: Direction, make: () -> Adjacency) -> Adjacency {
    direction == .outgoing
      ? get({ $0.outgoing }, { $0.outgoing = $1 }, make) : get({ $0.incoming }, { $0.incoming = $1 }, make)
  }

  func undirected(make: () -> Adjacency) -> Adjacency {
    get({ $0.undirected }, { $0.undirected = $1 }, make)
  }

  func names(make: () -> NameIndex) -> NameIndex { get({ $0.names }, { $0.names = $1 }, make) }

  func propertyIndex(_ key: PropertyKeyID, make: () -> NodePropertyIndex) -> NodePropertyIndex {
    get({ $0.properties[key] }, { $0.properties[key] = $1 }, make)
  }

  func counted(
    _ type: RelationshipTypeID, _ direction: Direction, make: () -> CountedAdjacency
  ) -> CountedAdjacency {
    direction == .outgoing
      ? get({ $0.counted[type] }, { $0.counted[type] = $1 }, make)
      : get({ $0.countedBackward[type] }, { $0.countedBackward[type] = $1 }, make)
  }

  func lowercase(_ key: PropertyKeyID, make: () -> LowercaseTexts) -> LowercaseTexts {
    get({ $0.lowercase[key] }, { $0.lowercase[key] = $1 }, make)
  }

  func days(_ key: PropertyKeyID, make: () -> DayDictionary?) -> DayDictionary? {
    get({ $0.days[key] }, { $0.days[key] = .some($1) }, make)
  }

  func typeRanges(make: () -> [Range<Int>]?) -> [Range<Int>]? {
    get({ $0.typeRanges }, { $0.typeRanges = .some($1) }, make)
  }

  /// An index that is there, or made now.
  ///
  /// Closures rather than key paths: the one for a dictionary would be put together anew on every call.
  private func get<Index: Sendable>(
    _ read: (State) -> Index?, _ write: (inout State, Index) -> Void, _ make: () -> Index
  ) -> Index {
    if let made = state.withLock({ read($0) }) { return made }
    let new = make()
    return state.withLock { state in
      if let made = read(state) { return made }
      write(&state, new)
      return new
    }
  }
}
