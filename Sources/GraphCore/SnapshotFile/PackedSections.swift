package import Diagnostics
import Synchronization

/// The sections of a packed graph: which blocks of them were checked, and what was wrong with them.
///
/// A block is checked when somebody is about to read from it, not before: opening takes as long for ten million
/// relationships as for ten, and a question about one entity checks what it walks over. Whoever reads a section from
/// one end to the other asks for its whole unit, in which case what only all values together show is checked too:
/// that offsets ascend, say. What is wrong is filled with zeros before anybody sees it, since zeros follow every rule;
/// whoever answers a question looks at ``damage`` before the answer leaves the house.
@safe package final class PackedSections: @unchecked Sendable {
  /// A section and what it must be.
  struct Section: Sendable {
    let range: Range<Int>
    let rule: SectionRule
    let unit: Int
  }

  let units: PackedUnits
  /// Where the file lies; kept by the memory that keeps this object, and by the graph.
  private let file: UnsafeMutableRawPointer
  private let fileName: String
  private let blocks: PackedBlocks
  /// By where they begin.
  private let sections: [Section]
  /// By section, the end of what lies in it and all before it.
  private let ends: [Int]
  /// The sections of each unit.
  private let sectionsOfUnit: [[Int]]
  /// Whether each block, and behind them each unit, was checked; written under the lock, read without.
  private let isChecked: UnsafeMutablePointer<Atomic<Bool>>
  private let found = Mutex<[Problem]>([])

  init(
    _ sections: [Section], units: PackedUnits, blocks: PackedBlocks, in memory: FlatMemory,
    named fileName: String
  ) {
    let sections = sections.filter { !$0.range.isEmpty }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    self.sections = sections
    self.units = units
    self.blocks = blocks
    self.fileName = fileName
    unsafe file = memory.start
    var ends: [Int] = []
    ends.reserveCapacity(sections.count)
    var sectionsOfUnit = [[Int]](repeating: [], count: units.count)
    for (number, section) in sections.enumerated() {
      sectionsOfUnit[section.unit].append(number)
      ends.append(max(ends.last ?? 0, section.range.upperBound))
    }
    self.ends = ends
    self.sectionsOfUnit = sectionsOfUnit
    let count = blocks.count + units.count
    unsafe isChecked = UnsafeMutablePointer<Atomic<Bool>>.allocate(capacity: count)
    for number in 0..<count { unsafe (isChecked + number).initialize(to: Atomic(false)) }
  }

  deinit {
    unsafe isChecked.deinitialize(count: blocks.count + units.count)
    unsafe isChecked.deallocate()
  }

  /// The first damage that was found; nil when there was none in what was used so far.
  package var damage: Problem? { found.withLock { $0.first } }

  /// The bytes that are checked together at least.
  var blockSize: Int { blocks.size }

  // MARK: Asking

  /// Checks the blocks that some bytes lie in, unless they were checked before.
  ///
  /// What is read of them afterwards leads out of no bounds, but need not ascend or be unique.
  ///
  /// - Parameters:
  ///   - start: Where the bytes begin, in the memory of the file.
  ///   - byteCount: How many there are.
  /// - Complexity: O(blocks); the first time O(bytes of the blocks).
  func require(_ start: UnsafeRawPointer, byteCount: Int) {
    let lower = unsafe start - UnsafeRawPointer(file)
    for block in blocks.touched(by: lower..<lower + byteCount) {
      if unsafe !isChecked[block].load(ordering: .acquiring) { check(block) }
    }
  }

  /// Checks a whole unit unless it was checked before.
  ///
  /// - Complexity: O(1); the first time O(bytes of the unit), on all cores.
  func require(_ unit: Int?) {
    guard let unit, unit < units.count else { return }
    if unsafe isChecked[blocks.count + unit].load(ordering: .acquiring) { return }
    for number in sectionsOfUnit[unit] { requireBlocks(blocks.touched(by: sections[number].range)) }
    checkOrder(unit)
  }

  /// Checks everything that was not checked before.
  ///
  /// - Returns: All that is damaged.
  /// - Complexity: O(bytes), on all cores.
  @discardableResult package func requireAll() -> [Problem] {
    requireBlocks(0..<blocks.count)
    Parallel.perform(units.count) { require($0) }
    return found.withLock { $0 }.sorted { $0.message < $1.message }
  }

  private func requireBlocks(_ wanted: Range<Int>) {
    // A megabyte is worth a core.
    let run = max(1, (1 << 20) / blocks.size)
    Parallel.perform((wanted.count + run - 1) / run) { number in
      let first = wanted.lowerBound + number * run
      for block in first..<min(first + run, wanted.upperBound) {
        if unsafe !isChecked[block].load(ordering: .acquiring) { check(block) }
      }
    }
  }

  // MARK: Checking

  /// Checks a block: its checksum, and that each value in it can be what it is.
  private func check(_ block: Int) {
    let range = blocks.range(of: block)
    var problem: Problem?
    if unsafe !blocks.isIntact(block, UnsafeRawPointer(file)) {
      problem = damaged("do not agree with their checksum", range)
    } else if !sections(in: range).allSatisfy({ number in
      let section = sections[number]
      return unsafe section.rule.holdsForEach(bytes(section.range.clamped(to: range)))
    }) {
      problem = damaged("hold what cannot be", range)
    }
    found.withLock { found in
      if unsafe isChecked[block].load(ordering: .relaxed) { return }
      if let problem {
        clear(range)
        found.append(problem)
      }
      unsafe isChecked[block].store(true, ordering: .releasing)
    }
  }

  /// Checks what only all values of a section together show; all blocks of the unit were checked before.
  private func checkOrder(_ unit: Int) {
    let faulty = sectionsOfUnit[unit].filter { number in
      let section = sections[number]
      return unsafe section.rule.isAboutAll && !section.rule.holds(bytes(section.range))
    }
    found.withLock { found in
      let isUnitChecked = blocks.count + unit
      if unsafe isChecked[isUnitChecked].load(ordering: .relaxed) { return }
      for number in faulty {
        let range = sections[number].range
        clear(range)
        found.append(damaged("hold what cannot be", range))
      }
      unsafe isChecked[isUnitChecked].store(true, ordering: .releasing)
    }
  }

  /// The sections that have bytes in a part of the file.
  private func sections(in range: Range<Int>) -> [Int] {
    var (low, high) = (0, sections.count)
    while low < high {
      let middle = (low + high) / 2
      if sections[middle].range.lowerBound < range.upperBound { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    var number = low - 1
    while number >= 0, ends[number] > range.lowerBound {
      if sections[number].range.upperBound > range.lowerBound { found.append(number) }
      number -= 1
    }
    return found
  }

  private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: file + range.lowerBound, count: range.count)
  }

  private func clear(_ range: Range<Int>) {
    unsafe (file + range.lowerBound).initializeMemory(as: UInt8.self, repeating: 0, count: range.count)
  }

  private func damaged(_ what: String, _ range: Range<Int>) -> Problem {
    let units = Set(sections(in: range).map { sections[$0].unit }).sorted()
    var names = units.prefix(3).map { self.units.name(of: $0) }
    if units.count > 3 { names.append("\(units.count - 3) other parts") }
    let last = names.popLast() ?? "fields or gaps"
    let list = names.isEmpty ? last : names.joined(separator: ", ") + " and " + last
    return PackedHeader.damaged(
      fileName, "its \(list) \(what) (bytes \(range.lowerBound) to \(range.upperBound))")
  }
}
