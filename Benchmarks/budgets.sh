#!/usr/bin/env bash
# Counts the instructions of six journeys with callgrind and compares each with its budget in budgets.tsv.
#
#   Benchmarks/budgets.sh            fails when a journey takes over 5 % more than its budget
#   Benchmarks/budgets.sh --accept   writes what was counted into budgets.tsv; read the difference before a commit
#
# Unlike times, instructions do not depend on what else the machine does. They do depend on the compiler, the
# C library and Graphviz, so the versions stand with the budgets. Hashing is seeded with a constant, and the
# environment, the folder and the names of files are always the same. Wants .build/entente (make release).
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
program=.build/entente
budgets=Benchmarks/budgets.tsv
work=.build/budgets
[ -x "$program" ] || { echo "error: no $program; run 'make release' first" >&2; exit 2; }
command -v valgrind >/dev/null || { echo "error: no valgrind; 'make setup-test' installs it" >&2; exit 2; }
case "${1:-}" in '' | --accept) ;; *) echo "usage: Benchmarks/budgets.sh [--accept]" >&2; exit 64 ;; esac
[ -s "$budgets" ] || [ -n "${1:-}" ] || { echo "error: no $budgets; write it with 'make budgets ACCEPT=1'" >&2; exit 2; }
mkdir -p "$work"
rm -f "$work"/*

# 20,000 events between 500 names, 24 relations, low numbers more frequent; a linear congruential generator
# (multiplier 69069, modulus 2^32), so that they are the same with every awk.
awk 'function draw(n, k) {
  seed = (seed * 69069 + 12345) % 4294967296
  k = int(seed / 65536) % n
  return int(k * k / n)
}
BEGIN {
  print "subject\trelation\tobject\tdate"
  seed = 1
  for (n = 0; n < 20000; n++) {
    a = draw(500); b = draw(500); r = draw(24)
    printf "Person %d\t%s\tPerson %d\t%d-%02d-%02d\n",
      a, r ? "Relation " r : "Accuse", b, 2014 + n % 5, 1 + n % 12, 1 + n % 28
  }
}' > "$work/events.tsv"
"$program" pack "$work/events.tsv" -o "$work/events.entente" --quiet

grouped='MATCH (a)-[r:Accuse]->(b) RETURN a.name, b.name, count(*) AS n ORDER BY n DESC, a.name, b.name LIMIT 20'
one_hop='MATCH (a {name: "Person 7"})-[:Accuse]->(b) RETURN DISTINCT b.name'

# Prints the name and the instructions of a run of the command with the words that follow.
journey() {
  local name=$1 count
  shift
  env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 NO_COLOR=1 SWIFT_DETERMINISTIC_HASHING=1 \
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" > "$work/$name.out" 2> "$work/$name.log" || {
    echo "error: '$name' failed" >&2; tail -20 "$work/$name.log" >&2; exit 2; }
  count=$(sed -n 's/.*Collected : *\([0-9][0-9]*\).*/\1/p' "$work/$name.log" | tail -1)
  [ -n "$count" ] || { echo "error: valgrind counted nothing for '$name'" >&2; tail -20 "$work/$name.log" >&2; exit 2; }
  printf '%s\t%s\n' "$name" "$count"
}

{
  printf '# %s, Graphviz %s, %s\n' "$(getconf GNU_LIBC_VERSION)" "$(pkg-config --modversion libgvc)" \
    "$("${SWIFT:-swift}" --version 2>/dev/null | sed -n 's/.*\(Swift\) version \([0-9.]*\).*/\1 \2/p' | head -1)"
  journey ask-graph-file ask "who accuses whom" graphs/karabakh-2023.yaml
  journey ask-event-table ask "$grouped" "$work/events.tsv"
  journey ask-packed-one-hop ask "$one_hop" "$work/events.entente"
  journey map-as-dot map graphs/karabakh-2023.yaml -o "$work/map.dot"
  # Under valgrind a second is long: within the usual time limit a busy machine would draw the cheaper layout instead.
  journey map-as-svg map graphs/karabakh-2023.yaml --timeout 3600 -o "$work/map.svg"
  journey check check graphs/karabakh-2023.yaml
} > "$work/counted.tsv"

# A journey that answers nothing is not the one that has the budget.
for name in ask-graph-file ask-event-table ask-packed-one-hop; do
  [ "$(wc -l < "$work/$name.out")" -gt 3 ] || { echo "error: '$name' answered nothing" >&2; exit 2; }
done
for form in dot svg; do
  [ -s "$work/map.$form" ] || { echo "error: 'map-as-$form' drew nothing" >&2; exit 2; }
done

if [ "${1:-}" = --accept ]; then
  cp "$work/counted.tsv" "$budgets"
  cat "$budgets"
  exit
fi
awk -F '\t' '
  FNR == 1 { versions[FILENAME] = $0; next }
  FILENAME == ARGV[1] { budget[$1] = $2; next }
  FNR == 2 { printf "%-20s %14s %14s %6s\n", "journey", "instructions", "budget", "ratio" }
  !($1 in budget) { printf "%-20s %14s %14s\n", $1, $2, "none"; failed = 1; next }
  {
    ratio = $2 / budget[$1]
    failed = failed || (ratio > 1.05)
    printf "%-20s %14s %14s %6.3f%s\n", $1, $2, budget[$1], ratio,
      (ratio > 1.05 ? "  too many" : (ratio < 0.95 ? "  well below: accept it, so that it stays so" : ""))
  }
  END {
    if (versions[ARGV[1]] != versions[ARGV[2]])
      printf "counted with other versions than the budgets:\n  here     %s\n  budgets  %s\n",
        substr(versions[ARGV[2]], 3), substr(versions[ARGV[1]], 3)
    exit failed
  }' "$budgets" "$work/counted.tsv" || {
  echo "a journey takes over 5 % more than its budget, or has none: make it cheaper, or 'make budgets ACCEPT=1' and say in the commit why" >&2
  exit 1
}
