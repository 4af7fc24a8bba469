#!/usr/bin/env python3
"""Round trips through the other tool itself: written by entente, read and written by the tool, read by entente.

    run.py ENTENTE [FOLDER]

ENTENTE is the binary; FOLDER gets the files (a temporary one by default). A tool that is not there is named as left
out; the exit code is 1 when a round trip loses what it should keep.
"""
import csv, json, os, shutil, sqlite3, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ENTENTE = os.path.abspath(sys.argv[1])
WORK = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="entente-interchange-")
SCHEMA = os.path.join(ROOT, "schema", "geopolitics.yaml")
os.makedirs(WORK, exist_ok=True)
results, left_out = [], []


def path(name):
    return os.path.join(WORK, name)


def convert(inputs, output, *options):
    inputs = [inputs] if isinstance(inputs, str) else inputs
    run = subprocess.run([ENTENTE, "convert", *inputs, "-o", output, *options], capture_output=True, text=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr.strip()[:600])
    return run.stderr


def without_blanks(record):
    """A record without what is empty or no number: a tool with columns gives every node and edge all of them."""
    def is_blank(value):
        return value in ("", None, [], {}) or value in ("nan", "NaN") or value != value
    cleaned = {key: without_blanks(value) if isinstance(value, dict) else value for key, value in record.items()}
    return {key: value for key, value in cleaned.items() if not is_blank(value)}


