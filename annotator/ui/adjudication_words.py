"""What differences are called, and what keys and buttons decide."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.adjudication_deciding import MOST_CANDIDATES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.adjudication import Candidate, Group
    from annotator.ui.adjudication import Adjudication

_NAMES = {
    "agreed": ("Agreed", "All agree now, but it was decided otherwise before."),
    "edge": ("Edges", "The same label, but other edges."),
    "label": ("Labels", "Different labels."),
    "missing": ("Missing", "Not everybody has marked this."),
    "attribute": ("Attributes", "Only the attributes differ."),
    "relation": ("Relations", "The relations differ."),
    "extra": ("Not gold", "You marked what is not gold."),
}


def kind_name(kind: str) -> str:
    """What a kind of difference is called."""
    return _translated(_NAMES.get(kind, (kind, ""))[0])


def kind_explanation(kind: str) -> str:
    """In what the annotations differ, as a sentence."""
    return _translated(_NAMES.get(kind, ("", kind))[1])


def _translated(text: str) -> str:
    return QCoreApplication.translate("Adjudication", text)


def is_chosen(group: Group, candidate: Candidate) -> bool:
    """Whether this is what was decided."""
    chosen = set(group.decision.chosen) if group.decision is not None else set()
    return bool(chosen & set(candidate.members))


def differing_words(text: str, texts: Sequence[str], limit: int) -> str:
    """The end of a text at which it differs from others: its first words, or its last ones."""
    if len(text) <= limit:
        return text
    if len({one[: limit // 2] for one in texts}) > 1:
        return f"{text[:limit].rsplit(' ', 1)[0]} …"
    return f"… {text[-limit:].split(' ', 1)[-1]}"


def commands_of(adjudication: Adjudication) -> dict[str, Callable[[], object]]:
    """What keys and buttons do, by the ids of the place `adjudication`."""
    one = adjudication.deciding
    return {
        **{
            f"adjudication.take_{number}": partial(one.take, number)
            for number in range(1, MOST_CANDIDATES + 1)
        },
        "adjudication.both": one.take_all,
        "adjudication.none": one.take_none,
        "adjudication.majority": one.take_majority,
        "adjudication.edit": one.edit,
        "adjudication.defer": one.defer,
        "adjudication.reason": adjudication.reason_requested.emit,
        "adjudication.alike": one.decide_alike,
        "adjudication.next": partial(one.step, 1),
        "adjudication.previous": partial(one.step, -1),
    }
