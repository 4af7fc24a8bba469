import ArgumentParser
import EntenteKit

/// What a statement may use; see ``QueryLimits``.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("End the statement after this time.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("End the statement when its answer has more rows.", valueName: "number"))
  var maxRows: Int?

  @Option(
    help: ArgumentHelp("End the statement when it uses more memory: 500M, 2G.", valueName: "size"))
  var maxMemory: String?

  mutating func validate() throws {
    if let timeout, !(timeout > 0 && timeout < 1e9) {
      throw ValidationError("--timeout takes seconds, such as 2.5")
    }
    if let maxRows, maxRows < 0 { throw ValidationError("--max-rows takes a number from 0 on") }
    if let maxMemory, Self.bytes(maxMemory) == nil {
      throw ValidationError("--max-memory takes a size such as 500M or 2G")
    }
  }

  /// The limits as the library takes them.
  var limits: QueryLimits {
    QueryLimits(
      time: timeout.map { .milliseconds(Int64(($0 * 1_000).rounded(.up))) }, rows: maxRows,
      memory: maxMemory.flatMap { Self.bytes($0) })
  }

  /// `500M` → 524,288,000: a number with K, M, G or T for powers of 1,024; nil for another text.
  static func bytes(_ text: String) -> Int? {
    var digits = Substring(text.uppercased())
    if digits.hasSuffix("IB") {
      digits = digits.dropLast(2)
    } else if digits.hasSuffix("B") {
      digits = digits.dropLast()
    }
    var shift = 0
    if let unit = "KMGT".firstIndex(of: digits.last ?? " ") {
      shift = 10 * ("KMGT".distance(from: "KMGT".startIndex, to: unit) + 1)
      digits = digits.dropLast()
    }
    guard let number = Double(digits), number > 0, number * Double(1 << shift) < 9e18 else { return nil }
    return Int(number * Double(1 << shift))
  }
}
