"""What can be coded, as Arrow record batches: texts, dictionaries, and whatever gives Arrow data."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Optional, Union

import pyarrow as pa

__all__ = ["FIELDS", "PAIR", "Names", "batches", "field"]

# What a document may say, with the further names that the command reads it under as well (doc/reading.md).
FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "event_text", "body", "content", "maintext"),
    "id": ("id", "doc_id", "story_id", "uid"),
    "date": ("date", "pub_date", "date_publish", "published"),
    "title": ("title", "headline"),
    "url": ("url",),
    "publisher": ("publisher", "source_domain"),
    "language": ("language", "lang"),
}
PAIR = {"actor": ("actor",), "recipient": ("recipient",)}
# Who is meant: words, or a place.
MENTION = pa.struct([("text", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
Fields = Mapping[str, tuple[str, ...]]

# Rows and bytes that iterables are put together by.
MOST_ROWS = 1024
MOST_BYTES = 8 << 20

# Columns by what they hold; those that are not named are looked for under the names above.
Names = Mapping[str, Optional[str]]
Document = Union[str, Mapping[str, Any]]


def as_text(value: Any) -> Optional[str]:
    """A value as the library takes it; nothing and the empty string are the same."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"a text, a date or a whole number is wanted, not {type(value).__name__}")


def as_mention(value: Any) -> Optional[dict[str, Any]]:
    """Words of the text, or a place in it: `[start, end]` in code points, or something that has these two by name."""
    if isinstance(value, Mapping):
        start, end = value.get("start"), value.get("end")
        if start is None or end is None:
            return as_mention(value.get("text"))
        value = (start, end)
    if value is None or isinstance(value, (str, bytes)):
        words = as_text(value)
        return None if words is None else {"text": words}
    try:
        start, end = (operator.index(place) for place in value)
    except (TypeError, ValueError):
        raise TypeError(f"a mention is words of the text or [start, end] in code points, not {value!r:.80}") from None
    return {"start": start, "end": end}


def field(document: Mapping[str, Any], what: str, names: Names) -> Any:
    named = names.get(what)
    if named is not None:
        return document.get(named)
    for name in FIELDS.get(what) or PAIR[what]:
        value = document.get(name)
        if value is not None:
            return value
    return None


def row(document: Document, names: Names, fields: Fields) -> dict[str, Any]:
    if isinstance(document, str):
        return {"text": document}
    if isinstance(document, Mapping):
        values = {what: field(document, what, names) for what in fields}
        made = {what: (as_mention if what in PAIR else as_text)(value) for what, value in values.items()}
        # An empty text is one in which nothing is said; none at all is a fault.
        return {**made, "text": ""} if values["text"] == "" else made
    raise TypeError(f"a document is a str or a mapping, not {type(document).__name__}")


def rows(
    given: Iterable[Document], names: Names, fields: Fields
) -> Iterator[tuple[dict[str, Any], Optional[str]]]:
    """Each document, and what is wrong with it: text that is not Unicode has no place in Arrow data."""
    for document in given:
        try:
            values = row(document, names, fields)
            for value in values.values():
                words = value.get("text") if isinstance(value, dict) else value
                if words is not None:
                    words.encode("utf-8")
        except (UnicodeError, TypeError) as wrong:
            if not isinstance(document, Mapping):
                yield {}, str(wrong)
                continue
            name = document.get(names.get("id") or "id")
            yield {"id": name if isinstance(name, str) and name.isprintable() else None}, str(wrong)
            continue
        yield values, None


def documents(
    given: Iterable[Document], names: Names, fields: Fields, most: int
) -> Iterator[tuple[Any, dict[int, str]]]:
    """Record batches of single documents, with what is wrong by row."""
    # Under the names that are asked for later on.
    types = [MENTION if what in PAIR else pa.string() for what in fields]
    schema = pa.schema([(names.get(what) or what, of) for what, of in zip(fields, types)])
    held: list[dict[str, Any]] = []
    wrong: dict[int, str] = {}
    n_byte = 0

    def batch() -> Any:
        columns = [pa.array([one.get(what) for one in held], of) for what, of in zip(fields, types)]
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    for values, message in rows(given, names, fields):
        if message is not None:
            wrong[len(held)] = message
        held.append(values)
        n_byte += len(values.get("text") or "")
        if len(held) >= most or n_byte >= MOST_BYTES:
            yield batch(), wrong
            held, wrong, n_byte = [], {}, 0
    if held:
        yield batch(), wrong


def _of_texts(array: Any, names: Names) -> Any:
    return pa.RecordBatch.from_arrays([array], [names.get("text") or "text"])


def _arrow(data: Any, names: Names) -> Optional[Iterable[Any]]:
    """Batches of what gives Arrow data, a table or a column of texts; None: it gives none."""
    found: Iterable[Any]
    if isinstance(data, pa.RecordBatch):
        found = [data]
    elif isinstance(data, pa.Table):
        found = data.to_batches()
    elif isinstance(data, pa.RecordBatchReader):
        found = data
    elif hasattr(data, "__arrow_c_stream__"):
        if _is_column(data):
            found = (_of_texts(chunk, names) for chunk in pa.chunked_array(data).chunks)
        else:
            found = pa.RecordBatchReader.from_stream(data)
    elif hasattr(data, "__arrow_c_array__"):
        array = pa.array(data)
        is_table = pa.types.is_struct(array.type)
        found = [pa.RecordBatch.from_struct_array(array) if is_table else _of_texts(array, names)]
    elif type(data).__module__.startswith("pandas."):
        # before pandas gave Arrow data itself
        if hasattr(data, "columns"):
            found = pa.Table.from_pandas(data, preserve_index=False).to_batches()
        else:
            found = [_of_texts(pa.array(data, from_pandas=True), names)]
    else:
        return None
    return found


def _is_column(data: Any) -> bool:
    """Frames have columns, and so have relations; a chunked array and a series have none."""
    return isinstance(data, pa.ChunkedArray) or not (
        hasattr(data, "columns") or hasattr(data, "column_names") or hasattr(data, "schema")
    )


def batches(
    data: Any, names: Names, fields: Fields = FIELDS, most: int = MOST_ROWS
) -> Iterator[tuple[Any, dict[int, str]]]:
    """Record batches of at most `most` rows, with what is wrong by row."""
    if isinstance(data, (str, Mapping)):
        data = [data]
    found = _arrow(data, names)
    if found is None:
        if isinstance(data, (bytes, bytearray)) or not isinstance(data, (Iterable, Sequence)):
            raise TypeError(f"texts, documents or a table are wanted, not {type(data).__name__}")
        yield from documents(data, names, fields, most)
        return
    for batch in found:
        for start in range(0, batch.num_rows, most):
            yield batch.slice(start, most), {}
