/// A form that a map can take.
package enum MapFormat: String, Sendable, CaseIterable {
  case svg
  case svgz
  case dot
  case png
  case pdf
  case json
  case cmapx
}

/// How large a map comes out.
package struct MapOutput: Sendable, Equatable {
  /// Pixels per point, of PNG and of the image map that lies over it.
  package var scale = 2.0
  /// The width in pixels (SVG, PNG, image map) or points (PDF); nil: as the map needs, or in proportion to the height.
  package var width: Double?
  /// The height, likewise.
  package var height: Double?
  /// The sheet that the map is fitted on.
  package var page: PageSize?

  /// The size that the map needs, 2 pixels a point.
  package init() {}
}

/// A sheet of paper; of each series the smallest first.
package enum PageSize: String, Sendable, CaseIterable {
  case a5
  case a4
  case a3
  case a2
  case letter
  case legal
  case tabloid

  /// White space on each side in points: half an inch.
  static let margin = 36.0
  /// The smallest type, in points, that reads well on paper.
  static let smallestType = 6.0

  /// Whether it is of the A series of ISO 216, else of the American sizes.
  var isMetric: Bool {
    switch self {
    case .a5, .a4, .a3, .a2: true
    case .letter, .legal, .tabloid: false
    }
  }

  /// Upright, in points.
  var size: (width: Double, height: Double) {
    switch self {
    case .a2: (1_190.55, 1_683.78)
    case .a3: (841.89, 1_190.55)
    case .a4: (595.28, 841.89)
    case .a5: (419.53, 595.28)
    case .letter: (612, 792)
    case .legal: (612, 1_008)
    case .tabloid: (792, 1_224)
    }
  }
}

/// Where a map stands on its sheet: as large as the margins allow, upright or across, whichever is larger; never
/// larger than drawn.
struct PageFrame: Equatable {
  /// The sheet in points.
  let width: Double
  let height: Double
  /// Points of the sheet per point of the map.
  let scale: Double
  /// The map's upper left corner.
  let left: Double
  let top: Double

  init(fitting width: Double, _ height: Double, on page: PageSize) {
    let size = page.size
    func scale(_ sheetWidth: Double, _ sheetHeight: Double) -> Double {
      min((sheetWidth - 2 * PageSize.margin) / width, (sheetHeight - 2 * PageSize.margin) / height, 1)
    }
    let isAcross = scale(size.height, size.width) > scale(size.width, size.height)
    self.width = isAcross ? size.height : size.width
    self.height = isAcross ? size.width : size.height
    self.scale = scale(self.width, self.height)
    left = (self.width - width * self.scale) / 2
    top = PageSize.margin
  }
}

/// The finished size of a picture.
struct PictureSize: Equatable {
  let width: Double
  let height: Double

  /// The wanted size of a map or sheet; one wanted side sets the other in proportion.
  init(_ width: Double, _ height: Double, wanted output: MapOutput) {
    func positive(_ value: Double?) -> Double? { value.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } }
    switch (positive(output.width), positive(output.height)) {
    case (let wantedWidth?, let wantedHeight?): (self.width, self.height) = (wantedWidth, wantedHeight)
    case (let wantedWidth?, nil): (self.width, self.height) = (wantedWidth, height * wantedWidth / width)
    case (nil, let wantedHeight?): (self.width, self.height) = (width * wantedHeight / height, wantedHeight)
    case (nil, nil): (self.width, self.height) = (width, height)
    }
  }

  private init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

  /// The pixels of a PNG: so many a point unless a size is wanted, on no side more than ``MapRenderer/maximumPixels``.
  func pixels(_ output: MapOutput) -> PictureSize {
    let scale = output.scale.isFinite ? min(max(output.scale, 0.1), 10) : 1
    let wanted = output.width == nil && output.height == nil ? scale : 1
    let factor = min(wanted, MapRenderer.maximumPixels / max(width, height, 1))
    return PictureSize(width: max(width * factor, 1), height: max(height * factor, 1))
  }
}
