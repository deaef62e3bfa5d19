"""masudi.spark.code in local[2], its claims as JSON, by the Spark of `make test-spark`."""
import os
import subprocess

from same_rows import Missing

NAME, ORDER = "spark", 70

PROGRAM = """
import sys
from masudi import spark
from pyspark.sql import SparkSession, functions as F

build = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
session = build.config("spark.sql.files.maxPartitionBytes", str(1 << 20)).getOrCreate()
session.sparkContext.setLogLevel("ERROR")
news = spark.read(session, sys.argv[1]).withColumn("nth", F.monotonically_increasing_id())
for row in spark.code(news, keep=["nth"], json=True).orderBy("nth").toLocalIterator():
    for line in row.claims:
        sys.stdout.buffer.write(line.encode() + b"\\n")
"""


def lines(build, path, documents):
    python = os.path.join(build, "spark", "bin", "python")
    if not os.path.exists(python):
        raise Missing("no Spark: make test-spark")
    env = dict(os.environ, PYSPARK_PYTHON=python, SPARK_LOCAL_IP="127.0.0.1")
    env["MASUDI_COMMAND"] = os.path.join(build, "masudi")
    env["PYSPARK_SUBMIT_ARGS"] = "--driver-memory 2g pyspark-shell"
    done = subprocess.run([python, "-c", PROGRAM, path], env=env, capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-300:])
    return done.stdout.splitlines()
