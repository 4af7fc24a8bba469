import Diagnostics
import GraphCore
import OrderedCollections

/// The texts of graph files with changes of the graph put into them, each in the place where its record stands.
package struct GraphFilePatches {
  /// Which of several places of a record one is.
  private enum Rank { case only, first, other }

  /// What happens to the records of one kind in one file.
  private struct Section {
    var removed: [(key: SourceSpan, subject: RecordSubject)] = []
    var added: [(record: FileRecord, subject: RecordSubject)] = []
    var changed: [(place: RecordPlace, change: GraphDifference.Change, rank: Rank)] = []
  }

  private let index: GraphFileIndex
  private var sections: [String: [FileRecord.Kind: Section]] = [:]
  /// The ids of new entities, with the files that they go to.
  private var newcomers: [String: String] = [:]

  /// Puts changes into files.
  ///
  /// A record that is there stays where it is. A new relation goes to the file of its subject, else of its object; a
  /// new entity to the file of whom it is related to; all else to the first file that was given. A file that was only
  /// included gets no new records: it is a register that others share.
  ///
  /// - Parameters:
  ///   - difference: What changed.
  ///   - index: Where everything stands.
  /// - Returns: The files that change, in the order in which they were read.
  /// - Throws: `write.no-file` when a record stands in no file; `write.left-alone` when a file uses YAML in a way that
  ///   a change would disturb.
  /// - Complexity: O(length of the files + changes).
  package static func make(
    _ difference: GraphDifference, index: GraphFileIndex
  ) throws(RecordProblem) -> [PatchedText] {
    var patches = GraphFilePatches(index: index)
    for change in difference.changes { try patches.sort(change, among: difference.changes) }
    var result: [PatchedText] = []
    for file in index.files {
      guard let sections = patches.sections[file.source.name] else { continue }
      result.append(try patched(file.source, sections))
    }
    return result
  }

  private init(index: GraphFileIndex) { self.index = index }

  // MARK: Which file

  private mutating func sort(
    _ change: GraphDifference.Change, among all: [GraphDifference.Change]
  ) throws(RecordProblem) {
    guard let old = change.old else {
      guard let new = change.new else { return }
      let file = try file(for: new, change.subject, all)
      sections[file, default: [:]][new.kind, default: Section()].added.append((new, change.subject))
      return
    }
    let places: [RecordPlace] =
      switch (old.kind, change.subject) {
      case (.source, _): index.sources[old.key] ?? []
      case (.entity, _): index.entities[old.key] ?? []
      case (.relation, .relation(let relation)): index.relations[relation] ?? []
      case (.relation, .node): []
      }
    guard !places.isEmpty else { throw Self.noFile(change.subject) }
    for (number, place) in places.enumerated() {
      var section = sections[place.source.name]?[old.kind] ?? Section()
      if change.new == nil {
        section.removed.append((place.key, change.subject))
      } else {
        section.changed.append((place, change, places.count == 1 ? .only : number == 0 ? .first : .other))
      }
      sections[place.source.name, default: [:]][old.kind] = section
    }
  }

  private mutating func file(
    for record: FileRecord, _ subject: RecordSubject, _ all: [GraphDifference.Change]
  ) throws(RecordProblem) -> String {
    guard let first = index.files.first(where: { !$0.isIncluded })?.source.name else {
      throw Self.noFile(subject)
    }
    switch record.kind {
    case .source: return first
    case .relation:
      let words = record.key.split(separator: " ").map(String.init)
      guard words.count == 3 else { return first }
      return file(ofEntity: words[0]) ?? file(ofEntity: words[2]) ?? first
    case .entity:
      var file = first
      for other in all where other.kind == .relation && other.old == nil {
        let words = (other.new?.key ?? "").split(separator: " ").map(String.init)
        guard words.count == 3, words[0] == record.key || words[2] == record.key else { continue }
        guard let near = self.file(ofEntity: words[0] == record.key ? words[2] : words[0]) else { continue }
        file = near
        break
      }
      newcomers[record.key] = file
      return file
    }
  }

  /// The file that declares an entity, if it was given and not only included.
  private func file(ofEntity id: String) -> String? {
    if let file = newcomers[id] { return file }
    let names = (index.entities[id] ?? []).map(\.source.name)
    return names.first { name in index.files.contains { $0.source.name == name && !$0.isIncluded } }
  }

  private static func noFile(_ subject: RecordSubject) -> RecordProblem {
    RecordProblem(
      problem: Problem("write.no-file", "this stands in no graph file that could be changed"),
      subject: subject, word: nil)
  }

  // MARK: One file

  private static func patched(
    _ source: SourceText, _ sections: [FileRecord.Kind: Section]
  ) throws(RecordProblem) -> PatchedText {
    let some = sections.values.lazy.compactMap { section in
      section.added.first?.subject ?? section.removed.first?.subject ?? section.changed.first?.change.subject
    }.first
    var subject = some ?? .node(NodeID(0))
    do throws(Problem) {
      var patcher = try GraphFilePatcher(source)
      for kind in FileRecord.Kind.allCases {
        guard let section = sections[kind] else { continue }
        for (place, change, rank) in section.changed {
          subject = change.subject
          patcher.subject = subject
          try Self.change(&patcher, place, change, rank)
        }
        subject = section.added.first?.subject ?? section.removed.first?.subject ?? subject
        try patcher.change(kind, removing: section.removed, adding: section.added)
      }
      return try patcher.patched()
    } catch {
      let reason = error.message
      throw RecordProblem(
        problem: Problem(
          "write.left-alone", "'\(source.name)' cannot be changed in place: it holds \(reason)",
          hints: ["change it by hand, or lay it out first: 'entente fmt \(source.name)'"]),
        subject: subject, word: nil)
    }
  }

  private static func change(
    _ patcher: inout GraphFilePatcher, _ place: RecordPlace, _ change: GraphDifference.Change, _ rank: Rank
  ) throws(Problem) {
    guard let old = change.old, let new = change.new else { return }
    let isFirst = rank != .other
    var fields: OrderedDictionary<String, FieldValue?> = [:]
    let keys = OrderedSet(new.fields.keys).union(old.fields.keys)
    for key in keys where old.fields[key] != new.fields[key] {
      let isHere = place.fields.contains { $0.key == key }
      guard let value = new.fields[key] else {
        if isHere { fields.updateValue(nil, forKey: key) }
        continue
      }
      // What another file says stays there; what is new goes to the first.
      if rank != .only, case .list(let values) = value, case .list(let before)? = old.fields[key] {
        let own = patcher.items(of: key, in: old.kind, at: place.key)
        let mine = values.filter { item in
          own.contains { GraphFilePatcher.isSame($0, item) } || isFirst && !before.contains(item)
        }
        if mine.isEmpty {
          if isHere { fields.updateValue(nil, forKey: key) }
        } else {
          fields.updateValue(.list(mine), forKey: key)
        }
      } else if isHere || isFirst && old.fields[key] == nil || isFirst && place.fields.isEmpty {
        fields.updateValue(value, forKey: key)
      }
    }
    let key = old.key == new.key ? nil : new.key
    guard key != nil || !fields.isEmpty else { return }
    try patcher.change(old.kind, at: place.key, key: key, fields: fields)
  }
}
