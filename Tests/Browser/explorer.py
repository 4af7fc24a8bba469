#!/usr/bin/env python3
"""The explorer page, the server and a report in a real browser; run.sh starts this.

Prints one line a test and ends with 1 when any failed. Names of tests after the two paths run only these.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request

import axe_playwright_python
from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ENTENTE, CHROMIUM = sys.argv[1:3]
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
GRAPH = ROOT / "graphs/karabakh-2023.yaml"
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def entente(*words, cwd=ROOT):
    subprocess.run([ENTENTE, *map(str, words), "--quiet"], cwd=cwd, check=True)


class Server:
    """A server on a copy of the graph that tests may change."""

    def __init__(self, folder):
        self.graph = folder / "graph.yaml"
        shutil.copy(GRAPH, self.graph)
        self.process = subprocess.Popen(
            [ENTENTE, "serve", str(self.graph), "--port", "0"], stderr=subprocess.PIPE, text=True)
        while True:
            line = self.process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                break
            if not line:
                raise AssertionError("the server did not start")
        self.port = int(found.group(1))
        self.url = found.group(0)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(10) == 0, "a stopped server ends with 0"


class World:
    """What tests share: a browser, a page on disk, a server."""

    def __init__(self, browser, folder):
        self.browser = browser
        self.folder = folder
        self.page_file = folder / "page.html"
        self.report_file = folder / "briefing.html"
        entente("page", GRAPH, "-o", self.page_file)
        entente("report", "examples/briefing/briefing.md", "--allow", "graphs", "-o", self.report_file)
        self.server = Server(folder)

    def open(self, url, width=1280, height=900, **settings):
        """A page that fails the test on any error of its own, and on any request to elsewhere."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, **settings)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.problems.append(request.url)
                if not request.url.startswith((url.split("#")[0].rsplit("/", 1)[0], "data:", "about:")) else None)
        page.goto(url)
        return page

    def explorer(self, fragment="", **settings):
        return self.open(self.page_file.as_uri() + fragment, **settings)


def shown(page):
    return page.locator("#relations tbody tr:visible")


def close(page):
    assert page.problems == [], page.problems
    page.context.close()


@test
def search_finds_a_name_by_its_alias(world):
    page = world.explorer()
    page.fill("#search", "baku")
    expect(page.locator("#results li").first).to_contain_text("Azerbaijan")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text("Azerbaijan")
    assert page.locator("#details .claims li").count() > 10
    assert "entity=azerbaijan" in page.url
    close(page)


@test
def a_filter_hides_lines_and_rows(world):
    page = world.explorer()
    all_rows = shown(page).count()
    lines = page.locator("#map g.relation:not(.off)").count()
    page.locator('input[data-facet="relation"][value="accuses"]').uncheck()
    assert shown(page).count() == all_rows - 18
    assert page.locator("#map g.relation:not(.off)").count() < lines
    expect(page.locator("#count")).to_have_text(f"{all_rows - 18} of {all_rows} relations")
    close(page)


@test
def the_slider_shows_what_was_active_then(world):
    page = world.explorer()
    page.locator("#undated").uncheck()
    dated = shown(page).count()
    last = int(page.get_attribute("#to", "max"))
    page.locator("#to").focus()
    for _ in range(last):
        page.keyboard.press("ArrowLeft")
    early = shown(page)
    assert 0 < early.count() < dated
    # What began in 1988 and what held until some day after it: not what began later.
    assert all("2023" not in text for text in early.locator("td:nth-child(5)").all_inner_texts())
    assert any("–" in text or "until" in text or "1988" in text
               for text in early.locator("td:nth-child(5)").all_inner_texts())
    close(page)


@test
def a_view_lights_its_answer(world):
    page = world.explorer()
    page.select_option("#view", "who-accuses-whom")
    assert shown(page).count() == 18
    assert page.locator("#map g.relation.dim").count() > page.locator("#map g.relation:not(.dim)").count() > 0
    close(page)


