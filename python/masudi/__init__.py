"""Masudi reads news and keeps what it claims: who did what to whom, who says so, and whether it happened.

>>> import masudi
>>> table = masudi.code("Peru threatened to close its embassy in Quito, officials said.")
>>> [(row["event"], row["status"]) for row in table.select(["event", "status"]).to_pylist()]
[('THREATEN', 'actual'), ('SANCTION', 'threatened')]

`code`, `parse`, `relate` and `document` use one engine that is opened at first use; `Engine` opens one of your own.
"""

from __future__ import annotations

from typing import Any, Optional

from ._core import EVENTS, STATUSES, VERSION
from ._document import Document
from ._engine import Engine, Mention, claim_schema, default_engine
from ._errors import DocumentError, Error

__all__ = [
    "EVENTS",
    "STATUSES",
    "Document",
    "DocumentError",
    "Engine",
    "Error",
    "claim_schema",
    "code",
    "default_engine",
    "document",
    "explain",
    "parse",
    "relate",
]
__version__ = VERSION


def code(data: Any, *, errors: str = "raise", engine: Optional[Engine] = None, **names: Optional[str]) -> Any:
    """The claims of texts, a frame or a table, as a ``pyarrow.Table``: see `Engine.code`.

    >>> import masudi
    >>> masudi.code(["Peru withdrew its troops from Tumbes.", "Nothing is said here."]).num_rows
    1
    """
    return (engine or default_engine()).code(data, errors=errors, **names)


def document(text: str, *, engine: Optional[Engine] = None, **fields: Optional[str]) -> Document:
    """One text with its claims, which a notebook shows marked: see `Engine.document`."""
    return (engine or default_engine()).document(text, **fields)


def explain(text: str, *, date: Optional[str] = None, engine: Optional[Engine] = None) -> str:
    """Why a text gives what it gives, as ``masudi explain`` prints it: see `Engine.explain`."""
    return (engine or default_engine()).explain(text, date=date)


def parse(data: Any, *, errors: str = "raise", engine: Optional[Engine] = None, **names: Optional[str]) -> Any:
    """Tokens, trees and names, as a ``pyarrow.Table``: see `Engine.parse`."""
    return (engine or default_engine()).parse(data, errors=errors, **names)


def relate(
    data: Any,
    actor: Optional[Mention] = None,
    recipient: Optional[Mention] = None,
    *,
    errors: str = "raise",
    engine: Optional[Engine] = None,
    **names: Optional[str],
) -> Any:
    """What each text says the first did to the second, as a ``pyarrow.Table``: see `Engine.relate`."""
    return (engine or default_engine()).relate(data, actor, recipient, errors=errors, **names)
