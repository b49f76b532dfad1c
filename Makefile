# Two commands: `make run` shows the dashboard on invented people, `make test` checks everything that must hold.

PORT ?= 8501
PYTHON ?= python3
WAREHOUSE := $(or $(IPASN_WAREHOUSE),data/warehouse)
VENV := .venv
IN := $(VENV)/bin
PIP := $(IN)/python -m pip install --quiet --disable-pip-version-check

# The certificates of the machine: registries behind a company's own are reached too.
export UV_SYSTEM_CERTS ?= 1

# Where it is set, every start compiles pandas and Streamlit anew, 2 s each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run setup test format lint audit sbom
.DEFAULT_GOAL := run

# A demonstration: step into a role of the sample. IPASN_SIGN_IN=none shows the person at this machine everything, IPASN_SIGN_IN=required asks for accounts.
run: export IPASN_SIGN_IN ?= demonstration
run: setup $(WAREHOUSE)/.sample
	@if [ "$$IPASN_SIGN_IN" = demonstration ] && ! cmp -s $(WAREHOUSE)/CURRENT $(WAREHOUSE)/.sample; then \
	echo "Rilis di $(WAREHOUSE) milik Anda sendiri: peragaan tertutup bila isinya tidak seluruhnya rekaan. Untuk Anda sendiri di mesin ini: IPASN_SIGN_IN=none make run; dengan akun: IPASN_SIGN_IN=required make run"; \
	echo "The release in $(WAREHOUSE) is your own: the demonstration is closed unless all of it is invented. For yourself at this machine: IPASN_SIGN_IN=none make run; with accounts: IPASN_SIGN_IN=required make run"; fi
	@echo "Dashboard: http://127.0.0.1:$(PORT)  (berhenti dengan Ctrl+C / stop with Ctrl+C)"
	@exec $(IN)/python -m streamlit run dashboard/server.py --server.address=127.0.0.1 --server.port=$(PORT) \
		--server.headless=true --browser.gatherUsageStats=false

setup: $(VENV)/.product

test: lint
	$(IN)/python -m pytest --numprocesses=2 --dist=worksteal

format: $(VENV)/.development
	$(IN)/ruff format .
	$(IN)/ruff check --fix .

lint: $(VENV)/.development
	$(IN)/ruff format --check .
	$(IN)/ruff check .
	$(IN)/mypy
	$(IN)/lint-imports --no-logo
	$(IN)/python tests/hardening/code.py

# Known vulnerabilities of the pins; needs the registry's advisories and says so when they do not answer.
audit: $(VENV)/.development
	$(IN)/python tests/hardening/pins.py

sbom: setup
	@mkdir -p build
	$(IN)/python -m dashboard sbom > build/sbom.json

# uv installs in seconds what takes pip a minute; where it cannot be had or does not reach the registry, pip does the work.
define install
	@{ UV=uv; $$UV --version >/dev/null 2>&1 || { UV=$(IN)/uv; $$UV --version >/dev/null 2>&1 || $(PIP) uv >/dev/null 2>&1; } \
	&& $$UV pip install --quiet --python $(IN)/python -r $(1); } || $(PIP) -r $(1)
	@touch $@
endef

$(IN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 2; }
	@echo "Making the environment in $(VENV) ..."
	@if uv --version >/dev/null 2>&1; then uv venv --quiet --seed --python "$$(command -v $(PYTHON))" $(VENV); else $(PYTHON) -m venv $(VENV); fi

$(VENV)/.product: requirements.txt | $(IN)/python
	$(call install,requirements.txt)

$(VENV)/.development: requirements-dev.txt $(VENV)/.product
	$(call install,requirements-dev.txt)

# Three invented years, the last one twice, so that there is a release to compare with, and the people of the last one for the ledger; make has seen that something is newer. A release that was built from other sources is left as it is.
$(WAREHOUSE)/.sample: $(shell find data/sample data/reference data/sources.toml pipelines -type f ! -name '*.pyc' 2>/dev/null) | $(VENV)/.product
	@mkdir -p $(WAREHOUSE)
	@unset IPASN_LEDGER; if [ -f $(WAREHOUSE)/CURRENT ] && ! cmp -s $(WAREHOUSE)/CURRENT $@; then echo "$(WAREHOUSE): a release of your own is current and stays"; \
	else $(IN)/python -m pipelines build --year 2019 --as-of 2019-12-31T12:00 --force --fresh --warehouse $(WAREHOUSE) \
	&& $(IN)/python -m pipelines build --year 2020 --as-of 2020-12-31T12:00 --force --warehouse $(WAREHOUSE) \
	&& $(IN)/python -m pipelines build --year 2021 --as-of 2021-04-16T12:00 --force --warehouse $(WAREHOUSE) \
	&& $(IN)/python -m pipelines build --year 2021 --as-of 2021-04-20T12:00 --force --warehouse $(WAREHOUSE) \
	&& $(IN)/python -m pipelines identities --year 2021 --warehouse $(WAREHOUSE) --out $(WAREHOUSE)/identities-2021.jsonl \
	&& cp $(WAREHOUSE)/CURRENT $@; fi