def records(name, blanks=True):
    """A graph as sets of records, so that order does not count."""
    whole = json.load(open(name, encoding="utf-8"))
    if not blanks:
        whole["entities"] = list(map(without_blanks, whole["entities"]))
        whole["relations"] = list(map(without_blanks, whole["relations"]))
    def text(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    def claim(record):
        record = dict(record)
        record["sources"] = sorted(text(s) for s in record.get("sources", []))
        return text(record)
    def entity(record):
        record = dict(record)
        record["aliases"] = sorted(text(a) for a in record.get("aliases", []))
        return text(record)
    return {
        "entities": sorted(map(entity, whole["entities"])), "relations": sorted(map(claim, whole["relations"])),
        "sources": sorted(map(text, whole["sources"])), "views": whole.get("views"), "title": whole.get("graph"),
        "note": whole.get("note"),
    }


ORIGINAL = None


def compare(files, name, options=(), loses=(), blanks=True):
    back = path(name + ".back.json")
    convert(files, back, "--schema", SCHEMA, *options)
    found = records(back, blanks)
    for key, value in (ORIGINAL if blanks else records(path("original.json"), blanks)).items():
        if key in loses:
            continue
        if found[key] != value:
            lost = [r for r in value if r not in found[key]] if isinstance(value, list) else value
            new = [r for r in found[key] if r not in value] if isinstance(value, list) else found[key]
            raise AssertionError(f"{key} differ: {str(lost)[:500]} became {str(new)[:500]}")


def check(tool, what):
    """Runs a check; an import that fails leaves it out."""
    def run(function):
        try:
            function()
            results.append((tool, what, "kept"))
        except (ImportError, FileNotFoundError) as error:
            left_out.append(f"{what} through {tool} ({error})")
        except Exception as error:
            results.append((tool, what, f"FAILED: {type(error).__name__}: {error}"))
    return run


def export(name, format):
    target = path(name)
    convert(os.path.join(HERE, "graph.yaml"), target, "--format", format)
    return target


convert(os.path.join(HERE, "graph.yaml"), path("original.json"))
ORIGINAL = records(path("original.json"))
COUNTS = (len(ORIGINAL["entities"]), len(ORIGINAL["relations"]))


def expect(value, wanted, what):
    if value != wanted:
        raise AssertionError(f"{what}: {value} instead of {wanted}")


@check("networkx", "GraphML")
def _():
    import networkx as nx
    graph = nx.read_graphml(export("nx.graphml", "graphml"), force_multigraph=True)
    expect((graph.number_of_nodes(), graph.number_of_edges()), COUNTS, "nodes and edges")
    expect(graph.nodes["north"]["name"], "Север", "a name")
    nx.write_graphml(graph, path("nx2.graphml"))
    compare(path("nx2.graphml"), "nx-graphml")


@check("networkx", "GEXF 1.3")
def _():
    import networkx as nx
    graph = nx.read_gexf(export("nx.gexf", "gexf"), version="1.3")
    expect((graph.number_of_nodes(), graph.number_of_edges()), COUNTS, "nodes and edges")
    # networkx keeps neither meta data of the graph, where sources and views are, nor the kinds of edges.
    for version in ["1.3", "1.2draft"]:
        nx.write_gexf(graph, path("nx2.gexf"), version=version)
        compare(path("nx2.gexf"), "nx-gexf", loses=("sources", "views", "title", "note"))


@check("networkx", "node-link JSON")
def _():
    import networkx as nx
    graph = nx.node_link_graph(json.load(open(export("nx.json", "node-link"))), edges="edges")
    expect((graph.number_of_nodes(), graph.number_of_edges()), COUNTS, "nodes and edges")
    json.dump(nx.node_link_data(graph, edges="edges"), open(path("nx2.json"), "w"))
    compare(path("nx2.json"), "nx-node-link")


@check("networkx", "Cytoscape JSON")
def _():
    import networkx as nx
    graph = nx.cytoscape_graph(json.load(open(export("nx.cyjs", "cytoscape"))))
    expect((graph.number_of_nodes(), graph.number_of_edges()), COUNTS, "nodes and edges")
    json.dump(nx.cytoscape_data(graph), open(path("nx2.cyjs"), "w"))
    compare(path("nx2.cyjs"), "nx-cytoscape", loses=("sources", "views", "title", "note"))


@check("igraph", "GraphML")
def _():
    import igraph
    graph = igraph.Graph.Read_GraphML(export("ig.graphml", "graphml"))
    expect((graph.vcount(), graph.ecount()), COUNTS, "nodes and edges")
    expect(graph.is_directed(), True, "directed")
    graph.write_graphml(path("ig2.graphml"))
    compare(path("ig2.graphml"), "igraph", blanks=False)


@check("pygraphviz", "DOT")
def _():
    import pygraphviz
    graph = pygraphviz.AGraph(export("pg.dot", "dot"))
    expect((graph.number_of_nodes(), graph.number_of_edges()), COUNTS, "nodes and edges")
    graph.write(path("pg2.dot"))
    compare(path("pg2.dot"), "pygraphviz", ("--from", "dot"))


@check("dot", "DOT")
def _():
    svg = subprocess.run(["dot", "-Tsvg", export("d.dot", "dot")], capture_output=True, text=True, check=True)
    expect(svg.stdout.count('class="edge"'), COUNTS[1], "edges drawn")
    canonical = subprocess.run(["dot", "-Tcanon", path("d.dot")], capture_output=True, text=True, check=True)
    open(path("d2.dot"), "w").write(canonical.stdout)
    compare(path("d2.dot"), "dot", ("--from", "dot"))


@check("rdflib", "N-Triples, Turtle and JSON-LD")
def _():
    import rdflib
    from rdflib.compare import isomorphic
    graphs = []
    for name, format, theirs in [("r.nt", "ntriples", "nt"), ("r.ttl", "turtle", "turtle"), ("r.jsonld", "json-ld", "json-ld")]:
        graph = rdflib.Graph()
        graph.parse(export(name, format), format=theirs)
        graphs.append(graph)
    for graph in graphs[1:]:
        if not isomorphic(graphs[0], graph):
            raise AssertionError("the three forms say different things: "
                                 f"{list(graphs[0] ^ graph)[:3]}")
    claims = graphs[0].query("SELECT (count(*) AS ?n) WHERE { ?c a rdf:Statement ; rdf:subject ?s ; rdf:object ?o }")
    expect(int(list(claims)[0][0]), COUNTS[1], "claims that SPARQL counts")
    graphs[1].serialize(path("r2.ttl"), format="turtle")
    compare(path("r2.ttl"), "rdflib")
    graphs[0].serialize(path("r2.nt"), format="nt", encoding="utf-8")
    compare(path("r2.nt"), "rdflib-nt")


@check("pyoxigraph", "N-Triples and Turtle")
def _():
    import pyoxigraph as ox
    for name, format, theirs in [("o.nt", "ntriples", ox.RdfFormat.N_TRIPLES), ("o.ttl", "turtle", ox.RdfFormat.TURTLE)]:
        triples = list(ox.parse(path=export(name, format), format=theirs))
        target = path("o2." + name.split(".")[1])
        ox.serialize(triples, target, format=theirs)
        compare(target, "pyoxigraph-" + format)


@check("rapper", "Turtle")
def _():
    run = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", export("ra.ttl", "turtle")],
                         capture_output=True, text=True)
    expect(run.returncode, 0, run.stderr[:300])
    open(path("ra2.nt"), "w").write(run.stdout)
    compare(path("ra2.nt"), "rapper")


