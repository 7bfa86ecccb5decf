# make run: install everything and serve. make test: run everything that CI runs. make help: the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help install run test lint format check lock messages bench clean

PYTHON ?= python3
UV     ?= uv
ARGS   ?=

VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.installed
VENDOR := static/vendor/htmx.min.js
WORKER := static/built/worker.js
WORDS  := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/*.po))
JOBS   ?= auto

unexport PYTHONDONTWRITEBYTECODE
export UV_PYTHON_DOWNLOADS = never
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

help: ## say what there is
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

install: $(READY) $(VENDOR) $(WORKER) $(WORDS) ## make .venv, static/vendor and static/built; costs nothing the second time

# Nothing is built from source, so that a machine without a compiler is enough. --no-compile: Python
# does that when a module is first used, and most of what is installed never is.
$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; another one: make PYTHON=python3.12 run" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes --only-binary :all: -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .
	touch $@

$(VENDOR): package-lock.json .npmrc tools/install_vendor.py $(READY)
	$(BIN)/python -m tools.install_vendor

# The offline worker, with all that it imports.
$(WORKER): $(shell find static/worker static/engine static/sync -name '*.js') tools/build_worker.py $(VENDOR)
	$(BIN)/python -m tools.build_worker

# A node reads a .po as well, a quarter of a second slower at each start.
%.mo: %.po $(READY)
	$(BIN)/pybabel --quiet compile -i $< -o $@

run: install ## serve on http://127.0.0.1:8000
	$(BIN)/kiosk serve $(ARGS)

# The browser is looked for first: to learn after ten minutes that there is none would be a pity.
# Two runs of pytest: Playwright keeps an event loop running, which other async tests cannot share.
test: install ## format, lint, imports, types, templates, content, then every test (ARGS=--long: second ways, too)
	@$(BIN)/python -m tools.browser
	@$(MAKE) --no-print-directory -j2 lint check
	$(BIN)/python -m tools.kinds --forget
	$(BIN)/pytest -n $(JOBS) $(ARGS) --ignore=tests/browser --ignore=tests/faults/offline
	CHROMIUM="$$($(BIN)/python -m tools.browser)" \
		$(BIN)/pytest -n $(JOBS) $(ARGS) tests/browser tests/faults/offline
	@$(BIN)/python -m tools.kinds

lint: install ## what needs no test to be wrong
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tools.check_templates

check: install ## the content: flows, their worked cases, and lessons
	$(BIN)/kiosk check

format: install ## format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# New versions of everything: make lock ARGS=--upgrade
COMPILE = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url $(ARGS)
lock: ## pin what pyproject.toml and package.json ask for (needs uv)
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt
	$(BIN)/python -m tools.install_vendor --lock

# Vietnamese is the language of the sources and needs no catalogue. Sorted by text, without places
# and dates, so that a diff shows words only. A new language begins as three empty files of these names.
messages: install ## gather the words: of kiosk/ into messages.po, of flows/ and tutorials/ into theirs
	@pot="$$(mktemp)"; trap 'rm -f "$$pot"' EXIT; \
	for part in messages:kiosk flows:flows tutorials:tutorials; do \
		$(BIN)/pybabel --quiet extract -F pyproject.toml --no-location --sort-output \
			-o "$$pot" "$${part#*:}"; \
		$(BIN)/pybabel --quiet update -i "$$pot" -d locales -D "$${part%:*}" \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap; \
	done

bench: install ## measure what the budgets promise
	$(BIN)/python -m bench $(ARGS)

clean: ## remove what was installed or made; var/ (people's papers) stays
	rm -rf $(VENV) node_modules static/vendor static/built dist test-results
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find kiosk tests tools bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
