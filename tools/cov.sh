#!/bin/sh
# cov.sh BUILD: lines and branches reached by the tests, by folder of src/, from gcov's counts.
# Counts of the same file in several objects are not merged: the best one stands.
# With COV_LINES and COV_BRANCHES it fails where all of src/ has less.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/cov}
find "$build/CMakeFiles" -path '*/src/*' -name '*.gcda' | sort | while read -r data; do
    gcov -b -n -o "$(dirname "$data")" "$data" 2>/dev/null
done | awk -v lines="${COV_LINES:-0}" -v branches="${COV_BRANCHES:-0}" '
    /^File / { file = $0; sub(/^File ./, "", file); sub(/.$/, "", file); sub(/.*\/src\//, "src/", file); next }
    file !~ /^src\/.*\.c$/ { next }
    /^Lines executed:/ {
        split($0, p, /[:% ]+/)
        hit = p[3] * p[5] / 100
        if (!(file in total) || hit > best[file]) { total[file] = p[5]; best[file] = hit }
    }
    /^Taken at least once:/ {
        sub(/^Taken at least once:/, ""); split($0, p, /[% ]+/)
        hit = p[1] * p[3] / 100
        if (!(file in forks) || hit > taken[file]) { forks[file] = p[3]; taken[file] = hit }
    }
    END {
        for (f in total) {
            split(f, path, "/"); d = path[2]
            sum[d] += total[f]; got[d] += best[f]; all += total[f]; hits += best[f]
            ways[d] += forks[f]; went[d] += taken[f]; all_ways += forks[f]; all_went += taken[f]
        }
        if (!all) { print "no counts found"; exit 1 }
        form = "%-8s %6.1f %% of %6d lines %6.1f %% of %6d branches\n"
        for (d in sum) printf form, d, 100 * got[d] / sum[d], sum[d], ways[d] ? 100 * went[d] / ways[d] : 0, ways[d] | "sort"
        close("sort")
        printf form, "all", 100 * hits / all, all, 100 * all_went / all_ways, all_ways
        if (100 * hits / all < lines || 100 * all_went / all_ways < branches) exit 1
    }'