@check("followthemoney", "FollowTheMoney")
def _():
    from followthemoney import model
    lines = [json.loads(line) for line in open(export("f.ftm", "ftm"), encoding="utf-8")]
    expect(len(lines), sum(COUNTS) + len(ORIGINAL["sources"]), "entities")
    with open(path("f2.ftm"), "w") as out:
        for data in lines:
            proxy = model.get_proxy(data, cleaned=False)
            expect(proxy.id, data["id"], "an id")
            proxy.schema.validate({"properties": proxy.properties})
            for key, values in data["properties"].items():
                if key not in proxy.properties:
                    raise AssertionError(f"{proxy.schema.name} does not keep {key}: {values}")
            out.write(json.dumps(proxy.to_dict()) + "\n")
    compare(path("f2.ftm"), "followthemoney")


@check("sqlite3", "SQLite")
def _():
    database = sqlite3.connect(export("s.sqlite", "sqlite"))
    expect(database.execute("PRAGMA integrity_check").fetchone()[0], "ok", "integrity")
    joined = database.execute("SELECT count(*) FROM relations r JOIN entities s ON s.id = r.subject "
                              "JOIN entities o ON o.id = r.object").fetchone()[0]
    expect(joined, COUNTS[1], "relations with both ends")
    database.execute("VACUUM INTO ?", (path("s2.sqlite"),)) if not os.path.exists(path("s2.sqlite")) else None
    compare(path("s2.sqlite"), "sqlite")


@check("duckdb", "SQLite and CSV")
def _():
    import duckdb
    export("k.csv", "csv")
    rows = duckdb.sql(f"SELECT count(*), count(DISTINCT subject) FROM read_csv('{path('k.csv')}', header=true)").fetchall()[0]
    expect(rows[0], COUNTS[1], "rows")
    duckdb.sql(f"COPY (FROM read_csv('{path('k.csv')}', all_varchar=true, header=true)) TO '{path('k2.csv')}' (HEADER)")
    compare([path("k2.csv"), path("k.entities.csv"), path("k.sources.csv")], "duckdb", loses=("views", "title", "note"))


@check("pandas", "CSV")
def _():
    import pandas
    export("p.csv", "csv")
    files = []
    for name in ["p.csv", "p.entities.csv", "p.sources.csv"]:
        table = pandas.read_csv(path(name), dtype=str, keep_default_na=False)
        table.to_csv(path("p2-" + name), index=False)
        files.append(path("p2-" + name))
    compare(files, "pandas", loses=("views", "title", "note"))


@check("csv", "Neo4j's and Gephi's CSV")
def _():
    for format, header in [("neo4j-csv", ":START_ID"), ("gephi-csv", "Source")]:
        name = format + ".csv"
        export(name, format)
        rows = list(csv.reader(open(path(name), encoding="utf-8", newline="")))
        expect(rows[0][0], header, "the header")
        expect({len(row) for row in rows}, {len(rows[0])}, "cells in a row")
        compare([path(name), path(format + ".entities.csv"), path(format + ".sources.csv")], format,
                loses=("views", "title", "note"))


@check("entente", "a Cypher script")
def _():
    compare(export("c.cypher", "cypher"), "cypher")


for tool, what, verdict in results:
    print(f"{verdict.split(':')[0].lower():7} {what} through {tool}" + (verdict[6:] if verdict.startswith("FAILED") else ""))
for name in left_out:
    print("left out: " + name)
if len(sys.argv) <= 2:
    shutil.rmtree(WORK, ignore_errors=True)
sys.exit(any(verdict != "kept" for _, _, verdict in results))
