"""The date, the place and the dead of an atrocity report (PITF Worldwide Atrocities Dataset), by the claims coded.

The set gives no date of publication: the program is told the day after the event, or after its last day. A report's
answer is that of its first claim of violence with a count of dead, and, what that one leaves open, of its other claims
in order; a country is less than a place in it. Right is

  date   the first day told is within a day of the event's first, or of the time between its first and last (reports
         and coders differ by the day of the report); `exact`: none off. Of the reports whose text names a day at all:
         `date, of all` counts the others as wrong
  place  within 50 km of the marked point; or, in the marked country, the same name as the locality, district or region
         marked, the finest of them that the report names; where it names none of them, or several places are marked,
         the right country
  dead   the same number; `dead, within the scale`: the same class of 1-4, 5-24, 25-49, 50-99, 100-999 …
"""
import collections, datetime, random, re
from . import common
from .common import least
from .geoparsing import kilometres

NAME, ORDER, DATA = "pitf", 100, "data/labelled/pitf_atrocities_dev.jsonl.gz"
GOALS = {"date": least(0.75), "place": least(0.70), "dead": least(0.80)}
VIOLENT = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE")
# PITF's codes for countries are ISO 3166 but for these.
ISO = {"BRZ": "BRA", "ROM": "ROU", "ZAR": "COD", "KOS": "XKX", "KSV": "XKX", "PAL": "PSE", "WBG": "PSE", "GAZ": "PSE"}
DAY = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|overnight|last night|this morning|"
                 r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|"
                 r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?) ?\d{1,2})\b", re.I)
SCALES = [(0, 0), (1, 4), (5, 24), (25, 49), (50, 99), (100, 999), (1000, 9999), (10000, 10 ** 9)]


def day(text):
    try:
        return datetime.date.fromisoformat(text[:10])
    except (TypeError, ValueError):
        return None


def answer(claims):
    """Date, place and dead of the claims of one report."""
    violent = [c for c in claims if c["event"] in VIOLENT and c["status"] in ("actual", "historical")]
    counted = [c for c in violent if (c["magnitude"].get("dead") or 0) > 0]
    order = counted[:1] + violent + claims
    when = next((c["when"] for c in order if c["when"]["start"]), None)
    places = [c["where"] for c in order if c["where"]]
    where = next((w for w in places if w["precision"] != "country"), places[0] if places else None)
    return when, where, counted[0]["magnitude"]["dead"] if counted else None


def words(name):
    return {w for w in re.findall(r"\w+", (name or "").lower())
            if w not in ("the", "of", "near", "province", "state", "district", "city", "village", "town", "county", "area", "region")}


def place_right(r, where):
    if not where:
        return False
    if where["latitude"] is not None and r["lat"] is not None and \
            kilometres(r["lat"], r["lon"], where["latitude"], where["longitude"]) <= 50:
        return True
    if where["country"] and where["country"] != ISO.get(r["country"], r["country"]):
        return False
    told = words(r["text"])
    finest = next((words(r[k]) for k in ("locality", "district", "region") if words(r[k]) & told), set())
    if not finest:
        return where["country"] is not None
    return bool(finest & (words(where["text"]) | words(where["name"])))


def scale(n):
    return next(i for i, (a, b) in enumerate(SCALES) if a <= n <= b)


def measure(path, build, details):
    rows = [r for r in common.records(path) if day(r["date_start"])]
    docs = []
    for i, r in enumerate(rows):
        last = day(r["date_end"]) or day(r["date_start"])
        docs.append({"id": str(i), "text": r["text"], "language": "en", "date": (last + datetime.timedelta(1)).isoformat()})
    coded = common.claims(build, docs)
    n, cases = collections.Counter(), collections.defaultdict(list)
    for i, r in enumerate(rows):
        when, where, dead = answer(coded[str(i)])
        first, last = day(r["date_start"]), day(r["date_end"]) or day(r["date_start"])
        start = day(when["start"]) if when else None
        right = start is not None and first <= start <= last
        if DAY.search(r["text"]):
            n["dated"] += 1
            n["date"] += right
            n["date within a day"] += start is not None and first - datetime.timedelta(1) <= start <= last + datetime.timedelta(1)
            if not right:
                cases["date: nothing told" if not when else "date: another"].append((r, f"{first} {when and when['start']} {when and when['text']}"))
        n["date of all"] += right
        ok = place_right(r, where)
        n["place"] += ok
        n["country"] += bool(where) and where["country"] == ISO.get(r["country"], r["country"])
        if not ok:
            cases["place: nothing told" if not where else "place: another"].append(
                (r, f"{r['locality']}/{r['district']}/{r['region']}/{r['country']}: {where and (where['text'], where['country'])}"))
        if isinstance(r["dead"], int):
            n["counted"] += 1
            n["dead"] += dead == r["dead"]
            n["scale"] += dead is not None and scale(dead) == scale(r["dead"])
            if dead != r["dead"]:
                cases["dead: nothing told" if dead is None else "dead: another number"].append((r, f"{r['dead']}, ours {dead}"))
    if details:
        random.seed(1)
        for kind, found in sorted(cases.items(), key=lambda x: -len(x[1])):
            print(f"-- {kind}: {len(found)}")
            for r, text in random.sample(found, min(25, len(found))):
                print(f"   {text} | {' '.join(r['text'].split())[:260]}")
    every = max(1, len(rows))
    return {"date": n["date within a day"] / max(1, n["dated"]), "date, exact": n["date"] / max(1, n["dated"]),
            "date, of all": n["date of all"] / every, "place": n["place"] / every, "country": n["country"] / every,
            "dead": n["dead"] / max(1, n["counted"]), "dead, within the scale": n["scale"] / max(1, n["counted"])}
