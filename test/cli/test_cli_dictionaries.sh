#!/bin/sh
# test_cli_dictionaries.sh BUILD: peers' dictionaries: what import tells, and what code makes of them. The second half
# needs model and knowledge.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
peer=test/fixtures/peer
bad=0
fail() { echo "FAIL: $*"; bad=1; }

# import: every refused line by file and line, exit status 1; 0 when there is none; 2 and 3 for what is not there
"$masudi" know import --out json "$peer/petrarch" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 1 ] || fail 'import of a folder with faults: status'
grep -q '"file":"small.verbs.txt","kind":"verbs","dialect":"PETRARCH","lines":35,"read":26,"idle":5,"refused":4' "$tmp/out" || fail "import: $(cat "$tmp/out")"
for line in 'verbs.txt:31: ' 'verbs.txt:32: ' 'verbs.txt:33: ' 'verbs.txt:34: ' 'actors.txt:22: ' 'actors.txt:23: ' 'agents.txt:10: '; do
    grep -q "^$peer/petrarch/small.$line" "$tmp/err" || fail "import does not name $line"
done
grep -qv '^test/fixtures/peer/petrarch/small\.[a-z]*\.txt:[0-9]*: ' "$tmp/err" && fail "import: $(cat "$tmp/err")"
printf 'ONE [AAA]\n+UNO\n' >"$tmp/good.actors.txt"
"$masudi" know import "$tmp/good.actors.txt" >"$tmp/out" 2>"$tmp/err" || fail "a sound file: $(cat "$tmp/err")"
"$masudi" know import >/dev/null 2>&1
[ $? -eq 2 ] || fail 'import of nothing'
"$masudi" know import "$tmp/none" >/dev/null 2>&1
[ $? -eq 3 ] || fail 'import of what is not there'
mkdir "$tmp/empty"
"$masudi" code --dictionaries "$tmp/empty" </dev/null >/dev/null 2>"$tmp/err"
[ $? -eq 3 ] || fail "code with an empty folder: $(cat "$tmp/err")"

echo x | "$masudi" code >"$tmp/out" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; [ $bad -eq 0 ] && exit 77; exit 1; }

