"""python.py FILE.jsonl[.gz] [N]: what the Python package adds to the command's time a document.

The first N documents (2,000) coded by `masudi code -j 1` and by the package with one thread, from the same file to claims
(JSON Lines; an Arrow table), each in a process of its own, in turn, so that other work on the machine disturbs both alike.
In CPU time, start and imports included; the ratio is that of the best of three. Ends with 1 when it is over 1.10.

Run it with the Python that has the package (build/python/bin/python after `make test-python`).
"""
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PASSES = 3
LIMIT = 1.10
FROM_PYTHON = """
import json, sys, masudi
documents = (json.loads(line) for line in open(sys.argv[1], encoding="utf-8"))
with masudi.Engine(jobs=1) as engine:
    print(sum(batch.num_rows for batch in engine.reader(documents, errors="skip")))
"""


def first(path, n, to):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines, open(to, "w", encoding="utf-8") as out:
        count = 0
        for line in lines:
            if count == n:
                break
            out.write(line)
            count += 1
    return count


def timed(command):
    """CPU seconds, and lines of output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {done.returncode}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main():
    if len(sys.argv) < 2 or not os.path.exists(sys.argv[1]):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "given.jsonl")
        n = first(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000, path)
        program = os.path.join(ROOT, "build", "masudi")
        command, package = [], []
        for _ in range(PASSES):
            seconds, lines = timed([program, "code", "-j", "1", "--quiet", "--out", "jsonl", path])
            command.append(seconds)
            seconds, told = timed([sys.executable, "-c", FROM_PYTHON, path])
            package.append(seconds)
            if int(told) != lines.count(b"\n"):
                sys.exit(f"{int(told)} claims from Python, {lines.count(b'%c' % 10)} from the command")
    ratio = min(package) / min(command)
    print(json.dumps({"bench": "python", "documents": n, "claims": int(told), "command_ms": round(min(command) / n * 1e3, 3),
                      "python_ms": round(min(package) / n * 1e3, 3), "ratio": round(ratio, 3)}))
    return ratio > LIMIT


if __name__ == "__main__":
    sys.exit(main())
