# Scenarios of our own in the TCK's notation: calls of procedures, side effects, parameters.
Feature: What cases cannot say

  Scenario: A call alone of what takes and gives nothing
    Given an empty graph
    And there exists a procedure test.doNothing() :: ():
    When executing query:
      """
      CALL test.doNothing()
      """
    Then the result should be empty
    And no side effects

  Scenario: The same without parentheses
    Given an empty graph
    And there exists a procedure test.doNothing() :: ():
    When executing query:
      """
      CALL test.doNothing
      """
    Then the result should be empty
    And no side effects

  Scenario: A call that gives nothing keeps the rows
    Given an empty graph
    And having executed:
      """
      CREATE ({name: 'a'}), ({name: 'b'})
      """
    And there exists a procedure test.doNothing() :: ():
    When executing query:
      """
      MATCH (n) CALL test.doNothing() RETURN n.name AS name
      """
    Then the result should be, in any order:
      | name |
      | 'a' |
      | 'b' |
    And no side effects

  Scenario: A call alone gives its fields
    Given an empty graph
    And there exists a procedure test.labels() :: (label :: STRING?):
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    When executing query:
      """
      CALL test.labels()
      """
    Then the result should be, in any order:
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    And no side effects

  Scenario: A call inside a statement
    Given an empty graph
    And there exists a procedure test.labels() :: (label :: STRING?):
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    When executing query:
      """
      CALL test.labels() YIELD label RETURN label
      """
    Then the result should be, in any order:
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    And no side effects

  Scenario: A call for each row
    Given an empty graph
    And there exists a procedure test.labels() :: (label :: STRING?):
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    When executing query:
      """
      UNWIND [1, 2] AS i CALL test.labels() YIELD label WHERE label <> 'A' RETURN i, count(label) AS n
      """
    Then the result should be, in any order:
      | i | n |
      | 1 | 2 |
      | 2 | 2 |
    And no side effects

  Scenario: A field under another name
    Given an empty graph
    And there exists a procedure test.labels() :: (label :: STRING?):
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    When executing query:
      """
      CALL test.labels() YIELD label AS l RETURN l
      """
    Then the result should be, in any order:
      | l |
      | 'A' |
      | 'B' |
      | 'C' |
    And no side effects

  Scenario: A call alone that yields all
    Given an empty graph
    And there exists a procedure test.labels() :: (label :: STRING?):
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    When executing query:
      """
      CALL test.labels() YIELD *
      """
    Then the result should be, in any order:
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    And no side effects

  Scenario: Explicit arguments
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.proc('Stefan', 1)
      """
    Then the result should be, in any order:
      | city | country_code |
      | 'Berlin' | 49 |
    And no side effects

  Scenario: Explicit arguments that are expressions
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      UNWIND [1, 2] AS i CALL test.my.proc('Ste' + 'fan', i) YIELD city RETURN city, i
      """
    Then the result should be, in any order:
      | city | i |
      | 'Berlin' | 1 |
      | 'München' | 2 |
    And no side effects

  Scenario: Implicit arguments are parameters
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    And parameters are:
      | name | 'Stefan' |
      | id | 2 |
    When executing query:
      """
      CALL test.my.proc
      """
    Then the result should be, in any order:
      | city | country_code |
      | 'München' | 49 |
    And no side effects

  Scenario: Some of the fields in another order
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.proc('Stefan', 1) YIELD country_code, city RETURN city, country_code
      """
    Then the result should be, in any order:
      | city | country_code |
      | 'Berlin' | 49 |
    And no side effects

  Scenario: Fields swapped
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.proc('Stefan', 1) YIELD city AS country_code, country_code AS city RETURN city, country_code
      """
    Then the result should be, in any order:
      | city | country_code |
      | 49 | 'Berlin' |
    And no side effects

  Scenario: A parameter that is missing
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    And parameters are:
      | name | 'Stefan' |
    When executing query:
      """
      CALL test.my.proc
      """
    Then a ParameterMissing should be raised at compile time: MissingParameter

  Scenario: Implicit arguments inside a statement
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    And parameters are:
      | name | 'Stefan' |
      | id | 2 |
    When executing query:
      """
      CALL test.my.proc YIELD city RETURN city
      """
    Then a SyntaxError should be raised at compile time: InvalidArgumentPassingMode

  Scenario: Too few arguments
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.proc('Dobby')
      """
    Then a SyntaxError should be raised at compile time: InvalidNumberOfArguments

  Scenario: Too many arguments
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.proc('a', 2, 3) YIELD city RETURN city
      """
    Then a SyntaxError should be raised at compile time: InvalidNumberOfArguments

  Scenario: An argument of another type
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.proc(true, 1)
      """
    Then a SyntaxError should be raised at compile time: InvalidArgumentType

  Scenario: A parameter of another type as argument
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
    And parameters are:
      | id | 1.5 |
    When executing query:
      """
      CALL test.my.proc('Stefan', $id)
      """
    Then a TypeError should be raised at runtime: InvalidArgumentType

  Scenario: An implicit argument of another type
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
    And parameters are:
      | name | true |
      | id   | 1    |
    When executing query:
      """
      CALL test.my.proc
      """
    Then a TypeError should be raised at runtime: InvalidArgumentType

  Scenario: A property of another type as argument
    Given an empty graph
    And having executed:
      """
      CREATE ({name: 'Stefan', id: '1'})
      """
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
    When executing query:
      """
      MATCH (n) CALL test.my.proc(n.name, n.id) YIELD city RETURN city
      """
    Then a TypeError should be raised at runtime: InvalidArgumentType

  Scenario: An aggregate as argument
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      MATCH (n) CALL test.my.proc('a', count(n)) YIELD city RETURN city
      """
    Then a SyntaxError should be raised at compile time: InvalidAggregation

  Scenario: A procedure that is not there
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.other
      """
    Then a ProcedureError should be raised at compile time: ProcedureNotFound

  Scenario: A procedure that is not there inside a statement
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.other() YIELD out RETURN out
      """
    Then a ProcedureError should be raised at compile time: ProcedureNotFound

  Scenario: A field that names a bound variable
    Given an empty graph
    And there exists a procedure test.labels() :: (label :: STRING?):
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    When executing query:
      """
      WITH 'hi' AS label CALL test.labels() YIELD label RETURN *
      """
    Then a SyntaxError should be raised at compile time: VariableAlreadyBound

  Scenario: Two fields of one name
    Given an empty graph
    And there exists a procedure test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?):
      | name | id | city | country_code |
      | 'Stefan' | 1 | 'Berlin' | 49 |
      | 'Stefan' | 2 | 'München' | 49 |
      | 'Petra' | 1 | 'London' | 44 |
    When executing query:
      """
      CALL test.my.proc('Stefan', 1) YIELD city, country_code AS city RETURN city
      """
    Then a SyntaxError should be raised at compile time: VariableAlreadyBound

  Scenario: All fields inside a statement
    Given an empty graph
    And there exists a procedure test.labels() :: (label :: STRING?):
      | label |
      | 'A' |
      | 'B' |
      | 'C' |
    When executing query:
      """
      CALL test.labels() YIELD * RETURN label
      """
    Then a SyntaxError should be raised at compile time: UnexpectedSyntax

  Scenario: An integer for a number
    Given an empty graph
    And there exists a procedure test.my.proc(in :: NUMBER?) :: (out :: STRING?):
      | in | out |
      | 42 | 'wisdom' |
      | 42.3 | 'about' |
      | null | 'nix' |
    When executing query:
      """
      CALL test.my.proc(42)
      """
    Then the result should be, in any order:
      | out |
      | 'wisdom' |
    And no side effects

  Scenario: A float for a number
    Given an empty graph
    And there exists a procedure test.my.proc(in :: NUMBER?) :: (out :: STRING?):
      | in | out |
      | 42 | 'wisdom' |
      | 42.3 | 'about' |
      | null | 'nix' |
    When executing query:
      """
      CALL test.my.proc(42.3) YIELD out RETURN out
      """
    Then the result should be, in any order:
      | out |
      | 'about' |
    And no side effects

  Scenario: Null for a number
    Given an empty graph
    And there exists a procedure test.my.proc(in :: NUMBER?) :: (out :: STRING?):
      | in | out |
      | 42 | 'wisdom' |
      | 42.3 | 'about' |
      | null | 'nix' |
    When executing query:
      """
      CALL test.my.proc(null) YIELD out RETURN out
      """
    Then the result should be, in any order:
      | out |
      | 'nix' |
    And no side effects

  Scenario: An integer for a float
    Given an empty graph
    And there exists a procedure test.my.proc(in :: FLOAT?) :: (out :: STRING?):
      | in | out |
      | 42.0 | 'close' |
      | null | 'nix' |
    When executing query:
      """
      CALL test.my.proc(42)
      """
    Then the result should be, in any order:
      | out |
      | 'close' |
    And no side effects

  Scenario: Null for an integer
    Given an empty graph
    And there exists a procedure test.my.proc(in :: INTEGER?) :: (out :: STRING?):
      | in | out |
      | 42 | 'wisdom' |
      | null | 'nix' |
    When executing query:
      """
      CALL test.my.proc(null)
      """
    Then the result should be, in any order:
      | out |
      | 'nix' |
    And no side effects

  Scenario: A float for an integer
    Given an empty graph
    And there exists a procedure test.my.proc(in :: INTEGER?) :: (out :: STRING?):
      | in | out |
      | 42 | 'wisdom' |
      | null | 'nix' |
    When executing query:
      """
      CALL test.my.proc(42.0)
      """
    Then a SyntaxError should be raised at compile time: InvalidArgumentType

  Scenario: A string for an integer
    Given an empty graph
    And there exists a procedure test.my.proc(in :: INTEGER?) :: (out :: STRING?):
      | in | out |
      | 42 | 'wisdom' |
      | null | 'nix' |
    When executing query:
      """
      CALL test.my.proc('42') YIELD out RETURN out
      """
    Then a SyntaxError should be raised at compile time: InvalidArgumentType

  Scenario: What is made and unmade in one statement is no side effect
    Given an empty graph
    When executing query:
      """
      CREATE (n:A {x: 1})-[r:T]->(m) WITH n, r, m DELETE r, n, m
      """
    Then the result should be empty
    And no side effects

  Scenario: Labels count once for the graph
    Given an empty graph
    When executing query:
      """
      CREATE (:A), (:A), (:A:B)
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes | 3 |
      | +labels | 2 |

  Scenario: A changed property is one more and one less
    Given an empty graph
    And having executed:
      """
      CREATE ({x: 1})
      """
    When executing query:
      """
      MATCH (n) SET n.x = 2
      """
    Then the result should be empty
    And the side effects should be:
      | +properties | 1 |
      | -properties | 1 |

  Scenario: The same value is no change
    Given an empty graph
    And having executed:
      """
      CREATE ({x: 1})
      """
    When executing query:
      """
      MATCH (n) SET n.x = 1
      """
    Then the result should be empty
    And no side effects

  Scenario: A property set to null is one less
    Given an empty graph
    And having executed:
      """
      CREATE ({x: 1})
      """
    When executing query:
      """
      MATCH (n) SET n.x = null RETURN n.x AS x
      """
    Then the result should be, in any order:
      | x |
      | null |
    And the side effects should be:
      | -properties | 1 |

  Scenario: Replaced properties
    Given an empty graph
    And having executed:
      """
      CREATE ({x: 1})
      """
    When executing query:
      """
      MATCH (n) SET n = {y: 2, z: 3}
      """
    Then the result should be empty
    And the side effects should be:
      | +properties | 2 |
      | -properties | 1 |

  Scenario: Added properties
    Given an empty graph
    And having executed:
      """
      CREATE ({x: 1, z: 1})
      """
    When executing query:
      """
      MATCH (n) SET n += {y: 2, x: null}
      """
    Then the result should be empty
    And the side effects should be:
      | +properties | 1 |
      | -properties | 1 |

  Scenario: Detached
    Given an empty graph
    And having executed:
      """
      CREATE (:A {x: 1})-[:T {y: 1}]->(:B)
      """
    When executing query:
      """
      MATCH (n:A) DETACH DELETE n
      """
    Then the result should be empty
    And the side effects should be:
      | -nodes | 1 |
      | -relationships | 1 |
      | -labels | 1 |
      | -properties | 2 |

  Scenario: Merged once, found once
    Given an empty graph
    When executing query:
      """
      UNWIND [1, 1, 2] AS x MERGE (n:A {x: x}) RETURN n.x AS x
      """
    Then the result should be, in any order:
      | x |
      | 1 |
      | 1 |
      | 2 |
    And the side effects should be:
      | +nodes | 2 |
      | +labels | 1 |
      | +properties | 2 |

  Scenario: A merge without an arrow makes one from left to right
    Given an empty graph
    And having executed:
      """
      CREATE (:A), (:B)
      """
    When executing query:
      """
      MATCH (a:A), (b:B) MERGE (a)-[r:T]-(b) RETURN startNode(r) = a AS forward
      """
    Then the result should be, in any order:
      | forward |
      | true |
    And the side effects should be:
      | +relationships | 1 |

  Scenario: Writing goes on without rows being asked for
    Given an empty graph
    When executing query:
      """
      UNWIND range(1, 5) AS x CREATE (n {x: x}) RETURN n.x AS x SKIP 2 LIMIT 1
      """
    Then the result should be, in any order:
      | x |
      | 3 |
    And the side effects should be:
      | +nodes | 5 |
      | +properties | 5 |

  Scenario: Writing goes on behind LIMIT 0
    Given an empty graph
    And having executed:
      """
      CREATE ({x: 1}), ({x: 2})
      """
    When executing query:
      """
      MATCH (n) SET n.x = n.x + 1 RETURN n LIMIT 0
      """
    Then the result should be, in any order:
      | n |
    And the side effects should be:
      | +properties | 2 |
      | -properties | 2 |

  Scenario: Nothing is changed by a statement that fails
    Given an empty graph
    And having executed:
      """
      CREATE ({x: 1})-[:T]->()
      """
    When executing query:
      """
      MATCH (n) SET n.y = 1 WITH n DELETE n
      """
    Then a ConstraintVerificationFailed should be raised at runtime: DeleteConnectedNode

  Scenario: An unknown parameter
    Given an empty graph
    When executing query:
      """
      MATCH (n {x: $missing}) RETURN n
      """
    Then a ParameterMissing should be raised at compile time: MissingParameter

  Scenario: A parameter for LIMIT below zero
    Given an empty graph
    And parameters are:
      | n | -1 |
    When executing query:
      """
      RETURN 1 AS x LIMIT $n
      """
    Then a SyntaxError should be raised at runtime: NegativeIntegerArgument

  Scenario: A parameter for SKIP that is a float
    Given an empty graph
    And parameters are:
      | n | 1.5 |
    When executing query:
      """
      RETURN 1 AS x SKIP $n
      """
    Then a SyntaxError should be raised at runtime: InvalidArgumentType

  Scenario: A parameter as map
    Given an empty graph
    And parameters are:
      | m | {a: 1, b: [2]} |
    When executing query:
      """
      RETURN $m.a AS a, $m['b'] AS b
      """
    Then the result should be, in any order:
      | a | b |
      | 1 | [2] |
    And no side effects

  Scenario: A parameter that is no map
    Given an empty graph
    And parameters are:
      | m | 1 |
    When executing query:
      """
      RETURN $m.a AS a
      """
    Then a TypeError should be raised at runtime: InvalidArgumentType

  Scenario: A parameter as list
    Given an empty graph
    And parameters are:
      | l | [1, null] |
    When executing query:
      """
      UNWIND $l AS x RETURN x
      """
    Then the result should be, in any order:
      | x |
      | 1 |
      | null |
    And no side effects

  Scenario: A list parameter asked by a string
    Given an empty graph
    And parameters are:
      | l | [1] |
      | i | 'a' |
    When executing query:
      """
      RETURN $l[$i] AS x
      """
    Then a TypeError should be raised at runtime: InvalidArgumentType

  Scenario: A map parameter asked by an integer
    Given an empty graph
    And parameters are:
      | m | {a: 1} |
      | i | 0 |
    When executing query:
      """
      RETURN $m[$i] AS x
      """
    Then a TypeError should be raised at runtime: MapElementAccessByNonString

  Scenario: Nodes made from a parameter
    Given an empty graph
    And parameters are:
      | p | {a: 1, b: null} |
    When executing query:
      """
      CREATE (n $p) RETURN n.a AS a
      """
    Then the result should be, in any order:
      | a |
      | 1 |
    And the side effects should be:
      | +nodes | 1 |
      | +properties | 1 |
