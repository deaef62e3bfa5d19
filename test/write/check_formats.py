"""check_formats.py FOLDER SAMPLES: files of every form of --out, read with what comes with Python.

The columns and their types are those that the data sets document; where real rows are to be had
(SAMPLES), what is asked of ours is first asked of them, so that a rule no real row keeps cannot stand here."""
import csv
import json
import os
import re
import sys
import xml.etree.ElementTree as xml

folder, samples = sys.argv[1], sys.argv[2]
bad = 0


def check(true, what):
    global bad
    if not true:
        print("FAIL:", what)
        bad = 1


def path(kind, form):
    return os.path.join(folder, kind + "." + form)


def tab(name):
    with open(name, encoding="utf-8", newline="\n") as f:
        return [line.rstrip("\n").split("\t") for line in f]


def sample(*name):
    name = os.path.join(samples, *name)
    if os.path.exists(name):
        return name
    print("skipped: no", "/".join(name.split("/")[-2:]))
    return None


claims = [json.loads(line) for line in open(path("code", "jsonl"), encoding="utf-8")]
actual = [c for c in claims if c["status"] == "actual"]
check(len(actual) >= 12 and len(actual) < len(claims), "the texts give too little to test with")

# ---- GDELT ----


def gdelt_row(row, v2, what):
    """What holds of every row of GDELT events, real or ours."""
    check(len(row) == (61 if v2 else 58), what + ": %d columns" % len(row))
    check(re.fullmatch(r"\d+", row[0]) and int(row[0]) < 2**53, what + ": GLOBALEVENTID " + row[0])
    date = row[1]
    check(re.fullmatch(r"\d{8}", date) and row[2] == date[:6] and row[3] == date[:4], what + ": date " + date)
    fraction = int(date[:4]) + ((int(date[4:6]) - 1) * 30 + int(date[6:])) / 365
    check(abs(fraction - float(row[4])) < 1e-4, what + ": FractionDate " + row[4])
    check(row[25] in "01", what + ": IsRootEvent")
    code, base, root, quad = row[26:30]
    check(re.fullmatch(r"\d{3,4}", code) and base == code[:3] and root == code[:2], what + ": code " + code)
    n = int(root)
    check(int(quad) == (1 if n <= 5 else 2 if n <= 9 else 3 if n <= 14 else 4), what + ": quad of " + code)
    check(re.fullmatch(r"-?\d+(\.\d)?", row[30]) and -10 <= float(row[30]) <= 10, what + ": Goldstein " + row[30])
    check(all(re.fullmatch(r"\d+", x) for x in row[31:34]), what + ": counts")
    float(row[34])
    width = 8 if v2 else 7
    for start in range(35, 35 + 3 * width, width):
        gdelt_geo(row[start:start + width], v2, what)
    check(re.fullmatch(r"\d{14}" if v2 else r"\d{8}", row[59 if v2 else 56]), what + ": DATEADDED")


def gdelt_geo(geo, v2, what):
    kind, name, country, region = geo[:4]
    if kind in ("0", ""):
        return
    check(kind in "12345" and name, what + ": place " + name)
    check(re.fullmatch(r"[A-Z]{2}|", country) and region.startswith(country), what + ": FIPS " + country + region)
    if kind == "1":
        check(region == country and geo[-1] == country, what + ": a country's codes " + str(geo))
    if kind in "23":
        check(country == "US" and re.fullmatch(r"US[A-Z]{0,2}", region), what + ": " + region)
    lat, lon = geo[-3:-1]
    check(-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180, what + ": point")


for name, v2 in ((sample("gdelt2_events", "20150218230000.export.CSV"), True),
                 (sample("gdelt1_events", "gdelt1_events_57_and_58_columns.csv"), False)):
    for row in tab(name) if name else []:
        if len(row) != 57:  # before April 2013, without SOURCEURL and with 0 for no place
            gdelt_row(row, v2, "real GDELT")

