#!/bin/sh
# fuzz.sh BUILD SECONDS: run each libFuzzer target of a fuzz build for that long,
# starting from its corpus. New inputs go to BUILD/corpus/, a crash to BUILD/;
# what crashes becomes a corpus file and a unit test.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/fuzz}
seconds=${2:-60}
n=0
for source in fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    input=${name#fuzz_}
    dict=
    [ -f "fuzz/$input.dict" ] && dict=-dict=fuzz/$input.dict
    mkdir -p "$build/corpus/$input"
    echo "== $name" >&2
    # shellcheck disable=SC2086
    "$build/$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -verbosity=0 \
        -artifact_prefix="$build/$name-" $dict "$build/corpus/$input" "fuzz/corpus/$input"
    n=$((n + 1))
done
[ "$n" -gt 0 ] || { echo "fuzz: no target was run" >&2; exit 1; }
