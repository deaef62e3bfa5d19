import gzip
import json

import news
import pytest
from masudi import spark

COLUMNS = ["id", "date", "title", "url", "publisher", "language", "text"]


def rows(df):
    return sorted((tuple(row[name] for name in COLUMNS) for row in df.where("error is null").collect()), key=repr)


def told(command, *args, status=0):
    lines = command("read", *args, status=status).splitlines()
    return sorted((tuple(json.loads(line)[name] for name in COLUMNS) for line in lines), key=repr)


def test_json_lines_as_the_command_reads_them(session, command, tmp_path):
    path = tmp_path / "a.jsonl"
    news.write(path, news.articles(30))
    zipped = tmp_path / "b.jsonl.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes().replace(b'"n000', b'"m000')))
    found = spark.read(session, str(path), str(zipped))
    assert rows(found) == sorted(told(command, path) + told(command, "--in", "jsonl", zipped), key=repr)
    assert {row.source.rsplit("/", 1)[1] for row in found.collect()} == {"a.jsonl", "b.jsonl.gz"}


def test_lines_that_are_none_are_rows(session, tmp_path):
    path = tmp_path / "bad.jsonl"
    good = json.dumps({"id": "g", "text": "Police arrested two men in Lima."}).encode()
    path.write_bytes(b"\n".join([good, b"no json", b'{"id": "u", "text": "\xff\xfe"}', b'{"id": "none"}', b""]))
    got = spark.read(session, str(path)).collect()
    assert [row.id for row in got if row.error is None] == ["g"]
    assert len([row for row in got if row.error is not None]) == 3
    assert all(row.text is None for row in got if row.error is not None)


def test_archives_as_the_command_reads_them(session, command, tmp_path):
    for name, some in (("a.warc", news.articles(8)), ("b.warc", news.articles(8, seed=3)[:4])):
        news.warc(tmp_path / name, some)
    packed = tmp_path / "c.warc.gz"
    packed.write_bytes(gzip.compress((tmp_path / "a.warc").read_bytes()))
    want = told(command, *sorted(tmp_path.glob("*.warc*")))
    assert len(want) == 20
    assert rows(spark.read(session, str(tmp_path / "*.warc*"))) == want
    # The same out of Spark's hands, as for files that have no path: file:// stands for hdfs:// here.
    from masudi import spark_read

    whole = session.read.format("binaryFile").load(str(tmp_path / "*.warc*")).select("path", "content")
    far = whole.mapInArrow(spark_read._files(None, "warc", []), spark_read.SCHEMA)
    assert rows(far) == want


def test_a_file_that_is_not_there_is_said(session, tmp_path):
    with pytest.raises(FileNotFoundError):
        spark.read(session, str(tmp_path / "none.warc"))
    with pytest.raises(ValueError):
        spark.read(session)


def test_a_worker_without_the_command_says_so(session, tmp_path):
    path = news.write(tmp_path / "a.jsonl", news.articles(3))
    with pytest.raises(Exception, match="No such file"):
        spark.read(session, path, command=str(tmp_path / "nothing")).count()
