import EntenteKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Makes a PDF of an HTML page through whichever program is installed.
struct PDFPrinter {
  /// A program that can print.
  private struct Program: Sendable {
    /// Its names, the first that is found is used.
    let names: [String]
    /// Its arguments for a page, a PDF to write, and a folder of its own.
    let arguments: @Sendable (_ page: String, _ pdf: String, _ folder: String) -> [String]
  }

  private static let programs = [
    Program(
      names: [
        "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome",
      ],
      arguments: { page, pdf, folder in
        // Chromium's sandbox does not work for root, as in containers; the page has no script and loads nothing.
        (geteuid() == 0 ? ["--no-sandbox"] : []) + [
          "--headless", "--disable-gpu", "--no-pdf-header-footer", "--user-data-dir=\(folder)/profile",
          "--print-to-pdf=\(pdf)", "file://\(page)",
        ]
      }),
    Program(names: ["weasyprint"], arguments: { page, pdf, _ in ["--quiet", page, pdf] }),
    Program(
      names: ["pandoc"], arguments: { page, pdf, _ in ["--from=html", "--to=pdf", "--output=\(pdf)", page] }),
  ]

  /// Prints a page.
  ///
  /// The first program that is installed and succeeds is used: Chromium or a browser of its kind, WeasyPrint, pandoc.
  ///
  /// - Parameter page: The HTML page.
  /// - Returns: The PDF.
  /// - Throws: `report.no-printer` when none is installed, `report.print-failed` when none succeeds.
  static func pdf(of page: [UInt8]) throws(Problem) -> [UInt8] {
    let folder = try temporaryFolder()
    defer { remove(folder) }
    let disk = DiskWorkspace()
    try disk.write(page, to: folder + "/report.html")
    var failed: [String] = []
    for program in programs {
      guard let path = program.names.lazy.compactMap(find).first else { continue }
      let pdf = folder + "/report.pdf"
      let status = run(
        path, program.arguments(folder + "/report.html", pdf, folder), messages: folder + "/messages")
      if status == 0, let bytes = try? disk.read(pdf), bytes.starts(with: Array("%PDF".utf8)) { return bytes }
      let messages =
        (try? disk.read(folder + "/messages")).map { String(decoding: $0.suffix(400), as: UTF8.self) } ?? ""
      failed.append(
        "\(path) ended with \(status): \(messages.split(separator: "\n").last.map(String.init) ?? "no message")"
      )
    }
    guard failed.isEmpty else {
      throw Problem("report.print-failed", "no PDF could be made", hints: failed)
    }
    throw Problem(
      "report.no-printer", "no program that makes PDF is installed",
      hints: [
        "install one: chromium, weasyprint or pandoc", "or write HTML, and print it from a web browser",
      ])
  }

  private static func find(_ name: String) -> String? {
    guard let path = unsafe getenv("PATH") else { return nil }
    return unsafe String(cString: path).split(separator: ":").map { "\($0)/\(name)" }.first { candidate in
      unsafe access(candidate, X_OK) == 0
    }
  }

  private static func temporaryFolder() throws(Problem) -> String {
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/entente-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
    }
    guard let made else { throw Problem("file.unwritable", "cannot make a folder in '\(base)'") }
    return made
  }

  /// Removes a folder with all that programs left in it.
  private static func remove(_ folder: String) {
    _ = run("/bin/rm", ["-rf", "--", folder], messages: "/dev/null")
  }

  /// Runs a program and waits; what it prints goes into a file.
  private static func run(_ path: String, _ arguments: [String], messages: String) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, messages, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    guard unsafe posix_spawn(&process, path, &actions, nil, words, environ) == 0 else { return 127 }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return 127 }
    }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
  }
}
