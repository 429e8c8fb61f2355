PYTHON ?= python3
CAMPAIGN ?= .
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help report test lab form bench clean environment

help:  ## Explain each target in a line
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: environment  ## Take the campaign through all stages; open reports/index.html afterwards
	@.venv/bin/einzelfall run --campaign $(CAMPAIGN)

test: environment  ## Check every promise: pytest, doctests, notebooks, style
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --check --quiet .
	@.venv/bin/python -m pytest

lab: environment  ## Open JupyterLab with the project's kernel
	@.venv/bin/python -m jupyterlab notebooks

form: environment  ## Serve the online form of the campaign on PORT
	@.venv/bin/einzelfall form serve --campaign $(CAMPAIGN) --port $(PORT)

bench: environment  ## Run the benchmarks and print their tables
	@for file in benchmarks/*.py; do echo "== $$file"; .venv/bin/python $$file || exit 1; done

clean:  ## Remove what the pipeline wrote (data/processed, reports), keep raw data and releases
	@cd $(CAMPAIGN) && rm -rf data/processed reports .snakemake

environment:
	@$(PYTHON) src/environment.py
