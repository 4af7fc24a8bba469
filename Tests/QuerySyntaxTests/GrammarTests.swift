import Foundation
import QuerySyntax
import TestSupport
import Testing

@Suite struct GrammarTests {
  /// Every production stands once above the code that reads it, and every name that one uses is itself one.
  @Test func productionsAreCompleteAndUnique() throws {
    let folder = TestEnvironment.projectRoot + "/Sources/QuerySyntax/Parsing"
    var rules: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      for line in text.split(separator: "\n") {
        guard let match = line.firstMatch(of: /\/\/\/ `([A-Z][A-Za-z]+) = (.+?)`[.:]/) else { continue }
        let name = String(match.1)
        #expect(rules[name] == nil, "\(name) is read twice, in \(file)")
        rules[name] = String(match.2)
      }
    }
    let terminals: Set<String> = [
      "DoubleLiteral", "IntegerLiteral", "StringLiteral", "DecimalInteger", "LabelName", "RelTypeName",
      "PropertyKeyName", "FunctionName", "ProcedureName", "ProcedureResultField", "Variable", "ReservedWord",
    ]
    for (name, rule) in rules.sorted(by: { $0.key < $1.key }) {
      let withoutQuotes = rule.replacing(/"[^"]*"/, with: "")
      for match in withoutQuotes.matches(of: /\b[A-Z][A-Za-z]+\b/) {
        let used = String(match.output)
        #expect(rules[used] != nil || terminals.contains(used), "\(name) uses \(used), which nothing reads")
      }
    }
    for name in Self.grammar { #expect(rules[name] != nil, "no method reads \(name)") }
  }

  /// The productions of the openCypher 9 grammar that make up a statement.
  private static let grammar = [
    "Cypher", "RegularQuery", "Union", "SingleQuery", "Clause", "Match", "Unwind", "Merge", "MergeAction",
    "Create",
    "Set", "SetItem", "Delete", "Remove", "RemoveItem", "Foreach", "Call", "ProcedureInvocation",
    "YieldItems",
    "YieldItem", "With", "Return", "ProjectionBody", "ProjectionItems", "ProjectionItem", "Order", "Skip",
    "Limit",
    "SortItem", "Where", "Pattern", "PatternPart", "AnonymousPatternPart", "ShortestPathPattern",
    "PatternElement",
    "RelationshipsPattern", "NodePattern", "PatternElementChain", "RelationshipPattern", "RelationshipDetail",
    "Properties", "RelationshipTypes", "NodeLabels", "NodeLabel", "RangeLiteral", "PropertyExpression",
    "Expression",
    "OrExpression", "XorExpression", "AndExpression", "NotExpression", "ComparisonExpression",
    "PartialComparisonExpression", "StringListNullPredicateExpression", "StringPredicateExpression",
    "ListPredicateExpression", "NullPredicateExpression", "AddOrSubtractExpression",
    "MultiplyDivideModuloExpression", "PowerOfExpression", "UnaryAddOrSubtractExpression",
    "NonArithmeticOperatorExpression", "ListOperator", "PropertyLookup", "Atom", "CaseExpression",
    "CaseAlternative", "ListComprehension", "PatternComprehension", "Quantifier", "Reduce", "IdInColl",
    "ParenthesizedExpression", "FunctionInvocation", "CountAll", "SubqueryExpression", "Subquery", "Literal",
    "BooleanLiteral", "NumberLiteral", "ListLiteral", "MapLiteral", "MapProjection", "MapProjectionItem",
    "Parameter",
    "SchemaName", "SymbolicName",
  ]
}
