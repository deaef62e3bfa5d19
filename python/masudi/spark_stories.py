"""Stories over a cluster: the rules of ``masudi db stories`` (doc/stories.md), each step where Spark has brought together
what it needs. The ids are those that the store gives, however the documents are parted and in whatever order they are.

1. Words are counted in all texts, and the words under which texts are found.
2. Each text with claims is packed; it meets others under its words (32 at most), its claims meet others under what they
   say of whom, day by day. Pairs that are alike are edges.
3. Claims that a chain of edges ties are brought together, and grouped by average link.
4. A story is named by the claim of its earliest document.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, Optional

import pyarrow as pa
import pyarrow.compute as pc

from . import _core

__all__ = ["stories"]

TEXT_DAY = -(1 << 31)  # of a row that is a whole text
DAYS = 2  # a claim is compared with those of so many days before
ID = pa.binary(16)
# Edges and rows that one call takes: it has to hold them.
MOST_EDGES = 2_000_000
MOST_ROWS = 256

PARTS = "keys array<bigint>, day int, part binary, a binary, b binary, alike bigint"
EDGES = "a binary, b binary, alike bigint"


def _column(data: bytes, of: Any) -> Any:
    return pa.Array.from_buffers(of, len(data) * 8 // of.bit_width, [None, pa.py_buffer(data)])


def _capsule(array: Any, of: Any) -> Any:
    """For the library: one piece, of that type."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if array.type != of:
        array = array.cast(of)
    return array.__arrow_c_array__()


def _texts(batch: Any, name: Optional[str]) -> Any:
    if name is None:
        return _capsule(pa.array([""] * batch.num_rows, pa.string()), pa.string())
    return _capsule(pc.fill_null(batch.column(name).cast(pa.string()), ""), pa.string())


def _slices(batches: Iterator[Any]) -> Iterator[Any]:
    for batch in batches:
        for start in range(0, batch.num_rows, MOST_ROWS):
            yield batch.slice(start, MOST_ROWS)


# ---- what weighs words ----


class _Scale:
    """Words, in how many texts each is, and which bring texts together: a file that workers map."""

    def __init__(self, path: str, n_document: int) -> None:
        self.path = path
        self.n_document = n_document
        self._table: Any = None

    @staticmethod
    def write(path: str, words: Any, counts: Any, brings: Any) -> None:
        table = pa.table({"word": words, "in": counts, "brings": brings}).combine_chunks()
        with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)

    def _column(self, name: str, of: Any) -> Any:
        if self._table is None:
            from pyspark import SparkFiles

            path = self.path if os.path.exists(self.path) else SparkFiles.get(os.path.basename(self.path))
            self._table = pa.ipc.open_file(pa.memory_map(path)).read_all()
        return _capsule(self._table.column(name), of)

    def words(self) -> tuple[Any, Any, int]:
        return self._column("word", pa.uint64()), self._column("in", pa.uint32()), self.n_document

    def brings(self) -> Any:
        return self._column("brings", pa.uint8())

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "n_document": self.n_document, "_table": None}


def _counted(make: Callable[[Any], tuple[bytes, bytes]], of: Any) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in _slices(batches):
            words, counts = make(batch)
            # The word's bits: Spark's whole numbers have a sign.
            word = _column(words, of).view(pa.int64()) if of == pa.uint64() else _column(words, of).cast(pa.int64())
            yield pa.RecordBatch.from_arrays([word, _column(counts, pa.uint32()).cast(pa.int64())], ["word", "n"])

    return run


def _collected(df: Any, schema: Any) -> Any:
    if hasattr(df, "toArrow"):  # since Spark 4
        return df.toArrow().cast(schema)
    batches = df._collect_as_arrow()
    return pa.Table.from_batches(batches) if batches else schema.empty_table()


