"""Checks that compare words over the whole project: the same words, another label, or none.

`Strings` first takes all spans in (`add`, `close`, `count_common`, `leave_common`), then looks
at documents one by one. It keeps no texts: words stand as hashes of 52 bits in arrays (8 bytes
a span), so that a project of a million spans costs some ten megabytes.

What counts as *labelled elsewhere*: words that carry a label for names (`Extent.NAME`; so no
dates, numbers, sources, cues, quotes or claims), at least twice, or once if they are two words
or more with a capital among them. A single word must begin with a capital and be no common
word. It is looked for as whole words, capitals and all, in articles that somebody is in
progress or done with; where a longer string stands, the shorter ones in it are not counted.
A place that touches any span of the same layer is left alone, and so is a part of a
hyphenated word. Single words that a sample of articles shows unlabelled more than four times
as often as labelled are taken for common words.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.model.check_words import (
    VALUE_BITS,
    WORD,
    Bag,
    Covered,
    core,
    is_name_like,
    is_part_of_word,
)
from annotator.model.extent import Extent
from annotator.model.fragment import Fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from annotator.model.check_document import Checked
    from annotator.model.check_rules import Rules
    from annotator.model.checks import Finding
    from annotator.model.values import Span

_MASK = (1 << 52) - 1
_BY_ITSELF = 1 << VALUE_BITS - 1
_LABELS = _BY_ITSELF - 1
_PAIRS = (1 << 20) - 1
_MOST_WORDS, _LONGEST, _LONGEST_COMPARED = 8, 100, 400
_COMMON, _FEWEST = 4, 5


class Strings:
    """The words of all spans of a project, as far as they are compared."""

    def __init__(self, rules: Rules) -> None:
        labels = rules.codebook.labels.values()
        self._labels = [label.id for label in labels][:_LABELS]
        self._numbers = {label: number for number, label in enumerate(self._labels)}
        self._layers = {label.id: label.layer for label in labels}
        sizes = Counter(label.layer for label in labels)
        self._compared = {label.id for label in labels if sizes[label.layer] > 1}
        self._names = {label.id for label in labels if label.extent is Extent.NAME}
        self._name_layers = sorted({self._layers[label] for label in self._names})
        self._all, self._known_all = Bag(), Bag()
        self._conflicts: dict[int, Counter[int]] = {}
        self._known: dict[int, int] = {}
        self._entities: dict[int, str] = {}
        self._singles: set[str] = set()
        self._starts = bytearray(_PAIRS + 1)
        self._labelled: Counter[str] = Counter()
        self._unlabelled: Counter[str] = Counter()

    # ------------------------------------------------------------ taking in

    def add(self, rows: Iterable[tuple[str, str, str, str | None]]) -> None:
        """Take spans in: label, annotator, text and entity of each."""
        numbers, compared, names = self._numbers, self._compared, self._names
        for label, annotator, text, entity in rows:
            number = numbers.get(label)
            if number is None or len(text) > _LONGEST_COMPARED:
                continue
            words = " ".join(text.split())
            if label in compared:
                self._all.add(hash((self._layers[label], annotator, words)) & _MASK, number)
            if label in names and len(words) <= _LONGEST:
                self._add_name(label, number, words, entity)

    def _add_name(self, label: str, number: int, words: str, entity: str | None) -> None:
        name = core(words)
        if name is None:
            return
        parts = WORD.findall(name)
        is_capital = name != name.lower()
        if len(parts) == 1:
            if not is_name_like(name):
                return
            self._singles.add(name)
        elif len(parts) > _MOST_WORDS:
            return
        else:
            self._starts[hash((parts[0], parts[1])) & _PAIRS] |= 1 << (len(parts) - 2)
        flag = _BY_ITSELF if is_capital and len(parts) > 1 else 0
        self._known_all.add(hash((self._layers[label], name)) & _MASK, number | flag)
        if entity is not None and is_capital:
            key = hash((label, name)) & _MASK
            former = self._entities.setdefault(key, entity)
            if former != entity:
                self._entities[key] = ""

    def close(self, step: Callable[[], object] | None = None) -> None:
        """Everything is in: find out what is labelled differently, and what is a known string.

        `step` is called now and then, and may raise `Cancelled`.
        """
        for key, counts in self._all.groups(step):
            if len(counts) > 1:
                self._conflicts[key] = counts
        for key, counts in self._known_all.groups(step):
            labels: Counter[int] = Counter()
            for value, count in counts.items():
                labels[value & _LABELS] += count
            if labels.total() > 1 or any(value & _BY_ITSELF for value in counts):
                self._known[key] = labels.most_common(1)[0][0]

    def count_common(self, sample: Iterable[Checked]) -> None:
        """Count in some articles how often single words stand labelled and not."""
        for checked in sample:
            for place, _label in self._places(checked):
                if (word := checked.text[slice(*place)]) in self._singles:
                    self._unlabelled[word] += 1
            spans = checked.spans.values()
            self._labelled.update(one.text for one in spans if one.text in self._singles)

    def leave_common(self) -> None:
        """Leave single words alone that stand unlabelled far more often than labelled."""
        for word, count in self._unlabelled.items():
            if count >= _FEWEST and count > _COMMON * self._labelled[word]:
                self._singles.discard(word)
        self._labelled, self._unlabelled = Counter(), Counter()

    def follow(self, before: Span | None, after: Span | None) -> None:
        """Keep the counts of words that are labelled differently in step with a change."""
        for span, step in ((before, -1), (after, 1)):
            if span is not None and (counts := self._counts(span)) is not None:
                counts[self._numbers[span.label]] += step

    # ------------------------------------------------------------ looking

    def findings(self, checked: Checked) -> Iterator[Finding]:
        """What a document labels differently, leaves unlabelled or leaves without its entity."""
        for span in checked.spans.values():
            if span.label in self._compared:
                yield from self._other_label(checked, span)
            if span.entity is None and span.label in self._names and len(span.text) <= _LONGEST:
                yield from self._other_entity(checked, span)
        if checked.is_worked_on:
            for (start, end), label in self._places(checked):
                entity = self._entity(label, checked.text[start:end])
                reason = f"the same words are labelled {checked.rules.called(label)} elsewhere"
                yield checked.place(start, end, "unlabelled", reason, label=label, entity=entity)

    def _counts(self, span: Span) -> Counter[int] | None:
        if span.label not in self._compared or len(span.text) > _LONGEST_COMPARED:
            return None
        words = " ".join(span.text.split())
        return self._conflicts.get(hash((self._layers[span.label], span.annotator, words)) & _MASK)

    def _other_label(self, checked: Checked, span: Span) -> Iterator[Finding]:
        counts = self._counts(span)
        if counts is None:
            return
        ranked = [(number, count) for number, count in counts.most_common() if count > 0]
        own = counts[self._numbers[span.label]]
        others = [(self._labels[n], count) for n, count in ranked if self._labels[n] != span.label]
        if not others or own > others[0][1]:
            return
        called = checked.rules.called
        named = ", ".join(f"{called(label)} {count:,}×" for label, count in others)
        is_majority = own < others[0][1] and (len(others) < 2 or others[1][1] < others[0][1])
        reason = f"elsewhere the same words are {named}; {called(span.label)} {own:,}×"
        proposal = others[0][0] if is_majority else ""
        yield checked.finding(span, "same-string", reason, proposal=proposal)

    def _other_entity(self, checked: Checked, span: Span) -> Iterator[Finding]:
        entity = self._entity(span.label, span.text)
        if entity and (checked.background.entities is None or entity in checked.background.entities):
            reason = "elsewhere these words point to one entity"
            yield checked.finding(span, "entity-missing", reason, entity=entity)

    def _entity(self, label: str, text: str) -> str:
        found = core(" ".join(text.split()))
        return self._entities.get(hash((label, found)) & _MASK, "") if found is not None else ""

    def _places(self, checked: Checked) -> Iterator[tuple[Fragment, str]]:
        """Where words that are labelled elsewhere stand outside all spans of their layer."""
        text = checked.text
        words = WORD.findall(text)
        masks = self._starts
        pairs = [masks[hash(pair) & _PAIRS] for pair in pairwise(words)]
        pairs += [0] if words else []
        singles = self._singles
        wanted = [n for n, mask in enumerate(pairs) if mask or words[n] in singles]
        if not wanted:
            return
        starts = [match.start() for match in WORD.finditer(text)]
        covered = Covered(checked, self._layers)
        free = 0
        for number in wanted:
            if number < free:
                continue
            found = self._longest(text, words, starts, number, pairs[number])
            if found is None:
                continue
            count, place, layer, label = found
            free = number + count
            if not covered.touches(layer, place) and not is_part_of_word(text, place):
                yield place, label

    def _longest(
        self, text: str, words: Sequence[str], starts: Sequence[int], number: int, mask: int
    ) -> tuple[int, Fragment, str, str] | None:
        """The longest known string that starts at this word."""
        lengths = [n + 2 for n in range(_MOST_WORDS - 2, -1, -1) if mask >> n & 1]
        if words[number] in self._singles:
            lengths.append(1)
        start = starts[number]
        for count in lengths:
            last = number + count - 1
            if last >= len(words):
                continue
            end = starts[last] + len(words[last])
            if end - start > _LONGEST + 20:
                continue
            found = text[start:end] if count == 1 else " ".join(text[start:end].split())
            for layer in self._name_layers:
                known = self._known.get(hash((layer, found)) & _MASK)
                if known is not None:
                    return count, Fragment(start, end), layer, self._labels[known]
        return None
