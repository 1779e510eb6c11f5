"""Putting the texts back into a release without texts, for who has the articles.

An article is found by the SHA-256 of its text after it was frozen (line ends as `\\n`, no byte
order mark), whatever its file is called. Texts that are found wait in a temporary file, so memory
is bounded by one article.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import Cancelled, FormatError
from annotator.formats import standoff
from annotator.formats.checksums import check_against_sums
from annotator.formats.writing import new_file, refuse_existing
from annotator.jobs.release_search import Search, Shelf
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from annotator.errors import UserError
    from annotator.formats.format import Progress
    from annotator.jobs.release_search import Missed

MOST_NAMED = 20
"""So many missing articles are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was put back; `missing` were not found, `differing` only with another text.

    `failed` are files that could not be read.
    """

    path: Path
    restored: int
    missing: tuple[Missed, ...]
    differing: tuple[Missed, ...]
    failed: tuple[UserError, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every article of the release is in the file."""
        return not self.missing and not self.differing

    def sentences(self) -> list[str]:
        """The report in words."""
        said = [f"Wrote {self.path}: {counted(self.restored, 'article')} with text and annotations."]
        named = ((self.differing, "found, but with another text"), (self.missing, "not found"))
        for some, what in named:
            said += [f"{_name(one)}: {what}." for one in some[:MOST_NAMED]]
            if len(some) > MOST_NAMED:
                said.append(f"{len(some) - MOST_NAMED:,} more: {what}.")
        if not self.is_complete:
            said.append("The file has the articles that were found; the others are not in it.")
        return said


def _name(one: Missed) -> str:
    return f"“{one.title}”" + (f" ({one.url})" if one.url else "")


def restore(
    release: Path,
    texts: Sequence[Path],
    out: Path,
    *,
    encoding: str | None = None,
    overwrites: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RestoreReport:
    """Write the native file of a release without texts, with the texts of these files and projects.

    `release` is its folder or its file without texts. Nothing is written if no article is found.
    """
    source = annotations_of(release)
    check_against_sums(source)
    refuse_existing(out, overwrites=overwrites)

    def step(done: int, total: int, text: str) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(done, total, text)

    with Shelf() as shelf:
        search = Search(source, shelf)
        search.look_through(texts, encoding, step)
        if not len(shelf):
            raise _nothing_found(search, release)
        _write(source, shelf, out, step, overwrites=overwrites)
        step(1, 1, "")
        lost = [one for digest, one in search.wanted.items() if digest not in shelf]
        return RestoreReport(
            out.resolve(),
            len(shelf),
            tuple(one for one in lost if not search.has_met(one)),
            tuple(one for one in lost if search.has_met(one)),
            tuple(search.failed),
        )


def _nothing_found(search: Search, release: Path) -> FormatError:
    failed = f" The first file that could not be read: {search.failed[0]}" if search.failed else ""
    return FormatError(
        f"None of the {counted(len(search.wanted), 'article')} of {release} is there.{failed}",
        "Name the files or folders of the articles, or a project that has them.",
    )


def annotations_of(release: Path) -> Path:
    """The file without texts of a release."""
    if not release.is_dir():
        return release
    found = release / standoff.BARE_FILE
    if not found.is_file():
        raise FormatError(
            f"There is no file {standoff.BARE_FILE} in {release}.",
            "Only releases without texts need their articles put back.",
        )
    return found


def _write(
    source: Path,
    shelf: Shelf,
    out: Path,
    step: Callable[[int, int, str], None],
    *,
    overwrites: bool,
) -> None:
    with new_file(out, overwrites=overwrites) as file:
        for raw, place in standoff.read(source):
            text = None
            if raw.get("kind") == "document":
                text = shelf.get(raw["text_sha256"])
                if text is None:
                    continue
                step(0, 0, str(raw.get("title", "")))
            file.write(standoff.whole_line(raw, place, text))
            file.write(b"\n")
