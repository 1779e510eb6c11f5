"""Whose edit it is: found by name, or decided where nobody was named."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.model.change import Change
from annotator.model.values import Annotator, Field, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.store.project import Project

_FIELDS = ("name", "role", "email", "colour")


def named(known: Iterable[Annotator], name: str) -> Annotator | None:
    """The person of this name, whatever its capitals; one with this very id comes first."""
    people = [annotator for annotator in known if annotator.role == "person"]
    wanted = name.strip().casefold()
    by_id = (annotator for annotator in people if annotator.id == name)
    by_name = (annotator for annotator in people if annotator.name.casefold() == wanted)
    return next(by_id, None) or next(by_name, None)


def system_user() -> str:
    """What the system calls the one who sits here."""
    try:
        return getpass.getuser() or "annotator"
    except (OSError, KeyError):
        return "annotator"


def importer(project: Project, name: str | None, *, in_files: Sequence[Annotator] = ()) -> Annotator:
    """Who imports: the one named, else the only person there is, else the system's user.

    A person whom the files bring is taken for the one named, so that a project that is
    exported and imported again has nobody twice.
    """
    known = project.annotators()
    wanted = (name or "").strip() or system_user()
    if name is None:
        people = [annotator for annotator in known if annotator.role == "person"]
        people = people or [annotator for annotator in in_files if annotator.role == "person"]
        if len({person.id for person in people}) == 1:
            return people[0]
    return named(known, wanted) or named(in_files, wanted) or Annotator(new_id(), wanted)


def existing(project: Project, name: str | None) -> Annotator:
    """The annotator of the project who is meant; an error if there is none."""
    known = project.annotators()
    if name is None:
        people = [annotator for annotator in known if annotator.role == "person"]
        found = people[0] if len(people) == 1 else named(known, system_user())
    else:
        found = named(known, name) or next((one for one in known if one.name == name), None)
    if found is None:
        raise _nobody(project, name, [annotator.name for annotator in known])
    return found


def _nobody(project: Project, name: str | None, names: list[str]) -> UserError:
    if not names:
        return UserError(f"Nobody has worked in {project.path} yet.", "There is nothing of anybody's.")
    said = (
        f"No annotator of {project.path} is called “{name}”."
        if name
        else f"{project.path} has several annotators, and none is called {system_user()}."
    )
    return UserError(said, f"Name one with --annotator; there is: {', '.join(names)}.")


def additions(annotator: Annotator) -> list[Change]:
    """The changes that add an annotator to a project."""
    return [
        Change(None, Field("annotator", annotator.id, name, value))
        for name in _FIELDS
        if (value := getattr(annotator, name)) and (name, value) != ("role", "person")
    ]
