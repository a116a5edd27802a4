# Everything a person types here goes through portal/up.py, which needs only Python 3.11 and the package registries.
PYTHON ?= python3

.PHONY: setup run test check bench clean

setup: ## make .venv, the front end and whatever else is needed; quick when nothing changed
	$(PYTHON) -m portal.up setup

run: ## set everything up with example vacancies and serve http://127.0.0.1:8000 with its worker
	$(PYTHON) -m portal.up run

test: ## set up what tests need and run all of them (ARGS="tests/web -k coverage" for some)
	$(PYTHON) -m portal.up test $(ARGS)

check: ## lint, types, import contracts, templates
	$(PYTHON) -m portal.up check

bench: ## measure; the output belongs in docs/benchmarks.md
	$(PYTHON) -m portal.up bench $(ARGS)

clean: ## remove what set-up made; instance/ (the data) stays
	rm -rf .venv node_modules static/build .setup-stamp
