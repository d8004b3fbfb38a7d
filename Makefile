# The two commands of the README are `make run` and `make test`; each sets itself up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed

.PHONY: help setup run test lint format bench messages pictures lock clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: $(RUNTIME) ## show today's hot papers here, and post them where .env says
	@$(BIN)/hotpapers run --once

test: $(DEVELOPMENT) ## run every test, with coverage
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --numprocesses logical
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --fail-under=90

lint: $(DEVELOPMENT) ## check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(DEVELOPMENT) ## put the code into its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(DEVELOPMENT) ## measure, and print a table
	@$(BIN)/python -m tests.benchmarks

messages: $(DEVELOPMENT) ## gather what the bot says, for the translators
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --omit-header --no-location \
		--sort-output --no-wrap --output-file bot/locales/hotpapers.pot bot adapters
	@$(BIN)/pybabel --quiet update --domain hotpapers --input-file bot/locales/hotpapers.pot \
		--output-dir bot/locales --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--no-wrap

pictures: $(DEVELOPMENT) ## draw the README's pictures (needs Chromium)
	@$(BIN)/python -m tests.pictures

setup: $(DEVELOPMENT) ## install everything a developer needs into .venv

lock: ## pin the dependencies again (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make lock" --upgrade pyproject.toml --group build -o requirements.lock
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make lock" -c requirements.lock pyproject.toml --group build --group dev \
		-o requirements-dev.lock

clean: ## remove what these commands made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON=python3.11")'
	@echo "Setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@sh scripts/install.sh $(BIN)/python requirements.lock
	@touch $@

$(DEVELOPMENT): requirements-dev.lock pyproject.toml | $(BIN)/python
	@sh scripts/install.sh $(BIN)/python requirements-dev.lock
	@touch $@ $(RUNTIME)
