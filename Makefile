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

SOURCES     := $(wildcard source_notebooks/*.py)
ASSIGNMENTS := $(basename $(notdir $(SOURCES)))
TESTS       := $(wildcard autograder_tests/*.py)
ENGINE      := $(wildcard autograder/*.py autograder/sandbox/*.py) nbgrader_config.py
RELEASE     := $(foreach ps,$(ASSIGNMENTS),release/$(ps)/$(ps).ipynb)
BUILT       := $(foreach ps,$(ASSIGNMENTS),source_notebooks/$(ps)/$(ps).ipynb) $(RELEASE)
CHAPTERS    := _config.yml _toc.yml $(shell find book -type f)

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: all build grade book browser FORCE test proof arithmetic quality bench lint bubblewrap chromium lock where clean help

all: build grade book browser where  ## build the assignments, grade the example class, build the book

help:  ## this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# --- The environment ------------------------------------------------------------------------------

# It is made anew if the checkout was moved, or its Python is another than it was, or than is asked for.
STANDS := $(if $(wildcard $(BIN)/python),$(shell $(BIN)/python -c 'import sys; print(sys.prefix, "%d.%d" % sys.version_info[:2])' 2>&1))
ASKED  := $(if $(filter file,$(origin PYTHON)),,$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'))
ifneq ($(wildcard .venv/ready),)
ifneq ($(STANDS)$(ASKED),$(shell cat .venv/ready)$(if $(ASKED),$(lastword $(STANDS))))
$(shell rm .venv/ready)
endif
endif

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "This course needs Python 3.11 or newer; run make PYTHON=python3.12, say."; exit 1; }
	@[ -e $@ ] || rm -rf .venv  # half an environment, of a run that was interrupted, or another's
	@rm -f $@ && $(PYTHON) -m venv .venv \
	  || { echo "Python has no venv here; install it: apt-get install python3-venv"; exit 1; }
	@echo "Installing the packages of requirements.txt (about a minute)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . \
	  >.venv/install.log 2>&1 || { cat .venv/install.log; exit 1; }
	@$(BIN)/python -c 'import sys; print(sys.prefix, "%d.%d" % sys.version_info[:2])' >$@

lock: .venv/ready  ## compile requirements.txt anew from pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --extra dev \
	  --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --output-file requirements.txt pyproject.toml

# --- The assignments ------------------------------------------------------------------------------

build: _build/built  ## instructor notebooks and releases from source_notebooks/*.py

_build/built: .venv/ready $(SOURCES) $(TESTS) $(ENGINE) $(if $(filter-out $(wildcard $(BUILT)),$(BUILT)),FORCE)
	@mkdir -p _build
	@$(BIN)/autograder build
	@touch $@

# --- The class ------------------------------------------------------------------------------------

# What has changed is found by `autograder grade`: it looks into the files, not at their dates.
grade: _build/built $(if $(filter examples/submitted,$(SUBMITTED)),examples/submitted/.made) | bubblewrap  ## grade SUBMITTED (else the example class)
	@$(BIN)/autograder grade "$(SUBMITTED)" --sandbox=$(SANDBOX)

# A folder's date tells nothing of a class that was interrupted while it was made.
examples/submitted/.made: .venv/ready _build/built examples/make_class.py
	@$(BIN)/python examples/make_class.py
	@touch $@

# The sandbox's wall, where it can be installed (as root, or with a sudo that asks for no password).
# Where it cannot, `autograder grade` says what that means: the example class needs none.
bubblewrap:
	@[ $(SANDBOX) = process ] || command -v bwrap >/dev/null \
	  || { echo "Installing bubblewrap, which keeps students' code to itself"; \
	  $(SUDO) sh -c 'apt-get update -qq && apt-get install -y -qq bubblewrap || dnf install -y -q bubblewrap' \
	  >/dev/null 2>&1; } || true

# --- The book -------------------------------------------------------------------------------------

book: _build/html/index.html  ## the published book; a warning is an error

# Chapters are read, and run, when they changed; all pages are written each time (book/_ext/website.py).
_build/html/index.html: _build/built $(RELEASE) $(CHAPTERS) _build/extra/mathjax \
  _build/extra/card.png _build/.jupyter_cache _build/pyodide
	@echo "Building the book (half a minute, less when few chapters changed); these run:"
	@$(BIN)/python -m book.build
	@touch $@

# MathJax beside the pages, so that no outside host is asked: what _config.yml loads of it, the fonts,
# and the extensions that the TeX reader loads on demand.
_build/extra/mathjax: .venv/ready
	@rm -rf $@ _build/mathjax && mkdir -p $(@D) _build/mathjax
	@target="$$PWD/_build/mathjax" \
	  && cd $(BIN)/../lib/python*/site-packages/sphinx-mathjax-offline/static/mathjax \
	  && cp -r --parents startup.js core.js input/tex.js input/tex/extensions output/chtml.js output/chtml \
	  a11y/assistive-mml.js "$$target"
	@mv _build/mathjax $@

_build/extra/card.png: book/card.py book/course.mplstyle .venv/ready
	@mkdir -p $(@D) && $(BIN)/python book/card.py _build/card.png && mv _build/card.png $@

# The cache of executed chapters knows their cells, but not the files that they read, nor the packages.
_build/.jupyter_cache: .venv/ready $(wildcard book/*.py book/frameworks/*.py book/frameworks/*.json) \
  book/course.mplstyle book/quality.json
	@rm -rf $@ _build/book && mkdir -p $@

# --- In the browser -------------------------------------------------------------------------------

browser: _build/html/lite/index.html  ## the notebooks beside the book, to run in the reader's browser

# It lies in the book's folder, but needs nothing of it.
_build/html/lite/index.html: _build/pyodide $(RELEASE) $(CHAPTERS) | _build/html/index.html
	@[ -s _build/pyodide ] || { echo "Building the part of the book that runs in the browser"; \
	  $(BIN)/python -m book.lite.build; }

# Pyodide in .cache/pyodide, or what of it cannot be had: looked for each time, remade if that changed.
_build/pyodide: .venv/ready FORCE
	@$(BIN)/python -m book.lite.fetch_pyodide

# --- Proof ----------------------------------------------------------------------------------------

PYTEST := $(BIN)/pytest -n 2 --dist loadgroup --durations 15

test: all chromium lint  ## lint, and the tests of lessons, checks, engine and book (10 minutes)
	@$(PYTEST) -m "not slow"

proof: all chromium arithmetic  ## what takes long: Python in a browser, plain nbgrader, kills, arithmetic (25 minutes)
	@$(PYTEST) -m slow

arithmetic: all  ## does anything depend on a processor's last bits? chapters, notebooks, suites, class (12 minutes)
	@$(BIN)/python -m benchmarks.arithmetic

quality: .venv/ready  ## how good are the hidden tests? writes book/quality.json (an hour and more)
	@$(BIN)/python -m benchmarks.quality

bench: .venv/ready bubblewrap  ## how fast is it, beside its peers? writes _build/bench.json (half an hour)
	@$(BIN)/python -m benchmarks.training
	@$(BIN)/python -m benchmarks.engine

lint: .venv/ready
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/autograder build --check

chromium:
	@command -v chromium >/dev/null || { echo "Installing Chromium for the tests of the book"; \
	  $(SUDO) sh -c 'apt-get update -qq && apt-get install -y -qq chromium' >/dev/null 2>&1; } \
	  || { echo "The tests need Chromium; install it: sudo apt-get install chromium"; exit 1; }

SUDO := $(if $(filter 0,$(shell id -u)),,sudo -n)

# --- Around ---------------------------------------------------------------------------------------

where: .venv/ready
	@$(BIN)/autograder where

clean:  ## remove all that make made, but for the environment
	rm -rf _build examples/submitted
