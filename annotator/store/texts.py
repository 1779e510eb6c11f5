"""The texts asked for last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

KEPT = 2


class Texts:
    """Reads documents' texts and keeps the last few in memory; texts never change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._texts: dict[str, str] = {}

    def get(self, document_id: str) -> str | None:
        """The text of the document, also of one that was removed; None if never seen."""
        text = self._texts.pop(document_id, None)
        if text is None:
            row = self._connection.execute(
                "SELECT body FROM text WHERE document_id = ?", (document_id,)
            ).fetchone()
            if row is None:
                return None
            text = str(row[0])
        self.put(document_id, text)
        return text

    def put(self, document_id: str, text: str) -> None:
        """Keep a text, and forget the one asked for least recently."""
        self._texts[document_id] = text
        while len(self._texts) > KEPT:
            self._texts.pop(next(iter(self._texts)))
