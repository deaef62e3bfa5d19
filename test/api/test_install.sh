#!/bin/sh
# test_install.sh BUILD: install into the build folder, compile examples/example.c
# against that by pkg-config, and run it when there is a model.
set -eu
build=$1
root=$build/installed
rm -rf "$root"
# Both ways of moving an installation: a prefix, and DESTDIR before it.
DESTDIR=$root/staged cmake --install "$build" --prefix /usr >/dev/null
[ -f "$root/staged/usr/include/masudi.h" ] || { echo "DESTDIR and prefix were not obeyed"; exit 1; }
cmake --install "$build" --prefix "$root/prefix" >/dev/null
[ -n "$(find "$root/prefix" -name masudi_sqlite.so)" ] || { echo "no masudi_sqlite.so"; exit 1; }
pc=$(find "$root/prefix" -name masudi.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion masudi)" = "$(sed -n 's/^#define MSD_VERSION "\(.*\)"/\1/p' include/masudi.h)" ] ||
    { echo "masudi.pc and masudi.h name different versions"; exit 1; }
sanitize=
grep -q 'MSD_SANITIZE:BOOL=ON' "$build/CMakeCache.txt" && sanitize=-fsanitize=address,undefined
grep -q 'MSD_TSAN:BOOL=ON' "$build/CMakeCache.txt" && sanitize=-fsanitize=thread
grep -q 'MSD_COV:BOOL=ON' "$build/CMakeCache.txt" && sanitize=--coverage
library=$(pkg-config --variable=libdir masudi)
# shellcheck disable=SC2046
cc -std=c17 -Wall -Wextra -Wpedantic -Werror $sanitize examples/example.c -o "$root/example" \
    $(pkg-config --cflags --libs masudi)
data=$(cd "$build" && while [ ! -f share/masudi/en.model ] && [ "$(pwd)" != / ]; do cd ..; done && pwd)/share/masudi
model=${MASUDI_MODEL:-$data/en.model}
knowledge=${MASUDI_KNOWLEDGE:-$data/knowledge.msd}
if ! [ -f "$model" ] || ! [ -f "$knowledge" ]; then
    echo "no model or no knowledge file in $data: compiled and not run"
    exit 77
fi
MASUDI_MODEL=$model MASUDI_KNOWLEDGE=$knowledge LD_LIBRARY_PATH=$library \
    "$root/example" >"$root/out"
cat "$root/out"
grep -q '^Iran THREATEN .*: denied' "$root/out"
