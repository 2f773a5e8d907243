# Everything a person or a CI machine types. The work is done by scripts/, which can also be called alone.

# `make` inside of `make` says no more than it does alone.
MAKEFLAGS += --no-print-directory

JOB  ?= examples/hello.nomad.hcl
ARGS ?=

.PHONY: help run test check bench clean

help:
	@echo 'make run [JOB=FILE] [ARGS="…"]   run a job file on this host (default: $(JOB))'
	@echo 'make test                        set everything up and run the whole suite'
	@echo 'make check                       format, types, lint, architecture, dead code'
	@echo 'make bench                       measure starts and memory, and write docs/benchmarks.md'
	@echo 'make clean                       remove what was built'

run:
	@scripts/run.sh '$(JOB)' $(ARGS)

test:
	@scripts/test.sh

check:
	@scripts/check.sh

bench:
	@scripts/bench.sh

clean:
	rm -rf dist reports coverage .stryker-tmp
