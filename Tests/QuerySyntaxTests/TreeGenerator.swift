import QuerySyntax
import TestSupport

/// Makes statements at random: any shape that the grammar can say.
struct TreeGenerator {
  private var random: SeededGenerator
  private var fuel: Int

  /// A generator that gives the same statement for the same seed.
  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    fuel = 60
  }

  private static let names = [
    "n", "m", "rel", "x1", "_", "Größe", "with space", "match", "END", "count", "none", "tick`ed", "in",
    "über",
    "all", "exists", "yield", "call", "order", "null", "`", "日本",
  ]

  mutating func query() -> Query {
    let first = part()
    guard below(6) == 0 else { return Query(mode: pick([.run, .explain, .profile]), first: first) }
    let keepsDuplicates = below(2) == 0
    return Query(
      first: first,
      unions: (0...below(2)).map { _ in UnionBranch(keepsDuplicates: keepsDuplicates, query: part()) })
  }

  private mutating func below(_ bound: Int) -> Int { random.below(bound) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  private mutating func name() -> Name { Name(pick(Self.names)) }

  private mutating func maybe<Result>(_ make: (inout TreeGenerator) -> Result) -> Result? {
    below(2) == 0 ? make(&self) : nil
  }

  private mutating func some<Result>(_ most: Int, _ make: (inout TreeGenerator) -> Result) -> [Result] {
    (0...below(most)).map { _ in make(&self) }
  }

  private mutating func part() -> SingleQuery {
    var clauses: [Clause] = []
    for _ in 0...below(2) {
      clauses += some(2) { $0.readingClause() }
      if below(2) == 0 { clauses += some(2) { $0.updatingClause() } }
      clauses.append(
        .with(WithClause(projection: projection(), condition: maybe { $0.expression() })))
    }
    clauses.append(.returning(ReturnClause(projection: projection())))
    return SingleQuery(clauses: clauses)
  }

  private mutating func readingClause() -> Clause {
    switch below(5) {
    case 0: return .unwind(UnwindClause(list: expression(), variable: name()))
    case 1:
      let items = some(2) { generator in
        YieldItem(field: generator.name(), variable: generator.name())
      }
      return .call(
        CallClause(
          name: some(3) { $0.name() }, arguments: maybe { $0.some(2) { $0.expression() } },
          yield: .items(items), condition: maybe { $0.expression() }, isStandalone: false))
    case 2 where fuel > 30:
      fuel -= 20
      return .subquery(SubqueryClause(query: Query(first: part())))
    default:
      return .match(
        MatchClause(
          isOptional: below(3) == 0, pattern: some(2) { $0.patternPart() },
          condition: maybe { $0.expression() }))
    }
  }

  private mutating func updatingClause() -> Clause {
    switch below(6) {
    case 0: return .create(CreateClause(pattern: some(2) { $0.patternPart() }))
    case 1:
      let actions = (0..<below(3)).map { _ in
        MergeAction(pick([.create, .match]), items: some(2) { $0.setItem() })
      }
      return .merge(MergeClause(pattern: patternPart(), actions: actions))
    case 2: return .set(SetClause(items: some(3) { $0.setItem() }))
    case 3:
      let items: [RemoveItem] = some(2) { generator in
        generator.below(2) == 0
          ? .property(target: generator.subject(), key: generator.name())
          : .labels(variable: generator.name(), labels: generator.some(2) { $0.name() })
      }
      return .remove(RemoveClause(items: items))
    case 4: return .delete(DeleteClause(isDetach: below(2) == 0, expressions: some(2) { $0.expression() }))
    default:
      return .foreach(
        ForeachClause(variable: name(), list: expression(), clauses: some(2) { $0.updatingClause() }))
    }
  }

  private mutating func setItem() -> SetItem {
    switch below(4) {
    case 0: .property(target: subject(), key: name(), value: expression())
    case 1: .replace(variable: name(), value: expression())
    case 2: .merge(variable: name(), value: expression())
    default: .labels(variable: name(), labels: some(2) { $0.name() })
    }
  }

  private mutating func subject() -> Expression {
    below(2) == 0 ? Expression(.variable(name().text)) : Expression(.property(expression(), name()))
  }

  private mutating func projection() -> Projection {
    let includesAll = below(4) == 0
    let items = some(2) { generator in
      ProjectionItem(generator.expression(), alias: generator.maybe { $0.name() })
    }
    return Projection(
      isDistinct: below(3) == 0, includesAll: includesAll, items: includesAll && below(2) == 0 ? [] : items,
      order: (0..<below(3)).map { _ in SortItem(expression(), isDescending: below(2) == 0) },
      skip: below(3) == 0 ? expression() : nil, limit: below(3) == 0 ? expression() : nil)
  }

  private mutating func patternPart() -> PatternPart {
    PatternPart(
      variable: maybe { $0.name() }, selection: pick([.all, .all, .all, .shortest, .allShortest]),
      path: path(steps: below(3)))
  }

  private mutating func path(steps: Int) -> PathPattern {
    PathPattern(start: node(), steps: (0..<steps).map { _ in PatternStep(relationship(), node()) })
  }

  private mutating func properties() -> Expression? {
    switch below(5) {
    case 0: Expression(.parameter(pick(["p", "0", "42", "match", "with space"])))
    case 1: Expression(.map(entries()))
    default: nil
    }
  }

  private mutating func node() -> NodePattern {
    var node = NodePattern(
      variable: maybe { $0.name() }, labels: (0..<below(3)).map { _ in name() }, properties: properties())
    if below(6) == 0 { (node.labels, node.labelTest) = ([], .or(labelTest(2), labelTest(2))) }
    if below(6) == 0 { node.condition = expression() }
    return node
  }

  private mutating func labelTest(_ depth: Int) -> LabelTest {
    switch depth == 0 ? 0 : below(5) {
    case 1: .any
    case 2: .not(labelTest(depth - 1))
    case 3: .and(labelTest(depth - 1), labelTest(depth - 1))
    case 4: .or(labelTest(depth - 1), labelTest(depth - 1))
    default: .label(name())
    }
  }

  private mutating func relationship() -> RelationshipPattern {
    var length: RelationshipPattern.Length?
    if below(3) == 0 {
      length = RelationshipPattern.Length(lower: maybe { $0.below(4) }, upper: maybe { $0.below(9) })
    }
    return RelationshipPattern(
      variable: maybe { $0.name() }, types: (0..<below(3)).map { _ in name() }, length: length,
      properties: properties(), condition: length == nil && below(6) == 0 ? expression() : nil,
      direction: pick([.outgoing, .incoming, .either]))
  }

  private mutating func entries() -> [MapEntry] {
    (0..<below(3)).map { _ in MapEntry(name(), expression()) }
  }

  private mutating func leaf() -> Expression {
    switch below(9) {
    case 0: Expression(.null)
    case 1: Expression(.boolean(below(2) == 0))
    case 2: Expression(.integer(pick([0, 1, -1, 42, .max, .min])))
    case 3: Expression(.float(pick([0, -0.0, 1.5, -2.25, 1e-7, 1e300, 1e-300])))
    case 4: Expression(.string(pick(["", "it's", "a\\b", "line\nbreak", "\u{1}", "🧐", "\"", "//", "\\u"])))
    case 5: Expression(.parameter(pick(["p", "0", "7", "order", "a b"])))
    case 6: Expression(.countAll)
    default: Expression(.variable(name().text))
    }
  }

  private mutating func expression() -> Expression {
    fuel -= 1
    if fuel <= 0 { return leaf() }
    switch below(14) {
    case 0: return Expression(.unary(pick(UnaryOperator.allCases), expression()))
    case 1, 2: return Expression(.binary(pick(BinaryOperator.allCases), expression(), expression()))
    case 3:
      let links = some(2) { ComparisonLink($0.pick(ComparisonOperator.allCases), $0.expression()) }
      return Expression(.comparison(expression(), links))
    case 4: return Expression(.isNull(expression(), isNegated: below(2) == 0))
    case 5: return Expression(.property(expression(), name()))
    case 6: return Expression(.index(expression(), expression()))
    case 7: return Expression(.list((0..<below(4)).map { _ in expression() }))
    case 8:
      return Expression(
        .call(
          FunctionCall(
            Name(pick(["f", "a.b.c", "all", "count", "reduce", "exists"])),
            isDistinct: below(3) == 0, (0..<below(3)).map { _ in expression() })))
    case 9, 10: return compound()
    default: return leaf()
    }
  }

  private mutating func compound() -> Expression {
    switch below(13) {
    case 0: return Expression(.map(entries()))
    case 1:
      return Expression(
        .slice(expression(), lower: maybe { $0.expression() }, upper: maybe { $0.expression() }))
    case 2: return Expression(.hasLabels(expression(), some(2) { $0.name() }))
    case 3:
      let branches = some(2) { CaseExpression.Branch(when: $0.expression(), then: $0.expression()) }
      return Expression(
        .caseOf(
          CaseExpression(
            subject: maybe { $0.expression() }, branches: branches, otherwise: maybe { $0.expression() })))
    case 4:
      return Expression(
        .listComprehension(
          ListComprehension(
            variable: name(), list: expression(), condition: maybe { $0.expression() },
            result: maybe { $0.expression() })))
    case 5:
      return Expression(
        .patternComprehension(
          PatternComprehension(
            variable: maybe { $0.name() }, path: path(steps: 1 + below(2)),
            condition: maybe { $0.expression() },
            result: expression())))
    case 6:
      return Expression(
        .quantifier(
          Quantifier(
            pick(Quantifier.Kind.allCases), variable: name(), list: expression(),
            condition: maybe { $0.expression() })))
    case 7:
      return Expression(
        .reduce(
          Reduction(
            accumulator: name(), initial: expression(), variable: name(), list: expression(),
            result: expression())))
    case 8: return Expression(.pattern(path(steps: 1 + below(2))))
    case 9:
      return Expression(
        .shortestPath(PatternPart(selection: pick([.shortest, .allShortest]), path: path(steps: 1))))
    case 10:
      return Expression(
        .subquery(
          SubqueryExpression(
            pick([.exists, .count]),
            .pattern(some(2) { $0.patternPart() }, condition: maybe { $0.expression() }))))
    case 11 where fuel > 20:
      fuel -= 10
      return Expression(
        .subquery(
          SubqueryExpression(
            pick([.exists, .count, .collect]),
            .query(
              Query([
                .unwind(UnwindClause(list: expression(), variable: name())),
                .returning(ReturnClause(projection: projection())),
              ])))))
    default:
      let items: [MapProjectionItem] = some(3) { generator in
        switch generator.below(4) {
        case 0: .allProperties
        case 1: .property(generator.name())
        case 2: .entry(MapEntry(generator.name(), generator.expression()))
        default: .variable(generator.name())
        }
      }
      return Expression(.mapProjection(name(), items))
    }
  }
}
