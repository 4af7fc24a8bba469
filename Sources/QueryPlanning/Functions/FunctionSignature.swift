/// What the binder checks of a call before any row is read.
package struct FunctionSignature: Sendable {
  /// Which function.
  package enum Target: Sendable, Hashable {
    case scalar(FunctionID)
    case aggregate(AggregateFunction)
  }

  /// Which function.
  package let target: Target
  /// The fewest arguments.
  package let minimumCount: Int
  /// The most arguments; nil when any number may follow (`coalesce`).
  package let maximumCount: Int?
  /// What each argument may be; the last holds for all further ones.
  ///
  /// A static type that shares nothing with it is InvalidArgumentType at compile time.
  package let arguments: [TypeSet]
  /// What it gives.
  package let result: StaticType
  /// Whether equal arguments give equal results (`rand()` does not).
  package let isDeterministic: Bool

  init(
    _ target: Target, _ arguments: [TypeSet], optional: Int = 0, variadic: Bool = false, _ result: StaticType,
    isDeterministic: Bool = true
  ) {
    self.target = target
    self.arguments = arguments
    minimumCount = arguments.count - optional
    maximumCount = variadic ? nil : arguments.count
    self.result = result
    self.isDeterministic = isDeterministic
  }

  /// The name as it is shown.
  package var name: String {
    switch target {
    case .scalar(let function): function.rawValue
    case .aggregate(let function): function.rawValue
    }
  }

  /// What the argument at a position may be.
  package func argument(at index: Int) -> TypeSet {
    arguments.isEmpty ? .any : arguments[min(index, arguments.count - 1)]
  }
}
