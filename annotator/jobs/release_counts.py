"""What there is to release, counted before anything is written."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.formats.dataset_card import Tally
from annotator.formats.kit.splits import SPLITS
from annotator.model.codebook import to_file
from annotator.model.values import METADATA_KEYS
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from annotator.formats.format import Record
    from annotator.jobs.release_corpus import ReleasedCorpus
    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator, Document, Relation, Span

_ID_LENGTH = 36
_SHORTEST = 3
"""Shorter names stand in too many words."""


@dataclass(slots=True)
class Counted:
    """The numbers of a release, as a whole and by split; `entities` are those it names."""

    whole: Tally = field(default_factory=Tally)
    parts: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in SPLITS})
    origins: Counter[str] = field(default_factory=Counter)
    entities: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record, split: str) -> None:
        """Count a document."""
        self.whole.add(record, split)
        self.parts[split].add(record, split)
        self.origins.update(span.origin for span in record.spans)
        self.entities.update(span.entity for span in record.spans if span.entity)
        for one in _annotated(record):
            said = (value for value in one.attributes.values() if isinstance(value, str))
            self.entities.update(value for value in said if len(value) == _ID_LENGTH)


def _annotated(record: Record) -> Iterator[Document | Span | Relation]:
    """Everything of a document that has attributes and a note."""
    yield record.document
    yield from record.spans
    yield from record.relations


def count(
    corpus: ReleasedCorpus,
    splits: Mapping[str, str],
    names: NameSearch,
    step: Callable[[int, str], object],
) -> Counted:
    """Go through all documents; `step` hears the number and title of each."""
    found = Counted()
    names.look("the codebook", _words(corpus.codebook()))
    names.look("the title of the release", corpus.project_name.title)
    for number, record in enumerate(corpus.records()):
        step(number, record.document.title)
        found.add(record, splits[record.document.id])
        names.look_at(record)
    found.whole.by_split = {
        name: found.whole.by_split[name] for name in SPLITS if name in found.whole.by_split
    }
    found.left_out = +corpus.left_out
    if lost := corpus.lost_relations:
        found.left_out["relations that lead to spans which are left out"] = lost
    return found


def _words(codebook: Codebook) -> str:
    return json.dumps(to_file(codebook), ensure_ascii=False)


class NameSearch:
    """Looks for the names and addresses of annotators where people write freely."""

    def __init__(self, people: Iterable[tuple[Annotator, str]]) -> None:
        """`people` are the annotators with their pseudonyms."""
        self._whose: dict[str, str] = {}
        for one, pseudonym in people:
            for said in (one.name, one.email):
                if len(said.strip()) >= _SHORTEST and one.role == "person":
                    self._whose[said.strip().casefold()] = pseudonym
        words = sorted(map(re.escape, self._whose), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.I) if words else None
        self._found: Counter[tuple[str, str]] = Counter()

    def look(self, place: str, text: str) -> None:
        """Look in a text that stands in `place`."""
        if self._pattern is not None and text:
            for match in self._pattern.finditer(text):
                self._found[self._whose.get(match[0].casefold(), "somebody"), place] += 1

    def look_at(self, record: Record) -> None:
        """Look in what people have written of a document; not in the article."""
        if self._pattern is None:
            return
        for key, value in record.document.metadata.items():
            if key not in METADATA_KEYS:
                self.look(f"the metadata “{key}”", value)
        for one in _annotated(record):
            self.look("notes", one.note)
            for said in one.attributes.values():
                if isinstance(said, str):
                    self.look("attributes", said)

    def sentences(self) -> list[str]:
        """Where the names of whom still stand."""
        return [
            f"The name of {who} stands in {place} ({counted(number, 'time')}): look whether it may."
            for (who, place), number in sorted(self._found.items())
        ]


def by_split(
    labels: Sequence[str], parts: Mapping[str, Tally], which: Callable[[Tally], Mapping[str, int]]
) -> Iterator[tuple[str, ...]]:
    """Rows of a table: for each label its number in each part that is not empty."""
    there = [tally for tally in parts.values() if tally.documents]
    for label in labels:
        numbers = [which(tally).get(label, 0) for tally in there]
        if any(numbers):
            yield (label, *(f"{number:,}" for number in numbers))