fips = {"IRQ": "IZ", "USA": "US", "ZMB": "ZA", "ZWE": "ZI", "IND": "IN", "RUS": "RS", "NGA": "NI", "TUR": "TU"}
for form, v2 in (("gdelt1", False), ("gdelt2", True)):
    for kind in ("code", "all", "db"):
        rows = tab(path(kind, form))
        for row in rows:
            gdelt_row(row, v2, form)
        check(len({r[0] for r in rows}) == len(rows), form + ": GLOBALEVENTID is not unique")
        check(len(rows) > len(actual), form + ": lists are not made pairs")
    rows = tab(path("code", form))
    check(len(tab(path("all", form))) > len(rows), form + ": --all-status adds nothing")
    pairs = {(r[5], r[15], r[26]) for r in rows}
    for pair in (("IRQMIL", "IRQCVL", "194"), ("IRQCOP", "IRQCVL", "194"), ("FRA", "DEU", "040"), ("DEU", "FRA", "040"),
                 ("USAELI", "PSEREB", "1123"), ("IGOEUREEC", "GBR", "051"), ("ROM", "COD", "051")):
        check(pair in pairs, form + ": no " + str(pair) + " in " + str(sorted(pairs)))
    un = [r for r in rows if r[5] == "IGOUNO"][0]
    check((un[7], un[8], un[12]) == ("", "UNO", "IGO"), form + ": the United Nations: " + str(un[5:15]))
    faiths = [r for r in rows if r[10] == "MOS"][0]
    check((faiths[5], faiths[10], faiths[15], faiths[20:22]) == ("MOS", "MOS", "CHRCTH", ["CHR", "CTH"]), form + ": faiths")
    check(any(r[5].endswith("kur") and r[9] == "kur" and r[12] == "" for r in rows), form + ": an ethnic group")
    check(all(r[6] == r[6].upper() for r in rows), form + ": names are in capitals")
    dallas = [r for r in rows if any("Dallas" in x for x in r)][0]
    check("Dallas, Texas, United States" in dallas and "USTX" in dallas and "3" in dallas, form + ": " + str(dallas))
    where = 51 if v2 else 49
    for row in rows:
        if row[where] != "0":
            check(row[where + 2] in fips.values(), form + ": FIPS " + row[where + 2])
    protest = [r for r in rows if r[28] == "14"]
    check(protest and all(r[29] == "3" for r in protest), form + ": protest is verbal conflict in GDELT")


def gdelt_mention(row, what):
    check(len(row) == 16, what + ": %d columns" % len(row))
    check(re.fullmatch(r"\d+", row[0]), what + ": GLOBALEVENTID")
    check(re.fullmatch(r"\d{14}", row[1]) and re.fullmatch(r"\d{14}", row[2]), what + ": dates")
    check(row[3] in "123456" and row[4] and row[5], what + ": source " + str(row[3:6]))
    check(all(re.fullmatch(r"-?\d+", x) for x in row[6:10]), what + ": offsets " + str(row[6:10]))
    check(row[10] in "01" and int(row[11]) in range(10, 101, 10), what + ": confidence " + row[11])
    check(re.fullmatch(r"\d+", row[12]), what + ": MentionDocLen")


name = sample("gdelt2_mentions", "mentions.CSV")
for row in tab(name) if name else []:
    gdelt_mention(row, "real mentions")
mentions = tab(path("code", "gdelt2-mentions"))
for row in mentions:
    gdelt_mention(row, "gdelt2-mentions")
check({r[0] for r in mentions} == {r[0] for r in tab(path("code", "gdelt2"))}, "mentions are not those of the events")
texts = {json.loads(line)["id"]: json.loads(line)["text"] for line in open(os.path.join(folder, "in.jsonl"))}
first = [r for r in mentions if r[6] == "1" and r[4] == "news.example" and r[9] != "-1"][0]
check(texts["a"][int(first[9]):].startswith("shelled"), "ActionCharOffset")

# ---- Phoenix ----

phoenix_quad = dict(zip(range(1, 21), (0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 3, 4, 4, 4, 4)))
rows = tab(path("code", "phoenix"))
for row in rows:
    check(len(row) == 26, "phoenix: %d columns" % len(row))
    check(re.fullmatch(r"\d+", row[0]) and row[1] == row[2] + row[3] + row[4], "phoenix: date " + str(row[1:5]))
    check(row[14] == row[13][:2] and int(row[15]) == phoenix_quad[int(row[14])], "phoenix: quad " + str(row[13:16]))
    check(re.fullmatch(r"-?\d+\.\d", row[16]), "phoenix: Goldstein " + row[16])
    for side in (row[5:9], row[9:13]):
        full, entity, role, rest = side
        check(full == (entity or "---") + role + rest.replace(";", ""), "phoenix: actor " + str(side))
check(len({r[0] for r in rows}) == len(rows), "phoenix: id is not unique")
check(any(r[5:9] == ["IRQMIL", "IRQ", "MIL", ""] for r in rows), "phoenix: no IRQMIL")
check(any(r[9:13] == ["---HLH", "", "", "HLH"] for r in rows), "phoenix: doctors of no country")

# ---- ICEWS ----

name = sample("icews", "events.2018.sample.part1.tab")
head = None
if name:
    real = tab(name)
    head = real[0]
    texts_of = {r[6]: r[5] for r in real[1:]}
