/// Least-significant-digit radix sort of 64-bit keys.
enum RadixSort {
  /// Sorts keys by some of their bits, keeping the order of keys that agree in them.
  ///
  /// - Parameters:
  ///   - keys: What is sorted.
  ///   - scratch: Memory of the same size; its contents do not matter.
  ///   - bits: The bits that count.
  /// - Complexity: O(keys × digits), digits being of 11 bits for many keys and of 8 for few.
  static func sort(
    _ keys: UnsafeMutableBufferPointer<UInt64>, _ scratch: UnsafeMutableBufferPointer<UInt64>,
    bits: Range<Int>
  ) {
    guard keys.count > 1, !bits.isEmpty else { return }
    if keys.count <= 48 {
      unsafe insertionSort(keys, bits)
      return
    }
    let widest = keys.count < 4_096 ? 8 : 11
    let digits = (bits.count + widest - 1) / widest
    let width = (bits.count + digits - 1) / digits
    var (from, to) = unsafe (keys, scratch)
    var starts = [Int](repeating: 0, count: 1 << width)
    for digit in 0..<digits {
      let shift = UInt64(bits.lowerBound + digit * width)
      let mask = UInt64(1 << min(width, bits.upperBound - Int(shift)) - 1)
      for index in starts.indices { starts[index] = 0 }
      for index in 0..<from.count {
        starts[Int(truncatingIfNeeded: unsafe from[index] &>> shift & mask)] &+= 1
      }
      var sum = 0
      for index in starts.indices {
        let size = starts[index]
        starts[index] = sum
        sum += size
      }
      for index in 0..<from.count {
        let key = unsafe from[index]
        let bucket = Int(truncatingIfNeeded: key &>> shift & mask)
        unsafe to[starts[bucket]] = key
        starts[bucket] &+= 1
      }
      unsafe swap(&from, &to)
    }
    if digits % 2 == 1 {
      for index in 0..<keys.count { unsafe keys[index] = scratch[index] }
    }
  }

  private static func insertionSort(_ keys: UnsafeMutableBufferPointer<UInt64>, _ bits: Range<Int>) {
    let mask = (UInt64.max >> UInt64(64 - bits.count)) << UInt64(bits.lowerBound)
    for index in 1..<keys.count {
      let key = unsafe keys[index]
      var place = index
      while place > 0, unsafe keys[place - 1] & mask > key & mask {
        unsafe keys[place] = keys[place - 1]
        place -= 1
      }
      unsafe keys[place] = key
    }
  }
}
