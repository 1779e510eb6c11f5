"""What the command palette offers: entries of several kinds, and how they are ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from annotator.model.fuzzy import FuzzyList

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.store.project import Project
    from annotator.ui.tasks import Task

PREFIXES: Mapping[str, tuple[str, ...]] = {
    ">": ("command", "panel", "setting"),
    "#": ("label",),
    "@": ("entity",),
    ":": ("article",),
    "?": ("query",),
    "~": ("project",),
}
"""Which kinds of entries a sign at the beginning of the box narrows to."""
_WEIGHTS = {"command": 8.0, "label": 8.0, "panel": 5.0, "setting": 4.0, "query": 4.0, "entity": 2.0}
_REFUSED = -20.0
_LATEST, _FADING = 30.0, 0.85
_WHOLE = 100.0
"""What is called exactly as was typed comes before what was used lately."""
_ONLY_DETAIL = 25.0
"""What fits by its detail alone fits by so much worse."""
_MOST_RECENT = 30
_NEAR_BEST = 50.0
"""What fits by so much worse than the best is not shown: scattered letters beside whole words."""
_BETWEEN = "  "
_ROWS_BETWEEN_LOOKS = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose; `refusal` says why it cannot be chosen now, `also` is searched unseen.

    `icon` names one of our icons; a label has the `colour` of its marks instead (`#RRGGBB`).
    """

    kind: str
    id: str
    text: str
    detail: str = ""
    key: str = ""
    icon: str = ""
    refusal: str = ""
    also: str = ""
    colour: str = ""

    @property
    def name(self) -> str:
        """How it is remembered."""
        return f"{self.kind}:{self.id}"


class Row(NamedTuple):
    """An entry as it is shown, with the offsets of the letters of its text that were found."""

    entry: Entry
    positions: tuple[int, ...] = ()


class Shelf:
    """Entries with their index; it may be made in a worker thread."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._index = FuzzyList(
            _BETWEEN.join((one.text, one.detail, one.also)).rstrip() for one in self.entries
        )
        self._numbers = {one.name: number for number, one in enumerate(self.entries)}

    def ranked(
        self, query: str, kinds: Sequence[str], recent: Mapping[str, int]
    ) -> list[tuple[float, float, Row]]:
        """The entries of these kinds that fit, weighted, with their fit; `recent` numbers the latest."""
        preferred = [self._numbers[name] for name in recent if name in self._numbers]
        found = []
        for match in self._index.matches(query, preferred):
            entry = self.entries[match.number]
            if not kinds or entry.kind in kinds:
                seen = tuple(at for at in match.positions if at < len(entry.text))
                fit = match.score - (0.0 if seen else _ONLY_DETAIL)
                is_whole = entry.text.casefold() == query.casefold()
                weight = _weight(entry, recent) + (_WHOLE if is_whole else 0.0)
                found.append((fit + weight, fit, Row(entry, seen)))
        return found

    def entry(self, name: str) -> Entry | None:
        """The entry that is remembered under this name."""
        number = self._numbers.get(name)
        return None if number is None else self.entries[number]


def _weight(entry: Entry, recent: Mapping[str, int]) -> float:
    weight = _WEIGHTS.get(entry.kind, 0.0) + (_REFUSED if entry.refusal else 0.0)
    used = recent.get(entry.name)
    return weight if used is None else weight + _LATEST * _FADING**used


def narrowed(typed: str) -> tuple[tuple[str, ...], str]:
    """The kinds that a sign at the beginning asks for (none: all), and the words behind it."""
    typed = typed.lstrip()
    kinds = PREFIXES.get(typed[:1], ())
    return (kinds, typed[1:].strip()) if kinds else ((), typed.strip())


def rows_for(typed: str, shelves: Sequence[Shelf], recent: Sequence[str], limit: int) -> list[Row]:
    """The best rows for what was typed; without words, what was used last and then all in order."""
    kinds, query = narrowed(typed)
    used = {name: number for number, name in enumerate(recent)}
    if query:
        found = [one for shelf in shelves for one in shelf.ranked(query, kinds, used)]
        found.sort(key=lambda one: -one[0])
        least = max((fit for _, fit, _ in found), default=0.0) - _NEAR_BEST
        return [row for _, fit, row in found if fit >= least][:limit]
    latest = [entry for name in recent for shelf in shelves if (entry := shelf.entry(name))]
    chosen = {entry.name: entry for entry in latest if not entry.refusal and _fits(entry, kinds)}
    for shelf in shelves:
        for entry in shelf.entries:
            if len(chosen) >= limit:
                break
            if _fits(entry, kinds) and (kinds or not entry.refusal):
                chosen.setdefault(entry.name, entry)
    return [Row(entry) for entry in list(chosen.values())[:limit]]


def _fits(entry: Entry, kinds: Sequence[str]) -> bool:
    return not kinds or entry.kind in kinds


def remembered(recent: Sequence[str], latest: str) -> list[str]:
    """The names of what was used, the latest first."""
    return [latest, *(name for name in recent if name != latest)][:_MOST_RECENT]


# ---------------------------------------------------------------- read in a worker thread


def read_articles(project: Project, task: Task) -> Shelf:
    """The articles of a project, by title, with their outlets."""
    entries = []
    for number, document in enumerate(project.documents()):
        if number % _ROWS_BETWEEN_LOOKS == 0:
            task.progress(number, 0)
        outlet = document.metadata.get("outlet", "")
        entries.append(Entry("article", document.id, document.title, outlet, icon="file-text"))
    return Shelf(entries)


def read_entities(project: Project, task: Task) -> Shelf:
    """The entities and the saved queries of a project."""
    task.progress(0, 0)
    labels = project.codebook().labels
    entries = []
    for one in project.entities():
        kind = labels[one.type].name if one.type in labels else one.type
        also = " ".join(one.aliases)
        entries.append(Entry("entity", one.id, one.name, kind, icon="entity", also=also))
    task.progress(0, 0)
    queue, search = said("work queue"), said("saved search")
    for saved in project.saved_queries():
        detail = queue if saved.is_queue else search
        icon = "queue" if saved.is_queue else "search"
        entries.append(Entry("query", saved.text, saved.name, detail, icon=icon, also=saved.text))
    return Shelf(entries)


def said(text: str) -> str:
    """A word of the palette in the reader's language."""
    return QCoreApplication.translate("Palette", text)
