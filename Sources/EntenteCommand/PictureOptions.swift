public import ArgumentParser
public import EntenteKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension MapPage: ExpressibleByArgument {}

/// How large a picture comes out, and what drawing it may take.
struct PictureOptions: ParsableArguments {
  @Option(help: "Pixels per point of a PNG and its image map, 0.1 to 10.")
  var scale: Double = 2

  @Option(help: "The width in pixels, or points for PDF; an SVG is otherwise as wide as its place.")
  var width: Double?

  @Option(help: "The height in pixels, or points for PDF.")
  var height: Double?

  @Option(help: "Fit the map on a sheet: \(MapPage.allCases.map(\.rawValue).joined(separator: ", ")).")
  var page: MapPage?

  @Option(
    help: "Seconds that a question may take, and the layout before a cheaper one takes its place (30).")
  var timeout: Double?

  @Option(help: "Megabytes of memory that the layout may take, likewise.")
  var memory: Int = 2_000

  mutating func validate() throws {
    if !(0.1...10).contains(scale) { throw ValidationError("--scale takes a number from 0.1 to 10") }
    for (name, value) in [("--width", width), ("--height", height)] {
      if let value, !(1...100_000).contains(value) {
        throw ValidationError("\(name) takes a number from 1 to 100000")
      }
    }
    if let timeout, !(0.01...86_400).contains(timeout) {
      throw ValidationError("--timeout takes seconds from 0.01 to 86400")
    }
    if !(50...1_000_000).contains(memory) {
      throw ValidationError("--memory takes megabytes from 50 to 1000000")
    }
  }

  /// Puts them into a map's options.
  func apply(to options: inout MapOptions) {
    options.size.scale = scale
    options.size.width = width
    options.size.height = height
    options.size.page = page
    options.limits = MapLimits(seconds: timeout ?? 30, memory: memory * 1_000_000, worker: Self.worker)
    options.questionLimits.time = timeout.map { .milliseconds(Int64(($0 * 1_000).rounded(.up))) }
  }

  /// The limits of a command that has no options for them.
  static var usualLimits: MapLimits { MapLimits(worker: worker) }

  /// This very executable, to be its own child.
  private static var worker: String? {
    let this = "/proc/self/exe"
    if unsafe access(this, X_OK) == 0 { return this }
    // Elsewhere than on Linux: the command as it was typed, where that is a path, else found on the PATH.
    guard let typed = CommandLine.arguments.first else { return nil }
    if typed.contains("/") { return unsafe access(typed, X_OK) == 0 ? typed : nil }
    guard let path = unsafe getenv("PATH") else { return nil }
    return unsafe String(cString: path).split(separator: ":").map { "\($0)/\(typed)" }.first {
      unsafe access($0, X_OK) == 0
    }
  }
}
