"""Everything counted once: from a tally the numbers for any annotator and state can be read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from annotator.model.extent import Extent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.codebook import Codebook, RelationType

_Head: TypeAlias = tuple[str, str, str]
"""Annotator, her state of the article, label."""
_UNNAMED = (Extent.SOURCE, Extent.NAME)


def attributions(codebook: Codebook) -> dict[str, RelationType]:
    """For each label whose spans have a source (quotes, claims): the relation type that leads to it.

    That is the first one whose first end is a label of sources; for quotations, where no
    label is known as one of sources, the first that leads to names.
    """
    found: dict[str, RelationType] = {}
    for label in codebook.labels.values():
        kinds = [kind for kind in codebook.relation_types_from(label.id) if kind.from_labels]
        wanted = _UNNAMED if label.extent is Extent.QUOTATION else _UNNAMED[:1]
        ends = [(kind, _extent(codebook, kind)) for kind in kinds]
        chosen = next((kind for extent in wanted for kind, end in ends if end is extent), None)
        if chosen is not None:
            found[label.id] = chosen
    return found


def _extent(codebook: Codebook, kind: RelationType) -> Extent | None:
    known = [codebook.labels[label] for label in kind.to_labels if label in codebook.labels]
    return known[0].extent if known else None


class Tally:
    """Numbers of spans and relations by annotator and by her state of the article, and more.

    Hours are the first thirteen characters of ISO 8601 times in UTC; `since` is in
    milliseconds since 1970.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """`sources`: the relation type that leads to the source, by the label where it starts."""
        self.documents: dict[str, tuple[str, str, int]] = {}
        self.states: dict[tuple[str, str], str] = {}
        self.work: list[tuple[str, str, str, bool, int]] = []
        self.spans: Counter[tuple[str, str, str, str, str]] = Counter()
        self.entities: Counter[tuple[str, str, str, str]] = Counter()
        self.attributes: Counter[tuple[str, str, str, str]] = Counter()
        self.relations: Counter[tuple[str, str, str]] = Counter()
        self.sources: Counter[tuple[str, str, str, str, str]] = Counter()
        self.attributed: Counter[tuple[str, str, str]] = Counter()
        self._kinds = dict(sources)
        self._entities: Counter[tuple[_Head, str]] = Counter()
        self._attributes: Counter[tuple[_Head, str]] = Counter()
        self._heads: dict[_Head, _Head] = {}
        self._seen: set[int] = set()

    def add_documents(self, rows: Iterable[tuple[str, str, str, int]]) -> None:
        """Take in documents: id, outlet, published, length in code points."""
        self.documents.update((row[0], row[1:]) for row in rows)

    def add_work(self, rows: Iterable[tuple[str, str, str, bool, int]]) -> None:
        """Take in work: document, annotator, state, whether flagged, since; before all spans."""
        for row in rows:
            self.states[row[0], row[1]] = row[2]
            self.work.append(row)

    def add_spans(self, rows: Sequence[tuple[str, str, str | None, str | None]]) -> None:
        """Take in spans: id, what it is, entity, attributes as JSON.

        What it is: document, annotator, origin, hour and label, joined by U+001F.
        """
        heads: dict[str, _Head] = {}
        for what, number in Counter([row[1] for row in rows]).items():
            head, origin, hour = self._parts(what)
            heads[what] = head
            self.spans[*head, origin, hour] += number
        self._entities.update([(heads[what], entity) for _, what, entity, _ in rows if entity])
        self._attributes.update([(heads[what], values) for _, what, _, values in rows if values])

    def add_relations(
        self, rows: Sequence[tuple[str, str, str, str | None, str | None, str | None]]
    ) -> None:
        """Take in relations: id, what it is (as for spans), start and its label, entity, text.

        Entity and text are those of the end.
        """
        heads: dict[str, _Head] = {}
        for what, number in Counter([row[1] for row in rows]).items():
            heads[what] = head = self._parts(what)[0]
            self.relations[head] += number
        for _, what, start, label, entity, text in rows:
            if label is None or self._kinds.get(label) != heads[what][2]:
                continue
            who, state, _ = heads[what]
            words = "" if entity else " ".join((text or "").split())
            self.sources[who, state, label, entity or "", words] += 1
            number = hash(start)
            if number not in self._seen:
                self._seen.add(number)
                self.attributed[who, state, label] += 1

    def _parts(self, what: str) -> tuple[_Head, str, str]:
        document, who, origin, hour, label = what.split("\x1f", 4)
        head = (who, self.states.get((document, who), "new"), label)
        return self._heads.setdefault(head, head), origin, hour

    def finish(self) -> None:
        """Forget what was needed for counting alone."""
        self._seen.clear()
        self.entities.update({(*head, entity): n for (head, entity), n in self._entities.items()})
        self.attributes.update({(*head, raw): n for (head, raw), n in self._attributes.items()})
        self._entities.clear()
        self._attributes.clear()
