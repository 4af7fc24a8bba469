import Diagnostics
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import GraphCore

/// The shipped schema in its packed form is the shipped schema.
@Suite struct PackedSchemaTests {
  private static func shipped() throws -> (schema: Schema, text: [UInt8]) {
    let source = try TestEnvironment.projectFile("schema/geopolitics.yaml")
    var bag = DiagnosticBag()
    let schema = try #require(SchemaReader.read(source, reporting: &bag))
    #expect(bag.diagnostics.isEmpty)
    return (schema, source.bytes)
  }

  /// `ENTENTE_ACCEPT=1` packs it anew.
  @Test func whatIsCompiledInIsUpToDate() throws {
    let (schema, text) = try Self.shipped()
    let packed = PackedSchema.bytes(of: schema, readFrom: text)
    let file = URL(
      filePath: TestEnvironment.projectRoot + "/Sources/EntenteKit/Resources/geopolitics.packed")
    if TestEnvironment.acceptsOutput { try Data(packed).write(to: file) }
    #expect(try Data(contentsOf: file) == Data(packed), "make schema packs it anew")
    // Equal to the last place and style.
    #expect(PackedSchema.read(packed, readFrom: text) == schema)
  }

  @Test func anotherTextHasNoPackedSchema() throws {
    let (schema, text) = try Self.shipped()
    let packed = PackedSchema.bytes(of: schema, readFrom: text)
    var edited = text
    edited[edited.count / 2] ^= 1
    #expect(PackedSchema.read(packed, readFrom: edited) == nil)
    #expect(PackedSchema.read(packed, readFrom: text + [0x0A]) == nil)
    #expect(PackedSchema.read([], readFrom: text) == nil)
  }

  @Test func damagedBytesAreNoSchemaOrAnotherOne() throws {
    let (schema, text) = try Self.shipped()
    let packed = PackedSchema.bytes(of: schema, readFrom: text)
    for length in stride(from: 0, to: packed.count, by: 37) {
      #expect(PackedSchema.read(Array(packed[..<length]), readFrom: text) == nil)
    }
    var random = SeededGenerator(seed: 5)
    for _ in 0..<TestEnvironment.fuzzRounds(200) {
      var changed = packed
      changed[random.below(changed.count)] = UInt8(random.below(256))
      _ = PackedSchema.read(changed, readFrom: text)
    }
  }
}
