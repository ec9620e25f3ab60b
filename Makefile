# make run | test | check | fix | bench | clean — needs Python 3.11+, make and the package
# registries; another interpreter: make PYTHON=python3.12 run
PYTHON ?= python3
PORT ?=
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=xiangcheng_enforcement.settings.test
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
export PATH := $(CURDIR)/$(BIN):$(PATH)
# So that neither a shell's settings nor a developer's own reach the commands below.
unexport DJANGO_SETTINGS_MODULE

.PHONY: run test check fix bench clean install install-dev
.DELETE_ON_ERROR:

run: install
	@exec $(MANAGE) serve $(if $(PORT),--port $(PORT))

test: install-dev
	@$(BIN)/python tests/e2e/browser.py
	$(BIN)/python -m pytest --numprocesses=2 --no-loadscope-reorder $(ARGS)

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --quiet templates
	$(BIN)/djlint --lint --quiet templates
	$(TEST_SETTINGS) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(TEST_SETTINGS) $(MANAGE) check_templates
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	ALLOWED_HOSTS=check.example DATABASE_URL=postgresql://check@127.0.0.1:1/check \
	REDIS_URL=redis://127.0.0.1:1/0 DJANGO_SETTINGS_MODULE=xiangcheng_enforcement.settings.production \
	$(MANAGE) check --deploy --fail-level WARNING

fix: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint --reformat --quiet templates

bench: install
	@if $(MANAGE) help bench >/dev/null 2>&1; then exec $(MANAGE) bench $(ARGS); \
	else echo "There is no bench command yet."; exit 1; fi

# Ends nothing that runs: stop the platform first.
clean:
	@if [ -x $(BIN)/python ] && [ -d var ]; then $(BIN)/python -m xiangcheng_enforcement.embedded remove var; fi
	rm -rf .venv node_modules var staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

install: .venv/runtime.stamp node_modules/.stamp
install-dev: .venv/dev.stamp node_modules/.stamp

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv is missing; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/runtime.stamp: requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/runtime.stamp
	$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.stamp: package-lock.json package.json requirements-node.txt | .venv/runtime.stamp
	@command -v npm >/dev/null || $(PIP) -r requirements-node.txt
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
