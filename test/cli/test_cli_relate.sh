#!/bin/sh
# test_cli_relate.sh BUILD: the event of given pairs, in the order of the input, and what is refused. Needs model and
# knowledge.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
echo '{"text":"x","actor":"a","recipient":"b"}' | "$masudi" relate >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
bad=0
fail() { echo "FAIL: $*"; bad=1; }

cat >"$tmp/in" <<'END'
{"id":"a","text":"Peru accused Chile of lying.","actor":"Peru","recipient":"Chile"}
{"id":2,"text":"Peru accused Chile of lying.","actor":[0,4],"recipient":[13,18]}
{"text":"Peru accused Chile of lying.","actor":"Peru"}
not JSON
{"text":"Peru accused Chile of lying.","actor":[5,2],"recipient":"Chile"}
{"text":"Peru accused Chile of lying.","actor":[0,4],"recipient":[13,99]}
{"text":"Troops of Kenya shelled Uganda.","actor":"kenyan soldiers","recipient":"the Ugandans"}
END
"$masudi" relate "$tmp/in" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 1 ] || fail "status of a run with refused lines"
[ "$(grep -c . "$tmp/out")" -eq 3 ] || fail "three answers wanted: $(cat "$tmp/out")"
sed -n 1p "$tmp/out" | grep -q '"id":"a","event":"ACCUSE"' || fail "first: $(sed -n 1p "$tmp/out")"
sed -n 2p "$tmp/out" | grep -q '"id":"2","event":"ACCUSE"' || fail "places: $(sed -n 2p "$tmp/out")"
sed -n 3p "$tmp/out" | grep -q '"event":"ASSAULT"' || fail "loosely: $(sed -n 3p "$tmp/out")"
for key in mode cameo status confidence scores rule; do
    [ "$(grep -c "\"$key\":" "$tmp/out")" -eq 3 ] || fail "no $key"
done
for line in 3 4 5 6; do grep -q ":$line: " "$tmp/err" || fail "line $line is not named: $(cat "$tmp/err")"; done
grep -q '7 pairs, 4 refused' "$tmp/err" || fail "summary: $(cat "$tmp/err")"
"$masudi" relate -j 1 "$tmp/in" 2>/dev/null | cmp -s - "$tmp/out" || fail '-j 1 gives other bytes'
"$masudi" relate --no-such 2>/dev/null
[ $? -eq 2 ] || fail 'an unknown option'
exit $bad
