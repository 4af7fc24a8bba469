"""Words that want to be markup, in every field of a graph: no script runs, no request leaves."""

import json
import os
import shutil
import subprocess

RUN = "window.ran=(window.ran||0)+1;alert(1)"
TEXTS = {
    "a script": f"<script>{RUN}</script>",
    "a script after a quote": f"\"><script>{RUN}</script>",
    "a script after an apostrophe": f"'><script>{RUN}</script>",
    "a script after the style sheet": f"</style></title></desc></text></svg><script>{RUN}</script>",
    "a picture that fails": f"<img src=x onerror=\"{RUN}\">",
    "an SVG that loads": f"<svg onload=\"{RUN}\">",
    "a handler after a quote": f"x\" onmouseover=\"{RUN}\" onfocus=\"{RUN}\" autofocus=\"",
    "an animation": f"<animate onbegin=\"{RUN}\" attributeName=x dur=1s>",
    "a foreign object": f"<foreignObject><iframe srcdoc=\"<script>parent.{RUN}</script>\"></iframe></foreignObject>",
    "the end of a CDATA section": f"]]><script>{RUN}</script>",
    "a CDATA section": f"<![CDATA[<script>{RUN}</script>]]>",
    "a comment": f"--><script>{RUN}</script><!--",
    "a processing instruction": "<?xml-stylesheet href=\"http://127.0.0.1:9/x.css\"?>",
    "an entity": "&lt;script&gt;&#x3C;script&#62;&nbsp;&quot;&unknown;",
    "a DOCTYPE": "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:9/e\">]>&e;",
    "a script address": f"javascript:{RUN}",
    "a script address in disguise": f"JaVa\tScRiPt:{RUN}",
    "a script address after a control character": f"\u0001javascript:{RUN}",
    "a data address": f"data:text/html,<script>{RUN}</script>",
    "a file address": "file:///etc/passwd",
    "a foreign address": "//127.0.0.1:9/x",
    "an address with a quote": f"https://example.org/\"onmouseover=\"{RUN}",
    "an address with an apostrophe": f"https://example.org/'onmouseover='{RUN}",
    "an import": "@import url(http://127.0.0.1:9/x.css);*{background:url(http://127.0.0.1:9/y.png)}",
    "a reference": "url(http://127.0.0.1:9/z.svg#a)",
    "a picture for Graphviz": "<<TABLE><TR><TD><IMG SRC=\"http://127.0.0.1:9/i.png\"/></TD></TR></TABLE>>",
    "attributes for Graphviz": "x\", image=\"/etc/passwd\", shapefile=\"/etc/passwd\", URL=\"javascript:alert(1)",
    "escapes of Graphviz": "\\N\\G\\L\\T\\H\\E\\n\\l\\r\\\\",
    "control characters": "a\u0001\u0007\u0008\u000b\u001b[31mb\u007f\u0085",
    "bidirectional overrides": "\u202ecod.exe\u202c \u2066x\u2069 \u200f\u200e",
    "characters that are none": "\ufeff\ufffe\uffff\ufffd",
    "a megabyte": "A label that does not end <&\"'> " * 32_000,
    "forty thousand lines": "\n" * 40_000 + "x",
}

# Fields of a theme file that hold words, and those that hold colours and the like, which take nothing else.
THEME_WORDS = ("claims", "entities", "says", "more", "denied", "past", "quoted", "acts-for")
THEME_VALUES = ("background", "ink", "secondary", "rule", "language", "extends")
STYLES = {
    "a style that ends": f"#fff}}</style><script>{RUN}</script>",
    "a style with a reference": "url(javascript:alert(1))",
    "a style with an import": "#fff;}@import url(http://127.0.0.1:9/x.css);{",
    "a font that ends its rule": "Arial;}*{background:url(http://127.0.0.1:9/y.png)}",
    "an expression": "expression(alert(1))",
    "a quoted colour": "#fff\" onload=\"alert(1)",
}

FIND = """() => {
  const faults = [];
  if (window.ran) faults.push('a script ran ' + window.ran + ' times');
  for (const e of document.querySelectorAll(
    'script,image,foreignObject,iframe,use,animate,set,img,object,embed,link,meta,base'))
    faults.push('<' + e.localName + '>');
  for (const e of document.querySelectorAll('*')) {
    for (const a of e.attributes) {
      if (a.name.startsWith('on')) faults.push(e.localName + ' ' + a.name);
      if (a.localName === 'href' && !/^(https?:\\/\\/|mailto:)/.test(a.value)) faults.push(a.value);
    }
    for (const kind of ['mouseover', 'focus', 'load', 'error', 'begin']) e.dispatchEvent(new Event(kind));
  }
  if (window.ran) faults.push('a script ran after events');
  if (/[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u202a-\\u202e\\u2066-\\u2069]/.test(document.documentElement.textContent))
    faults.push('a control or override character');
  return faults;
}"""


