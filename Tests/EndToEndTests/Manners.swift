import Foundation
import TestSupport
import Testing

/// What every command owes to whoever mistypes, whatever it does.
enum Manners {
  /// A mistyped option is wrong usage: nothing is answered, and the nearest one is named.
  static func refusesTypos(_ words: [String]) throws {
    let run = try EntenteProcess(words + ["--quiett"])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("--quiett"))
    #expect(run.errors.contains("--quiet"))
  }

  /// A mistyped file is named, with the nearest one in its folder.
  static func namesMissingFile(_ words: [String], answersAnyway: Bool = false) throws {
    let run = try EntenteProcess(words)
    #expect(run.status == 2)
    #expect(run.output.isEmpty || answersAnyway)
    #expect(run.errors.contains("there is no file 'graphs/karabakh-2032.yaml'"))
    #expect(run.errors.contains("did you mean 'graphs/karabakh-2023.yaml'?"))
  }
}

/// Does something in a folder that is gone afterwards.
func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "entente-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
