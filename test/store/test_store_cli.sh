#!/bin/sh
# test_store_cli.sh BUILD: `code --store` and `masudi db` from outside: the same
# bytes back, nothing twice, revisions, recoding, copies, choices, errors, and a
# program killed or out of room. Needs model and knowledge.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
echo x | "$masudi" code >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
bad=0
fail() { echo "FAIL: $*"; bad=1; }
code() { "$masudi" code "$@" 2>"$tmp/err"; }
db() { verb=$1; shift; "$masudi" db "$verb" "$@" 2>"$tmp/err"; }
sound() { db check --store "$1" >"$tmp/check" || fail "$2: $(head -n 3 "$tmp/check" "$tmp/err")"; }

awk 'BEGIN {
    for (i = 0; i < 150; i++) {
        printf "{\"id\":\"d%d\",\"date\":\"2020-%02d-%02d\",\"publisher\":\"Wire %d\",\"title\":\"Troops advance\",\"text\":\"", i, i % 12 + 1, i % 28 + 1, i % 3
        for (k = 0; k <= i % 3; k++) printf "Troops of brigade %d shelled the town of Goma, killing %d people. Iran threatened to close its embassy in Lima.\\n\\nFrance expelled two diplomats of %s, officials said.\\n\\n", i, k + 2, i % 2 ? "Chile" : "Peru"
        print "\"}"
    }
}' >"$tmp/in.jsonl"
code --out jsonl -j 1 "$tmp/in.jsonl" >"$tmp/want"
[ "$(wc -l <"$tmp/want")" -gt 300 ] || fail "too few claims: $(wc -l <"$tmp/want")"

# stored and printed are the same, whatever the workers; what comes back is byte for byte what went in
for jobs in 1 3; do
    rm -f "$tmp/s.db"*
    code -j $jobs --out jsonl --store "$tmp/s.db" "$tmp/in.jsonl" >"$tmp/out" || fail "code --store: $(cat "$tmp/err")"
    cmp -s "$tmp/out" "$tmp/want" || fail "--store changes what is printed (-j $jobs)"
    grep -q 'stored 150 new, 0 revised, 0 recoded, 0 there already' "$tmp/err" || fail "summary: $(cat "$tmp/err")"
    db export --store "$tmp/s.db" --out jsonl >"$tmp/out" || fail "export: $(cat "$tmp/err")"
    cmp -s "$tmp/out" "$tmp/want" || fail "export is not what was coded (-j $jobs)"
    grep -q '^source	Wire 1	50	' "$tmp/err" || fail "no sources: $(cat "$tmp/err")"
done
sound "$tmp/s.db" 'fresh'
for form in csv table; do
    code --quiet --out $form --width 110 "$tmp/in.jsonl" >"$tmp/a"
    db export --quiet --store "$tmp/s.db" --out $form --width 110 >"$tmp/b"
    cmp -s "$tmp/a" "$tmp/b" || fail "export --out $form"
done

# again: nothing changes, and nothing is coded where nothing is printed
cp "$tmp/s.db" "$tmp/before.db"
code --store "$tmp/s.db" --out none "$tmp/in.jsonl" || fail "again: $(cat "$tmp/err")"
grep -q 'stored 0 new, 0 revised, 0 recoded, 150 there already, 0 claims added, 0 superseded' "$tmp/err" || fail "again: $(cat "$tmp/err")"
code --store "$tmp/s.db" --out jsonl "$tmp/in.jsonl" | cmp -s - "$tmp/want" || fail 'again, printed'
code --store "$tmp/s.db" --resume "$tmp/in.jsonl" >"$tmp/out"
[ -s "$tmp/out" ] && fail '--resume printed what is there'
cmp -s "$tmp/s.db" "$tmp/before.db" || fail 'the same documents again changed the file'

# choices: `db query` lets pass what `code` does
while read -r line; do
    eval "set -- $line"
    code --quiet --out jsonl "$@" "$tmp/in.jsonl" >"$tmp/a"
    db query --out jsonl --store "$tmp/s.db" "$@" >"$tmp/b" || fail "query $line: $(cat "$tmp/err")"
    cmp -s "$tmp/a" "$tmp/b" || fail "query $line: $(wc -l <"$tmp/a") and $(wc -l <"$tmp/b")"
    [ -s "$tmp/a" ] || fail "nothing passes $line"
