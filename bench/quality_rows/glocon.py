"""Does a sentence report a protest? GLOCON: demonstrations, strikes, riots, group clashes, political violence.

A sentence counts as reporting one when any of its claims is a PROTEST or an ASSAULT (violence by a crowd, a group or
against them is protest there), or the dispersal of a crowd. Sentences marked unclear (2) are left out.
"""
from . import common
from .common import least

NAME, ORDER, DATA = "glocon", 40, "data/labelled/glocon_protest_sentences_dev.jsonl"
GOALS = {"protest sentences F1": least(0.80)}


def is_protest(claim):
    return claim["event"] in ("PROTEST", "ASSAULT") or claim["rule"].endswith(":disperse")


def measure(path, build, details):
    records = [r for r in common.records(path) if r["protest"] in (0, 1)]
    claims = common.claims(build, [{"id": r["id"], "text": r["text"]} for r in records])
    got = {r["id"]: any(map(is_protest, claims[r["id"]])) for r in records}
    right = sum(got[r["id"]] for r in records if r["protest"])
    p, r, f = common.f1(right, sum(got.values()), sum(x["protest"] for x in records))
    if details:
        for wrong, title in ((1, "missed"), (0, "not one")):
            shown = [x for x in records if x["protest"] == wrong and got[x["id"]] != bool(wrong)]
            print(f"-- {title}: {len(shown)}")
            for x in shown[:40]:
                print("  ", x["text"][:110].replace("\n", " "), [(c["event"], c["trigger"]["text"]) for c in claims[x["id"]]])
    return {"protest sentences precision": p, "protest sentences recall": r, "protest sentences F1": f}
