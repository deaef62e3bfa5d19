"""One document and its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from ._html import document_html

__all__ = ["Document"]


@dataclass(frozen=True)
class Document:
    """A text and what it claims; a notebook shows the text with its claims marked.

    `claims` are dictionaries with the fields of ``masudi schema``. Offsets count code points, so that
    ``text[claim["trigger"]["start"]:claim["trigger"]["end"]]`` is the trigger; into `title` where the sentence's index
    is -1. `error` says why there are none, where the document could not be coded.

    >>> from masudi import document
    >>> told = document("The rebels shelled the town of Ambora on Monday.", date="2026-03-04")
    >>> [(claim["event"], claim["status"]) for claim in told]
    [('ASSAULT', 'actual')]
    >>> trigger = told.claims[0]["trigger"]
    >>> told.text[trigger["start"]:trigger["end"]]
    'shelled'
    """

    text: str
    claims: list[Mapping[str, Any]] = field(default_factory=list)
    id: Optional[str] = None
    title: Optional[str] = None
    date: Optional[str] = None
    error: Optional[str] = None

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __repr__(self) -> str:
        what = f"{len(self.claims)} claims" if self.error is None else repr(self.error)
        return f"<masudi.Document {self.id}: {what}>"

    def _repr_html_(self) -> str:
        return document_html(self.text, self.title, self.claims, self.error)
