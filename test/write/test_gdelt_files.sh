#!/bin/sh
# test_gdelt_files.sh BUILD: claims as the files that GDELT serves: names, archives, lists, and what goes beside a file
# whose form has no place for who made it.
set -u
masudi=$(cd "$1" && pwd)/masudi
shared=$(cd ../shared/data/formats 2>/dev/null && pwd)
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
bad=0
fail() { echo "FAIL: $*"; bad=1; }
cat >in.jsonl <<'END'
{"id":"a","date":"2020-09-28T10:14:59Z","url":"https://news.example/a","publisher":"Wire","text":"Troops shelled Goma on Sunday. France and Germany held talks."}
{"id":"b","date":"2020-09-28T10:15:00Z","url":"https://news.example/b","publisher":"Wire","text":"Peru expelled the ambassador of Chile."}
{"id":"c","date":"2020-09-28T10:07:00Z","url":"https://news.example/c","publisher":"Wire","text":"Iran arrested 12 activists in Shiraz."}
{"id":"d","date":"2020-10-01","publisher":"Wire","text":"Police arrested 12 activists in Harare."}
{"id":"e","text":"Iran expelled the ambassador."}
{"id":"f","date":"2020-10-02","publisher":"Wire","text":"Iran may expel the ambassador of Iraq."}
END
"$masudi" code --quiet --store s.db --licence 'CC BY 4.0' --credit 'Cite us' --out none in.jsonl 2>err
[ $? -eq 3 ] && { echo "no model: $(cat err)"; exit 77; }
export_to() { TZ=$1 "$masudi" db export --store s.db --out "$2" -o "$3" --base http://data.example/v2/ 2>err || fail "export: $(cat err)"; }
export_to UTC gdelt2 two/
grep -q '1 claims without a date' err || fail "a claim without a date: $(cat err)"
(cd two && ls) >got
cat >want <<'END'
20200928100000.export.CSV.zip
20200928100000.mentions.CSV.zip
20200928101500.export.CSV.zip
20200928101500.mentions.CSV.zip
20201001000000.export.CSV.zip
20201001000000.mentions.CSV.zip
citation.txt
lastupdate.txt
masterfilelist.txt
END
diff want got || fail "names of GDELT 2.0"
mkdir one
export_to UTC gdelt1 one
(cd one && echo ./*) >got
[ "$(cat got)" = "./20200928.export.CSV.zip ./20201001.export.CSV.zip ./citation.txt ./filesizes ./md5sums" ] || fail "names of GDELT 1.0: $(cat got)"
(cd one && md5sum -c md5sums >/dev/null 2>&1) || fail "md5sums"
while read -r size name; do
    [ "$(wc -c <"one/$name")" -eq "$size" ] || fail "filesizes: $name"
done <one/filesizes
# the layout of the lists, and that they tell the truth
line='^[0-9]+ [0-9a-f]{32} http://[^ ]*/[0-9]{14}\.(export\.CSV|mentions\.CSV|gkg\.csv)\.zip$'
[ -n "$shared" ] && grep -qvE "$line" "$shared"/gdelt_lists/*.txt && fail "the real lists are otherwise"
grep -qvE "$line" two/masterfilelist.txt && fail "masterfilelist.txt: $(cat two/masterfilelist.txt)"
[ "$(wc -l <two/masterfilelist.txt)" -eq 6 ] || fail "masterfilelist.txt: $(cat two/masterfilelist.txt)"
tail -n 2 two/masterfilelist.txt | cmp -s - two/lastupdate.txt || fail "lastupdate.txt: $(cat two/lastupdate.txt)"
while read -r size sum url; do
    file=two/${url#http://data.example/v2/}
    [ "$(wc -c <"$file")" -eq "$size" ] && [ "$(md5sum <"$file" | cut -c 1-32)" = "$sum" ] || fail "$url"
done <two/masterfilelist.txt
# what the archives hold are the rows of the plain export, and each archive one file of its name
cat >look.py <<'END'
import sys, zipfile
for name in sys.argv[1:]:
    with zipfile.ZipFile(name) as z:
        assert z.testzip() is None and z.namelist() == [name.split("/")[-1][:-4]], name
        text = z.read(z.namelist()[0]).decode()
        slot = name.split("/")[-1].split(".")[0]
        for row in text.splitlines():
            cells = row.split("\t")
            added = cells[2] if ".mentions." in name else cells[59] if len(slot) == 14 else cells[56]
            assert added == slot, (name, added)
        sys.stdout.write(text)
END
for form in gdelt1 gdelt2 gdelt2-mentions; do
    case $form in gdelt1) in='one/*.export.*' ;; gdelt2) in='two/*.export.*' ;; *) in='two/*.mentions.*' ;; esac
    # shellcheck disable=SC2086 # names are to be found
    python3 look.py $in >rows || fail "$form: archives"
    "$masudi" db export --quiet --store s.db --out $form >plain 2>err || fail "$form: $(cat err)"
    grep -v '	e$' plain | grep -v '		e	' | sort >want
    sort rows | diff want - || fail "$form: other rows"
done
# the same again gives the same bytes, in another time zone too; what lies there stays in the lists
cp two/20200928100000.export.CSV.zip before
export_to Asia/Tokyo gdelt2 two
cmp -s before two/20200928100000.export.CSV.zip || fail "the same claims give other archives"
"$masudi" db export --quiet --store s.db --out gdelt2 -o two --from 2020-10 2>err || fail "a part: $(cat err)"
[ "$(wc -l <two/masterfilelist.txt)" -eq 6 ] || fail "files that lay there are no longer listed"
[ "$(grep -c http two/lastupdate.txt)" -eq 0 ] && [ "$(wc -l <two/lastupdate.txt)" -eq 2 ] || fail "lists without --base"
"$masudi" db export --quiet --store s.db --out gdelt2 -o none/such/ 2>err && fail "a folder in no folder"
# who made it and may use it how: in the folder, and beside files of forms that have no place for it
{ grep -q '^made by Masudi .*: masudi db export ' two/citation.txt && grep -q 'CC BY 4.0.*Cite us' two/citation.txt; } ||
    fail "citation.txt: $(cat two/citation.txt)"
"$masudi" code --out icews in.jsonl 2>err >out || fail "code: $(cat err)"
grep -q '^made by Masudi .*: masudi code --out icews in.jsonl$' err || fail "code says nothing of itself: $(cat err)"
for form in csv jsonl icews polecat acled phoenix; do
    "$masudi" db export --quiet --store s.db --out $form -o out.$form 2>err || fail "$form: $(cat err)"
    grep -q "^made by Masudi .*: masudi db export .*--out $form" out.$form.citation.txt || fail "$form: no citation"
done
for form in geojson kml gexf graphml plover arrow parquet; do
    "$masudi" db export --quiet --store s.db --out $form -o out.$form 2>err || fail "$form: $(cat err)"
    [ ! -e out.$form.citation.txt ] || fail "$form: a citation too many"
    grep -aq 'masudi db export' out.$form || fail "$form: no citation in it"
done
[ "$bad" -eq 0 ] && echo ok
exit "$bad"
