.DEFAULT_GOAL := help
GOLANGCI_VERSION := v2.15.0
TOOLS := $(CURDIR)/.cache/bin
# Counted in runs: with a time, go test now and then fails at its end with
# "context deadline exceeded" although nothing was found.
FUZZTIME ?= 5000x
# Data for measuring on real questionnaires; not part of the repository.
CANDOR_SHARED ?= $(abspath ../shared/data)

.PHONY: help build test race lint fmt check kb golden fuzz bench measure-cert measure-match measure-plain measure-dev fit measure-batch measure-scale batch-kill realdata jstest browser generate hooks clean tidy

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

build: ## build ./candor
	CGO_ENABLED=0 go build -trimpath -o candor ./cmd/candor

test: ## run the tests of a plain clone
	go test ./...

race: ## run them with the race detector
	go test -race -timeout 30m ./...

tidy:
	go mod tidy -diff

lint: $(TOOLS)/golangci-lint ## vet and lint
	@test -z "$$(gofmt -l cmd internal knowledgebase)" || { gofmt -l cmd internal knowledgebase; exit 1; }
	go vet ./...
	go vet -tags realdata,browser ./...
	$(TOOLS)/golangci-lint run --build-tags realdata,browser ./...

$(TOOLS)/golangci-lint:
	GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)

fmt: $(TOOLS)/golangci-lint ## format the code
	$(TOOLS)/golangci-lint fmt ./...

kb: ## check the starter knowledge base
	go run ./cmd/candor check --as-of 2026-11-22

golden: ## rewrite golden files; review the diff
	go test ./internal/cli -update
	go test ./internal/workbook/layout -run Layouts -update-layouts

fuzz: ## fuzz each target for FUZZTIME
	@set -e; for pkg in $$(go list ./...); do \
	  for f in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "fuzz $$pkg $$f"; go test $$pkg -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime=1x; \
	  done; done

bench: ## run the benchmarks once each
	go test -run '^$$' -bench . -benchtime 1x ./...

measure-cert: ## how well certification questions are read and answered
	go run ./internal/measurecert

measure-match: ## how well control questions are answered
	go run ./cmd/candor eval fixtures/gold/questions*.jsonl --as-of 2026-11-22

measure-plain: ## how well the plain questions of every sheet are answered
	go run ./cmd/candor eval fixtures/gold/plain.jsonl --as-of 2026-11-22

measure-dev: ## the same without the test split, for work on the matcher
	go run ./cmd/candor eval fixtures/gold/questions*.jsonl --as-of 2026-11-22 --split dev

fit: ## print weights for knowledgebase/match.yaml, fitted on the dev split
	go run ./cmd/candor eval fixtures/gold/questions*.jsonl fixtures/gold/plain.jsonl --as-of 2026-11-22 --split dev --fit

measure-batch: ## throughput and memory over a thousand questionnaires
	go run ./internal/measurebatch

measure-scale: ## time and memory at 50 to 100,000 entries
	go run ./internal/measurescale

batch-kill: ## kill fifty batches and go on with each
	go test ./internal/fill/batch -run TestKilledAnywhere -kills 50 -v

realdata: ## tests on the real questionnaires in CANDOR_SHARED
	CANDOR_SHARED=$(CANDOR_SHARED) go test -tags realdata -run 'Real' ./...

# In a folder that says that scripts are modules: Node passes over faults of
# modules that it takes for something else.
JSTEST := .cache/jstest

jstest: ## check and test the page's scripts in Node
	rm -rf $(JSTEST) && mkdir -p $(JSTEST)
	cp -r internal/web/static internal/web/jstest $(JSTEST)/
	echo '{"type": "module"}' > $(JSTEST)/package.json
	@set -e; for f in $(JSTEST)/static/*.js; do node --check $$f; done
	node --test $(JSTEST)/jstest/*.test.mjs

comma := ,
AXE_VERSION := 4.14.1
AXE := $(CURDIR)/.cache/axe/node_modules/axe-core/axe.min.js

browser: $(AXE) ## walk through the review page in Chromium
	CANDOR_AXE=$(AXE) CANDOR_SHARED=$(CANDOR_SHARED) go test -tags browser$(if $(wildcard $(CANDOR_SHARED)),$(comma)realdata) -v -timeout 15m ./internal/web/journey

$(AXE):
	mkdir -p .cache/axe
	npm install --no-save --no-fund --no-audit --prefix .cache/axe axe-core@$(AXE_VERSION)

generate: ## rebuild generated fixtures
	go generate ./...

hooks: ## use the repository's git hooks
	git config core.hooksPath .githooks

check: tidy lint race kb fuzz ## what CI runs, in its order

clean: ## remove what was built
	rm -rf candor .cache
