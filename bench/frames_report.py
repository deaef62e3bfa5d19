#!/usr/bin/env python3
"""bench/frames_report.py: the loop that frames are worked by (`make frames-report`).

usage: bench/frames_report.py [BUILD] [--n 2000] [--skip 0] [--top 60] [--examples 3]
       bench/frames_report.py [BUILD] --sheet FILE [--n 2000] [--skip 0] [--seed 1] [--draw 300] [--show]

The first form codes N articles of ../shared/data/load (shuffled, so a fair sample), after the first SKIP, and lists the predicates
that stand most often between two political parties and gave no claim, with sentences; then the frames by how many
claims they gave and how many of those that are marked in bench/marks/*.tsv were wrong.

The second draws claims by chance, `actual` only, and writes a sheet to mark by hand: one row a claim with the document's
id, the place of its trigger, and what was coded, `mark` (right, wrong) and `reason` empty; rows of the same document,
place and event that an earlier FILE has marked keep their marks. --show prints the sentences beside them. The texts stay
where they are: a sheet holds none. Prints the precision with its 95 % interval (Wilson) by event of what is marked.
"""
import argparse, collections, csv, gzip, itertools, json, math, os, random, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
LOAD = os.path.join(HERE, "../../shared/data/load/news_load.jsonl.gz")
FIELDS = ["doc", "start", "event", "mode", "actors", "recipients", "trigger", "rule", "mark", "reason"]


def articles(n, skip):
    with gzip.open(LOAD, "rt", encoding="utf-8") as f:
        return list(itertools.islice(f, skip, skip + n))


def code(build, lines):
    done = subprocess.run([f"{build}/masudi", "code", "--quiet", "--in", "jsonl", "--out", "jsonl"], input="".join(lines),
                          capture_output=True, text=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


def marked():
    rows = []
    folder = os.path.join(HERE, "marks")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith(".tsv"):
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
                rows += [r for r in csv.DictReader(f, delimiter="\t") if r.get("mark") and r.get("rule")]
    return rows


def report(a):
    lines = articles(a.n, a.skip)
    share = f"{a.build}/share/masudi"
    done = subprocess.run([f"{a.build}/bench_missed", f"{share}/en.model", f"{share}/knowledge.msd"], input="".join(lines),
                          capture_output=True, text=True, check=True)
    seen = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        r = json.loads(line)
        seen[(r["verb"] + " " + r["prep"]).strip()].append(r)
    print(f"{sum(map(len, seen.values()))} predicates between two parties gave no claim; the commonest of {len(seen)}:")
    for name, rows in sorted(seen.items(), key=lambda x: -len(x[1]))[:a.top]:
        print(f"{len(rows):5}  {name}")
        for r in rows[:a.examples]:
            print(f"         [{r['actor']} / {r['recipient']}] {' '.join(r['sentence'].split())[:220]}")
    by_rule = collections.Counter(c["rule"] for c in code(a.build, lines))
    wrong = collections.defaultdict(list)
    for r in marked():
        wrong[r["rule"]].append(r["mark"] == "wrong")
    print(f"\nframes by their claims ({sum(by_rule.values())} claims of {len(by_rule)} frames), and those marked wrong:")
    for rule, n in by_rule.most_common(a.top):
        print(f"{n:5}  {rule:44} {sum(wrong[rule])} of {len(wrong[rule])} wrong" if wrong[rule] else f"{n:5}  {rule}")


def interval(right, n):
    """Wilson's interval, 95 %."""
    z, p = 1.96, right / n
    mid, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (mid - half) / (1 + z * z / n), (mid + half) / (1 + z * z / n)


def precision(rows):
    by = collections.defaultdict(lambda: [0, 0])
    for r in rows:
        for key in (r["event"], "all"):
            by[key][0] += r["mark"] == "right"
            by[key][1] += r["mark"] in ("right", "wrong")
    for key in sorted(by, key=lambda k: (k == "all", k)):
        right, n = by[key]
        if n:
            low, high = interval(right, n)
            print(f"{key:12} {right:4} of {n:4}  {right / n:.3f}  [{low:.3f}, {high:.3f}]")
    reasons = collections.Counter(r["reason"].split(":")[0] for r in rows if r["mark"] == "wrong")
    print("wrong:", ", ".join(f"{reason or '-'} {n}" for reason, n in reasons.most_common()))


def sheet(a):
    old = {}
    if os.path.exists(a.sheet):
        with open(a.sheet, encoding="utf-8", newline="") as f:
            old = {(r["doc"], r["start"], r["event"]): r for r in csv.DictReader(f, delimiter="\t")}
    claims = [c for c in code(a.build, articles(a.n, a.skip)) if c["status"] == "actual"]
    claims.sort(key=lambda c: c["id"])
    drawn = random.Random(a.seed).sample(claims, min(a.draw, len(claims)))
    rows = []
    for c in drawn:
        names = ["|".join(f"{e['text']} ({e.get('code') or '-'})" for e in c[k]) for k in ("actors", "recipients")]
        start = f"{c['sentence']['index']}:{c['trigger']['start']}"
        row = dict(zip(FIELDS, [c["doc"]["id"], start, c["event"], c["mode"] or "", *names, c["trigger"]["text"], c["rule"], "", ""]))
        was = old.get((row["doc"], row["start"], row["event"]))
        if was:
            row |= {"mark": was["mark"], "reason": was["reason"]}
        rows.append(row)
        if a.show:
            print(f"[{len(rows)}] {row['event']}{'-' + row['mode'] if row['mode'] else ''} {row['actors'] or '-'} -> {row['recipients'] or '-'}"
                  f" | {row['trigger']} | {row['mark']} {row['reason']}\n    {' '.join(c['sentence']['text'].split())}")
    with open(a.sheet, "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, FIELDS, delimiter="\t", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    precision([r for r in rows if r["mark"]])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build", nargs="?", default="build")
    p.add_argument("--n", type=int, default=2000)
    p.add_argument("--skip", type=int, default=0)
    p.add_argument("--top", type=int, default=60)
    p.add_argument("--examples", type=int, default=3)
    p.add_argument("--sheet")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--draw", type=int, default=300)
    p.add_argument("--show", action="store_true")
    a = p.parse_args()
    if not os.path.exists(LOAD):
        print("skipped: the news load is not here")
    elif a.sheet:
        sheet(a)
    else:
        report(a)


if __name__ == "__main__":
    sys.exit(main())