@test
def a_click_shows_claims_with_sources(world):
    page = world.explorer()
    page.locator("#map g.relation").first.click()
    expect(page.locator("#details .claims li").first).to_contain_text("Source:")
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_be_hidden()
    page.locator("#drawing-turkey").click()
    expect(page.locator("#details h2")).to_have_text("Turkey")
    close(page)


@test
def the_keyboard_reaches_everything(world):
    page = world.explorer()
    whole = page.get_attribute("#map > svg", "viewBox")
    page.keyboard.press("/")
    page.keyboard.type("stepana")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text("Stepanakert")
    page.keyboard.press("Escape")
    page.locator("#map").focus()
    before = page.get_attribute("#map > svg", "viewBox")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#map > svg", "viewBox") != before
    page.keyboard.press("0")
    assert page.get_attribute("#map > svg", "viewBox") == whole
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('class')")
    assert "entity" in focused or "relation" in focused, focused
    page.keyboard.press("Enter")
    expect(page.locator("#details")).to_be_visible()
    close(page)


@test
def a_permalink_brings_everything_back(world):
    page = world.explorer("#without-relation=accuses&view=mediation&entity=russia&undated=no")
    expect(page.locator("#details h2")).to_have_text("Russia")
    assert not page.locator('input[data-facet="relation"][value="accuses"]').is_checked()
    assert page.input_value("#view") == "mediation"
    assert not page.locator("#undated").is_checked()
    close(page)
    page = world.explorer("#view=none&from=x&entity=%3Cscript%3E&without-type=%00")
    expect(page.locator("#details")).to_be_hidden()
    close(page)


@test
def without_script_there_are_map_and_table(world):
    page = world.explorer(java_script_enabled=False)
    expect(page.locator("#map svg")).to_be_visible()
    assert shown(page).count() > 100
    assert page.locator(".controls").is_hidden()
    close(page)


@test
def nothing_overflows_a_phone(world):
    for page in (world.explorer(width=390, height=844), world.open(world.report_file.as_uri(), width=390, height=844)):
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{page.url} is {width} wide"
        close(page)


@test
def a_question_is_answered(world):
    page = world.open(world.server.url)
    page.fill("#question", "who mediates between Armenia and Azerbaijan")
    page.keyboard.press("Enter")
    expect(page.locator("#answer td").first).to_have_text("Russia")
    expect(page.locator("#answer .statement")).to_contain_text("MATCH")
    assert shown(page).count() == 2
    page.fill("#question", "who acuses whom")
    page.keyboard.press("Enter")
    expect(page.locator("#answer .error")).to_contain_text("did you mean 'accuses'")
    page.fill("#question", "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*)")
    page.keyboard.press("Enter")
    expect(page.locator("#answer .error")).to_contain_text("query.", timeout=15_000)
    close(page)


@test
def a_changed_file_loads_anew(world):
    page = world.open(world.server.url)
    text = world.server.graph.read_text(encoding="utf-8")
    world.server.graph.write_text(text.replace("graph: Nagorno-Karabakh", "graph: Changed"), encoding="utf-8")
    expect(page.locator("h1")).to_contain_text("Changed", timeout=15_000)
    world.server.graph.write_text(text.replace("azerbaijan accuses", "azerbaijn accuses", 1), encoding="utf-8")
    expect(page.locator("#banner")).to_contain_text("azerbaijn", timeout=15_000)
    expect(page.locator("#banner")).to_contain_text("did you mean")
    world.server.graph.write_text(text, encoding="utf-8")
    expect(page.locator("h1")).to_contain_text("Nagorno-Karabakh", timeout=15_000)
    close(page)


def request(world, path="/", method="GET", headers=None, body=None):
    """The status of a request that is made as it is given."""
    made = urllib.request.Request(
        f"http://127.0.0.1:{world.server.port}{path}", method=method, headers=headers or {}, data=body)
    try:
        with urllib.request.urlopen(made, timeout=20) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@test
