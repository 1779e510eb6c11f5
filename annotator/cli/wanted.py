"""Which part of a project is written: options that export and release share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotator.cli.printing import existing
from annotator.errors import UserError
from annotator.model.values import STATES

if TYPE_CHECKING:
    from annotator.jobs.selection import Wanted
    from annotator.store.project import Project

ANNOTATORS = click.option(
    "--annotator",
    "annotators",
    multiple=True,
    metavar="NAME",
    help="Only the work of this annotator; can be said several times.",
)
LABELS = click.option(
    "--label", "labels", multiple=True, metavar="LABEL", help="Only spans with this label; likewise."
)
ARTICLE_STATES = click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.replace(" ", "-") for state in STATES]),
    help="Only articles that are so far; likewise.",
)


def wanted(
    project: Project, annotators: tuple[str, ...], labels: tuple[str, ...], states: tuple[str, ...]
) -> Wanted:
    """The part that these options name; those that are not given narrow nothing."""
    from annotator.jobs.selection import Wanted

    return Wanted(
        frozenset(existing(project, name).id for name in annotators) or None,
        frozenset(_label(project, name) for name in labels) or None,
        frozenset(state.replace("-", " ") for state in states) or None,
    )


def _label(project: Project, name: str) -> str:
    """The id of the label that is called so, whatever its capitals."""
    labels = project.codebook().labels
    called = {label.name.casefold(): label.id for label in labels.values()}
    called |= {label.casefold(): label for label in labels}
    found = name if name in labels else called.get(name.casefold())
    if found is None:
        raise UserError(f"There is no label “{name}”.", f"The labels are: {', '.join(labels)}.")
    return found
