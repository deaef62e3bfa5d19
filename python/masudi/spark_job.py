"""The job: news in any form in, Parquet out, on a cluster; started again, it goes on where it stopped.

What is written under the folder of ``--out``:

documents   a row for each document: ``id``, ``date``, ``title``, ``url``, ``publisher``, ``language``, ``text``, ``source``,
            ``error``, ``claims``; in folders by month of publication, and in these by the file it came from
claims      the same claims, a row each, with the columns of ``masudi schema``
stories     with ``--stories``: ``claim``, ``doc``, ``story``
done        which files are in it

A file's documents are written in the place of what an earlier run, cut off, may have left of them, and after that the
file is marked as done. So nothing is there twice, and what ``done`` names is all there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, Optional

__all__ = ["main"]

# Coding takes a core a second or two a megabyte: pieces of this size end in good time, and are soon done again.
PIECE = 8 << 20
READ = ("date", "title", "url", "publisher", "language")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m masudi.spark", description="Code an archive of news on Spark.")
    parser.add_argument("input", nargs="+", metavar="FILE", help="files or folders where Spark finds them; * for any name")
    parser.add_argument("--out", required=True, metavar="DIR", help="where Parquet goes, such as hdfs:///coded")
    parser.add_argument("--in", dest="kind", metavar="KIND", help="what the files are: jsonl, warc ...; else it is found out")
    parser.add_argument("--stories", action="store_true", help="say which claims tell of one occurrence")
    parser.add_argument("--no-text", action="store_true", help="do not keep texts; there are no stories then")
    parser.add_argument("--step", type=int, metavar="N", help="files between two marks; else four a core")
    parser.add_argument("--knowledge", action="append", default=[], metavar="DIR", help="as of masudi code; on the workers")
    parser.add_argument("--command", metavar="FILE", help="the masudi command on the workers")
    parser.add_argument("--max-document", metavar="SIZE", help="as of masudi read")
    return parser


# ---- files ----


def _files(session: Any, patterns: Sequence[str]) -> list[str]:
    """Every file, by its full name, sorted."""
    java = session.sparkContext._jvm
    configuration = session.sparkContext._jsc.hadoopConfiguration()
    found = []
    for pattern in patterns:
        path = java.org.apache.hadoop.fs.Path(pattern)
        system = path.getFileSystem(configuration)
        matching = system.globStatus(path) or []
        if not len(matching):
            raise FileNotFoundError(f"there is no {pattern}")
        for status in matching:
            inside = system.listStatus(status.getPath()) if status.isDirectory() else [status]
            found += [str(one.getPath().toString()) for one in inside if one.isFile()]
    return sorted(set(found))


def _exists(session: Any, name: str) -> bool:
    path = session.sparkContext._jvm.org.apache.hadoop.fs.Path(name)
    return bool(path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration()).exists(path))


def _done(session: Any, out: str) -> set[str]:
    if not _exists(session, f"{out}/done"):
        return set()
    return {row.value for row in session.read.text(f"{out}/done").collect()}


def _mark(session: Any, out: str, files: Sequence[str]) -> None:
    rows = session.createDataFrame([(name,) for name in files], "value string")
    rows.coalesce(1).write.mode("append").text(f"{out}/done")


# ---- a step ----


def _write(rows: Any, path: str) -> None:
    """In the place of what is there of the same month and file."""
    writer = rows.write.mode("overwrite").option("partitionOverwriteMode", "dynamic").option("compression", "zstd")
    writer.partitionBy("month", "file").parquet(path)


def _file_of(source: Any) -> Any:
    """A name of the file that can be a folder's: the same however its address is written."""
    from pyspark.sql import functions as F

    return F.substring(F.sha1(F.regexp_replace(source, "^file:/*", "/")), 1, 16)


def _news(session: Any, files: Sequence[str], given: argparse.Namespace) -> Any:
    from .spark_read import LINES, read

    news = read(session, *files, kind=given.kind, command=given.command, max_document=given.max_document)
    cores = session.sparkContext.defaultParallelism
    whole = [name for name in files if given.kind != "jsonl" and (given.kind or not LINES.search(name))]
    # A file that is read whole is read by one; what it holds is for all.
    return news.repartition(4 * cores) if 0 < len(whole) < cores else news


