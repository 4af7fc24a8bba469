#!/usr/bin/env python3
"""Writes the statements of all case files into a folder, one a file: what the fuzzers begin with.

    corpus.py OUT CASES [TCK-FEATURES]
"""
import hashlib
import pathlib
import re
import sys


def statements(cases, features):
    for path in sorted(pathlib.Path(cases).rglob("*.case")):
        for part in re.split(r"^---- ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            name, _, text = part.partition("\n")
            if name.strip() in ("query", "after", "statement"):
                yield re.split(r"^====", text, flags=re.M)[0].strip()
    for path in sorted(pathlib.Path(features).rglob("*.feature")) if features else []:
        for text in re.findall(r'executing query:\s*"""\n(.*?)"""', path.read_text(encoding="utf-8"), flags=re.S):
            yield "\n".join(line.strip() for line in text.strip().splitlines())


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for text in statements(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None):
        if text:
            name = hashlib.sha1(text.encode()).hexdigest()[:16]
            (out / name).write_text(text, encoding="utf-8")
            count += 1
    print(f"{count} statements in {out}")


main()
