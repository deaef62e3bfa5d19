#!/usr/bin/env python3
"""bench/train_scene.py [--build BUILD] [--held SHARE]: learn the weights of src/code/scene.c from
../shared/data/labelled/event_location_dev.jsonl.gz (ahalterman/event_location, MIT licence).

Logistic regression by averaged stochastic gradient descent over what `bench_words MODEL KNOWLEDGE scenes` prints, a
place being right when it overlaps one that the coder marked for the verb. Writes src/code/scene_weights.c. With
--held 0.2 a fifth of the sentences is kept out of the training and its F1 printed, and nothing is written.
"""
import argparse, math, os, random, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from quality_rows import common, event_location  # noqa: E402


def examples(build, rows):
    import json, subprocess
    text = "".join(json.dumps({"text": r["text"], "at": [r["verb"][0]["start"]]}) + "\n" for r in rows)
    out = subprocess.run([f"{build}/bench_words", f"{build}/share/masudi/en.model", f"{build}/share/masudi/knowledge.msd", "scenes"],
                         input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    return [json.loads(line or "[]") for line in out]


def learn(data, n, rounds=12, rate=0.1, decay=2e-5):
    """data: lists of features with 1 or 0. Averaged weights."""
    w, total, seen, last, step = [0.0] * n, [0.0] * n, 0, [0] * n, 0
    order = list(range(len(data)))
    for k in range(rounds):
        random.shuffle(order)
        eta = rate / (1 + k)
        for i in order:
            f, y = data[i]
            z = sum(w[j] for j in f)
            g = y - 1 / (1 + math.exp(-max(-30, min(30, z))))
            step += 1
            for j in f:
                total[j] += w[j] * (step - last[j])
                last[j] = step
                w[j] += eta * (g - decay * len(data) * w[j] / 100)
    return [(total[j] + w[j] * (step - last[j])) / step for j in range(n)]


def answer(cands, w, threshold):
    scored = [(sum(w[j] for j in c[2]) - threshold, c) for c in cands]
    best = max(scored, default=(-1, None), key=lambda x: x[0])
    if best[0] < 0:
        return []
    return [best[1]] + [c for v, c in scored if v >= 0 and c is not best[1] and c[3] == best[1][3]][:3]


def f1(rows, sets, w, threshold):
    hit = ours = gold = 0
    for r, cands in zip(rows, sets):
        spans = [(p["start"], p["end"]) for p in r["locations"]]
        got = [(c[0], c[1]) for c in answer(cands, w, threshold)]
        hit += event_location.matched(got, spans, common.overlap)
        ours += len(got)
        gold += len(spans)
    return common.f1(hit, ours, gold)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--build", default="build")
    p.add_argument("--held", type=float, default=0)
    a = p.parse_args()
    random.seed(20)
    rows = common.records(os.path.join(HERE, "../../shared/data/labelled/event_location_dev.jsonl.gz"))
    random.shuffle(rows)
    sets = examples(a.build, rows)
    cut = int(len(rows) * (1 - a.held))
    header = open(os.path.join(HERE, "../src/code/scene.h"), encoding="utf-8").read()
    n = 1 + max((j for s in sets for c in s for j in c[2]))
    data = []
    for r, cands in zip(rows[:cut], sets[:cut]):
        spans = [(g["start"], g["end"]) for g in r["locations"]]
        data += [(c[2], float(any(common.overlap((c[0], c[1]), g) for g in spans))) for c in cands]
    w = learn(data, n)
    best = max((f1(rows[:cut], sets[:cut], w, t / 10)[2], t / 10) for t in range(-20, 11))
    print("training F1 %.3f at threshold %.1f" % best)
    if a.held:
        print("held out: precision %.3f, recall %.3f, F1 %.3f" % f1(rows[cut:], sets[cut:], w, best[1]))
        return
    w[0] -= best[1]
    lines = ["/* scene_weights.c: written by bench/train_scene.py; do not edit. */", '#include "code/scene.h"', "",
             "/* clang-format off */", "const float msdx_scene_weight[SCENE_N] = {"]
    shown = [f"{x:.3f}f" for x in w]
    lines += ["    " + ", ".join(shown[i:i + 12]) + "," for i in range(0, n, 12)] + ["};", "/* clang-format on */"]
    with open(os.path.join(HERE, "../src/code/scene_weights.c"), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


main()
