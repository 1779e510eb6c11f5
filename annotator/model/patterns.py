"""Regular expressions that are compiled when they are first used, so that importing costs nothing."""

from __future__ import annotations

import functools
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Pattern:
    """A regular expression that is compiled at its first use."""

    def __init__(self, pattern: str | Callable[[], str], flags: int = 0) -> None:
        """`pattern` may be a function that writes the expression when it is needed."""
        self._pattern, self._flags = pattern, flags

    @functools.cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        pattern = self._pattern if isinstance(self._pattern, str) else self._pattern()
        return re.compile(pattern, self._flags)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """A match that begins at `start`."""
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """A match of the whole text."""
        return self.compiled.fullmatch(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match."""
        return self.compiled.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches in text order."""
        return self.compiled.finditer(text, start, end)
