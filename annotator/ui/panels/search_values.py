"""The values that the search line can offer for each key of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.query_nodes import KEYS
from annotator.model.values import ORIGINS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.store.project import Project
    from annotator.ui.reader import Reader
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

_MOST = 2_000
_THINGS = ("note", "entity", "doubt", "article-note")
_STATES = ("new", "in-progress", "done", "flagged")


class SearchValues(QObject):
    """Keys with the values that this project has; those that need reading come a little later."""

    def __init__(self, session: Session, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = reader
        self._read: dict[str, list[str]] = {}
        self._is_asked = False
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)

    def by_key(self) -> Mapping[str, Sequence[str]]:
        """The keys of the query language with their values."""
        codebook = self._session.codebook
        if not self._is_asked and self._session.project is not None:
            self._is_asked = True
            self._reader.ask("values", _read, self._read.update)
        things = [*_THINGS, *codebook.relation_types, *codebook.attributes]
        values: dict[str, Sequence[str]] = dict.fromkeys(KEYS, ())
        values.update(self._read)
        values["label"] = list(codebook.labels)
        values["has"] = values["with"] = values["without"] = things
        values["origin"] = ORIGINS
        values["state"] = _STATES
        values["is"] = (*_STATES, "duplicate", "assigned")
        return values

    def _forget(self) -> None:
        self._is_asked = False
        self._read = {}


def _read(project: Project, task: Task) -> dict[str, list[str]]:
    """Annotators, outlets, authors, languages and entities of the project."""
    found: dict[str, list[str]] = {}
    people = [one.name for one in project.annotators()]
    found["annotator"] = found["assigned"] = ["me", *people]
    task.progress(0, 0)
    known: dict[str, dict[str, None]] = {"outlet": {}, "author": {}, "language": {}}
    for document in project.documents():
        for key, values in known.items():
            if value := document.metadata.get(key):
                values[value] = None
    task.progress(0, 0)
    found.update({key: sorted(values)[:_MOST] for key, values in known.items()})
    found["entity"] = [one.name for one in project.entities()][:_MOST]
    return found
