#!/usr/bin/env python3
"""A pandoc JSON filter: blocks of Entente in any document that pandoc reads become maps, tables and answers.

    pandoc briefing.md --filter entente_pandoc.py -o briefing.docx

Write blocks with attributes, which pandoc's Markdown keeps:

    ```{.entente .map #accusations graph=graphs/karabakh-2023.yaml caption="Accusations"}
    who accuses whom
    ```

Defaults stand in the document's metadata under `entente`: graph, schema, theme, as-of, and `allow` with a list of
files and folders outside of the working directory that may be read. Pictures go to the folder entente-media.
Quarto runs the same filter (see quarto/).
"""

import json
import os
import subprocess
import sys

ENTENTE = os.environ.get("ENTENTE", "entente")
PANDOC = os.environ.get("PANDOC", "pandoc")
MEDIA = "entente-media"
MARK = "<!-- entente-pandoc {} -->"


def text_of(meta):
    """A metadata value as plain text, a list of texts, or a dictionary of them."""
    kind, content = meta["t"], meta.get("c")
    if kind == "MetaMap":
        return {key: text_of(value) for key, value in content.items()}
    if kind == "MetaList":
        return [text_of(item) for item in content]
    if kind == "MetaInlines":
        return "".join(" " if item["t"] in ("Space", "SoftBreak") else str(item.get("c", "")) for item in content)
    return str(content)


def quoted(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fence(block):
    """The block as Entente writes it; None for a block of another kind."""
    (name, classes, pairs), body = block["c"]
    if "entente" not in classes:
        return None
    words = [word for word in classes if word != "entente"]
    words += ["id=" + name] if name else []
    words += [key + "=" + quoted(value) for key, value in pairs]
    ticks = "`" * max(3, 1 + max((len(run) for run in body.split() if set(run) == {"`"}), default=0))
    return ticks + "entente " + " ".join(words) + "\n" + body + "\n" + ticks


def places(blocks):
    """All lists of blocks, however deep, that hold one of ours."""
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        if block.get("t") == "CodeBlock" and fence(block):
            yield blocks, index
        else:
            yield from nested(block.get("c"))


def nested(content):
    if isinstance(content, list):
        if any(isinstance(item, dict) and item.get("t") == "CodeBlock" for item in content):
            yield from places(content)
        else:
            for item in content:
                yield from nested(item.get("c") if isinstance(item, dict) else item)


def inlines(content, found):
    """All code spans `entente: …`, with the list that holds each."""
    if isinstance(content, dict):
        inlines(content.get("c"), found)
    elif isinstance(content, list):
        for index, item in enumerate(content):
            if isinstance(item, dict) and item.get("t") == "Code" and item["c"][1].startswith("entente:"):
                found.append((content, index))
            else:
                inlines(item, found)


def run(command, text):
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed with {done.returncode}")
    return done.stdout.decode()


def main():
    document = json.load(sys.stdin)
    defaults = text_of(document["meta"]["entente"]) if "entente" in document["meta"] else {}
    blocks = list(places(document["blocks"]))
    spans = []
    inlines(document["blocks"], spans)
    if not blocks and not spans:
        json.dump(document, sys.stdout)
        return

    # One report of all blocks, so that sources have one numbering; marks tell the parts apart again.
    allowed = defaults.pop("allow", [])
    head = "".join(f"  {key}: {quoted(value)}\n" for key, value in defaults.items())
    report = f"---\nentente:\n{head}---\n\n" if head else ""
    for number, (holder, index) in enumerate(blocks):
        report += MARK.format(number) + "\n\n" + fence(holder[index]) + "\n\n"
    for number, (holder, index) in enumerate(spans):
        report += MARK.format(len(blocks) + number) + "\n\n`" + holder[index]["c"][1] + "`\n\n"
    os.makedirs(MEDIA, exist_ok=True)
    out = MEDIA + "/report.md"
    command = [ENTENTE, "report", "-", "--quiet", "-o", out]
    for path in [allowed] if isinstance(allowed, str) else allowed:
        command += ["--allow", path]
    run(command, report)
    with open(out, encoding="utf-8") as file:
        made = json.loads(run([PANDOC, "--from=gfm-yaml_metadata_block", "--to=json"], strip_head(file.read())))
    os.remove(out)

    parts = {}
    current = None
    for block in made["blocks"]:
        if block["t"] == "RawBlock" and block["c"][1].startswith("<!-- entente-pandoc "):
            current = parts.setdefault(int(block["c"][1].split()[2]), [])
        elif current is not None:
            current.append(relocate(block))
    for number, (holder, index) in reversed(list(enumerate(blocks))):
        name = holder[index]["c"][0][0]
        content = parts.get(number, [])
        holder[index:index + 1] = [{"t": "Div", "c": [[name, ["entente"], []], content]}]
    for number, (holder, index) in reversed(list(enumerate(spans))):
        paragraph = parts.get(len(blocks) + number, [])
        holder[index:index + 1] = paragraph[0]["c"] if paragraph else []
    json.dump(document, sys.stdout)


def strip_head(text):
    """The report without the YAML at its head."""
    return text.split("\n---\n", 1)[1] if text.startswith("---\n") else text


def relocate(node):
    """Pictures as the document's folder sees them."""
    if isinstance(node, dict):
        if node.get("t") == "Image":
            target = node["c"][2]
            target[0] = MEDIA + "/" + target[0] if "://" not in target[0] else target[0]
        for value in node.values():
            relocate(value)
    elif isinstance(node, list):
        for item in node:
            relocate(item)
    return node


if __name__ == "__main__":
    main()
