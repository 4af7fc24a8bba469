import EntenteKit
import Foundation
import TestSupport
import Testing

/// The briefing in `examples/briefing` is what the command makes of it today.
///
/// `ENTENTE_ACCEPT=1` makes it anew. Words are compared; how maps are drawn is for the tests of pictures to hold.
@Suite struct ReportExampleTests {
  private static let folder = TestEnvironment.projectRoot + "/examples/briefing/"

  private func open(_ name: String) throws -> Report {
    var options = ReportOptions()
    options.allowed = [TestEnvironment.projectRoot + "/graphs"]
    return try Report.open(Self.folder + name, options: options)
  }

  /// A file without its pictures.
  private func words(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).replacing(#/<svg[\s\S]*?<\/svg>/#, with: "<svg/>")
  }

  @Test(arguments: ["out/briefing.md", "out/briefing.html"])
  func theBriefingIsUpToDate(_ output: String) throws {
    let report = try open("briefing.md")
    try #require(report.isWhole, "\(DiagnosticPrinter().string(for: report.diagnostics))")
    let format = try #require(ReportFormat(path: output))
    for file in report.published(as: format, to: Self.folder + output) {
      if TestEnvironment.acceptsOutput {
        try DiskWorkspace().makeFolder(for: file.path)
        try DiskWorkspace().write(file.bytes, to: file.path)
      }
      let kept = words(try DiskWorkspace().read(file.path))
      #expect(kept == words(file.bytes), "\(file.path): make accept makes it anew")
    }
  }

  @Test func theKeptBriefingIsFresh() throws {
    if TestEnvironment.acceptsOutput {
      for file in try open("kept.md").updated(overwritesEdits: true) {
        try DiskWorkspace().makeFolder(for: file.path)
        try DiskWorkspace().write(file.bytes, to: file.path)
      }
    }
    let findings = try open("kept.md").findings(mendedBy: "make accept").filter {
      !$0.message.hasSuffix("the picture is drawn differently")
    }
    #expect(findings.isEmpty, "\(DiagnosticPrinter().string(for: findings))")
  }
}
