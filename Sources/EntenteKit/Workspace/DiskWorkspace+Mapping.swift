public import Diagnostics
import GraphCore

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Darwin)
  private import Darwin
#elseif canImport(Musl)
  private import Musl
#endif

extension DiskWorkspace {
  /// The bytes of a file, mapped into memory when it is large: nothing is read before somebody looks at it.
  ///
  /// A file that is mapped must not be shortened by another program meanwhile; replacing it, as ``write(_:to:)``
  /// does, is fine. ``maximumFileSize`` counts for files that are read, not for packed graphs, which stay on the disk.
  ///
  /// - Throws: `file.not-found`, `file.is-a-folder`, `file.unreadable`, `file.too-large`.
  public func map(_ path: String) throws(Problem) -> FileBytes {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return FileBytes(try read(path)) }
    defer { close(descriptor) }
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG,
      info.st_size >= Self.mappedSize,
      let file = FileMapping(descriptor, byteCount: Int(info.st_size))
    else { return FileBytes(try read(path)) }
    let bytes = FileBytes(unsafe FlatMemory(file.region, keptBy: file))
    if bytes.count > maximumFileSize, !PackedGraph.recognizes(bytes.array) { throw tooLarge(path) }
    return bytes
  }

  /// Writes pieces one after the other, otherwise as one array of bytes.
  ///
  /// - Throws: `file.unwritable`, `file.is-a-folder`.
  public func write(pieces: [FileBytes], to path: String) throws(Problem) {
    try write(to: path) { descriptor throws(Problem) in
      for piece in pieces {
        try unsafe piece.array.withUnsafeBufferPointer { bytes throws(Problem) in
          try unsafe Self.writeAll(UnsafeRawBufferPointer(bytes), to: descriptor, name: path)
        }
      }
    }
  }

  /// From how many bytes on a file is worth mapping.
  private static let mappedSize = 1 << 16
}

/// A file in memory, until nobody needs it any more.
@safe private final class FileMapping: @unchecked Sendable {
  let region: UnsafeMutableRawBufferPointer

  /// Maps a file; what is changed in memory does not change the file.
  init?(_ descriptor: Int32, byteCount: Int) {
    var flags = MAP_PRIVATE
    #if os(Linux)
      flags |= MAP_NORESERVE
    #endif
    let address = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { return nil }
    unsafe region = UnsafeMutableRawBufferPointer(start: address, count: byteCount)
  }

  deinit { unsafe munmap(region.baseAddress, region.count) }
}
