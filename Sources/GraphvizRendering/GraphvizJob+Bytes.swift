import Maps

/// A job and its result as bytes, for the way to a child process and back.
///
/// Both ends are the same binary, so there are no versions; whatever is not whole is refused.
extension GraphvizJob {
  private static let magic = Array("entente job\n".utf8)
  private static let resultMagic = Array("entente result\n".utf8)

  /// The job with its limits as bytes.
  func encoded(_ limits: ChildLimits) -> [UInt8] {
    var writer = ByteWriter(bytes: GraphvizJob.magic)
    writer.write(limits.memory)
    writer.write(limits.seconds)
    writer.write(name)
    switch layout {
    case nil: writer.write(0)
    case let layout?:
      writer.write(1)
      writer.write(layout.engine)
      writer.write(UInt64(layout.seed))
    }
    switch output {
    case .written: writer.write(0)
    case .rendered(let format):
      writer.write(1)
      writer.write(format)
    }
    write(routing, to: &writer)
    writer.write(UInt64(calls.count))
    for call in calls { GraphvizJob.write(call, to: &writer) }
    return writer.bytes
  }

  private func write(_ routing: LineRouting?, to writer: inout ByteWriter) {
    guard let routing else { return writer.write(0) }
    writer.write(1)
    writer.write(UInt64(routing.bodies.count))
    for body in routing.bodies {
      writer.write(body.shape.rawValue)
      writer.write(size: body.width)
      writer.write(size: body.height)
    }
    writer.write(UInt64(routing.lines.count))
    for line in routing.lines {
      writer.write(UInt64(line.source))
      writer.write(UInt64(line.target))
      writer.write(size: line.chipWidth)
      writer.write(size: line.chipHeight)
      writer.write(line.arrow.rawValue)
      writer.write(size: line.width)
    }
  }

  private static func write(_ call: Call, to writer: inout ByteWriter) {
    switch call {
    case .declare(let kind, let name, let value):
      writer.write(0)
      writer.write(UInt64(kind.rawValue))
      writer.write(name)
      writer.write(value)
    case .node(let name):
      writer.write(1)
      writer.write(name)
    case .edge(let tail, let head, let name):
      writer.write(2)
      writer.write(index: tail)
      writer.write(index: head)
      writer.write(name)
    case .cluster(let name, let node):
      writer.write(3)
      writer.write(name)
      writer.write(index: node)
    case .setCluster(let cluster, let name, let value):
      writer.write(6)
      writer.write(cluster)
      writer.write(name)
      writer.write(value)
    case .set(let kind, let index, let name, let value):
      writer.write(4)
      writer.write(UInt64(kind.rawValue))
      writer.write(index: index)
      writer.write(name)
      writer.write(value)
    case .setHTML(let kind, let index, let name, let value):
      writer.write(5)
      writer.write(UInt64(kind.rawValue))
      writer.write(index: index)
      writer.write(name)
      writer.write(value)
    }
  }

  /// Reads a job; nil when the bytes are none.
  static func decoded(_ bytes: [UInt8]) -> (job: GraphvizJob, limits: ChildLimits)? {
    guard var reader = ByteReader(bytes: bytes, after: magic),
      let memory = reader.number(), let seconds = reader.number(), let name = reader.text(),
      let hasLayout = reader.number()
    else { return nil }
    var job = GraphvizJob(name: name)
    if hasLayout == 1 {
      guard let engine = reader.text(), let seed = reader.number(), let seed = UInt32(exactly: seed) else {
        return nil
      }
      job.layout = Layout(engine: engine, seed: seed)
    }
    guard let isRendered = reader.number() else { return nil }
    if isRendered == 1 {
      guard let format = reader.text() else { return nil }
      job.output = .rendered(format: format)
    }
    guard let isRouted = reader.number() else { return nil }
    if isRouted == 1 {
      guard let routing = routing(from: &reader) else { return nil }
      job.routing = routing
    }
    guard let count = reader.number(), count <= bytes.count else { return nil }
    for _ in 0..<count {
      guard let call = call(from: &reader) else { return nil }
      job.calls.append(call)
    }
    guard reader.isAtEnd else { return nil }
    return (job, ChildLimits(memory: memory, seconds: seconds))
  }

  private static func routing(from reader: inout ByteReader) -> LineRouting? {
    var routing = LineRouting(bodies: [], lines: [])
    guard let bodyCount = reader.count() else { return nil }
    for _ in 0..<bodyCount {
      guard let shape = reader.text().flatMap({ SceneShape(rawValue: $0) }), let width = reader.size(),
        let height = reader.size()
      else { return nil }
      routing.bodies.append(LineRouting.Body(shape: shape, width: width, height: height))
    }
    guard let lineCount = reader.count() else { return nil }
    for _ in 0..<lineCount {
      guard let source = reader.number(), source < bodyCount, let target = reader.number(),
        target < bodyCount, let chipWidth = reader.size(), let chipHeight = reader.size(),
        let arrow = reader.text().flatMap({ SceneStroke.Arrow(rawValue: $0) }), let width = reader.size()
      else { return nil }
      routing.lines.append(
        LineRouting.Line(
          source: Int(source), target: Int(target), chipWidth: chipWidth, chipHeight: chipHeight,
          arrow: arrow, width: width))
    }
    return routing
  }

