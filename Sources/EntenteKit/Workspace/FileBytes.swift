package import GraphCore

/// The bytes of a file: read into memory, or the file itself where the system maps it.
public struct FileBytes: Sendable {
  /// Where they lie.
  package let memory: FlatMemory

  /// Bytes in memory.
  public init(_ bytes: [UInt8]) {
    memory = FlatMemory(copying: bytes)
  }

  /// Bytes that lie somewhere already.
  package init(_ memory: FlatMemory) { self.memory = memory }

  /// Bytes of a graph.
  init(_ bytes: FlatArray<UInt8>) {
    memory = unsafe bytes.withUnsafeBufferPointer { buffer in
      let region = unsafe UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(buffer))
      return unsafe FlatMemory(region, keptBy: Kept(bytes: bytes))
    }
  }

  /// Keeps the memory of an array, which nobody changes any more.
  private final class Kept: Sendable {
    let bytes: FlatArray<UInt8>
    init(bytes: FlatArray<UInt8>) { self.bytes = bytes }
  }

  /// The number of bytes.
  public var count: Int { memory.byteCount }

  /// A copy of the bytes.
  ///
  /// - Complexity: O(n).
  public var bytes: [UInt8] { unsafe array.withUnsafeBufferPointer { unsafe Array($0) } }

  /// The bytes where they lie.
  package var array: FlatArray<UInt8> { FlatArray(in: memory, at: 0, count: memory.byteCount) ?? [] }
}
