#!/usr/bin/env python3
"""bench/status.py: whether it happened, against the judged words of ../shared/data/labelled/factuality_dev.

usage: bench/status.py [BUILD] [--dataset UW,MEANTIME] [--errors N]

Each word's factuality (-3 did not happen … 3 happened) is compared with the number that stands for our status and
hedge. Prints the mean absolute error and the correlation beside those of the best constant, a table of status against
judged thirds, and with --errors the worst cases. Skips with a word where the data is not here.
"""
import argparse, collections, gzip, json, os, random, subprocess, sys

# What the judges' mean is for each status, to a tenth: a word that will happen is judged nearly as surely as one that did.
VALUE = {"actual": 2.9, "historical": 2.9, "planned": 2.0, "considered": 1.6, "threatened": 1.2, "requested": 1.4,
         "possible": 1.3, "conditional": 1.3, "attempted": 0.8, "negated": -1.8, "denied": 0.0}
HEDGED = {"none": 1.0, "reported": 0.8, "alleged": 0.45, "apparent": 0.7, "suspected": 0.5, "rumoured": 0.4}


def text_of(tokens):
    """The words joined by spaces, and where each starts."""
    at, out = [], ""
    for t in tokens:
        out += " " if out else ""
        at.append(len(out))
        out += t
    return out, at


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build", nargs="?", default="build")
    p.add_argument("--dataset", default="UW,MEANTIME")
    p.add_argument("--errors", type=int, default=0)
    a = p.parse_args()
    path = os.path.join(os.path.dirname(__file__), "../../shared/data/labelled/factuality_dev.jsonl.gz")
    if not os.path.exists(path):
        print("skipped: the labelled data is not here")
        return
    rows = []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        r = json.loads(line)
        if r["dataset"] not in a.dataset.split(","):
            continue
        text, at = text_of(r["text"].split())
        targets = [t for t in r["targets"] if t["factuality"] is not None and t["start"] < len(at)]
        rows.append((r, text, at, targets))
    lines = "".join(json.dumps({"text": text, "at": [at[t["end"] - 1] for t in targets]}) + "\n" for _, text, at, targets in rows)
    run = subprocess.run([f"{a.build}/bench_words", f"{a.build}/share/masudi/en.model", f"{a.build}/share/masudi/knowledge.msd"],
                         input=lines, capture_output=True, text=True, check=True)
    gold, ours, table, bad = [], [], collections.defaultdict(collections.Counter), []
    by_rule = collections.defaultdict(list)
    for (r, text, at, targets), line in zip(rows, run.stdout.splitlines()):
        for t, w in zip(targets, json.loads(line)):
            v = VALUE[w["status"]]
            v = v * HEDGED[w["hedge"]] if v > 0 else v
            gold.append(t["factuality"])
            ours.append(v)
            table[w["status"]]["did not" if t["factuality"] < -0.5 else "open" if t["factuality"] < 1.5 else "happened"] += 1
            bad.append((abs(v - t["factuality"]), t["factuality"], w["status"], w["hedge"], t["text"], text))
            by_rule[w["status"], w["rule"]].append((v, t["factuality"]))
    n = len(gold)
    mae = sum(abs(x - y) for x, y in zip(gold, ours)) / n
    mg, mo = sum(gold) / n, sum(ours) / n
    sg = sum((x - mg) ** 2 for x in gold) ** 0.5
    so = sum((y - mo) ** 2 for y in ours) ** 0.5
    r = sum((x - mg) * (y - mo) for x, y in zip(gold, ours)) / (sg * so)
    base = sum(abs(x - 3.0) for x in gold) / n
    print(f"{n} words of {a.dataset}: mean absolute error {mae:.3f} (all 3.0: {base:.3f}), r {r:.3f}")
    for s in VALUE:
        if table[s]:
            print(f"  {s:12} " + "  ".join(f"{k} {table[s][k]:5}" for k in ("happened", "open", "did not")))
    if a.errors:
        print("  status and deciding class: words, ours, judged on average")
    for (status, rule), pairs in sorted(by_rule.items(), key=lambda x: -sum(abs(v - g) for v, g in x[1]))[: 40 if a.errors else 0]:
        print(f"    {status:12} {rule:36} {len(pairs):5} {sum(v for v, _ in pairs) / len(pairs):5.2f} {sum(g for _, g in pairs) / len(pairs):5.2f}")
    random.seed(1)
    worst = [b for b in bad if b[0] > 2]
    for b in random.sample(worst, min(a.errors, len(worst))):
        print(f"  {b[1]:5.1f} judged {b[2]}/{b[3]}: [{b[4]}] {b[5][:230]}")


if __name__ == "__main__":
    main()
