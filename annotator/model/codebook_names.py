"""Another name for a thing of the codebook: saved queries that use the name go along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model import codebook_edits
from annotator.model.codebook_draft import Draft
from annotator.model.query_renaming import Renaming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.change import Edit
    from annotator.model.codebook import Codebook
    from annotator.model.teamwork import SavedQuery


def rename(
    codebook: Codebook, kind: str, id_: str, name: str, *, queries: Sequence[SavedQuery], by: str
) -> Edit:
    """Give a thing another name, and let saved queries that use the old one use its id."""
    edit = codebook_edits.set_value(codebook, kind, id_, "name", name, by=by)
    draft = Draft(codebook)
    draft.put(kind, id_, "name", name)
    renaming = Renaming(codebook, draft.codebook())
    return replace(edit, changes=(*edit.changes, *renaming.changes(queries)))


def name_fresh(codebook: Codebook, kind: str, id_: str, name: str, *, by: str) -> tuple[Edit, str]:
    """Name a thing that has just been added and that nothing uses: its id follows the name.

    Also its id then.
    """
    edit = codebook_edits.set_value(codebook, kind, id_, "name", name, by=by)
    draft = Draft(codebook)
    new = draft.fresh_id(kind, name)
    values = {**draft.values(kind, id_), "name": name}
    draft.remove(kind, id_)
    draft.put_all(kind, new, values)
    return draft.edit(edit.title, by=by), new
