# Shortcuts for developers. Nothing needs make: `./bootstrap` alone does for users and for CI.
.POSIX:
.PHONY: help install demo test check format bench-send bench-latency bench-hostile bench-planning bench-import bench-reports bench-understand train-model lock clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 16

install: ## make .venv and install everything
	./bootstrap

demo: ## the whole process on loopback
	./bootstrap demo

test: ## ruff, mypy, import-linter and pytest, as in CI
	./bootstrap test

check: install ## the same without pytest
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: install ## put imports and layout in order
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench-send: install ## durable mails a second into smtp-sink, beside aiosmtplib, nodemailer and Django
	.venv/bin/python -m benchmarks.send

bench-read: install ## messages a second from Dovecot, stored and applied, beside mbsync and offlineimap
	.venv/bin/python -m benchmarks.read

bench-idle: install ## 200 mailboxes idling over TLS: memory, CPU, and all of them cut at once
	.venv/bin/python -m benchmarks.idle

bench-latency: install ## from a reply's delivery to the pause of its sequence, on Dovecot
	.venv/bin/python -m benchmarks.read_latency

bench-hostile: install ## ten thousand broken mails through the worker process (ALSO='--also FOLDER' for more)
	.venv/bin/python -m benchmarks.hostile $(ALSO)

bench-planning: install ## a turn of planning and claiming with up to a million enrollments
	.venv/bin/python -m benchmarks.planning

bench-import: install ## a million rows, 2.5 % broken, beside csv + sqlite3; killed ten times (ROWS='--rows 50000' for fewer)
	.venv/bin/python -m benchmarks.import_lists $(ROWS)

bench-reports: install ## every report over a million facts, beside one SQL aggregate (REPORTS='funnel sources/list' for some)
	.venv/bin/python -m benchmarks.reports $(REPORTS)

bench-understand: install ## messages understood a second on one core, beside flufl.bounce and mail-parser-reply
	.venv/bin/python -m benchmarks.understand

train-model: install ## learn the model that ships anew, after rules or letters have changed (two minutes)
	.venv/bin/python -m outreach.replies.learning

# uv keeps the versions that are in the file as long as pyproject.toml allows them; `make lock UPGRADE=--upgrade`
# takes the newest ones, `make lock UPGRADE='--upgrade-package NAME'` those of one package.
UPGRADE =

LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock' --quiet

lock: ## write the lock files anew from pyproject.toml (needs uv)
	$(LOCK) --extra demo --extra postgres --extra second-reader --extra webhook --extra serve --extra http --extra charts --group dev $(UPGRADE) \
		--output-file requirements.lock
	# What the container runs, and what builds it: of the same versions.
	$(LOCK) --constraint requirements.lock --extra postgres --extra serve --extra http --extra webhook --extra oauth --extra dkim \
		--output-file requirements-run.lock
	uv pip compile --group build --constraint requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command 'make lock' --quiet --output-file requirements-build.lock

clean: ## remove what can be made again
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
