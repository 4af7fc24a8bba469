# Entente: everything a developer or a first-time user types.
#
#   make demo      install what is missing, build, answer "who accuses whom", draw the map
#   make test      install what is missing, then build, lint, test, conformance
#
# Both are safe to repeat. They need a Swift 6.2 toolchain or later (swift.org/install).

SHELL := /bin/bash
.DEFAULT_GOAL := help

SWIFT ?= swift
# Has networkx, igraph, pygraphviz, rdflib, pyoxigraph, followthemoney, duckdb, pandas, polars: pip install them.
PYTHON ?= python3
GRAPH := graphs/karabakh-2023.yaml

# System packages, by package manager. Build: needed to compile. Extras: loaded only when they are used, librsvg and
# cairo for PNG and PDF, libedit for history and completion in the shell, libmicrohttpd for the server.
# Test: programs that tests compare with; a test that misses one says so by name.
APT_BUILD := libgraphviz-dev libyaml-dev libcmark-gfm-dev libcmark-gfm-extensions-dev pkg-config
APT_EXTRAS := librsvg2-2 libcairo2 libedit2 libmicrohttpd12
APT_TEST := graphviz python3-jsonschema tzdata valgrind
DNF_BUILD := graphviz-devel libyaml-devel cmark-gfm-devel pkgconf-pkg-config
DNF_EXTRAS := librsvg2 cairo libedit libmicrohttpd
BREW_BUILD := graphviz libyaml cmark-gfm pkg-config
BREW_EXTRAS := librsvg cairo libmicrohttpd

# OPENCYPHER_TCK holds features/ and graphs/ of the openCypher Technology Compatibility Kit.
OPENCYPHER_TCK ?= ../shared/opencypher-tck
export OPENCYPHER_TCK

.PHONY: help demo test test-browser lint format build release setup setup-test tck differential oracle fuzz man completions leaks accept clean bench bench-maps gallery

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: setup ## Build, answer "who accuses whom", draw the map into demo/
	$(SWIFT) build --product entente
	@mkdir -p demo
	@echo; echo '$$ entente ask "who accuses whom" $(GRAPH)'
	@"$$($(SWIFT) build --show-bin-path)/entente" ask "who accuses whom" $(GRAPH)
	@echo; echo '$$ entente map $(GRAPH) -o demo/karabakh-2023.svg'
	@"$$($(SWIFT) build --show-bin-path)/entente" map $(GRAPH) -o demo/karabakh-2023.svg
	@echo; echo 'Open demo/karabakh-2023.svg in a web browser.'

test: setup setup-test lint build ## Everything that must hold: warnings, lint, tests, walls, examples, conformance
	$(SWIFT) test --skip-build
	@if [ -d "$(OPENCYPHER_TCK)/features" ]; then $(MAKE) --no-print-directory tck; \
	else echo "left out: the openCypher conformance run (no features in $(OPENCYPHER_TCK))"; fi

build: setup
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error

lint: ## Check formatting and documentation comments
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests examples Benchmarks Fuzzing

format: ## Rewrite the sources in the house format
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests examples Benchmarks Fuzzing

tck: ## Run the openCypher TCK in OPENCYPHER_TCK and print passed and failed per rung
	@ENTENTE_TCK_TABLE=.build/tck.txt $(SWIFT) test --skip-build --filter ConformanceTests > .build/tck.log 2>&1; \
	status=$$?; cat .build/tck.txt 2>/dev/null || cat .build/tck.log; exit $$status

ROUNDS ?= 2500
differential: build ## Compare optimised with unoptimised plans on 4 × ROUNDS (2500) generated graphs and queries
	ENTENTE_FUZZ=$(ROUNDS) $(SWIFT) test --skip-build --filter DifferentialTests | grep -E 'seed|passed|failed'
# The workload and its parameter files are described in CONTRIBUTING.md.
bench: setup ## Time the workload: TSV=FILE PARAMS=FILE.params [ANSWERS=FOLDER] [JSON=FILE]
	@[ -n "$(TSV)" ] && [ -n "$(PARAMS)" ] || { echo 'usage: make bench TSV=FILE PARAMS=FILE.params [ANSWERS=FOLDER] [JSON=FILE]'; exit 64; }
	$(SWIFT) build -c release --package-path Benchmarks --scratch-path .build-bench --product bench
	@$(if $(ANSWERS),mkdir -p "$(ANSWERS)";) "$$($(SWIFT) build -c release --package-path Benchmarks --scratch-path .build-bench --show-bin-path)/bench" \
	  "$(TSV)" "$(PARAMS)" $(if $(ANSWERS),--answers "$(ANSWERS)") $(if $(JSON),--json "$(JSON)")

