"""Does a sentence report a protest? GLOCON: demonstrations, strikes, riots, group clashes, political violence.

A sentence counts as reporting one when any of its claims is a PROTEST or an ASSAULT (violence by a crowd, a group or
against them is protest there) that has come about or may have: what is only planned, weighed, supposed, denied or
history is none there, nor is what police, soldiers or the state do to a crowd. The F1 of any such claim whatever its
status and whoever acts stands beside it. Sentences marked unclear (2) are left out.
"""
from . import common
from .common import least

NAME, ORDER, DATA = "glocon", 40, "data/labelled/glocon_protest_sentences_dev.jsonl"
GOALS = {"protest sentences F1": least(0.80)}


NOT_THERE = {"planned", "considered", "conditional", "denied", "negated", "historical"}
STATE = {"COP", "MIL", "GOV", "JUD", "SPY", "LEG"}


def of_any_kind(claim):
    return claim["event"] in ("PROTEST", "ASSAULT") or claim["rule"].endswith(":disperse")


def is_protest(claim):
    if claim["event"] not in ("PROTEST", "ASSAULT") or claim["status"] in NOT_THERE:
        return False
    by_state = claim["mode"] == "crowd-control" or any(a["sector"] in STATE for a in claim["actors"])
    return claim["event"] == "PROTEST" or not by_state


def figures(records, claims, test):
    got = {r["id"]: any(map(test, claims[r["id"]])) for r in records}
    right = sum(got[r["id"]] for r in records if r["protest"])
    return got, common.f1(right, sum(got.values()), sum(x["protest"] for x in records))


def measure(path, build, details):
    records = [r for r in common.records(path) if r["protest"] in (0, 1)]
    claims = common.claims(build, [{"id": r["id"], "text": r["text"]} for r in records])
    got, (p, r, f) = figures(records, claims, is_protest)
    wide = figures(records, claims, of_any_kind)[1][2]
    if details:
        for wrong, title in ((1, "missed"), (0, "not one")):
            shown = [x for x in records if x["protest"] == wrong and got[x["id"]] != bool(wrong)]
            print(f"-- {title}: {len(shown)}")
            for x in shown[:40]:
                print("  ", x["text"][:110].replace("\n", " "), [(c["event"], c["trigger"]["text"]) for c in claims[x["id"]]])
    return {"protest sentences precision": p, "protest sentences recall": r, "protest sentences F1": f,
            "F1 of any claim of violence or protest": wide}
