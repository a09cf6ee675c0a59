# Everything sets up what it needs: `make run` and `make test` work in a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= dunghan-data
KILLS ?= 200

.PHONY: help run test check format faults soak bench lock clean

help:
	@echo "make run    demo school, served until Ctrl-C"
	@echo "make test   every test"
	@echo "make check  formatting, lint, types, then every test"
	@echo "make faults every call to Google x every fault, as a table"
	@echo "make soak   200 kills at chance moments (KILLS=1000 for more)"
	@echo "make bench  calls, seconds and memory by number of submissions"

$(VENV)/.run: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run
	$(BIN)/dunghan demo --data $(DATA)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict forms sheets service
	$(MAKE) test

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults matrix

soak: $(VENV)/.dev
	$(BIN)/python -m tests.faults soak --kills $(KILLS)

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --no-header -o requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --no-header --allow-unsafe -o requirements-dev.txt requirements-dev.in

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
