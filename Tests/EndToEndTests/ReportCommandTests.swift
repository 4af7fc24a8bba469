import Foundation
import TestSupport
import Testing

/// `entente report` as typed: exit codes, and what is written when.
@Suite struct ReportCommandTests {
  /// A folder with a graph and a report, gone after the test.
  private final class Desk {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-desk-" + UUID().uuidString)

    init(_ report: String) throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let graph = URL(filePath: TestEnvironment.projectRoot + "/graphs/karabakh-2023.yaml")
      try FileManager.default.copyItem(at: graph, to: folder.appending(path: "graph.yaml"))
      try Data(report.utf8).write(to: folder.appending(path: "report.md"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func run(_ arguments: String...) throws -> EntenteProcess {
      try EntenteProcess(["report"] + arguments, folder: folder)
    }

    func text(_ path: String) throws -> String {
      try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    func has(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: path).path(percentEncoded: false))
    }
  }

  private static let good = "# A\n\n```entente map \"who denies whom\" graph=graph.yaml id=denials\n```\n"

  @Test func aReportIsWrittenWithItsPictures() throws {
    let desk = try Desk(Self.good)
    let run = try desk.run("report.md", "-o", "out/report.md")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try desk.text("out/report.md").contains("](report-files/denials.svg)"))
    #expect(desk.has("out/report-files/denials.svg"))
    #expect(run.output.isEmpty)
    let page = try desk.run("report.md", "-o", "-", "-f", "html")
    #expect(page.status == 0 && page.text.hasPrefix("<!DOCTYPE html>"))
  }

  @Test func checkAndInPlaceAgree() throws {
    let desk = try Desk(Self.good)
    let missing = try desk.run("--check", "report.md")
    #expect(missing.status == 1)
    #expect(missing.errors.contains("report.md:3:1: error: 'denials' is missing"))
    #expect(missing.errors.contains("'entente report --in-place report.md' mends it"))
    #expect(try desk.run("--in-place", "report.md").status == 0)
    #expect(try desk.run("--check", "report.md").status == 0)
    let text = try desk.text("report.md")
    try Data(text.replacing("who", with: "whoever").utf8).write(to: desk.folder.appending(path: "report.md"))
    #expect(try desk.run("--check", "report.md").status != 0)
  }

  @Test func nothingIsWrittenUnlessAllIsWell() throws {
    let desk = try Desk(Self.good + "\n```entente list \"who acuses whom\" graph=graph.yaml\n```\n")
    let run = try desk.run("report.md", "-o", "out.md")
    #expect(run.status == 2)
    #expect(run.errors.contains("report.md:6:22: error: 'acuses' is no verb"))
    #expect(!desk.has("out.md") && !desk.has("out-files"))
    let going = try desk.run("report.md", "-o", "out.md", "--keep-going")
    #expect(going.status == 1)
    #expect(desk.has("out.md") && desk.has("out-files/denials.svg"))
    #expect(try desk.run("--check", "report.md").status == 2)
    #expect(try desk.run("--in-place", "report.md").status == 2)
  }

  @Test(arguments: [
    ["report.md"], ["--check", "--in-place", "report.md"], ["--check", "report.md", "-o", "x.md"],
    ["a.md", "b.md", "-o", "x.md"],
    ["report.md", "-o", "x.docx"], [],
  ])
  func wrongUsageIsTold(_ arguments: [String]) throws {
    let run = try EntenteProcess(["report"] + arguments)
    #expect(run.status == 64 || run.status == 2)
    #expect(run.output.isEmpty && !run.errors.isEmpty)
  }

  @Test func aPageExploresAGraph() throws {
    let run = try EntenteProcess(["page", "graphs/karabakh-2023.yaml"])
    #expect(run.status == 0)
    #expect(run.text.hasPrefix("<!DOCTYPE html>"))
    #expect(!run.text.contains("src=\"http"))
    #expect(run.output == (try EntenteProcess(["page", "graphs/karabakh-2023.yaml"]).output))
  }

  /// `printf` of a PDF stands in for a browser; a path without any program says what to install.
  @Test func aPDFIsPrintedByWhatIsInstalled() throws {
    let desk = try Desk(Self.good)
    let none = try EntenteProcess(
      ["report", "report.md", "-o", "x.pdf"], environment: ["PATH": "/nonexistent"], folder: desk.folder)
    #expect(none.status == 2 && none.errors.contains("[report.no-printer]"), "\(none.errors)")
    let tools = desk.folder.appending(path: "tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    let program = tools.appending(path: "weasyprint")
    let path = program.path(percentEncoded: false)
    for (script, status) in [("printf %%PDF-1.7 > \"$3\"", 0), ("echo broken >&2; exit 3", 2)] {
      try Data("#!/bin/sh\n\(script)\n".utf8).write(to: program)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      let run = try EntenteProcess(
        ["report", "report.md", "-o", "x.pdf"], environment: ["PATH": tools.path(percentEncoded: false)],
        folder: desk.folder)
      #expect(run.status == Int32(status), "\(run.errors)")
      if status == 0 {
        #expect(try desk.text("x.pdf").hasPrefix("%PDF"))
      } else {
        #expect(run.errors.contains("broken"))
      }
      #expect(desk.has("x.pdf"))
    }
  }
}