def _step(session: Any, files: Sequence[str], given: argparse.Namespace) -> None:
    from pyspark.sql import functions as F

    from .spark import code

    news = _news(session, files, given).withColumnRenamed("error", "unread")
    keep = [*READ, *([] if given.no_text else ["text"]), "source", "unread"]
    coded = code(news, keep=keep, options={"knowledge": given.knowledge})
    error = F.coalesce("unread", "error").alias("error")
    columns = ["id", *(name for name in keep if name != "unread"), error, "claims"]
    month = F.coalesce(F.regexp_extract("date", r"^\d{4}-\d{2}", 0), F.lit(""))
    month = F.when(month == "", "unknown").otherwise(month).alias("month")
    _write(coded.select(*columns, month, _file_of(F.col("source")).alias("file")), f"{given.out}/documents")
    written = session.read.parquet(f"{given.out}/documents")
    sources = session.createDataFrame([(name,) for name in files], "source string")
    here = [row[0] for row in sources.select(_file_of(F.col("source"))).collect()]
    _write(written.where(F.col("file").isin(here)).selectExpr("inline(claims)", "month", "file"), f"{given.out}/claims")


# ---- all ----


def _stories(session: Any, out: str) -> int:
    """Of the documents that are there, each once: the newest of a name."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    from .spark_stories import stories

    documents = session.read.parquet(f"{out}/documents").where("error is null")
    newest = Window.partitionBy("id").orderBy(F.desc_nulls_last("date"), F.desc("source"), F.desc(F.sha1("text")))
    once = documents.withColumn("nth", F.row_number().over(newest)).where("nth = 1").drop("nth")
    found = stories(once.select("id", "title", "text", "claims"))
    found.write.mode("overwrite").option("compression", "zstd").parquet(f"{out}/stories")
    return int(session.read.parquet(f"{out}/stories").select("story").distinct().count())


def _tell(session: Any, out: str, story_count: Optional[int]) -> bool:
    """A line of sums on standard error. True: all was coded."""
    documents = session.read.parquet(f"{out}/documents")
    sums = documents.selectExpr("count(*)", "count(error)", "coalesce(sum(size(claims)), 0)").first()
    told = "" if story_count is None else f", {story_count} stories"
    print(f"masudi: {sums[0]} documents, {sums[1]} refused, {sums[2]} claims{told}", file=sys.stderr)
    return int(sums[1]) == 0


def _session() -> Any:
    """What spark-submit or the environment has set up; where nothing has, this machine."""
    from pyspark.sql import SparkSession

    from .spark import session

    set_up = ("PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS", "SPARK_HOME", "SPARK_CONF_DIR", "SPARK_REMOTE")
    if SparkSession.getActiveSession() is None and not any(name in os.environ for name in set_up):
        return session()
    return SparkSession.builder.appName("masudi").getOrCreate()


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """The job. Ends with 0, with 1 if some documents were refused, with 2 if the call is wrong."""
    parser = _arguments()
    given = parser.parse_args(arguments)
    if given.stories and given.no_text:
        parser.error("stories need the texts")
    if given.step is not None and given.step < 1:
        parser.error("--step is 1 or more")
    session = _session()
    session.conf.set("spark.sql.files.maxPartitionBytes", str(PIECE))
    given.out = given.out.rstrip("/")
    try:
        files = _files(session, given.input)
    except FileNotFoundError as wrong:
        parser.error(str(wrong))
    done = _done(session, given.out)
    left = [name for name in files if name not in done]
    print(f"masudi: {len(left)} of {len(files)} files to do", file=sys.stderr)
    step = given.step or 4 * session.sparkContext.defaultParallelism
    for start in range(0, len(left), step):
        some = left[start : start + step]
        _step(session, some, given)
        _mark(session, given.out, some)
        print(f"masudi: {min(start + step, len(left))} of {len(left)} files done", file=sys.stderr)
    story_count = _stories(session, given.out) if given.stories else None
    return 0 if _tell(session, given.out, story_count) else 1
