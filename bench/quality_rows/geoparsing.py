"""Place names to coordinates: the share within 161 km (100 miles) of where the annotators put them.

`gold spans`: the marked names that have coordinates are given, as other systems are measured, and each is told
somewhere; one that is told nowhere counts as wrong. `end to end`: the program finds the names by itself; one that it
does not find counts as wrong. Names are found where the spans are the same (common nouns, and what the annotators hold
for no toponym, are left out).
"""
import collections, math
from . import common
from .common import least

NAME, ORDER, DATA = "geoparsing", 80, "data/labelled/geoparsing_dev.jsonl.gz"
GOALS = {"within 161 km, gold spans": least(0.85)}
GOALS.update({f"{c}, gold spans": least(0.85) for c in ("GeoVirus", "GeoWebNews", "LGL", "TR-News")})
NEAR = 161.0


def kilometres(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def wanted(toponym):
    kind = toponym.get("type") or ""
    return kind != "Non_Toponym" and not kind.endswith("Expression")


def away(toponym, place):
    if place is None or place.get("latitude") is None:
        return None
    return kilometres(toponym["lat"], toponym["lon"], place["latitude"], place["longitude"])


def by_itself(build, rows):
    out = common.run(build, "explain", [{"id": str(i), "text": r["text"], "date": r.get("date")} for i, r in enumerate(rows)],
                     "--places", "--in", "jsonl")
    found = {int(o["id"]): {(p["start"], p["end"]): p for p in o["places"]} for o in out}
    return [found.get(i, {}) for i in range(len(rows))]


def measure(path, build, details):
    rows = common.records(path)
    marked = [{(t["start"], t["end"]): t for t in r["toponyms"] if wanted(t)} for r in rows]
    pinned = [sorted(at for at, t in m.items() if t.get("lat") is not None) for m in marked]
    given = common.words(build, [{"text": r["text"], "date": r.get("date"), "names": p} for r, p in zip(rows, pinned)])
    n, wrong = collections.defaultdict(collections.Counter), collections.Counter()
    errors = []
    for r, m, p, places, found in zip(rows, marked, pinned, given, by_itself(build, rows)):
        c = n[r["corpus"]]
        c["marked"] += len(m)
        c["found"] += len(found)
        c["both"] += len(m.keys() & found.keys())
        for at, place in zip(p, places):
            d = away(m[at], place)
            c["pinned"] += 1
            c["near"] += d is not None and d < NEAR
            c["near by itself"] += (away(m[at], found.get(at)) or NEAR) < NEAR if at in found else 0
            errors.append(20038 if d is None else d)
            if d is None or d >= NEAR:
                meant = ", ".join(str(m[at][k]) for k in ("admin1", "country") if m[at].get(k))
                wrong[m[at]["text"], "nowhere" if d is None else f"{place['name']} {place['country']}", meant, r["corpus"]] += 1
    if details:
        print("-- told elsewhere: name, taken for, meant")
        for key, k in wrong.most_common(60):
            print(f"   {k:4} {key}")
    total = collections.Counter()
    for c in n.values():
        total.update(c)
    errors.sort()
    figures = {"within 161 km, gold spans": total["near"] / max(1, total["pinned"])}
    for corpus, c in sorted(n.items()):
        figures[f"{corpus}, gold spans"] = c["near"] / max(1, c["pinned"])
    figures["median km, gold spans"] = errors[len(errors) // 2] if errors else None
    for corpus, c in sorted(n.items()):
        figures[f"{corpus}, names found F1"] = common.f1(c["both"], c["found"], c["marked"])[2]
    figures["within 161 km, end to end"] = total["near by itself"] / max(1, total["pinned"])
    return figures
