#!/bin/sh
# test_review.sh BUILD: what people say of claims holds, can be taken back, is kept, and survives coding anew.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
"$masudi" code --store "$tmp/s.db" --out none --quiet examples/crisis.txt >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
python3 test/store/review_check.py "$masudi" "$tmp/s.db"
