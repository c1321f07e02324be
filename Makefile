# make site: from plans/ to site/ on a machine with nothing but Python 3.11+ and make.
# make test: everything that must hold. Both make their own environment in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The example's quarter has ended on this day; your own repository leaves it out and is judged as of today.
AS_OF ?= 2026-04-10
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help site test lint lowest newest assurance sbom people pictures demo bench clean
.DEFAULT_GOAL := help

help:
	@echo "make site      checks plans/ and builds site/"
	@echo "make test      linters, types, the floors of the house, all tests"
	@echo "make lowest    a part of the tests with the lowest version that is declared of each package"
	@echo "make newest    the same part with the newest Python on this machine"
	@echo "make assurance whatever is proven by trying, tried to the full (half an hour), in docs/assurance.md"
	@echo "make sbom      what an installed koers is made of, as CycloneDX, in build/sbom.json"
	@echo "make people    whether anybody's answer can be worked out, in 10,000 random rounds of respondents"
	@echo "make pictures  screenshots of every kind of page, in docs/pictures/"
	@echo "make demo      a repository with real keys whose goals show every approval level, in build/demo/"
	@echo "make bench     the benchmark: koers beside its peers (bench/README.md), in docs/performance.md"

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "koers needs Python 3.11 or newer; set PYTHON=python3.11 (or newer)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

site: $(VENV)/.installed
	$(BIN)/koers build --as-of $(AS_OF)

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy bench/*.py
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

lowest newest: $(VENV)/.installed
	$(BIN)/python -m tests.versions.elsewhere $@

assurance: $(VENV)/.installed
	KOERS_WHOLE=1 $(BIN)/python -m pytest -n 2 --dist worksteal --assurance docs/assurance.md

# koers and what it needs, alone in an environment; the tool that lists it has one of its own.
sbom:
	$(PYTHON) -m venv --clear build/sbom/tool
	build/sbom/tool/bin/python -m pip install --quiet --constraint constraints.txt cyclonedx-bom
	$(PYTHON) -m venv --clear --without-pip build/sbom/koers
	build/sbom/tool/bin/python -m pip --python build/sbom/koers install --quiet --constraint constraints.txt .
	build/sbom/tool/bin/cyclonedx-py environment build/sbom/koers/bin/python --pyproject pyproject.toml \
		--output-reproducible --of JSON -o build/sbom.json
	rm -rf build/sbom

people: $(VENV)/.installed
	KOERS_WHOLE=1 $(BIN)/python -m pytest -n 2 tests/audience/test_nobody_is_determined.py

pictures: $(VENV)/.installed
	$(BIN)/python -m tests.browser.pictures

demo: $(VENV)/.installed
	PYTHONPATH=tests $(BIN)/python -m demo.make_demo build/demo

bench: $(VENV)/.installed
	@mkdir -p build
	$(BIN)/python bench/run.py --write docs/performance.md --json build/performance.json $(BENCH)

clean:
	rm -rf build site dist .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
