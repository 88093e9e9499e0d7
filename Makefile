# Everything starts here: `make` builds, grades and publishes, `make test` and `make proof` prove it.

PYTHON    ?= python3
SUBMITTED ?= examples/submitted
SANDBOX   ?= auto
export CLASS ?= _build/class

BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export PYTHONUTF8 := 1
# Bytecode that a full disk cuts short makes Python stumble ever after.
export PYTHONDONTWRITEBYTECODE := 1

SOURCES     := $(wildcard source_notebooks/*.py)
ASSIGNMENTS := $(basename $(notdir $(SOURCES)))
TESTS       := $(wildcard autograder_tests/*.py autograder_tests/*/*.py)
ENGINE      := $(wildcard autograder/*.py autograder/inside/*.py) nbgrader_config.py
RELEASE     := $(foreach ps,$(ASSIGNMENTS),release/$(ps)/$(ps).ipynb)
BUILT       := $(foreach ps,$(ASSIGNMENTS),source_notebooks/$(ps)/$(ps).ipynb) $(RELEASE)

# A stamp gets the date at which its step began, so that a file edited meanwhile is newer.
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: all build grade book browser FORCE test proof arithmetic quality bench lint bubblewrap chromium lock where clean help

all: build grade book browser where  ## build the assignments, grade the example class, build the book

help:  ## this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# --- The environment ------------------------------------------------------------------------------

# The environment is made anew if the checkout was moved, if its Python has changed, or if another
# Python is asked for.
STANDING := import sys; print(ascii(sys.prefix)[1:-1], "%d.%d" % sys.version_info[:2])
STANDS := $(shell $(BIN)/python -c '$(STANDING)' 2>&1 || :)
ASKED  := $(if $(filter file,$(origin PYTHON)),,$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'))
ifneq ($(wildcard .venv/ready),)
ifneq ($(STANDS)$(ASKED),$(shell cat .venv/ready)$(if $(ASKED),$(lastword $(STANDS))))
$(shell rm .venv/ready)
endif
endif

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "This course needs Python 3.11 or newer; run make PYTHON=python3.12, say."; exit 1; }
	@[ -e $@ ] || rm -rf .venv  # left half made by an interrupted run, or belonging to another checkout
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python has no venv here; install it: apt-get install python3-venv"; exit 1; }
	@rm -f $@ && $(PYTHON) -m venv .venv && touch .venv/begun
	@echo "Installing the packages of requirements.txt (about a minute)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . \
	  >.venv/install.log 2>&1 || { cat .venv/install.log; exit 1; }
	@$(BIN)/python -c '$(STANDING)' >.venv/standing
	@touch -r .venv/begun .venv/standing && mv .venv/standing $@

lock: .venv/ready  ## compile requirements.txt anew from pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --extra dev \
	  --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --output-file requirements.txt pyproject.toml

# JavaScript is linted and tested where npm is. Elsewhere a line says so, but in CI that is a failure.
NPM := $(shell command -v npm)
LEFT_OUT = { echo "The JavaScript was not $(1)."; [ -z "$$CI" ]; }

node_modules/ready: package.json package-lock.json .npmrc
	@echo "Installing the linters of package-lock.json (a few seconds)"
	@rm -f $@ && mkdir -p _build && touch _build/npm.begun
	@npm ci --silent && mv _build/npm.begun $@ \
	  || $(call LEFT_OUT,linted: npm could not install the linters; npm ci says why)

# --- The assignments ------------------------------------------------------------------------------

build: _build/built  ## instructor notebooks and releases from source_notebooks/*.py

# This file holds the checksums of the notebooks: one that is gone, half written or edited is built
# again. An edited one is kept in _build/edited, for somebody may have solved an assignment in it.
AS_BUILT := $(shell cksum $(BUILT) 2>/dev/null | cmp -s - _build/built && echo yes)

_build/built: .venv/ready $(SOURCES) $(TESTS) $(ENGINE) $(if $(AS_BUILT),,FORCE)
	@[ ! -e $@ ] || [ "$(filter-out FORCE,$?)" ] || cksum $(BUILT) 2>/dev/null | grep -vxFf $@ \
	  | while read -r sum size name; do mkdir -p "_build/edited/$${name%/*}"; \
	  cp "$$name" "_build/edited/$$name" && echo "$$name was edited: see _build/edited"; done
	@mkdir -p $(@D) && rm -f $@ && touch $@.begun
	@$(BIN)/autograder build
	@cksum $(BUILT) >$@.sums && touch -r $@.begun $@.sums && mv $@.sums $@ && rm $@.begun

# --- The class ------------------------------------------------------------------------------------

# `autograder grade` finds what has changed: it compares contents, not dates.
grade: _build/built $(if $(filter examples/submitted,$(SUBMITTED)),examples/submitted/.made) | bubblewrap  ## grade SUBMITTED (else the example class)
	@$(BIN)/autograder grade "$(SUBMITTED)" --sandbox=$(SANDBOX)

# The folder's own date would not show that making the class was interrupted.
examples/submitted/.made: .venv/ready _build/built examples/make_class.py
	@rm -rf $(@D) && mkdir -p $(@D) && touch _build/class.begun
	@$(BIN)/python examples/make_class.py
	@mv _build/class.begun $@

# Installs bubblewrap, as root or with a sudo that asks for no password. Where that is impossible,
# `autograder grade` says what it means: the example class can be graded without it.
bubblewrap:
	@[ $(SANDBOX) = process ] || command -v bwrap >/dev/null \
	  || { echo "Installing bubblewrap, which keeps students' code to itself"; \
	  $(SUDO) sh -c 'apt-get update -qq && apt-get install -y -qq bubblewrap || dnf install -y -q bubblewrap' \
	  >/dev/null 2>&1; } || true

# --- The book -------------------------------------------------------------------------------------

# Both compare contents, not dates, and do nothing where nothing has changed.
book: _build/built _build/pyodide  ## the published book; a warning is an error
	@$(BIN)/python -m book.build

browser: book  ## the notebooks beside the book, to run in the reader's browser
	@$(BIN)/python -m book.lite.build

# Fetches Pyodide into .cache/pyodide. The stamp says what of it is missing, and changes only with that.
_build/pyodide: .venv/ready FORCE
	@$(BIN)/python -m book.lite.fetch_pyodide

# --- Proof ----------------------------------------------------------------------------------------

PYTEST := $(BIN)/pytest -n 2 --dist loadgroup --durations 15

test: all chromium lint  ## lint, and the tests of lessons, checks, engine and book (10 minutes)
	@$(if $(NPM),npm test --silent,$(call LEFT_OUT,tested: npm is not installed))
	@$(PYTEST) -m "not slow"

proof: all chromium arithmetic  ## what takes long: Python in a browser, plain nbgrader, kills, arithmetic (25 minutes)
	@$(PYTEST) -m slow

arithmetic: all  ## does anything depend on a processor's last bits? chapters, notebooks, suites, class (12 minutes)
	@$(BIN)/python -m benchmarks.arithmetic

quality: .venv/ready  ## how good are the hidden tests, and those of the engine? writes book/*quality.json (hours)
	@$(BIN)/python -m benchmarks.quality
	@$(BIN)/python -m benchmarks.engine_mutants

bench: .venv/ready bubblewrap  ## how fast is it, beside its peers? writes _build/bench.json (half an hour)
	@$(BIN)/python -m benchmarks.training
	@$(BIN)/python -m benchmarks.engine

lint: .venv/ready $(if $(NPM),node_modules/ready)
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/autograder build --check
	@$(if $(NPM),[ ! -e node_modules/ready ] || npm run --silent lint,$(call LEFT_OUT,linted: npm is not installed))

chromium:
	@command -v chromium >/dev/null || { echo "Installing Chromium for the tests of the book"; \
	  $(SUDO) sh -c 'apt-get update -qq && apt-get install -y -qq chromium' >/dev/null 2>&1; } \
	  || { echo "The tests need Chromium; install it: sudo apt-get install chromium"; exit 1; }

SUDO := $(if $(filter 0,$(shell id -u)),,sudo -n)

# --- Around ---------------------------------------------------------------------------------------

where: .venv/ready
	@$(BIN)/autograder where

# The stamps go first: without them an interrupted `make clean` does not pass for a finished build.
clean:  ## remove all that make made, except for the environment
	rm -f examples/submitted/.made _build/built _build/book/made_of _build/.jupyter_cache/made_of
	rm -rf _build examples/submitted
