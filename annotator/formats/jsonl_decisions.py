"""Decisions and unifications in native files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import json_values as values
from annotator.model.decisions import OUTCOMES, UNIFIED_KINDS, Decision, Unification

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.formats.format import Reading
    from annotator.formats.json_values import Place
    from annotator.formats.jsonl_document import DocumentReader


def decisions(raw: Mapping[str, Any], document: DocumentReader) -> Iterator[Decision]:
    """What was decided about a document, whose spans and relations have been read before."""
    for index, one in enumerate(values.items(raw, "decisions", document.place)):
        place = document.place.inside(f"decisions[{index}]")
        if not isinstance(one, dict):
            place.refuse("a decision must be an object")
        outcome = values.text(one, "outcome", place, None)
        if outcome not in OUTCOMES:
            place.refuse(f"“outcome” is “{outcome}”; it can be {', '.join(OUTCOMES)}")
        yield Decision(
            id=values.text(one, "id", place, None),
            document_id=document.id,
            kind=values.text(one, "of", place),
            outcome=outcome,
            members=_ids(one, "members", document, place),
            seen=_seen(one, document, place),
            chosen=_ids(one, "chosen", document, place),
            gold=_ids(one, "gold", document, place),
            rule=values.text(one, "rule", place),
            annotator=values.text(one, "annotator", place),
            reason=values.text(one, "reason", place),
            comment=values.text(one, "comment", place),
            codebook=values.text(one, "codebook", place),
            created=values.text(one, "created", place) or document.reading.time,
        )


def _ids(raw: Mapping[str, Any], key: str, document: DocumentReader, place: Place) -> tuple[str, ...]:
    """Ids of annotations, as the project will know them; those of people who are not here stay."""
    found = values.items(raw, key, place)
    if not all(isinstance(one, str) for one in found):
        place.refuse(f"“{key}” must be a list of ids")
    return tuple(_known(one, document) for one in found)


def _seen(raw: Mapping[str, Any], document: DocumentReader, place: Place) -> dict[str, str]:
    said = values.texts(raw, "seen", place)
    return {_known(id_, document): text for id_, text in said.items()}


def _known(name: str, document: DocumentReader) -> str:
    return document.span_ids.get(name) or document.relation_ids.get(name, name)


def unification(raw: Mapping[str, Any], place: Place, reading: Reading) -> Unification:
    """That two things are one, or are not, which stands on a line of its own."""
    kind = values.text(raw, "of", place, None)
    if kind not in UNIFIED_KINDS:
        place.refuse(f"“of” is “{kind}”; it can be {', '.join(UNIFIED_KINDS)}")
    return Unification(
        kind,
        values.text(raw, "one", place, None),
        values.text(raw, "other", place, None),
        bool(values.is_true(raw, "same", place)),
        values.text(raw, "annotator", place),
        values.text(raw, "created", place) or reading.time,
    )


def decision_values(decision: Decision) -> dict[str, Any]:
    """A decision as its document's line holds it; `support` is for those who read the file."""
    return {
        "id": decision.id,
        "of": decision.kind,
        "outcome": decision.outcome,
        "members": list(decision.members),
        "chosen": list(decision.chosen),
        "gold": list(decision.gold),
        "support": [len(decision.chosen), decision.people],
        "rule": decision.rule,
        "annotator": decision.annotator,
        "reason": decision.reason,
        "comment": decision.comment,
        "codebook": decision.codebook,
        "created": decision.created,
        "seen": {key: decision.seen[key] for key in sorted(decision.seen)},
    }


def unification_values(said: Unification) -> dict[str, Any]:
    """A unification as its line holds it."""
    return {
        "of": said.kind,
        "one": said.one,
        "other": said.other,
        "same": said.is_same,
        "annotator": said.annotator,
        "created": said.created,
    }
