"""Whether it happened, at words that people judged from -3 (did not) to 3 (did).

Each word's status stands for one number, as the judges' scale is usually read: what happened 3, what did not -3, what
is planned, wanted, tried or possible 0.5, what holds only under a condition 0; a hedge takes a happening, or that it did
not, towards the possible. Where the judges were given a clause, all of it is asked for, with its own `can`, `should` or
`not`. Mean absolute error by set. Three ways: below -1 did not, above 1 did, else open; accuracy over all words."""
import collections, random, statistics
from . import common
from .common import most

NAME, ORDER, DATA = "factuality", 60, "data/labelled/factuality_dev.jsonl.gz"
GOALS = {"UW mean absolute error": most(0.60), "MEANTIME mean absolute error": most(0.28), "RP mean absolute error": most(1.2)}
VALUE = {"actual": 3.0, "historical": 3.0, "planned": 0.5, "considered": 0.5, "threatened": 0.5, "requested": 0.5,
         "possible": 0.5, "conditional": 0.0, "attempted": 0.5, "negated": -3.0, "denied": -3.0}
HEDGED = {"alleged": 1.5, "apparent": 1.5, "suspected": 1.5, "rumoured": 0.5}
WAYS = ("did not", "open", "happened")


def text_of(tokens):
    """The words joined by spaces, and where each starts."""
    at, out = [], ""
    for t in tokens:
        out += " " if out else ""
        at.append(len(out))
        out += t
    return out, at


def value(word):
    v, most = VALUE[word["status"]], HEDGED.get(word["hedge"], 3.0)
    return max(-most, v) if v < 0 else min(v, most)


def way(v):
    return WAYS[(v >= -1) + (v > 1)]


def heads(build, texts):
    """Of every text a map from where a word starts to where its head starts; a root is its own head."""
    out, words = [{} for _ in texts], []

    def put(name):
        start = {w[0]: w[1] for w in words}
        out[name].update({w[1]: start.get(w[2], w[1]) for w in words})
        words.clear()

    name = 0
    for line in common.raw(build, "parse", [{"id": str(i), "text": t} for i, t in enumerate(texts)], "--in", "jsonl").splitlines():
        cell = line.split("\t")
        if line.startswith("# newdoc id = "):
            name = int(line[14:])
        elif len(cell) == 10 and cell[0].isdigit() and cell[3] != "PUNCT":
            misc = dict(p.split("=", 1) for p in cell[9].split("|") if "=" in p)
            words.append((cell[0], int(misc["start"]), cell[6]))
        elif not line.strip():
            put(name)
    put(name)
    return out


def head_of(head, at):
    """Of the words that start at these places, the one that governs the others."""
    inside = [a for a in at if a in head]
    tops = [a for a in inside if head[a] == a or head[a] not in at]
    return tops[0] if tops else at[-1]


def judged(path, build):
    """Every judged word, or the head of every judged clause: set, judgement, what the program says, the words."""
    rows, documents = [], []
    for r in common.records(path):
        text, at = text_of(r["text"].split())
        targets = [t for t in r["targets"] if t["factuality"] is not None and t["start"] < len(at) and t["end"] > t["start"]]
        if targets:
            rows.append((r["dataset"], text, targets))
            documents.append({"text": text, "at": [at[t["start"]:t["end"]] for t in targets]})
    for d in documents:
        d["whole"] = [len(a) > 1 for a in d["at"]]
    clauses = [d for d in documents if any(len(a) > 1 for a in d["at"])]
    for d, head in zip(clauses, heads(build, [d["text"] for d in clauses])):
        d["at"] = [[head_of(head, a)] for a in d["at"]]
    for d in documents:
        d["at"] = [a[0] for a in d["at"]]
    for (name, text, targets), words in zip(rows, common.words(build, documents)):
        for t, w in zip(targets, words):
            yield name, t["factuality"], w, t["text"], text


def tell(words):
    """The kinds of error: by status and the class that decided it, the most costly first, with a sentence of each."""
    common.confusion([(way(g), way(value(w))) for _, g, w, _, _ in words], "three ways, over all sets")
    kind = collections.defaultdict(list)
    for name, gold, w, at, text in words:
        kind[name, w["status"], w["hedge"], w["rule"]].append((abs(value(w) - gold), gold, at, text))
    for (name, status, hedge, rule), list_ in sorted(kind.items(), key=lambda x: -sum(e[0] for e in x[1]))[:24]:
        cost, mean = sum(e[0] for e in list_), sum(e[1] for e in list_) / len(list_)
        print(f"   {name:9} {status}/{hedge} by {rule or '-'}: {len(list_)} words, error {cost / len(list_):.2f}, judged {mean:.2f}")
        worst = [e for e in list_ if e[0] > 2]
        for _, gold, at, text in random.Random(1).sample(worst, min(2, len(worst))):
            print(f"        {gold:.1f} [{at}] {text[:160]}")


def fitted(words):
    """The error when each status and hedge stands for the median of what these judges gave it: what the statuses leave."""
    kind = collections.defaultdict(list)
    for _, gold, w, _, _ in words:
        kind[w["status"], w["hedge"]].append(gold)
    return sum(abs(g - statistics.median(list_)) for list_ in kind.values() for g in list_) / len(words)


def measure(path, build, details):
    words = list(judged(path, build))
    figures = {}
    for name in sorted({w[0] for w in words}, key=lambda n: ("UW", "MEANTIME", "RP").index(n) if n in ("UW", "MEANTIME", "RP") else 9):
        own = [w for w in words if w[0] == name]
        figures[f"{name} mean absolute error"] = sum(abs(value(w[2]) - w[1]) for w in own) / len(own)
        figures[f"{name} the same, each status at its median"] = fitted(own)
        figures[f"{name} three-way accuracy"] = sum(way(value(w[2])) == way(w[1]) for w in own) / len(own)
    figures["three-way accuracy"] = sum(way(value(w[2])) == way(w[1]) for w in words) / max(1, len(words))
    if details:
        tell(words)
    return figures
