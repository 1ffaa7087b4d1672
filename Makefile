# The table of contents of this house: `make help`. CI calls the same targets.

PYTHON    ?= $(shell command -v python3.11 || command -v python3)
VENV      ?= .venv
RAW       ?= data/raw
SOURCES   ?= $(RAW)/sources.csv
WAREHOUSE ?= data/warehouse/mingzhang.duckdb
EXECUTOR  ?= local
KEEP      ?= 7
WAIT      ?= 0

BIN   := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help quick layout contract env fetch build nightly status versions rollback verify sbom fuzz query test test-bare lint format types sql endurance bench bench-proof specimens docs handbook report export explore lock check clean

help: ## List every target with one line
	@awk 'BEGIN {FS = ":.*## "} /^[a-z][a-z-]*:.*## / {printf "  %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

env: $(READY) ## Create .venv from the lock file (every other target does it by itself)

# A half-installed environment must not look ready: the stamp is written last, and an older environment goes first.
$(READY): requirements.lock pyproject.toml
	@echo "installing the environment into $(VENV), about a minute ..."
	@rm -rf $(VENV)
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] == (3, 11) else "Python 3.11 is needed, $(PYTHON) is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

fetch: $(READY) ## Fetch what is new at the addresses in SOURCES=<list> into RAW/fetched (docs/operations.md)
	@$(BIN)/python -m mingzhang fetch --sources "$(SOURCES)" --into "$(RAW)/fetched" $(ARGS)

build: $(READY) ## Read RAW=<folder>, build, audit and publish WAREHOUSE=<file> (exit codes: docs/operations.md)
	@$(BIN)/python -m mingzhang build --raw "$(RAW)" --warehouse "$(WAREHOUSE)" --executor "$(EXECUTOR)" --keep $(KEEP) --wait $(WAIT) $(ARGS)

nightly: $(READY) ## Fetch, build, audit, publish, report: one line on stdout (NOTIFY=<command> gets it, WAIT=<seconds>)
	@$(BIN)/python -m mingzhang nightly --raw "$(RAW)" --warehouse "$(WAREHOUSE)" --executor "$(EXECUTOR)" --keep $(KEEP) --wait $(WAIT) \
	  $(if $(wildcard $(SOURCES)),--sources "$(SOURCES)") $(if $(NOTIFY),--notify '$(NOTIFY)') $(ARGS)

status: $(READY) ## Say how old WAREHOUSE is, what it holds, what failed last; fails when that is too old (ARGS="--max-age 36 --json")
	@$(BIN)/python -m mingzhang status --warehouse "$(WAREHOUSE)" $(ARGS)

versions: $(READY) ## List the published version of WAREHOUSE and the earlier ones, with their figures
	@$(BIN)/python -m mingzhang versions --warehouse "$(WAREHOUSE)"

rollback: $(READY) ## Publish an earlier version again: TO=<name or its beginning, see versions>
	@$(BIN)/python -m mingzhang rollback --warehouse "$(WAREHOUSE)" --to "$(TO)" --wait $(WAIT)

verify: $(READY) ## Compare the bytes of WAREHOUSE and its kept versions with the sha256 written when they were published
	@$(BIN)/python -m mingzhang verify --warehouse "$(WAREHOUSE)"

sbom: $(READY) ## Write dist/sbom.cdx.json: every package of the lock with version, licence and hashes (CycloneDX, no network)
	@$(BIN)/python .ci/sbom.py requirements.lock dist/sbom.cdx.json

fuzz: $(READY) ## Read mutated specimens for SECONDS=<300> in bounded processes; what fails is kept in FOUND=<folder>
	@$(BIN)/python -m tools.fuzz --seconds $(or $(SECONDS),300) --found "$(or $(FOUND),build/fuzz)" $(ARGS)

query: $(READY) ## Open WAREHOUSE read-only: SQL="select ..." answers once, without it a prompt
	@$(BIN)/python -m mingzhang query --warehouse "$(WAREHOUSE)" $(if $(SQL),--sql "$(SQL)")

test: $(READY) ## Run all tests on two cores
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

