import CGraphvizShim

/// What Graphviz has to do, as a value: the calls that build one graph, how to lay it out, what to give back.
///
/// A job can be run in this process or travel to another as bytes.
struct GraphvizJob: Sendable, Equatable {
  /// What an attribute hangs on; the raw values are the shim's.
  enum Kind: UInt8, Sendable {
    case graph = 0
    case node = 1
    case edge = 2
  }

  /// One call of the shim's.
  enum Call: Sendable, Equatable {
    case declare(kind: Kind, name: String, value: String)
    case node(String)
    case edge(tail: Int32, head: Int32, name: String)
    case cluster(name: String, node: Int32)
    case setCluster(cluster: String, name: String, value: String)
    case set(kind: Kind, index: Int32, name: String, value: String)
    case setHTML(kind: Kind, index: Int32, name: String, value: String)
  }

  /// A layout.
  struct Layout: Sendable, Equatable {
    /// Graphviz's name of the engine.
    var engine: String
    /// For the engines that draw random numbers.
    var seed: UInt32
  }

  /// What to give back.
  enum Output: Sendable, Equatable {
    case rendered(format: String)
    case written
  }

  /// What came back.
  struct Result: Sendable, Equatable {
    var bytes: [UInt8]
    /// One message an item.
    var messages: [String]
  }

  var name: String
  var calls: [Call] = []
  var layout: Layout?
  /// How lines are run when the layout has found places.
  var routing: LineRouting?
  var output = Output.written

  /// How many nodes and edges the graph has.
  var size: Int {
    calls.reduce(0) { count, call in
      switch call {
      case .node, .edge: count + 1
      default: count
      }
    }
  }

  init(name: String) { self.name = name }

  /// Runs the job in this process, waiting until Graphviz is free.
  ///
  /// - Throws: ``GraphvizFailure`` when Graphviz says so or counts an error: its return status alone is no proof.
  func run() throws(GraphvizFailure) -> Result {
    let graph = try OpenGraph(name: name)
    for call in calls { graph.make(call) }
    if graph.hasFailed { throw GraphvizFailure(step: "build", messages: graph.messages) }
    if let layout { try graph.lay(layout) }
    if let routing { try graph.run(routing) }
    switch output {
    case .rendered(let format):
      let bytes = try graph.render(format)
      return Result(bytes: bytes, messages: graph.messages)
    case .written:
      let bytes = try graph.write()
      return Result(bytes: bytes, messages: graph.messages)
    }
  }
}

/// One graph inside Graphviz, freed when it goes out of scope, also after a failure.
///
/// Graphviz is not thread safe: from `init` to the end of life this holds the one lock of the process, so it must
/// neither be kept nor sent to another thread.
@safe private final class OpenGraph {
  private let handle: OpaquePointer

  /// Whether a call failed; checked once at the end, since one failed call spoils the picture.
  private(set) var hasFailed = false

  init(name: String) throws(GraphvizFailure) {
    guard let handle = unsafe entente_begin(name, 1) else {
      guard let missing = unsafe entente_graphviz_missing() else {
        throw GraphvizFailure(step: "open", messages: [])
      }
      throw GraphvizFailure(step: "graphviz-library", messages: [unsafe String(cString: missing)])
    }
    unsafe self.handle = handle
  }

  deinit { unsafe entente_end(handle) }

  func make(_ call: GraphvizJob.Call) {
    let status: Int32
    switch call {
    case .declare(let kind, let name, let value):
      status = unsafe entente_declare(handle, Int32(kind.rawValue), name, value)
    case .node(let name): status = unsafe entente_node(handle, name)
    case .edge(let tail, let head, let name): status = unsafe entente_edge(handle, tail, head, name)
    case .cluster(let name, let node): status = unsafe entente_cluster(handle, name, node)
    case .setCluster(let cluster, let name, let value):
      status = unsafe entente_set_cluster(handle, cluster, name, value)
    case .set(let kind, let index, let name, let value):
      status = unsafe entente_set(handle, Int32(kind.rawValue), index, name, value)
    case .setHTML(let kind, let index, let name, let value):
      status = unsafe entente_set_html(handle, Int32(kind.rawValue), index, name, value)
    }
    if status < 0 { hasFailed = true }
  }

