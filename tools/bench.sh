#!/bin/sh
# bench.sh [BUILD]: run every benchmark program, one JSON line a measurement on
# standard output. MASUDI_BENCH=NAME... picks some (bench_parse ...).
set -eu
cd "$(dirname "$0")/.."
build=${1:-build}
export MASUDI_MODEL="${MASUDI_MODEL:-$build/share/masudi/en.model}"
export MASUDI_KNOWLEDGE="${MASUDI_KNOWLEDGE:-$build/share/masudi/knowledge.msd}"
MSD_COMMIT=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
MSD_MACHINE=$(awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo 2>/dev/null || uname -m)
export MSD_COMMIT MSD_MACHINE
echo "machine: $MSD_MACHINE, $(nproc) cores; $(cc --version | head -n 1); commit $MSD_COMMIT" >&2
n=0
for source in bench/bench_*.c; do
    name=$(basename "$source" .c)
    [ -x "$build/$name" ] || continue
    case " ${MASUDI_BENCH:-$name} " in *" $name "*) ;; *) continue ;; esac
    "$build/$name"
    n=$((n + 1))
done
[ "$n" -gt 0 ] || { echo "bench: no benchmark was run" >&2; exit 1; }
