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

# forms without a writer here, lines that are no rows, heads that differ, a last line without an end
any() { # FILE ROWS [WORDS ON STANDARD ERROR]
    "$masudi" db import --store any.db --layer "$(basename "$1")" "$1" >out 2>err || fail "import $1: $(tail -n 3 err)"
    grep -q " $2 rows added, 0 refused${3:-}\$" err || fail "import $1: $(tail -n 3 err)"
    "$masudi" db export --store any.db --layer "$(basename "$1")" -o out 2>err || fail "export $1: $(cat err)"
    cmp out "$1" || fail "$1 does not come out as it went in"
}
{
    printf 'EVENT_ID_CNTY,EVENT_DATE,EVENT_TYPE,ACTOR1,ACTOR2,COUNTRY,LOCATION,LATITUDE,LONGITUDE,NOTES\r\n'
    printf 'ZED1,08-May-2015,Riots,Rioters,,Zedland,Zedtown,1,2,"Two lines,\nand ""words"""\r\n'
    printf 'ZED2,2015-05-09,Riots,Rioters,,Zedland,Zedtown,,,none'
} >old.csv
any old.csv 2
{ printf 'event_id_cnty,event_date,event_type,actor1,actor2,country,location,latitude,longitude\n'
  printf 'ZED3,2020-01-02,Riots,Rioters,,Zedland,Zedtown,1,2\n'; } >new.csv
"$masudi" db import --store any.db --in acled --layer both old.csv new.csv 2>err || fail "import two: $(cat err)"
{ cat old.csv; echo; cat new.csv; } >want
"$masudi" db export --store any.db --layer both | cmp - want || fail 'two files with two heads'
{ printf 'Event ID\tEvent Date\tEvent Type'; i=3; while [ $i -lt 40 ]; do printf '\t'; i=$((i + 1)); done; echo; } >head.txt
{ printf 'Z-1\t2022-01-02\tPROTEST'; i=3; while [ $i -lt 43 ]; do printf '\t'; i=$((i + 1)); done; echo; } >one
cat head.txt one head.txt one >polecat.txt
any polecat.txt 2 ', 1 lines that are no rows'
printf '{\n  "id": "7",\n  "date": "2022-12-13",\n  "event": "141"\n}\n\n{"id": "8", "date": "2022-12-14", "event": "AID"}' >some.json
any some.json 2
printf '<CAMEO_XML>\n<Document id="Z_20090301">\n<Event id="0" type="010">\n</Event>\n</Document></CAMEO_XML>' >one.xml
any one.xml 1
printf '<CAMEO_XML>\n<Document id="Z_20090302"/>\n</CAMEO_XML>\n' >none.xml
any none.xml 0
# packed as it is served: what is kept, and known again, is what was packed
gzip -c old.csv >old.csv.gz
"$masudi" db import --store any.db --layer old.csv old.csv.gz 2>err || fail "gzip: $(cat err)"
grep -q '1 of them there already' err || fail "gzip: $(cat err)"
python3 -c 'import sys, zipfile; z = zipfile.ZipFile("one.zip", "w", zipfile.ZIP_DEFLATED); z.write("one.csv"); z.close(); z = zipfile.ZipFile("two.zip", "w"); z.write("one.csv"); z.write("old.csv"); z.close()'
"$masudi" db import --store any.db --layer zip one.zip 2>err || fail "ZIP: $(cat err)"
"$masudi" db export --store any.db --layer zip | cmp - one.csv || fail 'out of a ZIP archive'
"$masudi" db import --store any.db --in gdelt1 two.zip 2>err && fail 'a ZIP archive of two files'
grep -q 'of 2 files' err || fail "$(cat err)"
head -c 60 old.csv.gz >cut.gz
"$masudi" db import --store any.db --in acled cut.gz 2>err && fail 'broken gzip'
grep -q 'cut.gz: broken gzip' err || fail "$(cat err)"
"$masudi" db stats --store any.db --out json | grep -q '{"layer":"zip","form":"gdelt1","files":1,"n":4,"first":"2013-04-01","last":"2013-04-01"}' || fail 'stats of layers'
"$masudi" db check --store any.db >out || fail "check: $(cat out)"

# a store into another takes its layers along, once
for i in 1 2; do
    "$masudi" db import --store copy.db any.db 2>err || fail "import of a store: $(cat err)"
done
grep -q 'layers' err && fail "layers twice: $(cat err)"
for layer in old.csv polecat.txt zip none.xml one.xml both; do
    "$masudi" db export --store any.db --layer $layer >want
    "$masudi" db export --store copy.db --layer $layer | cmp - want || fail "$layer in a copied store"
done
sql='SELECT f.layer, r.n, r.number, r.day, r.actor, r.cameo, r.latitude, r.latin FROM layer_row r JOIN layer_file f ON f.id = r.file ORDER BY 1, 2'
"$masudi" db query --store any.db --out csv --sql "$sql" >want
"$masudi" db query --store copy.db --out csv --sql "$sql" | cmp - want || fail 'rows in a copied store'
"$masudi" db check --store copy.db >out || fail "check of a copy: $(cat out)"

if [ -n "$shared" ]; then
    same gdelt1 "$shared/gdelt1_events/gdelt1_events_57_and_58_columns.csv" 100
    same gdelt2 "$shared/gdelt2_events/20150218230000.export.CSV" 100
    same gdelt2-mentions "$shared/gdelt2_mentions/mentions.CSV" 100
    same icews "$shared/icews/events.2018.sample.part1.tab" 300
    any "$shared/polecat/header_only.txt" 0
    any "$shared/acled/ACLED_API_2016_saved_by_pandas.csv" 198
    any "$shared/acled/ACLED_Asia_2015_old_layout.csv" 150
    any "$shared/ucdp_ged/GEDEvent_v23_sample.csv" 220
    any "$shared/pitf_atrocities/pitf.world.20130101-20151231.first_rows.csv" 189
    any "$shared/plover_json/plovigy-DEDI-input-sample.jsonl" 30
    n=0
    for file in "$shared"/cameoxml/*.xml; do
        rows=$(grep -c '<Event ' "$file")
        any "$file" "$rows"
        n=$((n + rows))
    done
    [ "$n" -eq 90 ] || fail "$n events in CAMEOXML"
    got=$("$masudi" db query --store any.db --out csv --sql "SELECT count(*) FROM layer_row WHERE day IS NULL AND number IS NOT NULL" | tail -1 | tr -d '\r')
    [ "$got" = 0 ] || fail "$got rows without a day"
else
    echo "skipped: no ../shared/data/formats"
fi
[ "$bad" -eq 0 ] && echo ok
exit "$bad"
