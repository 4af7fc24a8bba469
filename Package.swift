// swift-tools-version: 6.2
import PackageDescription

// Every wall of the house is a target; ARCHITECTURE.md says what lies behind each and why.
// A house test compares the import lines of each target with the table there.

let orderedCollections = Target.Dependency.product(
  name: "OrderedCollections", package: "swift-collections")
let bitCollections = Target.Dependency.product(name: "BitCollections", package: "swift-collections")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "entente",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "EntenteKit", targets: ["EntenteKit"]),
    .executable(name: "entente", targets: ["entente"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    .target(name: "Diagnostics"),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "Vocabulary", dependencies: ["CYAML", "Diagnostics", orderedCollections]),
    .target(
      name: "GraphCore",
      dependencies: ["Vocabulary", "Diagnostics", orderedCollections, bitCollections],
      swiftSettings: [.define("ENTENTE_INVARIANTS", .when(configuration: .debug))]),
    .target(
      name: "GraphFormats",
      dependencies: ["GraphCore", "Vocabulary", "Diagnostics", orderedCollections]),
    .target(name: "QuerySyntax", dependencies: ["Diagnostics"]),
    .target(
      name: "Questions", dependencies: ["QuerySyntax", "Vocabulary", "Diagnostics", orderedCollections]),
    .target(
      name: "QueryPlanning",
      dependencies: ["QuerySyntax", "GraphCore", "Vocabulary", "Diagnostics", orderedCollections]),
    .target(
      name: "QueryExecution",
      dependencies: [
        "QueryPlanning", "GraphCore", "Diagnostics", orderedCollections,
      ]),
    .target(
      name: "Maps", dependencies: ["GraphCore", "Vocabulary", "Diagnostics", orderedCollections]),
    .systemLibrary(
      name: "CGraphviz", pkgConfig: "libgvc", providers: [.apt(["libgraphviz-dev"])]),
    .target(
      name: "CGraphvizShim",
      // For its headers, which lie elsewhere only on macOS: it is loaded when something is drawn, not linked.
      dependencies: [.target(name: "CGraphviz", condition: .when(platforms: [.macOS]))],
      exclude: ["metrics"],
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(
      name: "CSQLiteShim", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "GraphvizRendering", dependencies: ["Maps", "CGraphvizShim", "Diagnostics"]),
    .systemLibrary(
      name: "CMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [
        .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
      ]),
    .target(
      name: "Reports", dependencies: ["CMarkGFM", "Diagnostics"],
      resources: [.embedInCode("Resources/report.css")]),
    .target(
      name: "Pages", dependencies: ["Reports"],
      resources: [
        .embedInCode("Resources/page.css"), .embedInCode("Resources/page.js"),
        .embedInCode("Resources/map-view.js"),
      ]),
    .target(
      name: "EntenteKit",
      dependencies: [
        "Diagnostics", "Vocabulary", "GraphCore", "GraphFormats", "QuerySyntax", "Questions",
        "QueryPlanning", "QueryExecution", "Maps", "GraphvizRendering", "CSQLiteShim", "Reports", "Pages",
        orderedCollections,
      ],
      resources: [
        .embedInCode("Resources/geopolitics.yaml"), .embedInCode("Resources/geopolitics.packed"),
      ]),
    .target(
      name: "CHTTPServerShim", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "Server", dependencies: ["CHTTPServerShim"]),
    .target(
      name: "CLineEditor", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .executableTarget(
      name: "entente", dependencies: ["EntenteKit", "Server", "CLineEditor", argumentParser],
      path: "Sources/EntenteCommand"),
    .target(
      name: "TestSupport",
      dependencies: ["Diagnostics", "EntenteKit"],
      path: "Tests/TestSupport"),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "TestSupport"]),
    .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "GraphCoreTests",
      dependencies: ["GraphCore", "Vocabulary", "Diagnostics", "TestSupport", orderedCollections]),
    .testTarget(
      name: "GraphFormatsTests",
      dependencies: [
        "GraphFormats", "GraphCore", "Vocabulary", "Diagnostics", "TestSupport", orderedCollections,
      ]),
    .testTarget(name: "QuerySyntaxTests", dependencies: ["QuerySyntax", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "QuestionsTests",
      dependencies: ["Questions", "QuerySyntax", "Vocabulary", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "QueryPlanningTests",
      dependencies: ["QueryPlanning", "QuerySyntax", "GraphCore", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "QueryExecutionTests",
      dependencies: [
        "QueryExecution", "QueryPlanning", "QuerySyntax", "GraphCore", "Diagnostics", "TestSupport",
      ]),
    .testTarget(
      name: "MapsTests",
      dependencies: ["Maps", "GraphFormats", "GraphCore", "Vocabulary", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "GraphvizRenderingTests",
      dependencies: [
        "GraphvizRendering", "Maps", "GraphFormats", "GraphCore", "Vocabulary", "Diagnostics",
        "TestSupport", "entente",
      ]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Diagnostics", "TestSupport"]),
    .testTarget(name: "EntenteKitTests", dependencies: ["EntenteKit", "Diagnostics", "TestSupport"]),
    .testTarget(name: "ConformanceTests", dependencies: ["EntenteKit", "Diagnostics", "TestSupport"]),
    .testTarget(name: "EndToEndTests", dependencies: ["TestSupport", "entente"]),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// Fuzzers need the sanitizers' runtime, and are built by `make fuzz` and `make fuzz-formats` alone.
if Context.environment["ENTENTE_FUZZING"] != nil {
  package.targets += [
    .executableTarget(name: "FuzzSyntax", dependencies: ["QuerySyntax"], path: "Fuzzing/Syntax"),
    .executableTarget(
      name: "FuzzExecution",
      dependencies: ["QuerySyntax", "QueryPlanning", "QueryExecution", "GraphCore", "Diagnostics"],
      path: "Fuzzing/Execution"),
    .executableTarget(
      name: "FuzzFormats", dependencies: ["EntenteKit", "Diagnostics", "TestSupport"], path: "Fuzzing/Formats"
    ),
  ]
}

for target in package.targets where target.type != .system {
  var settings = target.swiftSettings ?? []
  settings += [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  if target.type != .test && target.name != "TestSupport" && target.path?.hasPrefix("Fuzzing") != true {
    settings.append(.strictMemorySafety())
  }
  target.swiftSettings = settings
}
