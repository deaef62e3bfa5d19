#!/bin/sh
# names.sh [BUILD]: the archive defines only msd_ and msdx_ symbols, and the
# shared library shows exactly those that masudi.h declares.
build=${1:-build}
root=$(dirname "$0")/../..
nm -g --defined-only "$build/libmasudi.a" 2>/dev/null | awk '
    NF == 3 { n++; if ($3 !~ /^msdx?_/) { print "libmasudi.a: " $3 " is neither msd_ nor msdx_"; bad = 1 } }
    END { if (!n) print "libmasudi.a: no symbols read"; exit bad || !n }' || exit 1
nm -g --defined-only "$build/libmasudi_formats.a" 2>/dev/null | awk '
    NF == 3 && $3 !~ /^msdx_/ { print "libmasudi_formats.a: " $3 " is not msdx_"; bad = 1 }
    END { exit bad }' || exit 1
nm -D -g --defined-only "$build/libmasudi.so" | awk '
    FNR == NR { line = $0; while (match(line, /msd_[a-z0-9_]+\(/)) {
                    declared[substr(line, RSTART, RLENGTH - 1)] = 1; line = substr(line, RSTART + RLENGTH) }
                next }
    { n++; if (!($3 in declared)) { print "libmasudi.so: " $3 " is exported and not in masudi.h"; bad = 1 } }
    END { exit bad }' "$root/include/masudi.h" -
