# make build: reports and editions of every work.  make test: all tests.  Both set up what they need.

PYTHON ?= python3
export DUIKAN_BENCH ?= ../shared
V := .venv/bin
DUIKAN := $(V)/python -m pipeline
WORK ?=

.PHONY: build docs pictures check test test-all lint accept serve clean fuzz doctor \
	bench-align bench-numbers bench-segments bench-documents bench-publish bench-report bench-scale
.DEFAULT_GOAL := build

build: .venv/ready .venv/prepared
	@$(DUIKAN) build $(WORK)

# check FILES="en.md zh-Hans.md"
check: .venv/ready
	@$(DUIKAN) check $(FILES)

test: .venv/dev .venv/prepared
	$(V)/pytest -n auto

test-all: .venv/dev .venv/prepared
	$(V)/pytest -n auto -m "slow or not slow"

lint: .venv/dev
	$(V)/ruff check
	$(V)/ruff format --check
	$(V)/mypy pipeline tests conftest.py

# Write the golden outputs anew; read the difference before you commit it.
accept: .venv/dev .venv/prepared
	DUIKAN_ACCEPT=1 $(V)/pytest -q tests/test_golden.py
	git diff --stat -- tests/golden

# The documentation, into build/docs; no network.
docs: .venv/dev
	PYTHONPATH=. $(V)/mkdocs build --strict --quiet

# The documentation's pictures, of real pages; look at them before you commit them.
pictures: .venv/dev .venv/prepared
	$(V)/python -m tests.pictures

doctor: .venv/ready
	@$(DUIKAN) doctor

bench-align: .venv/dev
	$(V)/python -m tests.bench_align

bench-numbers: .venv/dev
	$(V)/python -m tests.bench_numbers

bench-segments: .venv/dev
	@test -d "$(DUIKAN_BENCH)/bench" || { echo "bench-segments: skipped, no data in $(DUIKAN_BENCH)"; exit 0; }; \
	$(V)/python -m tests.bench_segments; \
	$(V)/python "$(DUIKAN_BENCH)/bench/segments/score.py" "$(DUIKAN_BENCH)/bench/segments/open.jsonl"

bench-documents: .venv/dev
	$(V)/python -m tests.bench_documents

bench-publish: .venv/dev .venv/prepared
	$(V)/python -m tests.bench_convert
	$(V)/python -m tests.bench_publish

bench-report: .venv/dev
	$(V)/python -m tests.bench_report

# The review desk in the browser; WORK="one two" opens these only.
serve: .venv/ready .venv/prepared
	@$(DUIKAN) serve $(WORK)

# fuzz MINUTES=30: feed the readers what nobody would write
MINUTES ?= 30
fuzz: .venv/dev
	$(V)/python -m tests.fuzz --minutes $(MINUTES)

# bench-scale WORKS=2000: the whole table; it takes a while
WORKS ?= 250
bench-scale: .venv/dev
	$(V)/python -m tests.bench_scale --works $(WORKS)

clean:
	rm -rf output .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# ---- set-up

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Duikan needs Python 3.11 or later: make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/ready: requirements.txt pyproject.toml | .venv/bin/python
	$(V)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(V)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@$(V)/python -m pipeline.language.cedict
	@touch $@

.venv/dev: requirements-dev.txt .venv/ready
	$(V)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Pango and the Chinese fonts: what pip cannot give.
.venv/prepared: pipeline/prepare.sh .venv/ready
	@PYTHON="$(CURDIR)/$(V)/python" sh pipeline/prepare.sh
	@touch $@
