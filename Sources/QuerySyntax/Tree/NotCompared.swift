/// Keeps a property out of comparisons: two trees are equal when they say the same, wherever it stands.
@propertyWrapper
package struct NotCompared<Value: Sendable>: Hashable, Sendable {
  /// What is kept.
  package var wrappedValue: Value

  /// Keeps a value.
  package init(wrappedValue: Value) {
    self.wrappedValue = wrappedValue
  }

  /// Always true.
  package static func == (left: NotCompared, right: NotCompared) -> Bool { true }

  /// Feeds nothing.
  package func hash(into hasher: inout Hasher) {}
}
