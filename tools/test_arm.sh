#!/bin/sh
# test_arm.sh [BUILD]: the kernels of 64-bit ARM, cross-compiled and run under emulation against sums in double
# precision. Exit status 77, with a word, where compiler or emulator are not there (Debian: gcc-aarch64-linux-gnu
# libc6-dev-arm64-cross qemu-user-static).
set -eu
cd "$(dirname "$0")/.."
out=${1:-build}/arm
command -v aarch64-linux-gnu-gcc >/dev/null || { echo "test-arm: skipped: no aarch64-linux-gnu-gcc"; exit 77; }
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) || { echo "test-arm: skipped: no qemu-aarch64"; exit 77; }
mkdir -p "$out"
# The warnings are CMakeLists.txt's; these sources need no library but the C library's.
aarch64-linux-gnu-gcc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror \
    -ffp-contract=off -O2 -static -Iinclude -Isrc -Itest -o "$out/test_kernels" \
    test/unit/test_kernels.c src/parse/nn/kernels/*.c src/base/mem.c src/base/err.c -lm
"$qemu" "$out/test_kernels"
