import CYAML
import Diagnostics

/// What libyaml found next in a text.
struct YAMLEvent {
  /// What begins, ends or stands there.
  enum Kind {
    case streamEnd
    /// The begin of a stream or of a document, or the end of a document.
    case frame
    case alias(String)
    case scalar(String, YAMLNode.ScalarStyle)
    case sequenceStart
    case mappingStart
    case collectionEnd
  }

  let kind: Kind
  /// The name after `&`.
  let anchor: String?
  /// Where it begins in the text, in bytes; at its anchor or tag if it has one.
  let lower: Int
  /// Where it ends in the text, in bytes.
  let upper: Int
}

/// The events of one text, in its order.
///
/// libyaml counts characters; bytes are counted along with it, forwards or back, so that a whole text costs one walk.
@safe struct YAMLEvents: ~Copyable {
  private let source: SourceText
  private let bytes: UnsafeBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  /// The bytes of a byte order mark at the start, which libyaml does not see.
  private let markLength: Int
  private var character = 0
  private var offset: Int

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - source: The text; it must be UTF-8 without characters that YAML forbids.
  ///   - bytes: Its bytes, which must stay where they are.
  /// - Throws: ``YAMLRefusal`` when memory is short.
  init(_ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLRefusal) {
    self.source = source
    unsafe self.bytes = unsafe bytes
    markLength = unsafe bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offset = markLength
    unsafe parser = .allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      // Only what is fully made has its end called.
      throw YAMLFault(source).memory
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(
      parser, bytes.baseAddress.map { unsafe $0 + markLength }, bytes.count - markLength)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
  }

  /// Reads on.
  ///
  /// - Throws: ``YAMLRefusal`` when the text goes on as no YAML does.
  mutating func next() throws(YAMLRefusal) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw fault() }
    defer { unsafe yaml_event_delete(&event) }
    let lower = unsafe offset(of: event.start_mark)
    let upper = unsafe offset(of: event.end_mark)
    var anchor: UnsafeMutablePointer<yaml_char_t>?
    let kind: YAMLEvent.Kind
    switch unsafe event.type {
    case YAML_STREAM_END_EVENT: kind = .streamEnd
    case YAML_ALIAS_EVENT: kind = unsafe .alias(name(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      unsafe anchor = unsafe scalar.anchor
      let text = unsafe String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      kind = unsafe .scalar(text, style(scalar.style))
    case YAML_SEQUENCE_START_EVENT:
      unsafe anchor = unsafe event.data.sequence_start.anchor
      kind = .sequenceStart
    case YAML_MAPPING_START_EVENT:
      unsafe anchor = unsafe event.data.mapping_start.anchor
      kind = .mappingStart
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .collectionEnd
    default: kind = .frame
    }
    return unsafe YAMLEvent(kind: kind, anchor: name(anchor), lower: lower, upper: upper)
  }

  private func name(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
  }

  private func style(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private func isContinuation(_ index: Int) -> Bool {
    unsafe index < bytes.count && bytes[index] & 0xC0 == 0x80
  }

  private mutating func offset(of mark: yaml_mark_t) -> Int {
    let wanted = Int(clamping: mark.index)
    while character < wanted, unsafe offset < bytes.count {
      offset += 1
      while isContinuation(offset) { offset += 1 }
      character += 1
    }
    while character > wanted, offset > markLength {
      offset -= 1
      while offset > markLength, isContinuation(offset) { offset -= 1 }
      character -= 1
    }
    return offset
  }

  private mutating func fault() -> YAMLRefusal {
    let faults = YAMLFault(source)
    switch unsafe parser.pointee.error {
    case YAML_MEMORY_ERROR: return faults.memory
    case YAML_SCANNER_ERROR, YAML_PARSER_ERROR, YAML_COMPOSER_ERROR:
      let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "the text is no YAML"
      let place = unsafe offset(of: parser.pointee.problem_mark)
      let isElsewhere = unsafe parser.pointee.context_mark.line != parser.pointee.problem_mark.line
      guard isElsewhere, let context = unsafe parser.pointee.context else {
        return faults.syntax(problem, at: place)
      }
      return unsafe faults.syntax(
        problem, at: place,
        context: (String(cString: context), offset(of: parser.pointee.context_mark)))
    default: return faults.unreadable
    }
  }
}
