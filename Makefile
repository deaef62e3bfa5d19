# Thin front over CMake. `./run setup` installs what this needs.
BUILD ?= build
JOBS  ?= $(shell nproc)

.PHONY: all test
all:
	cmake -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release >/dev/null
	cmake --build $(BUILD) -j $(JOBS)

test:
	cmake -S . -B $(BUILD)/asan -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 -DMSD_SANITIZE=ON >/dev/null
	cmake --build $(BUILD)/asan -j $(JOBS)
	ctest --test-dir $(BUILD)/asan -j $(JOBS) --output-on-failure