def hostile_requests_get_what_the_page_about_the_page_says(world):
    question = json.dumps({"question": "who accuses whom"}).encode()
    kind = {"Content-Type": "application/json"}
    host = f"127.0.0.1:{world.server.port}"
    cases = [
        (200, dict(path="/ask", method="POST", headers=kind, body=question)),
        (200, dict(path="/ask", method="POST", headers={**kind, "Origin": f"http://{host}"}, body=question)),
        (403, dict(path="/ask", method="POST", headers={**kind, "Origin": "http://example.org"}, body=question)),
        (403, dict(path="/ask", method="POST", headers={**kind, "Origin": "http://127.0.0.1:1"}, body=question)),
        (403, dict(path="/ask", method="POST", headers={**kind, "Origin": "null"}, body=question)),
        (403, dict(path="/ask", method="POST", headers={**kind, "Sec-Fetch-Site": "cross-site"}, body=question)),
        (421, dict(headers={"Host": "example.org"})),
        (421, dict(headers={"Host": f"example.org:{world.server.port}"})),
        (421, dict(headers={"Host": ""})),
        (415, dict(path="/ask", method="POST", headers={"Content-Type": "text/plain"}, body=question)),
        (405, dict(method="DELETE")),
        (405, dict(path="/ask")),
        (404, dict(path="/../../etc/passwd")),
        (404, dict(path="/%2e%2e/%2e%2e/etc/passwd")),
        (413, dict(path="/ask", method="POST", headers=kind, body=b"x" * 20_000)),
        (400, dict(path="/ask", method="POST", headers=kind, body=b"{")),
        (400, dict(path="/ask", method="POST", headers=kind, body=b"\xff\xfe")),
        (200, dict(path="/ask", method="POST", headers=kind, body=json.dumps({"question": "(" * 4000}).encode())),
        (200, dict(path="/ask", method="POST", headers=kind,
                   body=json.dumps({"question": "UNWIND range(1, 100000000) AS x RETURN x"}).encode())),
        (200, dict(path="/ask", method="POST", headers=kind, body=json.dumps({"question": "CREATE (:x)"}).encode())),
    ]
    for wanted, case in cases:
        status, headers, _ = request(world, **case)
        assert status == wanted, f"{case} got {status}, not {wanted}"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], case
        assert headers["X-Content-Type-Options"] == "nosniff", case
    assert request(world)[0] == 200, "the server lives"


def serious(page):
    """What axe finds that is serious or worse."""
    page.evaluate(AXE + "\nundefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]} ({len(one['nodes'])})"
            for one in found["violations"] if one["impact"] in ("serious", "critical")]


@test
def axe_finds_nothing_serious(world):
    found = []
    for scheme in ("light", "dark"):
        for name, url in (("page", world.page_file.as_uri()), ("server", world.server.url),
                          ("report", world.report_file.as_uri())):
            # axe is evaluated as a script, which the pages themselves forbid.
            page = world.open(url, color_scheme=scheme, bypass_csp=True)
            if name != "report":
                page.fill("#search", "armenia")
                page.keyboard.press("Enter")
                page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            found += [f"{name}, {scheme}: {one}" for one in serious(page)]
            page.context.close()
    assert found == [], "\n".join(found)


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        world = World(browser, pathlib.Path(folder))
        wanted = sys.argv[3:]
        for function in TESTS:
            if wanted and function.__name__ not in wanted:
                continue
            start = time.monotonic()
            try:
                function(world)
                print(f"ok      {function.__name__} ({time.monotonic() - start:.1f} s)", flush=True)
            except Exception as error:  # noqa: BLE001: any failure is reported, and the others still run
                failed += 1
                line = traceback.extract_tb(error.__traceback__)[1]
                print(f"FAILED  {function.__name__}, line {line.lineno}: {line.line}: {error}", flush=True)
        world.server.stop()
        browser.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