rows = tab(path("code", "icews"))
if head:
    check(rows[0] == head, "icews: columns " + str(rows[0]))
check(len(rows[0]) == 20 and tab(path("empty", "icews")) == rows[:1], "icews: the head")
for row in rows[1:]:
    check(len(row) == 20, "icews: %d columns" % len(row))
    check(re.fullmatch(r"\d+", row[0]) and re.fullmatch(r"\d{4}-\d\d-\d\d", row[1]), "icews: key " + str(row[:2]))
    check(re.fullmatch(r"\d{3,4}", row[6]) and -10 <= float(row[7]) <= 10, "icews: code " + str(row[6:8]))
    check(int(row[12]) >= 0, "icews: sentence")
    if head and row[6] in texts_of:
        check(row[5] == texts_of[row[6]], "icews: Event Text of %s: %s" % (row[6], row[5]))
check(len({(r[0], r[1]) for r in rows}) == len(rows), "icews: event id and date are no key")
check(any(r[2:5] == ["France", "", "France"] and r[8] == "Germany" for r in rows), "icews: France")
check(any(r[8:11] == ["France", "", "France"] and r[2] == "Germany" for r in rows), "icews: the other way round")
check(any(r[2:5] == ["Police (Zimbabwe)", "Government,Police", "Zimbabwe"] for r in rows), "icews: Police (Zimbabwe)")
check(any(r[10] == "Russian Federation" for r in rows), "icews: its own names of countries")

# ---- POLECAT ----

rows = tab(path("code", "polecat"))
name = sample("polecat", "header_only.txt")
if name:
    with open(name, encoding="iso-8859-1") as f:
        check(rows[0] == f.readline().rstrip("\r\n").split("\t"), "polecat: columns")