PACKED ?= .build-bench/packed.entente
.PHONY: bench-pack
bench-pack: setup ## Time packing a table of events, opening the packed graph and the first question: TSV=FILE
	@[ -n "$(TSV)" ] || { echo 'usage: make bench-pack TSV=FILE [PACKED=FILE.entente]'; exit 64; }
	$(SWIFT) build -c release --package-path Benchmarks --scratch-path .build-bench --product bench
	@"$$($(SWIFT) build -c release --package-path Benchmarks --scratch-path .build-bench --show-bin-path)/bench" \
	  --packed "$(PACKED)" "$(TSV)"

GRAPHS ?= 1000
oracle: build ## Ask graphqlite, another openCypher engine, 5 generated queries about each of GRAPHS (1000) graphs
	ENTENTE_ORACLE=$(CURDIR)/.build/oracle.jsonl ENTENTE_FUZZ=$(GRAPHS) $(SWIFT) test --skip-build --filter answersForAnotherEngine
	[ -x .build/oracle/bin/python ] || { python3 -m venv .build/oracle && .build/oracle/bin/pip -q install graphqlite==0.12.0 pysqlite3-binary; }
	.build/oracle/bin/python Tests/Oracle/compare.py .build/oracle.jsonl

# A fuzzer stops at its first find and leaves it in .build/fuzzing; run it again with the file's name to see why.
SECONDS ?= 60
FUZZ := --scratch-path .build/fuzzing -c release --sanitize fuzzer --sanitize address \
  -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table
fuzz: setup ## Fuzz lexer, parser and engine with libFuzzer, each SECONDS (60) of time, from the cases' statements
	ENTENTE_FUZZING=1 $(SWIFT) build $(FUZZ) --product FuzzSyntax
	ENTENTE_FUZZING=1 $(SWIFT) build $(FUZZ) --product FuzzExecution
	python3 Fuzzing/corpus.py .build/fuzzing/seeds Tests/Cases $(OPENCYPHER_TCK)/features
	@for fuzzer in FuzzSyntax FuzzExecution; do \
	  mkdir -p .build/fuzzing/corpus-$$fuzzer; \
	  SWIFT_BACKTRACE=enable=no nice .build/fuzzing/release/$$fuzzer -max_total_time=$(SECONDS) -max_len=2000 -timeout=10 \
	    -rss_limit_mb=3000 -dict=Fuzzing/openCypher.dict -artifact_prefix=.build/fuzzing/find- -print_final_stats=1 \
	    .build/fuzzing/corpus-$$fuzzer .build/fuzzing/seeds || exit 1; \
	done

FILES ?= 100000
.PHONY: fuzz-formats
fuzz-formats: setup ## Read FILES (100000) mutated files of each format, or of FORMATS='csv gexf …': traps, hangs, memory
	ENTENTE_FUZZING=1 $(SWIFT) build -c release --product FuzzFormats
	@ENTENTE_FUZZING=1 SWIFT_BACKTRACE=enable=no \
	  nice "$$(ENTENTE_FUZZING=1 $(SWIFT) build -c release --show-bin-path)/FuzzFormats" $(FILES) $(FORMATS)

# What every start pays for, it pays for once: libraries that have an archive are linked in (.build/static holds no
# others, and stands first among the folders that the linker looks into), and where the C library knows them, from
# glibc 2.36, relative relocations are packed, for which the toolchain's lld is needed.
RELEASE = -c release --product entente --static-swift-stdlib $$(cat .build/static/flags)

.PHONY: static
static: setup
	@rm -rf .build/static && mkdir -p .build/static && : > .build/static/flags
	@[ "$$(uname)" = Linux ] || exit 0; cd .build/static; \
	link() { archive=$$(cc -print-file-name=lib$$1.a 2>/dev/null); [ -e "$$archive" ] && ln -s "$$archive" .; }; \
	describe() { printf 'Name: %s\nDescription: %s, linked in\nVersion: %s\nCflags: %s\nLibs: -L%s %s\n' \
	  $$1 $$1 "$$(pkg-config --modversion $$1)" "$$(pkg-config --cflags $$1)" "$$PWD" "$$2" > $$1.pc; }; \
	link stdc++ || true; \
	if link yaml; then describe yaml-0.1 -lyaml; fi; \
	if link cmark-gfm && link cmark-gfm-extensions; then describe libcmark-gfm '-lcmark-gfm-extensions -lcmark-gfm'; fi; \
	printf -- '--pkg-config-path %s' "$$PWD" > flags; \
	lld="$$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")/ld.lld"; \
	if [ -x "$$lld" ] && printf '2.36\n%s\n' "$$(getconf GNU_LIBC_VERSION | sed 's/glibc //')" | sort -VC; then \
	  printf ' -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs' >> flags; fi

