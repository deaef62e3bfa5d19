#!/bin/sh
# fuzz.sh BUILD SECONDS [INPUT...]: run the libFuzzer targets of a fuzz build, or those of the inputs named ("html
# code"), for that long each, from the corpus in fuzz/corpus/ and from what earlier runs have found, which is kept in
# MASUDI_FUZZ_CORPUS (build/fuzz-corpus) so that time adds up. Each run adds a row to results.tsv there. A finding
# lies in BUILD; it becomes a file of fuzz/corpus/ and a test. Every target is run; 1 when any of them found something.
# MASUDI_FUZZ_RUNS: that many executions each from a seed that stays the same, so that a gate does not hang on luck.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/fuzz}
seconds=${2:-600}
shift $(($# < 2 ? $# : 2))
again=${MASUDI_FUZZ_RUNS:+-seed=1 -runs=$MASUDI_FUZZ_RUNS}
kept=${MASUDI_FUZZ_CORPUS:-build/fuzz-corpus}
mkdir -p "$kept"
[ -s "$kept/results.tsv" ] ||
    printf 'day\tinput\tseconds\texecutions\tedges\tfeatures\tinputs\tfindings\n' >"$kept/results.tsv"

fuzz() { # INPUT: gives 1 when there is a finding
    input=$1
    log=$build/fuzz_$input.log
    dict=
    findings=0
    [ -f "fuzz/$input.dict" ] && dict=-dict=fuzz/$input.dict
    mkdir -p "$kept/$input"
    started=$(date +%s)
    # shellcheck disable=SC2086
    "$build/fuzz_$input" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="$build/fuzz_$input-" $again $dict "$kept/$input" "fuzz/corpus/$input" >"$log" 2>&1 || findings=1
    awk -v day="$(date -u +%Y-%m-%d)" -v input="$input" -v seconds="$(($(date +%s) - started))" -v findings="$findings" '
        / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "ft:") ft = $(i + 1)
                                              if ($i == "corp:") { corp = $(i + 1); sub(/\/.*/, "", corp) } }
                   n = $1; sub(/#/, "", n) }
        /^stat::number_of_executed_units:/ { n = $2 }
        END { printf "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", day, input, seconds, n, cov, ft, corp, findings }' \
        "$log" | tee -a "$kept/results.tsv"
    [ "$findings" = 0 ] || tail -n 40 "$log" >&2
    return "$findings"
}

n=0
bad=0
[ $# -gt 0 ] || set -- fuzz/fuzz_*.c
for name; do
    name=$(basename "$name" .c)
    fuzz "${name#fuzz_}" || bad=1
    n=$((n + 1))
done
[ "$n" -gt 0 ] || { echo "fuzz: no target was run" >&2; exit 1; }
exit "$bad"
