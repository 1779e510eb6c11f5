"""The lines of a brat file (`.ann`, `.a1`, `.a2`), taken apart; nothing is looked up in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.formats.brat_words import unescaped
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.format import Reading

NO_LINE = "it is no line of a brat file"
MOST_DIGITS = 12

_OFFSETS = rf"[0-9]{{1,{MOST_DIGITS}}} [0-9]{{1,{MOST_DIGITS}}}"
_SPAN = re.compile(rf"(T\S*)\t(\S+) ({_OFFSETS}(?:;{_OFFSETS})*)(?:\t(.*))?")
_ATTRIBUTE = re.compile(r"[AM]\S*\t(\S+)[ \t]+(\S+)(?:[ \t]+(.*))?")
_RELATION = re.compile(r"(R\S*)\t(\S+) ([^\s:]+):(\S+) ([^\s:]+):(\S+)")
_EVENT = re.compile(r"(E\S*)\t([^\s:]+):(\S+)((?: +[^\s:]+:\S+)*)")
_NOTE = re.compile(r"#\S*\t(\S+) (\S+)(?:\t(.*))?")
_REFERENCE = re.compile(r"N\S*\tReference (\S+) ([^\s:]+):(\S+)(?:\t(.*))?")
_EQUIVALENT = re.compile(r"\*\tEquiv((?: +\S+){2,})")


class SpanLine(NamedTuple):
    """A `T` line; `words` are None where the file gives none."""

    name: str
    label: str
    pairs: tuple[tuple[int, int], ...]
    words: str | None
    number: int


class RelationLine(NamedTuple):
    """An `R` line: the first argument is the head."""

    name: str
    label: str
    start: str
    end: str


class EventLine(NamedTuple):
    """An `E` line: its type, its trigger and its arguments as (role, name)."""

    name: str
    label: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


class Reference(NamedTuple):
    """An `N` line: an entry of a database and what it is called there."""

    database: str
    id: str
    name: str


@dataclass(slots=True)
class BratLines:
    """All that the lines of one document say, by the names that they use."""

    spans: dict[str, SpanLine] = field(default_factory=dict)
    relations: list[RelationLine] = field(default_factory=list)
    events: dict[str, EventLine] = field(default_factory=dict)
    attributes: dict[str, dict[str, str | bool]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    references: dict[str, list[Reference]] = field(default_factory=dict)
    clusters: list[tuple[str, ...]] = field(default_factory=list)
    bad: list[int] = field(default_factory=list)
    understood: int = 0

    def named_span(self, name: str) -> str:
        """The name of the span that this name stands for: an event's is that of its trigger."""
        event = self.events.get(name)
        return event.trigger if event is not None else name

    def read(self, content: str, file: str, text: str, reading: Reading) -> None:
        """Take over the lines of a file; `text` is what its offsets count in."""
        last: SpanLine | None = None
        for number, line in enumerate(content.split("\n"), 1):
            line = line.removesuffix("\r")
            if not line.strip():
                continue
            if self._take(line, number):
                self.understood += 1
                last = self.spans.get(line.partition("\t")[0]) if line[0] == "T" else None
            elif last is not None and _covers_line_end(last, text):
                reading.remark(
                    f"{file}, line {number:,}: taken for the rest of the words of {last.name},"
                    " which hold a line end."
                )
            else:
                self._note_bad(number, line, file, reading)

    def _take(self, line: str, number: int) -> bool:
        """Take one line over; whether it could be understood."""
        match line[0]:
            case "T":
                return self._span(line, number)
            case "A" | "M":
                return self._attribute(line)
            case "R":
                return self._relation(line)
            case "E":
                return self._event(line)
            case "#":
                return self._note(line)
            case "N":
                return self._reference(line)
            case "*":
                return self._equivalent(line)
        return False

    def _note_bad(self, number: int, line: str, file: str, reading: Reading) -> None:
        self.bad.append(number)
        reading.losses.add("lines", "dropped", NO_LINE)
        shown = line if len(line) <= 60 else f"{line[:60]}…"
        reading.remark(f"{file}, line {number:,}: “{shown}” is no line of a brat file; left out.")

    # ------------------------------------------------------------ kinds of lines

    def _span(self, line: str, number: int) -> bool:
        found = _SPAN.fullmatch(line)
        if found is None:
            return False
        name, label, offsets, words = found.groups()
        pairs = tuple([_pair(one) for one in offsets.split(";")])
        if name in self.spans:
            name = f"{name} of line {number}"
        self.spans[name] = SpanLine(name, label, pairs, words, number)
        return True

    def _attribute(self, line: str) -> bool:
        found = _ATTRIBUTE.fullmatch(line.rstrip())
        if found is None:
            return False
        name, target, value = found.groups()
        self.attributes.setdefault(target, {})[name] = value or True
        return True

    def _relation(self, line: str) -> bool:
        found = _RELATION.fullmatch(line.rstrip())
        if found is None:
            return False
        name, label, role, start, other, end = found.groups()
        if (role, other) == ("Arg2", "Arg1"):
            start, end = end, start
        self.relations.append(RelationLine(name, label, start, end))
        return True

    def _event(self, line: str) -> bool:
        found = _EVENT.fullmatch(line.rstrip())
        if found is None:
            return False
        name, label, trigger, said = found.groups()
        arguments = [one.partition(":") for one in said.split()]
        self.events[name] = EventLine(
            name, label, trigger, tuple((role, whom) for role, _, whom in arguments)
        )
        return True

    def _note(self, line: str) -> bool:
        found = _NOTE.fullmatch(line)
        if found is None:
            return False
        _kind, target, note = found.groups()
        if note:
            self.notes.setdefault(target, []).append(unescaped(note))
        return True

    def _reference(self, line: str) -> bool:
        found = _REFERENCE.fullmatch(line)
        if found is None:
            return False
        target, database, id_, name = found.groups()
        self.references.setdefault(target, []).append(Reference(database, id_, name or ""))
        return True

    def _equivalent(self, line: str) -> bool:
        found = _EQUIVALENT.fullmatch(line.rstrip())
        if found is None:
            return False
        self.clusters.append(tuple(found.group(1).split()))
        return True


def _pair(offsets: str) -> tuple[int, int]:
    start, _, end = offsets.partition(" ")
    return int(start), int(end)


def _covers_line_end(span: SpanLine, text: str) -> bool:
    return any("\n" in text[start:end] for start, end in span.pairs)


def said_bad(bad: Sequence[int]) -> str:
    """How many lines were not understood, and the first of them, in words."""
    return f"{counted(len(bad), 'line')}, the first is line {bad[0]:,}"
