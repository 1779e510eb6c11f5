"""Conflicts in words: what stands against what, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.values import Field, NewDocument, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.model.merge_preview import Conflict, Version
    from annotator.model.values import Value

_LONGEST = 60


def conflict_lines(
    conflict: Conflict, names: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[str]:
    """A heading and a line for each version; people and articles by their ids."""
    yield f"{subject(conflict)}{_place(conflict.document_id, titles)}:"
    for number, version in enumerate(conflict.versions):
        mark = "*" if number == conflict.shown else " "
        yield f"  {mark} {who(version, names)}: {said(version.value)}"


def waiting_lines(waiting: Iterable[Span | Relation], titles: Mapping[str, str]) -> Iterator[str]:
    """A line for each annotation whose article, or end, is gone."""
    for value in waiting:
        if value.document_id not in titles:
            yield f"{said(value)} waits: its article was removed."
        else:
            yield f"{said(value)} waits: one of its ends was removed."


def subject(conflict: Conflict) -> str:
    """What the versions are versions of."""
    kind, id_, field = conflict.register
    value = next((one.value for one in conflict.versions if one.value is not None), None)
    if isinstance(value, Span):
        return f"The annotation “{shortened(value.text)}”"
    if isinstance(value, Relation):
        return f"The relation {value.label}"
    if kind == "document" and field == "":
        return "An article"
    name = field.replace("metadata.", "").replace("attribute.", "").replace("_", " ")
    if kind in ("document", "work"):
        return f"The {name} of an article"
    if field == "value":
        return f"The {kind.replace('_', ' ')} {id_}"
    return f"The {name} of the {kind.replace('_', ' ')} {id_}"


def who(version: Version, names: Mapping[str, str]) -> str:
    """Who wrote a version, and on which day."""
    return f"{names.get(version.annotator, version.annotator)}, {version.time[:16].replace('T', ' ')}"


def said(value: Value | None) -> str:
    """What a version says."""
    if value is None:
        return "removed"
    if isinstance(value, Span):
        attributes = ", ".join(f"{key}={one}" for key, one in sorted(value.attributes.items()))
        places = ", ".join(f"{start}–{end}" for start, end in value.fragments)
        return f"{value.label} “{shortened(value.text)}” {places}" + (
            f" ({attributes})" if attributes else ""
        )
    if isinstance(value, Relation):
        return f"relation {value.label}"
    if isinstance(value, NewDocument):
        return "there"
    assert isinstance(value, Field)
    return f"“{shortened(str(value.value))}”"


def shortened(text: str) -> str:
    """A text in one line of at most 60 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _place(document_id: str | None, titles: Mapping[str, str]) -> str:
    if document_id is None:
        return ""
    return f" in “{shortened(titles.get(document_id, document_id))}”"
