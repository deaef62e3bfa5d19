#!/bin/sh
# test_cli_code.sh BUILD: the same bytes whatever the number of workers, forms of
# output, counts, and texts that are odd or long. Needs model and knowledge.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
echo x | "$masudi" code >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
bad=0
fail() { echo "FAIL: $*"; bad=1; }

awk 'BEGIN {
    for (i = 0; i < 100; i++) {
        printf "{\"id\":\"d%d\",\"date\":\"2020-05-%02d\",\"text\":\"", i, i % 28 + 1
        for (k = 0; k <= i % 7; k++) printf "Troops of brigade %d shelled the town of Goma, killing %d people. Iran threatened to close its embassy.\\n\\n", i, k + 2
        print "\"}"
        if (i % 50 == 0) print "{\"text\":" i "}"
        if (i % 60 == 0) print "{\"text\":\"El gobierno dijo que las tropas se retiraron de la ciudad por el ataque de los rebeldes.\"}"
    } }' >"$tmp/in.jsonl"
for j in 1 2 4 0; do
    "$masudi" code -j "$j" "$tmp/in.jsonl" >"$tmp/out$j" 2>"$tmp/err$j"
    [ $? -eq 1 ] || fail "-j $j: status, $(tail -n 1 "$tmp/err$j")"
done
[ -s "$tmp/out1" ] || fail 'no claims'
for j in 2 4 0; do
    cmp -s "$tmp/out1" "$tmp/out$j" || fail "-j $j gives other bytes"
    cmp -s "$tmp/err1" "$tmp/err$j" || fail "-j $j gives other words on standard error"
done
"$masudi" code --flush "$tmp/in.jsonl" 2>/dev/null | cmp -s - "$tmp/out1" || fail '--flush gives other bytes'
"$masudi" code --in jsonl - <"$tmp/in.jsonl" 2>/dev/null | cmp -s - "$tmp/out1" || fail 'a pipe gives other bytes'
grep -q '102 documents, .* 2 refused, 2 in a language without a model' "$tmp/err1" || fail "summary: $(tail -n 1 "$tmp/err1")"
"$masudi" code --quiet "$tmp/in.jsonl" 2>"$tmp/err" >/dev/null
grep -vq ': the text is not a string$' "$tmp/err" && fail "--quiet: $(cat "$tmp/err")"

# filters keep what they say
claims=$(grep -c . "$tmp/out1")
kept=$("$masudi" code --event ASSAULT "$tmp/in.jsonl" 2>/dev/null | tee "$tmp/kept" | grep -c '"event":"ASSAULT"')
[ "$kept" -gt 0 ] && [ "$kept" -lt "$claims" ] && [ "$kept" -eq "$(grep -c . "$tmp/kept")" ] || fail "--event: $kept of $claims"
"$masudi" code --status threatened "$tmp/in.jsonl" 2>/dev/null | grep -v '"status":"threatened"' && fail '--status'
[ "$("$masudi" code --from 2020-06 "$tmp/in.jsonl" 2>/dev/null | grep -c .)" -eq 0 ] || fail '--from'

# every form
"$masudi" code --out csv --quiet "$tmp/in.jsonl" >"$tmp/csv" 2>/dev/null
[ "$(grep -c "$(printf '\r$')" "$tmp/csv")" -eq $((claims + 1)) ] || fail "csv: $(wc -l <"$tmp/csv") lines"
"$masudi" code --out table --width 100 --quiet "$tmp/in.jsonl" >"$tmp/table" 2>/dev/null
[ "$(grep -c . "$tmp/table")" -eq $((claims + 1)) ] || fail "table: $(wc -l <"$tmp/table") lines"
"$masudi" code -j 4 --out table --width 100 --quiet "$tmp/in.jsonl" 2>/dev/null | cmp -s - "$tmp/table" || fail 'table with -j 4'

# one character; nothing; 100,000 words without a full stop; many short lines
printf x | "$masudi" code --quiet >"$tmp/out" 2>"$tmp/err" || fail "one character: $(cat "$tmp/err")"
printf '{"text":""}\n{"text":" \\n "}\n{"text":"\\u00a0"}' | "$masudi" code --quiet >"$tmp/out" 2>"$tmp/err" || fail "empty: $(cat "$tmp/err")"
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "%s ", i % 7 == 3 ? "shelled" : i % 5 == 1 ? "the" : i % 5 == 2 ? "army" : "town" }' >"$tmp/long.txt"
timeout 300 "$masudi" code --quiet "$tmp/long.txt" >"$tmp/out" 2>"$tmp/err" || fail "long: $(cat "$tmp/err")"
awk 'BEGIN { for (i = 0; i < 3000; i++) print "- x" i }' >"$tmp/lines.txt"
timeout 300 "$masudi" code --quiet "$tmp/lines.txt" >"$tmp/out" 2>"$tmp/err" || fail "lines: $(cat "$tmp/err")"

# a title is sentence -1; a dateline is no sentence; offsets are those of the file
printf 'Army shells town\n\nBAGHDAD, Sept 28 (Wire) - Troops shelled the town.\n' >"$tmp/text.txt"
"$masudi" code --quiet "$tmp/text.txt" >"$tmp/out" 2>&1
grep -q '"sentence":{"index":0,"start":44,"end":68,"text":"Troops shelled the town."}' "$tmp/out" || fail "dateline: $(cat "$tmp/out")"
if grep -q 'BAGHDAD, Sept' "$tmp/out"; then fail "a dateline in a sentence: $(cat "$tmp/out")"; fi
# a disk that is full is no success
if [ -w /dev/full ]; then
    "$masudi" code --quiet "$tmp/text.txt" >/dev/full 2>/dev/null && fail 'a full disk goes unnoticed'
fi
exit "$bad"
