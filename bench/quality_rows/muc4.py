"""Incidents of Latin American reports in capitals (MUC-3 and MUC-4): all slots, over all templates.

Events: the claims of a report that are an ASSAULT, a kidnapping (COERCE or ASSAULT, mode abduct) or arson, and that
happened, were tried or threatened, are gathered by incident type: BOMBING (mode explosives, or a bomb in the trigger), KIDNAPPING,
ARSON (set on fire), else ATTACK. Claims of one type are one event, but for those on another day. Slots of an event:
type, stage, date, location, perpetrators (individuals and organisations), targets (human and physical), instrument.

Alignment: events and templates of a report are paired one to one so that the number of fills that agree is largest,
type first (greedily, best pair first). A fill of words agrees when it and one of a filler's interchangeable strings
share their head word or one stands in the other; a date when the day lies in the expected one or its interval; a
location when the most exact name of one stands in the other. Precision is the share of given fills that agree, recall
that of expected ones; events and templates without a partner count with all their fills; optional fills and templates
count only when they agree. `in capitals` tells what casing costs: PLV's sentences in capitals beside themselves.
"""
import csv, os, re
from . import common

NAME, ORDER, DATA = "muc4", 42, "data/labelled/muc4_dev.jsonl.gz"
GOALS = {}
MONTH = {m: i + 1 for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())}
STAGE = {"actual": "ACCOMPLISHED", "historical": "ACCOMPLISHED", "attempted": "ATTEMPTED", "threatened": "THREATENED", "planned": "THREATENED"}
SLOTS = ("type", "stage", "date", "location", "perpetrators", "targets", "instrument")
WEAPON = re.compile(r"\b(car[- ]bomb|dynamite|bomb|grenade|mortar|rocket|missile|machine ?gun|rifle|gun|pistol|mine|explosive|molotov cocktail|firearm)s?\b", re.I)


def day(text):
    m = re.match(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d{2})$", text.strip())
    return f"19{m[3]}-{MONTH[m[2]]:02d}-{int(m[1]):02d}" if m and m[2] in MONTH else None


def words(text):
    return [w for w in re.findall(r"[a-z0-9áéíóúñ]+", text.lower()) if w not in ("the", "a", "an", "of", "el", "la", "de", "s")]


def alike(given, wanted):
    a, b = words(given), words(wanted)
    if not a or not b:
        return False
    return a[-1] == b[-1] or " ".join(a) in " ".join(b) or " ".join(b) in " ".join(a)


def wanted_fills(t):
    def names(*keys):
        return [f.get("mentions") or [f.get("value") or f["raw"]] for k in keys for f in t.get(k) or [] if not f.get("optional")]
    out = {"type": [[v for f in t["type"] for v in f.get("value", f["raw"]).split(" / ")]], "stage": [[f.get("value", f["raw"])] for f in t["stage"]][:1],
           "date": [[f.get("value", f["raw"])] for f in t["date"]][:1],
           "location": [[f.get("value", f["raw"])] for f in t["location"]][:1],
           "perpetrators": names("perp_individual", "perp_organization"), "targets": names("physical_target", "human_target_name"),
           "instrument": names("instrument")}
    named = {m for fills in out["targets"] for m in fills}
    for f in t.get("human_target_description") or []:  # who has no name is known by what he is
        if not f.get("optional") and not set(f.get("of") or []) & named:
            out["targets"].append(f.get("mentions") or [f["raw"]])
    return out


def type_of(c):
    words_ = (c["trigger"]["text"] + " " + c["trigger"]["lemma"]).lower()
    if c["mode"] == "abduct" or re.search("kidnap|abduct|hostage", words_):
        return "KIDNAPPING"
    if c["event"] != "ASSAULT":
        return None
    if c["mode"] == "explosives" or re.search("bomb|explo|dynamit|blast", words_):
        return "BOMBING"
    return "ARSON" if re.search("burn|arson|torch|fire to|ablaze", words_) else "ATTACK"


