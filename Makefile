# The project's commands; `make help` lists them. They install what is missing (Debian), and are plain CMake otherwise.
SHELL := /bin/bash
JOBS ?= $(shell nproc)
TEMPLATE ?= im2col
TARGETS ?= cortex-a53 cortex-a76 cortex-a9 riscv64 x86-64-v3 cortex-m0plus cortex-m4 cortex-m7 cortex-m55 cortex-r5f
BENCH ?= --benchmark_repetitions=7 --benchmark_min_time=0.03 --benchmark_enable_random_interleaving=true
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy
INSTALL := toolchains/install-dependencies.sh
CONFIGURE := cmake --preset host
LIBRARY_ONLY := -DGANDSE_BUILD_TESTS=OFF -DGANDSE_BUILD_TRAINER=OFF

# generated/ has its exporter's format.
SOURCES := find cost_model runtime trainer tests bench toolchains -name '*.[ch]pp' -print0
# clang-tidy reads each header through a source of one line. Weights are left out: they take half a minute each, and nothing is found. So are
# the tests of the firmware: clang does not know all of GCC's options.
SMALLEST_GENERATORS = cmake -P toolchains/smallest_generators.cmake | sed 's|.*|build/host/runtime/cli/generator_&.cpp|' | tr '\n' '\0'
TIDY_SOURCES = find build/host/tests/freestanding/headers_alone runtime/src runtime/c runtime/cli -name '*.cpp' \
  $(foreach header,$(wildcard generated/*.hpp),-not -name $(notdir $(header:.hpp=_hpp.cpp))) -print0
# Once each: what differs from another in its options alone is left out.
ODR_PROGRAMS = ninja -C build/host-odr -t targets all | sed -nE 's/^([^:]+): C(XX)?_EXECUTABLE_LINKER_.*/\1/p' | \
  grep -vE '\.(O[0-3s]|ssse3|avx2|avx512)$$'

.PHONY: help demo check test debug test-cross budgets package amalgamation format format-check tidy docs odr build_bench bench latency train tune oracle compare networks traces rtl measured golden zoo fuzz clean

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 14

demo: ## one decision for each layer of ResNet-18 on the im2col accelerator
	@$(INSTALL) demo
	@$(CONFIGURE) -B build/demo $(LIBRARY_ONLY)
	@cmake --build build/demo --target gandse -j $(JOBS)
	@# 3 says that an objective cannot be met: an answer, not a failure.
	@build/demo/runtime/cli/gandse batch im2col runtime/examples/resnet18.csv --table || test $$? -eq 3

check: ## the unit suites alone: what to run after every change
	@$(INSTALL) test
	@$(CONFIGURE) --log-level=WARNING
	@cmake --build --preset host --target unit_suites -j $(JOBS)
	@ctest --preset host -L unit -j $(JOBS)

test: ## all tests
	@$(INSTALL) test
	@$(CONFIGURE)
	@cmake --build --preset host -j $(JOBS)
	@ctest --preset host -j $(JOBS)

debug: ## all tests under the address and undefined-behaviour sanitizers
	@$(INSTALL) test
	@cmake --preset host-debug
	@cmake --build --preset host-debug -j $(JOBS)
	@ctest --preset host-debug -j $(JOBS)

test-cross: ## the tests on every target that can be emulated, by g++ and by clang++ (TARGETS=... for some)
	@$(INSTALL) cross
	@mkdir -p build
	@set -e; for target in $(TARGETS); do \
	  echo "== $$target"; cmake --preset $$target >build/$$target.log; \
	  cmake --build --preset $$target -j $(JOBS); ctest --preset $$target -j $(JOBS); \
	  echo "== $$target, clang++"; cmake --preset $$target -B build/$$target-clang -DGANDSE_CLANG=ON >build/$$target-clang.log; \
	  cmake --build build/$$target-clang -j $(JOBS); ctest --test-dir build/$$target-clang --output-on-failure -j $(JOBS); \
	done

budgets: ## write tests/budgets/ anew for TARGETS and the host, after a wanted change
	@$(INSTALL) test cross
	@mkdir -p build
	@$(CONFIGURE) >build/host.log && cmake --build --preset host -j $(JOBS)
	@rm -f build/measured
	@GANDSE_MEASURED="$(CURDIR)/build/measured" ctest --preset host -R 'freestanding.(size|stack)\.[a-z0-9]+\.O' >/dev/null
	@tests/budgets/rewrite.sh x86-64 build/measured
	@set -e; for target in $(TARGETS); do \
	  cmake --preset $$target >build/$$target.log; cmake --build --preset $$target -j $(JOBS); rm -f build/measured; \
	  GANDSE_MEASURED="$(CURDIR)/build/measured" ctest --preset $$target -R budget >/dev/null; \
	  tests/budgets/rewrite.sh $$target build/measured; \
	done

package: ## the sources as a tarball, and Debian packages of library, command line and trainer, in build/package/packages/
	@$(INSTALL) trainer package
	@$(CONFIGURE) -B build/package -DGANDSE_BUILD_TESTS=OFF -DGANDSE_NATIVE=OFF
	@cmake --build build/package --target gandse gandse_c gandse-train gandse-export gandse-template-check -j $(JOBS)
	@cd build/package && cpack -B packages && cpack --config CPackSourceConfig.cmake -B packages

amalgamation: ## the library as two files, gandse.h and gandse.hpp, in build/amalgamation/ (GENERATORS=... for some)
	@toolchains/amalgamate.sh build/amalgamation $(GENERATORS)

format: ## rewrite all sources in the project's format
	@$(INSTALL) format
	@$(SOURCES) | xargs -0 $(CLANG_FORMAT) -i

format-check: ## are all sources in the project's format?
	@$(INSTALL) format
	@$(SOURCES) | xargs -0 $(CLANG_FORMAT) --dry-run -Werror

tidy: ## clang-tidy on the library's headers and sources, and on the command line
	@$(INSTALL) tidy
	@$(CONFIGURE)
	@{ $(TIDY_SOURCES); $(SMALLEST_GENERATORS); } | xargs -0 -n 1 -P $(JOBS) $(CLANG_TIDY) --quiet -p build/host --warnings-as-errors='*' \
	  --extra-arg=-Wno-unknown-warning-option  # g++ has some that clang has not

docs: ## the interfaces as HTML in build/docs/html, by Doxygen; no public name without a comment
	@$(INSTALL) docs
	@rm -rf build/docs && mkdir -p build/docs
	@doxygen toolchains/Doxyfile

odr: ## is every type and function defined alike in all of a program? (all programs, merged with -flto)
	@$(INSTALL) test
	@cmake --preset host-odr
	@$(ODR_PROGRAMS) | xargs ninja -C build/host-odr -j $(JOBS)

build_bench:
	@$(INSTALL) bench
	@$(CONFIGURE) -B build/bench -DGANDSE_BUILD_TESTS=OFF -DGANDSE_BUILD_CLI=OFF -DGANDSE_BUILD_BENCH=ON \
	  -DCMAKE_CXX_FLAGS=-march=native
	@cmake --build build/bench --target gandse_bench gandse-bench-report -j $(JOBS)

bench: build_bench ## micro-benchmarks to build/bench/bench.json, a short table, and what changed since BEFORE=file.json
	@build/bench/bench/gandse_bench $(BENCH) --benchmark_out=build/bench/bench.json >build/bench/bench.log
	@build/bench/bench/gandse-bench-report table build/bench/bench.json
	@if [ -n "$(BEFORE)" ]; then build/bench/bench/gandse-bench-report compare $(BEFORE) build/bench/bench.json; fi

latency: build_bench ## the committed page of results anew, in bench/results/latency/ (two minutes, on an idle machine)
	@build/bench/bench/gandse_bench $(BENCH) --benchmark_out=build/bench/latency.json >build/bench/bench.log
	@mkdir -p bench/results/latency
	@build/bench/bench/gandse-bench-report page build/bench/latency.json bench/results/latency

train: ## train new weights for TEMPLATE (im2col), and write them to generated/ (about a quarter of an hour)
	@$(INSTALL) trainer
	@$(CONFIGURE)
	@cmake --build --preset host --target gandse-train gandse-export -j $(JOBS)
	@build/host/trainer/gandse-train $(TEMPLATE)
	@build/host/trainer/gandse-export $(TEMPLATE)

zoo: ## the tables of runtime/examples/zoo/ anew, from the models in MODELS, which export.py there writes
	@$(CONFIGURE)
	@cmake --build --preset host --target gandse -j $(JOBS)
	@set -e; for model in $(MODELS)/*.onnx; do \
	  build/host/runtime/cli/gandse layers $$model >runtime/examples/zoo/$$(basename $$model .onnx).csv; done

fuzz: ## 100 000 mutated model files, read under the address and undefined-behaviour sanitizers
	@$(INSTALL) test
	@cmake --preset host-debug
	@cmake --build --preset host-debug --target onnx_fuzz -j $(JOBS)
	@GANDSE_MUTANTS=$(or $(MUTANTS),100000) build/host-debug/tests/onnx/onnx_fuzz

tune: ## tune the search baselines on TEMPLATE, the learned ones on im2col, to bench/results/ (about ten minutes)
	@$(INSTALL) optimisers
	@$(CONFIGURE)
	@cmake --build --preset host --target gandse-train gandse-tune -j $(JOBS)
	@build/host/trainer/gandse-tune $(TEMPLATE)
	@if [ $(TEMPLATE) = im2col ]; then trainer/tune_learned.sh build/host; fi

oracle: ## make TEMPLATE's tight tasks anew, hold its oracle against enumeration, to bench/results/ (minutes)
	@$(INSTALL) trainer
	@$(CONFIGURE)
	@cmake --build --preset host --target gandse-oracle -j $(JOBS)
	@build/host/trainer/gandse-oracle $(TEMPLATE) tight
	@build/host/trainer/gandse-oracle $(TEMPLATE) verify

compare: ## everything against everything on TEMPLATE, to bench/results/ (trains the baselines: about an hour)
	@$(INSTALL) compare
	@$(CONFIGURE)
	@cmake --build --preset host --target gandse-train gandse-compare -j $(JOBS)
	@trainer/study.sh build/host $(TEMPLATE)
	@build/host/trainer/gandse-compare $(TEMPLATE) --study build/host/study/$(TEMPLATE) \
	  --results bench/results/$(TEMPLATE) --tasks 300

networks: ## whole networks of TEMPLATE on a table of bitstreams, against annealing and a genetic algorithm (four minutes)
	@$(INSTALL) trainer
	@$(CONFIGURE)
	@cmake --build --preset host --target gandse-networks -j $(JOBS)
	@build/host/trainer/gandse-networks $(TEMPLATE) --results bench/results/$(TEMPLATE)/networks

traces: ## days of changing networks of TEMPLATE: what switching bitstreams spends, beside the optimum in hindsight (five minutes)
	@$(INSTALL) trainer
	@$(CONFIGURE)
	@cmake --build --preset host --target gandse-traces -j $(JOBS)
	@build/host/trainer/gandse-traces $(TEMPLATE) --results bench/results/$(TEMPLATE)/traces

rtl: ## the machine of im2col in SystemVerilog against its model, on all hardware configurations (some minutes)
	@$(INSTALL) rtl
	@$(CONFIGURE) -B build/rtl -DGANDSE_RTL_ALL=ON -DGANDSE_BUILD_TRAINER=OFF
	@cmake --build build/rtl --target rtl_programs -j $(JOBS)
	@GANDSE_RTL_POINTS=72 GANDSE_RTL_REFUSED=6 ctest --test-dir build/rtl -L rtl --output-on-failure -j $(JOBS)

measured: ## the dnnweaver template beside cycles measured on its RTL: a table here, and a plot in bench/results/
	@$(INSTALL) measured
	@$(CONFIGURE)
	@cmake --build --preset host --target dnnweaver_rtl_report -j $(JOBS)
	@build/host/tests/cost_model/dnnweaver_rtl_report tests/cost_model/dnnweaver2_rtl.csv bench/results/dnnweaver/rtl.svg

golden: ## write the golden decisions anew, after a wanted change
	@$(INSTALL) demo
	@$(CONFIGURE) -B build/demo $(LIBRARY_ONLY)
	@cmake --build build/demo --target gandse -j $(JOBS)
	@tests/golden/rewrite.sh build/demo/runtime/cli/gandse tests/golden
	@$(CONFIGURE)
	@cmake --build --preset host --target write_digests -j $(JOBS)
	@for template in im2col dnnweaver; do \
	  build/host/tests/board/write_digests $$template >tests/board/digests_$$template.hpp; \
	done

clean: ## remove everything that was built, trained checkpoints excepted
	@rm -rf build
