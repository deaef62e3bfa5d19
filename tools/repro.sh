#!/bin/sh
# repro.sh WHEEL: build the tree twice, in folders of different names and lengths, and compare what a user gets.
set -eu
cd "$(dirname "$0")/.."
wheel=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for place in a a-longer/place/than-the-first; do
    mkdir -p "$tmp/$place"
    git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$tmp/$place" 2>/dev/null || true
    (cd "$tmp/$place" && make -s JOBS="${JOBS:-$(nproc)}" WHEEL="$wheel" data >/dev/null)
    (cd "$tmp/$place/build" && sha256sum masudi libmasudi.a libmasudi.so.*.* share/masudi/*) >"$tmp/sums.$(basename "$place")"
    sleep 1 # nothing may hang on the time of day
done
cat "$tmp/sums.a"
cmp "$tmp/sums.a" "$tmp/sums.than-the-first" && echo "two builds, the same bytes"