# want DIALECT 'SENTENCE' 'SOURCE CODE TARGET' ...: these events and no others
want() {
    folder=$1
    text=$2
    shift 2
    printf '%s\n' "$@" | grep . | sort >"$tmp/want"
    printf '{"text":"%s","date":"2012-05-01"}\n' "$text" >"$tmp/in"
    "$masudi" code --dictionaries "$peer/$folder" --in jsonl --out jsonl --quiet "$tmp/in" 2>"$tmp/err" | python3 -c '
import json, sys
for line in sys.stdin:
    c = json.loads(line)
    print("+".join(e["code"] for e in c["actors"]), c["cameo"], "+".join(e["code"] for e in c["recipients"]), c["rule"])' |
        sort >"$tmp/got"
    cmp -s "$tmp/want" "$tmp/got" || fail "$folder: $text: $(cat "$tmp/got" "$tmp/err")"
}
command -v python3 >/dev/null || { echo 'skipped: no python3'; exit 77; }
v=small.verbs.txt
# the verb alone; agents; actors by other names; a passive with 'by'
want petrarch 'Westland troops attacked Eastland on Monday.' "WLDMIL 190 ELD $v:9"
want petrarch 'Westland was attacked by rebels in Eastland.' "ELDREB 190 WLD $v:9"
want petrarch 'Soldiers of Westland beat up the Eastland minister.' "WLDMIL 190 ELDGOV $v:11"
want petrarch 'Westland and the League of Coasts attacked Port Amber.' "WLD+IGOLOC 190 ELDGOV $v:9"
want petrarch 'Twin Isles attacked Westland.' "ONE+TWO 190 WLD $v:9"
# words after and before, '_', synonym sets in sets, '+' and '$', '%', '^', a pattern without a code
want petrarch 'Westland police attacked protesters from Eastland with stones.' "WLDCOP 182 ELD $v:12"
want petrarch 'Westland verbally attacked Eastland.' "WLD 111 ELD $v:13"
want petrarch 'Westland verbally and often attacked Eastland.' "WLD 190 ELD $v:9"
want petrarch 'Rebels raided the timber store of Eastland.' "---REB 171 ELD $v:14"
want petrarch 'Westland sent red plums to Eastland.' "WLD 070 ELD $v:22"
want petrarch 'Westland sent red sweet plums to Eastland.' ''
want petrarch 'Eastland was freed by Westland.' "WLD 0841 ELD $v:28"
want petrarch 'Westland and Eastland sent envoys.' "WLD+ELD 031  $v:24"
want petrarch 'Westland freed the miners for Eastland.' "WLD 085 ELD $v:29"
# both sides of one event; a role by its date; discards; nobody
want petrarch 'Anna Perry visited Eastland.' "WLDGOV 042 ELD $v:17" "ELD 043 WLDGOV $v:17"
want petrarch 'Westland attacked Eastland in the football league.' ''
want petrarch 'Westland attacked Eastland, the weather forecast said. Westland attacked Eastland.' ''
want petrarch 'Westland attacked Nowhere.' ''
# PETRARCH2: phrases in ( ) and { }, verbs within verbs, not, [:130]
v=small.verbs.2.0.txt
want petrarch2 'Westland attacked Eastland with rifles.' "WLD 194 ELD $v:13"
want petrarch2 'Westland gave food aid to Eastland.' "WLD 073 ELD $v:18"
want petrarch2 'Westland said it had attacked Eastland.' "WLD 015 ELD $v:25"
want petrarch2 'Westland said that Eastland attacked Port Amber.' "WLD 112 ELD $v:26"
want petrarch2 'Westland wants to supply aid to Eastland.' "WLD 033 ELD $v:9"
want petrarch2 'Westland did not give aid to Eastland.' "WLD 122 ELD $v:19"
want petrarch2 'Westland received a threat from Eastland.' "ELD 130 WLD $v:23"
want petrarch2 'Eastland was attacked by Westland troops.' "WLDMIL 190 ELD $v:12"
# TABARI: beginnings of words, { A | B }
v=small.verbs
want tabari 'Westlanders will attack Eastland.' "WLD 138 ELD $v:6"
want tabari 'Westland attacked Eastland with sticks.' "WLD 182 ELD $v:5"
want tabari 'Westland demanded apologies from Eastland soldiers.' "WLD 104 ELDMIL $v:8"
want tabari 'Westland attacked Eastlanders.' ''

# the rest of a claim is ours; what comes out does not depend on the number of workers
printf '{"text":"Westland threatened Port Amber. Rebels said that Westland would attack Eastland on Monday.","date":"2012-05-01"}\n' >"$tmp/in"
"$masudi" code --dictionaries "$peer/petrarch" --in jsonl --quiet "$tmp/in" >"$tmp/out" 2>&1
grep -q '"event":"ASSAULT".*"status":"planned"' "$tmp/out" || fail "status: $(cat "$tmp/out")"
grep -q '"attribution":\[{"text":"Rebels"' "$tmp/out" || fail "attribution: $(cat "$tmp/out")"
awk 'BEGIN { for (i = 0; i < 200; i++) print "{\"text\":\"Westland troops attacked Eastland. Anna Perry visited Port Amber.\",\"id\":\"d" i "\"}" }' >"$tmp/many"
"$masudi" code -j 1 --dictionaries "$peer/petrarch" "$tmp/many" >"$tmp/one" 2>/dev/null
"$masudi" code -j 4 --dictionaries "$peer/petrarch" "$tmp/many" >"$tmp/four" 2>/dev/null
[ -s "$tmp/one" ] && cmp -s "$tmp/one" "$tmp/four" || fail '-j 4 gives other bytes'
"$masudi" code --out csv --dictionaries "$peer/petrarch" "$tmp/many" >/dev/null 2>"$tmp/err" || fail "csv: $(cat "$tmp/err")"

# 100,000 words without a full stop
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "%s ", i % 7 == 3 ? "attacked" : i % 5 == 1 ? "the" : i % 5 == 2 ? "Westland" : "town" }' >"$tmp/long.txt"
timeout 400 "$masudi" code --quiet --dictionaries "$peer/petrarch" "$tmp/long.txt" >/dev/null 2>"$tmp/err" || fail "long: $(cat "$tmp/err")"

[ $bad -eq 0 ] && echo 'ok'
exit $bad
