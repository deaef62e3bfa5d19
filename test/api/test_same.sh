#!/bin/sh
# test_same.sh BUILD: the claims of some documents of our own are the same by every way that is here (bench/same).
set -u
build=$1
# a library under a sanitizer cannot be loaded into a python that is not
grep -qE 'MSD_(SANITIZE|TSAN|COV):BOOL=ON' "$build/CMakeCache.txt" && build=$build/..
[ -f "$build/libmasudi.so" ] || { echo "no $build/libmasudi.so"; exit 77; }
for file in en.model knowledge.msd; do
    [ -f "$build/share/masudi/$file" ] || { echo "no $build/share/masudi/$file"; exit 77; }
done
command -v python3 >/dev/null || { echo "no python3"; exit 77; }
exec python3 bench/same --build "$build" --n 40 --only command,c,arrow,sqlite examples/andes.jsonl
