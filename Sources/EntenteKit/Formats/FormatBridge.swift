import Diagnostics
import GraphCore
import GraphFormats

/// Text in an encoding other than UTF-8, made UTF-8 where that is certain.
enum TextEncoding {
  /// The bytes of a file in UTF-8: UTF-16 with a byte order mark is converted, all else stays as it is.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = 2
    while index + 1 < bytes.count {
      let (low, high) = isLittle ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
      units.append(UInt16(high) << 8 | UInt16(low))
      index += 2
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

/// Reads files in formats that no other target may know of.
struct FormatBridge {
  let options: ReadOptions
  let columns: ColumnMapping
  private let hasSchema: Bool

  /// - Throws: `table.mapping` when the options assign columns wrongly.
  init(_ options: ReadOptions, hasSchema: Bool) throws(Problem) {
    self.options = options
    self.hasSchema = hasSchema
    var columns = ColumnMapping()
    try columns.add(options.columns)
    self.columns = columns
  }

  /// The format of a file.
  func format(of source: SourceText, path: String) -> FileFormat {
    if let given = options.format { return given.format }
    if !columns.columns.isEmpty, FileFormat(suffix: WorkspacePath.suffix(of: path)) == nil { return .csv }
    return FileFormat.detect(source, suffix: WorkspacePath.suffix(of: path))
  }

  /// The graph of a table of nothing but subjects, relations, objects and dates; nil when the file is another.
  func bulkGraph(
    _ source: SourceText, as format: FileFormat, reporting bag: inout DiagnosticBag
  ) -> (graph: GraphSnapshot, counts: ImportCounts)? {
    guard options.createsMissing, !hasSchema else { return nil }
    var settings = ImportOptions()
    settings.columns = columns
    return FormatReading.bulkGraph(source, as: format, options: settings, reporting: &bag)
  }

  /// What a file says; nil when it cannot be read at all, which was reported.
  func document(
    _ source: SourceText, as format: FileFormat, reporting bag: inout DiagnosticBag
  ) -> GraphDocument? {
    switch format {
    case .dot: return DotImport.document(source, reporting: &bag)
    case .cypher: return CypherImport.document(source, reporting: &bag)
    case .sqlite: return SQLiteFile.document(source, reporting: &bag)
    default: break
    }
    var settings = ImportOptions()
    settings.columns = columns
    settings.prefersCodes = hasSchema
    return FormatReading.document(source, as: format, options: settings, reporting: &bag)
  }
}
