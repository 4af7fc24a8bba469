import Foundation
import TestSupport
import Testing

/// The adapters of `examples/integrations`: pandoc's filter with the real program, mdBook's preprocessor and Quarto's
/// document by what their documentation says they send.
@Suite struct IntegrationTests {
  private struct Run {
    let status: Int32
    let text: String
  }

  /// Runs a program found on the PATH; nil, with a word about it, when it is not installed.
  private func run(_ words: [String], input: String = "", folder: URL) throws -> Run? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging([
      "ENTENTE": EntenteProcess.binary.path(percentEncoded: false)
    ]) { $1 }
    let (source, sink) = (Pipe(), Pipe())
    process.standardInput = source
    process.standardOutput = sink
    process.standardError = FileHandle.nullDevice
    try process.run()
    try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try source.fileHandleForWriting.close()
    let output = try sink.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    if process.terminationStatus == 127 {
      print("left out: \(words[0]) (not installed)")
      return nil
    }
    return Run(status: process.terminationStatus, text: String(decoding: output, as: UTF8.self))
  }

  /// A copy of what the adapters read, so that their output does not land in the project.
  private func desk() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-book-" + UUID().uuidString)
    let root = URL(filePath: TestEnvironment.projectRoot)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "examples"), withIntermediateDirectories: true)
    for path in ["graphs", "examples/integrations"] {
      try FileManager.default.copyItem(at: root.appending(path: path), to: folder.appending(path: path))
    }
    return folder
  }

  @Test func pandocsFilterMakesHTMLAndWord() throws {
    let folder = try desk()
    defer { try? FileManager.default.removeItem(at: folder) }
    let filter = "--filter=examples/integrations/entente_pandoc.py"
    guard
      let page = try run(["pandoc", filter, "--to=html", "examples/integrations/pandoc.md"], folder: folder)
    else {
      return
    }
    #expect(page.status == 0)
    #expect(page.text.contains("<p>The five reports carry 18 accusations.</p>"))
    #expect(page.text.contains("<div id=\"accusations\" class=\"entente\">"))
    #expect(page.text.contains("entente-media/report-files/accusations.svg"))
    #expect(page.text.contains("Who \"accuses\" whom"))
    #expect(page.text.contains("<li>Agency Brief, “Azerbaijan Launches"))
    let word = try run(
      ["pandoc", filter, "--to=docx", "--output=a.docx", "examples/integrations/pandoc.md"], folder: folder)
    #expect(word?.status == 0)
    #expect(
      FileManager.default.fileExists(atPath: folder.appending(path: "a.docx").path(percentEncoded: false)))
  }

  /// Quarto hands its documents to pandoc with the filters of their heads.
  @Test func quartosDocumentGoesThroughTheFilter() throws {
    let folder = try desk()
    defer { try? FileManager.default.removeItem(at: folder) }
    let quarto = folder.appending(path: "examples/integrations/quarto")
    let words = ["pandoc", "--from=markdown", "--filter=../entente_pandoc.py", "--to=html", "briefing.qmd"]
    guard let page = try run(words, folder: quarto) else { return }
    #expect(page.status == 0)
    #expect(page.text.contains("The five reports carry 18 accusations."))
    #expect(page.text.contains("id=\"accusations\""))
  }

  @Test func mdBooksPreprocessorRewritesChapters() throws {
    let folder = try desk()
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "src")
    try FileManager.default.createDirectory(at: source, withIntermediateDirectories: true)
    let script = folder.appending(path: "examples/integrations/entente_mdbook.py").path(percentEncoded: false)
    guard let supports = try run(["python3", script, "supports", "html"], folder: folder) else { return }
    #expect(supports.status == 0)
    #expect(try run(["python3", script, "supports", "latex"], folder: folder)?.status == 1)
    // The book as mdBook's "Preprocessors" chapter shows it.
    let content = "# A\\n\\nText.\\n\\n```entente map \\\"who denies whom\\\" id=denials\\n```\\n"
    let book = """
      [{"root": "\(folder.path(percentEncoded: false))", "renderer": "html", "mdbook_version": "0.4.40",
        "config": {"book": {"src": "src", "title": "T"},
          "preprocessor": {"entente": {"graph": "../graphs/karabakh-2023.yaml", "allow": ["../graphs"]}}}},
       {"sections": [{"Chapter": {"name": "A", "content": "\(content)", "number": [1], "sub_items": [
         {"Chapter": {"name": "B", "content": "Nothing to do", "number": [1, 1], "sub_items": [], "path": "b.md",
           "source_path": "b.md", "parent_names": ["A"]}}],
         "path": "deep/a.md", "source_path": "deep/a.md", "parent_names": []}}, "Separator"], "__non_exhaustive": null}]
      """
    let made = try #require(try run(["python3", script], input: book, folder: folder))
    #expect(made.status == 0)
    #expect(made.text.contains("](../entente-media/deep-a-files/denials.svg)"))
    #expect(made.text.contains("Nothing to do") && made.text.contains("Separator"))
    let picture = source.appending(path: "entente-media/deep-a-files/denials.svg").path(percentEncoded: false)
    #expect(FileManager.default.fileExists(atPath: picture))
  }

  @Test func theHookOfGitLetsOnlyTruthThrough() throws {
    let folder = try desk()
    defer { try? FileManager.default.removeItem(at: folder) }
    let hook = TestEnvironment.projectRoot + "/examples/ci/pre-commit"
    try FileManager.default.createDirectory(
      at: folder.appending(path: "reports"), withIntermediateDirectories: true)
    let report = folder.appending(path: "reports/a.md")
    try Data("`entente: how many accusations`\n".utf8).write(to: report)
    let head = "---\ngraph: ../graphs/karabakh-2023.yaml\n---\n"
    try Data((head + "There are `entente: how many accusations`.\n").utf8).write(to: report)
    guard try run(["git", "init", "--quiet"], folder: folder) != nil else { return }
    _ = try run(["git", "add", "reports", "graphs"], folder: folder)
    #expect(try run(["sh", hook], folder: folder)?.status == 1)
    let kept = try EntenteProcess(
      ["report", "--in-place", "--allow", "graphs", "reports/a.md"], folder: folder)
    #expect(kept.status == 0, "\(kept.errors)")
    #expect(try run(["sh", hook], folder: folder)?.status == 0)
  }
}
