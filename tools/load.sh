#!/bin/sh
# load.sh KIND BUILD [N]: N articles of the news load through a program that watches itself, with two workers, into a
# store and out as JSON lines. KIND is asan (the sanitizers' build in BUILD/asan), tsan (BUILD/tsan-load), valgrind (BUILD;
# one worker). What comes out must be what the plain build says, byte for byte, whatever watches; 1 when it is not, or
# when anything is found. MASUDI_LOAD names another load: JSON lines, packed by gzip or not.
set -eu
cd "$(dirname "$0")/.."
kind=$1
build=$2
load=${MASUDI_LOAD:-../shared/data/load/news_load.jsonl.gz}
if [ ! -r "$load" ]; then
    echo "load: skipped: no $load" >&2
    exit 77
fi
case $kind in
    asan) n=${3:-5000} jobs=2 program=$build/asan/masudi watcher= ;;
    tsan) n=${3:-5000} jobs=2 program=$build/tsan-load/masudi watcher= ;;
    valgrind) n=${3:-40} jobs=1 program=$build/masudi
        watcher="valgrind -q --suppressions=tools/valgrind.supp --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect" ;;
    *) echo "load: asan, tsan or valgrind" >&2; exit 2 ;;
esac
[ -z "$watcher" ] || command -v valgrind >/dev/null || { echo "load: skipped: no valgrind" >&2; exit 77; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
MASUDI_MODEL=$build/share/masudi/en.model
MASUDI_KNOWLEDGE=$build/share/masudi/knowledge.msd
TSAN_OPTIONS="halt_on_error=1 ${TSAN_OPTIONS:-}"
export MASUDI_MODEL MASUDI_KNOWLEDGE TSAN_OPTIONS
{ gzip -dcf "$load" 2>/dev/null || true; } | head -n "$n" >"$tmp/in.jsonl"
n=$(wc -l <"$tmp/in.jsonl")
"$build/masudi" code -j 2 --out jsonl --quiet "$tmp/in.jsonl" >"$tmp/plain"
started=$(date +%s)
# shellcheck disable=SC2086
$watcher "$program" code -j "$jobs" --out jsonl --quiet --store "$tmp/s.db" "$tmp/in.jsonl" >"$tmp/out"
took=$(($(date +%s) - started))
if ! cmp -s "$tmp/plain" "$tmp/out"; then
    echo "load: $kind: its claims are not those of the plain build" >&2
    diff "$tmp/plain" "$tmp/out" | head -n 4 | cut -c1-300 >&2
    exit 1
fi
echo "load: $kind: $n articles, $(wc -l <"$tmp/out") claims, nothing found, $took s"
