# A newcomer needs `make run`, `make admin` and `make test`. `make lock` pins the packages anew.

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
BIN := .venv/bin
CHECKS := tests-live tests types lint templates layers migrations deployment
LIVE := articles/tests/browser articles/tests/project
PIP_COMPILE := $(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-header --allow-unsafe

.PHONY: run admin test lock python installed installed-dev chromium checks $(CHECKS)

# The site, from nothing: packages, database, static files, demonstration archive. Ctrl-C stops all of it.
run: installed
	@exec $(BIN)/python manage.py serve

# An administrator, or a new password for one.
admin: installed
	@exec $(BIN)/python manage.py make_admin

# Every check, two at a time and even after one failed; `make run` may go on meanwhile.
test: installed-dev chromium
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target checks && echo "== all checks passed"

checks: $(CHECKS)

# The tests have a home of their own and read no .env; DATABASE_URL in the environment is respected.
$(CHECKS): export ARCHIVE_HOME := $(CURDIR)/.archive-test
$(CHECKS): export ENV_FILE := /dev/null

lint:
	@echo "== ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .

types:
	@echo "== mypy"
	@$(BIN)/mypy

templates:
	@echo "== djade"
	@find templates articles -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +

layers:
	@echo "== import-linter"
	@$(BIN)/lint-imports

migrations:
	@echo "== migrations"
	@$(BIN)/python manage.py makemigrations --check --dry-run

deployment: export HTTPS := 1
deployment: export ALLOWED_HOSTS := example.org
deployment:
	@echo "== check --deploy"
	@SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

# Those that start a site or a server and look at it from outside wait for it most of their time: they run beside the others.
tests-live:
	@echo "== pytest, the running site"
	@$(BIN)/python -m pytest $(LIVE)

tests:
	@echo "== pytest"
	@$(BIN)/python -m pytest $(LIVE:%=--ignore=%)

# The pinned sets, with hashes, from the lists in pyproject.toml.
lock: installed-dev
	$(PIP_COMPILE) -o requirements.txt pyproject.toml
	$(PIP_COMPILE) --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

installed: python
	@$(PYTHON) .ci/environment.py requirements.txt

installed-dev: python
	@$(PYTHON) .ci/environment.py requirements-dev.txt

chromium:
	@.ci/chromium

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and was not found. Name one: make PYTHON=/path/to/python3.11 run" >&2; exit 1; }
