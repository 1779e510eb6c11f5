"""Pieces that a file links by relations, since it has no spans of several pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable


class Joined:
    """Which of the things that a file names are pieces of one."""

    def __init__(self) -> None:
        self._towards: dict[Hashable, Hashable] = {}

    def join(self, one: Hashable, other: Hashable) -> None:
        """Take both for pieces of one thing."""
        first, second = self.first(one), self.first(other)
        if first != second:
            self._towards[second] = first

    def first(self, one: Hashable) -> Hashable:
        """The piece that stands for all pieces of its thing; itself where it is alone."""
        found = one
        while found in self._towards:
            found = self._towards[found]
        while one != found:
            self._towards[one], one = found, self._towards[one]
        return found
