"""Who is source and who is target, and whether something was done or only said: sentences with role spans and penta.

The answer for a sentence is one claim of it, chosen without looking at what is expected (`main_claim`). Its actors'
spans are sources, its recipients' targets; where the expected spans are reciprocal, both count as one list. Two spans
overlap when they have the same role and share a word that is no article, preposition or mark. Precision is the share of
given spans that overlap an expected one, recall that of expected spans that overlap a given one, over all sentences
that have roles ('roles' not null): a sentence for which the program says nothing counts its spans as missed. Beside it
stands the stricter F1 over the words of the spans.

penta 0 is a statement, 1 to 4 an act: accuracy over the sentences whose penta is not null. An act is a claim (any of the
sentence) that is neither an appeal nor mere talk, and that neither is only weighed nor hangs on something else.
"""
import bisect
from . import common
from .common import least

NAME, ORDER, DATA = "penta-roles", 30, "data/plover/cameo_penta_roles_dev.jsonl"
GOALS = {"spans overlap F1": least(0.70), "statement or act accuracy": least(0.75)}
SMALL = set("the a an of in on at to for from by with and or 's ' \" , . ; : ( ) -".split())
INNER = {"content", "condition", "purpose"}


def main_claim(claims):
    """The claim that no other holds inside; of several the one with both roles, that happened, that comes first."""
    inner = {k["event"] for c in claims for k in c["links"] if k["kind"] in INNER}
    def order(c):
        roles = bool(c["actors"]) + bool(c["recipients"] or len(c["actors"]) > 1)
        return (c["id"] in inner, -roles, c["status"] not in ("actual", "planned"), c["trigger"]["start"])
    return min(claims, key=order, default=None)


def words_in(starts, tokens, entity):
    """Numbers of the tokens that a mention covers, small words left out."""
    first = bisect.bisect_right(starts, entity["start"]) - 1
    last = bisect.bisect_left(starts, entity["end"])
    return frozenset(i for i in range(max(first, 0), last) if tokens[i].lower() not in SMALL)


def overlapping(spans_, others):
    return sum(any(a & b for b in others) for a in spans_)


def spans(record, claim):
    """(role, given spans, wanted spans) of a sentence."""
    tokens, starts, at = record["tokens"], [], 0
    for t in tokens:
        at = record["text"].index(t, at)
        starts.append(at)
        at += len(t)
    want = {}
    for r in record["roles"]:
        words = frozenset(i for i in range(r["start"], r["end"]) if tokens[i].lower() not in SMALL)
        want.setdefault(r["role"], []).append(words)
    give = {"source": claim["actors"], "target": claim["recipients"]} if claim else {"source": [], "target": []}
    if "reciprocal" in want:
        want = {"reciprocal": [w for list_ in want.values() for w in list_]}
        give = {"reciprocal": give["source"] + give["target"]}
    elif claim and not claim["recipients"] and len(claim["actors"]) > 1 and "target" in want:
        half = len(want.get("source", [])) or 1  # of a mutual act the later party stands where a target is looked for
        give = {"source": claim["actors"][:half], "target": claim["actors"][half:]}
    return [(role, [words_in(starts, tokens, e) for e in give.get(role, [])], want.get(role, []))
            for role in ("source", "target", "reciprocal") if give.get(role) or want.get(role)]


def overlap_f1(right, given, found, wanted):
    p, r = right / given if given else 0.0, found / wanted if wanted else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def is_act(claims):
    talk = {"REQUEST"}
    return any(c["event"] not in talk and c["status"] not in ("considered", "possible", "requested", "conditional")
               for c in claims)


def measure(path, build, details):
    records = common.records(path)
    coded = common.claims(build, [{"id": r["id"], "text": r["text"]} for r in records])
    n, words, wrong = {}, [0, 0, 0], []
    for r in records:
        if not r["roles"]:
            continue
        claim = main_claim(coded.get(r["id"], []))
        for role, given, wanted in spans(r, claim):
            found = overlapping(wanted, given)
            row = n.setdefault(role, [0, 0, 0, 0])
            for i, k in enumerate((overlapping(given, wanted), len(given), found, len(wanted))):
                row[i] += k
            g, w = frozenset().union(*given), frozenset().union(*wanted)
            for i, k in enumerate((len(g & w), len(g), len(w))):
                words[i] += k
            if found < len(wanted):
                wrong.append((role, "no claim" if not claim else "none given" if not given else "another", r["id"]))
    all_spans = [sum(row[i] for row in n.values()) for i in range(4)]
    judged = [(r["penta"] > 0, is_act(coded.get(r["id"], []))) for r in records if r.get("penta") is not None]
    if details:
        common.confusion([("act" if a else "statement", "act" if b else "statement") for a, b in judged], "statement or act")
        kinds = {}
        for role, kind, rid in wrong:
            kinds.setdefault((role, kind), []).append(rid)
        for (role, kind), ids in sorted(kinds.items(), key=lambda k: -len(k[1])):
            print(f"   {role:10} {kind:12} {len(ids):4}   {' '.join(ids[:6])}")
    figures = {f"{role} overlap F1": overlap_f1(*row)[2] for role, row in sorted(n.items())}
    p, rec, f = overlap_f1(*all_spans)
    return {**figures, "spans overlap precision": p, "spans overlap recall": rec, "spans overlap F1": f,
            "spans word F1": common.f1(*words)[2],
            "statement or act accuracy": sum(a == b for a, b in judged) / len(judged) if judged else None}
