import EntenteKit
import TestSupport

/// The files that are mutated: what Entente writes of a graph that has everything, and what other programs write.
enum FuzzBases {
  /// A small schema, quickly read, with codes of event data.
  static let schema = """
    schema: small
    entity_types:
      actor: {plural: actors, codes: {followthemoney: [LegalEntity, Person]}}
      place: {plural: places, properties: {latitude: {kind: number}, seen: {kind: date, list: true}}}
    relation_types:
      accuses:
        class: event
        verbs: {base: accuse, third: accuses, past: accused, gerund: accusing}
        subjects: [actor]
        objects: [actor]
        codes: {cameo: ["11", "112"], plover: [ACCUSE]}
      controls:
        class: state
        verbs: {base: control, third: controls, past: controlled, gerund: controlling}
        subjects: [actor]
        objects: [place]
        properties: {weight: {kind: number}, url: {kind: url}, by: {kind: entity}, z: {kind: integer}}
      ally-of: {class: state, symmetric: true, subjects: [actor], objects: [actor], verbs: {be: [allied with]}}

    """

  /// The table of which a mapping assigns the columns.
  static let table = "Source,Target,Type,Day,Paper,Mood\na,b,sees,2020-01-02,upi ¶1,glad\nb,,sees,x,,\n"

  /// The files of a format.
  static func files(for name: String, _ format: DataFormat) throws -> [[UInt8]] {
    if name == "mapping" { return mappings.map { Array($0.utf8) } }
    let path = TestEnvironment.projectRoot + "/Tests/Interchange/graph.yaml"
    let own = try DiskWorkspace().read(path)
    if name == "yaml" { return [own] + (try written(own, as: format)) }
    let others = (foreign[name] ?? []).map { Array($0.utf8) }
    return others + (format.isWritten ? try written(own, as: format) : [])
  }

  /// The graph in a format, without the name of its schema, which would be read each time.
  private static func written(_ graph: [UInt8], as format: DataFormat) throws -> [[UInt8]] {
    let workspace = MemoryWorkspace()
    try workspace.write(graph, to: "graph.yaml")
    let named = try KnowledgeGraph.open(["graph.yaml"], in: workspace)
    guard let csv = DataFormat(name: "csv") else { return [] }
    var paths: [String] = []
    for file in try named.exported(as: csv).files {
      paths.append(file.path(beside: "graph.csv"))
      try workspace.write(file.bytes, to: paths[paths.count - 1])
    }
    return try KnowledgeGraph.importing(paths, in: workspace).graph.exported(as: format).files.map(\.bytes)
  }

  private static let mappings = [
    "subject=Source,object=Target,relation=Type,date=Day,sources=Paper\n",
    "# which column is which\nsubject=Source\nobject=Target\nrelation='meets'\nnote=Mood\n",
  ]

