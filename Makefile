# The project's commands; `make help` lists them. Everything they do is plain CMake (see CMakePresets.json).
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
JOBS ?= $(shell nproc)
INSTALL := toolchains/install-dependencies.sh
WITHOUT_TESTS := -DGANDSE_BUILD_TESTS=OFF -DGANDSE_BUILD_TRAINER=OFF
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy

.PHONY: help demo test debug format format-check tidy bench train clean

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: ## ResNet-18 on the im2col accelerator: one decision per layer
	@$(INSTALL) demo
	@cmake --preset host -B build/demo $(WITHOUT_TESTS) >build-demo.log || { cat build-demo.log; exit 1; }; rm -f build-demo.log
	@cmake --build build/demo --target gandse -j $(JOBS)
	@# 3 says that some layer's objective cannot be met: an answer, not a failure.
	@build/demo/runtime/cli/gandse batch im2col runtime/examples/resnet18.csv --table || { code=$$?; test $$code -eq 3; }

test: build/host.configured ## every test that needs no board
	@cmake --build --preset host -j $(JOBS)
	@ctest --preset host -j $(JOBS)

debug: ## the same with address and undefined-behaviour sanitizers
	@$(INSTALL) test
	@cmake --preset host-debug
	@cmake --build --preset host-debug -j $(JOBS)
	@ctest --preset host-debug -j $(JOBS)

format: ## rewrite the sources in the project's format
	@$(INSTALL) lint
	@$(SOURCES) | xargs -0 $(CLANG_FORMAT) -i

format-check: ## are they?
	@$(INSTALL) lint
	@$(SOURCES) | xargs -0 $(CLANG_FORMAT) --dry-run -Werror
