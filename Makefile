# Ringfence. `make` prints the verbs.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test check bench lock catalogue clean

help:  ## print the verbs
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: .venv/node  ## install, screen the example consignments, build a node to try, serve its pages
	@$(BIN)/ringfence screen examples/consignments.csv --show || test $$? -le 2
	@$(BIN)/ringfence demo --dir var/demo

test: .venv/dev  ## install what the tests need, then run them
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal

check: .venv/dev  ## lint, format, types, import contract, house rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python -m pytest tests/test_house.py

bench: .venv/bench  ## rates and recall against named peers, in one run
	@$(BIN)/python -m bench

lock: .venv/dev  ## renew the hash-locked requirements
	@$(BIN)/python scripts/lock.py

catalogue: .venv/dev  ## rebuild catalogue and law files; LISTS=folder of control lists
	@$(BIN)/python scripts/build_catalogue.py --lists $(LISTS) $(if $(UNII),--unii $(UNII))
	@$(BIN)/python scripts/build_law.py --lists $(LISTS)

clean:  ## remove the virtual environment and what was built
	rm -rf .venv build var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Ringfence needs Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/core: .venv/made requirements/core.txt pyproject.toml
	@echo "Installing the locked requirements into .venv ..."
	@$(PIP) install --require-hashes -r requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/node: .venv/core requirements/node.txt
	@$(PIP) install --require-hashes -r requirements/node.txt
	@touch $@

.venv/dev: .venv/core requirements/dev.txt
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.venv/bench: .venv/dev requirements/bench.txt
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