def events(claims, text):
    found = {}
    for c in claims:
        kind = type_of(c)
        if not kind or c["status"] not in STAGE:
            continue
        start = c["when"]["start"] if c["when"]["precision"] == "day" else None
        key = next((k for k in found if k[0] == kind and (not start or not k[1] or k[1] == start)), (kind, start))
        e = found.setdefault(key, {s: [] for s in SLOTS})
        e["type"] = [kind]
        e["stage"] = e["stage"] or [STAGE[c["status"]]]
        if start and not e["date"]:
            e["date"] = [start]
        if c["where"] and not e["location"]:
            e["location"] = [c["where"]["text"]]
        for role, slot in (("actors", "perpetrators"), ("recipients", "targets")):
            for x in c[role]:
                if x["text"] and x["via"] != "pronoun" and not any(alike(x["text"], y) for y in e[slot]):
                    e[slot].append(x["text"])
        m = WEAPON.search(c["sentence"]["text"]) if kind in ("BOMBING", "ATTACK") else None
        if m and not e["instrument"]:
            e["instrument"] = [m[0]]
    return list(found.values())


def fill_agrees(slot, given, wanted):
    if slot == "date":
        days = [day(p) for w in wanted for p in w.split(" - ")]
        return any(days) and (given in days or (len(days) == 2 and all(days) and days[0] <= given <= days[1]))
    if slot == "location":
        return any(alike(given, re.sub(r"\(.*?\)", "", p)) for w in wanted for p in re.split(r"[:/-]", w))
    return any(given == w if slot in ("type", "stage") else alike(given, w) for w in wanted)


def agreed(e, w):
    n = 0
    for slot in SLOTS:
        free = list(w[slot])
        for given in e[slot]:
            hit = next((f for f in free if fill_agrees(slot, given, f)), None)
            if hit is not None:
                free.remove(hit)
                n += 1
    return n


def count(fills):
    return sum(len(fills[s]) for s in SLOTS)


def plv_found(build, change):
    path = os.path.join(os.path.dirname(common.SCORE), "../data/plover/PLV_train.tsv")
    rows = list(csv.DictReader(open(path, encoding="utf-8"), delimiter="\t"))
    claims = common.claims(build, [{"id": r["uid"], "text": change(r["sentence"])} for r in rows])
    kinds = {"YIELD": {"CONCEDE", "RETREAT"}}
    return sum(any(c["event"] in kinds.get(r["gold_root"], {r["gold_root"]}) for c in claims[r["uid"]]) for r in rows) / len(rows)


def measure(path, build, details):
    records, docs = common.records(path), []
    for r in records:
        head, mark, body = r["text"].partition("[TEXT]")
        dated = re.search(r"\b(\d{1,2} [A-Z]{3}[A-Z]* \d{2})\b", head[:200])
        docs.append({"id": r["id"], "text": (body if mark else r["text"]).replace("[", "(").replace("]", ")"), "date": day(dated[1]) if dated else None})
    claims = common.claims(build, [{k: v for k, v in d.items() if v} for d in docs])
    right = given = expected = 0
    of_type = {}
    for r, d in zip(records, docs):
        got, want = events(claims[r["id"]], d["text"]), [(wanted_fills(t), t["optional"]) for t in r["templates"]]
        pairs = sorted(((agreed(e, w), e["type"][0] in w["type"][0], i, k) for i, e in enumerate(got) for k, (w, _) in enumerate(want)),
                       key=lambda p: (-p[1], -p[0], p[2], p[3]))
        used_e, used_w = set(), set()
        for n, same, i, k in pairs:
            if n and i not in used_e and k not in used_w:
                used_e.add(i)
                used_w.add(k)
                right += n
                for s in SLOTS:
                    row = of_type.setdefault(s, [0, 0, 0])
                    row[0] += agreed({t: got[i][t] if t == s else [] for t in SLOTS}, want[k][0])
        given += sum(map(count, got))
        expected += sum(count(w) for k, (w, optional) in enumerate(want) if k in used_w or not optional)
        for s in SLOTS:
            row = of_type.setdefault(s, [0, 0, 0])
            row[1] += sum(len(e[s]) for e in got)
            row[2] += sum(len(w[s]) for k, (w, optional) in enumerate(want) if k in used_w or not optional)
    if details:
        for s, (a, b, c) in of_type.items():
            print(f"   {s:14} right {a:5} given {b:5} expected {c:5}  P {a / max(b, 1):.2f} R {a / max(c, 1):.2f}")
    p, r, f = common.f1(right, given, expected)
    return {"all slots precision": p, "all slots recall": r, "all slots F1": f, "PLV right event": plv_found(build, str),
            "PLV right event, in capitals": plv_found(build, str.upper)}
