"""Is `confidence` what it says? Expected calibration error over ten bins of equal width, each weighted by its rows.

Given pairs (`relate`): PLV's rows, right when the event is; the sentences of the penta set that have source, target and
a penta of 1 to 4, right when the event's class is that penta (reduced
relations are verbal conflict there). Claims (`code`): those of PLV's sentences that have the
row's pair and happened (of what will be, PLV names the promise or threat), right when the event is; those of the texts
written apart (knowledge/apart/), which no training saw, right when one of them is expected. FILE takes the place of
PLV's rows.
"""
import csv, glob, os, sys
from . import common
from .common import most

sys.path.insert(0, os.path.dirname(common.SCORE))
NAME, ORDER, DATA = "calibration", 90, "data/plover/PLV_train.tsv"
GOALS = {"relate, PLV": most(0.05), "relate, penta roles": most(0.05), "claims, PLV": most(0.05), "claims, texts written apart": most(0.05)}
YIELD = {"YIELD": {"CONCEDE", "RETREAT"}}
QUAD = {"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 2, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3, "ACCUSE": 3,
        "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 3, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4}


def error(cases, bins=10):
    """Expected calibration error of (confidence, right)."""
    total = 0.0
    for b in range(bins):
        mine = [(p, y) for p, y in cases if min(int(p * bins), bins - 1) == b]
        total += abs(sum(p - y for p, y in mine))
    return total / len(cases) if cases else None


def table(name, cases):
    print(f"   {name}: {len(cases)} cases, {sum(y for _, y in cases) / max(len(cases), 1):.3f} right")
    for b in range(10):
        mine = [(p, y) for p, y in cases if min(int(p * 10), 9) == b]
        if mine:
            print(f"      {b / 10:.1f} to {b / 10 + 0.1:.1f}: {len(mine):5} said {sum(p for p, _ in mine) / len(mine):.3f} right {sum(y for _, y in mine) / len(mine):.3f}")


def plv_pairs(build, rows):
    docs = [{"id": r["uid"], "text": r["sentence"], "actor": r["source"], "recipient": r["target"]} for r in rows]
    gold = {r["uid"]: YIELD.get(r["gold_root"], {r["gold_root"]}) for r in rows}
    return [(o["confidence"], o["event"] in gold[o["id"]]) for o in common.run(build, "relate", docs)]


def penta_pairs(build):
    docs, gold = [], {}
    for r in common.records(os.path.join(os.path.dirname(common.SCORE), "../data/plover/cameo_penta_roles_dev.jsonl")):
        by = {}
        for x in r["roles"] or []:
            by.setdefault(x["role"], x["text"])
        if r["penta"] and "source" in by and "target" in by:
            docs.append({"id": r["id"], "text": r["text"], "actor": by["source"], "recipient": by["target"]})
            gold[r["id"]] = r["penta"]
    return [(o["confidence"], QUAD[o["event"]] == gold[o["id"]]) for o in common.run(build, "relate", docs)]


def plv_claims(build, rows):
    import score
    claims = common.claims(build, [{"id": r["uid"], "text": r["sentence"]} for r in rows])
    out = []
    for r in rows:
        want = YIELD.get(r["gold_root"], {r["gold_root"]})
        pair = {"actor": {"text": r["source"]}, "recipient": {"text": r["target"]}}
        out += [(c["confidence"], c["event"] in want) for c in claims[r["uid"]] if c["status"] == "actual" and score.roles_fit(pair, c)]
    return out


def apart_claims(build):
    docs, gold = [], {}
    for path in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../knowledge/apart/*.txt"))):
        for line in open(path, encoding="utf-8"):
            key, _, rest = line.strip().partition(" ")
            if key not in ("example", "text"):
                continue
            text, *expect = [p.strip() for p in rest.split("=>")]
            docs.append({"id": str(len(docs)), "text": text})
            gold[docs[-1]["id"]] = {e.split()[0].split("-")[0] for e in expect}
    claims = common.claims(build, docs)
    return [(c["confidence"], c["event"] in gold[d["id"]]) for d in docs for c in claims[d["id"]] if c["status"] == "actual"]


def measure(path, build, details):
    with common.opened(path) as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    sets = {"relate, PLV": plv_pairs(build, rows), "relate, penta roles": penta_pairs(build), "claims, PLV": plv_claims(build, rows),
            "claims, texts written apart": apart_claims(build)}
    for name, cases in sets.items():
        if details:
            table(name, cases)
    return {name: error(cases) for name, cases in sets.items()}
