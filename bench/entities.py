#!/usr/bin/env python3
"""bench/entities.py: of the named actors and recipients of events in the load articles, how many have a country.

usage: bench/entities.py [BUILD] [--articles 2000] [--sheet FILE [--draw 200] [--seed N]] [--missing N]

Codes the first articles of ../shared/data/load and counts the entities that a claim names as actor or recipient
(`via` is `name` or `metonym`, each mention of a text once): the share with a country or an international code.
--sheet draws by chance and writes, one a line, document, offset, the mention, our code, and the sentence, to be marked
by hand; the marks of such a draw, without the sentences, are bench/entities_marked.tsv, and the counts of it are
printed too:

    right        it stands for what our code says
    wrong        it stands for another
    unresolved   it has no code of ours, though it belongs to a state or an international body
    private      no entity of a state: a private person or firm whose country the text does not say, a part of a name,
                 a word that is no name
Skips with a word where the articles are not here.
"""
import argparse, collections, gzip, json, os, random, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LOAD = os.path.join(HERE, "../../shared/data/load/news_load.jsonl.gz")
MARKED = os.path.join(HERE, "entities_marked.tsv")


def claims(build, articles):
    """What the program makes of the first articles."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as part:
        with gzip.open(LOAD, "rt", encoding="utf-8") as lines:
            for _, line in zip(range(articles), lines):
                part.write(line)
        part.flush()
        run = subprocess.run([f"{build}/masudi", "code", "--quiet", "--in", "jsonl", "--out", "jsonl", part.name],
                             capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(run.stderr)
    return (json.loads(line) for line in run.stdout.splitlines())


def named(build, articles):
    """Each named party of an event, once a place in the text."""
    seen = set()
    for claim in claims(build, articles):
        for e in claim["actors"] + claim["recipients"]:
            at = (claim["doc"]["id"], claim["sentence"]["index"] < 0, e["start"])
            if e["via"] in ("name", "metonym") and at not in seen:
                seen.add(at)
                yield claim, e


def print_marks():
    if not os.path.exists(MARKED):
        return
    rows = [l.rstrip("\n").split("\t") for l in open(MARKED, encoding="utf-8") if not l.startswith("#")]
    n = collections.Counter(r[-1] for r in rows)
    state = len(rows) - n["private"]
    print(f"marked by hand: {len(rows)}: " + ", ".join(f"{k} {n[k]}" for k in ("right", "wrong", "unresolved", "private")))
    print(f"of the {state} that belong to a state or an international body: {(n['right'] + n['wrong']) / max(state, 1):.1%} "
          f"with a code, {n['right'] / max(state, 1):.1%} with the right one")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build", nargs="?", default="build")
    p.add_argument("--articles", type=int, default=2000)
    p.add_argument("--sheet")
    p.add_argument("--draw", type=int, default=200)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--missing", type=int, default=0, help="the commonest without a code")
    a = p.parse_args()
    if not os.path.exists(LOAD):
        print("skipped: the load articles are not here")
        return
    all_of = list(named(a.build, a.articles))
    coded = [e for _, e in all_of if e["country"]]
    print(f"named parties of events in {a.articles} articles: {len(all_of)}; with a country or an international code "
          f"{len(coded)} ({len(coded) / max(len(all_of), 1):.1%})")
    without = [(c, e) for c, e in all_of if not e["country"]]
    sector = sum(1 for _, e in without if e["entity"])
    print(f"without one: {len(without)}, of these {sector} known to us as of no country (religions, peoples, movements)")
    for text, n in collections.Counter(e["name"] or e["text"] for _, e in without).most_common(a.missing):
        print(f"{n:5} {text}")
    if a.sheet:
        with open(a.sheet, "w", encoding="utf-8") as out:
            for c, e in random.Random(a.seed).sample(all_of, min(a.draw, len(all_of))):
                row = (c["doc"]["id"], e["start"], e["text"], e["name"], e["code"], c["doc"]["date"], c["sentence"]["text"])
                out.write("\t".join(" ".join(str(x).split()) for x in row) + "\n")
    print_marks()


main()
