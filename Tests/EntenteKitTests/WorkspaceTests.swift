import EntenteKit
import Foundation
import Testing

@Suite struct WorkspaceTests {
  @Test(arguments: [
    ("a/b.yaml", "a", "b.yaml", "yaml"), ("b.YAML", ".", "b.YAML", "yaml"), ("/b", "/", "b", ""),
    ("a/.hidden", "a", ".hidden", ""), ("a.b/c", "a.b", "c", ""),
  ])
  func pathsComeApart(path: String, folder: String, name: String, suffix: String) {
    #expect(WorkspacePath.folder(of: path) == folder)
    #expect(WorkspacePath.name(of: path) == name)
    #expect(WorkspacePath.suffix(of: path) == suffix)
  }

  @Test(arguments: [
    ("a/./b/../c", "a/c"), ("../a", "../a"), ("/../a", "/a"), ("a/..", "."), ("", "."), ("a//b", "a/b"),
    ("../../x/..", "../.."),
  ])
  func pathsAreNormalised(path: String, normalised: String) {
    #expect(WorkspacePath.normalized(path) == normalised)
  }

  @Test(arguments: [
    ("/p/graphs/a.yaml", "/p", true), ("/p", "/p", true), ("/pp/a", "/p", false), ("/a", "/", true),
    ("../a", ".", false), ("a/b", ".", true),
  ])
  func insideMeansBelow(path: String, folder: String, isInside: Bool) {
    #expect(WorkspacePath.isInside(path, folder) == isInside)
  }

  @Test func memoryListsFilesAndFolders() throws {
    let workspace = MemoryWorkspace(["graphs/a.yaml": "a", "graphs/b/c.yaml": "c", "top.yaml": "t"])
    #expect(try workspace.list("graphs") == ["a.yaml", "b"])
    #expect(try workspace.list(".") == ["graphs", "top.yaml"])
    #expect(workspace.kind(of: "graphs") == .folder)
    #expect(try workspace.read("graphs/../top.yaml") == Array("t".utf8))
    #expect(throws: Problem.self) { try workspace.read("absent.yaml") }
  }

  @Test func diskWritesWholeFilesBesideAndRenames() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-" + UUID().uuidString).path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let disk = DiskWorkspace()
    let path = folder + "/a.yaml"
    try disk.write(Array("one".utf8), to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try disk.write(Array("two".utf8), to: path)
    #expect(try disk.read(path) == Array("two".utf8))
    #expect(try disk.list(folder) == ["a.yaml"])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    // A link stays a link, and its target gets the text.
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "a.yaml")
    try disk.write(Array("three".utf8), to: folder + "/link")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "a.yaml")
    #expect(try disk.read(path) == Array("three".utf8))
    #expect(throws: Problem.self) { try disk.read(folder) }
    #expect(throws: Problem.self) { try disk.write([], to: folder + "/no/such/folder") }
  }
}
