"""The engine: a model and knowledge, open, and what can be asked of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Optional, Union

import pyarrow as pa

from . import _core, _input
from ._document import Document
from ._errors import CoreError, DocumentError, Error

__all__ = ["Engine", "claim_schema", "default_engine"]

CODE, PARSE, RELATE = 0, 1, 2
COLUMNS = ("text", "id", "date", "title", "url", "publisher", "language", "actor", "recipient")
WITHOUT = {None: 0, "score": 1, "rules": 2}
ERRORS = ("raise", "column", "skip")
SHARE = Path(__file__).parent / "share"

FilePath = Union[str, "os.PathLike[str]"]
# Words of a text, or start and end of them in code points; also something that has these by name.
Mention = Union[str, Sequence[int], Mapping[str, Any]]


class _Capsules:
    """What the library gives, for whoever takes Arrow data."""

    def __init__(self, schema: Any, array: Any = None) -> None:
        self._schema = schema
        self._array = array

    def __arrow_c_schema__(self) -> Any:
        return self._schema

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        return self._schema, self._array


def _type(kind: int, lines: bool) -> Any:
    return pa.field(_Capsules(_core.schema(kind, lines))).type


def claim_schema(errors: str = "raise") -> Any:
    """The columns of what `code` gives: those of ``masudi schema``, nested as there.

    >>> claim_schema().names[:6]
    ['schema', 'id', 'doc', 'sentence', 'trigger', 'event']
    >>> claim_schema(errors="column").names[-1]
    'error'
    """
    claims = _type(CODE, False).field("claims").type.value_type
    fields = [claims.field(i) for i in range(claims.num_fields)]
    if errors == "column":
        # a refused document has none of them
        fields = [field.with_nullable(True) for field in fields] + [pa.field("error", pa.string())]
    return pa.schema(fields)


def _found(given: Optional[FilePath], variable: str, name: str) -> Optional[str]:
    """What is given, else what the environment names, else what came with the package, else what is installed."""
    if given is not None:
        return os.fspath(given)
    if os.environ.get(variable):
        return None
    packed = SHARE / name
    return str(packed) if packed.exists() else None


def _check(errors: str, allowed: tuple[str, ...] = ERRORS) -> None:
    if errors not in allowed:
        raise ValueError(f"errors is {' or '.join(map(repr, allowed))}, not {errors!r}")


class Engine(_core.Engine):
    """A model and a knowledge base, open. Threads may share one, and every call lets other threads run.

    model, knowledge_file
        Files in place of those that came with the package; also ``MASUDI_MODEL`` and ``MASUDI_KNOWLEDGE``.
    knowledge
        A folder of knowledge, or several, that add to ours or override it.
    dictionaries
        Dictionaries of PETRARCH or TABARI in place of our frames and actors.
    calibration
        A file that corrects `confidence`, as ``masudi db audit --calibration`` writes it.
    without
        For measuring: ``"score"`` or ``"rules"``.
    jobs
        Threads at most; 0 for one a core. What comes out does not depend on it.

    What can be coded (`data` below): one text; texts or dictionaries, as any iterable; a pandas or polars frame; an
    Arrow table, batch or reader; a DuckDB relation; anything that gives Arrow data by the PyCapsule interface. Columns
    and keys go by the names that the command reads: ``text`` (or ``event_text``, ``body``, ``content``, ``maintext``),
    ``id``, ``date``, ``title``, ``url``, ``publisher``, ``language``; or name them: ``text="article"``.

    errors
        What becomes of a document that cannot be coded: ``"raise"`` a `DocumentError`, a row with the reason in the
        column ``error`` (``"column"``), or nothing (``"skip"``).

    >>> with Engine() as engine:
    ...     claims = engine.code(["Peru expelled two Ecuadorean diplomats on Friday."])
    >>> claims.column("event").to_pylist()
    ['SANCTION']
    """

    def __init__(
        self,
        model: Optional[FilePath] = None,
        knowledge: Union[FilePath, Iterable[FilePath]] = (),
        *,
        knowledge_file: Optional[FilePath] = None,
        dictionaries: Optional[FilePath] = None,
        calibration: Optional[FilePath] = None,
        without: Optional[str] = None,
        jobs: int = 0,
    ) -> None:
        if without not in WITHOUT:
            raise ValueError(f"without is 'score' or 'rules', not {without!r}")
        if jobs < 0:
            raise ValueError(f"jobs is 0 or more, not {jobs}")
        folders = [knowledge] if isinstance(knowledge, (str, os.PathLike)) else list(knowledge)
        self._opened = {
            "model": model,
            "knowledge": folders,
            "knowledge_file": knowledge_file,
            "dictionaries": dictionaries,
            "calibration": calibration,
            "without": without,
            "jobs": jobs,
        }
        self._jobs = jobs
        super().__init__(
            model=_found(model, "MASUDI_MODEL", "en.model"),
            knowledge=_found(knowledge_file, "MASUDI_KNOWLEDGE", "knowledge.msd"),
            overrides=[os.fsencode(folder) for folder in folders],
            dictionaries=None if dictionaries is None else os.fspath(dictionaries),
            calibration=None if calibration is None else os.fspath(calibration),
            without=WITHOUT[without],
        )

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process opens the same files: what is mapped is shared through the page cache."""
        return _reopen, (self._opened,)

    def __repr__(self) -> str:
        return "<masudi.Engine, closed>" if self.closed else f"<masudi.Engine {', '.join(self.versions())}>"

    # ---- what all of it goes through ----

    def _run(self, batch: Any, kind: int, lines: bool, names: _input.Names) -> Any:
        schema, array = batch.__arrow_c_array__()
        wanted = tuple(names.get(name) for name in COLUMNS)
        try:
            done = super().run(schema, array, kind, lines, self._jobs, wanted)
        except CoreError as error:
            if error.status == "ENOMEM":
                raise MemoryError(str(error)) from None
            raise
        return pa.array(_Capsules(*done))

    def _results(
        self, data: Any, kind: int, lines: bool, names: _input.Names, most: int = _input.MOST_ROWS
    ) -> Iterator[tuple[Any, list[tuple[int, str]], int, Any]]:
        """(rows, (row, what is wrong) of these, number of the first row, batch) by batches."""
        fields = {**_input.FIELDS, **_input.PAIR} if kind == RELATE else _input.FIELDS
        first = 0
        for batch, wrong in _input.batches(data, names, fields, most):
            done = self._run(batch, kind, lines, names)
            bad = []
            error = done.field("error")
            if error.null_count < len(error):
                bad = [(row, wrong.get(row, text)) for row, text in enumerate(error.to_pylist()) if text is not None]
            yield done, bad, first, batch
            first += batch.num_rows

    @staticmethod
    def _raise(done: Any, bad: list[tuple[int, str]], first: int) -> None:
        for row, why in bad:
            raise DocumentError(why, done.field("id")[row].as_py(), first + row)

    # ---- claims ----

    def documents(self, data: Any, **names: Optional[str]) -> Iterator[Any]:
        """Record batches with a row for each document, in their order: ``id``, ``error`` (or null) and ``claims``.

        This is what `code` is made from; it never raises for a document.

        >>> batch = next(default_engine().documents([{"id": "a", "text": "Peru withdrew its troops from Tumbes."}, {"id": "b"}]))
        >>> [(row["id"], row["error"] is None) for row in batch.to_pylist()]
        [('a', True), ('b', False)]
        """
        _known(names)
        for done, bad, _, _ in self._results(data, CODE, False, names):
            batch = pa.RecordBatch.from_struct_array(done)
            if bad:
                why: list[Optional[str]] = [None] * batch.num_rows
                for row, text in bad:
                    why[row] = text
                batch = batch.set_column(1, batch.schema.field(1), pa.array(why, pa.string()))
            yield batch

    def reader(self, data: Any, *, errors: str = "raise", **names: Optional[str]) -> Any:
        """The same claims as `code` gives, as a ``pyarrow.RecordBatchReader``: of any number, in bounded memory.

        >>> reader = default_engine().reader(f"Police arrested {i + 2} men in Lima." for i in range(3000))
        >>> sum(batch.num_rows for batch in reader)
        3000
        """
        _check(errors)
        _known(names)
        schema = claim_schema(errors)
        return pa.RecordBatchReader.from_batches(schema, self._claims(data, errors, schema, names))

    def _claims(self, data: Any, errors: str, schema: Any, names: _input.Names) -> Iterator[Any]:
        for done, bad, first, _ in self._results(data, CODE, False, names):
            if errors == "raise":
                self._raise(done, bad, first)
            claims = done.field("claims")
            if errors != "column":
                yield _as_batch(claims.flatten(), schema)
                continue
            at = 0
            for row, why in bad:
                yield _with_error(claims.slice(at, row - at).flatten(), schema)
                yield _refused(done.field("id")[row].as_py(), why, schema)
                at = row + 1
            yield _with_error(claims.slice(at).flatten(), schema)

    def code(self, data: Any, *, errors: str = "raise", **names: Optional[str]) -> Any:
        """The claims of texts, as a ``pyarrow.Table``: a row for each, in the order of the documents.

        >>> table = default_engine().code({"id": "w1", "text": "Iran denied that it had closed the strait."})
        >>> [(row["doc"]["id"], row["event"], row["status"]) for row in table.to_pylist()]
        [('w1', 'SANCTION', 'denied')]
        """
        return self.reader(data, errors=errors, **names).read_all()

    def json(self, data: Any, *, errors: str = "raise", **names: Optional[str]) -> Iterator[str]:
        """The same claims as JSON, a line each without its end, byte for byte as the command prints them.

        >>> line = next(default_engine().json("Police arrested two men in Lima."))
        >>> line.startswith('{"schema":1,"id":"')
        True
        """
        _check(errors, ("raise", "skip"))
        _known(names)
        for done, bad, first, _ in self._results(data, CODE, True, names):
            if errors == "raise":
                self._raise(done, bad, first)
            yield from done.field("claims").flatten().to_pylist()

    def stream(self, data: Any, *, batch: int = 32, **names: Optional[str]) -> Iterator[Document]:
        """Documents with their claims, one after the other, for streams without an end.

        At most `batch` documents are read ahead; with 1 each comes out before the next is asked for. A document that
        cannot be coded has its `error`.

        >>> for told in default_engine().stream(iter(["Peru withdrew its troops from Tumbes.", "The talks failed."]), batch=1):
        ...     print(len(told.text), len(told.claims))
        37 1
        17 0
        """
        if batch < 1:
            raise ValueError(f"batch is 1 or more, not {batch}")
        _known(names)
        for done, bad, _, given in self._results(data, CODE, False, names, batch):
            why = dict(bad)
            for row, (result, asked) in enumerate(zip(done.to_pylist(), given.to_pylist())):
                yield Document(
                    text=_string(asked, "text", names) or "",
                    claims=result["claims"] or [],
                    id=result["id"],
                    title=_string(asked, "title", names),
                    date=_string(asked, "date", names),
                    error=why.get(row),
                )

    def document(self, text: str, **fields: Optional[str]) -> Document:
        """One text with its claims, which a notebook shows marked. `fields`: ``id``, ``date``, ``title`` ...

        >>> default_engine().document("Peru withdrew its troops from Tumbes.", id="n1")
        <masudi.Document n1: 1 claims>
        """
        _known(fields)
        told = next(self.stream([{"text": text, **fields}], batch=1))
        if told.error is not None:
            raise DocumentError(told.error, told.id, 0)
        return told

    # ---- words, pairs ----

    def parse(self, data: Any, *, errors: str = "raise", **names: Optional[str]) -> Any:
        """Tokens, trees and names of texts exactly as given, as a ``pyarrow.Table``: a row for each token.

        >>> table = default_engine().parse("Peru waits.")
        >>> table.select(["text", "upos", "relation"]).to_pylist()[0]
        {'text': 'Peru', 'upos': 'PROPN', 'relation': 'nsubj'}
        """
        _check(errors, ("raise", "skip"))
        _known(names)
        tokens = _type(PARSE, False).field("tokens").type.value_type
        schema = pa.schema([pa.field("id", pa.string()), *(tokens.field(i) for i in range(tokens.num_fields))])
        out = []
        for done, bad, first, _ in self._results(data, PARSE, False, names):
            if errors == "raise":
                self._raise(done, bad, first)
            lists = done.field("tokens")
            found = lists.flatten()
            ids = done.field("id").take(lists.value_parent_indices())
            out.append(pa.RecordBatch.from_arrays([ids, *found.flatten()], schema=schema))
        return pa.Table.from_batches(out, schema)

    def conllu(self, data: Any, *, errors: str = "raise", **names: Optional[str]) -> Iterator[str]:
        """The same as CoNLL-U, one text for each document, as ``masudi parse`` prints it."""
        _check(errors, ("raise", "skip"))
        _known(names)
        for done, bad, first, _ in self._results(data, PARSE, True, names):
            if errors == "raise":
                self._raise(done, bad, first)
            for text in done.field("conllu").to_pylist():
                if text is not None:
                    yield text

    def relate(
        self,
        data: Any,
        actor: Optional[Mention] = None,
        recipient: Optional[Mention] = None,
        *,
        errors: str = "raise",
        **names: Optional[str],
    ) -> Any:
        """What each text says the first did to the second, as a ``pyarrow.Table``: a row for each pair.

        A mention is words of the text, or where they stand: ``(start, end)`` in code points, so that ``text[start:end]``
        is the mention; an actor or a recipient of a claim will do as well. With one text, `actor` and `recipient` are
        the mentions; else they name the columns or keys that have them, by default ``actor`` and ``recipient``.

        >>> row = default_engine().relate("Iraq thanked Norway for the doctors.", "Iraq", "Norway").to_pylist()[0]
        >>> row["event"], row["status"]
        ('SUPPORT', 'actual')
        >>> by_place = default_engine().relate("Iraq thanked Norway for the doctors.", (0, 4), (13, 19))
        >>> by_place.to_pylist()[0] == row
        True
        """
        _check(errors)
        _known(names)
        if isinstance(data, str):
            data = [{"text": data, "actor": actor, "recipient": recipient}]
        else:
            names = {**names, "actor": _column_name(actor), "recipient": _column_name(recipient)}
        whole = _type(RELATE, False)
        fields = [whole.field(i) for i in range(whole.num_fields) if errors == "column" or whole.field(i).name != "error"]
        schema = pa.schema(fields)
        out = []
        for done, bad, first, _ in self._results(data, RELATE, False, names):
            if errors == "raise":
                self._raise(done, bad, first)
            batch = pa.RecordBatch.from_struct_array(done)
            if errors == "skip" and bad:
                refused = {row for row, _ in bad}
                batch = batch.take(pa.array([row for row in range(batch.num_rows) if row not in refused], pa.int64()))
            out.append(batch.select(schema.names))
        return pa.Table.from_batches(out, schema)

    def explain(self, text: str, *, date: Optional[str] = None) -> str:
        """Why a text gives what it gives, as ``masudi explain`` prints it: tree, frames tried, mentions, claims.

        >>> told = default_engine().explain("Police arrested two men in Lima.")
        >>> "claim 0: COERCE" in told
        True
        """
        try:
            return self._explain(text.encode("utf-8"), date)
        except (CoreError, UnicodeError) as error:
            raise DocumentError(str(error), None, 0, getattr(error, "status", "EUTF8")) from None


