public import Diagnostics

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Darwin)
  private import Darwin
#elseif canImport(Musl)
  private import Musl
#endif

/// The files of this machine, relative to the working directory.
public struct DiskWorkspace: Workspace {
  /// The most bytes that are read of one file.
  public let maximumFileSize: Int

  /// Makes a workspace that refuses files larger than `maximumFileSize` bytes (default 4 GiB).
  public init(maximumFileSize: Int = 4 << 30) {
    self.maximumFileSize = maximumFileSize
  }

  /// The bytes of a file; pipes and devices are read to their end.
  ///
  /// - Throws: `file.not-found`, `file.is-a-folder`, `file.unreadable`, `file.too-large`.
  public func read(_ path: String) throws(Problem) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.problem(errno, reading: path) }
    defer { close(descriptor) }
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0 else { throw Self.problem(errno, reading: path) }
    if info.st_mode & S_IFMT == S_IFDIR { throw Problem("file.is-a-folder", "'\(path)' is a folder") }
    let size = Int(info.st_size)
    if size > maximumFileSize { throw tooLarge(path) }
    return try Self.readAll(descriptor, expecting: size, limit: maximumFileSize, name: path)
  }

  /// The bytes of an open descriptor up to its end, such as standard input's.
  ///
  /// - Parameters:
  ///   - descriptor: The descriptor; it stays open.
  ///   - name: What a problem calls it.
  /// - Returns: All bytes.
  /// - Throws: `file.unreadable`, `file.too-large`.
  public static func read(descriptor: Int32, name: String) throws(Problem) -> [UInt8] {
    try readAll(descriptor, expecting: 0, limit: 4 << 30, name: name)
  }

  /// Writes all bytes to an open descriptor, such as standard output's.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - descriptor: The descriptor; it stays open.
  /// - Throws: `file.unwritable`.
  public static func write(_ bytes: [UInt8], toDescriptor descriptor: Int32) throws(Problem) {
    try writeAll(bytes, to: descriptor, name: descriptor == 2 ? "standard error" : "standard output")
  }

  /// The bytes of an open descriptor up to its end.
  private static func readAll(
    _ descriptor: Int32, expecting size: Int, limit: Int, name: String
  ) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var capacity = max(size + 1, 1 << 16)
    while true {
      let filled = bytes.count
      var failure: Int32 = 0
      var received = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        while count < buffer.count {
          let wanted = min(buffer.count - count, 1 << 30)
          let got = unsafe readBytes(descriptor, buffer.baseAddress.map { unsafe $0 + count }, wanted)
          if got < 0 {
            if errno == EINTR { continue }
            failure = errno
            break
          }
          if got == 0 { break }
          count += got
        }
        received = count
      }
      if failure != 0 { throw Self.problem(failure, reading: name) }
      if filled == 0 { bytes = chunk } else { bytes += chunk }
      if received < capacity { return bytes }
      if bytes.count > limit {
        throw Problem("file.too-large", "'\(name)' is larger than \(limit) bytes")
      }
      capacity = max(1 << 16, bytes.count)
    }
  }

  /// Writes beside the file and renames, so that a reader never sees half of it.
  ///
  /// A device or pipe is written directly; a link is followed; the mode of an existing file is kept.
  ///
  /// - Throws: `file.unwritable`, `file.is-a-folder`.
  public func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    try write(to: path) { descriptor throws(Problem) in
      try Self.writeAll(bytes, to: descriptor, name: path)
    }
  }

  /// Lets somebody write to a file that takes the place of another when all is written.
  func write(to path: String, _ body: (Int32) throws(Problem) -> Void) throws(Problem) {
    var info = stat()
    let exists = unsafe stat(path, &info) == 0
    let format = info.st_mode & S_IFMT
    if exists, format == S_IFDIR { throw Problem("file.is-a-folder", "'\(path)' is a folder") }
    if exists, format != S_IFREG {
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.problem(errno, writing: path) }
      defer { close(descriptor) }
      try body(descriptor)
      return
    }
    let staged = try stage(path, body)
    try staged.publish()
  }

  /// Writes all texts beside their files and renames them when every one is on the disk.
  ///
  /// - Throws: `file.unwritable`, `file.is-a-folder`; then no file has changed. Should renaming fail half-way, the old
  ///   bytes are put back.
  public func write(all files: [(path: String, bytes: [UInt8])]) throws(Problem) {
    var staged: [(file: StagedFile, old: [UInt8]?)] = []
    do throws(Problem) {
      for file in files {
        if kind(of: file.path) == .folder { throw Problem("file.is-a-folder", "'\(file.path)' is a folder") }
        let old = kind(of: file.path) == .file ? try read(file.path) : nil
        let new = try stage(file.path) { descriptor throws(Problem) in
          try Self.writeAll(file.bytes, to: descriptor, name: file.path)
        }
        staged.append((new, old))
      }
    } catch {
      for item in staged { item.file.discard() }
      throw error
    }
    for (index, item) in staged.enumerated() {
      do throws(Problem) {
        try item.file.publish()
      } catch {
        for later in staged[(index + 1)...] { later.file.discard() }
        for earlier in staged[..<index] {
          if let old = earlier.old { try? write(old, to: earlier.file.path) }
        }
        throw error
      }
    }
  }

  /// Bytes on the disk beside the file whose name they shall get.
  private struct StagedFile {
    let path: String
    let temporary: String
    let target: String

    /// Gives the bytes their name, at once.
    func publish() throws(Problem) {
      guard unsafe rename(temporary, target) == 0 else {
        let code = errno
        discard()
        throw DiskWorkspace.problem(code, writing: path)
      }
    }

    func discard() { _ = unsafe unlink(temporary) }
  }

  /// Lets somebody write beside a file; a link is followed, and the mode of an existing file is kept.
  private func stage(_ path: String, _ body: (Int32) throws(Problem) -> Void) throws(Problem) -> StagedFile {
    var info = stat()
    let exists = unsafe stat(path, &info) == 0
    if exists, unsafe access(path, W_OK) != 0 { throw Self.problem(errno, writing: path) }
    let target = exists ? canonicalPath(path) : path
    let staged = StagedFile(path: path, temporary: target + ".entente-\(getpid()).tmp", target: target)
    let mode = exists ? info.st_mode & 0o7777 : 0o666
    let nameless = Self.openNameless(in: WorkspacePath.folder(of: target), mode)
    let descriptor =
      unsafe nameless ?? open(staged.temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw Self.problem(errno, writing: path) }
    do throws(Problem) {
      try body(descriptor)
      if exists { fchmod(descriptor, mode) }
      if nameless != nil, Self.giveName(staged.temporary, to: descriptor) != 0 {
        throw Self.problem(errno, writing: path)
      }
    } catch {
      close(descriptor)
      staged.discard()
      throw error
    }
    guard close(descriptor) == 0 else {
      let code = errno
      staged.discard()
      throw Self.problem(code, writing: path)
    }
    return staged
  }

  /// A file without a name in a folder, of which nothing is left when the process ends before it gets one; nil where
  /// the system or the file system has no such files.
  private static func openNameless(in folder: String, _ mode: mode_t) -> Int32? {
    #if os(Linux)
      // O_TMPFILE, which is a macro in two parts.
      let descriptor = unsafe open(folder, 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, mode)
      if unsafe descriptor < 0 || access(Self.entry(of: descriptor), F_OK) == 0 {
        return descriptor >= 0 ? descriptor : nil
      }
      close(descriptor)
      return nil
    #else
      return nil
    #endif
  }

  /// Gives a file without a name one; 0 when it has it.
  private static func giveName(_ path: String, to descriptor: Int32) -> Int32 {
    #if os(Linux)
      return unsafe linkat(AT_FDCWD, Self.entry(of: descriptor), AT_FDCWD, path, AT_SYMLINK_FOLLOW)
    #else
      return -1
    #endif
  }

  /// Where the system shows an open file.
  private static func entry(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  /// Makes the folder that a file is to lie in, and those above it.
  ///
  /// - Throws: `file.unwritable`.
  public func makeFolder(for path: String) throws(Problem) {
    let folder = WorkspacePath.folder(of: path)
    if kind(of: folder) == .folder { return }
    if folder != path, folder != "/", folder != "." { try makeFolder(for: folder) }
    if unsafe mkdir(folder, 0o777) != 0, errno != EEXIST { throw Self.problem(errno, writing: folder) }
  }

  /// Writes all bytes to an open descriptor.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(Problem) {
    let count = bytes.count
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(Problem) in
      try unsafe writeAll(
        UnsafeRawBufferPointer(start: bytes.baseAddress, count: count), to: descriptor, name: name)
    }
  }

  /// Writes all bytes to an open descriptor, from where they lie.
  static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, name: String
  ) throws(Problem) {
    var offset = 0
    while offset < bytes.count {
      let wanted = min(bytes.count - offset, 1 << 30)
      let written = unsafe writeBytes(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, wanted)
      if written < 0 {
        if errno == EINTR { continue }
        throw problem(errno, writing: name)
      }
      offset += written
    }
  }

  /// The names in a folder, sorted by code point, without `.` and `..`.
  public func list(_ folder: String) throws(Problem) -> [String] {
    guard let handle = unsafe opendir(folder) else { throw Self.problem(errno, reading: folder) }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What stands at a path, links followed.
  public func kind(of path: String) -> WorkspaceItemKind {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else { return .nothing }
    return info.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// The absolute path with links resolved; of a file that does not exist, its folder's.
  public func canonicalPath(_ path: String) -> String {
    if let resolved = unsafe realpath(path, nil) {
      defer { unsafe free(resolved) }
      return unsafe String(cString: resolved)
    }
    let folder = WorkspacePath.folder(of: path)
    if folder == path || folder == "." && path.isEmpty { return path }
    let parent = folder == "." ? "." : folder
    if let resolved = unsafe realpath(parent, nil) {
      defer { unsafe free(resolved) }
      return unsafe WorkspacePath.join(String(cString: resolved), WorkspacePath.name(of: path))
    }
    return WorkspacePath.normalized(path)
  }

  func tooLarge(_ path: String) -> Problem {
    Problem("file.too-large", "'\(path)' is larger than \(maximumFileSize) bytes")
  }

  private static func problem(_ code: Int32, reading path: String) -> Problem {
    switch code {
    case ENOENT, ENOTDIR: Problem("file.not-found", "there is no file '\(path)'")
    case EISDIR: Problem("file.is-a-folder", "'\(path)' is a folder")
    default: Problem("file.unreadable", "cannot read '\(path)': \(reason(code))")
    }
  }

  private static func problem(_ code: Int32, writing path: String) -> Problem {
    let problem = Problem("file.unwritable", "cannot write '\(path)': \(reason(code))")
    guard code == ENOENT else { return problem }
    let folder = WorkspacePath.folder(of: path)
    return Problem(problem.code, problem.message, hints: ["make the folder first: mkdir -p '\(folder)'"])
  }

  private static func reason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code)).lowercased()
  }
}

// `read` and `write` are also methods of the workspace, so that the C functions need another name here.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, buffer, count)
}

private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, buffer, count)
}
