# Everything starts here: `make demo`, `make test`. Debian 12 or alike, Python ≥ 3.11, git; the rest is fetched.
SHELL := /bin/sh
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
# What is installed is noted where it lies: whoever removes the folder removes the note.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
# WeasyPrint fails at import without these two; the font is for letters that ours lack.
SYSTEM_LIBRARIES := libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
VNU_VERSION := 26.9.27
VNU_SHA256 := 22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47
VNU := var/tools/vnu-$(VNU_VERSION).jar
# A shim can exist and fail: run each candidate. Debian's python lacks ensurepip without python3-venv.
FIND_PYTHON = for candidate in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
	if $$candidate -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$candidate; break; fi; done
# As root or with a password-less sudo; else say the one command and stop.
define APT
	if ! command -v apt-get >/dev/null; then echo "Il manque : $(1). Installez-les, puis relancez make." >&2; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then asroot=""; elif sudo -n true 2>/dev/null; then asroot="sudo -n"; \
	else echo "Il manque des bibliothèques du système. Lancez : sudo apt-get install --no-install-recommends $(1)" >&2; exit 1; fi; \
	$$asroot env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(1) >&2 \
	|| { $$asroot apt-get update -qq >&2 && $$asroot env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(1) >&2; }
endef

.PHONY: help demo test faults bench axe guide-images lint fmt clean install-server upgrade
help:
	@echo "make demo [PORT=8000] · make test · make lint · make fmt · make faults · make bench · make axe · make guide-images"
	@echo "make install-server [ARGS=--help] · make upgrade  # sur un serveur Debian, en root"

$(PY):
	@found=$$($(FIND_PYTHON)); \
	if [ -z "$$found" ]; then $(call APT,python3-venv); found=$$($(FIND_PYTHON)); fi; \
	if [ -z "$$found" ]; then echo "Il faut Python 3.11 ou plus récent, avec venv." >&2; exit 1; fi; \
	$$found -m venv $(VENV) >&2 || { rm -rf $(VENV); exit 1; }

$(RUNTIME): requirements.lock | $(PY)
	@$(PIP_INSTALL) -r requirements.lock >&2
	@$(PY) -c 'import weasyprint' >/dev/null 2>&1 || { $(call APT,$(SYSTEM_LIBRARIES)); }
	@$(PY) -c 'import weasyprint' >/dev/null
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@$(PIP_INSTALL) -r requirements-dev.lock >&2
	@touch $@

demo: export DEMO := 1
demo: export PORT := $(PORT)
demo: $(RUNTIME)
	@$(PY) manage.py migrate --verbosity 0 >&2 \
	&& $(PY) manage.py createcachetable >&2 \
	&& $(PY) manage.py collectstatic --noinput --verbosity 0 >&2 \
	&& $(PY) manage.py load_demo >&2  # does nothing but write var/demo.json again when the scenario is there
	@exec $(PY) manage.py serve --port $(PORT) --follow-parent

install-server:
	@sh deploy/install-server.sh $(ARGS)

upgrade:
	@sh deploy/upgrade.sh $(ARGS)

test: $(DEV)
	@$(PY) -m tests.run $(ARGS)

faults: $(DEV)
	@$(PY) -m tests.run --kind faults $(ARGS)

axe: export VNU_JAR := $(CURDIR)/$(VNU)
axe: $(DEV) $(VNU)
	@command -v java >/dev/null || { $(call APT,default-jre-headless); }
	@$(PY) -m tests.run --kind axe $(ARGS)

# The Nu HTML checker, pinned and hashed: only `make axe` needs it.
$(VNU):
	@command -v npm >/dev/null || { $(call APT,npm); }
	@mkdir -p $(@D) && cd $(@D) && npm pack --silent vnu-jar@$(VNU_VERSION) >/dev/null \
	&& tar -xzf vnu-jar-$(VNU_VERSION).tgz --strip-components=3 package/build/dist/vnu.jar && mv vnu.jar $(@F) && rm -f vnu-jar-$(VNU_VERSION).tgz
	@echo "$(VNU_SHA256)  $@" | sha256sum --check --quiet || { rm -f $@; exit 1; }

bench: $(DEV)
	@$(PY) -m tests.bench $(ARGS)

guide-images: $(DEV)
	@$(PY) -m tests.browser.screenshots

lint: $(DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

fmt: $(DEV)
	$(VENV)/bin/ruff check --fix --quiet .
	$(VENV)/bin/ruff format .

clean:
	rm -rf var $(RUNTIME) $(DEV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
