#!/usr/bin/env python3
"""The kernels' rows of the table of speed: what each reaches, and whether they say the same.

    bench/speed_rows/kernels.py [--build build] [--texts 300] [--claims 0] [--json]

Reads the first articles of ../shared/data/load/news_load.jsonl.gz. First table: bench_kernels (built by `make bench`), one
row a kernel that this machine runs: words a second in processor time, nanoseconds a word by stage, multiply-adds a
second and their share of the peak of the kernel's own instruction. With --claims N a second one: of the claims of N
articles by each kernel, how many are not the same, byte for byte, as those of the fastest kernel of floats
(`--exact`); and of the words of the articles in which one differs, how many have another tag, head, label or name: what
a sum that came out otherwise in a last digit has tipped over. Exit status 1: a kernel of floats or of 16 bits has more
than one claim in a thousand differ; 77: something that it needs is not there.
"""
import argparse, gzip, json, os, subprocess, sys, tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NEWS = os.path.join(TOP, "..", "shared", "data", "load", "news_load.jsonl.gz")
WORST = 1e-3


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def articles(n, path):
    kept = []
    with gzip.open(NEWS, "rt", encoding="utf-8") as f, open(path, "w", encoding="utf-8") as out:
        for line in f:
            if len(kept) == n:
                break
            if json.loads(line)["text"]:
                kept.append(line)
                out.write(line)
    return kept


def rows(build, path):
    """What bench_kernels says, one dict a kernel."""
    program = os.path.join(build, "bench_kernels")
    if not os.path.exists(program):
        skip(f"{program} is not built (make bench)")
    env = dict(os.environ, MASUDI_MODEL=os.environ.get("MASUDI_MODEL", os.path.join(build, "share/masudi/en.model")))
    done = subprocess.run([program, path], env=env, stdout=subprocess.PIPE, check=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(build, kernel, verb, path, *more):
    env = dict(os.environ, MASUDI_KERNEL=kernel)
    command = [os.path.join(build, "masudi"), verb, "--quiet", "--in", "jsonl", *more, path]
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, text=True).stdout


def words_that_differ(build, a, b, path):
    """Lines of CoNLL-U of the same texts by two kernels: tokens are the same, what is said of them may not be."""
    one, two = (run(build, k, "parse", path, "--native").splitlines() for k in (a, b))
    words = [line.split("\t") for line in one if line[:1].isdigit()]
    other = [line.split("\t") for line in two if line[:1].isdigit()]
    return sum(x[3:] != y[3:] for x, y in zip(words, other)), len(words)


def agreement(build, kernels, exact, lines, path):
    """For each kernel: (kernel, claims, claims that differ, articles in which one does, words that differ in those, their words)."""
    claims = {k: {} for k in kernels}
    for k in kernels:
        for line in run(build, k, "code", path, "--out", "jsonl").splitlines():
            claims[k].setdefault(json.loads(line)["doc"]["id"], []).append(line)
    ids = {json.loads(line)["id"]: line for line in lines}
    for k in kernels:
        differ, touched = 0, []
        for doc in ids:
            a, b = set(claims[exact].get(doc, [])), set(claims[k].get(doc, []))
            if a != b:
                differ += max(len(a - b), len(b - a))
                touched.append(ids[doc])
        flipped = n_word = 0
        if touched:
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
                f.writelines(touched)
                f.flush()
                flipped, n_word = words_that_differ(build, exact, k, f.name)
        yield {"kernel": k, "claims": sum(map(len, claims[k].values())), "differ": differ, "articles": len(touched),
               "words_flipped": flipped, "words_there": n_word}


def print_rows(table):
    print(f"{'kernel':14} {'words/s':>8} {'tokens':>7} {'networks':>8} {'products':>8} {'rest':>5} ns a word   {'G mul-add/s':>11} {'of peak':>8}")
    for r in table:
        ns = r["ns_a_word"]
        print(f"{r['kernel']:14} {r['words_per_second']:8} {ns['tokenizer']:7} {ns['networks']:8} {ns['of which products']:8} "
              f"{ns['ruler, lemmas, conversion']:5} {'':11} {r['products_G_a_second']:11} {r['share_of_peak']:8.0%}")
    print(f"{table[0]['multiply_adds_a_word'] / 1e6:.2f} M multiply-adds a word of {table[0]['words']} words")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--claims", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not os.path.exists(NEWS):
        skip(f"{NEWS} is not there")
    bad, out = False, {}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "news.jsonl")
        articles(args.texts, path)
        out["kernels"] = rows(args.build, path)
        if not args.json:
            print_rows(out["kernels"])
        if args.claims:
            kernels = [r["kernel"] for r in out["kernels"]]
            exact = [k for k in kernels if not k.startswith("int")][-1]
            out["agreement"], lines = [], articles(args.claims, path)
            for r in agreement(args.build, kernels, exact, lines, path):
                out["agreement"].append(r)
                bad = bad or (r["differ"] > WORST * r["claims"] and not r["kernel"].startswith("int8"))
                if not args.json:
                    print(f"{r['kernel']:14} {r['claims']:7} claims, {r['differ']} not as with {exact}, in {r['articles']} articles; "
                          f"there {r['words_flipped']} of {r['words_there']} words differ")
    if args.json:
        print(json.dumps(out))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
