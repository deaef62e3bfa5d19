from typing import Any, Optional

EVENTS: tuple[str, ...]
STATUSES: tuple[str, ...]
VERSION: str
SCHEMA: int

class Engine:
    def __init__(
        self,
        model: Optional[str],
        knowledge: Optional[str],
        overrides: list[bytes],
        dictionaries: Optional[str],
        calibration: Optional[str],
        without: int,
    ) -> None: ...
    @property
    def closed(self) -> bool: ...
    def close(self) -> None: ...
    def versions(self) -> tuple[str, str]: ...
    def _explain(self, text: bytes, date: Optional[str], /) -> str: ...
    def run(
        self, schema: Any, array: Any, kind: int, lines: bool, jobs: int, names: tuple[Optional[str], ...], /
    ) -> tuple[Any, Any]: ...

def schema(kind: int, lines: bool, /) -> Any: ...
