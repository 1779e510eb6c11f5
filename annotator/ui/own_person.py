"""Who annotates at this installation, and what of it is written to a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.change import Change
from annotator.model.reconciling import followed
from annotator.model.values import Annotator, Field, new_id

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.store.project import Project

_DETAILS = ("email", "colour")


def new_person(name: str) -> Annotator:
    """Somebody of this name whom no installation knows yet."""
    return Annotator(new_id(), name)


def own_annotator(project: Project, person: Annotator, former: Annotator | None = None) -> Annotator:
    """The person of this name as the project knows her, with the details that she gives of herself.

    One whom it does not know has the id of her installation, so that two projects that she began
    are of one person; she is written with her first edit. Details that `former` gave and that
    she gives no longer are to go. Who was made one with another is that other.
    """
    people = [one for one in project.annotators() if one.role == "person"]
    said = project.unifications()
    if project.package is not None:  # whoever opens it works as the one for whom it was made
        own = followed(said, "annotator", project.package.annotator)
        name = project.package.name
        return next((one for one in people if one.id == own), Annotator(own, name))
    own = followed(said, "annotator", person.id)
    named = (one for one in people if one.name.casefold() == person.name.casefold())
    known = next((one for one in people if one.id == own), None) if own != person.id else None
    known = known or next(named, None) or next((one for one in people if one.id == own), None)
    if known is None:
        return person
    told = {
        detail: getattr(person, detail)
        for detail in _DETAILS
        if getattr(person, detail) or (former is not None and getattr(former, detail))
    }
    return replace(known, **told)


def introduction(project: Project, person: Annotator) -> tuple[Change, ...]:
    """What the project does not say of this person yet: all of a new one, other details of a known."""
    known = next((one for one in project.annotators() if one.id == person.id), None)
    changes = []
    if known is None:
        changes.append(Change(None, Field("annotator", person.id, "name", person.name)))
    for detail in _DETAILS:
        before = str(getattr(known, detail)) if known is not None else ""
        after = str(getattr(person, detail))
        if before != after:
            old = Field("annotator", person.id, detail, before) if before else None
            new = Field("annotator", person.id, detail, after) if after else None
            changes.append(Change(old, new))
    return tuple(changes)


def introduced(edit: Edit, project: Project, person: Annotator) -> Edit:
    """The edit together with what the project does not say of its annotator yet."""
    changes = introduction(project, person)
    if not changes:
        return edit
    written = {change.register for change in edit.changes}
    return edit.with_changes((*(one for one in changes if one.register not in written), *edit.changes))


def is_known(project: Project, person: Annotator) -> bool:
    """Whether the project has heard of this person."""
    return any(one.id == person.id for one in project.annotators())