  func lay(_ layout: GraphvizJob.Layout) throws(GraphvizFailure) {
    try check(unsafe entente_layout(handle, layout.engine, layout.seed), step: "layout")
  }

  /// Runs lines anew between the places that were found.
  ///
  /// Graphviz's y grows upwards, ours downwards.
  func run(_ routing: LineRouting) throws(GraphvizFailure) {
    var places: [Vector] = []
    for node in 0..<(routing.bodies.count + routing.lines.count) {
      var place = Vector(0, 0)
      guard unsafe entente_place(handle, Int32(node), &place.x, &place.y) == 0, place.x.isFinite,
        place.y.isFinite
      else { throw GraphvizFailure(step: "layout", messages: messages) }
      places.append(Vector(place.x, -place.y))
    }
    let routes = routing.routes(places: places) { line in
      EngineWay(first: way(ofEdge: 2 * line), second: way(ofEdge: 2 * line + 1))
    }
    for (line, route) in routes.enumerated() {
      set(route.first, tip: nil, ofEdge: 2 * line)
      set(route.second, tip: route.tip, ofEdge: 2 * line + 1)
    }
    if hasFailed { throw GraphvizFailure(step: "layout", messages: messages) }
  }

  private func way(ofEdge edge: Int) -> [Curve] {
    var numbers: UnsafePointer<Double>?
    let count = Int(unsafe entente_way(handle, Int32(edge), &numbers))
    guard count >= 4, let numbers = unsafe numbers else { return [] }
    let points = (0..<count).map { unsafe Vector(numbers[2 * $0], -numbers[2 * $0 + 1]) }
    guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return [] }
    return stride(from: 0, to: count - 3, by: 3).map {
      Curve(points[$0], points[$0 + 1], points[$0 + 2], points[$0 + 3])
    }
  }

  private func set(_ curves: [Curve], tip: Vector?, ofEdge edge: Int) {
    var numbers: [Double] = []
    for curve in curves {
      let points = numbers.isEmpty ? [curve.start] : []
      for point in points + [curve.control1, curve.control2, curve.end] { numbers += [point.x, -point.y] }
    }
    let count = Int32(numbers.count / 2)
    let tip = tip.map { [$0.x, -$0.y] }
    if unsafe entente_set_way(handle, Int32(edge), numbers, count, tip) < 0 { hasFailed = true }
  }

  func render(_ format: String) throws(GraphvizFailure) -> [UInt8] {
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    let status = unsafe entente_render(handle, format, &bytes, &length)
    guard let data = unsafe bytes, status == 0 else {
      throw GraphvizFailure(step: "render", messages: messages)
    }
    let result = unsafe Array(UnsafeRawBufferPointer(start: data, count: length))
    unsafe entente_free_render(data)
    try check(status, step: "render")
    return result
  }

  func write() throws(GraphvizFailure) -> [UInt8] {
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    let status = unsafe entente_write(handle, &bytes, &length)
    guard let data = unsafe bytes, status == 0 else {
      throw GraphvizFailure(step: "write", messages: messages)
    }
    let result = unsafe Array(UnsafeRawBufferPointer(start: data, count: length))
    unsafe entente_free_text(data)
    try check(status, step: "write")
    return result
  }

  /// What Graphviz said so far, one message an item.
  var messages: [String] {
    let text = unsafe String(cString: entente_messages(handle))
    return text.split(separator: "\n").map { line in
      var message = line[...]
      for prefix in ["Warning: ", "Error: "] where message.hasPrefix(prefix) {
        message = message.dropFirst(prefix.count)
      }
      return String(message)
    }
  }

  private func check(_ status: Int32, step: String) throws(GraphvizFailure) {
    let errors = unsafe entente_error_count(handle)
    if status != 0 || hasFailed || errors > 0 {
      throw GraphvizFailure(step: step, messages: messages)
    }
  }
}
