"""Articles without annotations: what all readers of articles do with text, title and metadata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator import __version__
from annotator.formats import text
from annotator.formats.format import Article
from annotator.formats.kit import dates
from annotator.formats.kit.markup import one_line
from annotator.formats.kit.options import yes_or_no
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from annotator.formats.format import Reading
    from annotator.model.values import Source

HEADLINE = yes_or_no("headline", "Put the headline above the text, so that it can be labelled too")
OWN = f"annotator {__version__}"
"""The extractor's name where no library but our own code reads a format."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def plain_article(
    raw_text: str,
    path: Path,
    reading: Reading,
    *,
    title: str,
    metadata: Mapping[str, str],
    source: Source,
) -> Article:
    """The article with its text frozen; without a title of its own it is found in the text.

    `path` names it in messages; `FormatError` where there is no text.
    """
    title = one_line(_UNSTORABLE.sub(" ", title))
    if title and reading.is_on(HEADLINE) and not raw_text.lstrip().startswith(title):
        raw_text = f"{title}\n\n{raw_text}"
    body = text.frozen_text(raw_text, path)
    return Article(body, title or text.title_of(body, path), cleaned(metadata), source=source)


def cleaned(said: Mapping[str, str]) -> dict[str, str]:
    """Metadata without what is empty, our own keys first; a date that is certain in ISO 8601."""
    found = {key: _UNSTORABLE.sub(" ", value).strip() for key, value in said.items() if key}
    if "published" in found:
        found["published"] = dates.normalised(found["published"])
    known = [key for key in METADATA_KEYS if key in found]
    return {key: found[key] for key in dict.fromkeys((*known, *found)) if found[key]}


def joined(values: Iterable[str | None]) -> str:
    """Different names on one line, with commas."""
    return ", ".join(dict.fromkeys(one_line(value) for value in values if value and value.strip()))
