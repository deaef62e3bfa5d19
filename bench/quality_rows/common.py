"""What the rows share: reading the sets, running the program, comparing spans."""
import collections, gzip, json, os, subprocess, tempfile

SCORE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/acceptance/score.py")


class least(float):
    """A figure must reach this."""
    def met(self, value):
        return round(value, 3) >= self

    def __str__(self):
        return f">= {float(self):g}"


class most(float):
    """A figure must not pass this."""
    def met(self, value):
        return round(value, 3) <= self

    def __str__(self):
        return f"<= {float(self):g}"


def opened(path):
    with open(path, "rb") as f:
        zipped = f.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8") if zipped else open(path, encoding="utf-8", newline="")


def records(path):
    with opened(path) as f:
        return [json.loads(line) for line in f if line.strip()]


def plain(path):
    """The path of the same file not compressed, for scripts that read no gzip."""
    if not path.endswith(".gz"):
        return path
    out = tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8", delete=False)
    with opened(path) as f, out:
        out.write(f.read())
    return out.name


def raw(build, verb, documents, *options):
    """What documents as JSON lines give through `masudi VERB`."""
    text = documents if isinstance(documents, str) else "".join(json.dumps(d) + "\n" for d in documents)
    quiet = [] if verb == "explain" else ["--quiet"]
    done = subprocess.run([f"{build}/masudi", verb, *quiet, *options], input=text, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"masudi {verb} ended with {done.returncode}: {done.stderr.strip()[:200]}")
    return done.stdout


def run(build, verb, documents, *options):
    """One JSON line of output each, from documents as JSON lines through `masudi VERB`."""
    return [json.loads(line) for line in raw(build, verb, documents, *options).splitlines()]


def claims(build, documents, *options):
    """The claims of each document, by its id."""
    out = collections.defaultdict(list)
    for claim in run(build, "code", documents, "--in", "jsonl", "--out", "jsonl", *options):
        out[claim["doc"]["id"]].append(claim)
    return out


def f1(right, given, wanted):
    """Precision, recall, F1 of counts."""
    p, r = right / given if given else 0.0, right / wanted if wanted else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def confusion(pairs, title):
    """Print what each expected value was taken for, the commonest first."""
    table = collections.defaultdict(collections.Counter)
    for want, got in pairs:
        table[want][got] += 1
    print(f"-- {title}")
    for want in sorted(table, key=str):
        row = table[want]
        rest = ", ".join(f"{got} {n}" for got, n in row.most_common(9) if got != want)
        print(f"   {want!s:14} right {row[want]:4} of {sum(row.values()):4}   else: {rest}")


def words(build, rows):
    """What the program says of the words at code points row["at"] of row["text"], or which places row["names"] mean: a
    list for each row."""
    text = "".join(json.dumps({k: r[k] for k in ("text", "date", "at", "whole", "names") if r.get(k) is not None}) + "\n" for r in rows)
    done = subprocess.run([f"{build}/bench_words", f"{build}/share/masudi/en.model", f"{build}/share/masudi/knowledge.msd"],
                          input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"bench_words ended with {done.returncode}: {done.stderr.strip()[:200]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]
