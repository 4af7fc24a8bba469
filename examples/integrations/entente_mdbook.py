#!/usr/bin/env python3
"""An mdBook preprocessor: blocks of Entente in the chapters of a book become maps, tables and answers.

In book.toml:

    [preprocessor.entente]
    command = "python3 entente_mdbook.py"
    graph = "graphs/karabakh-2023.yaml"    # of blocks that name none, as seen from the folder of the sources
    allow = ["../graphs"]                  # what may be read outside of that folder

mdBook calls it with `supports RENDERER`, and then with the book as JSON on standard input. Pictures go to the folder
entente-media beside the chapters, which mdBook copies.
"""

import json
import os
import posixpath
import subprocess
import sys

ENTENTE = os.environ.get("ENTENTE", "entente")


def chapters(items):
    for item in items:
        chapter = item.get("Chapter") if isinstance(item, dict) else None
        if chapter:
            yield chapter
            yield from chapters(chapter["sub_items"])


def process(chapter, source, options):
    """Runs a chapter as a report of the sources' folder."""
    path = chapter.get("path")
    if not path or "entente" not in chapter["content"]:
        return
    stem = path[: -len(".md")] if path.endswith(".md") else path
    out = "entente-media/" + stem.replace("/", "-") + ".md"
    command = [ENTENTE, "report", "-", "--quiet", "-o", out]
    if "graph" in options:
        command += ["--graph", options["graph"]]
    for allowed in options.get("allow", []):
        command += ["--allow", allowed]
    done = subprocess.run(command, input=chapter["content"].encode(), cwd=source, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"entente failed with {done.returncode} in {path}")
    with open(os.path.join(source, out), encoding="utf-8") as file:
        text = file.read()
    os.remove(os.path.join(source, out))
    # Pictures as the chapter's page sees them.
    name = posixpath.basename(out)[: -len(".md")] + "-files/"
    away = posixpath.relpath("entente-media", posixpath.dirname(path) or ".") + "/"
    chapter["content"] = text.replace("](" + name, "](" + away + name).replace('src="' + name, 'src="' + away + name)


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "supports":
        sys.exit(0 if len(sys.argv) > 2 and sys.argv[2] in ("html", "markdown", "epub") else 1)
    context, book = json.load(sys.stdin)
    source = os.path.join(context["root"], context["config"].get("book", {}).get("src", "src"))
    options = context["config"].get("preprocessor", {}).get("entente", {})
    for chapter in chapters(book.get("sections", book.get("items", []))):
        process(chapter, source, options)
    json.dump(book, sys.stdout)


if __name__ == "__main__":
    main()
