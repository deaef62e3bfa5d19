#!/usr/bin/env python3
"""bench/names.py: whether the names of the reference files, at a date, mean the right country and sector to us.

usage: bench/names.py [BUILD] [--seed N] [--draw 300] [--from 1990] [--all]

Draws name and date pairs by chance from the dictionaries and CountryInfo under ../shared: countries, leaders and
ministers, places, organisations and armed groups. A name weighs by how often the news texts under ../shared write it
(counted once, kept in BUILD/names-weights.json), so that what news uses is what is drawn; one they never write weighs a
fiftieth of one that they write once. The files hold capitals without accents or hyphens: each name is asked as a title
and in capitals, and is right if either is. The files know terms to a month: the day drawn is a month from both ends
of a term that is long enough. A code without dates holds at some time: it is asked at three. Prints a line for each miss (kind, name, date, file's code, what we
said) and the share right overall and by kind. Skips with a word where the files are not here.

Right is: the file's country (an international file code: the same class, or our body with a country of its own) and
the sector of the file's code (CAMEO's sectors read through knowledge/ontology/sectors.txt; none and GOV are the same
for a state; GOV with LEG after it, a seat in parliament, is GOV or LEG; REB, PRM, UAF and CRM are told apart only where the file names a country's force).
"""
import argparse, bisect, collections, datetime, glob, gzip, json, os, random, re, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "../../shared/data")
PHOENIX = os.path.join(DATA, "dictionaries/Phoenix.%s.actors.txt")
QUOTA = {"country": 0.2, "leader": 0.3, "place": 0.15, "organisation": 0.2, "armed group": 0.15}
SMALL = set("al bin bint ibn ben von van der den de del della di da das dos du des la las le les el y e of the and for in on to "
            "upon sur i et ul ud uz ur ould arap a en".split())
# International codes: several ways to write whose an organisation is.
WORLD = {"IGO", "NGO", "MNC", "NGM", "INT", "IMG", "UIS"}
REGION = {"AFR", "ASA", "CAS", "CAU", "CFR", "EAF", "EEU", "EIN", "EUR", "LAM", "MEA", "MDT", "NAF", "NMR", "PGS", "SAF", "SAM",
          "SAS", "SCN", "SEA", "WAF", "WST", "CRB", "WEU", "SSA", "CEU", "BLK", "CAM"}
OLD = {"INS": "REB", "SEP": "REB", "RAD": "REB", "UAF": "UAF", "GRP": None}
# Codes of the files that are none of ISO, and ours for them.
ISO = {"KSV": "XKX", "ANG": "AGO", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "IRE": "IRL", "PAL": "PSE"}
MONTH = datetime.timedelta(days=31)
ARMED = {"REB", "PRM", "UAF", "CRM"}


def sectors():
    """CAMEO's three letters to ours."""
    out, name = {}, None
    for line in open(os.path.join(HERE, "../knowledge/ontology/sectors.txt"), encoding="utf-8"):
        w = line.split()
        if line.startswith("sector "):
            name = w[1]
        elif w[:1] == ["cameo"]:
            out[w[1]] = name
    return out | OLD


def day(text, last=False):
    """YYMMDD, YYYYMMDD or worse, as a date; days that no month has are its last."""
    text = text.strip()
    if len(text) == 6:
        text = ("19" if text > "30" else "20") + text
    if len(text) != 8 or not text.isdigit():
        return None
    y, m, d = int(text[:4]), min(max(int(text[4:6]), 1), 12), max(int(text[6:]), 1)
    while d > 28:
        try:
            return datetime.date(y, m, d)
        except ValueError:
            d = d - 1 if d <= 31 else 31
    return datetime.date(y, m, d)


class Pool:
    """What may be drawn: rows of kind, names, code, first and last day."""

    def __init__(self, first):
        self.rows, self.first, self.last = [], datetime.date(first, 1, 1), datetime.date(2012, 12, 31)

    def add(self, kind, names, code, a=None, b=None):
        dated = bool(a or b)
        a, b = max(a or self.first, self.first), min(b or self.last, self.last)
        names = [n for n in (re.sub(r"[_\s]+", " ", n).strip() for n in names) if len(n) > 1 and "<" not in n]
        if (b - a).days > 90:
            a, b = a + MONTH, b - MONTH
        if a <= b and names and code and code != "---":
            self.rows.append((kind, names, code, a, b, dated))


