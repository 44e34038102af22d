# Each target starts from nothing: it makes .venv first, and does that only once.
PY := .venv/bin/python
TEST_DATA := $(or $(IKM_DATA_DIR),$(CURDIR)/var)/test
COMPILE := $(PY) -m piptools compile --quiet --allow-unsafe --generate-hashes --strip-extras \
  --no-emit-find-links --no-emit-index-url --no-emit-trusted-host pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help demo test bench lint messages lock clean base dev

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.* ## /  make \1\t/p' Makefile | expand -t 18

demo: base ## everything from nothing, on http://127.0.0.1:8000 (PORT=… changes it)
	@exec $(PY) -m ikmportal.demo

test: dev ## the whole test-suite (ARGS=… goes to pytest)
	@tools/debian-packages
	@IKM_DATA_DIR=$(TEST_DATA) $(PY) -m pytest -n logical $(ARGS)

bench: dev ## the benchmarks, as a table of ratios and as JSON
	@tools/environment bench
	@tools/as-production $(PY) -m benchmarks $(ARGS)

lint: dev ## format, and check what can be checked without running
	@$(PY) -m ruff format
	@$(PY) -m ruff check --fix
	@git ls-files 'templates/*.html' | xargs -r .venv/bin/djade --target-version 5.2
	@.venv/bin/lint-imports
	@tools/as-production $(PY) -m mypy apps ikmportal

messages: dev ## collect the messages and compile the Indonesian ones
	@$(PY) -m ikmportal.messages

lock: dev ## requirements/*.txt anew from pyproject.toml (ARGS=--upgrade for new versions)
	@$(COMPILE) --output-file=requirements/base.txt $(ARGS)
	@$(COMPILE) --extra=dev --output-file=requirements/dev.txt $(ARGS)
	@$(COMPILE) --extra=bench --output-file=requirements/bench.txt $(ARGS)

clean: ## remove what can be made again; the records in var/ stay
	@rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis var/test
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

base dev:
	@tools/environment $@
