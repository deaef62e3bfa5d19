"""Python: the table that masudi.code gives, written as JSON by rules of our own, so that every cell of it counts."""
from same_rows.python import run

NAME, ORDER = "table", 6
# Numbers in the fewest of 15 or 17 digits, DEL escaped; what was not resolved has no entity's fields.
ASK = r"""
import json, sys, masudi

ENTITY = ("name", "entity", "country", "sector", "sectors", "code", "aligned", "via")

def number(value):
    short = format(value, ".15g")
    return short if float(short) == value else format(value, ".17g")

def written(value, key=None):
    if isinstance(value, dict):
        drop = ENTITY if key == "attribution" and value["via"] is None else ()
        return "{" + ",".join(f'"{k}":{written(v, k)}' for k, v in value.items() if k not in drop) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(one, key) for one in value) + "]"
    if isinstance(value, float):
        return number(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

with open(sys.argv[1], encoding="utf-8") as lines:
    table = masudi.code((json.loads(line) for line in lines), errors="skip")
for batch in table.to_batches():
    for row in batch.to_pylist():
        print(written(row))
"""


def lines(build, path, documents):
    return run(build, path, ASK)