def spans(text, country):
    """[CODE d - d], [CODE >d], [CODE <d], [d - d], [CODE] of a line: code, first, last day."""
    for inside in re.findall(r"\[([^\]]*)\]", text):
        m = re.match(r"\s*([A-Z]{3,})?\s*([<>]?)\s*(\d{6,8})?\s*-?\s*(\d{6,8})?\s*$", inside)
        if not m or not (m[1] or m[3]) or (m[2] and not m[3]):
            continue
        a, b = day(m[3]) if m[3] else None, day(m[4]) if m[4] else None
        if m[2] == "<":
            a, b = b, a
        elif m[2] == ">":
            b = datetime.date(2010, 12, 31)
        elif a and not b:
            continue
        yield m[1] or country, a, b


def country_info(pool):
    text = open(os.path.join(DATA, "countryinfo/CountryInfo.txt"), encoding="latin-1").read().split("-->", 1)[1]
    news = re.compile(r"prime min|president|vice.pres|foreign|external|defen[cs]e|interior|home affairs|finance|oil|petroleum|king|"
                      r"emir|secretary of state|central bank|permanent rep|ambassador to the us", re.I)
    for block in text.split("<Country>")[1:]:
        part = {k: [re.sub(r"#.*", "", l) for l in v.splitlines()]
                for k, v in re.findall(r"<([A-Z]\w+)>(.*?)</\1>", block, re.S)}
        code = part.get("CountryCode", [""])[0].strip()
        if len(code) != 3:
            continue
        name = lambda l: re.sub(r"\[.*", "", l)
        for l in part.get("CountryName", []) + part.get("Nationality", []):
            pool.add("country", [name(l)], code)
        for l in part.get("Capital", []) + part.get("MajorCities", []) + part.get("Regions", []):
            pool.add("place", [name(l)], code)
        leaders = re.search(r"<Leaders>(.*?)</Leaders>", block, re.S)
        government = re.search(r"<Government>(.*?)</Government>", block, re.S)
        for chunk, of in ((leaders, code + "GOV"), (government, None)):
            for l in chunk[1].splitlines() if chunk else []:
                l, _, title = l.partition("#")
                if not of and not news.search(title):
                    continue
                names = re.findall(r"\{([^}]*)\}", l) or [name(l)]
                for c, a, b in spans(re.sub(r"\[[BD]:[^\]]*\]", "", l), of):
                    if a or b or not of:
                        pool.add("leader", names, c, a or (datetime.date(2003, 1, 1) if not of else a), b)


def entries(path):
    """Names and code lines of a dictionary: an entry is its names, then what stands in brackets."""
    names, codes, section = [], "", ""
    for l in open(path, encoding="latin-1"):
        if l.startswith("#"):
            section = l.strip("# \n") or section
            continue
        l = re.sub(r"[;#].*", "", l).rstrip()
        head = re.sub(r"\[.*", "", l).strip()
        if head and codes:
            yield names, codes, section
            names, codes = [], ""
        if head and (head.startswith("+") or not l[0].isspace()):
            names.append(head.lstrip("+"))
        codes += "".join(re.findall(r"\[[^\]]*\]", l))
    if names and codes:
        yield names, codes, section


def dictionaries(pool, states):
    peoples = {n.upper() for r in pool.rows if r[0] in ("country", "place") for n in r[1]}
    kind_of = {"Countries": None, "International": "organisation", "MilNonState": "armed group"}
    for which, kind in kind_of.items():
        for names, codes, section in entries(PHOENIX % which):
            coded = list(spans(codes, None))
            for code, a, b in coded:
                dated = bool(a or b)
                if not dated and any(x or y for _, x, y in coded):  # what holds when no dated code does
                    continue
                if kind is None:
                    if dated and code[3:6] in ("GOV", "MIL") and not {n.strip("_ ") for n in names} & peoples:
                        pool.add("leader", names[:2], code, a, b)
                    elif len(code) == 3 and code in states:
                        pool.add("country", names[:1], code)
                else:
                    person = dated and kind == "organisation"
                    pool.add("leader" if person else kind, names[:3], code, a, b)


