#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What one item took.
struct Timing {
  let item: String
  /// Seconds.
  var best = Double.infinity
  var median = 0.0
  var first = 0.0
  var repetitions = 0
  /// Of the single executions, microseconds; nil unless measured.
  var latency: (p50: Double, p99: Double)?

  init(_ item: String, _ seconds: [Double]) {
    self.item = item
    repetitions = seconds.count
    first = seconds.first ?? 0
    let sorted = seconds.sorted()
    best = sorted.first ?? 0
    median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// A line of JSON, in the form of the program that marks the limit.
  var json: String {
    var text =
      "{\"item\":\"\(item)\",\"best\":\(decimal(best, 9)),\"median\":\(decimal(median, 9)),"
      + "\"first\":\(decimal(first, 9)),\"reps\":\(repetitions)"
    if let latency {
      text += ",\"lat_p50_us\":\(decimal(latency.p50, 3)),\"lat_p99_us\":\(decimal(latency.p99, 3))"
    }
    return text + "}"
  }
}

/// Seconds as a person reads them.
func readable(_ seconds: Double) -> String {
  switch seconds {
  case ..<1e-3: decimal(seconds * 1e6, 2) + " µs"
  case ..<1: decimal(seconds * 1e3, 3) + " ms"
  default: decimal(seconds, 3) + " s"
  }
}

/// A number with that many digits behind the point.
func decimal(_ number: Double, _ digits: Int) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = Int64((number * scale).rounded())
  let whole = scaled / Int64(scale)
  var rest = String(scaled % Int64(scale))
  while rest.utf8.count < digits { rest = "0" + rest }
  return digits == 0 ? "\(whole)" : "\(whole).\(rest)"
}

/// Seconds on a clock that only goes forward.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The most memory that the process has held so far, KiB; 0 where the system does not say.
func peakMemory() -> Int {
  guard let file = fopen("/proc/self/status", "r") else { return 0 }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, 256, file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if text.hasPrefix("VmHWM:") {
      return Int(text.split(whereSeparator: { $0 == " " || $0 == "\t" })[1]) ?? 0
    }
  }
  return 0
}
