"""What a merge would bring, counted from what is staged; nothing is written."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from annotator.model.decisions import UNIFIED_KINDS
from annotator.model.merge_preview import Counts, MergePreview, NameClash, TitleClash
from annotator.store.outcomes import outcomes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from annotator.store.outcomes import Outcome
    from annotator.store.stage import Stage

_WHOLE = ("span", "relation", "message", "query", "assignment", "decision", "unification")
_TOTALS = ("document", "span", "relation")
_MOST = 1_000


def preview(
    connection: sqlite3.Connection,
    stage: Stage,
    *,
    totals: Mapping[str, int],
    projects: Collection[str],
) -> MergePreview:
    """Count what each register would hold; `totals` are what the one file has, by kind."""
    found = _Finding(connection)
    for kind in stage.kinds():
        for block in outcomes(connection, stage, kind):
            for one in block:
                found.note(one)
    return MergePreview(
        edits=stage.count("edit"),
        changes=stage.count("change"),
        counts=found.counts(totals),
        people=tuple(sorted(found.new_names("annotator"))),
        same_title=tuple(found.same_title())[:_MOST],
        same_text=tuple(found.same_text)[:_MOST],
        names=tuple(found.name_clashes())[:_MOST],
        projects=tuple(sorted(projects)),
    )


class _Finding:
    """What is known so far."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, Counter[str]] = defaultdict(Counter)
        self._things: dict[str, dict[str, str]] = defaultdict(dict)
        self._names: dict[str, dict[str, str]] = defaultdict(dict)
        self._doubled: list[NameClash] = []
        self._titles: dict[str, str] = {}
        self.same_text: list[TitleClash] = []

    def note(self, one: Outcome) -> None:
        """Take the outcome of one register into account."""
        kind, target, field = one.register
        if kind in _WHOLE:
            self._numbers[kind][_state(one)] += 1
        else:
            self._note_field(one)
        if one.is_conflict:
            self._numbers[kind]["conflicting"] += 1
        if one.new_body is None:
            return
        if (kind, field) == ("document", "title"):
            self._note_title(one)
        if field == "name" and kind in UNIFIED_KINDS:
            self._names[kind][target] = json.loads(one.new_body)
            if one.is_conflict and one.old_body is not None:
                names = json.loads(one.old_body), self._other(one)
                self._doubled.append(NameClash(kind, target, target, *names))

    def _note_field(self, one: Outcome) -> None:
        """Things are counted once, whatever number of their fields is written."""
        kind, target, field = one.register
        state = _state(one)
        if field in ("", "name", "value") and state in ("new", "removed"):
            self._things[kind][target] = state
        elif state != "same":
            self._things[kind].setdefault(target, "changed")

    def _note_title(self, one: Outcome) -> None:
        target = one.register[1]
        title = json.loads(one.new_body or '""')
        if not one.old_ids:
            self._titles[target] = title
        elif one.is_conflict and one.old_body is not None:
            own = json.loads(one.old_body)
            self.same_text.append(TitleClash(target, target, own, self._other(one)))

    def _other(self, one: Outcome) -> str:
        """What the others say in a register of texts."""
        bodies = [row[7] for row in one.rows if row[7] is not None and row[7] != one.old_body]
        return str(json.loads(bodies[-1])) if bodies else ""

    # ------------------------------------------------------------ what came of it

    def counts(self, totals: Mapping[str, int]) -> dict[str, Counts]:
        """The numbers of each kind; what is the same is only known of whole files."""
        for kind, things in self._things.items():
            self._numbers[kind].update(things.values())
        for kind in totals.keys() - self._numbers.keys():
            self._numbers[kind] = Counter()
        found = {}
        for kind, number in self._numbers.items():
            same = totals.get(kind, 0) - number["new"] - number["changed"]
            found[kind] = Counts(
                number["new"],
                number["changed"],
                number["removed"],
                max(0, same),
                number["conflicting"],
            )
        return found

    def new_names(self, kind: str) -> list[str]:
        """The names of things of a kind that are new."""
        new = [id_ for id_, state in self._things[kind].items() if state == "new"]
        return [self._names[kind][id_] for id_ in new if id_ in self._names[kind]]

    def same_title(self) -> list[TitleClash]:
        """New articles whose title another article of the project has."""
        own = defaultdict(list)
        for id_, title in self._connection.execute("SELECT id, title FROM document"):
            own[_folded(title)].append((id_, title))
        return [
            TitleClash(id_, new, own_title, title)
            for new, title in sorted(self._titles.items())
            for id_, own_title in own.get(_folded(title), ())
            if title and id_ != new
        ]

    def name_clashes(self) -> list[NameClash]:
        """Things with one name and different ids, and those with one id and two names."""
        found = list(self._doubled)
        for kind, names in self._names.items():
            own = dict(self._connection.execute(f"SELECT id, name FROM {kind}").fetchall())
            by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for id_, name in own.items():
                by_name[_folded(name)].append((id_, name))
            for id_, name in sorted(names.items()):
                same = by_name[_folded(name)]
                if id_ not in own:
                    found += [NameClash(kind, one, id_, said, name) for one, said in same if one != id_]
                    same.append((id_, name))
        return found


def _state(one: Outcome) -> str:
    if one.new_body is None:
        return "removed" if one.old_body is not None else "same"
    if one.old_body is None:
        return "new"
    return "changed" if one.new_body != one.old_body else "same"


def _folded(name: str) -> str:
    """A name without differences of case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
