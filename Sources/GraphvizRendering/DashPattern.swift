import Maps

/// The dashes that tell a line's type and status.
enum DashPattern {
  /// Of a line; a status other than current wins over the type's pattern, which the words tell too.
  static func line(_ pattern: SceneStroke.Pattern, _ status: SceneStatus) -> String? {
    switch status {
    case .past: "9,4"
    case .disputed: "8,3,2,3"
    case .denied: "2,3"
    case .current:
      switch pattern {
      case .solid, .double: nil
      case .dashed: "5.5,3"
      case .dotted: "0.1,4.2"
      }
    }
  }

  /// Of a chip's outline.
  static func chip(_ status: SceneStatus) -> String? {
    switch status {
    case .current: nil
    case .past: "4,2"
    case .disputed: "5,1.5,1,1.5"
    case .denied: "1.5,1.8"
    }
  }
}
