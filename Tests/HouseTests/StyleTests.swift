import Foundation
import Testing

/// Rules of the house that a compiler does not know.
@Suite struct StyleTests {
  /// Files over 400 lines, each with its reason; the list may only shrink.
  private static let longFiles: [String: String] = [:]

  @Test func filesStayShort() throws {
    for file in try Project.files(below: "Sources", suffix: ".swift") {
      let count = try Project.text(file).split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(
        count <= 400 || Self.longFiles[file] != nil, "\(file) has \(count) lines; split it or give its reason"
      )
    }
  }

  @Test(arguments: ["fatalError(", "try!", " as! ", "preconditionFailure(", "TODO", "FIXME"])
  func sourcesDoNotSay(_ word: String) throws {
    for file in try Project.files(below: "Sources", suffix: ".swift") {
      #expect(!(try Project.text(file).contains(word)), "\(file) contains '\(word)'")
    }
  }

  @Test func everyDiagnosticCodeIsDocumented() throws {
    let documented = try Project.text("Sources/EntenteKit/EntenteKit.docc/Diagnostics.md")
    let pattern = try Regex(
      "\"((?:graph|schema|yaml|file|packed|query|question|map|format|table|ask|command|convert|json|xml|rdf|dot|sqlite)\\.[a-z]+(?:-[a-z0-9]+)*)\""
    )
    var codes: Set<String> = []
    for file in try Project.files(below: "Sources", suffix: ".swift") {
      for match in try Project.text(file).matches(of: pattern) {
        if let code = match.output[1].substring { codes.insert(String(code)) }
      }
    }
    #expect(!codes.isEmpty)
    for code in codes.sorted() {
      #expect(documented.contains("`\(code)`"), "the page Diagnostics does not explain \(code)")
    }
  }

  /// A failure's code is its openCypher detail in kebab case, so that the details are codes, too.
  @Test func everyQueryFailureIsDocumented() throws {
    let documented = try Project.text("Sources/EntenteKit/EntenteKit.docc/Diagnostics.md")
    let pattern = #/(?:\.compileTime|\.runtime), *"([A-Z][A-Za-z]+)"/#
    var count = 0
    for file in try Project.files(below: "Sources", suffix: ".swift") {
      for match in try Project.text(file).matches(of: pattern) {
        let words = match.output.1.replacing(#/[A-Z]/#) { "-" + $0.output.lowercased() }
        let code = "query." + words.dropFirst()
        #expect(documented.contains("`\(code)`"), "the page Diagnostics does not explain \(code)")
        count += 1
      }
    }
    #expect(count > 20)
  }

  @Test func theProjectSpeaksOfItselfAlone() throws {
    let paths = ["/wo" + "rk/", "/ro" + "ot/", "/fa" + "rm/", "/opt/sw" + "ift"]
    for suffix in [".swift", ".md", ".yaml", ".case", ".json", ".c", ".h", ".py", ".sh"] {
      for folder in ["Sources", "Tests", "graphs", "schema", "examples"] {
        for file in try Project.files(below: folder, suffix: suffix) {
          let text = try Project.text(file)
          for path in paths { #expect(!text.contains(path), "\(file) contains the path \(path)") }
        }
      }
    }
  }
}
