import Diagnostics

/// A variable that can be named here.
struct Variable: Sendable {
  var name: String
  var slot: Slot
  var type: StaticType
}

/// The variables that can be named, later ones hiding earlier ones of the same name.
///
/// A statement rarely has more than a dozen: a linear search beats hashing.
struct Scope: Sendable {
  var variables: [Variable] = []

  func find(_ name: String) -> Variable? {
    var index = variables.count
    while index > 0 {
      index -= 1
      if variables[index].name == name { return variables[index] }
    }
    return nil
  }

  mutating func declare(_ variable: Variable) {
    variables.append(variable)
  }

  /// Replaces the variable of the same name, if any, else declares it.
  mutating func redeclare(_ variable: Variable) {
    if let index = variables.lastIndex(where: { $0.name == variable.name }) {
      variables[index] = variable
    } else {
      variables.append(variable)
    }
  }

  /// The variables in alphabetical order of their code points, hidden ones left out.
  var alphabetical: [Variable] {
    var result: [Variable] = []
    for (index, variable) in variables.enumerated()
    where !variables[(index + 1)...].contains(where: { $0.name == variable.name }) {
      result.append(variable)
    }
    return result.sorted { left, right in
      left.name.unicodeScalars.lexicographicallyPrecedes(right.name.unicodeScalars)
    }
  }
}
