/// Reads openCypher.
package enum QueryParser {
  /// The most levels that a parsed expression may have.
  package static let heightLimit = 500
}
