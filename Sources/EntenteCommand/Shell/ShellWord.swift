/// The commands of the shell.
enum ShellWord: String, CaseIterable {
  case help = ".help"
  case mode = ".mode"
  case explain = ".explain"
  case profile = ".profile"
  case show = ".show"
  case map = ".map"
  case asOf = ".as-of"
  case param = ".param"
  case timeout = ".timeout"
  case maxRows = ".max-rows"
  case maxMemory = ".max-memory"
  case diff = ".diff"
  case write = ".write"
  case undo = ".undo"
  case read = ".read"
  case quit = ".quit"
  case exit = ".exit"

  /// How it is written.
  var usage: String {
    switch self {
    case .help, .diff, .write, .undo, .quit, .exit: rawValue
    case .mode: ".mode FORM"
    case .explain, .profile: "\(rawValue) QUESTION"
    case .show: ".show ENTITY"
    case .map: ".map FILE [QUESTION]"
    case .asOf: ".as-of DATE"
    case .param: ".param NAME VALUE"
    case .timeout: ".timeout SECONDS"
    case .maxRows: ".max-rows NUMBER"
    case .maxMemory: ".max-memory SIZE"
    case .read: ".read FILE"
    }
  }

  private var meaning: String {
    switch self {
    case .help: "this list"
    case .mode: "the form of answers: table, markdown, csv, json, jsonl, dot, svg, html"
    case .explain: "the statement a question becomes, and its plan"
    case .profile: "the same, run, with the rows and time of each step"
    case .show: "the dossier of an entity"
    case .map: "draw the graph, or an answer, into a file"
    case .asOf: "answer as of this date; off for the latest"
    case .param: "give $NAME a value; without one, take it away"
    case .timeout: "end statements after this time; off for no limit"
    case .maxRows: "end statements with more rows; off for no limit"
    case .maxMemory: "end statements that use more memory (500M, 2G); off for no limit"
    case .diff: "what .write would change in the files"
    case .write: "put what statements changed into the files"
    case .undo: "the graph as before the last statement that wrote"
    case .read: "run the lines of a file"
    case .quit: "leave (also Ctrl-D)"
    case .exit: "the same"
    }
  }

  /// What `.help` prints.
  static var list: String {
    let width = allCases.map(\.usage.count).max() ?? 0
    let lines = allCases.map { word in
      word.usage + String(repeating: " ", count: width + 2 - word.usage.count) + word.meaning + "\n"
    }
    return """
      A question is one line: who accuses whom
      An openCypher statement goes on to a ';' or an empty line: MATCH (n:state) RETURN n.name;
      Tab completes names, verbs, keywords, labels and relation types; Ctrl-C ends a statement that runs.


      """ + lines.joined()
  }
}
