package import Diagnostics
import Synchronization

/// The sections of a packed graph: which were checked, and what was wrong with them.
///
/// A section is checked when somebody asks for what lies in it, not before: opening takes as long for ten million
/// relationships as for ten. What is wrong is filled with zeros before anybody sees it, since zeros follow every
/// rule; whoever answers a question looks at ``damage`` before the answer leaves the house.
@safe package final class PackedSections: @unchecked Sendable {
  /// A section and what it must be.
  struct Section: Sendable {
    let range: Range<Int>
    let checksum: UInt64
    let rule: SectionRule
    let unit: Int
  }

  let units: PackedUnits
  private let memory: FlatMemory
  private let fileName: String
  private let sections: [Section]
  /// The sections of each unit.
  private let sectionsOfUnit: [[Int]]
  /// Whether each unit was checked; written under the lock, read without.
  private let isChecked: UnsafeMutablePointer<Atomic<Bool>>
  private let found = Mutex<[Problem]>([])

  init(_ sections: [Section], units: PackedUnits, in memory: FlatMemory, named fileName: String) {
    self.sections = sections
    self.units = units
    self.memory = memory
    self.fileName = fileName
    var sectionsOfUnit = [[Int]](repeating: [], count: units.count)
    for (number, section) in sections.enumerated() { sectionsOfUnit[section.unit].append(number) }
    self.sectionsOfUnit = sectionsOfUnit
    unsafe isChecked = UnsafeMutablePointer<Atomic<Bool>>.allocate(capacity: units.count)
    for unit in 0..<units.count { unsafe (isChecked + unit).initialize(to: Atomic(false)) }
  }

  deinit {
    unsafe isChecked.deinitialize(count: units.count)
    unsafe isChecked.deallocate()
  }

  /// The first damage that was found; nil when there was none in what was used so far.
  package var damage: Problem? { found.withLock { $0.first } }

  /// Checks a unit unless it was checked before.
  ///
  /// - Complexity: O(1); the first time O(bytes of the unit).
  func require(_ unit: Int?) {
    guard let unit, unit < units.count else { return }
    if unsafe isChecked[unit].load(ordering: .acquiring) { return }
    check(unit)
  }

  /// Checks everything that was not checked before.
  ///
  /// - Returns: All that is damaged.
  /// - Complexity: O(bytes), on all cores.
  @discardableResult package func requireAll() -> [Problem] {
    Parallel.perform(units.count) { require($0) }
    return found.withLock { $0 }.sorted { $0.message < $1.message }
  }

  private func check(_ unit: Int) {
    var problems: [Problem] = []
    var spoilt: [Range<Int>] = []
    for number in sectionsOfUnit[unit] {
      let section = sections[number]
      let bytes = unsafe UnsafeRawBufferPointer(
        start: memory.start + section.range.lowerBound, count: section.range.count)
      if unsafe PackedFormat.checksum(bytes) != section.checksum {
        problems.append(
          problem("its \(units.name(of: unit)) do not agree with their checksum", section.range))
      } else if unsafe !section.rule.holds(bytes) {
        problems.append(problem("its \(units.name(of: unit)) hold what cannot be", section.range))
      } else {
        continue
      }
      spoilt.append(section.range)
    }
    found.withLock { found in
      if unsafe isChecked[unit].load(ordering: .relaxed) { return }
      for range in spoilt {
        unsafe (memory.start + range.lowerBound).initializeMemory(
          as: UInt8.self, repeating: 0, count: range.count)
      }
      found += problems
      unsafe isChecked[unit].store(true, ordering: .releasing)
    }
  }

  private func problem(_ what: String, _ range: Range<Int>) -> Problem {
    Problem(
      "packed.damaged",
      "'\(fileName)' is damaged: \(what) (bytes \(range.lowerBound) to \(range.upperBound))",
      hints: ["pack the graph again, or take the file from where it came"])
  }
}
