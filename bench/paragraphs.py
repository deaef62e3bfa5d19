#!/usr/bin/env python3
"""How texts of each source stand: one row a source, for a person to check.

usage: paragraphs.py [-v SOURCE] MASUDI FILE.jsonl[.gz]

Columns: texts judged one-line, blank-line, single-newline, hard-wrapped; paragraphs a
text; headings a text; datelines; titles or datelines passed over; other languages.
-v prints what was judged hard-wrapped or had a dateline in one source.
"""
import collections, gzip, json, subprocess, sys, threading

LAYOUTS = ["one-line", "blank-line", "single-newline", "hard-wrapped"]


def main():
    args = sys.argv[1:]
    verbose = None
    if args[:1] == ["-v"]:
        verbose, args = args[1], args[2:]
    if len(args) != 2:
        sys.exit(__doc__)
    opener = gzip.open if args[1].endswith(".gz") else open
    sources = []
    program = subprocess.Popen([args[0], "read", "--in", "jsonl", "--paragraphs"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        with opener(args[1], "rb") as lines:
            for line in lines:
                sources.append(json.loads(line).get("source") or "?")
                program.stdin.write(line)
        program.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    count = collections.defaultdict(collections.Counter)
    for i, line in enumerate(program.stdout):
        doc = json.loads(line)
        c = count[sources[i]]
        c["n"] += 1
        c[doc["layout"]] += 1
        c["paragraphs"] += len(doc["paragraphs"])
        c["headings"] += sum(p["kind"] == "heading" for p in doc["paragraphs"])
        c["dateline"] += doc["dateline"] is not None
        c["skipped"] += doc["skip"] > 0
        c["other"] += doc["language"] != "en"
        if verbose == sources[i] and (doc["dateline"] or doc["layout"] == "hard-wrapped" or doc["language"] != "en"):
            print(doc["id"], doc["layout"], doc["language"], doc["date"], doc["publisher"], doc["dateline"],
                  repr(doc["text"][:140]))
    feeder.join()
    program.wait()
    print(f"{'source':26}{'texts':>7}" + "".join(f"{x:>16}" for x in LAYOUTS) +
          f"{'paragraphs':>12}{'headings':>10}{'dateline':>10}{'passed':>8}{'other':>7}")
    for source, c in sorted(count.items()):
        print(f"{source:26}{c['n']:7}" + "".join(f"{c[x]:16}" for x in LAYOUTS) +
              f"{c['paragraphs'] / c['n']:12.1f}{c['headings'] / c['n']:10.1f}{c['dateline']:10}{c['skipped']:8}{c['other']:7}")


main()
