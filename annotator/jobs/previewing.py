"""What an import would bring, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.decoding import UncertainEncodingError
from annotator.formats.format import Article, Reading
from annotator.jobs.choosing import Choice, choose
from annotator.model.values import document_id, sha256

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

SHOWN = 2_000
"""How many characters of a text a preview shows."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first article of a file as it will be, or why it cannot be read.

    `beginning` has at most `SHOWN` characters of `length`; `encodings` are the likely
    ones where the user has to say which it is.
    """

    path: Path
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    beginning: str = ""
    length: int = 0
    encoding: str = ""
    is_known: bool = False
    problem: str = ""
    hint: str = ""
    encodings: tuple[str, ...] = ()


def preview(
    paths: Sequence[Path],
    *,
    format: str | None = None,
    encoding: str | None = None,
    known: Container[str] = (),
    limit: int = 20,
) -> list[Preview]:
    """The first articles under these paths as they will be; `known` are ids of documents."""
    chosen = choose(paths, format)
    previews = [_refused(path, error) for path, error in chosen.refused]
    for choice in chosen.choices[: max(0, limit - len(previews))]:
        previews.append(_preview(choice, encoding, known))
    return previews


def _preview(choice: Choice, encoding: str | None, known: Container[str]) -> Preview:
    try:
        parts = choice.read(Reading(encoding))
        article = next((part for part in parts if isinstance(part, Article)), None)
    except FormatError as error:
        return _refused(choice.path, error)
    if article is None:
        return Preview(choice.path, problem="There is no document in this file.")
    return Preview(
        choice.path,
        article.title,
        article.metadata,
        article.text[:SHOWN],
        len(article.text),
        article.source.encoding if article.source is not None else "utf-8",
        is_known=document_id(sha256(article.text)) in known,
    )


def _refused(path: Path, error: FormatError) -> Preview:
    encodings = error.encodings if isinstance(error, UncertainEncodingError) else ()
    return Preview(path, problem=error.message, hint=error.hint, encodings=encodings)
