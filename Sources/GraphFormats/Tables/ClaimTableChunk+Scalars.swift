import GraphCore

/// The columns that are kept as 64 bits with their meaning: texts, confidence, properties.
extension ClaimTableChunk {
  mutating func addScalar(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ cells: [CellSpan], _ isOdd: inout Bool
  ) {
    let step = scalarSteps[index]
    guard let column = step.column else {
      if step.isOdd { isOdd = true }
      if case .confidence = step.kind {
        return add(index, step.constant == Self.noConstant ? .absent : .float, step.constant)
      }
      return add(index, .text, step.constant)
    }
    let cell = cells[column]
    switch step.kind {
    case .text: unsafe addText(bytes, index, cell, isTrimmed: true)
    case .confidence: unsafe addConfidence(bytes, index, cell, &isOdd)
    case .property(let type, let isLabel):
      guard cell.lower < cell.upper || cell.isQuoted else { return add(index, .absent, 0) }
      if isLabel, type != .list, unsafe saysRelation(bytes, cell) { return add(index, .absent, 0) }
      let first = cell.lower < cell.upper ? unsafe bytes[cell.lower] : 0
      // A number begins with a digit, a sign or a point; of other words only two are no texts.
      let mayBeNumber = first &- 0x2B < 0x0F || first == 0x74 || first == 0x66
      if mayBeNumber, type == .scalar || type == .plain && !cell.isQuoted,
        unsafe addNumber(bytes, index, cell)
      {
        return
      }
      if type == .list {
        let text = unsafe cellText.of(bytes, cell, isTrimmed: false)
        return add(index, .list, UInt64(unsafe scalarTexts[index].intern(text).rawValue))
      }
      unsafe addText(bytes, index, cell, isTrimmed: false)
    }
  }

  private mutating func add(_ index: Int, _ kind: CellKind, _ value: UInt64) {
    kinds[index].append(kind)
    bits[index].append(value)
  }

  /// How many texts a column has before it is seen whether they repeat.
  private static let sampleSize = 1_024

  /// Adds a text: by its number where texts of the column repeat, else by its place.
  private mutating func addText(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ cell: CellSpan, isTrimmed: Bool
  ) {
    let text = unsafe cellText.of(bytes, cell, isTrimmed: isTrimmed)
    if text.isEmpty, isTrimmed { return add(index, .absent, 0) }
    let distinct = scalarTexts[index].count
    if distinct >= Self.sampleSize, distinct * 4 > kinds[index].count,
      let base = bytes.baseAddress, let start = text.baseAddress
    {
      // A text that was put together does not stand in the file.
      let place = unsafe UnsafeRawPointer(start) - base
      if place >= cell.lower, place + text.count <= cell.upper {
        return add(index, .span, UInt64(text.count) << 32 | UInt64(place))
      }
    }
    add(index, .text, UInt64(unsafe number(text, .scalar(index), column: index, bytes)))
  }

  private mutating func addConfidence(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ cell: CellSpan, _ isOdd: inout Bool
  ) {
    if cell.lower == cell.upper { return add(index, .absent, 0) }
    switch unsafe CellNumber(bytes, cell.lower..<cell.upper, isPrintedForm: false) {
    case .integer(let number)? where (0...1).contains(number):
      return add(index, .float, Double(number).bitPattern)
    case .float(let number)? where (0...1).contains(number): return add(index, .float, number.bitPattern)
    default: break
    }
    let text = unsafe String(decoding: cellText.of(bytes, cell, isTrimmed: true), as: UTF8.self)
    if let number = GraphAssembler.confidence(text) { return add(index, .float, number.bitPattern) }
    if !text.isEmpty { isOdd = true }
    add(index, .absent, 0)
  }

  /// Adds what a cell without quotes looks like; false when it is a text.
  private mutating func addNumber(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ cell: CellSpan) -> Bool {
    switch unsafe CellNumber(bytes, cell.lower..<cell.upper) {
    case .integer(let number)?: add(index, .integer, UInt64(bitPattern: number))
    case .float(let number)?: add(index, .float, number.bitPattern)
    case nil:
      if cell.upper - cell.lower > 40 || cell.hasDoubledQuotes { return false }
      let text = unsafe String(
        decoding: UnsafeRawBufferPointer(rebasing: bytes[cell.lower..<cell.upper]), as: UTF8.self)
      switch GraphAssembler.plainValue(text) {
      case .boolean(let flag): add(index, .boolean, flag ? 1 : 0)
      case .integer(let number): add(index, .integer, UInt64(bitPattern: number))
      case .float(let number): add(index, .float, number.bitPattern)
      default: return false
      }
    }
    return true
  }

  /// Whether a label is the relation of the row.
  private mutating func saysRelation(_ bytes: UnsafeRawBufferPointer, _ cell: CellSpan) -> Bool {
    let relation = StringID(words[1][starts.count - 1])
    let label = unsafe cellText.of(bytes, cell, isTrimmed: false)
    return unsafe relations.find(label) == relation
  }
}
