import Diagnostics
import EntenteKit
import Synchronization
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Reads mutated files in every format: nothing may trap, hang or be refused without a place, and memory may not grow.
///
///     FuzzFormats [ROUNDS [FORMAT …]]       so many mutated files of each format
///     FuzzFormats --input FORMAT SEED       one of them on standard output, to be looked at
@main struct FuzzFormats {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.count == 3, words[0] == "--input", let seed = UInt64(words[2]) {
      let input = try FuzzReader(words[1]).input(seed)
      try DiskWorkspace.write(input, toDescriptor: STDOUT_FILENO)
      return
    }
    let rounds = words.first.flatMap { Int($0) } ?? 1_000
    let names = words.count > 1 ? Array(words.dropFirst()) : FuzzReader.all
    CurrentInput.watch()
    var faults = 0
    for name in names { faults += try FuzzReader(name).run(rounds) }
    exit(faults == 0 ? 0 : 1)
  }
}

/// A reader with the files that are mutated.
struct FuzzReader {
  /// The formats, and `mapping`, the assignments of columns.
  static let all = DataFormat.read.map(\.name) + ["mapping"]

  private let name: String
  private let format: DataFormat
  private let bases: [[UInt8]]
  private let forms = DataFormat.written

  init(_ name: String) throws {
    self.name = name
    guard let format = DataFormat(name: name == "mapping" ? "csv" : name) else {
      throw Problem("fuzz.format", "there is no format '\(name)'")
    }
    self.format = format
    bases = try FuzzBases.files(for: name, format)
  }

  /// The mutated file of a seed.
  func input(_ seed: UInt64) -> [UInt8] {
    var mutation = Mutation(seed: seed)
    return mutation.mutate(bases[Int(seed % UInt64(bases.count))])
  }

  /// Reads so many files and says what came of it.
  ///
  /// - Returns: How many faults there were.
  func run(_ rounds: Int) throws -> Int {
    let start = ContinuousClock.now
    var refused = 0
    var partly = 0
    var faults: [String] = []
    var slowest = (time: 0, seed: UInt64(0))
    var early = 0
    for seed in 0..<UInt64(rounds) {
      CurrentInput.begin(name, seed)
      let bytes = input(seed)
      // Of this process alone: other work on the machine does not count.
      let began = clock()
      let (fault, outcome) = try read(bytes, seed)
      let took = Int(clock() - began)
      if took > slowest.time { slowest = (took, seed) }
      if let fault { faults.append("seed \(seed): \(fault)") }
      if outcome == .refused { refused += 1 }
      if outcome == .partly { partly += 1 }
      if seed == UInt64(rounds / 10) { early = CurrentInput.memory() }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let milliseconds = slowest.time / (Int(CLOCKS_PER_SEC) / 1_000)
    print(
      "\(name): \(rounds) files in \(Int(seconds.rounded())) s, \(refused) refused, \(partly) read in part,",
      "slowest \(milliseconds) ms (seed \(slowest.seed)), memory \(early) → \(CurrentInput.memory()) MB,",
      "\(faults.count) faults")
    for fault in faults.prefix(10) { print("  \(fault)") }
    fflush(nil)
    return faults.count
  }

  private enum Outcome { case read, partly, refused }

  /// Reads a file, with a schema every fourth time, and now and then writes it in some format.
  private func read(_ bytes: [UInt8], _ seed: UInt64) throws -> (fault: String?, outcome: Outcome) {
    let workspace = MemoryWorkspace(["schema.yaml": FuzzBases.schema])
    var options = ReadOptions()
    options.format = format
    if name == "mapping" {
      options.columnFiles = [SourceText(name: "mapping", bytes: bytes)]
      try workspace.write(Array(FuzzBases.table.utf8), to: "input")
    } else {
      try workspace.write(bytes, to: "input")
    }
    let hasSchema = name != "yaml" && seed % 4 == 3
    do throws(DiagnosticFailure) {
      let read = try KnowledgeGraph.importing(
        ["input"], schema: hasSchema ? "schema.yaml" : nil, in: workspace, options: options)
      if seed % 16 == 1 { _ = try read.graph.exported(as: forms[Int(seed / 16) % forms.count]) }
      let found = read.rejected.map(\.diagnostic)
      return (fault(in: found), found.isEmpty ? .read : .partly)
    } catch {
      guard error.diagnostics.contains(where: { $0.severity == .error }) else {
        return ("refused without a reason", .refused)
      }
      return (fault(in: error.diagnostics), .refused)
    }
  }

  /// An error without a place, or with one behind the end of its text.
  private func fault(in found: [Diagnostic]) -> String? {
    for diagnostic in found where diagnostic.severity == .error {
      guard let place = diagnostic.place else { return "no place: \(diagnostic.code), \(diagnostic.message)" }
      if Int(place.span.upper) > place.source.bytes.count {
        return "a place behind the end: \(diagnostic.code)"
      }
    }
    return nil
  }
}

/// What is being read, to be named when it traps or hangs.
enum CurrentInput {
  private static let seed = Atomic<UInt64>(0)
  private static let startedAt = Atomic<Int>(0)
  private static let name = Mutex("")

  static func begin(_ format: String, _ number: UInt64) {
    name.withLock { if $0 != format { $0 = format } }
    seed.store(number, ordering: .relaxed)
    startedAt.store(time(nil), ordering: .relaxed)
  }

  /// From now on names the file that traps, or takes more than 30 seconds.
  static func watch() {
    let report: @convention(c) (Int32) -> Void = { number in
      CurrentInput.tell(number == SIGALRM ? "still reads" : "trapped on")
      if number != SIGALRM { signal(number, SIG_DFL) }
      if number == SIGALRM { _exit(3) }
    }
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] { signal(number, report) }
    Task.detached {
      while true {
        try? await Task.sleep(for: .seconds(5))
        if time(nil) - startedAt.load(ordering: .relaxed) > 30 { report(SIGALRM) }
      }
    }
  }

  private static func tell(_ what: String) {
    let format = name.withLockIfAvailable { $0 } ?? "?"
    print("\(what) seed \(seed.load(ordering: .relaxed)) of \(format)")
    fflush(nil)
  }

  /// The memory in use, in MB.
  static func memory() -> Int {
    #if os(Linux)
      guard let bytes = try? DiskWorkspace().read("/proc/self/statm") else { return 0 }
      let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first
      return ((pages.flatMap { Int($0) } ?? 0) * Int(getpagesize())) >> 20
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss >> 20
    #endif
  }
}
