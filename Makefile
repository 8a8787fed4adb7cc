# husrom. `make demo` shows the Bergen example, `make test` checks everything; both set up what they need in this checkout.
# By hand only: a Rust toolchain with clippy and rustfmt, a C++ compiler, Python 3.11 or later with venv, GNU make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

SYSTEM_PYTHON ?= python3
VENV := $(CURDIR)/.venv
PYTHON := $(VENV)/bin/python
STAMPS := .stamps

RELEASE := --release
export PATH := $(VENV)/bin:$(PATH)
export VIRTUAL_ENV := $(VENV)
unexport PYTHONPATH PYTHONHOME
# libclang comes with the Python package `libclang`; what the environment says already goes first.
TOOLS = LIBCLANG_PATH="$${LIBCLANG_PATH:-$$(echo $(VENV)/lib/python*/site-packages/clang/native)}"
# The solver takes minutes to compile and pyo3 most of one. Both are compiled once, because everything here says the same to cargo:
# one profile, selections that give the solver's build the same features (`-p husrom-highs` alone would not), and for pyo3 what
# maturin says of the interpreter.
SIGNATURE = $$($(PYTHON) -c 'import struct, sys; print("cpython-%d.%d-%dbit" % (*sys.version_info[:2], struct.calcsize("P") * 8))')
PYO3 = PYO3_BUILD_EXTENSION_MODULE=1 PYO3_PYTHON=$(PYTHON) PYO3_ENVIRONMENT_SIGNATURE="$(SIGNATURE)" \
	PYO3_CONFIG_FILE="$$(ls $${CARGO_TARGET_DIR:-$(CURDIR)/target}/maturin/pyo3-config-*.txt | head -1)"
CARGO = $(TOOLS) cargo

RUST_SOURCES := $(shell find crates -name '*.rs' -o -name Cargo.toml) Cargo.toml Cargo.lock
RUST_EXAMPLES := $(sort $(patsubst examples/%/main.rs,%,$(wildcard examples/*/main.rs)) $(basename $(notdir $(wildcard examples/*.rs))))
PYTHON_EXAMPLES := $(sort $(wildcard examples/bergen/run.py) $(wildcard examples/*.py))
PYTHON_FOLDERS := $(wildcard python tests/python build_backend benches/peers)

.PHONY: help demo test test-deep bench docs tools format lint test-rust test-python examples

help:
	@echo 'make demo       set up, build, run the Bergen example'
	@echo 'make test       set up, build, run every check'
	@echo 'make test-deep  the same with many more random cases, and the wheel in a clean environment'
	@echo 'make bench      times of the inner pieces, and of other solvers on the same problems, written to benches/RESULTS.md'
	@echo 'make docs       the API documentation of the crates'

# ---- set up ------------------------------------------------------------------------------------------------------------------

tools:
	@missing=0; \
	lacks() { echo "missing: $$1" >&2; missing=1; }; \
	command -v cargo >/dev/null || lacks 'cargo (install a Rust toolchain, for instance with rustup)'; \
	cargo clippy --version >/dev/null 2>&1 || lacks 'clippy (rustup component add clippy)'; \
	cargo fmt --version >/dev/null 2>&1 || lacks 'rustfmt (rustup component add rustfmt)'; \
	command -v "$${CXX:-c++}" >/dev/null || command -v g++ >/dev/null || command -v clang++ >/dev/null || lacks 'a C++ compiler (g++ or clang++)'; \
	if ! command -v $(SYSTEM_PYTHON) >/dev/null; then lacks 'python3 (3.11 or later)'; \
	elif ! $(SYSTEM_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then lacks "Python 3.11 or later (found $$($(SYSTEM_PYTHON) --version))"; \
	elif ! $(SYSTEM_PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then lacks "the module venv of Python (a package such as python3-venv)"; fi; \
	exit $$missing

$(STAMPS)/venv: tests/python/requirements.txt | tools
	test -x $(PYTHON) || $(SYSTEM_PYTHON) -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement $<
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/package: $(STAMPS)/venv $(RUST_SOURCES) pyproject.toml
	$(TOOLS) maturin develop $(RELEASE) --locked
	@touch $@

# ---- run ---------------------------------------------------------------------------------------------------------------------

demo: $(STAMPS)/package
	$(PYTHON) examples/bergen/run.py

test: format lint test-rust examples test-python

format: $(STAMPS)/venv
	cargo fmt --all --check
	ruff check --quiet $(PYTHON_FOLDERS)
	ruff format --quiet --check $(PYTHON_FOLDERS)

lint: $(STAMPS)/package
	$(PYO3) $(CARGO) clippy $(RELEASE) --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(PYO3) $(CARGO) doc $(RELEASE) --workspace --no-deps

test-rust: $(STAMPS)/venv
	$(CARGO) test $(RELEASE)

# Every example, and Bergen's answer from Rust against that from Python.
examples: $(STAMPS)/package
	$(foreach example,$(filter-out bergen,$(RUST_EXAMPLES)),$(CARGO) run --quiet $(RELEASE) --example $(example) >/dev/null;)
	$(foreach example,$(filter-out examples/bergen/run.py,$(PYTHON_EXAMPLES)),$(PYTHON) $(example) >/dev/null;)
	$(CARGO) run --quiet $(RELEASE) --example bergen -- --placements $(STAMPS)/bergen-rust.csv >/dev/null
	$(PYTHON) examples/bergen/run.py --placements $(STAMPS)/bergen-python.csv >/dev/null
	diff $(STAMPS)/bergen-rust.csv $(STAMPS)/bergen-python.csv
	$(PYTHON) examples/bergen/make.py --check
	$(PYTHON) tests/coverage/render.py --check

# mypy, stubtest and the examples in docstrings and README.md are among the tests.
test-python: $(STAMPS)/package
	$(PYTHON) -m pytest -q

test-deep: test
	HUSROM_CASES=100000 HUSROM_INPUT_CASES=5000 PROPTEST_CASES=4096 $(CARGO) test $(RELEASE) -- --include-ignored
	rm -rf target/deep && mkdir -p target/deep
	$(PYTHON) -m maturin sdist --out target/deep
	$(SYSTEM_PYTHON) -m venv target/deep/venv
	env -u VIRTUAL_ENV CARGO_TARGET_DIR="$${CARGO_TARGET_DIR:-$(CURDIR)/target}" target/deep/venv/bin/python -m pip install --quiet --disable-pip-version-check target/deep/husrom-*.tar.gz
	cd target/deep && venv/bin/python -c 'import husrom; print(husrom.__version__, len(husrom.presets()), "presets")'

# The peers need a day for all families (BENCH= runs them); the usual ones are those that a morning is enough for.
PEERS := $(CURDIR)/target/peers/venv
BENCH ?= --threads 1 --only week=1..11 round=1..6 city=1

$(STAMPS)/peers: benches/peers/requirements.txt | tools
	test -x $(PEERS)/bin/python || $(SYSTEM_PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@mkdir -p $(STAMPS) && touch $@

bench: $(STAMPS)/venv $(STAMPS)/peers
	$(CARGO) bench --bench round
	$(TOOLS) $(PEERS)/bin/python benches/peers/bench.py $(BENCH)

docs: $(STAMPS)/package
	$(PYO3) $(CARGO) doc $(RELEASE) --workspace --no-deps
	@echo "documentation: $${CARGO_TARGET_DIR:-target}/doc/husrom/index.html"
