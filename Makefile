# Everything sets up what it needs: `make run` and `make test` work in a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= dunghan-data
TIMES ?= 50
KILLS ?= 200

.PHONY: help run test check format fuzz audit faults soak bench lock clean

help:
	@echo "make run    demo school, served until Ctrl-C"
	@echo "make test   every test"
	@echo "make check  formatting, lint, types, then every test"
	@echo "make fuzz   hostile input, TIMES=50 times as long as in make test"
	@echo "make audit  known holes in the pinned packages, where advisories can be asked for"
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
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict forms sheets service
	$(MAKE) test

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: $(VENV)/.dev
	DUNGHAN_FUZZ=$(TIMES) $(BIN)/python -m pytest -n auto --dist worksteal -m fuzz

# In a venv of its own: what looks for holes is no part of what is looked at.
audit:
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet pip-audit
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.txt || \
	  .venv-audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.txt -s osv || \
	  { echo "Holes were found, or neither PyPI nor OSV gave advisories; the lines above say which."; exit 1; }

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
