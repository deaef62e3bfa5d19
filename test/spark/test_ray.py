"""The example for Ray Data, as it stands."""

import json
import os
import subprocess
import sys

import news
import pyarrow.dataset as ds
import pytest
from conftest import ROOT

pytest.importorskip("ray", reason="no Ray: pip could not have it")


def test_the_example_gives_the_commands_claims(command, tmp_path):
    made = [*news.articles(30), {"id": "empty", "text": None}]
    file = news.write(tmp_path / "news.jsonl", made)
    call = [sys.executable, str(ROOT / "examples" / "ray_data.py"), file, str(tmp_path / "coded")]
    # Alone on this machine: nobody to prove itself to, nothing told to anybody.
    env = {**os.environ, "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0", "RAY_ADDRESS": "local"}
    done = subprocess.run(call, capture_output=True, text=True, timeout=240, env=env)
    assert done.returncode == 0, done.stderr[-2000:]
    rows = ds.dataset(tmp_path / "coded").to_table().to_pylist()
    assert sorted(row["id"] for row in rows) == sorted(one["id"] for one in made)
    assert [row["id"] for row in rows if row["error"] is not None] == ["empty"]
    want = [json.loads(line)["id"] for line in command("code", "--in", "jsonl", "--out", "jsonl", file, status=1).splitlines()]
    assert sorted(claim["id"] for row in rows for claim in row["claims"]) == sorted(want)
