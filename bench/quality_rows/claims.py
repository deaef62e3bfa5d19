"""Who did what to whom, with status and source: sentences (or an article) and the claims they should give."""
import re, subprocess, sys, tempfile
from . import common
from .common import least, most

NAME, ORDER, DATA = "claims", 10, "acceptance/sentences.jsonl"
GOALS = {"who-what-whom F1": least(0.84), "F1 with status": least(0.66), "attribution found": least(0.83),
         "country+sector right": least(0.85), "texts that report nothing and gave events": most(0.10)}
LINE = re.compile(r"^(.+?)\s{1,}(?:(\d+)/(\d+)(?: = ([\d.]+))?|([\d.]+)|-)(?: \(.*\))?$")


def score(*words):
    return subprocess.run([sys.executable, common.SCORE, *words], capture_output=True, text=True, check=True).stdout


def measure(path, build, details):
    gold = common.plain(path)
    given = score("documents", gold)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        out.write(subprocess.run([f"{build}/masudi", "code", "--quiet", "--in", "jsonl", "--out", "jsonl"], input=given,
                                 capture_output=True, text=True, check=True).stdout)
        out.flush()
        text = score("claims", gold, out.name)
    figures = {}
    for line in text.splitlines():
        m = LINE.match(line)
        if m:
            figures[m[1].strip()] = float(m[4] or m[5]) if m[4] or m[5] else None
        elif details:
            print("  ", line)
    return figures
