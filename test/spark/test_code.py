import json
import os
import re
import subprocess
import sys
from datetime import date

import news
import pytest
from conftest import ROOT
from masudi import spark
from pyspark.sql import functions as F
from pyspark.sql.types import StructField, StructType, StringType


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return news.write(tmp_path_factory.mktemp("code") / "news.jsonl", news.articles(40))


def frame(session, file):
    return session.read.json(file)


def test_json_is_the_commands_byte_for_byte(session, command, file):
    got = spark.code(spark.read(session, file), json=True).orderBy("id").select(F.explode("claims")).collect()
    want = command("code", "--in", "jsonl", "--out", "jsonl", file).splitlines()
    assert len(want) > 40
    assert sorted(row[0] for row in got) == sorted(want)


def test_structs_say_what_the_json_says(session, file):
    coded = spark.code(frame(session, file))
    lines = spark.code(frame(session, file), json=True)
    structs = {row.id: [one.asDict(True) for one in row.claims] for row in coded.collect()}
    for row in lines.collect():
        told = [json.loads(line) for line in row.claims]
        assert len(told) == len(structs[row.id])
        for want, got in zip(told, structs[row.id]):
            for part in ("attribution",):  # one that nobody is known for has fewer keys in JSON, and nulls in columns
                for one, other in zip(want.pop(part), got.pop(part)):
                    assert all(other[key] == value for key, value in one.items())
            assert got == want


def test_schema_is_exact(session, file):
    page = (ROOT / "doc" / "spark.md").read_text(encoding="utf-8")
    block = re.search(r"```\nid STRING.*?```", page, re.S).group(0)
    written = re.sub(r"\s+", "", block.strip("`")).replace(":", "").lower()
    ddl = ",".join(f"{f.name} {f.dataType.simpleString()}" for f in spark.coded_schema().fields)
    assert written == re.sub(r"[\s:]+", "", ddl).lower()
    coded = spark.code(frame(session, file), keep=["title"])
    assert coded.schema == StructType([StructField("title", StringType()), *spark.coded_schema().fields])


def test_parquet_gives_the_schema_back(session, file, tmp_path):
    coded = spark.code(frame(session, file), keep=["text", "title", "date"])
    coded.write.parquet(str(tmp_path / "coded"))
    again = session.read.parquet(str(tmp_path / "coded"))
    assert again.schema == coded.schema
    assert spark.claims(again).columns[:6] == ["schema", "id", "doc", "sentence", "trigger", "event"]


def test_bad_documents_are_rows(session):
    rows = [("a", "Police arrested two men in Lima."), ("b", None), ("c", ""), (None, "Troops left\x00 Lima."), ("e", "x" * 10)]
    got = spark.code(session.createDataFrame(rows, "id string, text string"), keep=["text"]).collect()
    assert [row.id for row in got] == ["a", "b", "c", None, "e"]
    assert [row.error is None for row in got] == [True, False, got[2].error is None, False, True]
    assert all(row.error is None or row.claims == [] for row in got)
    assert len(got[0].claims) == 1 and got[0].text == rows[0][1]


def test_columns_by_any_name_and_type(session):
    rows = [(7, date(2024, 5, 6), "Peru expelled two diplomats of Chile on Friday.")]
    df = session.createDataFrame(rows, "number int, day date, article string")
    got = spark.code(df, text="article", id="number", date="day").collect()
    assert got[0].id == "7" and got[0].claims[0]["doc"]["date"] == "2024-05-06"
    assert got[0].claims[0]["when"]["start"] == "2024-05-03"
    with pytest.raises(ValueError, match="no column 'story'"):
        spark.code(df, text="story")
    with pytest.raises(ValueError, match="a result"):
        spark.code(df.withColumn("error", F.lit("")), text="article", keep=["error"])


def test_one_engine_a_worker_over_mapped_files(session, file):
    spark.code(frame(session, file).repartition(12)).count()

    def ask(batches):
        import pyarrow
        from masudi import spark as module

        maps = re.findall(r"(\S+) \S+ \S+ \d+ +\S*/en\.model", open("/proc/self/maps").read())
        for _ in batches:
            row = {"pid": os.getpid(), "engines": len(module._engines), "access": " ".join(maps)}
            yield pyarrow.RecordBatch.from_pylist([row])

    told = session.range(8, numPartitions=8).mapInArrow(ask, "pid bigint, engines bigint, access string").collect()
    assert len({row.pid for row in told}) <= 2
    assert {row.engines for row in told} == {1}
    # Nobody writes there: all processes have the pages of the file itself.
    assert all(row.access and "w" not in row.access for row in told)


def test_a_session_of_ones_own():
    """As a script has it that sets nothing up: the workers run its own Python, and Java does not more than it must."""
    script = """
from masudi import spark

session = spark.session(1, spark_sql_shuffle_partitions="3")
news = session.createDataFrame([("a", "Peru withdrew its troops from Tumbes.")], "id string, text string")
print([claim.event for claim in spark.code(news).first().claims])
print(session.conf.get("spark.sql.shuffle.partitions"), session.sparkContext.defaultParallelism)
flags = session._jvm.java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()
print("-XX:TieredStopAtLevel=1" in list(flags))
"""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK_", "SPARK_"))}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["['RETREAT']", "3 1", "True"]
