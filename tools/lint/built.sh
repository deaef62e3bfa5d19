#!/bin/sh
# built.sh [ROOT]: no file that a build made is kept: no objects, libraries or programs, and nothing that names a place of
# one machine. Files of test input may hold any bytes.
cd "${1:-.}" || exit 2
git rev-parse --is-inside-work-tree >/dev/null 2>&1 || exit 0 # a copy without its history
bad=0
for file in $(git ls-files | grep -E '\.(o|so|a|pyc|whl|deb|msd|model)$|(^|/)Makevars$' | grep -v '^fuzz/corpus/'); do
    echo "$file: made by a build"
    bad=1
done
here=$(pwd)
git grep -lIF -e "$here/" -- . ':!fuzz/corpus' && { echo "these name $here"; bad=1; }
exit "$bad"
