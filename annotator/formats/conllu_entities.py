"""Mentions in the brackets of CorefUD and GUM: `Entity=(1-person-new(2-place-new)` … `Entity=1)`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_FIELDS = ("eid", "etype", "head", "other")
KEPT = ("infstat", "salience", "centering", "link")
"""Fields that become attributes; group, type and identity have places of their own."""

_BRACKET = re.compile(r"\(([^()]+)(\)?)|([^()]+)\)")
_PART = re.compile(r"(.*)\[(\d+)/(\d+)\]")


@dataclass(slots=True)
class Mention:
    """A mention of an entity: its words (index of the first and end, for each piece) and its fields."""

    group: str
    said: dict[str, str]
    pieces: list[tuple[int, int]] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The kind of entity."""
        return self.said.get("etype") or self.said.get("entity") or "mention"

    @property
    def identity(self) -> str:
        """The page about the entity, where one is named."""
        return self.said.get("identity", "").replace("_", " ")


class Brackets:
    """Follows the brackets of one document, word by word."""

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = fields or DEFAULT_FIELDS
        self._open: dict[str, list[tuple[Mention, int]]] = defaultdict(list)
        self._parts: dict[str, Mention] = {}
        self.mentions: list[Mention] = []
        self.unmatched = 0

    def word(self, at: int, value: str) -> None:
        """Take the brackets of the word with this index."""
        for match in _BRACKET.finditer(value):
            opened, closes, closed = match.groups()
            if closed is not None:
                self._close(closed, at)
                continue
            values = opened.split("-", len(self._fields) - 1)
            key = values[0]
            mention = self._mention(key, dict(zip(self._fields, values, strict=False)))
            if closes:
                mention.pieces.append((at, at + 1))
            else:
                self._open[key].append((mention, at))

    def _mention(self, key: str, said: dict[str, str]) -> Mention:
        """A new mention, or the one that this is a further piece of."""
        found = _PART.fullmatch(key)
        group = found.group(1) if found else key
        if found and found.group(2) != "1" and group in self._parts:
            return self._parts[group]
        mention = Mention(group, said)
        self.mentions.append(mention)
        if found:
            self._parts[group] = mention
        return mention

    def _close(self, key: str, at: int) -> None:
        key = key if self._open.get(key) else key.split("-", 1)[0]
        if not self._open.get(key):
            self.unmatched += 1
            return
        mention, first = self._open[key].pop()
        mention.pieces.append((first, at + 1))

    def finish(self) -> list[Mention]:
        """The mentions that were closed; others are counted in `unmatched`."""
        self.unmatched += sum(map(len, self._open.values()))
        return [one for one in self.mentions if one.pieces]
