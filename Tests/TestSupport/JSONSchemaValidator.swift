import Foundation

/// Checks documents against a JSON Schema with PyPI's `jsonschema`, which is no part of the project.
package enum JSONSchemaValidator {
  /// Whether each document satisfies a schema.
  ///
  /// - Parameters:
  ///   - documents: The documents, as JSON.
  ///   - schema: The path of the schema from the project's root.
  /// - Returns: One answer a document; nil when `python3` or `jsonschema` is not there, and then the test is
  ///   printed as left out.
  /// - Throws: When the checker cannot be run.
  package static func verdicts(on documents: [String], schema: String) throws -> [Bool]? {
    let script = """
      import sys, json
      try:
          import jsonschema
      except ImportError:
          print("absent"); sys.exit(0)
      with open(sys.argv[1], encoding="utf-8") as file:
          schema = json.load(file)
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      with open(sys.argv[2], encoding="utf-8", newline="\\n") as file:
          for line in file.read().split("\\n"):
              if line:
                  print("yes" if validator.is_valid(json.loads(line)) else "no")
      """
    let name = "entente-\(ProcessInfo.processInfo.processIdentifier)-\(abs(schema.hashValue)).jsonl"
    let input = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    try documents.joined(separator: "\n").write(to: input, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: input) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, TestEnvironment.projectRoot + "/" + schema, input.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    guard process.terminationStatus == 0, lines.first != "absent" else {
      print("left out: the JSON Schema test of \(schema) (needs python3 with the package jsonschema)")
      return nil
    }
    return lines.map { $0 == "yes" }
  }
}
