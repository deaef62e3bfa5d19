#!/bin/sh
# test_layers.sh BUILD: rows of other data sets into a store and out again byte for byte, their
# mistakes told by line. With ../shared/data/formats, real files too.
set -u
masudi=$(cd "$1" && pwd)/masudi
shared=$(cd ../shared/data/formats 2>/dev/null && pwd)
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
bad=0
fail() { echo "FAIL: $*"; bad=1; }
# row N COLUMNS ACTOR: a row of GDELT 1.0
row() {
    printf '%s\t20130401\t201304\t2013\t2013.2493\tIRQ\t%s\tIRQ' "$1" "$3"
    i=9
    while [ "$i" -le "$2" ]; do
        case $i in 27|28) c=010 ;; 29) c=01 ;; 30) c=1 ;; 31) c=0.0 ;; *) c= ;; esac
        printf '\t%s' "$c"
        i=$((i + 1))
    done
    printf '\n'
}
same() { # FORM FILE ROWS
    "$masudi" db import --store s.db --layer "$1-$3" "$2" >out 2>err || fail "import $2: $(cat err)"
    grep -q " $3 rows added, 0 refused" err || fail "import $2: $(cat err)"
    "$masudi" db import --store s.db --layer "$1-$3" "$2" >out 2>err || fail "import $2 again: $(cat err)"
    grep -q " 1 of them there already, 0 rows" err || fail "import $2 again: $(cat err)"
    "$masudi" db export --store s.db --layer "$1-$3" --out "$1" -o out 2>err || fail "export $2: $(cat err)"
    cmp out "$2" || fail "$2 does not come out as it went in"
}
# 57 and 58 columns, a letter that is no UTF-8, a carriage return, the last line without an end
{ row 1 57 IRAQ; row 2 58 "$(printf 'CAF\311')"; row 3 58 IRAQ | sed 's/$/\r/'; row 4 58 'ÉIRE' | tr -d '\n'; } >one.csv
same gdelt1 one.csv 4
got=$("$masudi" db query --store s.db --out csv --sql "SELECT cameo, day FROM layer_row WHERE number = '2'" | tail -1 | tr -d '\r')
[ "$got" = 010,2013-04-01 ] || fail "SQL on a layer gives '$got'"

# what is wrong is told by line, and the rest is kept
{ row 1 58 A; row 2 59 B; row x 58 C; row 4 58 D; } >bad.csv
"$masudi" db import --store b.db --in gdelt1 bad.csv >out 2>err
[ $? -eq 1 ] || fail "refused rows: status"
grep -q '^bad.csv:2: 59 columns; gdelt1 has 58$' err || fail "$(cat err)"
grep -q "^bad.csv:3: 'x' is no number" err || fail "$(cat err)"
{ row 1 58 A; row 4 58 D; } >want
"$masudi" db export --store b.db --out gdelt1 | cmp - want || fail "what is left of bad.csv"
"$masudi" db export --store b.db --layer none >out 2>err && fail "a layer that is not there"
"$masudi" db check --store s.db >out || fail "check: $(cat out)"

if [ -n "$shared" ]; then
    same gdelt1 "$shared/gdelt1_events/gdelt1_events_57_and_58_columns.csv" 100
    same gdelt2 "$shared/gdelt2_events/20150218230000.export.CSV" 100
    same gdelt2-mentions "$shared/gdelt2_mentions/mentions.CSV" 100
    same icews "$shared/icews/events.2018.sample.part1.tab" 300
else
    echo "skipped: no ../shared/data/formats"
fi
[ "$bad" -eq 0 ] && echo ok
exit "$bad"
