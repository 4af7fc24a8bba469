import EntenteKit

/// The state of a shell: the graph as it stands, and how answers are wanted.
struct ShellSession {
  private(set) var graph: KnowledgeGraph
  let messages: MessageOptions
  var format = AnswerFormat.table
  var asOf: String?
  var parameters: [QueryParameter] = []
  var limits = QueryLimits()
  /// Whether the shell shall end.
  private(set) var isDone = false

  /// The graphs before each writing statement, for `.undo`.
  private var earlier: [KnowledgeGraph] = []
  private var wasWarned = false
  private var depth = 0

  init(_ graph: KnowledgeGraph, _ messages: MessageOptions) {
    self.graph = graph
    self.messages = messages
  }

  /// What the graph holds, in a line.
  var greeting: String {
    let title = graph.title.map { "\($0): " } ?? ""
    return
      "\(title)\(graph.entityCount) entities, \(graph.relationCount) relations, \(graph.sourceCount) sources"
  }

  private var options: AskOptions {
    AskOptions(asOf: asOf, parameters: parameters, limits: limits, isCancelled: { Interrupt.isRaised })
  }

  // MARK: Running

  /// Runs a script to its end or its first error.
  ///
  /// - Parameters:
  ///   - script: The text.
  ///   - name: What messages call it.
  /// - Throws: The first error, its place told in lines of the script.
  mutating func run(script: [UInt8], name: String) throws {
    var assembler = ShellAssembler()
    let text = String(decoding: script, as: UTF8.self)
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    if lines.last == "" { lines.removeLast() }
    for index in 0...lines.count {
      let entries = index < lines.count ? assembler.add(lines[index]) : assembler.finish()
      for entry in entries {
        do {
          try run(entry)
        } catch let failure as DiagnosticFailure {
          throw DiagnosticFailure(failure.diagnostics.map { $0.placed(at: entry, of: name) })
        } catch let problem as Problem {
          throw DiagnosticFailure([problem.diagnostic.placed(at: entry, of: name)])
        }
        if isDone { return }
      }
    }
  }

  /// Runs one entry.
  ///
  /// - Throws: What is wrong with it.
  mutating func run(_ entry: ShellEntry) throws {
    if entry.isCommand { return try command(entry.text) }
    let answer = try graph.ask(entry.text, options)
    messages.report(answer.diagnostics)
    if answer.graph.hasUnsavedChanges, answer.changesGraph {
      earlier.append(graph)
      graph = answer.graph
      wasWarned = false
    }
    if !answer.columns.isEmpty {
      var said: [Diagnostic] = []
      try Terminal.write(
        try answer.formatted(
          as: format, width: Terminal.width, limits: PictureOptions.usualLimits, reporting: &said))
      messages.report(said)
    }
  }

  /// Prints what went wrong.
  func report(_ error: any Error) {
    if let failure = error as? DiagnosticFailure { messages.report(failure.diagnostics) }
    if let problem = error as? Problem { messages.report([problem.diagnostic]) }
  }

  /// Whether to end now: with unsaved changes only when asked twice.
  mutating func mayLeave() -> Bool {
    if graph.hasUnsavedChanges, !wasWarned {
      wasWarned = true
      messages.report([
        Diagnostic(
          .warning, "shell.unsaved", "there are changes that no file has",
          hints: ["'.write' saves them; leave again to drop them"])
      ])
      return false
    }
    return true
  }

  /// Says at the end of a script that changes are lost.
  func noteUnsaved() {
    if graph.hasUnsavedChanges {
      messages.report([
        Diagnostic(
          .warning, "shell.unsaved", "there are changes that no file has",
          hints: ["end the script with '.write'"])
      ])
    }
  }

  // MARK: Commands

  private mutating func command(_ text: String) throws {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let rest = words.count > 1 ? words[1].trimmedBlanks : ""
    guard let command = ShellWord(rawValue: words[0]) else {
      let hint = Suggestions.hint(for: words[0], in: ShellWord.allCases.map(\.rawValue))
      throw Problem(
        "shell.unknown-command", "there is no command '\(words[0])'",
        hints: [hint ?? "'.help' lists the commands"])
    }
    switch command {
    case .help: try Terminal.write(Array(ShellWord.list.utf8))
    case .quit, .exit: isDone = rest == "!" || !Terminal.isInteractive || mayLeave()
    case .mode: try setMode(rest)
    case .asOf: try setDate(rest)
    case .param: try setParameter(rest)
    case .timeout, .maxRows, .maxMemory: try setLimit(command, rest)
    case .explain, .profile: try explain(try needed(rest, command), profile: command == .profile)
    case .show:
      let dossier = try graph.dossier(of: try needed(rest, command))
      try Terminal.write(Array(dossier.formatted(as: .text, width: Terminal.width).utf8))
    case .map: try map(try needed(rest, command))
    case .diff: try SavedEdits.save(graph, isDry: true, messages)
    case .write:
      if let saved = try SavedEdits.save(graph, isDry: false, messages) {
        graph = saved
        earlier = []
      }
    case .undo: try undo()
    case .read: try read(try needed(rest, command))
    }
  }

  private func needed(_ rest: String, _ command: ShellWord) throws(Problem) -> String {
    if rest.isEmpty {
      throw Problem("shell.missing-argument", "'\(command.rawValue)' needs more: \(command.usage)")
    }
    return rest
  }

