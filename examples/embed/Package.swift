// swift-tools-version: 6.2
import PackageDescription

// A program of its own that uses EntenteKit as any other would. Outside of this repository, write
// .package(url: "https://…", from: "…") instead of the path.
let package = Package(
  name: "embed",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "entente", path: "../..")],
  targets: [
    .executableTarget(
      name: "embed", dependencies: [.product(name: "EntenteKit", package: "entente")])
  ],
  swiftLanguageModes: [.v6]
)