def _sums(df: Any, make: Callable[[Any], tuple[bytes, bytes]], of: Any) -> tuple[Any, Any]:
    """Words and the sums of their counts over all texts, on the driver."""
    from pyspark.sql import functions as F

    rows = df.mapInArrow(_counted(make, of), "word bigint, n bigint").groupBy("word").agg(F.sum("n").alias("n"))
    table = _collected(rows, pa.schema([("word", pa.int64()), ("n", pa.int64())]))
    word = table.column(0).combine_chunks()
    word = (word.view(pa.uint64()) if of == pa.uint64() else word.cast(of)) if len(word) else pa.array([], of)
    if isinstance(word, pa.ChunkedArray):
        word = word.combine_chunks()
    order = pc.sort_indices(word)
    return word.take(order), table.column(1).combine_chunks().take(order)


def _scale(texts: Any, title: Optional[str], text: str, n_document: int, folder: str) -> _Scale:
    def words_of(batch: Any) -> tuple[bytes, bytes]:
        return _core.story_words(_texts(batch, title), _texts(batch, text))

    words, counts = _sums(texts, words_of, pa.uint64())
    counts = counts.cast(pa.uint32())
    # Its name is its own: workers keep files by name.
    path = os.path.join(folder, f"words-{os.path.basename(folder)}.arrow")
    none = pa.nulls(len(words), pa.uint8()).fill_null(0)
    _Scale.write(path, words, counts, none)
    texts.sparkSession.sparkContext.addFile(path)
    scale = _Scale(path, n_document)

    def telling_of(batch: Any) -> tuple[bytes, bytes]:
        return _core.story_telling(*scale.words(), _texts(batch, title), _texts(batch, text))

    places, finds = _sums(texts, telling_of, pa.uint32())
    good = [place for place, n in zip(places.to_pylist(), finds.to_pylist()) if _core.story_brings(n)]
    brings = bytearray(len(words))
    for place in good:
        brings[place] = 1
    path = os.path.join(folder, f"scale-{os.path.basename(folder)}.arrow")
    _Scale.write(path, words, counts, _column(bytes(brings), pa.uint8()))
    texts.sparkSession.sparkContext.addFile(path)
    return _Scale(path, n_document)


# ---- edges ----


def _edges(a: bytes, b: bytes, like: bytes) -> list[Any]:
    of = _column(like, pa.uint32()).cast(pa.int64())
    return [_column(a, ID).cast(pa.binary()), _column(b, ID).cast(pa.binary()), of]


