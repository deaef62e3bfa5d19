"""One sentence to its claim, from starting the program to its end: the median of many runs."""
import os
import statistics

NAME, ORDER = "start", 50
RUNS = 60


def measure(run):
    path = run.path("one.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write("Rebels attacked the army in Kabul on Monday.\n")
    took = [run.spend(run.program, "code", "-j", "1", "--quiet", "--out", "jsonl", path)[0] for _ in range(RUNS)]
    yield "processor ms, median", statistics.median(took) * 1000, (None, 20)
    yield "processor ms, least", min(took) * 1000, None
    bare = [run.spend(run.program, "schema")[0] for _ in range(RUNS)]
    yield "of these before main, ms (libraries)", statistics.median(bare) * 1000, None
    yield "machine's load", os.getloadavg()[0], None
