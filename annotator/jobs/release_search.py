"""Looking for the articles of a release without texts in files, folders and projects."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FormatError, UserError
from annotator.formats import standoff
from annotator.formats.format import Article, Reading
from annotator.formats.kit.options import checked
from annotator.jobs.choosing import choose
from annotator.model.values import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from annotator.jobs.choosing import Choice

MOST_FAILED = 100
"""So many files that cannot be read are named."""
_DATABASE = b"SQLite format 3\0"


class Missed(NamedTuple):
    """An article that the release is about."""

    title: str
    url: str


class Shelf:
    """Texts that wait in a temporary file, by their SHA-256."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._places: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, digest: str) -> bool:
        return digest in self._places

    def put(self, digest: str, text: str) -> None:
        """Keep a text."""
        content = text.encode()
        self._places[digest] = (self._file.seek(0, 2), len(content))
        self._file.write(content)

    def get(self, digest: str) -> str | None:
        """The text, if it is there."""
        if digest not in self._places:
            return None
        start, length = self._places[digest]
        self._file.seek(start)
        return self._file.read(length).decode()


class Search:
    """Looks for the articles of a release in files."""

    def __init__(self, source: Path, shelf: Shelf) -> None:
        self._shelf = shelf
        self.wanted: dict[str, Missed] = {}
        for raw, _ in standoff.read(source):
            if raw.get("kind") == "document":
                metadata = raw.get("metadata")
                url = metadata.get("url", "") if isinstance(metadata, dict) else ""
                self.wanted[raw["text_sha256"]] = Missed(str(raw.get("title", "")), str(url))
        if not self.wanted:
            raise FormatError(f"{source} names no article.", "There is nothing to put back.")
        self.failed: list[UserError] = []
        self._met: set[str] = set()

    def has_met(self, one: Missed) -> bool:
        """Whether an article of this address or title was there."""
        return bool({_key(one.url), _key(one.title)} & self._met - {""})

    def look_through(
        self, paths: Sequence[Path], encoding: str | None, step: Callable[[int, int, str], None]
    ) -> None:
        """Keep the texts that are wanted; `step` hears how many were found."""
        for path in paths:
            if _is_database(path):
                self._look_in_project(path, step)
                continue
            try:
                chosen = choose([path])
            except UserError as error:
                if len(paths) == 1:
                    raise
                self._keep_failure(error)
                continue
            with chosen:
                for choice in chosen.choices:
                    self._look_in_file(choice, encoding, step)

    def _look_in_file(
        self, choice: Choice, encoding: str | None, step: Callable[[int, int, str], None]
    ) -> None:
        options = checked(choice.format.read_options, {}, choice.format.title)
        try:
            for part in choice.read(Reading(encoding=encoding, options=options)):
                if isinstance(part, Article):
                    step(len(self._shelf), len(self.wanted), part.title)
                    self._take(part.text, part.title, part.metadata.get("url", ""))
        except UserError as error:
            self._keep_failure(error)

    def _keep_failure(self, error: UserError) -> None:
        if len(self.failed) < MOST_FAILED:
            self.failed.append(error)

    def _look_in_project(self, path: Path, step: Callable[[int, int, str], None]) -> None:
        from annotator.store.project import Project

        with Project.open(path, read_only=True) as project:
            for document in project.documents():
                step(len(self._shelf), len(self.wanted), document.title)
                url = document.metadata.get("url", "")
                if document.text_sha256 in self.wanted:
                    self._take(project.text(document.id), document.title, url)
                else:
                    self._met.update((_key(document.title), _key(url)))

    def _take(self, text: str, title: str, url: str) -> None:
        """Keep a text that is wanted; an end of the text that an editor adds does not matter."""
        bare = text.rstrip("\n")
        for candidate in dict.fromkeys((text, bare, f"{bare}\n")):
            digest = sha256(candidate)
            if digest in self.wanted:
                if digest not in self._shelf:
                    self._shelf.put(digest, candidate)
                return
        self._met.update((_key(title), _key(url)))


def _key(said: str) -> str:
    """A title or address as it is compared."""
    return " ".join(said.split()).casefold().rstrip("/")


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE
