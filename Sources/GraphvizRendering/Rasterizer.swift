import CGraphvizShim

/// Makes PNG and PDF from a finished SVG with librsvg and cairo, and squeezes it with zlib.
enum Rasterizer {
  /// Draws an SVG document.
  ///
  /// - Parameters:
  ///   - svg: The document.
  ///   - size: Pixels of a PNG, points of a PDF.
  ///   - document: What a PDF has beside its picture.
  ///   - format: PNG or PDF.
  /// - Returns: The file.
  /// - Throws: ``GraphvizFailure`` with the step `raster-library` when a library is not there, `raster` when it failed.
  static func draw(
    _ svg: String, size: PictureSize, document: PDFDocument = PDFDocument(), as format: MapFormat
  ) throws(GraphvizFailure) -> [UInt8] {
    var svg = svg
    var bytes: UnsafeMutablePointer<UInt8>?
    var length = 0
    var message = [CChar](repeating: 0, count: 400)
    let status = unsafe document.title.withCString { title in
      unsafe PDFDate.stamp(from: document.date).withCString { stamp in
        unsafe document.links.joined(separator: "\n").withCString { links in
          var extras = unsafe entente_document(title: title, date: stamp, links: links)
          return svg.withUTF8 { text in
            unsafe text.withMemoryRebound(to: CChar.self) { characters in
              unsafe entente_rasterize(
                characters.baseAddress, characters.count, Int32(format == .png ? ENTENTE_PNG : ENTENTE_PDF),
                size.width, size.height, &extras, &bytes, &length, &message, message.count)
            }
          }
        }
      }
    }
    guard status == 0, let data = unsafe bytes else {
      throw GraphvizFailure(step: status == 1 ? "raster-library" : "raster", messages: [text(of: message)])
    }
    defer { unsafe entente_free_raster(data) }
    return unsafe Array(UnsafeRawBufferPointer(start: data, count: length))
  }

  /// The characters of some texts that no installed font has, in the order of their codes; nil when nobody knows.
  ///
  /// What has no shape of its own, such as joiners and the choosers of variants, is never missing.
  static func missingCharacters(in texts: [String]) -> [Unicode.Scalar]? {
    var seen: Set<UInt32> = []
    for text in texts {
      for scalar in text.unicodeScalars where !hasNoShape(scalar) { seen.insert(scalar.value) }
    }
    let characters = seen.sorted()
    var lacking = [UInt8](repeating: 0, count: characters.count)
    guard unsafe entente_fonts_lack(characters, characters.count, &lacking) >= 0 else { return nil }
    return zip(characters, lacking).compactMap { $1 == 0 ? nil : Unicode.Scalar($0) }
  }

  private static func hasNoShape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
    default: scalar.properties.isVariationSelector
    }
  }

  /// The bytes in the form of gzip, without a date or a name in its header.
  ///
  /// - Throws: ``GraphvizFailure`` with the step `zlib` when the library is not there or refuses.
  static func compressed(_ bytes: [UInt8]) throws(GraphvizFailure) -> [UInt8] {
    var result: UnsafeMutablePointer<UInt8>?
    var length = 0
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe entente_gzip(buffer.baseAddress, buffer.count, &result, &length)
    }
    guard status == 0, let data = unsafe result else {
      throw GraphvizFailure(
        step: "zlib", messages: [status == 1 ? "the library zlib was not found" : "zlib failed"])
    }
    defer { unsafe entente_free_raster(data) }
    return unsafe Array(UnsafeRawBufferPointer(start: data, count: length))
  }

  private static func text(of message: [CChar]) -> String {
    let end = message.firstIndex(of: 0) ?? message.count
    return String(decoding: message[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// What a PDF has beside its picture.
struct PDFDocument {
  /// Its title.
  var title = ""
  /// The map's date.
  var date = ""
  /// Where it leads, as attributes of cairo's tag for links.
  private(set) var links: [String] = []

  /// Makes a rectangle, in points, lead to an address that ``Markup/safeLink(_:)`` let through.
  mutating func addLink(_ box: Box, to address: String) {
    let numbers = [box.left, box.top, box.width, box.height].map { Markup.number($0) }.joined(separator: " ")
    // The apostrophe would end the attribute; backslashes and controls are in no safe address.
    links.append("rect=[\(numbers)] uri='\(address.replacing("'", with: "%27"))'")
  }
}

/// A PDF's date of creation: the map's date, never the clock's.
enum PDFDate {
  /// `2023-09-19T00:00:00Z` from the beginning of a partial date; 1970 when there is none.
  static func stamp(from date: String) -> String {
    var fields: [Int] = []
    for part in date.split(separator: "-").prefix(3) {
      guard let number = Int(part), number > 0 else { break }
      fields.append(number)
    }
    let year = fields.first ?? 1970
    guard (1000...9999).contains(year) else { return "1970-01-01T00:00:00Z" }
    let month = fields.count > 1 ? min(fields[1], 12) : 1
    let day = fields.count > 2 ? min(fields[2], 28) : 1
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))T00:00:00Z"
  }
}
