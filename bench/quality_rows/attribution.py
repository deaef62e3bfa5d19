"""Who says so, over articles whose reported content people marked, each with its source.

An event word is a verb by our own tags. Its wanted sources are those of every marked content that it stands in, inner
and outer; its found ones are those of our attribution. Both are sets of the article's words. A word's precision is the
share of found words that are wanted, its recall the share of wanted ones that are found; precision is the mean over the
event words in reported content for which a source was found, recall over all those in content with a source marked."""
import collections, random, re
from . import common
from .common import least

NAME, ORDER, DATA = "attribution", 70, "data/labelled/attribution_dev.jsonl.gz"
GOALS = {"source overlap F1": least(0.65)}
ARTICLES = 200  # of the file's beginning: enough for a figure good to the second place
CHUNK = 200     # words asked for at a time
SOURCE_LOOK = 90


def verbs(build, documents):
    """Where the verbs of each document start."""
    at, name = collections.defaultdict(list), None
    for line in common.raw(build, "parse", documents, "--in", "jsonl").splitlines():
        if line.startswith("# newdoc id = "):
            name = line[14:]
        cell = line.split("\t")
        if len(cell) == 10 and cell[4].startswith("VB"):
            misc = dict(p.split("=", 1) for p in cell[9].split("|") if "=" in p)
            at[name].append(int(misc["start"]))
    return at


def words_in(text, spans):
    """The starts of the words within spans."""
    return {start + m.start() for start, end in spans for m in re.finditer(r"\w+", text[start:end])}


def wanted(record, at):
    """Spans of the sources of all contents that hold a place; None where it stands in no content."""
    found, spans = False, []
    for a in record["attributions"]:
        if any(c["start"] <= at < c["end"] for c in a["content"]):
            found = True
            spans += [(s["start"], s["end"]) for s in a["source"]]
    return spans if found else None


def cases(path, build):
    records = common.records(path)[:ARTICLES]
    documents = [{"id": str(i), "text": r["text"], "date": r.get("date")} for i, r in enumerate(records)]
    at = verbs(build, documents)
    asked = [(i, at[str(i)][k:k + CHUNK]) for i in range(len(records)) for k in range(0, len(at[str(i)]), CHUNK)]
    given = common.words(build, [{"text": records[i]["text"], "at": list_} for i, list_ in asked])
    for (i, list_), words in zip(asked, given):
        for place, word in zip(list_, words):
            yield records[i], place, wanted(records[i], place), word


def show(r, place, spans, word):
    said = " / ".join(r["text"][s:e] for s, e in spans) if spans else "-"
    ours = " / ".join(r["text"][s:e] for s, e in word["source"]) or "-"
    start = max(0, place - SOURCE_LOOK)
    look = (r["text"][start:place] + "[" + r["text"][place:place + SOURCE_LOOK] + "]").replace("\n", " ")
    print(f"        wanted {said[:60]} | found {ours[:60]} | {look}")


def measure(path, build, details):
    precision, recall, outside, invented, any_right = [], [], 0, 0, 0
    kinds = collections.defaultdict(list)
    for r, place, spans, word in cases(path, build):
        ours = words_in(r["text"], word["source"])
        if spans is None:
            outside += 1
            invented += bool(ours)
            if ours:
                kinds["a source outside all reported content"].append((r, place, spans, word))
            continue
        want = words_in(r["text"], spans)
        if not want:
            continue
        share = len(want & ours)
        recall.append(share / len(want))
        any_right += share > 0
        if ours:
            precision.append(share / len(ours))
        kind = "right" if share else "another source" if ours else "no source found"
        kinds[kind].append((r, place, spans, word))
    p, q = sum(precision) / max(1, len(precision)), sum(recall) / max(1, len(recall))
    if details:
        for kind, list_ in sorted(kinds.items(), key=lambda k: -len(k[1])):
            print(f"   {kind}: {len(list_)}")
            for case in random.Random(1).sample(list_, min(14, len(list_))) if kind != "right" else []:
                show(*case)
    return {"event words in reported content": len(recall), "source overlap precision": p, "source overlap recall": q,
            "source overlap F1": 2 * p * q / (p + q) if p + q else 0.0, "any word of a source found": any_right / max(1, len(recall)),
            "given a source outside reported content": invented / max(1, outside)}
