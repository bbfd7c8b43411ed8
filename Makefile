# The house, from a terminal. `make` alone lists what there is; python3 (3.11 or newer) and make are all it needs.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
VENV := .venv
PY := $(VENV)/bin/python
DATA ?= .var
MADE := build/made

# Where modules may not be kept compiled, every start compiles the house again: two seconds each, and the tests start often.
export PYTHONDONTWRITEBYTECODE :=

sources = $(shell find $(1) -type f -name '$(2)' -not -path '*/node_modules/*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock wheel clean build

help: ## list what can be done here
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

run: $(DATA)/ready ## serve the demo school on http://127.0.0.1:8000 (PORT=… for another), Ctrl-C to stop
	@exec env $(demo) $(PY) -m portevoix serve --port $(PORT)

test: build ## every test: Python on SQLite and on PostgreSQL, TypeScript, journeys in Chromium, attacks, house
	@$(PY) -m tests.chromium
	$(PY) -m pytest -q -n $(WORKERS) -m 'not journey'
	PORTEVOIX_TEST_DB=postgres $(PY) -m pytest -q -n $(WORKERS) -m 'not journey'
	$(PY) -c 'from portevoix.build import node; node("--test", "src/**/*.test.ts")'
	$(PY) -m pytest -q -n $(WORKERS) -m journey

check: build ## ruff, djade, mypy, import-linter, tsc
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/djade --check --target-version 5.2 $(call sources,portevoix,*.html)
	$(PY) -m mypy portevoix tests bench conftest.py
	$(VENV)/bin/lint-imports
	$(PY) -c 'from portevoix.build import node; node("node_modules/typescript/bin/tsc", "--noEmit")'

bench: build ## measure, print one table, write bench/out/latest.json; fails when a row does not hold
	@$(PY) -m bench

lock: $(VENV)/ready ## write requirements/*.txt again from requirements/*.in
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 requirements/base.in -o requirements/base.txt
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 requirements/dev.in -o requirements/dev.txt

wheel: $(VENV)/ready ## build dist/portevoix-*.whl, with the browser bundle and the translations in it
	@rm -rf dist && $(PY) -m uv build --quiet --wheel --no-build-isolation -o dist . && ls dist/*.whl

clean: ## remove what was made, but the data of the demo school
	rm -rf build dist bench/out tests/out portevoix/ground/web/static/bundle portevoix/ground/web/fonts .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find portevoix tests -name '*.mo' -delete
	find portevoix tests -name __pycache__ -prune -exec rm -rf {} +

# What each of them stands on. A file that is newer than its stamp makes it again; nothing else does.

demo := PORTEVOIX_DEMO=1 PORTEVOIX_DATA=$(DATA) PORTEVOIX_ORIGIN=http://127.0.0.1:$(PORT)

$(VENV)/ready: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Portevoix needs python3 3.11 or newer; this one is " + sys.version.split()[0] + ". Name another with: make PYTHON=python3.12 …")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a virtual environment here; on Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

build: $(MADE)

$(MADE): $(VENV)/ready portevoix/build.py frontend/build.mjs frontend/package-lock.json $(call sources,frontend/src,*.ts) $(call sources,portevoix,django.po)
	$(PY) -m portevoix.build
	@mkdir -p $(@D) && touch $@

$(DATA)/ready: $(MADE) $(call sources,portevoix,0*.py) $(call sources,portevoix/demo,*) $(filter-out portevoix/ground/web/static/bundle/%,$(shell find portevoix -path '*/static/*' -type f))
	@$(demo) $(PY) -m portevoix migrate
	@$(demo) $(PY) -m portevoix demo
	@touch $@
