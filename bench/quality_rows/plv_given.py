"""The event of a given pair, 15 classes; rows of uid, sentence, source, target, gold_root. Nothing is trained on them."""
import re, tempfile
from . import common
from .claims import score
from .common import least

NAME, ORDER, DATA = "plv-given", 21, "data/plover/PLV_train.tsv"
GOALS = {"accuracy": least(0.80), "macro-F1": least(0.78)}


def measure(path, build, details):
    gold = common.plain(path)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        out.writelines(common.json.dumps(r) + "\n" for r in common.run(build, "relate", score("pairs", gold)))
        out.flush()
        text = score("relate", gold, out.name)
    if details:
        print("\n".join("   " + line for line in text.splitlines()))
    m = re.search(r"accuracy \S+ = ([\d.]+)\s+macro-F1 ([\d.]+)", text)
    return {"accuracy": float(m[1]), "macro-F1": float(m[2])}
