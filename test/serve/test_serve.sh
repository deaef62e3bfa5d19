#!/bin/sh
# test_serve.sh BUILD: what a client may ask of `masudi serve`, and what it gets. Needs model, knowledge and python3.
set -u
root=$(pwd)
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
"$masudi" code --store "$tmp/s.db" --out none --quiet examples/crisis.txt examples/*.jsonl >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
"$masudi" db stories --store "$tmp/s.db" >/dev/null 2>"$tmp/err" || { cat "$tmp/err"; exit 1; }
python3 test/serve/serve_client.py "$masudi" "$tmp/s.db" "$root" "$tmp"
