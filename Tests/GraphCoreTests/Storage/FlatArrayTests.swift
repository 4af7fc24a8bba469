import TestSupport
import Testing

@testable import GraphCore

@Suite("Flat arrays") struct FlatArrayTests {
  final class Keeper: Sendable {}

  /// Memory that is not the array's own, as a mapped file is; given back at the end of the test.
  static func foreign(_ values: [UInt32]) -> (memory: FlatMemory, buffer: UnsafeMutableRawBufferPointer) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: values.count * 4, alignment: 8)
    values.withUnsafeBytes { buffer.copyMemory(from: $0) }
    return (FlatMemory(buffer, keptBy: Keeper()), buffer)
  }

  @Test(
    "an array changes like an Array, and copies of it stay what they were", arguments: 0..<20 as Range<UInt64>
  )
  func changes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var expected: [UInt32] = []
    var array = FlatArray<UInt32>()
    var kept: [(flat: FlatArray<UInt32>, plain: [UInt32])] = []
    for _ in 0..<600 {
      let value = UInt32(generator.below(1_000))
      let place = generator.below(expected.count + 1)
      switch generator.below(8) {
      case 0:
        array.insert(value, at: place)
        expected.insert(value, at: place)
      case 1 where place < expected.count:
        array.remove(at: place)
        expected.remove(at: place)
      case 2 where place < expected.count:
        array[place] = value
        expected[place] = value
      case 3:
        if generator.once(in: 4) { kept.append((array, expected)) }
      case 4 where !expected.isEmpty:
        let lower = generator.below(expected.count)
        #expect(Array(array.part(lower..<expected.count)) == Array(expected[lower...]), "seed \(seed)")
      default:
        array.append(value)
        expected.append(value)
      }
    }
    #expect(Array(array) == expected, "seed \(seed)")
    for copy in kept { #expect(Array(copy.flat) == copy.plain, "seed \(seed)") }
    #expect(array.withSpan { $0.count } == expected.count)
    #expect(array.withSpan { span in span.indices.map { span[$0] } } == expected, "seed \(seed)")
  }

  @Test("an array in memory that something else keeps is copied before it changes") func foreignMemory()
    throws
  {
    let (memory, buffer) = FlatArrayTests.foreign([1, 2, 3, 4])
    defer { buffer.deallocate() }
    var array = try #require(FlatArray<UInt32>(in: memory, at: 4, count: 3))
    #expect(array == [2, 3, 4])
    array[0] = 9
    array.append(5)
    #expect(array == [9, 3, 4, 5])
    #expect(Array(buffer.bindMemory(to: UInt32.self)) == [1, 2, 3, 4])
  }

  @Test(
    "what does not lie in the memory, or lies there askew, is no array",
    arguments: [(-4, 1), (0, 5), (4, 4), (2, 1), (16, 1), (20, 0), (0, -1), (0, Int.max), (Int.max, 1)])
  func outside(offset: Int, count: Int) {
    let (memory, buffer) = FlatArrayTests.foreign([1, 2, 3, 4])
    defer { buffer.deallocate() }
    #expect(FlatArray<UInt32>(in: memory, at: offset, count: count) == nil)
  }

  @Test("large arrays, whose memory comes from the system, are kept and grow") func large() {
    var array = FlatArray<UInt32>(repeating: 7, count: 3 << 20)
    let copy = array
    array.append(8)
    array[0] = 1
    #expect(array.count == copy.count + 1 && copy[0] == 7 && array[0] == 1 && array[array.count - 1] == 8)
    #expect(FlatArray<UInt32>(uninitializedCount: 0).isEmpty)
  }
}
