public import Diagnostics
import GraphCore
import OrderedCollections
import Reports
import Vocabulary

/// A report: Markdown whose blocks were asked, drawn and written.
///
/// ```swift
/// let report = try Report.open("briefing.md")
/// guard report.isWhole else { … report.diagnostics … }
/// for file in try report.published(as: .html, to: "briefing.html") { try workspace.write(file.bytes, to: file.path) }
/// ```
public struct Report: Sendable {
  /// Everything found, each with its place in the report or in a graph.
  public let diagnostics: [Diagnostic]

  private let path: String
  private let template: ReportTemplate
  private let contents: ReportContents
  private let head: ReportHead
  private let options: ReportOptions
  private let workspace: any Workspace
  private let files: ConfinedWorkspace
  private let graphSums: [Int: String]
  private let defaultsSum: String
  private let nouns: [String: (one: String, several: String)]

  /// Reads a report and runs its blocks; a mistake in one block stops no other.
  ///
  /// - Parameters:
  ///   - path: The Markdown file; `-` when the workspace reads standard input so.
  ///   - options: What it may read.
  ///   - workspace: Where the files are.
  /// - Returns: The report; whether every block is well says ``isWhole``.
  /// - Throws: When the file cannot be read, or is no UTF-8.
  /// - Complexity: That of its questions and maps.
  public static func open(
    _ path: String, options: ReportOptions = ReportOptions(), in workspace: any Workspace = DiskWorkspace()
  ) throws(DiagnosticFailure) -> Report {
    do throws(Problem) {
      let bytes = try workspace.read(path)
      return try Report(
        SourceText(name: path == "-" ? "standard input" : path, bytes: bytes), path, options, workspace)
    } catch {
      throw DiagnosticFailure([WorkspaceResolver(workspace: workspace).missing(path, error)])
    }
  }

  private init(
    _ source: SourceText, _ path: String, _ options: ReportOptions, _ workspace: any Workspace
  ) throws(Problem) {
    guard String(validating: source.bytes, as: UTF8.self) != nil else {
      throw Problem("report.encoding", "'\(source.name)' is no UTF-8", hints: ["save the file as UTF-8"])
    }
    let folder = WorkspacePath.folder(of: path)
    var bag = DiagnosticBag()
    let template = ReportTemplate.read(source, reporting: &bag)
    let defaults = ReportDefaults(template, reporting: &bag)
    let files = ConfinedWorkspace(workspace, folder: folder, allowed: options.allowed)
    var runner = ReportRunner(
      template, defaults: defaults, options: options,
      graphs: ReportGraphs(source, folder: folder, workspace: files), bag: bag)
    runner.run()
    self.path = path
    self.template = template
    self.options = options
    self.workspace = workspace
    self.files = files
    contents = runner.contents
    head = defaults.head
    graphSums = runner.graphSums
    diagnostics = runner.bag.sorted
    var sum = Checksum()
    for value in [defaults.theme?.text, defaults.asOf?.text, ToolVersion.number] {
      sum.add((value ?? "").utf8)
    }
    defaultsSum = sum.text
    nouns = Self.nouns(of: runner.graphs)
  }

  private static func nouns(of graphs: ReportGraphs) -> [String: (one: String, several: String)] {
    var nouns: [String: (one: String, several: String)] = [:]
    for entry in graphs.entries {
      guard let schema = entry.graph?.snapshot.schema else { continue }
      for type in schema.relationTypes.values {
        guard let noun = type.noun, nouns[type.phrase] == nil else { continue }
        nouns[type.phrase] = (noun, type.nounPlural ?? noun + "s")
      }
    }
    return nouns
  }

  /// Whether no block and no answer has an error.
  public var isWhole: Bool { !diagnostics.contains { $0.severity == .error } }

  /// The number of blocks and answers.
  public var blockCount: Int { template.items.count }

  // MARK: - Publishing

  /// The folder beside a file that its pictures lie in: `briefing-files` beside `briefing.md`.
  private static func pictureFolder(of path: String) -> String {
    let name = WorkspacePath.name(of: path)
    let stem = name.lastIndex(of: ".").map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
    return stem + "-files"
  }

  private func pictures(beside path: String) -> [ReportFile] {
    let folder = WorkspacePath.join(WorkspacePath.folder(of: path), Self.pictureFolder(of: path))
    return template.items.compactMap { item in
      guard case .block(let block) = item, let picture = contents.parts[block.id]?.picture else { return nil }
      return ReportFile(path: WorkspacePath.join(folder, block.id + ".svg"), bytes: picture)
    }
  }

