"""Tags that say which words a span holds: IOB1, IOB2, BILOU and BIOES, and what people make of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from annotator.formats.kit.flattening import Found
    from annotator.model.codebook import Codebook

Entries: TypeAlias = tuple[str, str, str, str]
"""What stands at the first, an inner, the last and the only word of a span."""

SCHEMES: Mapping[str, str] = {
    "iob2": "BIIB",
    "iob1": "BIIB",
    "bilou": "BILU",
    "bioes": "BIES",
}
"""The letters of the first, an inner, the last and the only word."""

OUTSIDE = ("O", "_", "-", "")
_NOTHING = {"O"}
TAG = re.compile(r"[BIESLUM]-.+", re.DOTALL)


class TagNames:
    """How labels are called in tags: by their ids, with `_` for white space and commas."""

    def __init__(self, codebook: Codebook, forbidden: str = "") -> None:
        """`forbidden` are further signs that cannot stand in a tag."""
        self._unwritable = re.compile(rf"[\s,{re.escape(forbidden)}]")
        self._tags: dict[str, str] = {}
        self._taken: set[str] = set()
        for label in codebook.labels:
            self.tag(label)

    def tag(self, label: str) -> str:
        """The tag of a label, without its letter."""
        known = self._tags.get(label)
        if known is None:
            base = known = self._unwritable.sub("_", label) or "_"
            number = 1
            while known in self._taken:
                number += 1
                known = f"{base}_{number}"
            self._tags[label] = known
            self._taken.add(known)
        return known

    def renamed(self) -> dict[str, str]:
        """The tags that are not the label's id, each with the label that it stands for."""
        return {tag: label for label, tag in self._tags.items() if tag != label}


class Tagged(NamedTuple):
    """Words of one sentence that are one span, end exclusive."""

    first: int
    end: int
    label: str


class Tagger:
    """Writes the tags of spans into a list that has one entry for each word."""

    def __init__(self, names: TagNames, scheme: str, form: str = "{}") -> None:
        """`form` is what an entry looks like, with `{}` for the tag."""
        self._names, self._letters, self._form = names, SCHEMES[scheme], form
        self._is_iob1 = scheme == "iob1"
        self._entries: dict[str, Entries] = {}

    def write(self, found: Iterable[Found], entries: list[str], breaks: Collection[int] = ()) -> None:
        """Put the tags of these spans, in order and without overlap, where their words are.

        `breaks` are the words that begin a sentence, where IOB1 need not tell neighbours apart.
        """
        for first, end, (begin, inside, last, only) in self.tags(found, breaks):
            length = end - first
            if length == 1:
                entries[first] = only
            else:
                entries[first] = begin
                entries[end - 1] = last
                if length > 2:
                    entries[first + 1 : end - 1] = [inside] * (length - 2)

    def tags(
        self, found: Iterable[Found], breaks: Collection[int] = ()
    ) -> Iterator[tuple[int, int, Entries]]:
        """The same as it would be written: which words, and the entries for them."""
        known = self._entries
        if not self._is_iob1:
            for first, end, label in found:
                yield first, end, known.get(label) or self._made(label)
            return
        before_end, before = -1, ""
        for first, end, label in found:
            begin, inside, last, only = known.get(label) or self._made(label)
            if not (first == before_end and label == before and first not in breaks):
                begin = only = inside
            yield first, end, (begin, inside, last, only)
            before_end, before = end, label

    def _made(self, label: str) -> Entries:
        tag = self._names.tag(label)
        first, inside, last, only = (self._form.format(f"{letter}-{tag}") for letter in self._letters)
        self._entries[label] = first, inside, last, only
        return self._entries[label]


def _only(label: str, tags: Sequence[str]) -> list[str]:
    """The tags of one label, and nothing else."""
    return [next((one for one in tag.split(",") if one[2:] == label), "O") for tag in tags]


class TagReader:
    """Reads the tags of sentences and counts in what way they were written.

    `scheme` is a value of the option: with `io` tags have no letters, with `iob1` and `iob2`
    only B and I are such. Wherever a tag cannot go on from the one before, a span begins.
    """

    def __init__(self, scheme: str = "auto") -> None:
        self._scheme = scheme
        self._letters = {"io": "", "iob1": "BI", "iob2": "BI"}.get(scheme, "BIESLUM")
        self.letters: Counter[str] = Counter()
        self.strays = 0
        self._split: dict[str, tuple[str, str]] = {}

    def spans(self, tags: Sequence[str]) -> list[Tagged]:
        """The spans of one sentence; a word may have several tags with commas between them."""
        distinct = set(tags)
        if distinct == _NOTHING:
            return []
        several = [tag.split(",") for tag in distinct if "," in tag]
        if several and all(TAG.fullmatch(part) for parts in several for part in parts):
            labels = {tag[2:] for parts in several for tag in parts}
            labels |= {tag[2:] for tag in distinct if "," not in tag and TAG.fullmatch(tag)}
            return sorted(span for label in labels for span in self._spans(_only(label, tags)))
        return self._spans(tags)

    def _spans(self, tags: Sequence[str]) -> list[Tagged]:
        found: list[Tagged] = []
        label, first = "", 0
        for at, tag in enumerate(tags):
            letter, name = self._split.get(tag) or self._parts(tag)
            if not name:
                if label:
                    found.append(Tagged(first, at, label))
                    label = ""
                continue
            self.letters[letter] += 1
            if label and (name != label or letter in "BSU"):
                found.append(Tagged(first, at, label))
                label = ""
            if not label:
                label, first = name, at
                self.strays += letter in ("I", "M", "E", "L")
            if letter in ("E", "L", "S", "U"):
                found.append(Tagged(first, at + 1, label))
                label = ""
        if label:
            found.append(Tagged(first, len(tags), label))
        return found

    def _parts(self, tag: str) -> tuple[str, str]:
        """The letter, if there is one (else `*`), and the label, empty outside of spans."""
        if tag in OUTSIDE:
            parts = ("*", "")
        elif TAG.fullmatch(tag) and tag[0] in self._letters:
            parts = (tag[0], tag[2:])
        else:
            parts = ("*", tag)
        self._split[tag] = parts
        return parts

    def sentence(self) -> str:
        """What there is to say about the tags that were read; empty where they are in order."""
        begun, strays = self.letters["B"], self.strays
        if not strays or self._scheme == "iob1":
            return ""
        if self.letters.keys() & set("ESLU"):
            scheme = "BILOU" if self.letters.keys() & set("LU") else "BIOES"
        elif self._scheme == "auto" and begun <= (begun + strays) / 10:
            return "the tags are IOB1"
        else:
            scheme = "IOB2"
        return f"the tags are {scheme}, but {strays:,} spans do not start as they should; they were read"
