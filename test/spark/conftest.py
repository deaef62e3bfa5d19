import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(os.environ.setdefault("MASUDI_COMMAND", str(ROOT / "build" / "masudi")))
# Workers run this Python, and find each other wherever this machine thinks it is.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")


@pytest.fixture(scope="session")
def session():
    from pyspark.sql import SparkSession

    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.python.worker.reuse", "true")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


@pytest.fixture(scope="session")
def command():
    def run(*args, status=0):
        done = subprocess.run([COMMAND, *map(str, args)], capture_output=True)
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode()

    return run
