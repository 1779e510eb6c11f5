"""The loss report: what a reading or writing could not keep, by document, and why.

Totals stay in memory; what happened in each document goes to a temporary file as soon as the
next one begins, so that a report of any length needs little memory.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias
from weakref import finalize

import orjson

from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Action: TypeAlias = Literal["dropped", "moved", "split", "merged", "changed", "kept"]
"""What happened to something: left out, other offsets, several for one, one for several, reworded; or
kept, though other programs may not heed it."""

IN_MEMORY = 1_000_000
"""How many bytes of details are kept in memory before they go to a temporary file."""


_encode = json.JSONEncoder(ensure_ascii=False).encode


class Kind(NamedTuple):
    """What was lost (`spans`, `notes`, …), how, and why; `why` is a clause that follows a colon."""

    what: str
    action: Action
    why: str


@lru_cache(100)
def _said(kind: Kind) -> str:
    """A kind of loss as it stands amid a line."""
    return _encode(kind._asdict())[1:-1]


@dataclass(frozen=True, slots=True)
class DocumentLoss:
    """One kind of loss in one document; `ids` name the spans or relations concerned, if any."""

    document: str
    title: str
    kind: Kind
    number: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TotalLoss:
    """One kind of loss over all documents: how many things, in how many documents."""

    kind: Kind
    number: int
    documents: int

    def sentence(self) -> str:
        """The loss in words."""
        where = counted(self.documents, "document")
        what = self.kind.what if self.number != 1 else _one(self.kind.what)
        return f"{self.number:,} {what} {self.kind.action} in {where}: {self.kind.why}."


def _one(things: str) -> str:
    """The singular of what is lost: span, entity, relation attribute."""
    return f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")


class Losses:
    """Collects losses, a document after the other."""

    def __init__(self) -> None:
        self._document = ("", "")
        self._now: dict[Kind, tuple[int, list[str]]] = {}
        self._numbers: Counter[Kind] = Counter()
        self._documents: Counter[Kind] = Counter()
        self._details = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with us
        finalize(self, self._details.close)

    def begin(self, document: str, title: str) -> None:
        """What follows concerns this document, named by its id or, before it has one, its place."""
        if self._now:
            self._flush()
        self._document = (document, title)

    def add(
        self, what: str, action: Action, why: str, *, number: int = 1, ids: Iterable[str] = ()
    ) -> None:
        """Count `number` things of the present document (or as many as `ids` names)."""
        kind = Kind(what, action, why)
        named = list(ids)
        known, before = self._now.get(kind, (0, []))
        before += named
        self._now[kind] = (known + (len(named) or number), before)

    def _flush(self) -> None:
        if not self._now:
            return
        document, title = self._document
        begin = _encode({"document": document, "title": title})[:-1]
        for kind, (number, ids) in self._now.items():
            self._numbers[kind] += number
            self._documents[kind] += 1
            said = f'{begin}, {_said(kind)}, "number": {number}, "ids": '
            if "," in "".join(ids):
                named = _encode(ids).encode()
            else:
                named = orjson.dumps(ids).replace(b'","', b'", "')
            self._details.write(b"%s%s}\n" % (said.encode(), named))
        self._now = {}

    def totals(self) -> list[TotalLoss]:
        """The losses over all documents, the most frequent first."""
        self._flush()
        return [
            TotalLoss(kind, number, self._documents[kind])
            for kind, number in self._numbers.most_common()
        ]

    def details(self) -> Iterator[DocumentLoss]:
        """The losses of each document, in the order in which they happened."""
        self._flush()
        self._details.seek(0)
        for line in self._details:
            said: dict[str, Any] = json.loads(line)
            kind = Kind(said["what"], said["action"], said["why"])
            yield DocumentLoss(said["document"], said["title"], kind, said["number"], tuple(said["ids"]))
        self._details.seek(0, 2)

    def lines(self) -> Iterator[bytes]:
        """The report as JSON Lines: a line for each kind of loss in each document."""
        self._flush()
        self._details.seek(0)
        yield from self._details
        self._details.seek(0, 2)

    def sentences(self) -> list[str]:
        """The totals in words."""
        return [total.sentence() for total in self.totals()]
