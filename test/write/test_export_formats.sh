#!/bin/sh
# test_export_formats.sh BUILD: every form of --out that other programs read, coded from the same
# texts, then read back by readers that are not ours (test/write/check_formats.py).
set -u
build=$(cd "$1" && pwd)
masudi=$build/masudi
here=$(cd "$(dirname "$0")" && pwd)
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
python3 -c 'import csv, json, xml.dom.minidom' 2>/dev/null || { echo "no python3"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
bad=0
fail() { echo "FAIL: $*"; bad=1; }

cat >in.jsonl <<'END'
{"id":"a","date":"2020-09-28T10:00:00Z","url":"https://www.news.example/x?a=1&b=2","publisher":"Daily <News> & \"Co\"","title":"Troops shell Kirkuk","text":"Iraqi troops and the police shelled Kirkuk on Sunday, killing 12 people. France and Germany held talks in Dallas, Texas. The United Nations Security Council condemned Turkey. Barack Obama accused Hamas and doctors of attacking Russia. The European Union praised Britain. Thousands of students protested in Lusaka on Monday. Peru threatened to expel Ecuador's ambassador."}
{"id":"b","date":"2020-10-01","publisher":"Wire","text":"Israel investigated the attack. Police arrested 12 activists in Harare, Zimbabwe. Farmers rallied in Delhi. Rebels attacked soldiers in Texas. Gunmen abducted a doctor. Romania praised Congo. Muslims attacked Catholics in Kaduna. Kurds protested in Ankara."}
END
echo '{"id":"n","text":"The weather was mild."}' >dull.jsonl
forms="gdelt1 gdelt2 gdelt2-mentions phoenix icews polecat plover acled geojson kml gexf graphml arrow parquet"
"$masudi" code --quiet --store s.db --licence 'CC BY <4.0>' --credit 'Cite & name us' --out jsonl in.jsonl >code.jsonl 2>err
status=$?
[ "$status" -eq 3 ] && { echo "no model: $(cat err)"; exit 77; }
[ "$status" -eq 0 ] || fail "code: status $status: $(cat err)"
for form in $forms; do
    "$masudi" code --quiet --licence 'CC BY <4.0>' --credit 'Cite & name us' --out "$form" in.jsonl >"code.$form" 2>err ||
        fail "code --out $form: $(cat err)"
    "$masudi" code --quiet --jobs 2 --out "$form" --all-status in.jsonl >"all.$form" 2>err || fail "--all-status $form"
    "$masudi" db export --quiet --store s.db --out "$form" >"db.$form" 2>err || fail "db export --out $form: $(cat err)"
    "$masudi" code --quiet --out "$form" dull.jsonl >"empty.$form" 2>err || fail "--out $form of nothing: $(cat err)"
done
# a row is the same from texts as from a store, but for how long the article was
for form in gdelt1 gdelt2 phoenix icews polecat acled; do
    cmp -s "code.$form" "db.$form" || fail "$form: db export differs: $(diff "code.$form" "db.$form" | head -4)"
done
"$masudi" code --quiet --status threatened,planned --out phoenix in.jsonl >chosen 2>err
[ -s chosen ] || fail "--status is overruled"
"$masudi" db export --quiet --store s.db --documents --out kml >out 2>err
[ $? -eq 2 ] || fail "--documents --out kml is taken"
# and the rows of what is read are read again: byte for byte
for form in gdelt1 gdelt2 gdelt2-mentions icews polecat phoenix; do
    "$masudi" db import --quiet --store back.db "code.$form" 2>err || fail "import of $form: $(cat err)"
    "$masudi" db export --store back.db --out "$form" >back 2>err || fail "$form back: $(cat err)"
    cmp -s back "code.$form" || fail "$form differs when it comes back"
done
sed 's/$/\t\t/' code.polecat >spare && "$masudi" db import --quiet --store back.db spare 2>err || fail "POLECAT with columns to spare: $(cat err)"
# counts over time: what the claims say, counted here another way
"$masudi" db series --quiet --store s.db --by event --each month --out json >series.json 2>err || fail "series: $(cat err)"
"$masudi" db series --quiet --store s.db --by dyad --each day --all-status --out csv -o series.csv 2>err || fail "series: $(cat err)"
"$masudi" db series --store s.db --out kml >out 2>err
[ $? -eq 2 ] || fail "a series as kml"
"$masudi" code --quiet --out csv in.jsonl >code.csv 2>err || fail "code --out csv: $(cat err)"
python3 "$here/check_formats.py" "$tmp" "$here/../../../shared/data/formats" || bad=1
# the same files by readers that others wrote, out of `make readers`, else what the system's python has
reader=python3
for at in "$build/readers" "$build/../readers"; do
    [ -x "$at/bin/python" ] && reader=$at/bin/python
done
# more than one batch of rows
awk 'NR == 1 {
    i = index($0, "\"sentence\":"); j = index(substr($0, i), "\"text\":\"") + i + 7
    for (k = 0; k < 15; k++) pad = pad (k ? pad : "All of it was told before. ")
    for (k = 0; k < 100; k++) {
        line = substr($0, 1, j - 1) pad substr($0, j)
        sub(/"id":"[0-9a-f]*"/, sprintf("\"id\":\"%032x\"", k), line)
        print line
    }
}' code.jsonl >many.jsonl
"$masudi" db import --quiet --store many.db many.jsonl 2>err || fail "import of many: $(cat err)"
for form in arrow parquet; do
    "$masudi" db export --quiet --store many.db --out $form -o "many.$form" 2>err || fail "many as $form: $(cat err)"
done
"$reader" "$here/check_readers.py" "$tmp" || bad=1
[ "$bad" -eq 0 ] && echo ok
exit "$bad"
