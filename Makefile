PYTHON ?= python3
CAMPAIGN ?= .
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help report test check lab form bench clean environment

help:  ## Explain each target in a line
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: environment  ## Take the campaign through all stages; open reports/index.html afterwards
	@.venv/bin/einzelfall run --campaign "$(CAMPAIGN)"

test: environment  ## Check every promise: pytest, doctests, notebooks, style
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --check --quiet .
	@.venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile -m "not load"
	@.venv/bin/python -m pytest -m load

check: environment  ## In a minute: style, types, layers, doctests and the tests that run no stage
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache >/dev/null || .venv/bin/lint-imports --no-cache
	@.venv/bin/python -m pytest -m "not slow"

lab: environment  ## Open JupyterLab on the campaign's data
	@cd notebooks && EINZELFALL_CAMPAIGN="$(abspath $(CAMPAIGN))" ../.venv/bin/python -m jupyterlab explore.ipynb

form: environment  ## Serve the online form of the campaign on PORT
	@.venv/bin/einzelfall form serve --campaign "$(CAMPAIGN)" --port $(PORT)

bench: environment  ## Run the benchmarks and print their tables
	@for file in benchmarks/*.py; do echo "== $$file"; .venv/bin/python $$file || exit 1; done

clean:  ## Remove what the pipeline wrote (data/processed, reports), keep raw data and releases
	@cd "$(CAMPAIGN)" && rm -rf .snakemake && mkdir -p data/processed reports && \
	find data/processed reports -mindepth 1 ! -name README.md -delete

environment:
	@$(PYTHON) src/environment.py
