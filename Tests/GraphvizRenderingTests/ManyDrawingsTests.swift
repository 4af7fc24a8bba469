import Foundation
import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// Many drawings in one process: memory stays, threads do not disturb each other.
@Suite struct ManyDrawingsTests {
  /// `ENTENTE_DRAWINGS=1000 swift test --filter memoryStays` (`make leaks`): other tests in the same process would
  /// be measured, too.
  ///
  /// `ENTENTE_DRAWN_FORM=png` draws that form alone, and `ENTENTE_PLANTED_LEAK=16384` loses so many bytes a drawing:
  /// then this test must fail.
  @Test func memoryStays() throws {
    guard let rounds = number("ENTENTE_DRAWINGS"), rounds > 0 else {
      print("left out: memory over many drawings (ENTENTE_DRAWINGS says how many; make leaks sets it)")
      return
    }
    let form = try TestEnvironment.variable("ENTENTE_DRAWN_FORM").map { name in
      try #require(MapFormat(rawValue: name))
    }
    // Every form once: librsvg, cairo and zlib are loaded when first needed, and stay.
    try Self.draw(0..<(form == nil ? 25 * MapFormat.allCases.count : 25), form: form)
    guard let warm = Self.residentBytes() else {
      print("left out: memory over many drawings (no /proc/self/statm)")
      return
    }
    let leak = number("ENTENTE_PLANTED_LEAK") ?? 0
    var growth = 0
    for quarter in 1...4 {
      try Self.draw(rounds * (quarter - 1) / 4..<rounds * quarter / 4, form: form, leak: leak)
      growth = try #require(Self.residentBytes()) - warm
      let count = rounds * quarter / 4
      print("memory after \(count) drawings: grown by \(growth / 1_000) KB from \(warm / 1_000_000) MB")
    }
    #expect(growth < 10_000_000)
  }

  private func number(_ variable: String) -> Int? { TestEnvironment.variable(variable).flatMap { Int($0) } }

  /// Draws every form in turn, most of them SVG, or one form alone, and loses so many bytes each time.
  private static func draw(_ rounds: Range<Int>, form only: MapFormat?, leak: Int = 0) throws {
    for round in rounds {
      var scene = TestScenes.random(seed: UInt64(round % 7), lines: 14)
      scene.layout = round % 10 == 0 ? .map : .layered
      let turn = round % 25 == 0 ? MapFormat.allCases[round / 25 % MapFormat.allCases.count] : .svg
      _ = try MapRenderer.render(scene, as: only ?? turn)
      if leak > 0 { memset(malloc(leak), 1, leak) }
    }
  }

  /// The memory of the process.
  private static func residentBytes() -> Int? {
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
