import sqlite3

import news
import pytest
from masudi import spark
from pyspark.sql import functions as F


@pytest.fixture(scope="module")
def store(command, tmp_path_factory):
    """What `masudi db stories` says of the same documents: claims' ids with their stories'."""
    folder = tmp_path_factory.mktemp("stories")
    file, db = news.write(folder / "news.jsonl", news.articles(150)), folder / "events.db"
    command("code", "--store", db, file)
    command("db", "stories", "--store", db)
    rows = sqlite3.connect(db).execute(
        "SELECT c.uid, y.uid FROM story_claim x JOIN claim c ON c.id = x.claim JOIN story y ON y.id = x.story"
    )
    return file, dict(rows)


@pytest.fixture(scope="module")
def coded(session, store, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("coded") / "coded")
    spark.code(spark.read(session, store[0]), keep=["text", "title"]).write.parquet(path)
    return session.read.parquet(path)


def ids(found):
    rows = found.collect()
    assert len(rows) == len({row.claim for row in rows})
    return {row.claim: row.story for row in rows}


@pytest.mark.parametrize("partitions", [1, 2, 7, 32])
def test_ids_are_the_stores_however_documents_are_parted(session, store, coded, partitions):
    want = store[1]
    assert 20 < len(set(want.values())) < len(want) - 20  # there are stories, and stories of several claims
    shuffled = coded.orderBy(F.rand(partitions)).repartition(partitions)
    assert ids(spark.stories(shuffled)) == want


def test_claims_as_lines_are_as_good(session, store, coded):
    lines = coded.withColumn("claims", F.expr("transform(claims, one -> to_json(one))"))
    assert ids(spark.stories(lines)) == store[1]


def test_of_nothing_there_are_none(session, coded):
    assert spark.stories(coded.limit(0)).count() == 0
    assert spark.stories(coded.withColumn("claims", F.expr("slice(claims, 1, 0)"))).count() == 0
