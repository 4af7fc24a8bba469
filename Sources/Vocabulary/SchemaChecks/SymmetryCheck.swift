import Diagnostics
import OrderedCollections

/// A symmetric relation allows the same types at both ends.
enum SymmetryCheck {
  static func check(_ reader: inout SchemaReader) {
    for type in reader.draft.schema.relationTypes.values
    where type.isSymmetric && Set(type.subjects) != Set(type.objects) {
      reader.report(
        "schema.asymmetric-ends", "'\(type.name)' is symmetric, but its two ends allow different types",
        type.span, hints: ["list the same types in 'subjects' and 'objects'"])
    }
  }
}
