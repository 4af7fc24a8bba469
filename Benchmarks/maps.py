#!/usr/bin/env python3
"""Times `entente map` against `dot -Tsvg` on the same graphs, whole processes, and prints the ratios.

    Benchmarks/maps.py ENTENTE [--pairs N]

Each pair runs both programs one after the other, in turns which first; the median of the pairs' ratios counts, so
that a busy machine slows both. entente reads and checks the graph file, lays it out and writes the SVG; `dot -K` lays
out the DOT that entente exported of the same graph, with the same engine. Made-up networks have a seed and so are the
same everywhere. Ends with 1 when a ratio is over its limit.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time

LIMITS = {25: 0.7, 300: 1.0, 1000: 1.0}
TYPES = ("accuses", "supports", "criticizes", "urges", "mediates", "warns")


def graph(path, count):
    """A network as relation maps are: a few entities with many relations, most with one or two."""
    chance = random.Random(count)
    lines = ["graph: Benchmark", "schema: geopolitics", "sources:", "  wire: {publisher: Wire, title: A report, date: 2023-09-19}", "entities:"]
    kinds = ("state", "organization", "place")
    for index in range(count):
        lines.append(f"  e{index}: {{type: {kinds[index % 2]}, name: Entity number {index}}}")
    lines.append("relations:")
    ends = [0]
    seen = set()
    for index in range(1, count):
        pairs = [(index, chance.choice(ends))]
        if index % 4 == 0:
            pairs.append((chance.randrange(index), chance.choice(ends)))
        for source, target in pairs:
            if source == target or (source, target) in seen:
                continue
            seen.add((source, target))
            ends += [source, target]
            lines += [f"  - e{source} {chance.choice(TYPES)} e{target}:", f"      {{date: 2023-09, sources: [wire ¶{index % 9 + 1}]}}"]
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


def run(words):
    """Seconds of a whole process, from its start to its end; subprocess.run would add some milliseconds of its own."""
    nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    start = time.perf_counter()
    child = os.posix_spawn(words[0], words, os.environ, file_actions=nowhere)
    _, status = os.waitpid(child, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"error: failed: {' '.join(words)}")
    return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("entente")
    parser.add_argument("--pairs", type=int, default=15)
    options = parser.parse_args()
    dot = shutil.which("dot")
    if not dot:
        print("left out: the comparison with dot (it is not installed)")
        return 0
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    over = 0
    print(f"{'entities':>8}  {'engine':<7} {'entente ms':>10} {'dot ms':>10} {'ratio':>6}  limit")
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(root, "schema"), os.path.join(folder, "schema"))
        for count, limit in LIMITS.items():
            source, exported = os.path.join(folder, f"{count}.yaml"), os.path.join(folder, f"{count}.dot")
            graph(source, count)
            # What both draw is the whole network, in layers by dot: the engine that both have in common.
            draw = [options.entente, "map", source, "--all", "--no-fold", "--layout", "layered"]
            run([*draw, "-o", exported])
            ours = [*draw, "-o", os.path.join(folder, "ours.svg")]
            theirs = [dot, "-Kdot", "-Tsvg", exported, "-o", os.path.join(folder, "theirs.svg")]
            run(ours), run(theirs)
            pairs = []
            for turn in range(options.pairs if count < 300 else max(options.pairs // 3, 3)):
                first, second = (ours, theirs) if turn % 2 == 0 else (theirs, ours)
                times = (run(first), run(second))
                pairs.append(times if turn % 2 == 0 else times[::-1])
            ratio = statistics.median(a / b for a, b in pairs)
            over += ratio > limit
            a, b = (statistics.median(column) * 1000 for column in zip(*pairs))
            print(f"{count:>8}  {'dot':<7} {a:>10.1f} {b:>10.1f} {ratio:>6.2f}  {limit}{'  OVER' if ratio > limit else ''}", flush=True)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
