#!/usr/bin/env python3
"""Times reading tables and other files of claims, beside DuckDB's and polars' readers in the same run.

    formats.py ENTENTE [ROWS]

Each time is the best of five. Entente's is the whole command, from its start to the answer of a count, so that the
graph is there and can be asked; DuckDB's and polars' are the read alone, in a process that has started already.
The memory is the most that the command had in use.
"""
import json, os, random, subprocess, sys, tempfile, time

ENTENTE = os.path.abspath(sys.argv[1])
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
NAMES = max(ROWS // 40, 20)
RUNS = 5
MAP = "subject=Source,object=Target,relation=Type,date=Day,sources=Report,about=Subject"
PEERS = ["DuckDB", "polars"]


def make(folder):
    """The same events in several forms; names and relations by a Zipf-like law, some with commas, quotes and breaks."""
    rng = random.Random(1814)
    names = [f"{rng.choice(['Ministry', 'Head of Government', 'Citizen', 'Police', 'Party of'])} ({n:x})" if n % 7
             else f"Office {n}, Department {n % 90}" for n in range(NAMES)]
    relations = [f"Relation, kind {n}" if n % 5 == 0 else f"Make statement {n}" for n in range(176)]
    subjects = [f'a "{n}" of the kind, in words' if n % 3 else f"subject {n}" for n in range(5_000)]

    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n') else cell

    paths = [os.path.join(folder, name) for name in ("events.tsv", "events.csv", "wide.csv", "wide.jsonl", "gdelt.tsv")]
    files = [open(path, "w", encoding="utf-8") for path in paths]
    tab, comma, wide, lines, gdelt = files
    tab.write("subject\trelation\tobject\tdate\n")
    comma.write("subject,relation,object,date\n")
    wide.write("Day,Source,Type,Target,Subject,Report,Latitude,Longitude,Mentions,Remark\n")
    for number in range(ROWS):
        subject, target = names[int(NAMES * rng.random() ** 3)], names[int(NAMES * rng.random() ** 3)]
        relation = relations[int(176 * rng.random() ** 2)]
        day = f"20{rng.randrange(10, 25)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        row = (subject, relation, target, day)
        tab.write("\t".join(row) + "\n")
        comma.write(",".join(map(quoted, row)) + "\n")
        about, report = subjects[rng.randrange(5_000)], f"paper-{rng.randrange(300)}"
        latitude, longitude = round(rng.random() * 180 - 90, 4), round(rng.random() * 360 - 180, 4)
        remark = f"line one of {number}\nline two" if number % 50 == 0 else f"remark {number}" if number % 3 else ""
        wide.write(",".join(map(quoted, (day, subject, relation, target, about, report, str(latitude), str(longitude),
                                         str(number % 97), remark))) + "\n")
        lines.write(json.dumps({"subject": subject, "relation": relation, "object": target, "date": day, "about": about,
                                "sources": [report], "properties": {"latitude": latitude, "mentions": number % 97}}) + "\n")
        event = [""] * 61
        event[0], event[1], event[5], event[6], event[15], event[16] = str(number), day.replace("-", ""), "GOV", subject, "MIL", target
        event[26], event[29], event[30], event[31], event[34] = f"{number % 200:03}", "1", "3.4", "10", "-1.5"
        event[52], event[56], event[57], event[59] = "Vienna, Austria", str(latitude), str(longitude), "20200101000000"
        event[60] = f"https://example.org/{number % 5000}"
        gdelt.write("\t".join(event) + "\n")
    for file in files:
        file.close()
    return paths


def best(function, runs=RUNS):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def entente(path, options, runs):
    memory = 0

    def run():
        nonlocal memory
        child = subprocess.Popen(
            [ENTENTE, "ask", "MATCH (n) RETURN count(n)", path, "--format", "csv", *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        answer = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        memory = max(memory, usage.ru_maxrss)
        assert status == 0 and answer.split()[-1].isdigit(), answer
    return best(run, runs), memory


def duckdb_read(path):
    import duckdb
    def run():
        connection = duckdb.connect()
        read = "read_json" if path.endswith("jsonl") else "read_csv"
        options = "" if path.endswith("jsonl") else f", header={'false' if 'gdelt' in path else 'true'}"
        connection.execute(f"CREATE TABLE events AS SELECT * FROM {read}('{path}'{options})")
        assert connection.execute("SELECT count(*) FROM events").fetchall()[0][0] == ROWS
    return best(run)


def polars_read(path):
    import polars
    def run():
        if path.endswith("jsonl"):
            frame = polars.read_ndjson(path)
        else:
            frame = polars.read_csv(path, separator="\t" if path.endswith("tsv") else ",", try_parse_dates=True,
                                    has_header="gdelt" not in path, infer_schema_length=1000)
        assert frame.height == ROWS
    return best(run)


with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
    paths = make(folder)
    own = {}
    # Before the peers are loaded: the most memory of a process counts what it had before it became another program.
    for path in paths:
        name = os.path.basename(path)
        options = ["--map", MAP] if name == "wide.csv" else []
        own[path] = entente(path, options, RUNS if name.startswith(("events", "wide.csv")) else 2)
    for path in paths:
        size = os.path.getsize(path) / 1e6
        print(f"{os.path.basename(path)}: {ROWS} rows, {size:.0f} MB, {os.cpu_count()} cores")
        seconds, memory = own[path]
        print(f"  entente, to a graph that answers  {seconds:6.2f} s   {memory / 1e3:.0f} MB", flush=True)
        for peer, read in zip(PEERS, [duckdb_read, polars_read]):
            try:
                theirs = read(path)
            except ImportError:
                print(f"  left out: {peer} (not installed: pip install {peer.lower()})")
                continue
            ratio = f"entente / {peer} = {seconds / theirs:.2f}"
            print(f"  {peer}, the read alone{'':14}{theirs:6.2f} s   {ratio}", flush=True)
