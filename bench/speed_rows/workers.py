"""Articles through the program with 1, 2 and more workers: words a second of the clock."""
import os
import time

NAME, ORDER = "workers", 30


def measure(run):
    with open(run.texts, "rb") as f:
        words = sum(len(line.split()) for line in f)
    cores = len(os.sched_getaffinity(0))
    alone = 0.0
    for n in [n for n in (1, 2, 4, 8, 16) if n <= cores]:
        least = None
        for _ in range(3):
            start = time.monotonic()
            run.code(run.texts, workers=n)
            took = time.monotonic() - start
            least = took if least is None else min(least, took)
        alone = alone or least
        yield f"{n}: words a second", round(words / least), None
        if n > 1:
            yield f"{n}: times one", alone / least, (0.95 * n, None)
    load = os.getloadavg()[0]
    if load > cores * 1.2:
        yield "others at work here (load)", load, None
