import EntenteKit
import Foundation
import TestSupport
import Testing

/// The briefing in `examples/briefing` is what the command makes of it today.
///
/// `ENTENTE_ACCEPT=1` makes it anew. Another version of Graphviz may place entities differently, so that files with
/// pictures are compared only with the version that drew them.
@Suite struct ReportExampleTests {
  private static let drawnWith = "2.43.0"
  private static let folder = TestEnvironment.projectRoot + "/examples/briefing/"

  private func open(_ name: String) throws -> Report {
    var options = ReportOptions()
    options.allowed = [TestEnvironment.projectRoot + "/graphs"]
    return try Report.open(Self.folder + name, options: options)
  }

  private var isComparable: Bool {
    guard ToolVersion.text.contains("Graphviz \(Self.drawnWith))") else {
      print("left out: examples/briefing (drawn with Graphviz \(Self.drawnWith))")
      return false
    }
    return true
  }

  @Test(arguments: ["out/briefing.md", "out/briefing.html"])
  func theBriefingIsUpToDate(_ output: String) throws {
    guard isComparable else { return }
    let report = try open("briefing.md")
    try #require(report.isWhole, "\(DiagnosticPrinter().string(for: report.diagnostics))")
    let format = try #require(ReportFormat(path: output))
    for file in report.published(as: format, to: Self.folder + output) {
      if TestEnvironment.acceptsOutput {
        try DiskWorkspace().makeFolder(for: file.path)
        try DiskWorkspace().write(file.bytes, to: file.path)
      }
      #expect(try DiskWorkspace().read(file.path) == file.bytes, "\(file.path): make accept makes it anew")
    }
  }

  @Test func theKeptBriefingIsFresh() throws {
    guard isComparable else { return }
    if TestEnvironment.acceptsOutput {
      for file in try open("kept.md").updated(overwritesEdits: true) {
        try DiskWorkspace().makeFolder(for: file.path)
        try DiskWorkspace().write(file.bytes, to: file.path)
      }
    }
    let findings = try open("kept.md").findings(mendedBy: "make accept")
    #expect(findings.isEmpty, "\(DiagnosticPrinter().string(for: findings))")
  }
}