  private static let foreign: [String: [String]] = [
    "csv": [
      "sep=;\nsubject;relation;object;since;until;confidence;sources;mood\n"
        + "a;sees;b;2020;2021-01;0.5;upi ¶1\\;2;\"x;\"\"y\"\"\"\nb;sees;c;1999;1990;7;;\"two\nlines\"\n",
      "\u{FEFF}from,to,type,subject_type,subject_name,status\r\na,b,sees,actor,A,denied\r\nb,a,,place,,odd\r\n",
    ],
    "tsv": ["subject\trelation\tobject\tdate\na\tsees\tb\t20200102\nb \"x\tsees\ta\t2020-01-02T10:00\n"],
    "neo4j-csv": [
      "id:ID(Actor),name,:LABEL,since:date,aliases:string[],n:int\n1,A,Actor;State,2020-01-01,x;y,12\n2,B,,,,\n",
      ":START_ID(Actor),:END_ID(Actor),:TYPE,weight:float,seen:boolean,z:IGNORE\n1,2,SEES,1.5,true,0\n2,1,,,,\n",
    ],
    "gephi-csv": [
      "Source,Target,Type,Kind,Id,Label,Weight\na,b,Directed,sees,0,sees,1.0\nb,c,Undirected,,1,,2\n"
    ],
    "json": [
      "{\"relations\":[{\"subject\":\"a\",\"relation\":\"sees\",\"object\":\"b\",\"x\":{\"y\":[1,[null]]}}]}"
    ],
    "jsonl": [
      "{\"subject\":\"a\",\"relation\":\"sees\",\"object\":\"b\",\"mentions\":3,\"sources\":[\"upi\",{\"id\":\"ap\"}]}\n"
        + "\n{\"entity\":{\"id\":\"b\",\"aliases\":[\"x\",{\"name\":\"y\",\"used_by\":[\"a\"]}]}}\n{\"source\":\"upi\"}\n"
    ],
    "ftm": [
      "{\"id\":\"p\",\"schema\":\"Person\",\"properties\":{\"name\":[\"P\",\"Q\"],\"notes\":[\"n\"],\"country\":[\"ru\"]}}\n"
        + "{\"id\":\"o\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"p\",{\"id\":\"q\"}],\"asset\":[\"c\"],"
        + "\"startDate\":[\"2020-01-02T10:00\"],\"role\":[\"owner\"]}}\n"
        + "{\"id\":\"d\",\"schema\":\"Document\",\"properties\":{\"title\":[\"T\"],\"sourceUrl\":[\"https://x.org\"]}}\n"
    ],
    "graphml": [graphML], "yed": [graphML],
    "gexf": [
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
      <graph mode="dynamic" defaultedgetype="undirected" timeformat="date"><attributes class="node" mode="dynamic">
      <attribute id="0" title="score" type="float"><default>1.0</default></attribute></attributes><nodes>
      <node id="a" label="A" start="2009-03-01"><attvalues><attvalue for="0" value="2" start="2009-03-01"/>
      <attvalue for="0" value="3"/></attvalues><viz:color r="1" g="2" b="3"/><nodes><node id="c"/></nodes></node>
      <node id="b"/></nodes><edges><edge id="0" source="a" target="b" weight="2.5" kind="sees"><spells>
      <spell start="2009-03-01" end="2009-03-10"/><spell start="2010-03-01"/></spells></edge></edges></graph></gexf>

      """
    ],
    "node-link": [nodeLink], "d3": [nodeLink.replacing("\"edges\"", with: "\"links\"")],
    "cytoscape": [
      "{\"elements\":[{\"data\":{\"id\":\"a\",\"name\":\"A\",\"score\":1.5}},{\"data\":{\"id\":\"b\"}},\n"
        + "{\"data\":{\"source\":\"a\",\"target\":\"b\",\"interaction\":\"sees\",\"tags\":[\"x\",1]}}]}\n"
    ],
    "jgf": [
      "{\"graphs\":[{\"label\":\"G\",\"directed\":false,\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\",\"label\":\"B\"}],\n"
        + "\"edges\":[{\"source\":\"a\",\"target\":\"b\",\"relation\":\"sees\",\"metadata\":{\"w\":1e3}}]}]}\n"
    ],
    "dot": [
      "digraph g { node [shape=box, kind=actor]; a -> {b c} [label=sees, weight=2]; subgraph cluster_x { d -> a:p:n }\n"
        + "\"e \\\"q\\\"\" -> <<b>f</b>> [date=2020, xlabel=\"x\\ny\"] # remark\n a [label=\"\\N\"]; /* ; */ }\n",
      "strict graph { a -- b -- a; b [aliases=\"x;y\"]; edge [relation=\"is near\"]; c -- a }\n",
    ],
    "ntriples": [
      "<http://x.org/a> <http://x.org/sees> _:b .\n_:b <http://x.org/name> \"B\\u00e9\"@fr . # remark\n"
        + "<http://x.org/a> <http://x.org/n> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
    ],
    "turtle": [
      """
      @prefix : <http://x.org/> . @base <http://y.org/> . PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
      :a a :Actor, :State ; :sees [ :near :b ; :n 1, -2.5, 1e3, true ], <c> ;; :list (1 [] (:d "x")) .
      [] rdf:type rdf:Statement ; rdf:subject :a ; rdf:predicate :sees ; rdf:object :b .
      :b\\-x :note \"\"\"two
      "lines" \"\"\"@en-GB, '''a'''^^:own .

      """
    ],
    "cypher": [
      "// made by hand\nCREATE CONSTRAINT c FOR (n:Actor) REQUIRE n.id IS UNIQUE;\nMERGE (a:Actor {id: 'a'});\n"
        + "MATCH (a {id: 'a'}) CREATE (a)-[:SEES {since: date('2020-01-02'), n: [1, 2.5, null]}]->(b:Place {name: 'B;'});\n"
        + "UNWIND range(1, 3) AS i CREATE (:Actor {id: 'x' + i}); /* ; */ MATCH (n) DETACH DELETE n;\n"
    ],
    "gdelt": [gdelt],
    "icews": [
      "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
        + "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\t"
        + "Latitude\tLongitude\n1\t2014-01-02\tA \"B\tGov,Mil\tX\tAccuse\t112\t-2.0\tC\tPolice\tY\t77\t3\tThe Paper\tVienna"
        + "\t\t\tAustria\t48.2\t16.3\n2\t1/31/2017\tC\t\tY\tMake statement\t010\t0.0\tD\t\t\t\t\t\t\t\t\t\t\t\n"
    ],
    "polecat": [
      "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\t"
        + "Primary Actor Sector\tRecipient Name\tRecipient Country\tPrimary Recipient Sector\tCountry\tLatitude\tLongitude\t"
        + "Source\nE1\t2020-01-02\tACCUSE\tallege\t-2.0\tVERBAL CONFLICT\telection;military\tArmenia;Baku\tARM;AZE\tGOV\t"
        + "Turkey\tTUR\tGOV\tAustria\t48.2\t16.3\tThe Paper\nE2\t2020-01-03\tAID\tNone\t3\t\t\tNone\tNone\tNone\tX\tNone\t"
        + "None\tNone\tNone\tNone\tNone\n"
    ],
  ]

  private static let nodeLink =
    "{\"directed\": false, \"multigraph\": true, \"graph\": {\"name\": \"G\"}, \"nodes\": [{\"id\": 1, \"label\": \"A\"},\n"
    + "{\"id\": 2, \"kind\": \"place\"}], \"edges\": [{\"source\": 1, \"target\": 2, \"key\": 0, \"type\": \"sees\",\n"
    + "\"date\": \"2020\", \"x\": {\"y\": []}}]}\n"

  private static let graphML = """
    <?xml version='1.0' encoding='utf-8'?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
    <key id="d0" for="node" attr.name="name" attr.type="string"><default>x</default></key>
    <key id="d1" for="edge" attr.name="weight" attr.type="double"/><key id="d2" for="node" yfiles.type="nodegraphics"/>
    <graph id="G" edgedefault="undirected"><node id="n0"><data key="d0">A &amp; B&#233;</data><data key="d2">
    <y:ShapeNode><y:NodeLabel>A</y:NodeLabel></y:ShapeNode></data><port name="p"/></node><node id="n1">
    <graph id="n1:" edgedefault="directed"><node id="n1::a"/><edge source="n1::a" target="n0"/></graph></node>
    <edge id="e0" source="n0" target="n1" directed="true"><data key="d1">1.5</data></edge>
    <hyperedge><endpoint node="n0"/></hyperedge></graph><!-- <x> --><![CDATA[ ]]></graphml>

    """

  private static let gdelt: String =
    (0..<4).map { number in
      var event = [String](repeating: "", count: 61)
      (event[0], event[1]) = ("10\(number)", "2020031\(number)")
      (event[5], event[6], event[7]) = ("GOV", "ARMENIA", "ARM")
      (event[15], event[16]) = ("MIL", number == 2 ? "" : "BAKU")
      (event[26], event[29], event[30], event[31], event[34]) = ("11\(number)", "3", "-2.0", "10", "-1.5")
      (event[52], event[56], event[57]) = ("Vienna", "48.2", "16.3")
      (event[59], event[60]) = ("20200314000000", "https://example.org/a/\(number % 3)")
      return event.joined(separator: "\t")
    }.joined(separator: "\n") + "\n"
}
