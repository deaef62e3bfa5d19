"""News of any kind as a DataFrame, read as ``masudi read`` reads it: by that command, which has to be on the workers.

JSON Lines are cut into lines by Spark, so that one large file is read by many; other files are read whole, each by one
task: from the disk where they have a path that workers see, else out of Spark's hands."""

from __future__ import annotations

import glob
import io
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Any, Optional
from urllib.parse import unquote, urlparse

import pyarrow as pa
import pyarrow.json

__all__ = ["COLUMNS", "read"]

COLUMNS = ("id", "date", "title", "url", "publisher", "language", "text")
SCHEMA = ", ".join(f"{name} string" for name in (*COLUMNS, "source", "error"))
BLOCK = 16 << 20
LINES = re.compile(r"\.(jsonl|ndjson)(\.(gz|bz2|zst))?$")


def _command(command: Optional[str]) -> str:
    found = command or os.environ.get("MASUDI_COMMAND") or shutil.which("masudi")
    if not found:
        raise FileNotFoundError("there is no masudi command on this worker: install it, or set MASUDI_COMMAND")
    return found


def _feed(pipe: IO[bytes], pieces: Iterator[Any]) -> None:
    try:
        for piece in pieces:
            pipe.write(piece)
    except BrokenPipeError:
        pass  # what it has to say of that stands in its messages
    finally:
        try:
            pipe.close()
        except BrokenPipeError:
            pass


def _rows(block: bytes, source: str) -> Any:
    fields = [pa.field(name, pa.string()) for name in COLUMNS]
    options = pa.json.ParseOptions(explicit_schema=pa.schema(fields), unexpected_field_behavior="ignore")
    # One block, and a little room: a line must not be cut.
    reading = pa.json.ReadOptions(use_threads=False, block_size=len(block) + 1)
    table = pa.json.read_json(io.BytesIO(block), reading, options)
    n = table.num_rows
    columns = [table.column(name).combine_chunks() for name in COLUMNS]
    columns += [pa.array([source] * n, pa.string()), pa.nulls(n, pa.string())]
    arrays = [c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c for c in columns]
    return pa.RecordBatch.from_arrays(arrays, [*COLUMNS, "source", "error"])


def _refused(message: str, source: str) -> Any:
    row = {"source": source, "error": message}
    schema = pa.schema([(name, pa.string()) for name in (*COLUMNS, "source", "error")])
    return pa.RecordBatch.from_pylist([row], schema=schema)


def _documents(arguments: list[str], pieces: Optional[Iterator[Any]], source: str) -> Iterator[Any]:
    """What the command gives, by blocks of whole lines; then what it refused, and why."""
    with tempfile.TemporaryFile() as words:
        given = subprocess.PIPE if pieces is not None else subprocess.DEVNULL
        with subprocess.Popen(arguments, stdin=given, stdout=subprocess.PIPE, stderr=words) as command:
            assert command.stdout is not None
            feeder = None
            if pieces is not None:
                assert command.stdin is not None
                feeder = threading.Thread(target=_feed, args=(command.stdin, pieces), daemon=True)
                feeder.start()
            yield from _blocks(command.stdout, source)
            if feeder is not None:
                feeder.join()
        words.seek(0)
        messages = words.read().decode("utf-8", "replace").splitlines()
        if command.returncode not in (0, 1):  # 1: some were refused
            raise RuntimeError(f"{' '.join(arguments)}: {' '.join(messages) or command.returncode}")
        for message in messages:
            yield _refused(re.sub(r"^(-|<stdin>):", "", message), source)


def _blocks(stream: IO[bytes], source: str) -> Iterator[Any]:
    held = b""
    while True:
        block = stream.read(BLOCK)
        end = block.rfind(b"\n") + 1
        if not end and block:
            held += block
            continue
        if held or end:
            yield _rows(held + block[:end], source)
        held = block[end:]
        if not block:
            return


