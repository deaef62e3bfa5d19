#!/bin/sh
# test_store_pg.sh BUILD: the store in PostgreSQL, on a server of the test's own in
# a temporary folder: the same verbs give the same bytes as the file does, and two
# writers at once lose nothing and put nothing in twice. Needs model, knowledge and
# a PostgreSQL server to start.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
bin=
for dir in /usr/lib/postgresql/*/bin "$(dirname "$(command -v postgres || echo /none/x)")"; do
    [ -z "$bin" ] && [ -x "$dir/initdb" ] && [ -x "$dir/pg_isready" ] && bin=$dir
done
[ -n "$bin" ] || { echo "skipped: no PostgreSQL server (initdb, postgres) to start"; exit 77; }
tmp=$(mktemp -d) || exit 2
as() { "$@"; }
trap '[ ! -f "$tmp/pg/data/postmaster.pid" ] || as "$bin/pg_ctl" -D "$tmp/pg/data" -m immediate stop >/dev/null 2>&1; rm -rf "$tmp"' EXIT
echo x | "$masudi" code >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
"$masudi" db stats --store postgresql:///none >"$tmp/out" 2>"$tmp/err"
grep -q 'built without' "$tmp/err" && { echo "skipped: $(cat "$tmp/err")"; exit 77; }

# The server does not run as root.
mkdir "$tmp/pg"
if [ "$(id -u)" = 0 ]; then
    chmod 755 "$tmp"
    chown nobody "$tmp/pg"
    as() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
fi
(cd "$tmp/pg" && as "$bin/initdb" -D "$tmp/pg/data" -U masudi -A trust -E UTF8 --no-locale -N) >"$tmp/log" 2>&1 ||
    { echo "skipped: initdb: $(tail -n 1 "$tmp/log")"; exit 77; }
as "$bin/pg_ctl" -D "$tmp/pg/data" -l "$tmp/pg/log" -w -t 60 -o "-k $tmp/pg -c listen_addresses= -c fsync=off" start >"$tmp/log" 2>&1 ||
    { echo "the server does not start: $(tail -n 3 "$tmp/pg/log")"; exit 1; }
store() { echo "postgresql:///$1?host=$tmp/pg&user=masudi"; }
for name in one two copy reviews; do "$bin/createdb" -h "$tmp/pg" -U masudi $name || exit 1; done

bad=0
fail() { echo "FAIL: $*"; bad=1; }
code() { "$masudi" code "$@" 2>"$tmp/err"; }
db() { verb=$1; shift; "$masudi" db "$verb" "$@" 2>"$tmp/err"; }
sound() { db check --store "$1" >"$tmp/check" || fail "$2: $(head -n 3 "$tmp/check" "$tmp/err")"; }

awk 'BEGIN {
    for (i = 0; i < 120; i++) {
        printf "{\"id\":\"d%d\",\"date\":\"2020-%02d-%02d\",\"publisher\":\"Wire %d\",\"title\":\"Troops advance\",\"text\":\"", i, i % 12 + 1, i % 28 + 1, i % 3
        for (k = 0; k <= i % 3; k++) printf "Troops of brigade %d shelled the town of Goma, killing %d people. Iran threatened to close its embassy in Lima.\\n\\nFrance expelled two diplomats of %s, officials said.\\n\\n", i, k + 2, i % 2 ? "Chile" : "Peru"
        print "\"}"
    }
}' >"$tmp/in.jsonl"
code --out jsonl "$tmp/in.jsonl" >"$tmp/want"
code --store "$tmp/file.db" --out none "$tmp/in.jsonl" || fail "file: $(cat "$tmp/err")"

one=$(store one)
code --store "$one" --out jsonl --licence 'CC BY 4.0' "$tmp/in.jsonl" >"$tmp/out" || fail "code --store: $(cat "$tmp/err")"
cmp -s "$tmp/out" "$tmp/want" || fail '--store changes what is printed'
db export --store "$one" --out jsonl >"$tmp/out" || fail "export: $(cat "$tmp/err")"
cmp -s "$tmp/out" "$tmp/want" || fail 'export is not what was coded'
grep -q '^source	Wire 1	40	CC BY 4.0' "$tmp/err" || fail "no sources: $(cat "$tmp/err")"
sound "$one" 'fresh'
db stories --store "$tmp/file.db" --out jsonl >"$tmp/a"
db stories --store "$one" --out jsonl >"$tmp/b" || fail "stories: $(cat "$tmp/err")"
cmp -s "$tmp/a" "$tmp/b" || fail 'the server has other stories than the file'
id=$(sed -n '1s/^{"story":"\([0-9a-f]*\)".*/\1/p' "$tmp/a")
db stories "$id" --store "$tmp/file.db" --out jsonl >"$tmp/a"
db stories "$id" --store "$one" --out jsonl >"$tmp/b" || fail "one story: $(cat "$tmp/err")"
[ -s "$tmp/a" ] && cmp -s "$tmp/a" "$tmp/b" || fail 'the server tells a story otherwise'
sound "$one" 'with stories'
code --store "$one" --out none "$tmp/in.jsonl"
grep -q '0 new, 0 revised, 0 recoded, 120 there already, 0 claims added' "$tmp/err" || fail "again: $(cat "$tmp/err")"
while read -r line; do
    eval "set -- $line"
    db query --out jsonl --store "$tmp/file.db" "$@" >"$tmp/a"
    db query --out jsonl --store "$one" "$@" >"$tmp/b" || fail "query $line: $(cat "$tmp/err")"
    cmp -s "$tmp/a" "$tmp/b" || fail "query $line: $(wc -l <"$tmp/a") and $(wc -l <"$tmp/b")"
    [ -s "$tmp/a" ] || fail "nothing passes $line"
