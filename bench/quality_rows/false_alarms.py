"""Sentences that report no event of the kind asked for and gave an actual one, by kind, beside what frames alone give.

GLOCON 0: sentences without a protest (or riot, strike, clash, attack) that gave an actual PROTEST or ASSAULT; penta 0: sentences that are only a
statement and gave an act (an appeal, a REQUEST, is a statement there; so are words of praise or sorrow, CAMEO 051 and
018, and claims of responsibility); police none: sentences without a killing, arrest, use of force or other act of the
police that gave an actual claim with the police as the one who acts. Beside each: the same `of any event`, whatever its
kind; and what two poorer runs give: without the score's rejections (`masudi code --without score`) and by frames alone
(`--without rules`). FILE takes the place of GLOCON's sentences.
"""
import os
from . import common
from .common import most

NAME, ORDER, DATA = "false-alarms", 45, "data/labelled/glocon_protest_sentences_dev.jsonl"
GOALS = {"GLOCON 0, of frames alone": most(0.5), "penta 0, of frames alone": most(0.5), "police none, of frames alone": most(0.5)}
SAID = {"REQUEST"}
SAID_CODE = ("01", "051", "055")


def is_protest(c, doc):
    return c["event"] in ("PROTEST", "ASSAULT")


def is_act(c, doc):
    return c["event"] not in SAID and not c["cameo"].startswith(SAID_CODE) and c["rule"] != "assault.txt:claim-responsibility"


def by_police(c, doc):
    words = ("police", "cop", "constable", "officer")
    return any(a.get("sector") == "COP" or any(w in (a.get("text") or "").lower() for w in words) for a in c["actors"])


def any_event(c, doc):
    return True


def sets(path):
    shared = os.path.join(os.path.dirname(common.SCORE), "../data")
    penta = common.records(os.path.join(shared, "plover/cameo_penta_roles_dev.jsonl"))
    police = common.records(os.path.join(shared, "labelled/india_police_dev.jsonl.gz"))
    return [("GLOCON 0", is_protest, [{"id": r["id"], "text": r["text"]} for r in common.records(path) if r["protest"] == 0]),
            ("penta 0", is_act, [{"id": r["id"], "text": r["text"]} for r in penta if r["penta"] == 0]),
            ("police none", by_police, [{"id": f"{r['id']}_{i}", "text": s} for r in police for i, (s, l) in
                                        enumerate(zip(r["sents"], r["labels"])) if not l])]


def measure(path, build, details):
    figures = {}
    for name, kind, docs in sets(path):
        runs = {}
        for run, options in (("", ()), (", without the score", ("--without", "score")), (", frames alone", ("--without", "rules"))):
            claims = common.claims(build, docs, *options)
            for which, test in (("", kind), (", of any event", any_event)):
                bad = [d for d in docs if any(c["status"] == "actual" and test(c, d) for c in claims[d["id"]])]
                runs[run + which] = len(bad) / len(docs)
                if details and not run and not which:
                    count = {}
                    for d in bad:
                        for c in claims[d["id"]]:
                            if c["status"] == "actual" and test(c, d):
                                count[c["rule"]] = count.get(c["rule"], 0) + 1
                    print(f"   {name}: ", ", ".join(f"{r} {n}" for r, n in sorted(count.items(), key=lambda x: -x[1])[:12]))
        for run, share in runs.items():
            figures[name + run] = share
        figures[name + ", of frames alone"] = runs[""] / runs[", frames alone"] if runs[", frames alone"] else None
        figures[name + ", of frames and rules"] = runs[""] / runs[", without the score"] if runs[", without the score"] else None
    return figures
