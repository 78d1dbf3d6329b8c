# From a bare checkout: `make check` answers a letter, `make test` runs the tests. Each sets up what it needs, once.
#
#   make check LETTER=path/to/letter.txt     another letter
#   make check PYTHON=/path/to/python3       another Python (3.11 or later), when the environment is made
#   make test ARGS='-k zones'                more words for pytest

VENV ?= .venv
PYTHON ?=
LETTER ?= cases/massage-therapy/imr-six-visits.txt
ARGS ?=
# In CI the same tests also measure what they reach, and fail below the gate in pyproject.toml.
COVERAGE = $(if $(CI),--cov)

BIN = $(VENV)/bin
RUN = $(VENV)/.run-ready
DEV = $(VENV)/.dev-ready

.PHONY: check test lint catalogue ci lock clean

check: $(RUN)
	@$(BIN)/upheld check $(LETTER)

test: $(DEV)
	@$(BIN)/python -m pytest $(COVERAGE) $(ARGS)

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/upheld rules lint

# After a change to rules or cases: the pages of docs/catalogue, which a test compares with them.
catalogue: $(RUN)
	@$(BIN)/upheld rules catalogue docs/catalogue

# What CI runs: everything, from nothing, in a clone of the last commit.
ci:
	@.ci/run

# After a change to the dependencies in pyproject.toml; the only target that needs uv.
lock:
	uv lock
	uv export --quiet --frozen --no-emit-project --no-dev --output-file requirements.lock
	uv export --quiet --frozen --no-emit-project --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .venv-3.* dist .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(RUN): requirements.lock pyproject.toml .ci/set-up
	@.ci/set-up $(VENV) requirements.lock $(PYTHON)
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml .ci/set-up
	@.ci/set-up $(VENV) requirements-dev.lock $(PYTHON)
	@touch $@ $(RUN)
