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
grep -q '"actors":3,' "$dir/out" || fail 'stats count actors'
grep -q '"actor":{"entries":3,"general":2,"sourced":0,"general_share":0.666' "$dir/out" || fail 'stats by kind'
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

[ "$n_fail" = 0 ] && echo ok
[ "$n_fail" = 0 ]
