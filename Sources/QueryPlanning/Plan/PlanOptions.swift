/// How to plan.
package struct PlanOptions: Sendable {
  /// Whether each result row names the relationships that prove it (``Results/evidence``): those bound by MATCH,
  /// gathered through aggregation and DISTINCT.
  package var evidence: Bool
  /// Whether to order patterns by statistics; false keeps the order as written (the oracle of tests).
  package var usesStatistics: Bool

  /// Makes options.
  package init(evidence: Bool = false, usesStatistics: Bool = true) {
    self.evidence = evidence
    self.usesStatistics = usesStatistics
  }
}
