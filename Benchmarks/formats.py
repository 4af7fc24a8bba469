#!/usr/bin/env python3
"""Times reading a table of events, beside DuckDB's and polars' CSV readers in the same run.

    formats.py ENTENTE [ROWS]

Each time is the best of five. Entente's is the whole command, from its start to the answer of a count, so that the
graph is there and can be asked; DuckDB's and polars' are the read alone, in a process that has started already.
"""
import os, random, subprocess, sys, tempfile, time

ENTENTE = os.path.abspath(sys.argv[1])
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
NAMES = ROWS // 40
RUNS = 5


def make(folder):
    """The same table with commas and with tabs; names and relations by a Zipf-like law, some with commas."""
    rng = random.Random(1814)
    names = [f"{rng.choice(['Ministry', 'Head of Government', 'Citizen', 'Police', 'Party of'])} ({n:x})" if n % 7
             else f"Office {n}, Department {n % 90}" for n in range(NAMES)]
    relations = [f"Relation, kind {n}" if n % 5 == 0 else f"Make statement {n}" for n in range(176)]
    paths = os.path.join(folder, "events.csv"), os.path.join(folder, "events.tsv")
    with open(paths[0], "w", encoding="utf-8") as comma, open(paths[1], "w", encoding="utf-8") as tab:
        comma.write("subject,relation,object,date\n")
        tab.write("subject\trelation\tobject\tdate\n")
        for _ in range(ROWS):
            row = (names[int(NAMES * rng.random() ** 3)], relations[int(176 * rng.random() ** 2)],
                   names[int(NAMES * rng.random() ** 3)],
                   f"20{rng.randrange(10, 25)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}")
            tab.write("\t".join(row) + "\n")
            comma.write(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n")
    return paths


def best(function):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def entente(path):
    def run():
        answer = subprocess.run(
            [ENTENTE, "ask", "MATCH ()-[r]->() RETURN count(r)", path, "--format", "csv"], capture_output=True, text=True)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.split()[-1] == str(ROWS), answer.stdout
    return best(run)


def duckdb_read(path):
    import duckdb
    def run():
        connection = duckdb.connect()
        connection.execute(f"CREATE TABLE events AS SELECT * FROM read_csv('{path}', header=true)")
        assert connection.execute("SELECT count(*) FROM events").fetchall()[0][0] == ROWS
    return best(run)


def polars_read(path):
    import polars
    separator = "\t" if path.endswith("tsv") else ","
    def run():
        assert polars.read_csv(path, separator=separator, try_parse_dates=True).height == ROWS
    return best(run)


with tempfile.TemporaryDirectory() as folder:
    for path in make(folder):
        size = os.path.getsize(path) / 1e6
        print(f"{os.path.basename(path)}: {ROWS} rows, {size:.0f} MB, {os.cpu_count()} cores")
        own = entente(path)
        print(f"  entente, to a graph that answers  {own:6.2f} s")
        for name, read in [("DuckDB", duckdb_read), ("polars", polars_read)]:
            try:
                theirs = read(path)
            except ImportError:
                print(f"  left out: {name} (not installed: pip install {name.lower()})")
                continue
            print(f"  {name}, the read alone{'':14}{theirs:6.2f} s   entente / {name} = {own / theirs:.2f}")