done <<'END'
--event SANCTION-expel --status actual
--country PER
--actor FRA --recipient CHL --from 2020-03 --to 2020-08-15
--recipient 'Peru'
--attribution official
--attribution none
--place goma
--place=-3,28,0,30
--text 'DIPLOMATS chile'
--text 'diplom*' --from 2020-11
--document d7
--to 2020-02 --limit 3
END
sed -n '8s/Troops/Soldiers/gp' "$tmp/in.jsonl" >"$tmp/changed"
code --store "$one" --out none "$tmp/changed"
grep -q '0 new, 1 revised' "$tmp/err" || fail "revised: $(cat "$tmp/err")"
db history --store "$one" d7 >"$tmp/out" || fail "history: $(cat "$tmp/err")"
[ "$(grep -c '"is":"revision"' "$tmp/out")" -eq 2 ] || fail "history: $(cat "$tmp/out")"
db stats --store "$one" --out json >"$tmp/out" && grep -q '"documents":120,' "$tmp/out" || fail "stats: $(cat "$tmp/out" "$tmp/err")"
[ "$(db query --store "$one" --out jsonl --sql 'SELECT count(*) AS n, 1.5 AS x, NULL AS y FROM document')" = '{"n":120,"x":1.5,"y":null}' ] || fail "--sql: $(cat "$tmp/err")"
for sql in 'DELETE FROM claim' 'SELECT 1; SELECT 2' 'SELEC'; do
    db query --store "$one" --sql "$sql" >"$tmp/out" && fail "--sql '$sql' is allowed"
    [ "$(wc -l <"$tmp/err")" -eq 1 ] || fail "--sql '$sql': $(cat "$tmp/err")"
done
sound "$one" 'revised'

# recoding, and a store into another, both ways
mkdir -p "$tmp/know/actors"
printf 'actor test.brigade\n    name Goma Volunteers\n    type armed-group\n' >"$tmp/know/actors/mine.txt"
db recode --store "$one" --knowledge "$tmp/know" || fail "recode: $(cat "$tmp/err")"
grep -q '120 recoded, 0 there already, 0 claims added, 0 superseded' "$tmp/err" || fail "recode: $(cat "$tmp/err")"
db import --store "$(store copy)" "$tmp/file.db" || fail "import of a file: $(cat "$tmp/err")"
db import --store "$tmp/back.db" "$(store copy)" || fail "import of a database: $(cat "$tmp/err")"
db export --quiet --store "$tmp/back.db" --out jsonl | cmp -s - "$tmp/want" || fail 'there and back is not the same'
sound "$(store copy)" 'copied'

# rows of other data sets: bytes that are no UTF-8, a quoted line break, what is refused, the same file again
{
    printf 'event_id_cnty,event_date,event_type,actor1,actor2,country,location,latitude,longitude\r\n'
    printf 'ZED1,08-May-2015,Riots,"Caf\351,\nnorth",,Zedland,Zedtown,1.5,\r\nZED2,soon,Riots,A,,B,C,,\r\n'
    printf 'ZED3,2015-05-09,Riots,\303\211lite,,Zedland,Zedtown,1.5,2.5'
} >"$tmp/rows.csv"
printf '<CAMEO_XML>\n<Document id="Z_20090301"><Event id="0" type="010"/></Document></CAMEO_XML>\n' >"$tmp/rows.xml"
for where in "$tmp/file.db" "$one"; do
    db import --store "$where" "$tmp/rows.csv" "$tmp/rows.xml"
    [ $? -eq 1 ] && grep -q '^.*rows.csv:4: .soon. is no date' "$tmp/err" || fail "layer into $where: $(cat "$tmp/err")"
    db import --store "$where" "$tmp/rows.csv" || fail "layer again: $(cat "$tmp/err")"
    grep -q '1 of them there already, 0 rows added' "$tmp/err" || fail "layer again: $(cat "$tmp/err")"
    db export --store "$where" --layer acled >"$tmp/out" || fail "layer out of $where: $(cat "$tmp/err")"
    sed '/^ZED2/d' "$tmp/rows.csv" | cmp -s - "$tmp/out" || fail "layer out of $where is not what went in"
    db export --store "$where" --layer cameoxml | cmp -s - "$tmp/rows.xml" || fail "XML out of $where"
