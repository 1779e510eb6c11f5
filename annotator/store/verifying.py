"""Is what comes in what its hashes say, and could an edit of ours have written it?

A file may be damaged, and one with right hashes forged: whatever the tables have no place for is
refused here, before any of it is taken.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotator.errors import ProjectError, UserError
from annotator.model.change import Change
from annotator.model.values import FIELD_KINDS, document_id, sha256
from annotator.store import outgoing, row_reading, rows, rules
from annotator.store.changes import ID_LENGTH, change_id, clock_of, edit_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from annotator.store.stage import ChangeRow, EditRow, SourceRow, Stage, TextRow

_NOTHING = "Nothing was taken from it. Ask for it once more, or let whoever sent it check the project."
_LAST_MOMENT = 1 << 64
_SENSELESS = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


def refused(source: str, said: str) -> ProjectError:
    """The error that stops a merge: `source` names where it comes from, `said` what is wrong."""
    return ProjectError(f"{source} is damaged or forged: {said}.", _NOTHING)


def check_edit(row: EditRow, source: str) -> None:
    """Refuse an edit that is not as it was written, or whose changes would need impossible ids."""
    id_, title, by, time, undoes, replica, codebook, size = row
    try:
        is_whole = len(id_) == ID_LENGTH and 0 <= size <= outgoing.MOST_CHANGES
        is_whole = is_whole and clock_of(id_) + size + 1 < _LAST_MOMENT
        written = edit_id(clock_of(id_), title, by, time, undoes, replica, codebook)
    except _SENSELESS as error:
        raise refused(source, f"an edit of it makes no sense ({error})") from error
    if not is_whole or written != id_:
        raise refused(source, f"its edit “{title}” has been changed")


def check_text(row: TextRow, source: str) -> None:
    """Refuse a text that does not have the hash, or the hash that does not have the id."""
    try:
        is_whole = sha256(row[2]) == row[1] and document_id(row[1]) == row[0]
    except UnicodeEncodeError:
        is_whole = False
    if not is_whole:
        raise refused(source, f"the text of its article {row[0]} is not the one that was stored")


def check_source(row: SourceRow, source: str) -> None:
    """Refuse an original file that does not have its hash."""
    from hashlib import sha256 as hashed

    if hashed(row[5]).hexdigest() != row[1]:
        said = f"the original file of its article {row[0]} is not the one that was stored"
        raise refused(source, said)


class Verifier:
    """Checks changes; `text_of` gives the texts of articles that are here or staged."""

    def __init__(
        self, own: sqlite3.Connection, stage: Stage, text_of: Callable[[str], str | None]
    ) -> None:
        self._own = own
        self._stage = stage
        self._text_of = text_of

    def check(self, changes: Iterable[ChangeRow], source: str) -> None:
        """Refuse changes that were altered, or that no edit could have made."""
        for row in changes:
            id_, edit, kind, target, field, document, prev, body = row
            try:
                is_whole = len(id_) == len(edit) == ID_LENGTH and len(prev) % ID_LENGTH == 0
                written = change_id(clock_of(id_), edit, kind, target, field, document, prev, body)
                if not is_whole or written != id_:
                    raise refused(source, f"a change of its {kind} {target} has been changed")
                if kind == "span" or kind == "relation":
                    self._check_annotation(row)
                else:
                    self._check_field(row)
            except ProjectError:
                raise
            except UserError as error:
                raise refused(source, error.message.rstrip(".")) from error
            except _SENSELESS as error:
                said = f"a change of its {kind} {target!r} makes no sense ({error})"
                raise refused(source, said) from error

    def _check_annotation(self, row: ChangeRow) -> None:
        _, _, kind, target, field, document, _, body = row
        if field or document is None:
            raise ValueError("it belongs to no article, or to a field")
        if body is None:
            return
        if kind == "relation":
            relation = rows.relation_from_body(target, document, body)
            rows.relation_row(relation)
            if not isinstance(relation.attributes, dict):
                raise TypeError("its attributes are none")
            return
        row_reading.check_span(target, document, body, self._text_of(document))

    def _check_field(self, row: ChangeRow) -> None:
        _, _, kind, target, field, document, _, body = row
        if not kind:
            raise ValueError("it is of no kind")
        if body is None:
            return
        if kind not in FIELD_KINDS:
            json.loads(body)  # of a newer version: carried along, and read by nobody
            return
        if kind == "document" and field == "":
            self._check_document(target, body)
            is_home = document == target
        else:
            written = rows.field_from_body(kind, target, field, body)
            rules.check_field(written)
            rows.field_body(written).encode()
            is_home = Change(None, written).document_id == document
        if not is_home:
            raise ValueError("it belongs to another article")

    def _check_document(self, target: str, body: str) -> None:
        value: Any = rows.value_from_body("document", target, "", target, body, self._text_of)
        rules.check_document(value)
        said = json.loads(body)
        if said["length"] != len(value.text) or not isinstance(value.created, str):
            raise ValueError("its length is not that of its text")
        value.created.encode()
        if said.get("source") is None:
            return
        file = said["source"]
        rows.dumps([file["name"], file["encoding"], file["extractor"]]).encode()
        query = "SELECT 1 FROM source WHERE document_id = ? AND sha256 = ?"
        known = self._own.execute(query, (target, file["sha256"])).fetchone()
        if known is None and not self._stage.has_source(target, file["sha256"]):
            raise UserError(f"The original file of the article {target} is missing.")
