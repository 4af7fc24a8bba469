import Reports

/// The explorer page: one HTML file with a map, a table and what is needed to search and filter them.
///
/// Without script it still shows map and table. It loads nothing from elsewhere.
package struct ExplorerPage {
  /// One check box of a filter.
  package struct Choice: Sendable, Equatable {
    /// What the data calls it.
    package let value: String
    /// What people call it.
    package let title: String
    /// How many entities or relations have it.
    package let count: Int

    /// Makes a choice.
    package init(value: String, title: String, count: Int) {
      self.value = value
      self.title = title
      self.count = count
    }
  }

  /// A named question of the graph's author.
  package struct View: Sendable, Equatable {
    /// The name in the graph's file.
    package let name: String
    /// What people call it.
    package let title: String

    /// Makes a view.
    package init(name: String, title: String) {
      self.name = name
      self.title = title
    }
  }

  /// What the page is about.
  package var title = ""
  /// What belongs into the graph and what not, and in numbers what is there.
  package var note = ""
  /// The map as SVG without a prolog.
  package var svg: [UInt8] = []
  /// What the scripts read, as one JSON object.
  package var json = "{}"
  /// The filters, by the names that the scripts know: `type`, `relation`, `source`, `status`.
  package var facets: [(name: String, title: String, choices: [Choice])] = []
  /// The questions of the author.
  package var views: [View] = []
  /// The headings of the table of relations.
  package var columns: [String] = []
  /// Its cells.
  package var rows: [[String]] = []
  /// The sources: text, and address if there is one.
  package var sources: [(text: String, url: String?)] = []
  /// The number of dates that the time slider stops at.
  package var stepCount = 1
  /// The program that made the page.
  package var generator = "entente"
  /// For a page that a server sends: the version of its data.
  ///
  /// Then it has a question box and loads itself anew.
  package var liveVersion: String?

  /// An empty page.
  package init() {}

  /// The two scripts as one text.
  package static let script = [PackageResources.map_view_js, PackageResources.page_js].map {
    String(decoding: $0, as: UTF8.self)
  }.joined(separator: "\n")

  private static let styleSheet = String(decoding: PackageResources.page_css, as: UTF8.self)

  /// The page.
  ///
  /// - Complexity: O(size of map, table and data).
  package func html() -> [UInt8] {
    let version = liveVersion.map { " data-version=\"\(MarkupText.attribute($0))\"" } ?? ""
    var text = "<!DOCTYPE html>\n<html lang=\"en\"\(version)>\n<head>\n<meta charset=\"utf-8\">\n"
    text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    if liveVersion == nil {
      let policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
      text += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    }
    text += "<meta name=\"color-scheme\" content=\"light dark\">\n"
    text += "<meta name=\"generator\" content=\"\(MarkupText.attribute(generator))\">\n"
    text +=
      "<title>\(MarkupText.attribute(title))</title>\n<style>\n\(Self.styleSheet)</style>\n</head>\n<body>\n"
    text += "<a class=\"skip\" href=\"#relations\">To the table of relations</a>\n"
    text +=
      "<header>\n<h1>\(MarkupText.attribute(title))</h1>\n<p>\(MarkupText.attribute(note))</p>\n</header>\n"
    if liveVersion != nil {
      text += "<div id=\"banner\" role=\"alert\" hidden></div>\n" + Self.questionBox
    }
    text += "<div class=\"layout\">\n\(controls)<main class=\"content\">\n<div class=\"stage\">\n"
    let help = "Map. Arrow keys move it, plus and minus zoom, 0 shows all of it"
    text += "<div id=\"map\" tabindex=\"0\" role=\"group\" aria-label=\"\(help)\">\n"
    text += String(decoding: svg, as: UTF8.self)
    text += "\n</div>\n\(Self.tools)<aside id=\"details\" aria-label=\"Details\" hidden></aside>\n</div>\n"
    text += "<div class=\"text\">\n"
    if liveVersion != nil {
      text += "<section id=\"answer\" aria-label=\"Answer\" aria-live=\"polite\" hidden></section>\n"
    }
    text +=
      "<p id=\"count\" class=\"soft\" role=\"status\"></p>\n\(table)\(sourceList)</div>\n</main>\n</div>\n"
    text += "<script type=\"application/json\" id=\"data\">\(MarkupText.script(json))</script>\n"
    text +=
      liveVersion == nil
      ? "<script type=\"module\">\n\(Self.script)</script>\n"
      : "<script type=\"module\" src=\"/page.js\"></script>\n"
    return Array((text + "</body>\n</html>\n").utf8)
  }

  private static let questionBox = """
    <form class="ask" id="ask-form">
    <div><label for="question">Question, or openCypher</label>
    <input type="text" id="question" autocomplete="off" spellcheck="false" maxlength="4000" placeholder="who accuses whom"></div>
    <button type="submit">Ask</button>
    </form>

    """

  private static let tools = """
    <div class="tools" role="group" aria-label="Zoom">
    <button type="button" id="nearer" aria-label="Nearer">+</button>
    <button type="button" id="farther" aria-label="Farther">−</button>
    <button type="button" id="fit">All</button>
    </div>

    """

  private var controls: String {
    var text =
      "<div class=\"controls\" role=\"search\" aria-label=\"Search and filters\">\n<div class=\"search\">\n"
    text += "<label for=\"search\">Search names</label>\n"
    text +=
      "<input type=\"search\" id=\"search\" role=\"combobox\" aria-expanded=\"false\" aria-controls=\"results\""
    text += " aria-autocomplete=\"list\" autocomplete=\"off\" spellcheck=\"false\">\n"
    text += "<ul id=\"results\" role=\"listbox\" aria-label=\"Entities found\" hidden></ul>\n"
    text += "<p id=\"found\" class=\"visually-hidden\" role=\"status\"></p>\n</div>\n"
    let isEmpty = views.isEmpty ? " hidden" : ""
    text += "<div\(isEmpty)><label for=\"view\">Highlight the answer to</label>\n<select id=\"view\">\n"
    text += "<option value=\"\">– nothing –</option>\n"
    for view in views {
      text +=
        "<option value=\"\(MarkupText.attribute(view.name))\">\(MarkupText.attribute(view.title))</option>\n"
    }
    text += "</select></div>\n\(time)"
    for facet in facets where facet.choices.count > 1 {
      text +=
        "<details\(facet.name == "relation" ? " open" : "")>\n<summary>\(MarkupText.attribute(facet.title))</summary>\n"
      for choice in facet.choices {
        text += "<label class=\"facet\"><input type=\"checkbox\" checked data-facet=\"\(facet.name)\""
        text +=
          " value=\"\(MarkupText.attribute(choice.value))\"><span>\(MarkupText.attribute(choice.title))</span>"
        text += "<span>\(choice.count)</span></label>\n"
      }
      text += "<button type=\"button\" data-all=\"\(facet.name)\">All or none</button>\n</details>\n"
    }
    return text + "<div><button type=\"button\" id=\"reset\">Show everything</button></div>\n</div>\n"
  }

  private var time: String {
    let last = max(0, stepCount - 1)
    let range = "min=\"0\" max=\"\(last)\" step=\"1\""
    return """
      <fieldset class="time"\(stepCount > 1 ? "" : " hidden")><legend>Active during</legend>
      <label class="visually-hidden" for="from">from</label>
      <output id="from-text" for="from"></output><input type="range" id="from" \(range) value="0">
      <label class="visually-hidden" for="to">to</label>
      <output id="to-text" for="to"></output><input type="range" id="to" \(range) value="\(last)">
      <label class="facet"><input type="checkbox" id="undated" checked><span>undated ones, too</span><span></span></label>
      </fieldset>

      """
  }

  private var table: String {
    let heads = columns.map { "<th scope=\"col\">\(MarkupText.attribute($0))</th>" }.joined()
    var text = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Relations\">"
    text +=
      "<table id=\"relations\">\n<caption>Relations</caption>\n<thead><tr>\(heads)</tr></thead>\n<tbody>\n"
    for row in rows {
      text += "<tr>" + row.map { "<td>\(MarkupText.attribute($0))</td>" }.joined() + "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n"
  }

  private var sourceList: String {
    guard !sources.isEmpty else { return "" }
    var text = "<h2>Sources</h2>\n<ol class=\"sources\">\n"
    for source in sources {
      let words = MarkupText.attribute(source.text)
      let link = source.url.map {
        "<a href=\"\(MarkupText.attribute($0))\" rel=\"noopener noreferrer\">\(words)</a>"
      }
      text += "<li>\(link ?? words)</li>\n"
    }
    return text + "</ol>\n"
  }
}