def _lines(command: Optional[str], more: list[str]) -> Any:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        arguments = [_command(command), "read", *more, "--in", "jsonl", "-"]
        for batch in batches:
            sources = batch.column("source").dictionary_encode()
            for n, source in enumerate(sources.dictionary.to_pylist()):
                lines = batch.column("line").filter(pa.compute.equal(sources.indices, n))
                yield from _documents(arguments, iter([b"\n".join(lines.to_pylist()) + b"\n"]), source)

    return run


def _files(command: Optional[str], kind: Optional[str], more: list[str]) -> Any:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        arguments = [_command(command), "read", *more, *(["--in", kind] if kind else [])]
        for batch in batches:
            whole = batch.column("content") if "content" in batch.schema.names else None
            for n, path in enumerate(batch.column("path").to_pylist()):
                if whole is None:
                    yield from _documents([*arguments, path], None, path)
                else:
                    yield from _documents([*arguments, "-"], iter([whole[n].as_buffer()]), path)

    return run


def _local(path: str) -> Optional[str]:
    """The path of a file that every worker sees under it; None: it lies elsewhere."""
    if "://" not in path and not path.startswith("file:"):
        return os.path.abspath(path)
    return unquote(urlparse(path).path) if path.startswith("file:") else None


def read(
    session: Any,
    *paths: str,
    kind: Optional[str] = None,
    command: Optional[str] = None,
    max_document: Optional[str] = None,
) -> Any:
    """Documents as a DataFrame: ``id``, ``date``, ``title``, ``url``, ``publisher``, ``language``, ``text``, and
    ``source``, the file each came from. What could not be read is a row with the reason in ``error`` and no text.

    paths
        Files, with ``*`` for any name; folders of files. Where Spark finds them: ``hdfs://``, ``s3a://``, a disk.
    kind
        ``jsonl``, ``warc`` and the others of ``masudi read --in``; else by the name's end, and by what a file holds.
    command
        The ``masudi`` command of the workers; else ``MASUDI_COMMAND``, else the one on their path.
    """
    if not paths:
        raise ValueError("no files are named")
    more = ["--max-document", max_document] if max_document else []
    lines = [path for path in paths if kind == "jsonl" or (kind is None and LINES.search(path))]
    others = [path for path in paths if path not in lines]
    frames = [_read_lines(session, lines, command, more)] if lines else []
    near = [path for path in map(_local, others) if path is not None]
    far = [path for path in others if _local(path) is None]
    if near:
        frames.append(_read_near(session, near, kind, command, more))
    if far:
        whole = session.read.format("binaryFile").load(far).select("path", "content")
        frames.append(whole.mapInArrow(_files(command, kind, more), SCHEMA))
    found = frames[0]
    for frame in frames[1:]:
        found = found.unionByName(frame)
    return found


def _read_lines(session: Any, paths: list[str], command: Optional[str], more: list[str]) -> Any:
    from pyspark.sql import functions as F

    # The bytes of the line as they are, whether they are text or not.
    text = session.read.text([_local(path) and "file://" + str(_local(path)) or path for path in paths], lineSep="\n")
    bare = text.select(F.col("value").cast("binary").alias("line"), F.input_file_name().alias("source"))
    return bare.mapInArrow(_lines(command, more), SCHEMA)


def _read_near(session: Any, paths: list[str], kind: Optional[str], command: Optional[str], more: list[str]) -> Any:
    found = sorted(name for path in paths for name in _expand(path))
    if not found:
        raise FileNotFoundError(f"there are no files {', '.join(paths)}")
    rows = session.createDataFrame([(name,) for name in found], "path string").repartition(len(found), "path")
    return rows.mapInArrow(_files(command, kind, more), SCHEMA)


def _expand(path: str) -> list[str]:
    names = []
    for name in glob.glob(path):
        if os.path.isdir(name):
            names += [entry.path for entry in os.scandir(name) if entry.is_file()]
        else:
            names.append(name)
    return names