done
for where in "$tmp/file.db" "$one"; do
    db query --store "$where" --out jsonl --sql 'SELECT number, day, actor, cameo, country, latitude FROM layer_row ORDER BY file, n'
done >"$tmp/a"
[ "$(sort -u "$tmp/a" | wc -l)" -eq 3 ] && [ "$(wc -l <"$tmp/a")" -eq 6 ] || fail "layers differ: $(cat "$tmp/a")"
sound "$one" 'with layers'

db import --store "$(store copy)" "$tmp/file.db" || fail "layers from a file: $(cat "$tmp/err")"
grep -q ', 3 rows of layers' "$tmp/err" || fail "layers from a file: $(cat "$tmp/err")"
db import --store "$tmp/back.db" "$(store copy)" || fail "layers from a database: $(cat "$tmp/err")"
sed '/^ZED2/d' "$tmp/rows.csv" >"$tmp/a"
db export --store "$tmp/back.db" --layer acled | cmp -s - "$tmp/a" || fail 'layers there and back'

# two writers at once, in opposite order, and a third killed
two=$(store two)
"$masudi" db stats --store "$two" >"$tmp/out" 2>"$tmp/err" || fail "an empty database: $(cat "$tmp/err")"
sort -R "$tmp/in.jsonl" >"$tmp/mixed"
"$masudi" code --flush --out none --store "$two" "$tmp/in.jsonl" 2>"$tmp/err1" &
first=$!
"$masudi" code --flush --out none --store "$two" "$tmp/mixed" 2>"$tmp/err2" &
second=$!
"$masudi" code --flush --out none --store "$two" "$tmp/mixed" 2>"$tmp/err3" &
third=$!
sleep 0.4
kill -9 $third
wait $first || fail "first writer: $(cat "$tmp/err1")"
wait $second || fail "second writer: $(cat "$tmp/err2")"
wait $third 2>/dev/null
db export --quiet --store "$two" --out jsonl | sort >"$tmp/a"
sort "$tmp/want" | cmp -s - "$tmp/a" || fail "two writers: $(wc -l <"$tmp/a") claims, not $(wc -l <"$tmp/want")"
[ "$(db query --store "$two" --out jsonl --sql 'SELECT count(*) AS n FROM claim')" = "{\"n\":$(wc -l <"$tmp/want")}" ] || fail 'two writers: rows twice'
[ "$(db query --store "$two" --out jsonl --sql 'SELECT count(*) AS n FROM revision')" = '{"n":120}' ] || fail 'two writers: revisions twice'
sound "$two" 'two writers'

# what people say of claims
"$masudi" code --store "$(store reviews)" --out none --quiet examples/crisis.txt || fail 'reviews: not stored'
python3 test/store/review_check.py "$masudi" "$(store reviews)" || fail 'reviews'

# the page's server, while the database is started again
python3 test/store/serve_check.py "$masudi" "$one" "$tmp" 2>"$tmp/served" &
served=$!
while [ ! -f "$tmp/asked" ] && kill -0 $served 2>/dev/null; do sleep 0.1; done
as "$bin/pg_ctl" -D "$tmp/pg/data" -l "$tmp/pg/log" -w -t 60 -m fast -o "-k $tmp/pg -c listen_addresses= -c fsync=off" restart >"$tmp/log" 2>&1
: >"$tmp/again"
wait $served || fail "serve: $(cat "$tmp/served")"

python3 test/store/hang_check.py "$masudi" one "$tmp/pg" "$tmp" 2>"$tmp/served" || fail "hangs: $(cat "$tmp/served")"

# one clear line, exit 3, and no password in it
"$masudi" db stats --store 'postgresql://user:secret@/none?host=/none' >"$tmp/out" 2>"$tmp/err"
[ $? -eq 3 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && ! grep -q secret "$tmp/err" || fail "no server: $(cat "$tmp/err")"
"$bin/psql" -q -h "$tmp/pg" -U masudi -d copy -c 'UPDATE masudi_store SET version = 77'
"$masudi" db stats --store "$(store copy)" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 3 ] && grep -q 'version 77' "$tmp/err" || fail "newer: $(cat "$tmp/err")"
exit $bad
