import CGraphvizShim

/// One graph inside Graphviz, freed when it goes out of scope, also after a failure.
///
/// Graphviz is not thread safe: from `init` to the end of life the drawing holds the one lock of the process, so it
/// must neither be kept nor sent to another thread.
@safe struct GraphvizDrawing: ~Copyable {
  /// What an attribute hangs on.
  enum Target {
    case graph
    case node(Int32)
    case edge(Int32)

    fileprivate var kind: Int32 {
      switch self {
      case .graph: Int32(ENTENTE_GRAPH)
      case .node: Int32(ENTENTE_NODE)
      case .edge: Int32(ENTENTE_EDGE)
      }
    }

    fileprivate var index: Int32 {
      switch self {
      case .graph: 0
      case .node(let index), .edge(let index): index
      }
    }
  }

  private let handle: OpaquePointer

  /// Whether a call failed; checked once at the end, since one failed call spoils the picture.
  private(set) var hasFailed = false

  /// Opens a directed graph.
  ///
  /// - Throws: ``GraphvizFailure`` when memory is short.
  init(name: String) throws(GraphvizFailure) {
    guard let handle = unsafe entente_begin(name, 1) else {
      throw GraphvizFailure(step: "open", messages: [])
    }
    unsafe self.handle = handle
  }

  deinit { unsafe entente_end(handle) }

  /// Declares an attribute and its default; must come before the first node.
  mutating func declare(_ target: Target, _ name: String, _ value: String) {
    if unsafe entente_declare(handle, target.kind, name, value) != 0 { hasFailed = true }
  }

  /// Adds a node.
  mutating func node(_ name: String) -> Int32 {
    let index = unsafe entente_node(handle, name)
    if index < 0 { hasFailed = true }
    return index
  }

  /// Adds an edge.
  mutating func edge(from tail: Int32, to head: Int32, _ name: String) -> Int32 {
    let index = unsafe entente_edge(handle, tail, head, name)
    if index < 0 { hasFailed = true }
    return index
  }

  /// Puts a node into a cluster, making the cluster when it is new.
  mutating func put(node: Int32, intoCluster name: String) {
    if unsafe entente_cluster(handle, name, node) != 0 { hasFailed = true }
  }

  /// Sets a declared attribute.
  mutating func set(_ target: Target, _ name: String, _ value: String) {
    if unsafe entente_set(handle, target.kind, target.index, name, value) != 0 { hasFailed = true }
  }

  /// Sets an attribute to a label in Graphviz's HTML-like language.
  mutating func setHTML(_ target: Target, _ name: String, _ value: String) {
    if unsafe entente_set_html(handle, target.kind, target.index, name, value) != 0 { hasFailed = true }
  }

  /// Lays the graph out.
  ///
  /// - Parameters:
  ///   - engine: Graphviz's name of the engine.
  ///   - seed: For the engines that draw random numbers.
  /// - Throws: ``GraphvizFailure`` when Graphviz says so or counts an error.
  mutating func layout(engine: String, seed: UInt32) throws(GraphvizFailure) {
    let status = unsafe entente_layout(handle, engine, seed)
    try check(status, step: "layout")
  }

  /// Renders to bytes.
  ///
  /// - Throws: ``GraphvizFailure`` when Graphviz says so or counts an error: its return status alone is no proof.
  mutating func render(_ format: String) throws(GraphvizFailure) -> [UInt8] {
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    let status = unsafe entente_render(handle, format, &bytes, &length)
    guard let data = unsafe bytes, status == 0 else {
      throw GraphvizFailure(step: "render", messages: messages)
    }
    let result = unsafe UnsafeRawBufferPointer(start: data, count: length).map { $0 }
    unsafe entente_free_render(data)
    try check(status, step: "render")
    return result
  }

  /// Writes the graph as DOT, before any layout.
  ///
  /// - Throws: ``GraphvizFailure`` when it cannot be written.
  mutating func dot() throws(GraphvizFailure) -> [UInt8] {
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    let status = unsafe entente_write(handle, &bytes, &length)
    guard let data = unsafe bytes, status == 0 else {
      throw GraphvizFailure(step: "write", messages: messages)
    }
    let result = unsafe UnsafeRawBufferPointer(start: data, count: length).map { $0 }
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

/// Graphviz did not do its part.
struct GraphvizFailure: Error, Equatable {
  /// Which part: `open`, `layout`, `render`.
  let step: String
  /// What it said.
  let messages: [String]
}
