"""The beginning of a file that is imported, which may say who has worked on it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.format import Article
from annotator.model.values import Annotator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.format import Part, Reading
    from annotator.jobs.choosing import Choice


def begin(choice: Choice, reading: Reading) -> tuple[list[Annotator], Iterator[Part] | None]:
    """The annotators whom a file names before its first document, and then all of its parts.

    Its errors come with the parts; None for a file that names nobody.
    """
    if not (choice.format.holds_projects or "annotators" in choice.format.carries):
        return [], None
    seen: list[Part] = []
    left: Iterator[Part] = iter(())
    try:
        left = choice.read(reading)
        for part in left:
            seen.append(part)
            if isinstance(part, Article):
                break
    except FormatError as error:
        left = _failing(error)
    return [part for part in seen if isinstance(part, Annotator)], chain(seen, left)


def _failing(error: FormatError) -> Iterator[Part]:
    raise error
    yield
