/// Dates on the command line, as people type them: `--timeline 1814 1815`, `--timeline 1814,1815` or `--timeline 1814
/// --timeline 1815`, before the graph or after it.
///
/// An option of the argument parser takes one word, or all up to the next option, which would swallow a graph.
enum DateArguments {
  private static let names: Set<String> = ["--timeline", "--between", "--diff"]

  /// Arguments in which each date has an option of its own.
  ///
  /// - Parameter arguments: What follows the program's name.
  /// - Returns: The arguments to parse.
  static func spread(_ arguments: [String]) -> [String] {
    var result: [String] = []
    var option: String?
    for argument in arguments {
      if names.contains(argument) {
        option = argument
        result.append(argument)
      } else if let name = option, result.last == name {
        result.append(argument)
      } else if let name = option, looksLikeDate(argument) {
        result += [name, argument]
      } else {
        option = nil
        result.append(argument)
      }
    }
    return result
  }

  /// The dates in the values of an option, each of which may hold several with commas between them.
  static func dates(in values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// `2023`, `1990s`, `2023-09-19`, `about 1814`, several with commas; a file of that name needs `./` before it.
  private static func looksLikeDate(_ argument: String) -> Bool {
    argument.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
      let date = part.hasPrefix("about ") ? part.dropFirst(6) : part
      guard let first = date.first, first.isASCII, first.isNumber else { return false }
      return date.allSatisfy { $0.isASCII && $0.isNumber || $0 == "-" || $0 == "s" }
    }
  }
}