def weights(names, cache):
    """How often the texts write each name, with a capital at its start."""
    if os.path.exists(cache):
        had = json.load(open(cache))
        if set(had) >= names:
            return had
    count, longest = collections.Counter(), max(len(n.split()) for n in names)
    firsts = {n.split()[0] for n in names}
    files = glob.glob(os.path.join(DATA, "labelled/*")) + glob.glob(os.path.join(DATA, "conll/en_*")) + glob.glob(
        os.path.join(DATA, "load/*.gz")) + glob.glob(os.path.join(DATA, "plover/*.tsv")) + glob.glob(os.path.join(DATA, "formats/*/*"))
    word = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
    for path in files:
        try:
            lines = gzip.open(path, "rt", errors="ignore") if path.endswith(".gz") else open(path, errors="ignore")
            for line in lines:
                ws = word.findall(line)
                low = [w.lower() for w in ws]
                for i, w in enumerate(low):
                    if w in firsts and ws[i][0].isupper():
                        for n in range(min(longest, len(low) - i), 0, -1):
                            if " ".join(low[i:i + n]) in names:
                                count[" ".join(low[i:i + n])] += 1
                                break
        except (OSError, EOFError):
            continue
    json.dump({n: count[n] for n in sorted(names)}, open(cache, "w"))
    return count


def key(name):
    return " ".join(re.findall(r"[^\W_]+(?:[.'’][^\W_]+)*", name.lower()))


def draw(pool, n, seed, cache):
    """Names by kind, each once, by weight; then the row and the day by chance."""
    byname = collections.defaultdict(list)
    for row in pool.rows:
        for name in row[1]:
            if key(name):
                byname[row[0], name.upper()].append(row)
    w = weights({key(name) for _, name in byname}, cache)
    rng, out = random.Random(seed), []
    for kind, share in QUOTA.items():
        names = sorted(name for k, name in byname if k == kind)
        # One may write what is no name (RELIEF, AL): root tames the very frequent.
        sums, total = [], 0.0
        for name in names:
            total += max(w.get(key(name), 0), 0.0004) ** 0.5
            sums.append(total)
        seen = set()
        while len(seen) < min(round(n * share), len(names)):
            name = names[bisect.bisect(sums, rng.random() * total)]
            if name in seen:
                continue
            seen.add(name)
            rows = byname[kind, name]
            _, _, _, a, b, dated = rows[rng.randrange(len(rows))]
            date = a + datetime.timedelta(days=rng.randrange((b - a).days + 1))
            # Each code that the file gives the name at that day is right.
            codes = sorted({r[2] for r in rows if r[3] <= date <= r[4]})
            dates = [date.isoformat()] + ([] if dated else ["1985-07-01", "2000-07-01"])
            out.append((kind, name, dates, codes))
    return out


def titled(name):
    """KING_ABDULLAH_BIN_ABD_AL-AZIZ as news writes it."""
    def one(w, first):
        if not first and w.lower() in SMALL:
            return w.lower()
        if not first and re.fullmatch(r"[IVX]+", w) or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?", w):
            return w
        return "-".join(p.lower() if "-" in w and p.lower() in SMALL and (i or p == "AL") else re.sub(r"^(MC|[ODN]')(\w)", lambda m: m[1].capitalize() + m[2], p.capitalize())
                        if not re.match(r"(MC|[ODN]')\w", p) else p[:2].capitalize() + p[2:].capitalize()
                        for i, p in enumerate(w.split("-")))
    ws = name.split()
    return " ".join(one(w, i == 0) for i, w in enumerate(ws))


