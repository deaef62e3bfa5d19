#!/usr/bin/env python3
"""How good are the trees? Parse the raw text of Universal Dependencies treebanks
and compare with their gold trees, word by word, aligned by characters.

    bench/ud_scores.py [--program build/masudi] [--model FILE] [--data DIR]
                       [--system FILE] [--confusions N] [--json] [TREEBANK ...]

TREEBANK is a .conllu or .conllu.gz file, or its name in DIR (default
../shared/data/conll: en_ewt-dev and en_pud-test). Each gold document is one text: its
sentences joined by one space, paragraphs by a blank line. With --system, CoNLL-U
from elsewhere is scored, its documents in the gold order.

A gold word counts as found when the program has a token with the same
characters. UAS: the head is right too; LAS: and the relation without its
subtype; LAS+: and the subtype. Words in no match count as wrong. `content`
leaves out punctuation. Exit status 77: the data is not there.
"""
import argparse, collections, gzip, json, os, subprocess, sys


class Word:
    __slots__ = ("start", "end", "form", "upos", "rel", "head", "sent")

    def __init__(self, start, end, form, upos, rel):
        self.start, self.end, self.form, self.upos, self.rel, self.head, self.sent = start, end, form, upos, rel, None, 0


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as f:
        return f.read()


def gold_documents(path, by_sentence):
    """(text, words) of each document; words carry character offsets into text."""
    docs, text, words = [], "", []
    for n, block in enumerate(b for b in read(path).split("\n\n") if b.strip()):
        lines = block.strip("\n").split("\n")
        comments = [l for l in lines if l.startswith("#")]
        starts = by_sentence or any(l.startswith("# newdoc") for l in comments)
        if starts and words:
            docs.append((text, words))
            text, words = "", []
        sent = next(l[len("# text = "):] for l in comments if l.startswith("# text = "))
        if text:
            text += "\n\n" if any(l.startswith("# newpar") for l in comments) else " "
        base, at, own, heads, skip = len(text), 0, [], [], 0
        text += sent
        for row in (l.split("\t") for l in lines if not l.startswith("#")):
            if "." in row[0]:
                continue
            if "-" in row[0]:  # a surface token of several words: they share its characters unless they spell it
                first, last = map(int, row[0].split("-"))
                at = sent.index(row[1], at)
                skip, span, inner = last, (at, at + len(row[1])), at
                at += len(row[1])
                continue
            if int(row[0]) <= skip:
                found = sent.find(row[1], inner, span[1])
                a, b = (found, found + len(row[1])) if found >= 0 else span
                inner = b if found >= 0 else inner
            else:
                a = sent.index(row[1], at)
                b = at = a + len(row[1])
            w = Word(base + a, base + b, row[1], row[3], row[7])
            w.sent = n
            own.append(w)
            heads.append(int(row[6]))
        for w, h in zip(own, heads):
            w.head = own[h - 1] if h else None
        words += own
    if words:
        docs.append((text, words))
    return docs


def system_documents(conllu):
    docs, words, own, heads, n = [], None, [], [], 0
    for line in conllu.split("\n") + [""]:
        if line.startswith("# newdoc"):
            words = []
            docs.append(words)
        elif not line and own:
            for w, h in zip(own, heads):
                w.head = own[h - 1] if h else None
            words += own
            own, heads, n = [], [], n + 1
        elif line and line[0] != "#":
            row = line.split("\t")
            misc = dict(x.split("=", 1) for x in row[9].split("|") if "=" in x)
            w = Word(int(misc["start"]), int(misc["end"]), row[1], row[3], row[7])
            w.sent = n
            own.append(w)
            heads.append(int(row[6]))
    return docs


def run_program(args, docs):
    lines = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, (text, _) in enumerate(docs))
    command = [args.program, "parse", "--in", "jsonl"] + (["--model", args.model] if args.model else [])
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8")


def bare(rel):
    return rel.split(":")[0]


def score(gold, system, confusion):
    c = collections.Counter()
    for (_, gold_words), sys_words in zip(gold, system):
        by_span = {}
        for w in sys_words:
            by_span.setdefault((w.start, w.end), w)
        c["system"] += len(sys_words)
        starts = {w.start for i, w in enumerate(sys_words) if i == 0 or sys_words[i - 1].sent != w.sent}
        golds = {w.start for i, w in enumerate(gold_words) if i == 0 or gold_words[i - 1].sent != w.sent}
        c["sent_ok"] += len(starts & golds)
        c["sent_gold"] += len(golds)
        c["sent_system"] += len(starts)
        for g in gold_words:
            content = g.upos != "PUNCT"
            c["gold"] += 1
            c["gold_content"] += content
            s = by_span.get((g.start, g.end))
            if s is None:
                confusion[(g.rel, "(no such token)", "")] += 1
                continue
            c["found"] += 1
            same = (g.head is None) == (s.head is None) and (
                g.head is None or (g.head.start, g.head.end) == (s.head.start, s.head.end))
            c["upos"] += g.upos == s.upos
            labelled = same and bare(g.rel) == bare(s.rel)
            c["uas"] += same
            c["las"] += labelled
            c["las_sub"] += same and g.rel == s.rel
            c["uas_content"] += same and content
            c["las_content"] += labelled and content
            if not labelled:
                confusion[(g.rel, s.rel, "" if same else "other head")] += 1
    return c


def main():
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("--program", default=os.path.join(here, "build", "masudi"))
    p.add_argument("--model")
    p.add_argument("--data", default=os.path.join(here, "..", "shared", "data", "conll"))
    p.add_argument("--system", help="CoNLL-U to score in place of running the program; one treebank only")
    p.add_argument("--by-sentence", action="store_true", help="each gold sentence is a text of its own")
    p.add_argument("--confusions", type=int, default=0, metavar="N")
    p.add_argument("--json", action="store_true")
    p.add_argument("treebank", nargs="*", default=["en_ewt-dev", "en_pud-test"])
    args = p.parse_args()
    for name in args.treebank:
        path = name if os.path.exists(name) else os.path.join(args.data, name + ".conllu.gz")
        if not os.path.exists(path):
            print(f"skipped: {path} is not there")
            return 77
        gold = gold_documents(path, args.by_sentence)
        system = system_documents(read(args.system) if args.system else run_program(args, gold))
        if len(system) != len(gold):
            print(f"{name}: {len(system)} documents came back for {len(gold)}", file=sys.stderr)
            return 1
        confusion = collections.Counter()
        c = score(gold, system, confusion)
        share = lambda a, b: round(100 * c[a] / max(1, c[b]), 2)
        result = {
            "treebank": os.path.basename(name), "words": c["gold"], "tokens_found": share("found", "gold"),
            "upos": share("upos", "gold"), "uas": share("uas", "gold"), "las": share("las", "gold"),
            "las_with_subtypes": share("las_sub", "gold"), "uas_content": share("uas_content", "gold_content"),
            "las_content": share("las_content", "gold_content"),
            "sentence_f1": round(200 * c["sent_ok"] / max(1, c["sent_gold"] + c["sent_system"]), 2),
        }
        if args.json:
            print(json.dumps(result))
        else:
            print("  ".join(f"{k} {v}" for k, v in result.items()))
        for (g, s, why), n in confusion.most_common(args.confusions):
            print(f"{n:6} gold {g:14} given {s:16} {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
