"""Arrests and killings by the police, by sentence, in articles of 2002 (lower case, as the set has them).

A sentence reports an arrest when a claim that happened is COERCE-arrest or names arrested people; a killing when an
ASSAULT that happened has the police among its actors and its word or its count says that somebody died. F1 over both
labels together.
"""
from . import common
from .common import least

NAME, ORDER, DATA = "india-police", 41, "data/labelled/india_police_dev.jsonl.gz"
GOALS = {"arrests and killings F1": least(0.65)}
DEATHS = {"kill", "die", "murder", "slay", "massacre", "perish", "succumb", "execute", "shoot dead", "killing", "death", "gun down"}
HAPPENED = ("actual", "historical")


def labels(claims):
    out = set()
    for c in claims:
        if c["status"] not in HAPPENED:
            continue
        if c["event"] == "COERCE" and c["mode"] == "arrest":
            out.add("ARREST")
        died = c["trigger"]["lemma"] in DEATHS or (c["magnitude"] or {}).get("dead")
        if c["event"] == "ASSAULT" and died and any("COP" in (a["sector"], *a["sectors"]) for a in c["actors"]):
            out.add("KILL")
    return out


def measure(path, build, details):
    docs, gold = [], {}
    for r in common.records(path):
        for i, (text, wanted) in enumerate(zip(r["sents"], r["labels"])):
            docs.append({"id": f"{r['id']}_{i}", "text": text, "date": r["date"]})
            gold[docs[-1]["id"]] = set(wanted) & {"ARREST", "KILL"}
    claims = common.claims(build, docs)
    got = {d["id"]: labels(claims[d["id"]]) for d in docs}
    figures = {}
    for name, kinds in (("arrests", {"ARREST"}), ("killings", {"KILL"}), ("arrests and killings", {"ARREST", "KILL"})):
        right = sum(len(got[i] & gold[i] & kinds) for i in gold)
        p, r, f = common.f1(right, sum(len(g & kinds) for g in got.values()), sum(len(g & kinds) for g in gold.values()))
        figures[name + " F1"] = f
    if details:
        text = {d["id"]: d["text"] for d in docs}
        for i in [i for i in gold if got[i] != gold[i]][:60]:
            print("  ", sorted(gold[i]), "got", sorted(got[i]), text[i][:120], [(c["event"], c["trigger"]["text"], [a["text"] for a in c["actors"]]) for c in claims[i]])
    return figures
