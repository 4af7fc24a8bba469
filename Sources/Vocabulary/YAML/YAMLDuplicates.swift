import Diagnostics

/// Finds the second place of a key that libyaml says is there twice; it names only the first.
struct YAMLDuplicates {
  private let bytes: [UInt8]
  private let known: Set<UInt32>

  /// Looks in a text for keys other than those whose offsets are known already.
  init(_ source: SourceText, known: Set<UInt32>) {
    bytes = source.bytes
    self.known = known
  }

  /// The bytes of the next key equal to the one at an offset in the same mapping, quotes included.
  func duplicate(ofKeyAt start: Int) -> Range<Int>? {
    guard start < bytes.count, let key = key(at: start) else { return nil }
    return inBlock(key, after: start) ?? inFlow(key, after: start)
  }

  /// The key token at an offset: its text without quotes and its bytes.
  private func key(at start: Int) -> (text: [UInt8], range: Range<Int>)? {
    guard start < bytes.count else { return nil }
    var index = start
    if bytes[start] == 0x22 || bytes[start] == 0x27 {
      index += 1
      while index < bytes.count, bytes[index] != bytes[start], bytes[index] != 0x0A { index += 1 }
      guard index < bytes.count, bytes[index] == bytes[start] else { return nil }
      return (Array(bytes[(start + 1)..<index]), start..<(index + 1))
    }
    while index < bytes.count, !endsKey(index) { index += 1 }
    while index > start, bytes[index - 1] == 0x20 { index -= 1 }
    return index > start ? (Array(bytes[start..<index]), start..<index) : nil
  }

  private func endsKey(_ index: Int) -> Bool {
    switch bytes[index] {
    case 0x0A, 0x0D, 0x2C, 0x7B, 0x7D, 0x5B, 0x5D: return true
    case 0x3A:
      guard index + 1 < bytes.count else { return true }
      return bytes[index + 1] == 0x20 || bytes[index + 1] == 0x0A || bytes[index + 1] == 0x0D
    default: return false
    }
  }

  private func isNew(_ range: Range<Int>) -> Bool { !known.contains(UInt32(clamping: range.lowerBound)) }

  private func inBlock(_ key: (text: [UInt8], range: Range<Int>), after start: Int) -> Range<Int>? {
    var lineStart = start
    while lineStart > 0, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    let column = start - lineStart
    var index = start
    while index < bytes.count {
      while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      index += 1
      var text = index
      while text < bytes.count, bytes[text] == 0x20 { text += 1 }
      guard text < bytes.count else { return nil }
      if bytes[text] == 0x0A || bytes[text] == 0x0D || bytes[text] == 0x23 { continue }
      if text - index < column { return nil }
      if text - index == column, let found = self.key(at: text), found.text == key.text, isNew(found.range) {
        return found.range
      }
    }
    return nil
  }

  private func inFlow(_ key: (text: [UInt8], range: Range<Int>), after start: Int) -> Range<Int>? {
    var index = key.range.upperBound
    var depth = 0
    var quote: UInt8?
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else {
        switch byte {
        case 0x22, 0x27: quote = byte
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D: depth -= 1
        case 0x2C where depth == 0:
          var next = index + 1
          while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x0A { next += 1 }
          if let found = self.key(at: next), found.text == key.text, isNew(found.range) { return found.range }
        default: break
        }
        if depth < 0 { return nil }
      }
      index += 1
    }
    return nil
  }
}