release: static ## One optimised binary with the Swift runtime linked in: .build/entente
	$(SWIFT) build $(RELEASE)
	@strip -o .build/entente.stripped "$$($(SWIFT) build $(RELEASE) --show-bin-path)/entente"
	@# Copied in one go its pages lie together in memory, as when they are read from a disk; strip leaves them in pieces,
	@# and every start takes longer.
	@cp .build/entente.stripped .build/entente && rm .build/entente.stripped
	@printf 'wrote .build/entente, %s bytes\n' "$$(wc -c < .build/entente)"

man: setup ## Write the man pages into .build/man
	@mkdir -p .build/man
	$(SWIFT) package --allow-writing-to-directory .build/man generate-manual --multi-page --output-directory .build/man

completions: setup ## Write the completions for bash, zsh and fish into .build/completions
	$(SWIFT) build --product entente
	@mkdir -p .build/completions
	@for shell in bash zsh fish; do \
	  "$$($(SWIFT) build --show-bin-path)/entente" --generate-completion-script $$shell > .build/completions/entente.$$shell; done
	@echo 'wrote .build/completions/entente.{bash,zsh,fish}'

leaks: setup setup-test ## Draw under valgrind: nothing may be lost; draw a thousand maps: memory may not grow
	Tests/LeakCheck/run.sh
	set -o pipefail; ENTENTE_DRAWINGS=1000 $(SWIFT) test --filter ManyDrawingsTests.memoryStays | grep -E 'memory after|✘|passed|failed'

.PHONY: budgets
budgets: release setup-test ## Count the instructions of six journeys and compare with Benchmarks/budgets.tsv [ACCEPT=1]
	@Benchmarks/budgets.sh $(if $(ACCEPT),--accept)

bench-maps: release setup-test ## Time entente map against dot -Tsvg on the same graphs
	@python3 Benchmarks/maps.py .build/entente

test-browser: setup ## Load maps, explorer page and report in headless Chromium: hostile words, accessibility, fonts, validity
	$(SWIFT) build --product entente
	@Tests/Browser/run.sh "$$($(SWIFT) build --show-bin-path)/entente"

gallery: ## Draw the pictures and the page of examples/gallery anew
	ENTENTE_ACCEPT=1 $(SWIFT) test --filter GalleryTests

.PHONY: schema
schema: ## Pack schema/geopolitics.yaml for the build, after it was edited
	ENTENTE_ACCEPT=1 $(SWIFT) test --filter PackedSchemaTests

.PHONY: interchange bench-formats
interchange: setup ## Round trips through networkx, igraph, Graphviz, rdflib, DuckDB and others, as far as PYTHON has them
	$(SWIFT) build --product entente
	$(PYTHON) Tests/Interchange/run.py "$$($(SWIFT) build --show-bin-path)/entente"

bench-formats: release ## Time reading a table of a million rows beside DuckDB and polars, as far as PYTHON has them
	$(PYTHON) Benchmarks/formats.py .build/entente

accept: ## Rewrite expected outputs of cases and snapshots; read the difference before you commit it
	ENTENTE_ACCEPT=1 $(SWIFT) test

clean: ## Remove what was built
	rm -rf .build .build-bench demo

# What is missing is installed through the system's package manager, with sudo unless root.
setup:
	@command -v $(SWIFT) >/dev/null || { echo 'error: no Swift toolchain on the PATH; install Swift 6.2 or later: https://www.swift.org/install'; exit 2; }
	@if pkg-config --exists libgvc yaml-0.1 libcmark-gfm 2>/dev/null; then :; else $(MAKE) --no-print-directory install WHAT=BUILD; fi
	@if PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q 'librsvg-2' && PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q 'libedit\.so' && PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q 'libmicrohttpd\.so' || [ "$$(uname)" = Darwin ]; then :; else $(MAKE) --no-print-directory install WHAT=EXTRAS || true; fi

setup-test:
	@if command -v dot >/dev/null && command -v valgrind >/dev/null && [ -e /usr/share/zoneinfo/Europe/Stockholm ] && python3 -c 'import jsonschema' 2>/dev/null; then :; \
	else $(MAKE) --no-print-directory install WHAT=TEST || true; fi

.PHONY: install
install:
	@sudo=; if [ "$$(id -u)" != 0 ]; then sudo=sudo; fi; \
	if command -v apt-get >/dev/null; then \
	  echo "installing $(APT_$(WHAT))"; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(APT_$(WHAT)) >/dev/null; \
	elif command -v dnf >/dev/null; then $$sudo dnf install -y $(DNF_$(WHAT)); \
	elif command -v brew >/dev/null; then brew install $(BREW_$(WHAT)); \
	else echo "error: no known package manager; install by hand: $(APT_$(WHAT)) (Debian names)"; exit 2; fi
