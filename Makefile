# Python 3.11 or newer and make are all that is needed: the environment is built in .venv from requirements.lock.
#   make demo    annotate the sample articles and audit one claim
#   make test    style, types, tests and quality gates

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test lint types eval floors bench lock clean

# The first Python of 3.11 or newer; name another one with `make PYTHON=/path/to/python3`.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO_DB := provenance.db
DEMO_CLAIM := 80% of the critical electronic components for Russian drones
SHARED := ../shared

help:
	@echo "make demo | test | lint | types | eval | floors | bench | lock | clean"

.venv: $(READY)

# Written last, so that an environment that was broken off half-way is built again.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed and none was found; install it, or name one with PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "make: $(PYTHON) is not Python 3.11 or newer; install one, or name it with PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) cannot make virtual environments; install its venv package (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Building the environment in $(VENV) (once, about a minute) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@echo "  installing the locked packages ..." >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "  installing provenance ..." >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: export PROVENANCE_DB = sqlite:///$(DEMO_DB)
demo: $(READY)
	@rm -f $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm
	@echo "Reading the five articles in seeds/ into $(DEMO_DB) ..." >&2
	@echo >&2
	@$(BIN)/provenance annotate seeds
	@printf '\n%s\n%s\n\n' 'Where does one of their claims come from?' '$$ provenance audit "$(DEMO_CLAIM)"' >&2
	@$(BIN)/provenance audit "$(DEMO_CLAIM)"
	@printf '\nThe program is $(BIN)/provenance, the database $(DEMO_DB). To go on:\n' >&2
	@printf '  $(BIN)/provenance serve                    (the same as pages in a browser)\n' >&2
	@printf '  $(BIN)/provenance audit --document 004_c66499ac31bd501f.txt\n' >&2
	@printf '  $(BIN)/provenance sql "SELECT * FROM v_upstreams"\n  $(BIN)/provenance --help\n' >&2

# A process for each core, four at most: each loads the networks (some 500 MB). The tests of a file stay together.
test: lint types
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# The annotation of the seeds against the gold, once by the shared scorer and once by our own command; the wire credits of
# PolNeAR's articles (train and dev together, by the rules: the networks learnt from some of these); real pages, and their main text beside trafilatura's; sentences
# with hedges; links and stories; strengths of real, fake and satirical texts; then the floors, which must hold. About three minutes.
eval: $(READY)
	@test -d $(SHARED)/gold || { echo "make eval: the gold is not at $(SHARED)/gold; run it where the shared data are." >&2; exit 1; }
	@mkdir -p build
	$(BIN)/provenance annotate seeds --format jsonl --no-store > build/seeds.jsonl
	$(BIN)/python $(SHARED)/exam/score.py $(SHARED)/gold build/seeds.jsonl
	$(BIN)/provenance evaluate $(SHARED)/gold seeds
	$(BIN)/provenance evaluate $(SHARED)/gold-news/gold $(SHARED)/gold-news/texts
	@cat $(SHARED)/corpora/polnear/train.jsonl.gz $(SHARED)/corpora/polnear/dev.jsonl.gz > build/polnear.jsonl.gz
	$(BIN)/provenance evaluate --flat --tagger rules build/polnear.jsonl.gz
	$(BIN)/provenance evaluate tests/pages/expectations.tsv $(SHARED)/corpora/pages/html \
	  --bodies $(SHARED)/corpora/pages/ground-truth.jsonl.gz --errors 20
	$(BIN)/python -m benchmarks.main_text $(SHARED)
	$(BIN)/provenance evaluate $(SHARED)/corpora/hedge/wiki-dev.jsonl.gz
	$(BIN)/provenance evaluate $(SHARED)/corpora/certainty/sentence-dev.jsonl.gz
	$(BIN)/python -m benchmarks.linking_quality $(SHARED)
	$(BIN)/python -m training.strength $(SHARED)/corpora/veracity/random.jsonl.gz --tagger rules
	$(BIN)/python -m pytest tests/test_quality.py

# Raises the floors of tests/floors.toml to what is measured now; lowers none.
floors: $(READY)
	$(BIN)/python -m tests.floors

# With the peers of the taggers, which are no dependencies: $(BIN)/pip install --group bench (pip 25.1 or newer).
bench: $(READY)
	@$(BIN)/python -c 'import spacy, textacy' 2>/dev/null || \
	  echo "make bench: to measure spaCy and textacy too: $(BIN)/pip install --group bench" >&2
	$(BIN)/python -m benchmarks.run

# All versions and hashes that pyproject.toml allows now, for every platform and Python from 3.11 on.
lock:
	@UV="$$(command -v $(BIN)/uv || command -v uv)" || { echo "make lock: uv is needed; install it with $(BIN)/pip install uv." >&2; exit 1; }; \
	{ echo "# Made by \`make lock\` from pyproject.toml (with the group dev and the extras postgresql and exports); do not edit."; \
	  "$$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	    --upgrade --group dev --extra postgresql --extra exports pyproject.toml; } > requirements.lock.new
	@! grep -n '://' requirements.lock.new || { echo "make lock: the lock file names a host; it was left in requirements.lock.new." >&2; exit 1; }
	@mv requirements.lock.new requirements.lock
	@UV="$$(command -v $(BIN)/uv || command -v uv)"; \
	{ echo "# pyspark and what it needs, beside requirements.lock. Made by \`make lock\` from the extra spark; do not edit."; \
	  $(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["spark"], sep="\n")' | \
	  "$$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	    --constraint requirements.lock -; } > requirements-spark.lock.new
	@! grep -n '://' requirements-spark.lock.new || { echo "make lock: requirements-spark.lock.new names a host; it was left." >&2; exit 1; }
	@mv requirements-spark.lock.new requirements-spark.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm requirements.lock.new
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
