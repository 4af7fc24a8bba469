#!/usr/bin/env python3
"""Asks graphqlite the generated queries that `make oracle` exports, and reports where the two engines differ.

    compare.py QUERIES.jsonl [--show N]

Each line of the file has a graph (a CREATE statement), a query, and the answer of this project's engine. The
process ends with 1 when a difference falls into no class below; each class says why the two may differ. An
engine that refuses a query is counted, not compared.
"""
import argparse
import collections
import json
import multiprocessing
import queue
import re
import sys

try:  # a Python whose own sqlite3 loads no extensions
    import pysqlite3
    sys.modules["sqlite3"] = pysqlite3
except ImportError:
    pass
import graphqlite

# What is known to differ, the first that fits: a name, a pattern of the query, and why.
CLASSES = [
    ("a column named like a variable", r"\b(\w+)\.\w+ AS \1\b",
     "graphqlite groups and sorts by the variable, not by the column"),
    ("sum and min", r"sum\(|min\(\w+\.name", "graphqlite's sum of nothing is null, and its least text 0.0"),
    ("shortest paths", r"hortestPath", "graphqlite gives a row for each of several shortest paths"),
    ("parts with a comma", r"\), \(", "graphqlite uses a relationship again in another part of a MATCH"),
    ("variable length", r"\*\d|\*\.|\*\]",
     "graphqlite uses a relationship again beside a variable length, and walks undirected loops twice"),
    ("OPTIONAL MATCH", r"OPTIONAL MATCH", "graphqlite ignores the properties of the far node"),
    ("CALL { }", r"CALL \{", "graphqlite counts the rows outside"),
    ("DISTINCT in collect", r"collect\(DISTINCT", "graphqlite keeps repetitions"),
    ("a label where a variable stands again", r"\((\w+)[^)]*\).*\(\1:", "graphqlite ignores it"),
]


def canonical(value, ignores_order):
    """A value that compares: floats by their text, lists sorted where their order is open."""
    if isinstance(value, dict) and set(value) == {"float"}:
        return ("float", float(value["float"]))
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return ("float", value)
    if isinstance(value, list):
        items = [canonical(item, ignores_order) for item in value]
        return sorted(items, key=repr) if ignores_order else items
    return value


def rows(table, line):
    found = [[canonical(value, line["ignoresListOrder"]) for value in row] for row in table]
    return found if line["isOrdered"] else sorted(found, key=repr)


def asked(line):
    """What the other engine answers: ("rows", table) or ("refused", why)."""
    try:
        graph = graphqlite.connect(":memory:")
        graph.cypher(line["create"])
        result = list(graph.cypher(line["query"]))
        graph.close()
    except Exception as error:  # whatever it raises is its refusal
        return ("refused", str(error).splitlines()[0][:120])
    columns = line.get("columns", [])
    return ("rows", [[dict(row).get(column) for column in columns] for row in result])


def worker(lines, results):
    for line in lines:
        results.put((line["seed"], line["number"], asked(line)))


def ask_all(lines, patience=3):
    """The answers by seed and number; a crash or a run-away query of the other engine costs one query."""
    answers = {}
    todo = list(lines)
    while todo:
        results = multiprocessing.Queue()
        process = multiprocessing.Process(target=worker, args=(todo, results), daemon=True)
        process.start()
        done, waited = 0, 0.0
        while done < len(todo):
            try:
                seed, number, answer = results.get(timeout=0.2)
            except queue.Empty:
                waited += 0.2
                if waited > patience or not process.is_alive() and results.empty():
                    break
                continue
            answers[seed, number] = answer
            done, waited = done + 1, 0.0
        process.kill()
        process.join()
        if done < len(todo):
            why = "runs for more than 3 s" if waited > patience else "crashes"
            answers[todo[done]["seed"], todo[done]["number"]] = ("refused", why)
            done += 1
        todo = todo[done:]
        print(f"\r{len(answers)} of {len(lines)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return answers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("queries")
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    with open(options.queries, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    answers = ask_all(lines)
    counts = collections.Counter()
    refusals = collections.Counter()
    shown = collections.Counter()
    for line in lines:
        kind, answer = answers[line["seed"], line["number"]]
        if kind == "refused":
            counts["graphqlite refuses"] += 1
            refusals[re.sub(r"\d+|'[^']*'", "…", answer)[:80]] += 1
            continue
        if "failure" in line:
            counts["entente refuses"] += 1
            refusals["entente: " + line["failure"]] += 1
            continue
        if rows(line["rows"], line) == rows(answer, line):
            counts["equal"] += 1
            continue
        name = next((name for name, pattern, _ in CLASSES if re.search(pattern, line["query"])), "unexplained")
        counts[name] += 1
        if shown[name] < options.show:
            shown[name] += 1
            print(f"--- {name}: seed {line['seed']}, query {line['number']}")
            print(line["create"])
            print(line["query"])
            print("entente:   ", json.dumps(line["rows"], ensure_ascii=False)[:600])
            print("graphqlite:", json.dumps(answer, ensure_ascii=False, default=str)[:600])
    print(f"{len(lines)} queries")
    for name, count in counts.most_common():
        print(f"{count:7} {name}")
    for name, _, why in CLASSES:
        if counts[name]:
            print(f"        {name}: {why}")
    for name, count in refusals.most_common(12):
        print(f"        {count:5} refused: {name}")
    sys.exit(1 if counts["unexplained"] else 0)


if __name__ == "__main__":
    main()