  private mutating func setMode(_ text: String) throws {
    let all = AnswerFormat.allCases.map(\.rawValue)
    if text.isEmpty { return try say("\(format.rawValue); there are \(all.joined(separator: ", "))") }
    guard let format = AnswerFormat(rawValue: text) else {
      throw Problem(
        "shell.wrong-argument", "there is no mode '\(text)'",
        hints: [Suggestions.hint(for: text, in: all) ?? "the modes are \(all.joined(separator: ", "))"])
    }
    self.format = format
  }

  private mutating func setDate(_ text: String) throws {
    if text.isEmpty { return try say(asOf ?? "off") }
    let wanted = text == "off" ? nil : text
    // A wrong date is told now, not with each question.
    if wanted != nil { _ = try graph.ask("RETURN 1", AskOptions(asOf: wanted)) }
    asOf = wanted
  }

  private mutating func setParameter(_ text: String) throws {
    if text.isEmpty {
      for parameter in parameters { try say("$\(parameter.name) = \(parameter.value)") }
      return
    }
    let parts = text.split(maxSplits: 1) { $0 == "=" || $0.isWhitespace }.map(String.init)
    parameters.removeAll { $0.name == parts[0] }
    guard parts.count > 1 else { return }
    parameters += try QueryParameter.parse(["\(parts[0])=\(parts[1].trimmedBlanks)"])
  }

  private mutating func setLimit(_ command: ShellWord, _ text: String) throws {
    let isOff = text == "off" || text.isEmpty
    switch command {
    case .timeout:
      let seconds = Double(text) ?? 0
      if !isOff, !(seconds > 0 && seconds < 1e9) { throw wrong(text, command) }
      limits.time = isOff ? nil : .milliseconds(Int64(seconds * 1_000))
    case .maxRows:
      let rows = Int(text) ?? -1
      if !isOff, rows < 0 { throw wrong(text, command) }
      limits.rows = isOff ? nil : rows
    default:
      let bytes = LimitOptions.bytes(text)
      if !isOff, bytes == nil { throw wrong(text, command) }
      limits.memory = isOff ? nil : bytes
    }
  }

  private func wrong(_ text: String, _ command: ShellWord) -> Problem {
    Problem(
      "shell.wrong-argument", "'\(text)' is none of what '\(command.rawValue)' takes", hints: [command.usage])
  }

  private func explain(_ text: String, profile: Bool) throws {
    let statement = text.hasSuffix(";") ? String(text.dropLast()) : text
    let explanation = try graph.explain(statement, options, profile: profile)
    messages.report(explanation.diagnostics)
    try Terminal.write(Array(explanation.text.utf8))
  }

  /// `.map FILE` draws the graph, `.map FILE QUESTION` an answer.
  private func map(_ text: String) throws {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    var map = MapOptions()
    if words.count > 1 { map.selection = .answer(words[1].trimmedBlanks) }
    map.asOf = asOf
    map.questionLimits = limits
    map.limits = PictureOptions.usualLimits
    let form = try OutputForm.choose(nil, words[0], usual: .svg, bySuffix: MapFormat.init(path:))
    let drawing = try graph.draw(map, as: form)
    messages.report(drawing.diagnostics)
    try TerminalWorkspace().write(drawing.bytes, to: words[0])
    messages.confirm(words[0])
  }

  private mutating func undo() throws {
    guard let last = earlier.popLast() else {
      throw Problem(
        "shell.nothing-to-undo", "no statement has changed the graph since it was read or written")
    }
    graph = last
    try say("as before the last statement that wrote")
  }

  private mutating func read(_ path: String) throws {
    guard depth < 16 else { throw Problem("shell.too-deep", "more than 16 scripts read one another") }
    depth += 1
    defer { depth -= 1 }
    try run(script: try TerminalWorkspace().read(path), name: path)
  }

  private func say(_ text: String) throws { try Terminal.write(Array((text + "\n").utf8)) }

  // MARK: Completion

  /// What can stand at the end of a line.
  func completion(of line: String) -> TextCompletion {
    guard line.hasPrefix(".") else { return graph.completion(of: line) }
    let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard words.count > 1 else {
      let found = ShellWord.allCases.map(\.rawValue).filter { $0.hasPrefix(line) }
      return TextCompletion(replacedCount: line.count, candidates: found)
    }
    switch ShellWord(rawValue: words[0]) {
    case .show: return graph.completion(ofEntity: words[1])
    case .explain, .profile: return graph.completion(of: words[1])
    case .mode:
      let found = AnswerFormat.allCases.map(\.rawValue).filter { $0.hasPrefix(words[1]) }
      return TextCompletion(replacedCount: words[1].count, candidates: found)
    default: return .none
    }
  }
}

extension Diagnostic {
  /// The diagnostic with its place told in lines of the script that an entry stands in.
  fileprivate func placed(at entry: ShellEntry, of name: String) -> Diagnostic {
    var result = self
    let offset = UInt32(entry.line - 1)
    let script = SourceText(name: name, text: String(repeating: "\n", count: entry.line - 1) + entry.text)
    func moved(_ place: Place) -> Place {
      guard place.source.bytes == Array(entry.text.utf8) else { return place }
      return Place(script, SourceSpan(place.span.lower + offset, place.span.upper + offset))
    }
    result.place = place.map(moved)
    result.notes = notes.map { Note($0.message, at: $0.place.map(moved)) }
    if result.place?.source.name != name, severity == .error {
      result.notes.append(Note("in this line", at: Place(script, SourceSpan(offset, offset))))
    }
    return result
  }
}
