import GraphCore
import QueryExecution
import Synchronization

/// The rules of named time zones from the system's zoneinfo folder, read when a zone is first named.
final class ZoneInfo: TimeZoneRules {
  /// The zones of this system.
  static let system = ZoneInfo(folders: [
    "/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/zoneinfo",
  ])

  private let folders: [String]
  /// What was read so far; nil for a name that is no zone.
  private let files = Mutex<[String: ZoneInfoFile?]>([:])

  /// Reads zones from the first of some folders that has them.
  init(folders: [String]) {
    self.folders = folders
  }

  /// The offset of a zone at a moment; nil when the system does not know the zone.
  func offset(of zone: String, atUTC seconds: Int64) -> Int32? {
    files.withLock { files in
      if let known = files[zone] { return known?.offset(atUTC: seconds) }
      let file = read(zone)
      // Unknown names are kept too, but names are a user's input: their number is bounded.
      if file != nil || files.count < 1_000 { files[zone] = .some(file) }
      return file?.offset(atUTC: seconds)
    }
  }

  private func read(_ zone: String) -> ZoneInfoFile? {
    guard Self.isName(zone) else { return nil }
    let workspace = DiskWorkspace(maximumFileSize: 1 << 20)
    for folder in folders {
      if let bytes = try? workspace.read(folder + "/" + zone), let file = ZoneInfoFile(bytes) { return file }
    }
    return nil
  }

  /// Whether a text looks like a zone's name and cannot leave the folder: words of letters, digits, `_`, `+`,
  /// `-`, joined by slashes.
  private static func isName(_ text: String) -> Bool {
    guard text.utf8.count <= 64 else { return false }
    return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { word in
      guard let first = word.utf8.first, first >= 0x41 else { return false }
      return word.utf8.allSatisfy { byte in
        switch byte | 0x20 {
        case 0x61...0x7A: true
        default: (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2B || byte == 0x2D
        }
      }
    }
  }
}

/// One zone: a TZif file of version 2 or later (RFC 8536).
struct ZoneInfoFile {
  /// Moments at which the offset changes, ascending.
  private var transitions: [Int64] = []
  /// The offset from the transition of the same index on.
  private var offsets: [Int32] = []
  /// The offset before the first transition.
  private var first: Int32 = 0
  /// What holds after the last transition; nil: the last offset.
  private var rule: ZoneRule?

  /// Reads a file; nil when it is malformed.
  init?(_ bytes: [UInt8]) {
    guard let old = Header(bytes, at: 0), old.version >= 0x32,
      let header = Header(bytes, at: 44 + old.size(timeSize: 4))
    else { return nil }
    let start = 44 + old.size(timeSize: 4) + 44
    guard header.typeCount > 0, start + header.size(timeSize: 8) <= bytes.count else { return nil }
    let indexes = start + header.timeCount * 8
    let types = indexes + header.timeCount
    func offset(_ type: Int) -> Int32? {
      guard type < header.typeCount else { return nil }
      return Int32(truncatingIfNeeded: Self.number(bytes, types + type * 6, 4))
    }
    guard let first = offset(0) else { return nil }
    self.first = first
    for index in 0..<header.timeCount {
      guard let offset = offset(Int(bytes[indexes + index])) else { return nil }
      let moment = Int64(bitPattern: Self.number(bytes, start + index * 8, 8))
      guard transitions.last.map({ $0 < moment }) ?? true else { return nil }
      transitions.append(moment)
      offsets.append(offset)
    }
    let footer = bytes[(start + header.size(timeSize: 8))...]
    rule = ZoneRule(Array(footer.dropFirst().prefix { $0 != 0x0A }))
  }

  /// A big-endian number.
  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    bytes[start..<start + count].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Seconds east of UTC at a moment.
  ///
  /// - Complexity: O(log transitions).
  func offset(atUTC seconds: Int64) -> Int32 {
    guard let last = transitions.last else { return rule?.offset(atUTC: seconds) ?? first }
    if seconds >= last, let rule { return rule.offset(atUTC: seconds) }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }

  /// The counts at the head of a block.
  private struct Header {
    let version: UInt8
    let isUTCount: Int
    let isStandardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let characterCount: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
      version = bytes[start + 4]
      func count(_ index: Int) -> Int { Int(ZoneInfoFile.number(bytes, start + 20 + index * 4, 4)) }
      (isUTCount, isStandardCount, leapCount) = (count(0), count(1), count(2))
      (timeCount, typeCount, characterCount) = (count(3), count(4), count(5))
    }

    /// The bytes after the head; counts have 32 bits, so that nothing overflows.
    func size(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4)
        + isStandardCount + isUTCount
    }
  }
}