test-bare: $(READY) ## Run all tests with the fonts of this machine hidden, as on a bare one (needs the right to mount)
	@.ci/bare $(MAKE) --no-print-directory test

lint: $(READY) ## Check style and formatting of the Python code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(READY) ## Rewrite the Python code in the house format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(READY) ## Check types, strictly
	@$(BIN)/mypy

sql: $(READY) ## Lint the SQL of dbt_project on two cores
	@$(BIN)/sqlfluff lint dbt_project --processes 2

bench-proof: $(READY) ## Put faults into the filings in RAW and report what reconciliation finds, locates, restores
	@$(BIN)/python -m tools.bench.proof --raw "$(RAW)" $(ARGS)

endurance: $(READY) ## Kill refreshes 30 times, read through ten with eight readers: the long proofs, about 40 minutes
	@$(BIN)/python -m tools.endurance kills $(ARGS)
	@$(BIN)/python -m tools.endurance readers $(ARGS)

bench: $(READY) ## Time ingest beside camelot, pdfplumber and pdfium text on the PDFs in RAW (ARGS="--parallel", "--scale 10 --scale 64", "--growth LANDING")
	@$(BIN)/python -m tools.bench --raw "$(RAW)" $(ARGS)

specimens: $(READY) ## Typeset the specimens of data/raw anew
	@$(BIN)/python -m tools.specimens

docs: $(READY) ## Write the browsable model documentation beside WAREHOUSE (one HTML file, no network)
	@$(BIN)/python -m mingzhang docs --warehouse "$(WAREHOUSE)"

handbook: $(READY) ## Write cookbook, data dictionary and handbook (docs/, English and Chinese) from models and queries.yml
	@$(BIN)/python -m tools.handbook

report: $(READY) ## Write one page per filing of WAREHOUSE with its findings shown on the PDFs in RAW (ONLY=<glob>, OUT=<folder>)
	@$(BIN)/python -m mingzhang report --raw "$(RAW)" --warehouse "$(WAREHOUSE)" $(if $(OUT),--out "$(OUT)") $(if $(ONLY),--only "$(ONLY)")

export: $(READY) ## Write all marts of WAREHOUSE as Parquet and CSV with a Data Package, and a workbook per filing (OUT=<folder>)
	@$(BIN)/python -m mingzhang export --warehouse "$(WAREHOUSE)" $(if $(OUT),--out "$(OUT)") $(ARGS)

explore: $(READY) ## Look into WAREHOUSE with a browser on this machine, figures shown on the PDFs in RAW (ARGS="--port 8350")
	@$(BIN)/python -m mingzhang explore --raw "$(RAW)" --warehouse "$(WAREHOUSE)" $(ARGS)

contract: $(READY) ## Write contracts/marts.lock.yml from WAREHOUSE; broken promises must stand in CHANGELOG.md
	@$(BIN)/python -m tests.contract "$(WAREHOUSE)"

lock: $(READY) ## Resolve the dependencies anew into requirements.lock (hashed, no index addresses)
	@$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --universal --no-strip-extras \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -q -o requirements.lock

quick: $(READY) ## Run the tests of reading, words and structure that need neither corpus nor build
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow and not shared" tests/reader tests/claims tests/performance tests/mingzhang \
	  tests/test_lexicon.py tests/test_import_direction.py $(ARGS)

layout: $(READY) ## Typeset and read one test layout, and say what was missed: NAME=<layout>
	@$(BIN)/python -m tests.reader.layouts.judge $(NAME)

check: lint types quick ## What to run before a commit: lint, types, quick tests (CI runs sql, build and all tests too)

clean: ## Remove what builds leave behind, but neither the environment nor the published warehouse
	@for lock in data/warehouse/.work/*.lock; do \
	  [ -e "$$lock" ] || continue; \
	  flock -n "$$lock" rm -rf "$${lock%.lock}" || \
	    { echo "nothing removed: a build is running, process $$(cat "$$lock") holds $$lock" >&2; exit 1; }; \
	done
	@rm -rf dbt_project/target dbt_project/logs logs build dist
	@find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
