#if canImport(Glibc)
  private import Glibc
#elseif canImport(Darwin)
  private import Darwin
#elseif canImport(Musl)
  private import Musl
#endif

/// How much memory this process uses.
enum ProcessMemory {
  /// The bytes that are in memory now; where the system does not tell, the most that ever were.
  ///
  /// On Linux the second number of `/proc/self/statm`, in pages (proc(5)).
  ///
  /// - Complexity: three system calls, about 3 µs.
  static var bytes: Int {
    #if os(Linux)
      let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
      if descriptor >= 0 {
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = unsafe read(descriptor, &buffer, buffer.count)
        let fields = buffer.prefix(max(0, count)).split(separator: 0x20)
        if fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) {
          return pages * sysconf(Int32(_SC_PAGESIZE))
        }
      }
    #endif
    var usage = rusage()
    #if os(Linux)
      _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1_024
    #else
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }

  /// The bytes that this process may still take without pushing others out of memory; nil where the system does not
  /// tell.
  ///
  /// On Linux what `/proc/meminfo` calls available, or what the process's group of processes is still allowed.
  static var available: Int? {
    #if os(Linux)
      let lines = text(of: "/proc/meminfo").split(separator: "\n")
      guard let line = lines.first(where: { $0.hasPrefix("MemAvailable:") }),
        let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
      else { return nil }
      let group = "/sys/fs/cgroup/memory."
      guard let limit = number(in: group + "max"), let used = number(in: group + "current") else {
        return kilobytes * 1_024
      }
      return min(kilobytes * 1_024, max(0, limit - used))
    #else
      let pages = sysconf(Int32(_SC_PHYS_PAGES))
      return pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) : nil
    #endif
  }

  #if os(Linux)
    private static func number(in path: String) -> Int? {
      text(of: path).split(separator: "\n").first.flatMap { Int($0) }
    }

    /// The beginning of a file that the system makes up; empty when there is none.
    private static func text(of path: String) -> String {
      let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return "" }
      defer { close(descriptor) }
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = unsafe read(descriptor, &buffer, buffer.count)
      return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
  #endif
}
