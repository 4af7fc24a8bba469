import Diagnostics
import QueryPlanning
import QuerySyntax

/// Counts of a made-up graph: 100 states and 900 people of 1,000 nodes; 2,000 `accuses` from 50 nodes to 200.
struct FixedStatistics: PlanStatistics {
  var nodeCount: Double { 1_000 }

  func nodeCount(label: String) -> Double {
    switch label {
    case "entity": 1_000
    case "state": 100
    case "person": 900
    default: 0
    }
  }

  func relationshipCount(type: String?) -> Double {
    switch type {
    case nil: 5_000
    case "accuses": 2_000
    case "leads": 100
    case "knows": 2_900
    default: 0
    }
  }

  func endCount(type: String?, _ direction: Direction) -> Double {
    switch (type, direction) {
    case (nil, _): 1_000
    case ("accuses", .outgoing): 50
    case ("accuses", .incoming): 200
    case ("leads", _): 100
    default: 800
    }
  }

  func isIndexed(property: String) -> Bool { property == "id" || property == "name" }

  func isUnique(property: String) -> Bool { property == "name" }

  func isDate(relationshipProperty: String) -> Bool { relationshipProperty == "date" }
}

/// The names of the same graph.
struct FixedNames: KnownNames {
  let labels = ["entity", "state", "person"]
  let relationshipTypes = ["accuses", "leads", "knows"]
  let propertyKeys = ["id", "name", "age", "date"]

  func hasLabel(_ name: String) -> Bool { labels.contains(name) }

  func hasRelationshipType(_ name: String) -> Bool { relationshipTypes.contains(name) }

  func hasPropertyKey(_ name: String) -> Bool { propertyKeys.contains(name) }
}

/// The TCK's procedures that are needed here.
struct FixedProcedures: ProcedureRegistry {
  private let procedures = [
    ProcedureSignature(
      name: "test.labels", inputs: [], outputs: [.init("label", .string)]),
    ProcedureSignature(
      name: "test.my.proc", inputs: [.init("name", .string), .init("id", .integer)],
      outputs: [.init("city", .string), .init("country_code", .integer)]),
    ProcedureSignature(name: "test.doNothing", inputs: [], outputs: []),
  ]

  func procedure(named name: String) -> ProcedureSignature? { procedures.first { $0.name == name } }

  var procedureNames: [String] { procedures.map(\.name) }
}

/// Parses and binds.
func bound(_ text: String, names: (any KnownNames)? = nil) throws(QueryFailure) -> BoundQuery {
  try Binder.bind(
    query: try QueryParser.parse(text),
    environment: BindingEnvironment(
      names: names, procedures: FixedProcedures(), parameterNames: ["x", "name", "list", "from", "to"]))
}

/// Parses, binds and plans.
func plan(
  _ text: String, options: PlanOptions = PlanOptions(), passes: PassList = .standard
) throws(QueryFailure) -> LogicalPlan {
  Planner.plan(try bound(text), statistics: FixedStatistics(), options: options, passes: passes)
}
