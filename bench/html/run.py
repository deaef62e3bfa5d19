#!/usr/bin/env python3
"""Main text of pages against text that people took from them.

    python3 bench/html/run.py [FOLDER] [--source WORD] [--show N] [--peer PYTHON]

FOLDER holds gold.jsonl (file, source, url, text a line) and the pages, gzip or not
(default: ../shared/data/formats/html_pages). --source keeps the pages whose source
has the word in it. --peer is a Python in which trafilatura is installed: it reads
the same pages in the same run; without it that column is left out, with a word.

The measure is that of the article extraction benchmark: runs of four words
(shingles) counted with their number; per page the shares of those found and of
those too many, precision and recall over the means of these, and their F1. Beside
it the mean of the pages' own F1 and the share of pages that are exactly right.
"""
import argparse
import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORD = re.compile(r"\w+", re.UNICODE)

PEER = r"""
import gzip, json, sys
import trafilatura
sys.stderr.write("trafilatura " + trafilatura.__version__ + "\n")
for line in sys.stdin:
    path = line.rstrip("\n")
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    text = trafilatura.extract(data, include_comments=False) or ""
    print(json.dumps(text))
"""


def shingles(text, n=4):
    words = WORD.findall(text or "")
    if not words:
        return Counter()
    return Counter(tuple(words[i:i + n]) for i in range(max(1, len(words) - n + 1)))


def counts(gold, got):
    a, b = shingles(gold), shingles(got)
    tp = sum(min(a[k], b[k]) for k in a)
    fn, fp = sum(a.values()) - tp, sum(b.values()) - tp
    total = tp + fn + fp
    return (tp / total, fp / total, fn / total) if total else (0.0, 0.0, 0.0)


def f1(tp, fp, fn):
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def score(pairs):
    each = [counts(gold, got) for gold, got in pairs]
    n = len(each) or 1
    p, r, f = f1(*(sum(c[i] for c in each) / n for i in range(3)))
    own = [f1(*c)[2] for c in each]
    exact = sum(c[1] == 0 and c[2] == 0 for c in each) / n
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f, 4),
            "mean_page_f1": round(sum(own) / n, 4), "exact": round(exact, 4)}, own


def ours(masudi, paths):
    texts = []
    for path in paths:
        run = subprocess.run([masudi, "read", "--in", "html", path], capture_output=True, text=True, check=False)
        line = run.stdout.split("\n")
        texts.append(json.loads(line[0])["text"] if line[0] else "")
        if run.returncode:
            sys.stderr.write(run.stderr)
    return texts


def peers(python, paths):
    if not python or not os.path.exists(python):
        sys.stderr.write("no Python with trafilatura (--peer): that column is left out\n")
        return None
    run = subprocess.run([python, "-c", PEER], input="\n".join(paths), capture_output=True, text=True, check=False)
    sys.stderr.write("".join(line + "\n" for line in run.stderr.splitlines()[-1:]))
    if run.returncode:
        sys.stderr.write("trafilatura could not be run: that column is left out\n")
        return None
    return [json.loads(line) for line in run.stdout.split("\n") if line]


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", nargs="?", default=os.path.join(ROOT, "../shared/data/formats/html_pages"))
    ask.add_argument("--source", default="")
    ask.add_argument("--show", type=int, default=0, help="print the N worst pages, and what is missed and too much")
    ask.add_argument("--peer", default=os.environ.get("MASUDI_PEER_PYTHON", ""))
    ask.add_argument("--masudi", default=os.path.join(ROOT, "build/masudi"))
    args = ask.parse_args()
    gold_path = os.path.join(args.folder, "gold.jsonl")
    if not os.path.exists(gold_path):
        print("skipped: no", gold_path)
        return 77
    with open(gold_path, encoding="utf-8") as f:
        gold = [g for g in map(json.loads, f) if args.source in (g.get("source") or "")]
    paths = [os.path.join(args.folder, g["file"]) for g in gold]
    got = {"masudi": ours(args.masudi, paths), "trafilatura": peers(args.peer, paths)}
    own = {}
    for name, texts in got.items():
        if texts is not None:
            result, own[name] = score(list(zip((g["text"] for g in gold), texts)))
            print(json.dumps({"extractor": name, "pages": len(gold), **result}))
    for i in sorted(range(len(gold)), key=lambda k: own["masudi"][k])[:args.show]:
        a, b = shingles(gold[i]["text"]), shingles(got["masudi"][i])
        print("%.3f" % own["masudi"][i], ("%.3f" % own["trafilatura"][i]) if "trafilatura" in own else "", gold[i]["file"], gold[i].get("url"))
        for mark, less in (("-", a - b), ("+", b - a)):
            print("   ", mark, sum(less.values()), [" ".join(k) for k in list(less)[:40:5]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