done <<'END'
--event ASSAULT
--event SANCTION-expel --status actual
--country PER
--actor FRA --recipient CHL --from 2020-03 --to 2020-08-15
--recipient 'Peru'
--attribution official
--attribution none --status actual
--place Goma
--place=-3,28,0,30
--text 'DIPLOMATS chile'
--text 'diplom*' --from 2020-11
--to 2020-02
END
[ "$(db query --store "$tmp/s.db" --sql 'SELECT count(*) AS n FROM claim' --out jsonl)" = "{\"n\":$(wc -l <"$tmp/want")}" ] || fail '--sql'
db query --store "$tmp/s.db" --sql 'DELETE FROM claim' >"$tmp/out" && fail '--sql may write'
db query --store "$tmp/s.db" --event WAR >"$tmp/out"; [ $? -eq 2 ] || fail '--event WAR'

# another text under the same id
sed -n '8s/Troops/Soldiers/gp' "$tmp/in.jsonl" | code --store "$tmp/s.db" --out none || fail "revised: $(cat "$tmp/err")"
grep -q '0 new, 1 revised' "$tmp/err" || fail "revised: $(cat "$tmp/err")"
db history --store "$tmp/s.db" d7 >"$tmp/out"
[ "$(grep -c '"is":"revision"' "$tmp/out")" -eq 2 ] && grep -q '"superseded":1' "$tmp/out" || fail "history: $(cat "$tmp/out")"
db history --store "$tmp/s.db" nobody >"$tmp/out"; [ $? -eq 1 ] || fail 'history of nobody'
sound "$tmp/s.db" 'revised'

# other knowledge: recode changes what differs and leaves the rest
mkdir "$tmp/know"
mkdir "$tmp/know/actors"
printf 'actor test.brigade\n    name Goma Volunteers\n    type armed-group\n' >"$tmp/know/actors/mine.txt"
db recode --store "$tmp/s.db" --knowledge "$tmp/know" || fail "recode: $(cat "$tmp/err")"
grep -q '150 recoded, 0 there already, 0 claims added, 0 superseded' "$tmp/err" || fail "recode: $(cat "$tmp/err")"
db recode --store "$tmp/s.db" --knowledge "$tmp/know" || fail "recode again: $(cat "$tmp/err")"
grep -q ': 0 documents' "$tmp/err" || fail "recode again: $(cat "$tmp/err")"
sound "$tmp/s.db" 'recoded'

# plain text: what recoding finds is what coding found
cp examples/crisis.txt "$tmp/crisis.txt"
code --store "$tmp/p.db" --out jsonl "$tmp/crisis.txt" >"$tmp/a"
db recode --store "$tmp/p.db" --knowledge "$tmp/know" || fail "recode a text: $(cat "$tmp/err")"
grep -q '1 recoded, 0 there already, 0 claims added, 0 superseded' "$tmp/err" || fail "recode a text: $(cat "$tmp/err")"

# copies: claims alone, a whole store, the documents
db import --store "$tmp/c.db" "$tmp/want" || fail "import: $(cat "$tmp/err")"
db export --quiet --store "$tmp/c.db" --out jsonl | cmp -s - "$tmp/want" || fail 'import of claims'
cp "$tmp/c.db" "$tmp/before.db"
db import --store "$tmp/c.db" "$tmp/want" || fail "import again: $(cat "$tmp/err")"
cmp -s "$tmp/c.db" "$tmp/before.db" || fail 'the same import again changed the file'
db import --store "$tmp/w.db" "$tmp/before.db" "$tmp/p.db" || fail "import a store: $(cat "$tmp/err")"
db export --quiet --store "$tmp/w.db" --out jsonl >"$tmp/out"
cat "$tmp/want" "$tmp/a" | cmp -s - "$tmp/out" || fail 'import of stores'
code --store "$tmp/w.db" --out none --knowledge "$tmp/know" "$tmp/crisis.txt"
grep -q '0 new, 0 revised, 0 recoded, 1 there already' "$tmp/err" || fail "a copied document is the same: $(cat "$tmp/err")"
sound "$tmp/w.db" 'copied'
rm -f "$tmp/s.db"*
code --store "$tmp/s.db" --out none "$tmp/in.jsonl"
db export --quiet --documents --store "$tmp/s.db" | code --quiet --out jsonl - | cmp -s - "$tmp/want" || fail 'export --documents'
printf '{"id":"x"}\n' | db import --store "$tmp/c.db" - ; [ $? -eq 1 ] || fail 'a line that is no claim'
grep -q '^-:1: ' "$tmp/err" || fail "a line that is no claim: $(cat "$tmp/err")"

