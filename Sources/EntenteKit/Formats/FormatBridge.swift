import Diagnostics
import GraphCore
import GraphFormats

/// Text in an encoding other than UTF-8, made UTF-8 where that is certain.
enum TextEncoding {
  /// The bytes of a file in UTF-8: UTF-16 with a byte order mark is converted, all else stays as it is.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    guard isWide(bytes) else { return bytes }
    let isLittle = bytes[0] == 0xFF
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

  /// Whether bytes begin as UTF-16 with a byte order mark does.
  static func isWide(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }
}

/// Reads files in formats that no other target may know of.
struct FormatBridge {
  let options: ReadOptions
  let columns: ColumnMapping
  private let hasSchema: Bool
  /// Where to note how far reading has come.
  var progress: Progress?

  /// - Throws: `table.mapping` when the options assign columns wrongly.
  init(_ options: ReadOptions, hasSchema: Bool) throws(Diagnostic) {
    self.options = options
    self.hasSchema = hasSchema
    var columns = ColumnMapping()
    for file in options.columnFiles { try columns.add(file) }
    do throws(Problem) { try columns.add(options.columns) } catch { throw error.diagnostic }
    self.columns = columns
  }

  /// The format of a file.
  func format(of source: SourceText, path: String) -> FileFormat {
    if let given = options.format { return given.format }
    if !columns.columns.isEmpty, FileFormat(suffix: WorkspacePath.suffix(of: path)) == nil { return .csv }
    return FileFormat.detect(source, suffix: WorkspacePath.suffix(of: path))
  }

  /// The graph of a table of claims, read where it lies; nil when the file is another, or must be read another way.
  func bulkGraph(
    _ bytes: FlatArray<UInt8>, named name: String, path: String, reporting bag: inout DiagnosticBag
  ) -> (graph: GraphSnapshot, counts: ImportCounts)? {
    guard options.createsMissing, !hasSchema, !TextEncoding.isWide(bytes) else { return nil }
    // The beginning tells tables from all else; a beginning of something else may tell nothing.
    let head = SourceText(name: name, bytes: Array(bytes.part(0..<min(bytes.count, 1 << 16))))
    var settings = ImportOptions()
    settings.columns = columns
    let format = format(of: head, path: path)
    return FormatReading.bulkGraph(bytes, named: name, as: format, options: settings, reporting: &bag)
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
    if let progress {
      let stage = "reading \(source.name)"
      settings.progress = { progress.note(stage, $0 >> 20, of: $1 >> 20, "MB") }
    }
    return FormatReading.document(source, as: format, options: settings, reporting: &bag)
  }
}
