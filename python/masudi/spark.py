"""Coding on a Spark cluster: the engine opened once in each worker process, its files shared through the page cache.

>>> from masudi import spark                                     # doctest: +SKIP
>>> news = spark.read(session, "hdfs:///news/2024/*.warc.gz")    # doctest: +SKIP
>>> coded = spark.code(news, keep=["title", "text", "date"])     # doctest: +SKIP
>>> stories = spark.stories(coded)                               # doctest: +SKIP

``python -m masudi.spark`` is the same as a job; doc/spark.md says how to run one and what it costs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Callable, Optional

import pyarrow as pa

from ._core import schema as core_schema
from ._engine import CODE, Engine, _Capsules
from ._errors import CoreError
from .spark_read import read
from .spark_stories import stories

__all__ = ["claims", "code", "coded_schema", "read", "session", "stories"]

# What a document may have beside its text, by the columns they are looked for in.
FIELDS = ("text", "id", "date", "title", "url", "publisher", "language")
RESULTS = ("id", "error", "claims")
# Rows that go through the library at a time: what comes of them has to fit into one Arrow batch.
MOST_ROWS = 512

_engines: dict[tuple[int, str], Engine] = {}


# Of a session on one machine. The virtual machine has little to do beside the coding: its second compiler and a
# collector with threads of its own cost more than they save up to some 50,000 documents.
LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData",
    "spark.driver.memory": "2g",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def session(cores: Optional[int] = None, **settings: str) -> Any:
    """A Spark session on this machine alone, with `cores` or all, set up so that Spark's own work stays small.

    settings
        Further ones, or others in the place of ours, with ``_`` for a dot: ``spark_driver_memory="8g"``. A session that
        is there already is taken as it is.

    Workers run the Python that calls this.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ImportError("masudi.spark needs pyspark, and Java 17: pip install masudi[spark]") from error

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("masudi").master(f"local[{'*' if cores is None else cores}]")
    # Spark's own 200 are for a cluster: each is a task, with a start of its own.
    parts = {"spark.sql.shuffle.partitions": str(8 * (cores or os.cpu_count() or 1))}
    for name, value in {**LOCAL, **parts, **{name.replace("_", "."): value for name, value in settings.items()}}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def engine(options: dict[str, Any]) -> Engine:
    """The engine of this process with these options of `masudi.Engine`, opened when it is first asked for."""
    key = (os.getpid(), repr(sorted(options.items())))
    if key not in _engines:
        # A Spark task has one core; its neighbours have the others.
        _engines[key] = Engine(**{"jobs": 1, **options})
    return _engines[key]


def coded_schema(json: bool = False, keep: Sequence[Any] = ()) -> Any:
    """What `code` gives, as a ``StructType``: the fields of `keep`, then ``id``, ``error`` and ``claims``."""
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    whole = pa.field(_Capsules(core_schema(CODE, json))).type
    results = from_arrow_schema(pa.schema([whole.field(i) for i in range(whole.num_fields)]))
    return StructType([*keep, *(_nullable(field) for field in results.fields)])


def _nullable(field: Any) -> Any:
    """The field as Parquet files give it back: there anything may be null."""
    from pyspark.sql.types import StructField

    return StructField(field.name, _all_nullable(field.dataType), True)


def _all_nullable(of: Any) -> Any:
    from pyspark.sql.types import ArrayType, StructType

    if isinstance(of, StructType):
        return StructType([_nullable(field) for field in of.fields])
    if isinstance(of, ArrayType):
        return ArrayType(_all_nullable(of.elementType), True)
    return of


def _names(columns: Sequence[str], given: dict[str, Optional[str]]) -> dict[str, str]:
    """Which column holds what. A field's own name is used where there is such a column; another must be there."""
    found = {}
    for field, name in given.items():
        if name is None or (name == field != "text" and name not in columns):
            continue
        if name not in columns:
            raise ValueError(f"there is no column {name!r} for {field}; columns are {', '.join(columns)}")
        found[field] = name
    return found


def code(
    df: Any,
    text: str = "text",
    id: Optional[str] = "id",
    date: Optional[str] = "date",
    *,
    title: Optional[str] = "title",
    url: Optional[str] = "url",
    publisher: Optional[str] = "publisher",
    language: Optional[str] = "language",
    keep: Iterable[str] = (),
    json: bool = False,
    options: Optional[dict[str, Any]] = None,
) -> Any:
    """The claims of each row's text, as a DataFrame with a row for each row: `keep`, ``id``, ``error``, ``claims``.

    text, id, date, title, url, publisher, language
        Columns. What is no column of the frame under its own name is done without.
    keep
        Columns that are passed on as they are.
    json
        ``claims`` as the lines that ``masudi code`` prints, in place of structs.
    options
        Of `masudi.Engine`, as the workers open it: ``{"knowledge": "/opt/our-knowledge"}``.

    A document that cannot be coded has the reason in ``error``, and no claims; none stops the job.
    """
    given = {"text": text, "id": id, "date": date, "title": title, "url": url, "publisher": publisher}
    given["language"] = language
    names = _names(df.columns, given)
    kept = list(dict.fromkeys(keep))
    for name in kept:
        if name not in df.columns or name in RESULTS:
            raise ValueError(f"{name!r} cannot be kept: it is {'a result' if name in RESULTS else 'no column'}")
    fields = {field.name: field for field in df.schema.fields}
    schema = coded_schema(json, [fields[name] for name in kept])
    needed = list(dict.fromkeys([*kept, *names.values()]))
    return df.select(needed).mapInArrow(_coder(names, kept, json, dict(options or {})), schema)


def _coder(
    names: dict[str, str], kept: list[str], json: bool, options: dict[str, Any]
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        opened = engine(options)
        for batch in batches:
            for start in range(0, batch.num_rows, MOST_ROWS):
                some = batch.slice(start, MOST_ROWS)
                for rows, results in _run(opened, some, names, json):
                    yield _join(rows, kept, results)

    return run


def _run(opened: Engine, rows: Any, names: dict[str, str], json: bool) -> Iterator[tuple[Any, Any]]:
    """Rows with what became of them, in as many pieces as Arrow's limits ask for."""
    documents = rows.select(list(dict.fromkeys(names.values())))
    try:
        yield rows, opened._run(documents, CODE, json, names)
        return
    except (CoreError, MemoryError) as wrong:
        if rows.num_rows == 1 and isinstance(wrong, MemoryError):
            raise
        if rows.num_rows == 1:
            yield rows, _refused(documents, names, str(wrong), json)
            return
    half = rows.num_rows // 2
    yield from _run(opened, rows.slice(0, half), names, json)
    yield from _run(opened, rows.slice(half), names, json)


def _refused(document: Any, names: dict[str, str], why: str, json: bool) -> Any:
    whole = pa.field(_Capsules(core_schema(CODE, json))).type
    id = document.column(names["id"])[0].as_py() if "id" in names else None
    return pa.array([{"id": None if id is None else str(id), "error": why, "claims": []}], whole)


def _join(rows: Any, kept: list[str], results: Any) -> Any:
    columns = [rows.column(name) for name in kept] + [results.field(name) for name in RESULTS]
    return pa.RecordBatch.from_arrays(columns, [*kept, *RESULTS])


def claims(coded: Any) -> Any:
    """A row for each claim, with the columns of ``masudi schema``, of what `code` gave."""
    return coded.selectExpr("inline(claims)")


if __name__ == "__main__":
    import sys

    from masudi.spark_job import main

    sys.exit(main())
