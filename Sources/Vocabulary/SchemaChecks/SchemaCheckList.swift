/// The rules that look at a schema as a whole, each in a file of its own.
enum SchemaCheckList {
  /// All rules; their order does not matter, since what they find is sorted by place.
  static let standard: [@Sendable (inout SchemaReader) -> Void] = [
    TypeMentionCheck.check, ParentCycleCheck.check, VerbFormsCheck.check, VerbCollisionCheck.check,
    WordCollisionCheck.check, InverseCheck.check, SymmetryCheck.check,
  ]
}
