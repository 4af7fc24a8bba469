// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that what it needs weighs on nobody else; it sees what any other program sees.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "entente", path: "..")],
  targets: [
    .executableTarget(
      name: "bench", dependencies: [.product(name: "EntenteKit", package: "entente")])
  ],
  swiftLanguageModes: [.v6]
)