def graph(text, address):
    """A graph file with a text in every field that takes one; JSON is YAML, too."""
    source = {"publisher": text, "title": text, "date": "2023-09-19", "author": text, "url": address}
    return json.dumps({
        "graph": text, "note": text, "sources": {"s": source},
        "entities": {
            "a": {"type": "thing", "name": text, "aliases": [text], "url": address, "note": text},
            "b": {"type": "thing", "name": "B", "url": "https://example.org/?a=1&b=\"<"},
            "c": {"type": "thing", "name": "C", "acts_for": "a", "url": address},
        },
        "relations": [
            {"a accuses b": {"about": text, "note": text, "quote": text, "attributed_to": "c", "sources": ["s"]}},
            {"b accuses c": {"about": text, "status": "denied", "sources": ["s " + text[:200]]}},
            {"c accuses b": {"about": "x"}},
        ],
    }, ensure_ascii=True)


def themes(browser, folder, draw, report):
    """Theme files: words are words on the map, whatever they are; other values are colours, or refused."""
    source = os.path.join(folder, "themed.yaml")
    with open(source, "w") as file:
        file.write(graph("x", "https://example.org/"))
    theme = os.path.join(folder, "theme.yaml")
    for name, text in {**TEXTS, **STYLES}.items():
        faults = []
        with open(theme, "w") as file:
            words = {phrase: text for phrase in THEME_WORDS}
            json.dump({"theme": text, "title": text, "note": text, "words": words}, file)
        svg, refusal = draw(folder, source, "themed.svg", "--theme", theme, "--no-fold")
        if svg:
            with open(svg, encoding="utf-8") as file:
                inline = page(folder, "themed.html", file.read())
            for path in (svg, inline):
                faults += load(browser, "file://" + path)
        elif "error:" not in refusal:
            faults.append("refused without a reason: " + refusal)
        for field in THEME_VALUES:
            with open(theme, "w") as file:
                json.dump({"theme": "t", field: text}, file)
            svg, refusal = draw(folder, source, "refused.svg", "--theme", theme)
            if svg or "error:" not in refusal:
                faults.append(f"'{field}' was taken")
        report.check("theme: " + name, faults)


def load(browser, url):
    """Loads a page; returns what it did that it must not do."""
    page = browser.new_page()
    faults = []
    page.on("dialog", lambda dialog: (faults.append("a dialog: " + dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: faults.append("a script failed: " + str(error)))

    def watch(route):
        if route.request.url.split("#")[0] != url:
            faults.append("a request: " + route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/*", watch)
    page.goto(url)
    faults += page.evaluate(FIND)
    page.wait_for_timeout(20)
    faults += page.evaluate("() => window.ran ? ['a script ran'] : []")
    page.close()
    return faults


def run(browser, folder, draw, report):
    """Checks that the checks find something, then every text in every form."""
    canary = os.path.join(folder, "canary.html")
    with open(canary, "w") as file:
        file.write(f"<!DOCTYPE html><script>{RUN}</script><img src=http://127.0.0.1:9/x onerror='{RUN}'>")
    found = " ".join(load(browser, "file://" + canary))
    report.check("a page that misbehaves is found out", [] if "request" in found and "ran" in found else [found])
    broken = os.path.join(folder, "broken.yaml")
    with open(broken, "wb") as file:
        file.write(graph("NAME", "https://example.org/").encode().replace(b"NAME", b"a\xff<script>\xc3"))
    drawn, refusal = draw(folder, broken, "broken.svg")
    report.check("words: bytes that are not UTF-8", [] if drawn is None and "UTF-8" in refusal else [refusal])
    themes(browser, folder, draw, report)
    dot = shutil.which("dot")
    if not dot:
        print("left out: hostile DOT (the dot program is not installed)")
    for name, text in TEXTS.items():
        faults = []
        for address in ("https://example.org/", text):
            source = os.path.join(folder, "hostile.yaml")
            with open(source, "w") as file:
                file.write(graph(text, address))
            options = ["--no-fold", "--title=" + text[:1000], "--id-prefix=" + text[:1000]]
            pages, refusal = forms(folder, draw, source, options, dot)
            # Some words are refused as an address; as a name or note every one is drawn.
            if not pages and (address != text or "error:" not in refusal):
                faults.append("refused: " + refusal)
            for place, path in pages:
                faults += [f"{place}: {fault}" for fault in load(browser, "file://" + path)]
        report.check("words: " + name, faults)


def forms(folder, draw, source, options, dot):
    """Pages that hold the map of a graph in each of its forms; none and the message when it is refused."""
    svg, refusal = draw(folder, source, "hostile.svg", *options)
    if svg is None:
        return [], refusal
    with open(svg, encoding="utf-8") as file:
        markup = file.read()
    pages = [("alone", svg), ("in HTML", page(folder, "inline.html", markup)),
             ("in XHTML", page(folder, "inline.xhtml", markup))]
    areas, _ = draw(folder, source, "hostile.cmapx", *options)
    with open(areas, encoding="utf-8") as file:
        pages.append(("as image map", page(folder, "areas.html", file.read())))
    exported, _ = draw(folder, source, "hostile.dot", *options)
    if dot:
        # Graphviz's own renderer writes a DOCTYPE: only what it made of our words is looked at.
        drawn = subprocess.run([dot, "-Tsvg", exported], capture_output=True).stdout.decode()
        pages.append(("by dot", page(folder, "dot.html", drawn[drawn.find("<svg"):])))
    return pages, ""


def page(folder, name, markup):
    """A page around a map."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        if name.endswith(".xhtml"):
            file.write("<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>t</title></head><body>"
                       + markup + "</body></html>")
        else:
            file.write("<!DOCTYPE html><html lang=\"en\"><title>t</title><body>" + markup)
    return path