  private static func call(from reader: inout ByteReader) -> Call? {
    guard let tag = reader.number() else { return nil }
    switch tag {
    case 0:
      guard let kind = reader.kind(), let name = reader.text(), let value = reader.text() else { return nil }
      return .declare(kind: kind, name: name, value: value)
    case 1:
      guard let name = reader.text() else { return nil }
      return .node(name)
    case 2:
      guard let tail = reader.index(), let head = reader.index(), let name = reader.text() else { return nil }
      return .edge(tail: tail, head: head, name: name)
    case 3:
      guard let name = reader.text(), let node = reader.index() else { return nil }
      return .cluster(name: name, node: node)
    case 6:
      guard let cluster = reader.text(), let name = reader.text(), let value = reader.text() else {
        return nil
      }
      return .setCluster(cluster: cluster, name: name, value: value)
    case 4, 5:
      guard let kind = reader.kind(), let index = reader.index(), let name = reader.text(),
        let value = reader.text()
      else { return nil }
      return tag == 4
        ? .set(kind: kind, index: index, name: name, value: value)
        : .setHTML(kind: kind, index: index, name: name, value: value)
    default: return nil
    }
  }

  /// A result or a failure as bytes.
  static func encoded(_ outcome: Swift.Result<Result, GraphvizFailure>) -> [UInt8] {
    var writer = ByteWriter(bytes: resultMagic)
    switch outcome {
    case .success(let result):
      writer.write(0)
      writer.write(result.messages)
      writer.write(UInt64(result.bytes.count))
      writer.bytes += result.bytes
    case .failure(let failure):
      writer.write(1)
      writer.write(failure.messages)
      writer.write(failure.step)
    }
    return writer.bytes
  }

  /// Reads a result; nil when the bytes are none or not whole.
  static func decodedOutcome(_ bytes: [UInt8]) -> Swift.Result<Result, GraphvizFailure>? {
    guard var reader = ByteReader(bytes: bytes, after: resultMagic), let tag = reader.number(),
      let messages = reader.texts()
    else { return nil }
    if tag == 0 {
      guard let payload = reader.rest() else { return nil }
      return .success(Result(bytes: payload, messages: messages))
    }
    guard let step = reader.text(), reader.isAtEnd else { return nil }
    return .failure(GraphvizFailure(step: step, messages: messages))
  }
}

/// What a child process may take.
struct ChildLimits: Sendable, Equatable {
  /// Bytes of address space.
  var memory: UInt64
  /// Seconds of CPU time.
  var seconds: UInt64
}

/// Appends numbers in base 128, seven bits a byte, and texts with their length.
private struct ByteWriter {
  var bytes: [UInt8]

  mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A node's or edge's number; -1 for one that does not exist.
  mutating func write(index: Int32) { write(UInt64(UInt32(bitPattern: index))) }

  /// A size, which is not negative.
  mutating func write(size: Double) { write(max(size, 0).bitPattern) }

  mutating func write(_ text: String) {
    write(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ texts: [String]) {
    write(UInt64(texts.count))
    for text in texts { write(text) }
  }
}

/// Reads what ``ByteWriter`` writes; nil wherever the bytes end early or say what cannot be.
private struct ByteReader {
  private let bytes: [UInt8]
  private var position: Int

  init?(bytes: [UInt8], after magic: [UInt8]) {
    guard bytes.starts(with: magic) else { return nil }
    self.bytes = bytes
    position = magic.count
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 63 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  /// How many follow, each of at least a byte.
  mutating func count() -> Int? {
    number().flatMap { $0 <= UInt64(bytes.count - position) ? Int($0) : nil }
  }

  mutating func size() -> Double? {
    number().map { Double(bitPattern: $0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  mutating func index() -> Int32? {
    number().flatMap { UInt32(exactly: $0) }.map { Int32(bitPattern: $0) }
  }

  mutating func kind() -> GraphvizJob.Kind? {
    number().flatMap { UInt8(exactly: $0) }.flatMap { GraphvizJob.Kind(rawValue: $0) }
  }

  mutating func text() -> String? {
    guard let length = number(), length <= UInt64(bytes.count - position) else { return nil }
    let end = position + Int(length)
    defer { position = end }
    return String(validating: bytes[position..<end], as: UTF8.self)
  }

  mutating func texts() -> [String]? {
    guard let count = number(), count <= UInt64(bytes.count - position) else { return nil }
    var result: [String] = []
    for _ in 0..<count {
      guard let text = text() else { return nil }
      result.append(text)
    }
    return result
  }

  /// A length and exactly so many bytes up to the end.
  mutating func rest() -> [UInt8]? {
    guard let length = number(), length == UInt64(bytes.count - position) else { return nil }
    defer { position = bytes.count }
    return Array(bytes[position...])
  }
}