# no text: no words of it in the file
code --no-text --store "$tmp/n.db" --out none "$tmp/in.jsonl"
grep -aq 'Iran threatened' "$tmp/n.db" && fail '--no-text keeps text'
[ "$(db query --store "$tmp/n.db" --out jsonl | wc -l)" -eq "$(wc -l <"$tmp/want")" ] || fail '--no-text loses claims'
sound "$tmp/n.db" '--no-text'

# one clear line, exit 3
refuse() { # WORDS COMMAND...
    words=$1
    shift
    "$@" >"$tmp/out" 2>"$tmp/err"
    status=$?
    [ "$status" -eq 3 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q -e "$words" "$tmp/err" ||
        fail "$*: status $status, $(cat "$tmp/err")"
}
refuse 'No such file' "$masudi" db stats --store "$tmp/none.db"
refuse 'not a store' "$masudi" db query --store "$tmp/in.jsonl"
refuse 'not a store' "$masudi" code --store "$tmp/in.jsonl" "$tmp/crisis.txt"
python3 - "$tmp/n.db" <<'END'
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version = 77")
END
refuse 'version 77' "$masudi" db stats --store "$tmp/n.db"
refuse 'version 77' "$masudi" code --store "$tmp/n.db" "$tmp/crisis.txt"
head -c 20000 "$tmp/s.db" >"$tmp/cut.db"
refuse 'damaged' "$masudi" db query --store "$tmp/cut.db"
if [ "$(id -u)" != 0 ]; then
    chmod a-w "$tmp/c.db"
    refuse 'read-only' "$masudi" code --store "$tmp/c.db" "$tmp/crisis.txt"
fi

# no room, then room again
(
    trap '' XFSZ
    ulimit -f 200
    refuse 'no room left' "$masudi" code --out none --store "$tmp/full.db" "$tmp/in.jsonl"
    exit $bad
) || bad=1
code --resume --out none --store "$tmp/full.db" "$tmp/in.jsonl" || fail "after room: $(cat "$tmp/err")"
db export --quiet --store "$tmp/full.db" --out jsonl | cmp -s - "$tmp/want" || fail 'after room: not all'
sound "$tmp/full.db" 'after room'

# killed: what was printed is there; going on makes it whole
for i in 1 2 3 4 5 6; do
    rm -f "$tmp/k.db"*
    "$masudi" code --flush --out jsonl --store "$tmp/k.db" "$tmp/in.jsonl" >"$tmp/told" 2>/dev/null &
    pid=$!
    sleep "0.$(awk -v i="$i" 'BEGIN { srand(i); printf "%03d", 60 + rand() * 500 }')"
    kill -9 $pid
    wait $pid 2>/dev/null
    [ -s "$tmp/k.db" ] || continue
    db export --quiet --store "$tmp/k.db" --out jsonl >"$tmp/out" || fail "killed: $(cat "$tmp/err")"
    grep '}$' "$tmp/told" >"$tmp/whole"
    head -n "$(wc -l <"$tmp/whole")" "$tmp/out" | cmp -s - "$tmp/whole" || fail "killed: what was printed is not there"
    code --resume --out none --store "$tmp/k.db" "$tmp/in.jsonl" || fail "going on: $(cat "$tmp/err")"
    db export --quiet --store "$tmp/k.db" --out jsonl | cmp -s - "$tmp/want" || fail 'going on does not make it whole'
    sound "$tmp/k.db" 'killed'
done
exit $bad
