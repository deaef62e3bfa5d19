#!/bin/sh
# test_cli_read.sh BUILD: every kind of bad input is told with file and line, the
# rest is read all the same, and what `read` prints reads back the same.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
bad=0
fail() { echo "FAIL: $*"; bad=1; }
# expect STATUS LINES ARGUMENTS...: so many documents on standard output
expect() {
    want=$1 lines=$2
    shift 2
    "$masudi" read "$@" >out 2>err
    got=$?
    [ "$got" -eq "$want" ] || fail "read $*: status $got, not $want: $(cat err)"
    [ "$(wc -l <out)" -eq "$lines" ] || fail "read $*: $(wc -l <out) documents, not $lines"
}
says() { grep -q -- "$1" err || fail "standard error lacks '$1': $(cat err)"; }

good='{"id":"g","text":"Troops left the town."}'
printf '%s\n{"text":"caf\351"}\n%s\n' "$good" "$good" >latin1.jsonl
expect 1 2 latin1.jsonl
says '^latin1.jsonl:2: not UTF-8 at byte 12$'
printf '%s\n{"text":"a\000b"}\n%s\n' "$good" "$good" >nul.jsonl
expect 1 2 nul.jsonl
says '^nul.jsonl:2: a NUL at byte 10$'
printf 'a\000b\n' >nul.txt
expect 1 0 nul.txt
says '^nul.txt:1: a NUL at byte 1$'
printf '%s\n{"id":"x"}\n{"text":7}\n{"text":"broken off\n[1,2]\nno JSON\n\n%s' "$good" "$good" >bad.jsonl
expect 1 2 bad.jsonl
says '^bad.jsonl:2: no text'
says '^bad.jsonl:3: the text is not a string$'
says '^bad.jsonl:4: not JSON'
says '^bad.jsonl:5: not a JSON object$'
says '^bad.jsonl:6: not JSON'
[ "$(wc -l <err)" -eq 5 ] || fail "not one line each: $(cat err)"
: >empty
expect 1 0 empty
says '^empty:1: nothing in it$'
expect 1 0 - </dev/null
says '^-:1: nothing in it$'
expect 1 4 . latin1.jsonl none latin1.jsonl
says '^\.:1: Is a directory$'
says '^none:1: No such file'

# a line of 50 MB is passed over without being held
{ printf '%s\n{"text":"' "$good"; head -c 50000000 /dev/zero | tr '\0' a; printf '"}\n%s\n' "$good"; } >big.jsonl
expect 1 2 big.jsonl
says '^big.jsonl:2: over 16777216 bytes'
expect 0 3 --max-document 64M big.jsonl

# texts of one character, of none, and many of them in one pipe
printf x | "$masudi" read >out 2>err || fail "one character: $(cat err)"
grep -q '"text":"x"' out || fail "one character: $(cat out)"
printf '{"text":""}' | "$masudi" read >out 2>err || fail "empty text: $(cat err)"

# titles, datelines, aliases; and the round trip
printf 'Troops leave town\n\nBAGHDAD, Sept 28, 2020 (Wire) - Troops left.\n\nThey did.\n' >text.txt
expect 0 1 text.txt
grep -q '"date":"2020-09-28","title":"Troops leave town","url":null,"publisher":"Wire"' out || fail "head: $(cat out)"
cp out once
"$masudi" read once >twice || fail 'round trip'
cmp -s once twice || fail "round trip: $(cat twice)"
"$masudi" read --paragraphs text.txt >a
"$masudi" read --paragraphs once >b
cmp -s a b || fail "round trip of paragraphs: $(cat a b)"
printf '{"event_text":"T","story_id":3,"pub_date":"2020-01-01","headline":"H","source_domain":"p","lang":"en"}' >alias.jsonl
expect 0 1 alias.jsonl
grep -q '{"id":"3","date":"2020-01-01","title":"H","url":null,"publisher":"p","language":"en","text":"T"}' out || fail "alias: $(cat out)"
exit "$bad"
