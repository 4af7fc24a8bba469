import GraphvizRendering

/// Which Entente this is, and with which Graphviz it draws.
public enum ToolVersion {
  /// The version of Entente, by semantic versioning.
  public static let number = "0.1.0"

  /// Both versions, as `entente --version` prints them.
  public static var text: String {
    "entente \(number) (Graphviz \(MapRenderer.graphvizVersion ?? "is missing"))"
  }
}
