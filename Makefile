# The two commands of the README, and the checks. Each makes its own environment in .venv on a
# machine that has Python 3.11 or newer and nothing else. `make PYTHON=python3.13 test` picks one.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check fuzz grammar mutate bench wheel clean
.DELETE_ON_ERROR:

demo: .venv/demo-ready
	@rm -rf build/demo-town
	$(BIN)/rulesengine demo build/demo-town

test: .venv/test-ready
	$(BIN)/python -m pytest -q -n auto --dist worksteal

# The fast engine against the reference on a hundred thousand random policies, a million accounts;
# SEED=... draws others. What differs is shown with its seed.
fuzz: .venv/test-ready
	RULESENGINE_FUZZ=100000 RULESENGINE_SEED=$(or $(SEED),0) $(BIN)/python -m pytest -q -n auto tests/engine/test_differences.py

check: .venv/test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# lark's strict mode needs interegular. Where that is installed, lark compares all words of the
# grammar at every start, which takes most of a minute: so only this one test sees it.
grammar: .venv/test-ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target build/grammar 'interegular>=0.3.3'
	PYTHONPATH=build/grammar $(BIN)/python -m pytest -q tests/language/test_parse.py -k no_conflicts

# What the tests of the shipped policies reach, and which change of a policy none of them notices.
mutate: .venv/demo-ready
	$(BIN)/rulesengine test policies --coverage --coverage-min 100 --mutate --lang en

bench: .venv/test-ready
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/engine.py

wheel: .venv/test-ready
	$(BIN)/python .ci/check_wheel.py

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is older than 3.11; try: make PYTHON=python3.13 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv \
	  || { rm -rf .venv; echo "venv is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

# What the tool itself needs: the demo does not wait for the tests' tools.
.venv/demo-ready: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/test-ready: .venv/demo-ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
