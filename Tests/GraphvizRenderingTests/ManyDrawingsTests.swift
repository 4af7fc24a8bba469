import Foundation
import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// Many drawings in one process: memory stays, threads do not disturb each other.
@Suite struct ManyDrawingsTests {
  /// `ENTENTE_DRAWINGS=1000 swift test --filter memoryStays` (`make leaks`): other tests in the same process would
  /// be measured, too.
  @Test func memoryStays() throws {
    guard let rounds = TestEnvironment.variable("ENTENTE_DRAWINGS").flatMap({ Int($0) }), rounds > 0 else {
      print("left out: memory over many drawings (ENTENTE_DRAWINGS says how many; make leaks sets it)")
      return
    }
    // Every form once: librsvg, cairo and zlib are loaded when first needed, and stay.
    guard let warm = try Self.residentBytes(after: 25 * MapFormat.allCases.count) else {
      print("left out: memory over many drawings (no /proc/self/statm)")
      return
    }
    let full = try #require(try Self.residentBytes(after: rounds))
    let growth = full - warm
    print("memory after \(rounds) drawings: \(full / 1_000_000) MB, grown by \(growth / 1_000) KB")
    #expect(growth < 10_000_000)
  }

  /// The memory of the process after so many drawings of every form in turn.
  private static func residentBytes(after rounds: Int) throws -> Int? {
    for round in 0..<rounds {
      var scene = TestScenes.random(seed: UInt64(round % 7), lines: 14)
      scene.layout = round % 10 == 0 ? .map : .layered
      let form = round % 25 == 0 ? MapFormat.allCases[round / 25 % MapFormat.allCases.count] : .svg
      _ = try MapRenderer.render(scene, as: form)
    }
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
  }

  /// Every form, both layouts, here and in child processes, all at once.
  @Test func threadsDoNotDisturbEachOther() async throws {
    let scenes = (0..<2).map { seed in
      var scene = TestScenes.random(seed: UInt64(seed), lines: 4)
      scene.layout = seed % 2 == 0 ? .layered : .map
      return scene
    }
    var large = TestScenes.random(seed: 8, lines: 100)
    large.layout = .layered
    let limits = DrawingLimits(worker: FakeWorker.real)
    let expected = try scenes.map { scene in
      try MapFormat.allCases.map { try MapRenderer.render(scene, as: $0).bytes }
    }
    let expectedLarge = try MapRenderer.render(large, as: .svg).bytes
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for round in 0..<2 {
        for (index, scene) in scenes.enumerated() {
          for (place, form) in MapFormat.allCases.enumerated() {
            group.addTask { try MapRenderer.render(scene, as: form).bytes == expected[index][place] }
          }
        }
        if round == 0 {
          for _ in 0..<2 {
            group.addTask { [large] in
              try MapRenderer.render(large, as: .svg, limits: limits).bytes == expectedLarge
            }
          }
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}
