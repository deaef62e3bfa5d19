#!/bin/sh
# test_store_stories.sh BUILD: `db stories` and `--one-a-day` from outside: copies and accounts of one occurrence come
# together, the same whatever the order, and what becomes of a story can be followed. Needs model and knowledge.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
echo x | "$masudi" code >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
bad=0
fail() { echo "FAIL: $*"; bad=1; }
store() { "$masudi" code --quiet --out none --store "$@" || fail "code: $*"; }
db() { verb=$1; shift; "$masudi" db "$verb" "$@" 2>"$tmp/err"; }

doc() { printf '{"id":"%s","date":"2021-03-%s","publisher":"%s","text":"%s"}\n' "$@"; }
{
    doc a 05 Alpha 'Chile expelled two diplomats of Peru on Friday, officials said. The quarrel is about fishing off Arica.'
    doc b 05 Beta 'SANTIAGO (Wire) - Chile expelled two diplomats of Peru on Friday, officials said. The quarrel is about fishing off Arica.'
    doc c 06 Gamma 'Chile expelled three diplomats of Peru on Friday in a quarrel about fishing near Arica.'
    doc d 20 Alpha 'France sent food and medicine to Ghana after the floods in Accra, where thousands lost their homes.'
    doc e 21 Beta 'Rebels shelled the town of Goma and killed nine people, the army said.'
} >"$tmp/in.jsonl"
store "$tmp/a.db" "$tmp/in.jsonl"
sort -r "$tmp/in.jsonl" >"$tmp/back.jsonl"
store "$tmp/b.db" "$tmp/back.jsonl"
db stories --store "$tmp/a.db" --out jsonl >"$tmp/a" || fail "stories: $(cat "$tmp/err")"
db stories --store "$tmp/b.db" --out jsonl >"$tmp/b"
cmp -s "$tmp/a" "$tmp/b" || fail 'another order gives other stories'
[ -s "$tmp/a" ] || fail 'no stories'
grep -q '"documents":3,' "$tmp/a" || fail "no story of three documents: $(head -n 2 "$tmp/a")"
grep '"documents":3,' "$tmp/a" | grep -q '"copies":1,"sources":\["Alpha","Beta","Gamma"\]' || fail 'sources or copies'
[ "$(db stories --store "$tmp/a.db" --out jsonl --least 2 | wc -l)" -lt "$(wc -l <"$tmp/a")" ] || fail '--least'
db stats --store "$tmp/a.db" | grep -q "^stories *$(wc -l <"$tmp/a")\$" || fail 'stats count no stories'
db check --store "$tmp/a.db" >"$tmp/out" || fail "check: $(cat "$tmp/out")"

id=$(sed -n 's/^{"story":"\([0-9a-f]*\)".*"documents":3,.*/\1/p' "$tmp/a" | head -n 1)
db stories "$id" --store "$tmp/a.db" --out jsonl >"$tmp/one" || fail "one story: $(cat "$tmp/err")"
grep -q '"differ":{' "$tmp/one" || fail 'no differences'
grep -q '"doc":"c"' "$tmp/one" || fail 'accounts are not told'
db query --store "$tmp/a.db" --story "$id" --out jsonl | grep -c '"id":"[abc]"' | grep -qx '[3-9]' || fail '--story'
db stories nobody --store "$tmp/a.db" >"$tmp/out"
[ $? -eq 1 ] || fail 'a story that never was'

# the first document goes over to something else: its story has another name now, and the old one leads there
doc a 05 Alpha 'Snow closed the roads.' >"$tmp/new.jsonl"
store "$tmp/a.db" "$tmp/new.jsonl"
db stories "$id" --store "$tmp/a.db" --out jsonl >"$tmp/one" || fail "followed: $(cat "$tmp/err")"
grep -q '"is":"change".*"kind":"renamed"' "$tmp/one" || fail "no change is recorded: $(cut -c1-200 "$tmp/one")"
grep -q '"doc":"c"' "$tmp/one" || fail 'an old id does not lead to the story'

# a and b say the same of the same day; c its own day
all=$(db query --store "$tmp/b.db" --out jsonl --event SANCTION | wc -l)
day=$(db query --store "$tmp/b.db" --out jsonl --event SANCTION --one-a-day | wc -l)
[ "$day" -ge 1 ] && [ "$day" -lt "$all" ] || fail "--one-a-day gives $day of $all"
[ "$(db export --store "$tmp/b.db" --out csv --event SANCTION --one-a-day | wc -l)" -eq $((day + 1)) ] || fail 'export --one-a-day'
exit $bad
