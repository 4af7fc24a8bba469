import CMarkGFM

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A Markdown text (CommonMark 0.29 with GitHub's tables, task lists, strikethrough, autolinks and footnotes), parsed by
/// libcmark-gfm.
///
/// The only door to the C library: what leaves it are values, lines and columns.
@safe final class MarkdownTree {
  /// What the tree is asked for, in the order of the text.
  enum Piece {
    /// A fenced code block: its info string, where its fence begins and how far it is indented in its container.
    case fence(line: Int, column: Int, endLine: Int, indent: Int)
    /// An HTML block with its lines as the text has them, without the marks of its containers.
    case html(line: Int, column: Int, literal: String)
    /// A code span or an inline HTML tag.
    case inline(literal: String, isTag: Bool)
  }

  private let root: OpaquePointer
  private let nodes: [OpaquePointer]
  /// The pieces in the order of the text.
  let pieces: [Piece]

  private static let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8
  /// The extensions that GitHub switches on.
  ///
  /// Not `tagfilter`: raw HTML is dropped, or wanted as it is.
  private static let extensions = ["table", "strikethrough", "autolink", "tasklist"]

  /// Parses a text.
  ///
  /// - Complexity: O(n) in the number of bytes.
  init(_ bytes: [UInt8]) {
    cmark_gfm_core_extensions_ensure_registered()
    let parser = unsafe cmark_parser_new(Self.options)
    for name in Self.extensions {
      if let found = unsafe cmark_find_syntax_extension(name) {
        _ = unsafe cmark_parser_attach_syntax_extension(parser, found)
      }
    }
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe cmark_parser_feed(parser, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
    }
    let document = unsafe cmark_parser_finish(parser)
    unsafe cmark_parser_free(parser)
    // Memory that cannot be had ends the process inside the library: a document there always is.
    unsafe root = document ?? cmark_node_new(CMARK_NODE_DOCUMENT)
    unsafe (nodes, pieces) = Self.walk(root)
  }

  deinit { unsafe cmark_node_free(root) }

  private static func walk(_ root: OpaquePointer) -> ([OpaquePointer], [Piece]) {
    var nodes: [OpaquePointer] = unsafe []
    var pieces: [Piece] = []
    let walk = unsafe cmark_iter_new(root)
    defer { unsafe cmark_iter_free(walk) }
    while true {
      let event = unsafe cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { break }
      guard event == CMARK_EVENT_ENTER, let node = unsafe cmark_iter_get_node(walk) else { continue }
      let type = unsafe cmark_node_get_type(node)
      let line = unsafe Int(cmark_node_get_start_line(node))
      let column = unsafe Int(cmark_node_get_start_column(node))
      if type == CMARK_NODE_CODE_BLOCK {
        var (length, indent, character) = (Int32(0), Int32(0), CChar(0))
        guard unsafe cmark_node_get_fenced(node, &length, &indent, &character) != 0 else { continue }
        let end = unsafe Int(cmark_node_get_end_line(node))
        pieces.append(.fence(line: line, column: column, endLine: end, indent: Int(indent)))
      } else if type == CMARK_NODE_HTML_BLOCK {
        pieces.append(.html(line: line, column: column, literal: unsafe literal(node)))
      } else if type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE {
        pieces.append(.inline(literal: unsafe literal(node), isTag: type == CMARK_NODE_HTML_INLINE))
      } else {
        continue
      }
      unsafe nodes.append(node)
    }
    return unsafe (nodes, pieces)
  }

  private static func literal(_ node: OpaquePointer) -> String {
    unsafe cmark_node_get_literal(node).map { unsafe String(cString: $0) } ?? ""
  }

  // MARK: - HTML

  /// A run of pieces that is left out of the HTML.
  struct Omission {
    /// The first piece.
    let first: Int
    /// The last piece; a sibling of the first.
    let last: Int
    /// Whether the first piece itself, or what replaced it, stays.
    let keepsFirst: Bool
  }

  /// The document as HTML; the tree is used up by it.
  ///
  /// - Parameters:
  ///   - replacements: HTML for pieces, by their index in ``pieces``.
  ///   - omissions: What is left out.
  ///   - images: The `data:` address of an image, by the address in the text; nil for a link in its place.
  ///   - allowsRawHTML: Whether HTML in the text comes through; else it is dropped, as are links to scripts.
  /// - Returns: The HTML of the body.
  func html(
    replacing replacements: [Int: String], omitting omissions: [Omission], images: (String) -> String?,
    allowsRawHTML: Bool
  ) -> String {
    var nodes = unsafe nodes
    for index in pieces.indices {
      guard let html = replacements[index] else { continue }
      let isInline = if case .inline = pieces[index] { true } else { false }
      let type = isInline ? CMARK_NODE_CUSTOM_INLINE : CMARK_NODE_CUSTOM_BLOCK
      guard let custom = unsafe cmark_node_new(type) else { continue }
      _ = unsafe cmark_node_set_on_enter(custom, html)
      if unsafe cmark_node_replace(nodes[index], custom) != 0 {
        unsafe cmark_node_free(nodes[index])
        unsafe nodes[index] = custom
      }
    }
    for omission in omissions {
      let first = unsafe omission.keepsFirst ? cmark_node_next(nodes[omission.first]) : nodes[omission.first]
      unsafe Self.remove(from: first, through: nodes[omission.last])
    }
    embedImages(images)
    anchorHeadings()
    let options = Self.options | (allowsRawHTML ? CMARK_OPT_UNSAFE : 0)
    guard let rendered = unsafe cmark_render_html(root, options, nil) else { return "" }
    defer { unsafe free(rendered) }
    return unsafe String(cString: rendered)
  }

  /// Takes out and frees the siblings from one node to another; nothing when they are no siblings.
  private static func remove(from first: OpaquePointer?, through last: OpaquePointer) {
    var doomed: [OpaquePointer] = unsafe []
    var current: OpaquePointer? = unsafe first
    while let node = unsafe current {
      unsafe doomed.append(node)
      if node == last {
        unsafe doomed.forEach { unsafe cmark_node_free($0) }
        return
      }
      unsafe current = cmark_node_next(node)
    }
  }

  /// The nodes of a type.
  private func nodes(of type: cmark_node_type) -> [OpaquePointer] {
    var found: [OpaquePointer] = unsafe []
    let walk = unsafe cmark_iter_new(root)
    defer { unsafe cmark_iter_free(walk) }
    while true {
      let event = unsafe cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { return unsafe found }
      guard event == CMARK_EVENT_ENTER, let node = unsafe cmark_iter_get_node(walk) else { continue }
      if unsafe cmark_node_get_type(node) == type { unsafe found.append(node) }
    }
  }

  /// The text of a node and of all below it.
  private static func words(of node: OpaquePointer) -> String {
    var text = unsafe literal(node)
    var child = unsafe cmark_node_first_child(node)
    while let inner = unsafe child {
      text += unsafe words(of: inner)
      unsafe child = cmark_node_next(inner)
    }
    return text
  }

  /// The text of the first heading.
  var firstHeading: String? {
    unsafe nodes(of: CMARK_NODE_HEADING).first.map { unsafe Self.words(of: $0) }
  }

  /// The addresses of the images in the text.
  var imageAddresses: [String] {
    unsafe nodes(of: CMARK_NODE_IMAGE).map { node in
      unsafe cmark_node_get_url(node).map { unsafe String(cString: $0) } ?? ""
    }
  }

  /// Sets images into the page, so that it needs no other file.
  private func embedImages(_ images: (String) -> String?) {
    for image in unsafe nodes(of: CMARK_NODE_IMAGE).map({ unsafe Node(pointer: $0) }) {
      let node = unsafe image.pointer
      let address = unsafe cmark_node_get_url(node).map { unsafe String(cString: $0) } ?? ""
      let alt = unsafe MarkupText.attribute(Self.words(of: node))
      guard let custom = unsafe cmark_node_new(CMARK_NODE_CUSTOM_INLINE) else { continue }
      let html: String
      if let data = images(address) {
        html = "<img src=\"\(MarkupText.attribute(data))\" alt=\"\(alt)\">"
      } else if let link = MarkupText.safeLink(address) {
        html = "<a href=\"\(MarkupText.attribute(link))\">\(alt.isEmpty ? MarkupText.html(link) : alt)</a>"
      } else {
        html = alt
      }
      _ = unsafe cmark_node_set_on_enter(custom, html)
      if unsafe cmark_node_replace(node, custom) != 0 { unsafe cmark_node_free(node) }
    }
  }

  /// A pointer that a loop can hold.
  @safe private struct Node {
    let pointer: OpaquePointer
  }

  /// Gives each heading an anchor as GitHub names it: lower case, blanks as hyphens, punctuation left out.
  private func anchorHeadings() {
    var seen: [String: Int] = [:]
    let walk = unsafe cmark_iter_new(root)
    defer { unsafe cmark_iter_free(walk) }
    var heading: OpaquePointer?
    var text = ""
    while true {
      let event = unsafe cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { break }
      guard let node = unsafe cmark_iter_get_node(walk) else { continue }
      let type = unsafe cmark_node_get_type(node)
      if type == CMARK_NODE_HEADING, event == CMARK_EVENT_ENTER {
        unsafe heading = node
        text = ""
      } else if type == CMARK_NODE_HEADING, let open = unsafe heading {
        let name = HeadingName.of(text)
        let count = seen[name, default: 0]
        seen[name] = count + 1
        if !name.isEmpty, let custom = unsafe cmark_node_new(CMARK_NODE_CUSTOM_INLINE) {
          let id = count == 0 ? name : "\(name)-\(count)"
          _ = unsafe cmark_node_set_on_enter(custom, "<a id=\"\(MarkupText.html(id))\"></a>")
          _ = unsafe cmark_node_prepend_child(open, custom)
        }
        unsafe heading = nil
      } else if unsafe heading != nil, event == CMARK_EVENT_ENTER {
        text += unsafe Self.literal(node)
      }
    }
  }
}

/// The names of headings as GitHub makes them.
enum HeadingName {
  static func of(_ text: String) -> String {
    String(
      text.lowercased().compactMap { character -> Character? in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || character == "-" || character == "_"
          ? character : nil
      })
  }
}
