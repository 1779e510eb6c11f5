"""What a format has no place for, document by document, counted into the loss report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.formats.format import Record, Rows
    from annotator.formats.kit.losses import Losses
    from annotator.model.values import Document

_NO_PLACE = "the format has no place for them"


def report(record: Record, losses: Losses, carried: Collection[str] = ()) -> None:
    """Say what of the annotations is not written; `carried` are those of `FEATURES` that are."""
    attributes = "attributes" not in carried
    notes, entities = "notes" not in carried, "entities" not in carried
    lost: dict[str, list[str]] = {"attributes": [], "notes": [], "entities": []}
    for span in record.spans:
        if attributes and span.attributes:
            lost["attributes"].append(span.id)
        if notes and span.note:
            lost["notes"].append(span.id)
        if entities and span.entity:
            lost["entities"].append(span.id)
    if "relations" not in carried:
        lost["relations"] = [one.id for one in record.relations]
    else:
        if "relation attributes" not in carried:
            lost["relation attributes"] = [one.id for one in record.relations if one.attributes]
        if "relation notes" not in carried:
            lost["relation notes"] = [one.id for one in record.relations if one.note]
    for what, ids in lost.items():
        if ids:
            losses.add(what, "dropped", _NO_PLACE, ids=ids)


def report_rows(rows: Rows, losses: Losses) -> None:
    """The same where nothing but where spans lie and what they are called is written."""
    spans = rows.spans
    lost = {
        "attributes": [row[0] for row in spans if row[10] != "{}"],
        "notes": [row[0] for row in spans if row[11]],
        "entities": [row[0] for row in spans if row[9]],
        "relations": [row[0] for row in rows.relations],
    }
    for what, ids in lost.items():
        if ids:
            losses.add(what, "dropped", _NO_PLACE, ids=ids)


def report_document(document: Document, losses: Losses, why: str = _NO_PLACE) -> None:
    """Say that title, metadata, attributes and note of a document are not written, if it has any."""
    said = {
        "titles": bool(document.title),
        "metadata": len(document.metadata),
        "document attributes": len(document.attributes),
        "document notes": bool(document.note),
    }
    for what, number in said.items():
        if number:
            losses.add(what, "dropped", why, number=number)
