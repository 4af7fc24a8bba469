import Diagnostics

/// A piece of a YAML text: an indicator, a scalar, or the begin and end of a block that indentation makes.
struct YAMLToken {
  enum Kind: Equatable {
    case streamEnd
    case directive
    case documentStart
    case documentEnd
    case blockSequenceStart
    case blockMappingStart
    case blockEnd
    case flowSequenceStart
    case flowSequenceEnd
    case flowMappingStart
    case flowMappingEnd
    case blockEntry
    case flowEntry
    case key
    case value
    case alias(String)
    case anchor(String)
    case tag(String)
    case scalar(String, YAMLNode.ScalarStyle)
  }

  var kind: Kind

  /// The bytes; empty for what indentation implies.
  var span: SourceSpan
}