def _splitter(scale: _Scale, title: Optional[str], text: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
    names = ["keys", "day", "part", "a", "b", "alike"]
    types = [pa.list_(pa.int64()), pa.int32(), pa.binary(), pa.binary(), pa.binary(), pa.int64()]

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in _slices(batches):
            lines = batch.column("lines")
            made = _core.story_split(
                *scale.words(), scale.brings(), _texts(batch, "id"), _texts(batch, title), _texts(batch, text),
                _capsule(lines.flatten(), pa.string()), _capsule(_offsets(lines), pa.int32()))  # fmt: skip
            keys, key_at, day, part, part_at, within = made
            days = _column(day, pa.int32())
            lists = pa.ListArray.from_arrays(_column(key_at, pa.int32()), _column(keys, pa.int64()))
            parts = pa.Array.from_buffers(pa.binary(), len(days), [None, pa.py_buffer(part_at), pa.py_buffer(part)])
            n = len(days)
            yield pa.RecordBatch.from_arrays([lists, days, parts, *(pa.nulls(n, of) for of in types[3:])], names)
            edges = _edges(*within)
            yield pa.RecordBatch.from_arrays([*(pa.nulls(len(edges[0]), of) for of in types[:3]), *edges], names)

    return run


def _offsets(lists: Any) -> Any:
    """Where each list of what `flatten` gives begins, and where the last one ends."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    return pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(lengths.cast(pa.int64()))]).cast(pa.int32())


def _groups(batches: Iterator[Any], by: list[str], most: int) -> Iterator[Any]:
    """Tables of whole groups: rows that are next to each other and have the same in `by`."""
    held: list[Any] = []
    n = 0
    for batch in batches:
        if batch.num_rows == 0:
            continue
        held.append(batch)
        n += batch.num_rows
        if n < most:
            continue
        table = pa.Table.from_batches(held).combine_chunks()
        end = _last_group(table, by)
        if end:
            yield table.slice(0, end)
        held = table.slice(end).to_batches()
        n = table.num_rows - end
    if held:
        yield pa.Table.from_batches(held).combine_chunks()


def _last_group(table: Any, by: list[str]) -> int:
    """Where the last group begins."""
    last = table.num_rows - 1
    same = pa.array([True] * table.num_rows)
    for name in by:
        same = pc.and_(same, pc.equal(table.column(name), table.column(name)[last]))
    return int(table.num_rows - pc.sum(same.cast(pa.int64())).as_py())


def _meet(batches: Iterator[Any]) -> Iterator[Any]:
    for table in _groups(batches, ["key", "day"], 4 * MOST_ROWS):
        edges = _core.story_pairs(
            _capsule(table.column("key"), pa.int64()),
            _capsule(table.column("day"), pa.int32()),
            _capsule(table.column("late"), pa.uint8()),
            _capsule(table.column("part"), pa.binary()),
        )
        yield pa.RecordBatch.from_arrays(_edges(*edges), ["a", "b", "alike"])


def _brought_together(parts: Any) -> Any:
    """All edges: within documents, and among what meets."""
    from pyspark.sql import functions as F

    rows = parts.where("part is not null").select("day", "part", F.explode("keys").alias("key"))
    texts = rows.where(F.col("day") == TEXT_DAY).selectExpr("key", "day", "tinyint(0) as late", "part")
    days = F.expr(f"explode(sequence(0, {DAYS}))").alias("late")
    said = rows.where(F.col("day") != TEXT_DAY).select("key", "day", "part", days)
    said = said.selectExpr("key", "day - late as day", "tinyint(least(late, 1)) as late", "part")
    met = texts.unionByName(said).repartition("key", "day").sortWithinPartitions("key", "day")
    return parts.where("a is not null").select("a", "b", "alike").unionByName(met.mapInArrow(_meet, EDGES))


# ---- groups ----


def _ids(column: Any) -> Any:
    return _capsule(column, ID)


def _roots_of(batches: Iterator[Any]) -> Iterator[Any]:
    """A forest of what came; what of it is too much to hold goes on as forests of pieces."""
    for table in _tables(batches):
        like = _capsule(table.column("alike"), pa.uint32()) if "alike" in table.column_names else None
        claim, root = _core.story_roots(_ids(table.column("a")), _ids(table.column("b")), like)
        yield pa.RecordBatch.from_arrays(
            [_column(claim, ID).cast(pa.binary()), _column(root, ID).cast(pa.binary())], ["a", "b"]
        )


def _tables(batches: Iterator[Any]) -> Iterator[Any]:
    held: list[Any] = []
    n = 0
    for batch in batches:
        held.append(batch)
        n += batch.num_rows
        if n >= MOST_EDGES:
            yield pa.Table.from_batches(held)
            held, n = [], 0
    if n:
        yield pa.Table.from_batches(held)


def _whole_forest(batches: Iterator[Any]) -> Iterator[Any]:
    held = [batch for batch in batches if batch.num_rows]
    if held:
        yield from _roots_of(iter(pa.Table.from_batches(held).combine_chunks().to_batches()))


def _roots(edges: Any) -> Any:
    """For each claim the smallest that it may share a group with: forests of parts, then of fewer, then of all."""
    forest = edges.mapInArrow(_roots_of, "a binary, b binary")
    n = int(edges.sparkSession.conf.get("spark.sql.shuffle.partitions"))
    while n > 16:
        n = (n + 15) // 16
        forest = forest.repartition(n).mapInArrow(_roots_of, "a binary, b binary")
    forest = forest.repartition(1).mapInArrow(_whole_forest, "a binary, b binary")
    return forest.withColumnRenamed("a", "claim").withColumnRenamed("b", "root")


def _link(batches: Iterator[Any]) -> Iterator[Any]:
    for table in _groups(batches, ["root"], MOST_EDGES // 8):
        claim, group = _core.story_group(
            _ids(table.column("a")), _ids(table.column("b")), _capsule(table.column("alike"), pa.uint32())
        )
        yield pa.RecordBatch.from_arrays(
            [_column(claim, ID).cast(pa.binary()), _column(group, ID).cast(pa.binary())], ["claim", "first"]
        )


def _named(batches: Iterator[Any]) -> Iterator[Any]:
    for batch in batches:
        ids = [_core.story_id(claim) for claim in batch.column("anchor").to_pylist()]
        yield pa.RecordBatch.from_arrays(
            [batch.column("claim"), batch.column("doc"), pa.array(ids, pa.string())], ["claim", "doc", "story"]
        )


# ---- all of it ----


def stories(
    coded: Any,
    text: str = "text",
    title: Optional[str] = "title",
    *,
    claims: str = "claims",
    folder: Optional[str] = None,
) -> Any:
    """Which claims tell of one occurrence: a DataFrame with ``claim``, ``doc`` and ``story``, a row for each claim.

    coded
        What `masudi.spark.code` gave with ``keep=["text", "title"]``: all documents, those without claims too, each once.
    folder
        Where the driver keeps its counts of words while this is in use; else a temporary one, gone when Python ends.

    The ids are those that ``masudi db stories`` gives for the same documents. It runs in several jobs at once, and keeps
    what lies between on the workers' disks.
    """
    from pyspark import StorageLevel
    from pyspark.sql import functions as F

    if title is not None and title not in coded.columns:
        title = None
    nested = coded.schema[claims].dataType.elementType.typeName() == "struct"
    lines = F.transform(claims, lambda one: F.to_json(one)) if nested else F.col(claims)
    columns = ["id", text] + ([title] if title else [])
    documents = coded.where("error is null").select(*columns, lines.alias("lines"))
    texts = documents.select(*columns[1:])
    if folder is None:
        folder = tempfile.mkdtemp(prefix="masudi-stories-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    scale = _scale(texts, title, text, documents.count(), folder)

    told = documents.where(F.size("lines") > 0)
    parts = told.mapInArrow(_splitter(scale, title, text), PARTS).persist(StorageLevel.DISK_ONLY)
    edges = _brought_together(parts).persist(StorageLevel.DISK_ONLY)
    roots = _roots(edges).persist(StorageLevel.DISK_ONLY)
    ends = roots.withColumnRenamed("claim", "b").withColumnRenamed("root", "other")
    tied = edges.join(roots.withColumnRenamed("claim", "a"), "a").join(ends, "b").where("root = other")
    tied = tied.select("root", "a", "b", "alike").repartition("root").sortWithinPartitions("root")
    groups = tied.mapInArrow(_link, "claim binary, first binary")

    every = told.select("id", F.posexplode("lines").alias("n", "line"))
    parsed = F.from_json("line", "id string, doc struct<date: string>")
    every = every.select(F.col("id").alias("doc"), "n", parsed.alias("c"))
    every = every.select("doc", "n", F.col("c.id").alias("claim"), F.coalesce("c.doc.date", F.lit("~")).alias("date"))
    every = every.withColumn("key", F.unhex("claim"))
    every = every.join(groups.withColumnRenamed("claim", "key"), "key", "left").withColumn("first", F.coalesce("first", "key"))
    anchors = every.groupBy("first").agg(F.min(F.struct("date", "doc", "n", "claim")).alias("of"))
    named = every.join(anchors, "first").select("claim", "doc", F.col("of.claim").alias("anchor"))
    return named.mapInArrow(_named, "claim string, doc string, story string")
