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
JOBS   ?= auto

export UV_PYTHON_DOWNLOADS = never
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

help: ## say what there is
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

install: $(READY) $(VENDOR) ## make .venv and static/vendor from the locks; costs nothing the second time

# Nothing is built from source, so that a machine without a compiler is enough.
$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; another one: make PYTHON=python3.12 run" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .
	touch $@

$(VENDOR): package-lock.json .npmrc tools/install_vendor.py $(READY)
	$(BIN)/python -m tools.install_vendor

run: install ## serve on http://127.0.0.1:8000
	$(BIN)/kiosk serve $(ARGS)

# The browser is looked for first: to learn after ten minutes that there is none would be a pity.
# Two runs of pytest: Playwright keeps an event loop running, which other async tests cannot share.
test: install ## format, lint, imports, types, templates, content, then every test
	@$(BIN)/python -m tools.browser
	@$(MAKE) --no-print-directory lint check
	$(BIN)/python -m tools.kinds --forget
	$(BIN)/pytest -n $(JOBS) --ignore=tests/browser
	CHROMIUM="$$($(BIN)/python -m tools.browser)" $(BIN)/pytest -n $(JOBS) tests/browser
	@$(BIN)/python -m tools.kinds

lint: install ## what needs no test to be wrong
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tools.check_templates

check: install ## the content: flows and their worked cases
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

# --omit-header would drop the charset; no dates and no line numbers, so that a diff shows words only.
EXTRACT = $(BIN)/pybabel --quiet extract -F pyproject.toml --add-location=file --sort-by-file \
	--project="Trạm Số" --ignore-dirs=".* _* node_modules var tests" -o locales/messages.pot .
messages: install ## gather the words into the catalogues of vi (the source) and en
	$(EXTRACT)
	for lang in vi en; do \
		file=locales/$$lang/LC_MESSAGES/messages.po; \
		test -e $$file || $(BIN)/pybabel --quiet init -i locales/messages.pot -d locales -l $$lang; \
		$(BIN)/pybabel --quiet update -i locales/messages.pot -d locales -l $$lang \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap; \
	done

bench: install ## measure what the budgets promise
	$(BIN)/python -m bench $(ARGS)

clean: ## remove what was installed or made; var/ (people's papers) stays
	rm -rf $(VENV) node_modules static/vendor dist test-results
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find kiosk tests tools bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
