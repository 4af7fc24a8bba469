import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work in equal parts on all cores.
package enum Parallel {
  /// How many parts are worth making: the number of cores in use, at most 16.
  package static let width: Int = min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 16)

  /// Runs a body for each number below `count`, several at the same time, and waits for all.
  ///
  /// The body must not write what another one reads or writes.
  package static func perform(_ count: Int, _ body: (Int) -> Void) {
    if count <= 1 || width == 1 {
      for index in 0..<count { body(index) }
    } else {
      // The compiler cannot see that the parts are disjoint; the caller answers for it, see above.
      withoutActuallyEscaping(body) { body in
        nonisolated(unsafe) let part = body
        DispatchQueue.concurrentPerform(iterations: count) { unsafe part($0) }
      }
    }
  }
}
