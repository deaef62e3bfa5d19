#!/bin/sh
# cov.sh BUILD: lines reached by the tests, by folder of src/, from gcov's counts.
# Counts of the same file in several objects are not merged: the best one stands.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/cov}
find "$build/CMakeFiles" -path '*/src/*' -name '*.gcda' | sort | while read -r data; do
    gcov -n -o "$(dirname "$data")" "$data" 2>/dev/null
done | awk '
    /^File / { file = $0; sub(/^File ./, "", file); sub(/.$/, "", file); sub(/.*\/src\//, "src/", file); next }
    /^Lines executed:/ && file ~ /^src\/.*\.c$/ {
        split($0, part, /[:% ]+/); hit = part[3] * part[5] / 100
        if (!(file in total) || hit > best[file]) { total[file] = part[5]; best[file] = hit }
        file = ""
    }
    END {
        for (f in total) {
            split(f, path, "/"); sum[path[2]] += total[f]; got[path[2]] += best[f]; all += total[f]; hits += best[f]
        }
        for (d in sum) printf "%-8s %6.1f %% of %d lines\n", d, 100 * got[d] / sum[d], sum[d] | "sort"
        close("sort")
        if (!all) { print "no counts found"; exit 1 }
        printf "%-8s %6.1f %% of %d lines\n", "all", 100 * hits / all, all
    }'
