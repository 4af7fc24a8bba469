import QuerySyntax

/// Lexer and parser under libFuzzer: any bytes give a tree or a failure, and a tree survives being printed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSyntax(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  _ = try? QueryParser.parseExpression(text)
  guard let tree = try? QueryParser.parse(text) else { return 0 }
  let printed = CypherPrinter.string(for: tree)
  guard let again = try? QueryParser.parse(printed) else {
    fatalError("what was printed cannot be read: \(printed)")
  }
  precondition(again == tree, "what was printed means something else: \(printed)")
  return 0
}
