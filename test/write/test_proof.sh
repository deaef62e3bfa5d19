#!/bin/sh
# test_proof.sh BUILD: `masudi db sample` and `audit`: what doc/proof.md shows is what is printed; the same seed draws
# the same, a larger sample holds the smaller, shares are equal, no sheet is overwritten, and confidence follows marks.
set -u
masudi=$(cd "$1" && pwd)/masudi
here=$(pwd)
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
bad=0
fail() { echo "FAIL: $*"; bad=1; }

# the worked example
(cd examples/proof && "$masudi" db audit anna.csv ben.csv --out md) >"$tmp/audit" 2>"$tmp/err" || fail "audit: $(cat "$tmp/err")"
sed -n '/^<!-- audit -->/,/^<!-- end of audit -->/p' doc/proof.md | sed '1d;$d' >"$tmp/doc"
[ -s "$tmp/doc" ] || fail "no audit in doc/proof.md"
diff "$tmp/doc" "$tmp/audit" || fail "doc/proof.md shows another audit"

cd "$tmp" || exit 2
"$masudi" code --quiet --out jsonl --store s.db "$here/examples/crisis.txt" >code.jsonl 2>err
[ $? -eq 3 ] && { echo "no model: $(cat err)"; exit "$bad"; }
sample() { "$masudi" db sample --store s.db "$@" 2>err || fail "sample $*: $(cat err)"; }
ids() { awk -F, 'NR > 1 && length($1) == 32 && $1 !~ /[^0-9a-f]/ { print $1 }' "$1" | sort; }
sample --size 8 --seed 5 -o a.csv
sample --size 8 --seed 5 >b.csv
sed 's/masudi db sample.*/X/' a.csv >a; sed 's/masudi db sample.*/X/' b.csv >b
cmp -s a b || fail "the same seed draws others"
sample --size 12 --seed 5 >c.csv
sample --size 8 --seed 6 >d.csv
ids a.csv >a; ids c.csv >c; ids d.csv >d
[ "$(wc -l <a)" -eq 8 ] && [ "$(wc -l <c)" -eq 12 ] || fail "sizes: $(wc -l a c)"
[ -z "$(comm -23 a c)" ] || fail "a larger sample does not hold the smaller"
cmp -s a d && fail "another seed draws the same"
"$masudi" db sample --store s.db -o a.csv 2>err
[ $? -eq 2 ] || fail "a sheet is overwritten"
sample --size 1000 >all.csv
[ "$(ids all.csv | wc -l)" -eq "$(wc -l <code.jsonl)" ] || fail "not all claims are drawn when more are asked for"
sample --size 30 --event ASSAULT >some.csv
[ "$(ids some.csv | wc -l)" -eq "$(grep -c '"event":"ASSAULT"' code.jsonl)" ] || fail "a choice is not heard"
"$masudi" db sample --store s.db --by dyad >out 2>err
[ $? -eq 2 ] || fail "--by dyad is taken"
"$masudi" db query --store s.db --out tex >out 2>err
[ $? -eq 2 ] || fail "query --out tex is taken"
"$masudi" db audit a.csv >out 2>err
[ $? -eq 3 ] || fail "a sheet without marks gives an audit"

python3 -c 'import csv' 2>/dev/null || { echo "no python3"; exit "$bad"; }
sample --size 6 --by event >strata.csv
python3 - <<'END' || bad=1
import csv, json
bad = 0
def rows(name): return list(csv.DictReader(open(name, encoding="utf-8", newline="")))
strata = rows("strata.csv")
claims = [json.loads(l) for l in open("code.jsonl", encoding="utf-8")]
if len({r["stratum"] for r in strata}) != 6: print("FAIL: six shares are not of six events"); bad = 1
for r in strata:
    n = sum(c["event"] == r["event"] for c in claims)
    if r["stratum"] != r["event"] or int(r["stratum_claims"]) != n: print("FAIL: stratum", r["stratum"], n); bad = 1
by_id = {c["id"]: c for c in claims}
for r in rows("all.csv"):
    c = by_id[r["id"]]
    plain = r["sentence"]
    for word in ("event", "actor", "recipient", "source", "place"): plain = plain.replace("[[" + word + " ", "")
    if plain.replace("]]", "") != c["sentence"]["text"]: print("FAIL: not the sentence:", r["sentence"]); bad = 1
    if "[[event " not in r["sentence"]: print("FAIL: the trigger is not shown:", r["sentence"]); bad = 1
all_rows = rows("all.csv")
for who in ("x", "y"):
    with open(who + ".csv", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, all_rows[0], delimiter=";" if who == "y" else ",")
        w.writeheader()
        for r in all_rows:
            wrong = r["status"] == "actual"
            w.writerow(dict(r, mark_event="0" if wrong else "yes"))
raise SystemExit(bad)
END
"$masudi" db audit x.csv y.csv --out json --calibration c.json >audit.json 2>err || fail "audit: $(cat err)"
"$masudi" code --quiet --calibration c.json --out jsonl --store s.db "$here/examples/crisis.txt" >after.jsonl 2>err || fail "code --calibration: $(cat err)"
"$masudi" db stats --store s.db | grep -q 'calibration [0-9a-f]' || fail "the run does not tell of the calibration"
python3 - <<'END' || bad=1
import json
bad = 0
a = json.load(open("audit.json"))
before, after = ([json.loads(l) for l in open(n, encoding="utf-8")] for n in ("code.jsonl", "after.jsonl"))
share = sum(c["status"] != "actual" for c in before) / len(before)
got = next(p for p in a["precision"] if p["event"] is None and p["slot"] == "event")
if abs(got["precision"] - share) > 1e-4 or got["claims"] != len(before): print("FAIL: precision", got, share); bad = 1
if a["agreement"][0]["alpha"] != 1 or a["markers"] != ["x", "y"]: print("FAIL: agreement", a["agreement"]); bad = 1
mean = [sum(c["confidence"] for c in x) / len(x) for x in (before, after)]
if abs(mean[1] - share) > abs(mean[0] - share): print("FAIL: confidence does not follow the marks:", mean, share); bad = 1
for x, y in zip(before, after):
    if {**x, "confidence": 0} != {**y, "confidence": 0}: print("FAIL: more than confidence changed"); bad = 1
raise SystemExit(bad)
END
echo '{"calibration":1,"slope":-1,"intercept":0}' >wrong.json
"$masudi" code --quiet --calibration wrong.json "$here/examples/crisis.txt" >out 2>err
[ $? -eq 3 ] || fail "a calibration that turns the order round is taken"
[ "$bad" -eq 0 ] && echo ok
exit "$bad"