check(all(len(r) == 40 for r in rows) and len(rows) == len(actual) + 1, "polecat: a row an event, 40 columns")
for row, claim in zip(rows[1:], actual):
    check(row[0] == claim["id"] and row[2] == claim["event"] and row[3] == (claim["mode"] or ""), "polecat: event")
    check(row[5] in ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"), "polecat")
    check(row[8].split(";") == ([a["country"] or "" for a in claim["actors"]] or [""]), "polecat: " + row[8])
check(rows[1][9] == "645;645", "polecat: COW number of Iraq " + rows[1][9])

# ---- PLOVER ----

records = [json.loads(line) for line in open(path("code", "plover"), encoding="utf-8")]
check([r["id"] for r in records] == [c["id"] for c in actual], "plover: records")
for r, c in zip(records, actual):
    check(all(k in r for k in ("id", "date", "actor", "event")), "plover: what it must have")
    check(isinstance(r["event"], list) and r["event"] == [c["event"]], "plover: event")
    check(r["quad_code"] in (1, 2, 3, 4) and r["event_scale"] == c["intensity"], "plover: quad and scale")
    cite = r["cite_info"]
    check(cite["license"] == "CC BY <4.0>" and cite["citation"] == "Cite & name us", "plover: licence")
    check(cite["version"] and cite["model"] and cite["codebook"] and "masudi code" in cite["command"], "plover: " + str(cite))
    check([a["code"] for a in r["actor"]] == [a["country"] for a in c["actors"]], "plover: actor")

# ---- ACLED ----

with open(path("code", "acled"), encoding="utf-8", newline="") as f:
    rows = list(csv.DictReader(f))
check(rows and len(rows[0]) == 31, "acled: columns")
subs = {"Battles": ["Armed clash"],
        "Explosions/Remote violence": ["Chemical weapon", "Air/drone strike", "Suicide bomb",
                                       "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade"],
        "Violence against civilians": ["Sexual violence", "Attack", "Abduction/forced disappearance"],
        "Protests": ["Excessive force against protesters", "Protest with intervention", "Peaceful protest"],
        "Riots": ["Violent demonstration", "Mob violence"],
        "Strategic developments": ["Agreement", "Arrests", "Disrupted weapons use", "Looting/property destruction",
                                   "Other"]}
for row in rows:
    check(row["sub_event_type"] in subs[row["event_type"]], "acled: " + row["sub_event_type"])
    check(re.fullmatch(r"\d{4}-\d\d-\d\d", row["event_date"]) and row["year"] == row["event_date"][:4], "acled: date")
    check(row["time_precision"] in "123" and row["geo_precision"] in ("", "1", "2", "3"), "acled: precision")
    one, two = int(row["inter1"]), int(row["inter2"])
    both = one * 10 if not two else min(one, two) * 10 + max(one, two)
    check(int(row["interaction"]) == both, "acled: interaction " + row["interaction"])
    check(row["iso"] == "" or re.fullmatch(r"[1-9]\d*", row["iso"]), "acled: iso " + row["iso"])
    check(row["fatalities"].isdigit() and row["timestamp"].isdigit(), "acled: numbers")
check(len({r["event_id_cnty"] for r in rows}) == len(rows), "acled: event_id_cnty is not unique")
check(any(r["fatalities"] == "12" and r["actor1"] == "Military Forces of Iraq" for r in rows), "acled: Iraq")
check(any(r["actor1"] == "Protesters (Zambia)" and r["interaction"] == "60" for r in rows), "acled: protesters")

# ---- series ----

with open(os.path.join(folder, "series.json"), encoding="utf-8") as f:
    points = json.load(f)
months = {}
for c in actual:
    month = (c["when"]["start"] or c["doc"]["date"])[:7] + "-01"
    months[c["event"], month] = months.get((c["event"], month), []) + [c["intensity"]]
told = {(p["series"], p["start"]): p for p in points if p["count"]}
check(set(told) == set(months), "series: " + str(set(told) ^ set(months)))
for key, values in months.items():
    check(told[key]["count"] == len(values), "series: count of " + str(key))
    check(abs(told[key]["intensity"] - sum(values) / len(values)) < 1e-3, "series: mean of " + str(key))
with open(os.path.join(folder, "series.csv"), encoding="utf-8", newline="") as f:
    rows = list(csv.DictReader(f))
check(sum(int(r["count"]) for r in rows if r["series"] in ("FRA>DEU", "DEU>FRA")) == 2, "series: a mutual act")

# ---- maps ----

for kind in ("code", "all", "db", "empty"):
    with open(path(kind, "geojson"), encoding="utf-8") as f:
        collection = json.load(f)
    check(collection["type"] == "FeatureCollection", "geojson: type")
    for feature in collection["features"]:
        point = feature["geometry"]
        check(feature["type"] == "Feature" and "properties" in feature, "geojson: feature")
        check(point is None or point["type"] == "Point" and abs(point["coordinates"][1]) <= 90, "geojson: point")
    if kind == "code":
        check([x["id"] for x in collection["features"]] == [c["id"] for c in actual], "geojson: events")
        check(collection["masudi"]["licence"] == "CC BY <4.0>", "geojson: licence")
        placed = [x for x in collection["features"] if x["properties"].get("place") == "Dallas"][0]
        lon, lat = placed["geometry"]["coordinates"]
        check(32 < lat < 34 and -98 < lon < -95, "geojson: longitude comes first")
    if kind == "db":
        check("CC BY <4.0>" in collection["masudi"]["licence"], "geojson: licence out of a store")

kml = "{http://www.opengis.net/kml/2.2}"
for kind in ("code", "all", "db", "empty"):
    root = xml.parse(path(kind, "kml")).getroot()
    check(root.tag == kml + "kml", "kml: root")
    marks = root.findall(kml + "Document/" + kml + "Placemark")
    if kind == "code":
        check(len(marks) == len(actual), "kml: placemarks")
        about = root.find(kml + "Document/" + kml + "description").text
        check("CC BY <4.0>" in about and "Cite & name us" in about and "masudi code" in about, "kml: " + about)
        styles = {s.get("id") for s in root.iter(kml + "Style")}
        check({m.find(kml + "styleUrl").text[1:] for m in marks} <= styles, "kml: styles")

# ---- networks ----

gexf, graphml = "{http://gexf.net/1.3}", "{http://graphml.graphdrawing.org/xmlns}"
for kind in ("code", "all", "db", "empty"):
    graph = xml.parse(path(kind, "gexf")).getroot().find(gexf + "graph")
    nodes = {n.get("id") for n in graph.iter(gexf + "node")}
    edges = list(graph.iter(gexf + "edge"))
    check(all(e.get("source") in nodes and e.get("target") in nodes for e in edges), "gexf: an edge to nowhere")
    other = xml.parse(path(kind, "graphml")).getroot().find(graphml + "graph")
    check({n.get("id") for n in other.iter(graphml + "node")} == nodes, "graphml: nodes differ from gexf's")
    check(len(list(other.iter(graphml + "edge"))) == len(edges), "graphml: edges differ from gexf's")
    if kind != "empty":
        check(len(nodes) > 10 and len(edges) > 5, "gexf: too little")
pairs = sum(1 for r in tab(path("code", "gdelt2")) if r[5] and r[15])
graph = xml.parse(path("code", "gexf")).getroot().find(gexf + "graph")
check(sum(float(e.get("weight")) for e in graph.iter(gexf + "edge")) == pairs, "gexf: weights are not the pairs")

sys.exit(bad)
