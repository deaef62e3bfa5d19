"""Reviews of claims, by the command: run by test_review.sh with the program and a store of a coded article."""
import json
import subprocess
import sys

masudi, store = sys.argv[1:3]
bad = 0


def check(ok, what):
    global bad
    if not ok:
        bad += 1
        print("FAIL:", what)


def db(*words, status=0):
    r = subprocess.run([masudi, "db", *words, "--store", store], capture_output=True, text=True)
    check(r.returncode == status, f"{words}: exit {r.returncode}, {r.stderr}")
    check(status == 0 or len(r.stderr.splitlines()) == 1, f"{words}: {r.stderr}")
    return r.stdout


def claims():
    return {c["id"]: c for c in map(json.loads, db("query", "--out", "jsonl").splitlines())}


def review(kind, *words, status=0):
    return db("review", kind, *words, "--who", "anna", status=status)


def stories():
    """The claims of each story, as a set of sets."""
    ids = [json.loads(line)["story"] for line in db("stories", "--out", "jsonl", "--quiet").splitlines()]
    return {frozenset(json.loads(c)["id"] for c in db("query", "--story", i, "--out", "jsonl").splitlines()) for i in ids}


first = claims()
a, b, c = list(first)[:3]
order = list(first)
review("reject", a, "--note", "a film")
check(set(claims()) == set(first) - {a}, "a rejected claim holds")
review("restore", a)
check(claims() == first and list(claims()) == order, "a restored claim is not what it was")

change = {"event": "COERCE", "mode": "seize", "status": "denied", "when": {"start": "2026-02-01"},
          "actors": [{"text": "Iran", "country": "IRN", "sector": "MIL"}]}
review("correct", a, "--change", json.dumps(change))
now = claims()[a]
check((now["event"], now["mode"], now["status"]) == ("COERCE", "seize", "denied"), "a correction")
check(now["quad"] == "material-conflict" and now["cameo"] == "171", "what follows from the code")
check(now["actors"][0]["code"] == "IRNMIL" and now["recipients"] == first[a]["recipients"], "parties")
check(now["when"]["start"] == "2026-02-01" and now["when"]["precision"] == first[a]["when"]["precision"], "key by key")
check(len(db("query", "--event", "COERCE", "--actor", "IRN", "--out", "jsonl").splitlines()) == 1, "it is found as it is now")
check(list(claims()) == order, "it stands where it stood")
review("correct", a, "--change", '{"mode": null}')
check(claims()[a]["mode"] is None and claims()[a]["status"] == "denied", "a second correction adds to the first")
for wrong in ('{"event": "NOPE"}', '{"mode": "nope"}', '{"status": "nope"}', '{"id": "x"}', '{}', '[]', '{', '{"actors": 1}',
              '{"actors": [1]}', '{"cameo": "9"}', '{"when": {"start": 5}}', '{"where": "here"}', '{"magnitude": {"dead": -4}}'):
    before = claims()
    review("correct", a, "--change", wrong, status=1)
    check(claims() == before, f"{wrong} left something behind")
review("reject", "nothing", status=1)
review("merge", a, "nothing", status=1)
review("merge", a, status=1)
review("bless", a, status=2)
review("correct", a, status=2)
review("reject", a, b, status=2)

lines = [json.loads(line) for line in db("review").splitlines()]
check([r["kind"] for r in lines] == ["reject", "restore", "correct", "correct"], "all reviews are told, none that failed")
check(all(r["coded"] == first[a] and r["holds"] == claims()[a] and r["who"] == "anna" for r in lines), "coded and held")
check([json.loads(h)["is"] for h in db("history", a).splitlines()].count("review") == 4, "the history")

before = stories()
review("merge", a, b, c)
check(any({a, b, c} <= s for s in stories()), "merged claims are one story")
review("split", b)
check(frozenset([b]) in stories(), "a split claim is a story of its own")
review("split", a, c)
check(frozenset([a, c]) in stories() and frozenset([b]) in stories(), "two split together")
review("merge", b, c)
check(frozenset([a, b, c]) in stories(), "the last word holds")
check(sum(map(len, before)) == sum(map(len, stories())), "a claim went astray")

held = claims()
db("recode", "--exact", "--quiet")
after = claims()
check(after[a]["event"] == "COERCE" and after[a]["status"] == "denied", "coded anew, the correction holds")
check(set(after) == set(held), "coded anew, claims differ")
review("reject", c)
db("recode", "--quiet")
check(c not in claims() and set(claims()) == set(held) - {c}, "coded anew, the rejection holds")
check(db("check").strip().endswith("sound"), "the store is not sound")
print(f"{bad} wrong" if bad else "ok")
sys.exit(1 if bad else 0)
