"""What can go wrong, as exceptions."""

from __future__ import annotations

from typing import Optional


class Error(Exception):
    """Something of Masudi went wrong; `status` is the library's name for it, such as ``EFORMAT``."""

    def __init__(self, message: str, status: str = "") -> None:
        super().__init__(message)
        self.status = status


class CoreError(Error):
    """What the library says: status, message, and the byte or line that it speaks of (0: none)."""

    def __init__(self, status: str, message: str, position: int) -> None:
        super().__init__(message, status)
        self.position = position


class DocumentError(Error):
    """One document could not be read or coded.

    `id` is the document's name (``None``: it has none), `row` its number among those given, from 0.
    """

    def __init__(self, message: str, id: Optional[str] = None, row: Optional[int] = None, status: str = "") -> None:
        name = f"document {id}" if id is not None else f"row {row}" if row is not None else "document"
        super().__init__(f"{name}: {message}", status)
        self.message = message
        self.id = id
        self.row = row

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, Optional[str], Optional[int], str]]:
        return DocumentError, (self.message, self.id, self.row, self.status)
