import Foundation
import Testing

/// The walls of the house: what each target may import stands in ARCHITECTURE.md, and nothing else may.
@Suite struct WallTests {
  /// Names of our targets and of every other module that a target declares, as the table writes them.
  private static func declared() throws -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for row in try Project.table(in: "ARCHITECTURE.md", under: "Walls") where row.count >= 2 {
      let target = row[0].replacing("`", with: "")
      let imports = row[1].split(separator: ",").map {
        $0.replacing("`", with: "").trimmingCharacters(in: .whitespaces)
      }
      result[target] = Set(imports.filter { $0 != "nothing" })
    }
    return result
  }

  /// The modules that the import lines of a folder name.
  private static func imports(below folder: String) throws -> [(module: String, file: String)] {
    var found: [(String, String)] = []
    for file in try Project.files(below: folder, suffix: ".swift") {
      for line in try Project.text(file).split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count else { continue }
        let modifiers = words[..<at].map { $0.hasPrefix("@") ? "@" : $0 }
        guard
          modifiers.allSatisfy({
            ["public", "package", "internal", "private", "fileprivate", "@"].contains($0)
          })
        else { continue }
        found.append((String(words[at + 1].split(separator: ".")[0]), file))
      }
    }
    return found
  }

  /// Modules of the toolchain and the platform that any target may use, unless the table forbids Foundation.
  private static let platform: Set<String> = [
    "Swift", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin", "RegexBuilder", "_StringProcessing",
  ]

  @Test func theTableNamesEveryTarget() throws {
    let sources = try FileManager.default.contentsOfDirectory(
      atPath: Project.root.appending(path: "Sources").path(percentEncoded: false))
    let declared = try Self.declared()
    #expect(!declared.isEmpty)
    #expect(Set(declared.keys) == Set(sources.filter { !$0.hasPrefix(".") }))
  }

  @Test func importsStayInsideTheWalls() throws {
    for (target, allowed) in try Self.declared().sorted(by: { $0.key < $1.key }) {
      for (module, file) in try Self.imports(below: "Sources/\(target)") {
        #expect(
          allowed.contains(module) || Self.platform.contains(module),
          "\(file) imports \(module), which the table in ARCHITECTURE.md does not give to \(target)")
      }
    }
  }

  @Test func everyGrantedImportIsUsed() throws {
    for (target, allowed) in try Self.declared().sorted(by: { $0.key < $1.key }) {
      let used = Set(try Self.imports(below: "Sources/\(target)").map(\.module))
      guard !used.isEmpty else { continue }
      for module in allowed.sorted() {
        #expect(used.contains(module), "the table gives \(module) to \(target), which does not import it")
      }
    }
  }

  /// The dependencies that Package.swift gives each target, as module names.
  private static func manifest() throws -> [String: Set<String>] {
    let text = try Project.text("Package.swift")
    let names = [
      "orderedCollections": "OrderedCollections", "bitCollections": "BitCollections",
      "argumentParser": "ArgumentParser",
    ]
    var result: [String: Set<String>] = [:]
    let pattern = #/\.(?:target|executableTarget)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/#
    for match in text.matches(of: pattern) {
      let words = (match.output.2 ?? "").split { !$0.isLetter && !$0.isNumber }.map(String.init)
      let target = match.output.1 == "entente" ? "EntenteCommand" : String(match.output.1)
      result[target] = Set(words.map { names[$0] ?? $0 })
    }
    return result
  }

  @Test func theManifestDeclaresWhatTheTableGives() throws {
    let manifest = try Self.manifest()
    for (target, allowed) in try Self.declared().sorted(by: { $0.key < $1.key })
    where !["CGraphviz", "CGraphvizShim", "CYAML", "CMarkGFM", "CLineEditor"].contains(target) {
      // The platform brings Foundation; no package does.
      #expect(
        manifest[target] == allowed.subtracting(["Foundation"]),
        "Package.swift and the table differ on \(target)")
    }
  }
}
