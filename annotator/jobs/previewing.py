"""What an import would bring, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.decoding import UncertainEncodingError
from annotator.formats.format import Article, CodebookLine, Reading
from annotator.jobs.choosing import Choice, choose
from annotator.model.values import document_id, sha256

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

SHOWN = 2_000
"""How many characters of a text a preview shows."""
SHOWN_ARTICLES = 20
"""How many articles of one file a preview shows."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first article of a file as it will be, or why it cannot be read.

    `beginning` has at most `SHOWN` characters of `length`; `encodings` are the likely
    ones where the user has to say which it is. `further` are the articles that follow in the
    file, as far as they are looked at; `has_more` says that there are still others. The file is
    known when all its articles are in the project already; one that has a codebook and no article
    `is_codebook`.
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
    further: tuple[Preview, ...] = ()
    has_more: bool = False
    format: str = ""
    spans: int = 0
    is_codebook: bool = False


def preview(
    paths: Sequence[Path],
    *,
    format: str | None = None,
    encoding: str | None = None,
    options: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    known: Container[str] = (),
    limit: int = 20,
) -> list[Preview]:
    """The first articles of the files under these paths as they will be; `known` are ids of documents.

    `options` and `columns` are as for an import; at most `limit` files are looked at.
    """
    with choose(paths, format) as chosen:
        previews = [refused(path, error) for path, error in chosen.refused]
        for choice in chosen.choices[: max(0, limit - len(previews))]:
            reading = Reading(encoding, options=options or {}, columns=columns or {})
            previews.append(of_choice(choice, reading, known))
        return previews


def of_choice(choice: Choice, reading: Reading, known: Container[str] = ()) -> Preview:
    """The first articles of one file."""
    try:
        found: list[Preview] = []
        has_more = has_codebook = False
        for part in choice.read(reading):
            has_codebook |= isinstance(part, CodebookLine)
            if isinstance(part, Article):
                has_more = len(found) == SHOWN_ARTICLES
                if has_more:
                    break
                found.append(_shown(choice, part, known))
    except FormatError as error:
        return refused(choice.shown, error)
    if not found and has_codebook:
        return Preview(choice.shown, format=choice.format.name, is_codebook=True)
    if not found:
        return Preview(choice.shown, problem="There is no document in this file.")
    is_known = all(one.is_known for one in found) and not has_more
    return replace(found[0], further=tuple(found[1:]), has_more=has_more, is_known=is_known)


def _shown(choice: Choice, article: Article, known: Container[str]) -> Preview:
    return Preview(
        choice.shown,
        article.title,
        article.metadata,
        article.text[:SHOWN],
        len(article.text),
        article.source.encoding if article.source is not None else "utf-8",
        is_known=document_id(sha256(article.text)) in known,
        format=choice.format.name,
        spans=len(article.spans),
    )


def refused(path: Path, error: FormatError) -> Preview:
    """The preview of a file that cannot be read."""
    encodings = error.encodings if isinstance(error, UncertainEncodingError) else ()
    return Preview(path, problem=error.message, hint=error.hint, encodings=encodings)