def wanted(code, cameo):
    """The file's code: country or class, the countries that it names beside it (FRYKSVREB), and sector."""
    first, rest = ISO.get(code[:3], code[:3]), [code[i:i + 3] for i in range(3, len(code) - 2, 3)]
    if first in WORLD or first in REGION:
        whose = [ISO.get(r, r) for r in rest if r not in cameo]
        sector = next((cameo[r] for r in rest if r in cameo), None)
        return first, whose, sector
    return first, [ISO.get(r, r) for r in rest if r not in cameo], next((cameo[r] for r in rest if r in cameo), None)


def right(kind, code, f, cameo, states):
    first, whose, sector = wanted(code, cameo)
    ours, got, ourcode = f["country"], f["sector"], f["code"] or ""
    if kind == "armed group":
        sector = sector or "REB"
    if first in cameo:  # a sector of no state
        return got == cameo[first]
    if first in WORLD or first in REGION:
        if kind == "armed group":  # the file names no state: any is right
            return got in ARMED or ourcode[:3] == first
        # A body of states is of the UN or of its own; a firm or a society may have its country for its code.
        if first == "MNC":
            return got == "BUS" and (ours in (None, "MNC") or ours in whose or not set(whose) & states)
        if first == "NGO" or first == "NGM":
            return ours in ("NGO", "NGM") or ours in whose or (got in ("SOC", "JRN", "REL", "LAB", "EDU", "MED"))
        if first in REGION:
            return ourcode[:3] in (first, "IGO") or ours in (first, "IGO")
        return ourcode[:3] == first or ours in ("IGO", "UNO", "EUR") or ours in whose
    if ours != first and ours not in whose:
        return False
    if kind == "armed group":
        return got == sector or (sector == "REB" and got in ARMED)
    if sector == "GOV" and got == "LEG" and "LEG" in (code[i:i + 3] for i in range(3, len(code) - 2, 3)):
        return True
    if sector is None or sector == "GOV":
        return got in (None, "GOV", "CVL") if sector is None else got == "GOV"
    return got == sector


def ask(build, pairs):
    lines = "".join(json.dumps({"text": t, "date": d}) + "\n" for t, d in pairs)
    run = subprocess.run([f"{build}/masudi", "know", "find", "--in", "jsonl"], input=lines, capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return [json.loads(l)["found"] for l in run.stdout.splitlines()]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build", nargs="?", default="build")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--draw", type=int, default=300)
    p.add_argument("--from", dest="first", type=int, default=1990)
    p.add_argument("--all", action="store_true", help="a line for each that is right, too")
    a = p.parse_args()
    if not os.path.exists(PHOENIX % "Countries"):
        print("skipped: the reference files are not here")
        return
    cameo, pool = sectors(), Pool(a.first)
    country_info(pool)
    states = {r[2] for r in pool.rows if r[0] == "country"}
    dictionaries(pool, states)
    drawn = draw(pool, a.draw, a.seed, os.path.join(a.build, "names-weights.json"))
    asked = []
    for _, name, dates, _ in drawn:
        asked.append([(form, date) for date in dates for form in (titled(name), name)])
    answers = iter(ask(a.build, [x for xs in asked for x in xs]))
    n, ok = collections.Counter(), collections.Counter()
    for (kind, name, dates, codes), pairs in zip(drawn, asked):
        found = [next(answers) for _ in pairs]
        # Among what a name may mean, the first is our answer; a capital stands for its state and for itself.
        good = any(f and any(right(kind, c, f[0], cameo, states) for c in codes) for f in found)
        n[kind] += 1
        ok[kind] += good
        if not good or a.all:
            f = (found[0] or found[1] or [None])[0]
            said = f"{f['name']} {f['country']} {f['sector']}" if f else "nothing"
            print(f"{'right' if good else 'miss'}\t{kind}\t{titled(name)}\t{dates[0]}\t{','.join(codes)}\t{said}")
    for kind in QUOTA:
        print(f"{kind:14} {ok[kind]:4} of {n[kind]:4}  {ok[kind] / max(n[kind], 1):.1%}")
    print(f"{'all':14} {sum(ok.values()):4} of {sum(n.values()):4}  {sum(ok.values()) / max(sum(n.values()), 1):.1%}  (seed {a.seed})")


main()
