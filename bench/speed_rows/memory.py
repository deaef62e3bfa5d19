"""Memory of the program at rest after so many articles: what is mapped and shared by all workers and processes, what the
engine keeps beside that, what each worker keeps, and that more articles need no more."""
import re
import subprocess
import time

NAME, ORDER = "memory", 40


def at_rest(run, lines, workers):
    """Megabytes mapped and private, once the program waits for more."""
    command = [run.program, "code", "-j", str(workers), "--quiet", "--in", "jsonl", "--out", "none", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          env=run.environment()) as p:
        p.stdin.writelines(lines)
        p.stdin.flush()
        last = None
        while True:
            time.sleep(0.3)
            with open(f"/proc/{p.pid}/stat", encoding="ascii") as f:
                spent = f.read().rsplit(")", 1)[1].split()[11:13]
            if spent == last:
                break
            last = spent
        mapped = private = 0
        where = ""
        with open(f"/proc/{p.pid}/smaps", encoding="utf-8") as f:
            for line in f:
                if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
                    where = line.split(None, 5)[5].strip() if len(line.split(None, 5)) > 5 else ""
                elif line.startswith("Rss:") and where in (run.model, run.knowledge):
                    mapped += int(line.split()[1])
                elif line.startswith("Private_Dirty:"):
                    private += int(line.split()[1])
        p.stdin.close()
        p.wait(timeout=60)
    return mapped / 1024, private / 1024


def measure(run):
    with open(run.texts, "rb") as f:
        lines = f.readlines()
    _, engine = at_rest(run, [], 1)
    _, some = at_rest(run, lines, 1)
    mapped, more = at_rest(run, lines * 3, 1)
    _, three = at_rest(run, lines * 3, 3)
    yield "mapped and shared, MB", mapped, (None, 60)
    yield "private, nothing coded yet, MB", engine, None
    yield "private, one worker, MB", some, None
    yield "the same, three times the articles, MB", more, (None, some * 1.1 + 2)
    yield "private, each worker more, MB", (three - more) / 2, (None, 25)
