"""Time expressions: found, and with the value of TIMEX3 that the annotators gave, against the date of writing.

As TempEval-3 counts it: an expression of ours answers the marked one that it overlaps, and its value is right when it
is the same string.
"""
import collections, re
from . import common
from .common import least

NAME, ORDER, DATA = "timex", 90, "data/labelled/timex_dev.jsonl.gz"
GOALS = {"value F1": least(0.75)}


def shape(text):
    return re.sub(r"\d+", "9", " ".join(text.lower().split()))


def measure(path, build, details):
    rows = common.records(path)
    out = common.run(build, "explain", [{"id": str(i), "text": r["text"], "date": r["dct"][:10]} for i, r in enumerate(rows)],
                     "--times", "--in", "jsonl")
    told = {int(o["id"]): o["times"] for o in out}
    n, wrong, missed, extra = collections.Counter(), collections.Counter(), collections.Counter(), collections.Counter()
    for i, r in enumerate(rows):
        left = list(told.get(i, []))
        n["ours"] += len(left)
        for g in r["timex"]:
            n["gold"] += 1
            near = [t for t in left if common.overlap((t["start"], t["end"]), (g["start"], g["end"]))]
            if not near:
                missed[shape(g["text"])] += 1
                continue
            best = next((t for t in near if t["value"] == g["value"]), near[0])
            left.remove(best)
            n["found"] += 1
            n["same span"] += (best["start"], best["end"]) == (g["start"], g["end"])
            n["type"] += best["type"] == g["type"]
            n["value"] += best["value"] == g["value"]
            if best["value"] != g["value"]:
                wrong[shape(g["text"]), g["value"], best["value"], r["dct"][:10]] += 1
        for t in left:
            extra[shape(t["text"]), t["type"]] += 1
    if details:
        for title, counter in (("other value", wrong), ("not found", missed), ("marked by nobody", extra)):
            print(f"-- {title}: {sum(counter.values())}")
            for k, c in counter.most_common(40):
                print(f"   {c:4} {k}")
    f = {key: common.f1(n[key], n["ours"], n["gold"])[2] for key in ("found", "same span", "type", "value")}
    return {"value F1": f["value"], "value, of those found": n["value"] / max(1, n["found"]), "found F1": f["found"],
            "same span F1": f["same span"], "type F1": f["type"]}
