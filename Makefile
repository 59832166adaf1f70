# `make help` lists the targets. Needs make and Python 3.11 or newer with venv; everything else is installed into .venv.

PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
COMPILE := $(UV) --quiet pip compile --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"

# Each of the tests' processes would read the product's source again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv demo rehearse check test test-long test-nightly faults bench lint format catalogues screens requirements clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

venv: .venv/test.stamp  ## the environment for development, in .venv

# DEMO="--port 8081" where 8080 is taken.
demo: .venv/run.stamp  ## the interview in the browser, with a record that is thrown away, until it is stopped
	@$(BIN)/interview demo $(DEMO)

rehearse: .venv/run.stamp  ## the same in this terminal
	@$(BIN)/interview rehearse

# On SQLite alone, since a PostgreSQL of its own takes a worker seconds. The rest of the tests is in `make test`.
check: .venv/test.stamp  ## the quick half, about a minute: lint, types, import rules, the core, the catalogues, the record on SQLite
	@$(MAKE) --no-print-directory lint
	@echo "core and record"
	@$(BIN)/pytest -n 2 --dist worksteal -k "not postgres" tests/dialogs tests/locales tests/storage

# Three workers keep two processors busy: much of the time a test waits. Who has nothing left takes from the others.
test: .venv/test.stamp lint  ## all of lint, and the tests
	@echo "tests"
	@$(BIN)/pytest -n 3 --dist worksteal

# pytest ends with status 5 when nothing is collected: not a failure here, and said plainly.
test-long: .venv/test.stamp  ## what takes minutes
	@$(BIN)/pytest -m long --collect-only -qq >/dev/null 2>&1; status=$$?; \
	if [ $$status -eq 5 ]; then echo "No test is marked long."; else $(BIN)/pytest -m long -n 2 --dist worksteal; fi

# Make QUICK=1 for short turns; BENCH="--page" measures the page in the browser beside a bare aiohttp handler,
# BENCH="--beside PATH" the interview beside itself in a second checkout, in pairs of turns about, and BENCH="--help" says what
# else there is: the profile and the growth of the record.
bench: .venv/bench.stamp  ## how fast the interview is, beside the same one on other frameworks (about 6 minutes)
	@$(BIN)/python -m tests.benchmarks $(if $(QUICK),--quick) $(BENCH)

faults: .venv/test.stamp  ## try every fault and write the README's table of them from the figures (about 15 minutes)
	@rm -f build/figures.jsonl
	@$(BIN)/pytest tests/crash -n 2 -m "not nightly"
	@$(BIN)/python -m tests.crash.table

test-nightly: .venv/test.stamp  ## the sweep of a withdrawal, the longest runs of the state machines; half an hour or more
	@$(BIN)/pytest -m nightly

lint: .venv/test.stamp  ## lint, format, types, import rules and the Dockerfile, without the tests
	@echo "ruff check"; $(BIN)/ruff check --quiet --output-format concise .
	@echo "ruff format"; $(BIN)/ruff format --check --quiet .
	@echo "mypy"; $(BIN)/mypy --num-workers 2
	@echo "import rules"; report=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$report"; exit 1; }; \
	echo "$$report" | tail -n 1
	@echo "Dockerfile"; $(BIN)/hadolint Dockerfile

format: .venv/test.stamp  ## put the code into its one format and apply the safe fixes
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

catalogues: .venv/test.stamp  ## take the texts out anew and bring every language's catalogue up to date
	@$(BIN)/python -m locales.updating

screens: .venv/test.stamp  ## take the pictures of the page in the README anew (needs Chromium, fonts-noto-core)
	@$(BIN)/python -m tests.browser.screens

requirements:  ## compile the pins again, to the newest versions (needs uv)
	@$(COMPILE) --upgrade pyproject.toml requirements/run.in -o requirements/run.txt
	@$(COMPILE) --upgrade pyproject.toml requirements/test.in -o requirements/test.txt
	@$(COMPILE) --upgrade requirements/bench.in -o requirements/bench.txt

clean:  ## remove the environment, caches and build outputs; never data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment, filled as far as the target needs: run.txt for the demo, test.txt (run.txt and more) for the tests.
# The lists are complete: pip installs nothing beside them (--no-deps).
.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: requirements/run.txt pyproject.toml .venv/python.stamp
	@echo "Installing what the interview needs into .venv"
	@$(PIP) install --no-deps --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: requirements/test.txt pyproject.toml .venv/python.stamp
	@echo "Installing what the tests need into .venv"
	@$(PIP) install --no-deps --require-hashes -r requirements/test.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ .venv/run.stamp

.venv/bench.stamp: requirements/bench.txt .venv/test.stamp
	@echo "Installing what the benchmark needs into .venv"
	@$(PIP) install --no-deps --require-hashes -r requirements/bench.txt
	@touch $@
