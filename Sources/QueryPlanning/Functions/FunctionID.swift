/// A scalar function: what the executor implements, one case each.
///
/// The raw value is the name as it is shown; look-up ignores case. ``FunctionSignature`` has the arities and
/// types.
package enum FunctionID: String, Sendable, CaseIterable {
  // Scalar
  case coalesce, endNode, startNode, exists, head, id, elementId, last, length, nullIf, properties, size, type
  case toBoolean, toFloat, toInteger, toString, valueType
  case toBooleanList, toFloatList, toIntegerList, toStringList
  case toBooleanOrNull, toFloatOrNull, toIntegerOrNull, toStringOrNull
  // Lists
  case isEmpty, keys, labels, nodes, range, relationships, reverse, tail
  // Mathematics
  case abs, ceil, floor, rand, round, sign, isNaN
  case e, exp, log, log10, sqrt
  case acos, asin, atan, atan2, cos, cot, degrees, haversin, pi, radians, sin, tan
  // Strings
  case left, lTrim, replace, right, rTrim, split, substring, toLower, toUpper, trim
  // Dates, times, durations.
  case date, datetime, localdatetime, localtime, time, duration
  case dateTruncate = "date.truncate"
  case datetimeTruncate = "datetime.truncate"
  case localdatetimeTruncate = "localdatetime.truncate"
  case localtimeTruncate = "localtime.truncate"
  case timeTruncate = "time.truncate"
  case durationBetween = "duration.between"
  case durationInMonths = "duration.inMonths"
  case durationInDays = "duration.inDays"
  case durationInSeconds = "duration.inSeconds"
  case datetimeFromEpoch = "datetime.fromepoch"
  case datetimeFromEpochMillis = "datetime.fromepochmillis"
  // The three clocks of openCypher are one here: the host's now.
  case dateTransaction = "date.transaction"
  case dateStatement = "date.statement"
  case dateRealtime = "date.realtime"
  case datetimeTransaction = "datetime.transaction"
  case datetimeStatement = "datetime.statement"
  case datetimeRealtime = "datetime.realtime"
  case localdatetimeTransaction = "localdatetime.transaction"
  case localdatetimeStatement = "localdatetime.statement"
  case localdatetimeRealtime = "localdatetime.realtime"
  case localtimeTransaction = "localtime.transaction"
  case localtimeStatement = "localtime.statement"
  case localtimeRealtime = "localtime.realtime"
  case timeTransaction = "time.transaction"
  case timeStatement = "time.statement"
  case timeRealtime = "time.realtime"
  // Ours
  /// `partialDate('2020-09')`: a date as precise as it is written, where `date` takes the first day.
  case partialDate
  /// Not writable (map projections become it): a map of all properties of a node, relationship or map, with the
  /// entries of the second argument, a map, laid over them.
  case mapOverlay = " mapOverlay"
  /// `principal(n)`: the root of the node's `acts_for` chain, the node itself without one; null of null.
  case principal
  /// `active(r, from, to)`: whether the relation's time overlaps [from, to]; null when the relation is undated.
  ///
  /// `from` and `to` are partial dates or strings (`'2019'` means the whole year), or null for an open end.
  case active
  /// `citations(r)`: `['upi ¶7', …]`, each source of the relation and the place in it; the id alone when there
  /// is no place; `[]` without sources; null of null.
  case citations
  /// `speaker(r)`: the node whose id is the relation's `attributed_to` (an entity before a source); null without.
  case speaker
}

/// An aggregating function.
package enum AggregateFunction: String, Sendable, CaseIterable {
  case avg, collect, count, max, min, percentileCont, percentileDisc, stDev, stDevP, sum
  /// `count(*)`: the number of rows; no argument.
  case countStar = "count(*)"
  /// Not writable: the list of distinct relationships (first seen first) among all arguments of all rows of
  /// the group; an argument is a relationship, a list of relationships (nested lists too), a path, or null.
  case collectEvidence = " evidence"
}
