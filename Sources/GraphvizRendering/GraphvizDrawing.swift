/// One graph for Graphviz: first noted call by call, then drawn, here or in a child process.
///
/// Nothing of Graphviz is touched before ``render(_:)`` or ``dot()``; both may run once.
struct GraphvizDrawing {
  /// What an attribute hangs on.
  enum Target {
    case graph
    case node(Int32)
    case edge(Int32)
  }

  private let host: GraphvizHost
  private var job: GraphvizJob
  private var nodeCount: Int32 = 0
  private var edgeCount: Int32 = 0

  /// What Graphviz said so far, one message an item.
  private(set) var messages: [String] = []

  /// Opens a directed graph.
  ///
  /// - Parameters:
  ///   - name: The graph's name.
  ///   - host: Where it will be drawn.
  init(name: String, on host: GraphvizHost) {
    self.host = host
    job = GraphvizJob(name: name)
  }

  /// Declares an attribute and its default; must come before the first node.
  mutating func declare(_ target: Target, _ name: String, _ value: String) {
    job.calls.append(.declare(kind: target.kind, name: name, value: value))
  }

  /// Adds a node; each name may stand once.
  mutating func node(_ name: String) -> Int32 {
    job.calls.append(.node(name))
    nodeCount += 1
    return nodeCount - 1
  }

  /// Adds an edge.
  mutating func edge(from tail: Int32, to head: Int32, _ name: String) -> Int32 {
    job.calls.append(.edge(tail: tail, head: head, name: name))
    edgeCount += 1
    return edgeCount - 1
  }

  /// Puts a node into a cluster, making the cluster when it is new.
  mutating func put(node: Int32, intoCluster name: String) {
    job.calls.append(.cluster(name: name, node: node))
  }

  /// Sets an attribute of a cluster that has nodes already; it must be declared for graphs.
  mutating func set(cluster: String, _ name: String, _ value: String) {
    job.calls.append(.setCluster(cluster: cluster, name: name, value: value))
  }

  /// Sets a declared attribute.
  mutating func set(_ target: Target, _ name: String, _ value: String) {
    job.calls.append(.set(kind: target.kind, index: target.index, name: name, value: value))
  }

  /// Sets an attribute to a label in Graphviz's HTML-like language.
  mutating func setHTML(_ target: Target, _ name: String, _ value: String) {
    job.calls.append(.setHTML(kind: target.kind, index: target.index, name: name, value: value))
  }

  /// Chooses how the graph is laid out when it is rendered.
  ///
  /// - Parameters:
  ///   - engine: Graphviz's name of the engine.
  ///   - seed: For the engines that draw random numbers.
  mutating func layout(engine: String, seed: UInt32) {
    job.layout = GraphvizJob.Layout(engine: engine, seed: seed)
  }

  /// Runs the lines between layout and rendering.
  mutating func route(_ routing: LineRouting) { job.routing = routing }

  /// Lays the graph out and renders it to bytes.
  ///
  /// - Throws: ``GraphvizFailure`` when Graphviz says so or counts an error, or when it took too much time or memory.
  mutating func render(_ format: String) throws(GraphvizFailure) -> [UInt8] {
    job.output = .rendered(format: format)
    return try run()
  }

  /// Writes the graph as DOT, without a layout.
  ///
  /// - Throws: ``GraphvizFailure`` when it cannot be written.
  mutating func dot() throws(GraphvizFailure) -> [UInt8] {
    job.output = .written
    job.layout = nil
    return try run()
  }

  private mutating func run() throws(GraphvizFailure) -> [UInt8] {
    let result = try host.run(job)
    messages += result.messages
    return result.bytes
  }
}

extension GraphvizDrawing.Target {
  fileprivate var kind: GraphvizJob.Kind {
    switch self {
    case .graph: .graph
    case .node: .node
    case .edge: .edge
    }
  }

  fileprivate var index: Int32 {
    switch self {
    case .graph: 0
    case .node(let index), .edge(let index): index
    }
  }
}
