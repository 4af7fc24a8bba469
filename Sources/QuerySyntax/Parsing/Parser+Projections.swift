import Diagnostics

extension Parser {
  /// `With = "WITH", ProjectionBody, [Where]`.
  mutating func with(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    let projection = try projectionBody()
    let condition = try whereCondition()
    return .with(WithClause(projection: projection, condition: condition, span: span(from: lower)))
  }

  /// `Return = "RETURN", ProjectionBody`.
  mutating func returning(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    let projection = try projectionBody()
    return .returning(ReturnClause(projection: projection, span: span(from: lower)))
  }

  /// `ProjectionBody = ["DISTINCT"], ProjectionItems, [Order], [Skip], [Limit]`.
  private mutating func projectionBody() throws(QueryFailure) -> Projection {
    let lower = offset
    let isDistinct = take(.distinct)
    let (includesAll, items) = try projectionItems()
    let order = try order()
    let skip = try skip()
    let limit = try limit()
    return Projection(
      isDistinct: isDistinct, includesAll: includesAll, items: items, order: order, skip: skip, limit: limit,
      span: span(from: lower))
  }

  /// `ProjectionItems = "*", { ",", ProjectionItem } | ProjectionItem, { ",", ProjectionItem }`.
  private mutating func projectionItems() throws(QueryFailure) -> (Bool, [ProjectionItem]) {
    var items: [ProjectionItem] = []
    let includesAll = take(.star)
    if includesAll, !take(.comma) { return (true, items) }
    repeat { items.append(try projectionItem()) } while take(.comma)
    return (includesAll, items)
  }

  /// `ProjectionItem = Expression, ["AS", Variable]`.
  private mutating func projectionItem() throws(QueryFailure) -> ProjectionItem {
    let lower = offset
    let expression = try expression()
    let text = text(span(from: lower))
    let alias = take(.as) ? try variable() : nil
    return ProjectionItem(expression, alias: alias, text: text)
  }

  /// `Order = "ORDER", "BY", SortItem, { ",", SortItem }`.
  private mutating func order() throws(QueryFailure) -> [SortItem] {
    guard take(.order) else { return [] }
    try expect(.by)
    var items: [SortItem] = []
    repeat { items.append(try sortItem()) } while take(.comma)
    return items
  }

  /// `SortItem = Expression, ["ASCENDING" | "ASC" | "DESCENDING" | "DESC"]`.
  private mutating func sortItem() throws(QueryFailure) -> SortItem {
    let expression = try expression()
    if take(.descending) || take(.desc) { return SortItem(expression, isDescending: true) }
    _ = take(.ascending) || take(.asc)
    return SortItem(expression)
  }

  /// `Skip = "SKIP", Expression`.
  private mutating func skip() throws(QueryFailure) -> Expression? {
    take(.skip) ? try expression() : nil
  }

  /// `Limit = "LIMIT", Expression`.
  private mutating func limit() throws(QueryFailure) -> Expression? {
    take(.limit) ? try expression() : nil
  }
}