# ---- pieces ----


def _reopen(opened: dict[str, Any]) -> Engine:
    return Engine(**opened)


def _known(names: _input.Names) -> None:
    for name in names:
        if name not in COLUMNS:
            raise TypeError(f"there is no {name!r}: columns are {', '.join(COLUMNS[:7])}")


def _column_name(given: Optional[Mention]) -> Optional[str]:
    if given is None or isinstance(given, str):
        return given
    raise TypeError(f"of more than one text, actor and recipient are names of columns, not {given!r:.80}")


def _string(row: dict[str, Any], what: str, names: _input.Names) -> Optional[str]:
    value = _input.field(row, what, names)
    return value if value is None or isinstance(value, str) else str(value)


def _as_batch(claims: Any, schema: Any) -> Any:
    return pa.RecordBatch.from_arrays(claims.flatten(), schema=schema)


def _with_error(claims: Any, schema: Any) -> Any:
    return pa.RecordBatch.from_arrays([*claims.flatten(), pa.nulls(len(claims), pa.string())], schema=schema)


def _refused(id: Optional[str], why: str, schema: Any) -> Any:
    """A row that has nothing but the document's id and what is wrong with it."""
    return pa.RecordBatch.from_pylist([{"doc": None if id is None else {"id": id}, "error": why}], schema=schema)


_default: Optional[Engine] = None
_default_lock = threading.Lock()


def default_engine() -> Engine:
    """The engine of `masudi.code` and its like, opened when it is first asked for."""
    global _default
    with _default_lock:
        if _default is None or _default.closed:
            _default = Engine()
        return _default
