#!/bin/sh
# test_golden.sh BUILD [--accept]: for every test/golden/VERB/NAME.in (or .args
# alone), `masudi VERB` with the arguments of NAME.args must give NAME.out, byte
# by byte. --accept writes what comes out as what is expected; read the diff.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
cd "$(dirname "$0")" || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
bad=0
n=0
for out in */*.out; do
    case=${out%.out}
    verb=${case%/*}
    args=$(cat "$case.args" 2>/dev/null)
    [ -e "$case.in" ] && args="$args $case.in"
    # shellcheck disable=SC2086
    "$masudi" "$verb" $args </dev/null >"$tmp/out" 2>"$tmp/err"
    status=$?
    n=$((n + 1))
    [ "$status" -eq 3 ] && { echo "left out: $case: $(cat "$tmp/err")"; continue; }
    if [ "${2:-}" = --accept ]; then
        cmp -s "$tmp/out" "$out" || { cp "$tmp/out" "$out"; echo "accepted $out"; }
    elif ! diff -u "$out" "$tmp/out" >"$tmp/diff"; then
        echo "FAIL $case"
        cat "$tmp/diff" "$tmp/err"
        bad=1
    fi
done
echo "$n cases"
[ "$n" -gt 0 ] && exit "$bad"
