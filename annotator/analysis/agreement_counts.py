"""Counting where annotators agree, one article at a time: by facet, by pair, and for all."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotator.analysis.agreement_keys import RELATIONS, SPANS
from annotator.analysis.agreement_relations import (
    compared_links,
    compared_values,
    links,
    said,
    shared_spans,
    without_values,
)
from annotator.analysis.agreement_spans import Comparison, Grid, Marked, of_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.analysis.agreement_keys import Key
    from annotator.analysis.agreement_relations import Unit
    from annotator.analysis.agreement_spans import Side
    from annotator.model.codebook import Codebook
    from annotator.model.values import Relation, Span

Members: TypeAlias = tuple[str, ...]
"""Two annotators by id, the lesser first; nobody stands for all together."""
EVERYBODY: Members = ()
FORM = "form"
"""The attribute that says how a quote is given: direct, mixed or indirect."""
ASSISTED = frozenset(("model", "rule", "propagated"))
"""Origins of spans that began as a proposal."""


class Facet(NamedTuple):
    """What is looked at: all labels (`spans`), a `layer`, a `label`, spans of one `form`, all
    `relations`, a `relation` type, or an `attribute`; `id` is empty for all.
    """

    kind: str
    id: str = ""


ALL_LABELS, ALL_RELATIONS = Facet(SPANS), Facet(RELATIONS)


@dataclass(slots=True)
class Article:
    """One article that two or more have worked on. `day` is when the latest of them was done."""

    id: str
    title: str
    people: tuple[str, ...]
    day: str = ""


@dataclass(slots=True)
class Agreement:
    """All counts, by facet, members and number of the article in `articles`.

    `alone` says how many articles only one person has worked on. `assisted` counts by annotator
    the spans that began as proposals, `spans` all that are compared.
    """

    layers: Mapping[str, str]
    attributes: Mapping[str, frozenset[str]]
    symmetric: frozenset[str] = frozenset()
    articles: list[Article] = field(default_factory=list)
    counts: dict[Facet, dict[Members, dict[int, Counter[Key]]]] = field(default_factory=dict)
    alone: int = 0
    spans: Counter[str] = field(default_factory=Counter)
    assisted: Counter[str] = field(default_factory=Counter)
    _whole: set[Facet] = field(default_factory=lambda: {ALL_LABELS})
    _shared: dict[Members, dict[int, Counter[tuple[str, int]]]] = field(default_factory=dict)

    @property
    def pairs(self) -> Counter[Members]:
        """How many articles each pair shares."""
        found: Counter[Members] = Counter()
        for article in self.articles:
            found.update(combinations(article.people, 2))
        return found

    def add(
        self,
        article: Article,
        text: str,
        spans: Sequence[Span],
        relations: Sequence[Relation] = (),
    ) -> None:
        """Count an article that these people have worked on; what others did is passed over."""
        if len(article.people) < 2:
            self.alone += len(article.people)
            return
        number = len(self.articles)
        self.articles.append(article)
        people = article.people
        by_label: dict[str, dict[str, list[Span]]] = {who: defaultdict(list) for who in people}
        for span in spans:
            if span.annotator in by_label:
                by_label[span.annotator][span.label].append(span)
                self.spans[span.annotator] += 1
                self.assisted[span.annotator] += span.origin in ASSISTED
        self._add_spans(number, people, by_label, Grid(text))
        own = {who: [one for some in by_label[who].values() for one in some] for who in people}
        self._add_relations(number, own, relations)
        self._add_values(number, own)

    # ------------------------------------------------------------ the parts

    def _add_spans(
        self, number: int, people: Members, found: Mapping[str, Mapping[str, list[Span]]], grid: Grid
    ) -> None:
        sides = {
            who: {label: Marked(some, grid) for label, some in by.items()} for who, by in found.items()
        }
        pairs = _pairs(sides, grid)
        known: dict[tuple[str, ...], dict[Members, Counter[Key]]] = {}
        for facet, labels in self._facets(found):
            same = tuple(labels)
            if same not in known:
                known[same] = _all_counts(pairs, labels, people)
            for members, counts in known[same].items():
                self._put(facet, members, number, counts)
        self._add_forms(number, found, grid)

    def _add_forms(self, number: int, found: Mapping[str, Mapping[str, list[Span]]], grid: Grid) -> None:
        """Spans of one form apart: of quotes that are direct one expects more."""
        forms: dict[str, dict[str, dict[str, list[Span]]]] = {}
        for who, by in found.items():
            for label, some in by.items():
                for span in some:
                    if FORM in span.attributes:
                        form = said(span, FORM)
                        own = forms.setdefault(form, {one: {} for one in found})[who]
                        own.setdefault(label, []).append(span)
        for form, by_person in forms.items():
            sides = {
                who: {label: Marked(some, grid) for label, some in own.items()}
                for who, own in by_person.items()
            }
            labels = list(dict.fromkeys(label for side in sides.values() for label in side))
            counts = _all_counts(_pairs(sides, grid), labels, tuple(found))
            for members, one in counts.items():
                self._put(Facet("form", form), members, number, one)

    def _facets(self, found: Mapping[str, Mapping[str, object]]) -> list[tuple[Facet, list[str]]]:
        """The facets with labels in this article, and those that had some before."""
        used = dict.fromkeys(label for by in found.values() for label in by)
        layers: dict[str, list[str]] = {}
        for label in used:
            layers.setdefault(self.layers.get(label, ""), []).append(label)
        here = {ALL_LABELS: list(used)}
        here |= {Facet("layer", layer): some for layer, some in layers.items()}
        here |= {Facet("label", label): [label] for label in used}
        return list(here.items())

    def _add_relations(
        self, number: int, own: Mapping[str, list[Span]], relations: Iterable[Relation]
    ) -> None:
        spans = {span.id: span for some in own.values() for span in some}
        mine: dict[str, list[Relation]] = {who: [] for who in own}
        for one in relations:
            if one.annotator in mine:
                mine[one.annotator].append(one)
        linked = {who: links(some, spans, self.symmetric) for who, some in mine.items()}
        types = dict.fromkeys(link.label for some in linked.values() for link in some)
        facets = [ALL_RELATIONS, *(Facet("relation", one) for one in types)] if types else []
        for facet in facets:
            for first, second in combinations(own, 2):
                chosen = [
                    [link for link in linked[who] if facet.id in ("", link.label)]
                    for who in (first, second)
                ]
                counts = compared_links(chosen[0], chosen[1], own[first], own[second])
                self._put(facet, (first, second), number, counts)

    def _add_values(self, number: int, own: Mapping[str, list[Span]]) -> None:
        units = shared_spans(own)
        carried = {name for _, by in units for span in by.values() for name in span.attributes}
        groups: list[tuple[Members, list[Unit]]] = [(EVERYBODY, units)]
        if len(own) == 2:
            groups.append((tuple(own), units))
        else:
            for one, other in combinations(own, 2):
                both = [(label, by) for label, by in units if one in by and other in by]
                pair: list[Unit] = [(label, {one: by[one], other: by[other]}) for label, by in both]
                groups.append(((one, other), pair))
        for members, some in groups:
            shared = Counter((label, len(by)) for label, by in some)
            self._shared.setdefault(members, {})[number] = shared
        for name in sorted(carried):
            labels = self.attributes.get(name, frozenset())
            known: Counter[Key] | None = None
            for members, some in groups:
                if known is None or some is not units:
                    known = compared_values(some, name, labels)
                self._put(Facet("attribute", name), members, number, known)

    def _put(self, facet: Facet, members: Members, number: int, counts: Counter[Key]) -> None:
        self.counts.setdefault(facet, {}).setdefault(members, {})[number] = counts

    # ------------------------------------------------------------ asking

    def of(self, facet: Facet, members: Members) -> dict[int, Counter[Key]]:
        """The counts by article, those of articles without anything of the facet too.

        Tokens that nobody has labelled count in κ and α, so an article without the label does.
        """
        found = self.counts.get(facet, {}).get(members, {})
        if facet.kind in (RELATIONS, "relation") or facet in self._whole:
            return found
        if facet.kind == "attribute":
            labels = self.attributes.get(facet.id, frozenset())
            shared = self._shared.get(members, {})
            return {at: found.get(at) or without_values(some, labels) for at, some in shared.items()}
        whole = self.counts.get(ALL_LABELS, {}).get(members, {})
        return {number: found.get(number) or blank(counts) for number, counts in whole.items()}

    def take(self, facet: Facet, members: Members, counts: dict[int, Counter[Key]]) -> None:
        """Take over what was counted elsewhere: all articles of this account are in it."""
        self.counts.setdefault(facet, {})[members] = counts
        self._whole.add(facet)

    def members(self) -> list[Members]:
        """All pairs that share an article."""
        return sorted(self.pairs)


def blank(counts: Counter[Key]) -> Counter[Key]:
    """The counts of the same article for labels that nobody has used in it."""
    found: Counter[Key] = Counter()
    for key, number in counts.items():
        if key[1] == "items":
            found[key] = found[key[0], "blank", key[2]] = number
            found[key[0], "equal", key[2]] = number * key[2] * (key[2] - 1)
        elif key[1] == "chars":
            found[key] = number
            found[key[0], "gaps", key[2]] = number * key[2] * (key[2] - 1)
    return found


def _pairs(sides: Mapping[str, Side], grid: Grid) -> dict[Members, Comparison]:
    return {
        (one, other): Comparison(sides[one], sides[other], grid) for one, other in combinations(sides, 2)
    }


def _all_counts(
    pairs: Mapping[Members, Comparison], labels: Sequence[str], people: Members
) -> dict[Members, Counter[Key]]:
    """The counts of each pair and of everybody."""
    found = {pair: one.counts(labels) for pair, one in pairs.items()}
    several = len(people) > 2
    return {**found, EVERYBODY: of_all(list(found.values()), len(people)) if several else found[people]}


def for_codebook(book: Codebook) -> Agreement:
    """An empty account for the labels and attributes of a codebook."""
    having: dict[str, set[str]] = {}
    for label in book.labels.values():
        for name in label.attributes:
            having.setdefault(name, set()).add(label.id)
    layers = {label.id: label.layer for label in book.labels.values()}
    symmetric = frozenset(one.id for one in book.relation_types.values() if one.symmetric)
    return Agreement(layers, {name: frozenset(some) for name, some in having.items()}, symmetric)


def pooled(counts: Iterable[Counter[Key]]) -> Counter[Key]:
    """The counts of several articles together."""
    found: Counter[Key] = Counter()
    for one in counts:
        found.update(one)
    return found
