"""Examples for a label's guideline that are taken from real spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.codebook_draft import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.change import Edit
    from annotator.model.codebook import Codebook
    from annotator.model.hit import Hit
    from annotator.model.values import Json

_WORDS = 5
"""How many words stand on either side of an example's own."""


def example_of(found: Hit) -> str:
    """A span as an example: its words in brackets, in their surroundings."""
    left, right = found.left.split()[-_WORDS:], found.right.split()[:_WORDS]
    before = " ".join(left) + (" " if left and found.left[-1:].isspace() else "")
    after = (" " if right and found.right[:1].isspace() else "") + " ".join(right)
    return f"{before}[{' '.join(found.text.split())}]{after}"


def add_examples(
    codebook: Codebook, label_id: str, *, good: Iterable[str], bad: Iterable[str], by: str
) -> Edit:
    """Add good and bad examples to a label's guideline, each once."""
    draft = Draft(codebook)
    for name, more in (("examples", good), ("bad_examples", bad)):
        joined: list[Json] = [*dict.fromkeys([*draft.texts("label", label_id, name), *more])]
        draft.put("label", label_id, name, joined)
    return draft.edit(f"add examples of {codebook.label(label_id).name}", by=by)
