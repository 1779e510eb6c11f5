"""How much has been done: documents by state, spans, relations and entities by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.values import STATES, Entity, Work
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a project; `characters` are code points, annotators go by their names.

    `states` and `spans` are by annotator: how many documents in each state, how many
    spans of each label.
    """

    documents: int
    characters: int
    states: dict[str, dict[str, int]]
    spans: dict[str, dict[str, int]]
    relations: dict[str, int]
    entities: dict[str, int]

    @property
    def labels(self) -> dict[str, int]:
        """How many spans of each label there are, whoever made them."""
        total: Counter[str] = Counter()
        for numbers in self.spans.values():
            total.update(numbers)
        return _by_number(total)

    def sentences(self) -> list[str]:
        """The numbers in words, a line for each kind."""
        lines = [(f"Articles, {name}", states) for name, states in self.states.items()]
        lines += [(f"Spans, {name}", labels) for name, labels in self.spans.items()]
        lines += [("Relations", self.relations), ("Entities", self.entities)]
        size = f"{counted(self.documents, 'article')}, {counted(self.characters, 'character')}"
        return [size] + [
            f"{heading}: {', '.join(f'{name} {number:,}' for name, number in numbers.items())}"
            for heading, numbers in lines
            if numbers
        ]


def count(
    lengths: Sequence[int],
    works: Iterable[Work],
    spans: Mapping[tuple[str, str], int],
    relations: Mapping[str, int],
    entities: Iterable[Entity],
    annotators: Mapping[str, str],
) -> Counts:
    """Count what is given.

    `lengths` are those of the documents, in code points; `spans` are numbers by annotator
    and label, `relations` by label; `annotators` are names by id.
    """
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for (annotator, label), number in spans.items():
        labels[annotators.get(annotator, annotator)][label] += number
    return Counts(
        documents=len(lengths),
        characters=sum(lengths),
        states=_states(works, annotators, len(lengths)),
        spans={name: _by_number(labels[name]) for name in sorted(labels)},
        relations=_by_number(relations),
        entities=_by_number(Counter(entity.type or "no type" for entity in entities)),
    )


def _states(
    works: Iterable[Work], names: Mapping[str, str], documents: int
) -> dict[str, dict[str, int]]:
    """For each annotator: how many documents are new, in progress, done, and flagged."""
    states: dict[str, Counter[str]] = {name: Counter() for name in sorted(names.values())}
    for work in works:
        numbers = states.setdefault(names.get(work.annotator, work.annotator), Counter())
        numbers[work.state] += 1
        numbers["flagged"] += work.is_flagged
    result: dict[str, dict[str, int]] = {}
    for name, numbers in states.items():
        begun = sum(numbers[state] for state in STATES if state != "new")
        numbers["new"] = documents - begun
        result[name] = {state: numbers[state] for state in (*STATES, "flagged")}
    return result


def _by_number(numbers: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))
