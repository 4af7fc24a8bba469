import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

private let isRaisedFlag = Atomic<Bool>(false)

/// Ctrl-C while a statement runs: the first ends the statement, the second the process.
enum Interrupt {
  /// Whether Ctrl-C was pressed since it was last forgotten.
  static var isRaised: Bool { isRaisedFlag.load(ordering: .relaxed) }

  /// Forgets an earlier Ctrl-C.
  static func forget() { isRaisedFlag.store(false, ordering: .relaxed) }

  /// Lets Ctrl-C set ``isRaised`` from now on; pressed again before it is forgotten, it ends the process.
  static func watch() {
    forget()
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { number in
      // Nothing here but what a signal handler may do.
      if isRaisedFlag.exchange(true, ordering: .relaxed) {
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    #if os(Linux)
      unsafe action.__sigaction_handler.sa_handler = handler
    #else
      unsafe action.__sigaction_u.__sa_handler = handler
    #endif
    _ = unsafe sigaction(SIGINT, &action, nil)
  }

  /// Lets the signals in that end a process: whoever started this one may have done so from a thread that blocks them,
  /// as threads of tasks do, and the child inherits that.
  static func listen() {
    var ending = sigset_t()
    unsafe sigemptyset(&ending)
    for number in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&ending, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &ending, nil)
  }

  /// Ends the process as Ctrl-C would have, so that whoever started it knows (128 + 2 in shells).
  static func endProcess() -> Never {
    signal(SIGINT, SIG_DFL)
    raise(SIGINT)
    exit(130)
  }
}
