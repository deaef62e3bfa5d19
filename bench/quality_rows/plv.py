"""The event of a sentence, found by the program alone; rows of uid, sentence, source, target, gold_root."""
import csv, json, subprocess, tempfile
from . import common
from .claims import LINE, score
from .common import least

NAME, ORDER, DATA = "plv", 20, "data/plover/PLV_train.tsv"
GOALS = {"right event, any pair": least(0.75), "right pair and event": least(0.60)}
TAKEN = {"YIELD": {"CONCEDE", "RETREAT"}}


def measure(path, build, details):
    gold = common.plain(path)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        out.write(subprocess.run([f"{build}/masudi", "code", "--quiet", "--in", "jsonl", "--out", "jsonl"],
                                 input=score("pairs", gold), capture_output=True, text=True, check=True).stdout)
        out.flush()
        text = score("dyads", gold, out.name)
        coded = {}
        for line in open(out.name, encoding="utf-8"):
            claim = json.loads(line)
            coded.setdefault(claim["doc"]["id"], []).append(claim["event"])
    if details:
        with common.opened(gold) as f:
            rows = list(csv.DictReader(f, delimiter="\t"))
        common.confusion([(r["gold_root"], r["gold_root"] if TAKEN.get(r["gold_root"], {r["gold_root"]}) & set(coded.get(r["uid"], []))
                           else coded.get(r["uid"], ["nothing"])[0]) for r in rows], "what each event is taken for")
    return {m[1].strip(): float(m[4] or m[5]) for m in map(LINE.match, text.splitlines()) if m and (m[4] or m[5])}
