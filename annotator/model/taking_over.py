"""Making another's annotations one's own: copies, while hers stay as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.change import Change, Edit
from annotator.model.values import Relation, Span, new_id, now

if TYPE_CHECKING:
    from collections.abc import Sequence


def taken_over(
    spans: Sequence[Span],
    relations: Sequence[Relation],
    around: Sequence[Span],
    *,
    by: str,
    title: str,
) -> Edit:
    """Copies of these spans as `by`'s own, with the relations whose both ends she then has.

    `relations` are those of the spans, hers and others'; `around` holds the spans that they lead
    to, and hers where the spans lie. What she has labelled alike already is not copied again.
    Attributes, entity and origin go along; notes are their writer's.
    """
    time = now()
    known = {(one.label, one.fragments): one.id for one in around if one.annotator == by}
    ends = {one.id: one.id for one in around if one.annotator == by}
    changes = []
    for span in spans:
        alike = known.get((span.label, span.fragments))
        if alike is None:
            copy = replace(span, id=new_id(), annotator=by, note="", created=time, modified=time)
            alike = known[copy.label, copy.fragments] = copy.id
            changes.append(Change(None, copy))
        ends[span.id] = alike
    for one in around:
        if one.id not in ends and (one.label, one.fragments) in known:
            ends[one.id] = known[one.label, one.fragments]
    changes += _relations(spans, relations, ends, by=by, time=time)
    return Edit(title, tuple(changes), by, time)


def _relations(
    spans: Sequence[Span],
    relations: Sequence[Relation],
    ends: dict[str, str],
    *,
    by: str,
    time: str,
) -> list[Change]:
    """Copies of the relations of whoever made the spans, where both ends are `by`'s."""
    owners = {span.annotator for span in spans} - {by}
    there = {(one.label, one.from_id, one.to_id) for one in relations if one.annotator == by}
    changes = []
    for one in relations:
        start, end = ends.get(one.from_id), ends.get(one.to_id)
        if one.annotator not in owners or start is None or end is None:
            continue
        if (one.label, start, end) not in there:
            there.add((one.label, start, end))
            copy = replace(
                one,
                id=new_id(),
                from_id=start,
                to_id=end,
                annotator=by,
                note="",
                created=time,
                modified=time,
            )
            changes.append(Change(None, copy))
    return changes
