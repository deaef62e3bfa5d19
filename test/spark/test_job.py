"""The job as it is started on a cluster: in processes of its own, of which some are killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import news
import pyarrow.dataset as ds
import pytest
from conftest import ROOT

JOB = ROOT / "examples" / "masudi_spark_job.py"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    made = news.articles(360)
    for n in range(5):
        news.write(folder / f"part{n}.jsonl", made[n * 60 : n * 60 + 60])
    news.warc(folder / "pages.warc", made[300:])
    (folder / "part4.jsonl").open("a", encoding="utf-8").write("no json\n")
    return folder


def start(master, archive, out, *more, log=subprocess.DEVNULL):
    settings = [
        f"--conf=spark.{key}={value}"
        for key, value in {
            "ui.enabled": "false",
            "sql.shuffle.partitions": "4",
            "executorEnv.MASUDI_COMMAND": os.environ["MASUDI_COMMAND"],
            "pyspark.python": sys.executable,
        }.items()
    ]
    submit = [sys.executable, "-m", "pyspark.find_spark_home"]
    home = subprocess.run(submit, capture_output=True, text=True, check=True).stdout.strip()
    call = [Path(home) / "bin" / "spark-submit", "--master", master, *settings, JOB, "--out", out, "--step", "2", *more, archive]
    # A group of its own, so that all of it can be killed.
    return subprocess.Popen(list(map(str, call)), stdout=log, stderr=log, start_new_session=True)


def run(*args, **more):
    return start(*args, **more).wait(timeout=900)


def content(out):
    documents = ds.dataset(out / "documents", partitioning="hive").to_table().to_pylist()
    claims = ds.dataset(out / "claims", partitioning="hive").to_table().to_pylist()
    return sorted(json.dumps(row, sort_keys=True) for row in documents), sorted(json.dumps(row, sort_keys=True) for row in claims)


def children(pid):
    """Processes below that one, with their command lines."""
    parent, line = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            line[int(entry.name)] = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
        except (FileNotFoundError, ProcessLookupError):
            continue

    def below(one):
        while one in parent:
            one = parent[one]
            if one == pid:
                return True
        return False

    return {one: text for one, text in line.items() if below(one)}


@pytest.fixture(scope="module")
def clean(archive, tmp_path_factory):
    """What comes out when nothing happens."""
    out = tmp_path_factory.mktemp("clean") / "out"
    assert run("local[2]", archive, out) == 1  # a line was refused
    return content(out)


def test_everything_is_there_once(clean):
    documents = [json.loads(row) for row in clean[0]]
    assert len(documents) == 361 and sum(row["error"] is not None for row in documents) == 1
    assert {row["month"] for row in documents} == {"2024-01", "2024-02", "2024-03", "2024-04", "unknown"}
    ids = Counter(row["id"] for row in documents if row["error"] is None)
    assert max(ids.values()) == 1
    claims = [json.loads(row) for row in clean[1]]
    assert Counter(one["id"] for row in documents for one in row["claims"]) == Counter(row["id"] for row in claims)


def test_a_killed_job_goes_on_without_doubles(archive, clean, tmp_path):
    out, log = tmp_path / "out", tmp_path / "log"
    with log.open("w") as words:
        job = start("local[2]", archive, out, log=words)
    until = time.monotonic() + 600
    while not list((out / "done").glob("part-*")) and job.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1)  # in the midst of the next step
    assert job.poll() is None, log.read_text()
    os.killpg(job.pid, signal.SIGKILL)
    job.wait()
    done = [line for name in (out / "done").glob("part-*") for line in name.read_text().splitlines()]
    assert 0 < len(done) < 6
    with log.open("w") as words:
        assert run("local[2]", archive, out, log=words) == 1
    assert f"{6 - len(done)} of 6 files to do" in log.read_text()
    assert content(out) == clean
    # And once more: there is nothing to do.
    with log.open("w") as words:
        assert run("local[2]", archive, out, log=words) == 1
    assert "0 of 6 files to do" in log.read_text()
    assert content(out) == clean


def test_a_worker_killed_in_mid_job_costs_nothing(archive, clean, tmp_path):
    out, log = tmp_path / "out", tmp_path / "log"
    with log.open("w") as words:
        job = start("local-cluster[2,1,1024]", archive, out, "--stories", log=words)
    killed, until = None, time.monotonic() + 600
    while killed is None and job.poll() is None and time.monotonic() < until:
        found = children(job.pid)
        executors = [pid for pid, text in found.items() if "CoarseGrainedExecutorBackend" in text]
        at_work = [pid for pid in executors if any("pyspark" in text for text in children(pid).values())]
        if len(executors) >= 2 and at_work and list((out / "done").glob("part-*")):
            killed = at_work[0]
            os.kill(killed, signal.SIGKILL)
        time.sleep(0.05)
    assert killed is not None, log.read_text()
    assert job.wait(timeout=900) == 1, log.read_text()
    assert "Lost executor" in log.read_text()
    assert content(out) == clean
    stories = ds.dataset(out / "stories").to_table().to_pylist()
    assert Counter(row["claim"] for row in stories) == Counter({json.loads(row)["id"]: 1 for row in clean[1]})
