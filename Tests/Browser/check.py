"""Maps in a real browser; run.sh starts this. Prints one line a check and ends with 1 when any failed."""

import os
import shutil
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

import hostile
import pages

ENTENTE, CHROMIUM = sys.argv[1:3]
ONLY = sys.argv[3:]  # "hostile" or "pages"; both by default
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRAPHS = [os.path.join(ROOT, "graphs", name) for name in ("karabakh-2023.yaml", "congress-of-vienna.yaml")]


def draw(folder, graph, name, *options):
    """Draws a graph file; returns the path of the map, or None with the message when it was refused."""
    path = os.path.join(folder, name)
    run = subprocess.run([ENTENTE, "map", graph, "-o", path, *options], capture_output=True)
    if run.returncode not in (0, 2):
        raise SystemExit(f"error: entente map ended with {run.returncode}: {run.stderr.decode(errors='replace')}")
    return (path, "") if run.returncode == 0 else (None, run.stderr.decode(errors="replace"))


class Report:
    """Counts what failed."""

    failed = 0

    def check(self, name, faults):
        self.failed += bool(faults)
        print(("ok   " if not faults else "FAIL ") + name, flush=True)
        for fault in faults[:8]:
            print("       " + str(fault)[:400])


def main():
    report = Report()
    folder = tempfile.mkdtemp(prefix="entente-browser-")
    try:
        with sync_playwright() as playwright:
            # The sandbox needs rights that a container lacks; only pages made here are loaded.
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            print(f"Chromium {browser.version}")
            if ONLY != ["pages"]:
                hostile.run(browser, folder, draw, report)
            if ONLY != ["hostile"]:
                pages.run(browser, folder, draw, report, GRAPHS)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("all passed" if not report.failed else f"{report.failed} failed")
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