  /// The report in the form of a file, the pictures before the file that shows them.
  ///
  /// Text outside of blocks comes through byte for byte in Markdown.
  ///
  /// - Parameters:
  ///   - format: The form.
  ///   - output: The path of the file; pictures of a Markdown file lie in a folder beside it.
  /// - Returns: The files to write, the last one the report itself.
  public func published(as format: ReportFormat, to output: String) -> [ReportFile] {
    switch format {
    case .markdown:
      let writer = MarkdownReport(template, contents, pictures: Self.pictureFolder(of: output))
      return pictures(beside: output) + [ReportFile(path: output, bytes: writer.published())]
    case .html:
      let page = HTMLReport(template, contents, head: head).page(
        images: image, allowsRawHTML: options.allowsRawHTML)
      return [ReportFile(path: output, bytes: page)]
    }
  }

  /// An image of the report's folder as a `data:` address; nil for any other.
  private func image(_ address: String) -> String? {
    let types = [
      "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
      "svg": "image/svg+xml",
    ]
    guard let type = types[WorkspacePath.suffix(of: address)], !address.contains("://") else { return nil }
    let path = WorkspacePath.join(WorkspacePath.folder(of: self.path), address)
    guard let bytes = try? files.read(path), bytes.count <= 20 << 20 else { return nil }
    return "data:\(type);base64," + Base64.text(of: bytes)
  }

  // MARK: - Keeping fresh

  private var kept: KeptReport {
    let folder = Self.pictureFolder(of: path)
    let place = WorkspacePath.join(WorkspacePath.folder(of: path), folder)
    return KeptReport(
      template, contents, pictures: folder,
      inputSum: { [template, graphSums, defaultsSum] item in
        let (range, start) =
          switch item {
          case .block(let block): (block.range, block.range.lowerBound)
          case .inline(let inline): (inline.question.span.range, inline.range.lowerBound)
          case .orphan(let region): (region.range, region.range.lowerBound)
          }
        var sum = Checksum()
        sum.add(template.source.bytes[range])
        sum.add((graphSums[start] ?? "").utf8)
        sum.add(defaultsSum.utf8)
        return sum.text
      },
      picture: { [workspace] name in
        try? workspace.read(WorkspacePath.join(place, name + ".svg"))
      },
      nouns: nouns)
  }

  /// The report with fresh output between markers, and its pictures.
  ///
  /// - Parameter overwritesEdits: Whether output that somebody changed by hand is replaced.
  /// - Returns: The files that differ from those on disk, the last one the report itself.
  /// - Throws: What was changed by hand.
  public func updated(overwritesEdits: Bool = false) throws(DiagnosticFailure) -> [ReportFile] {
    let kept = kept
    if !overwritesEdits {
      let edited = kept.findings().filter { $0.kind == .edited }.map { finding in
        Diagnostic.error(
          "report.edited", "the output of '\(finding.name)' was changed by hand: \(finding.difference)",
          in: template.source, at: finding.span,
          hints: [
            "move what you wrote out of the markers, or run again with --overwrite-edits"
          ])
      }
      if !edited.isEmpty { throw DiagnosticFailure(edited) }
    }
    let report = ReportFile(path: path, bytes: kept.updated())
    return (pictures(beside: path) + [report]).filter { file in
      file.path == "-" || (try? workspace.read(file.path)) != file.bytes
    }
  }

  /// What is stale, missing, edited by hand or orphaned, each with its place, the difference in words, and the
  /// command that mends it.
  ///
  /// - Parameter command: The command that mends a report: `entente report --in-place briefing.md`.
  /// - Returns: Errors, in the order of the text; none when all is fresh.
  public func findings(mendedBy command: String) -> [Diagnostic] {
    kept.findings().map { finding in
      let what =
        switch finding.kind {
        case .stale: "'\(finding.name)' is stale: \(finding.difference)"
        case .missing: "'\(finding.name)' is missing: \(finding.difference)"
        case .edited: "'\(finding.name)' was edited by hand: \(finding.difference)"
        case .orphaned: "the output of '\(finding.name)' is orphaned: \(finding.difference)"
        }
      let mend = finding.kind == .edited ? command + " --overwrite-edits" : command
      return .error(
        "report.\(finding.kind.rawValue)", what, in: template.source, at: finding.span,
        hints: ["'\(mend)' mends it"])
    }
  }
}

extension SourceSpan {
  fileprivate var range: Range<Int> { Int(lower)..<Int(upper) }
}

/// Bytes as text (RFC 4648 §4).
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let group = bytes[index..<min(index + 3, bytes.count)]
      var bits = 0
      for offset in 0..<3 { bits = bits << 8 | (offset < group.count ? Int(group[index + offset]) : 0) }
      for offset in 0..<4 {
        result.append(offset <= group.count ? alphabet[bits >> (18 - 6 * offset) & 63] : UInt8(ascii: "="))
      }
      index += 3
    }
    return String(decoding: result, as: UTF8.self)
  }
}
