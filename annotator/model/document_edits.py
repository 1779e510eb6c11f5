"""Intentions about whole articles: attributes, notes, and who works on which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import CodebookError
from annotator.model.change import Change, Edit
from annotator.model.edits import set_field
from annotator.model.teamwork import Assignment
from annotator.model.values import Field, new_id, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue, Document


def set_attribute(
    document: Document, attribute: AttributeType, value: AttributeValue | None, *, by: str
) -> Edit:
    """Set an attribute of an article; None takes the stored value away."""
    if value is not None and (refusal := attribute.refusal(value)):
        raise CodebookError(refusal)
    return set_field(
        "document",
        document.id,
        f"attribute.{attribute.id}",
        document.attributes.get(attribute.id),
        value,
        by=by,
        title=f"set {attribute.name} of the article",
    )


def set_note(document: Document, note: str, *, by: str) -> Edit:
    """Write the note of an article."""
    title = "edit the article's note" if note else "delete the article's note"
    return set_field(
        "document", document.id, "note", document.note or None, note or None, by=by, title=title
    )


# ---------------------------------------------------------------- assignments


@dataclass(slots=True)
class Load:
    """What one person is given: articles by id, in order, and their length in code points."""

    documents: list[str]
    characters: int = 0


def divide(
    documents: Sequence[tuple[str, int]],
    people: Sequence[str],
    *,
    each_by: int = 1,
    taken: Iterable[tuple[str, str]] = (),
) -> dict[str, Load]:
    """Who of these people works on which article, so that all read about the same amount.

    `documents` are ids and lengths; `each_by` people get each article, those counted who have
    it already (`taken`: article and person). The longest article goes first, to whoever has
    least (Graham 1969, Bounds on multiprocessing timing anomalies).
    """
    held = set(taken)
    loads = {person: Load([]) for person in people}
    if not loads:
        return loads
    given: dict[str, set[str]] = {person: set() for person in people}
    turns = {person: turn for turn, person in enumerate(people)}
    for id_, length in sorted(documents, key=lambda one: (-one[1], one[0])):
        free = [person for person in people if (id_, person) not in held]
        wanted = max(0, min(each_by, len(loads)) - (len(loads) - len(free)))
        free.sort(key=lambda one: (loads[one].characters, len(given[one]), turns[one]))
        for person in free[:wanted]:
            given[person].add(id_)
            loads[person].characters += length
    for person, load in loads.items():
        load.documents = [id_ for id_, _length in documents if id_ in given[person]]
    return loads


def assigning(plan: Mapping[str, Load], *, by: str) -> Iterator[Change]:
    """The changes that give everybody her articles; `plan` comes from `divide`."""
    time = now()
    for person, load in plan.items():
        for id_ in load.documents:
            yield Change(None, Assignment(new_id(), id_, person, by, time).as_field())


def introducing(names: Mapping[str, str]) -> Iterator[Change]:
    """The changes that add annotators, whose names are given by id."""
    for id_, name in names.items():
        yield Change(None, Field("annotator", id_, "name", name))


def releasing(assignments: Iterable[Assignment]) -> Iterator[Change]:
    """The changes that take assignments away."""
    for assignment in assignments:
        yield Change(assignment.as_field(), None)
