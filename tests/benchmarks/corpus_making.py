"""A project of many annotated articles for the benchmarks: the same every time.

    python -m tests.benchmarks.corpus_making OUT.annodb [--articles 20000]

Every article has about 5,000 characters and exactly 60 spans: names of people, organisations
and places that come back in other articles (linked to entities), dates, quotes with their
source and cue, and claims with their claimant. One in fifty is a near-duplicate.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from annotator.assets import resources
from annotator.model.change import Change
from annotator.model.fragment import Fragment
from annotator.model.values import Field, NewDocument, Relation, Span, document_id, new_id, sha256
from annotator.store.project import Project
from tests.benchmarks.documents import SYLLABLES

SPANS = 60
PEOPLE, GROUPS, PLACES = 3_000, 500, 700
ANNOTATORS = {
    "0190aaaa-0000-7000-8000-000000000001": "Mia",
    "0190aaaa-0000-7000-8000-000000000002": "Noor",
}
OUTLETS = ("Karrow Ledger", "Tessen Post", "The Quay", "Port Herald", "Delta Wire")
CUES = ("said", "announced", "warned", "claimed", "told reporters")
KINDS = ("quantity", "prediction", "personal", "law")


class Vocabulary:
    """Invented words, names and entities, drawn with a Zipf-like distribution."""

    def __init__(self) -> None:
        draw = random.Random("vocabulary")
        self.words = [
            "".join(draw.choices(SYLLABLES, k=draw.choice((1, 2, 2, 3)))) for _ in range(4_000)
        ]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        first = [self._name(draw, 2) for _ in range(150)]
        self.people = [f"{draw.choice(first)} {self._name(draw, 3)}" for _ in range(PEOPLE)]
        self.groups = [
            f"{self._name(draw, 2)} {draw.choice(('Union', 'Rail', 'Bank'))}" for _ in range(GROUPS)
        ]
        self.places = [
            f"{draw.choice(('Port', 'Santa', 'New'))} {self._name(draw, 2)}" for _ in range(PLACES)
        ]
        for names in (self.people, self.groups, self.places):
            names[:] = dict.fromkeys(names)
        self.ids = {name: new_id() for name in (*self.people, *self.groups, *self.places)}

    @staticmethod
    def _name(draw: random.Random, syllables: int) -> str:
        return "".join(draw.choices(SYLLABLES, k=syllables)).capitalize()

    def some(self, draw: random.Random, count: int) -> str:
        """So many common words."""
        return " ".join(draw.choices(self.words, cum_weights=self.weights, k=count))


class ArticleMaker:
    """Writes one article and its annotations, sentence by sentence."""

    def __init__(self, vocabulary: Vocabulary, number: int) -> None:
        self._words = vocabulary
        self._draw = random.Random(f"article/{number}")
        self._parts: list[str] = []
        self._length = 0
        self.marks: list[tuple[int, int, str, str]] = []
        self.links: list[tuple[int, int, str]] = []

    def _write(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def _mark(self, label: str, text: str, entity: str = "") -> int:
        self.marks.append((*self._write(text), label, entity))
        return len(self.marks) - 1

    def make(self) -> str:
        """The text; `marks` and `links` follow."""
        draw, words = self._draw, self._words
        own = draw.sample(words.people, 6)
        self._write(words.some(draw, 7).capitalize() + "\n\n")
        while len(self.marks) < SPANS:
            for _ in range(draw.randint(2, 5)):
                if len(self.marks) < SPANS:
                    self._sentence(draw.choice(own))
            self._write("\n\n")
        while self._length < 4_800:
            self._write(words.some(draw, 14).capitalize() + ". ")
        return "".join(self._parts).rstrip()

    def _sentence(self, person: str) -> None:
        draw, words = self._draw, self._words
        kind, room = draw.random(), SPANS - len(self.marks)
        if kind < 0.25 and room >= 3:
            quote = self._mark("QUOTE", f"“{words.some(draw, 11).capitalize()},”")
            self._write(" ")
            cue = self._mark("CUE", draw.choice(CUES))
            self._write(" ")
            source = self._mark("SOURCE", person, person)
            self.links += [(quote, source, "speaker"), (quote, cue, "cue")]
        elif kind < 0.4 and room >= 1:
            self._mark("CLAIM", f"{words.some(draw, 9).capitalize()} {draw.randint(2, 99)} percent")
        elif kind < 0.6:
            place = draw.choice(words.places)
            self._write(f"In {words.some(draw, 3)} ")
            self._mark("GPE", place, place)
            self._write(f" {words.some(draw, 6)}")
        elif kind < 0.8:
            self._mark("PER", person, person)
            self._write(f" {words.some(draw, 8)}")
        else:
            group = draw.choice(words.groups)
            self._write(f"The {words.some(draw, 2)} ")
            self._mark("ORG", group, group)
            self._write(f" {words.some(draw, 5)}")
        self._write(". ")


def changes(articles: int) -> Iterator[Change]:
    """Everything that the project holds beside its codebook."""
    words = Vocabulary()
    for id_, name in ANNOTATORS.items():
        yield Change(None, Field("annotator", id_, "name", name))
    for label, names in (("PER", words.people), ("ORG", words.groups), ("GPE", words.places)):
        for name in names:
            yield Change(None, Field("entity", words.ids[name], "name", name))
            yield Change(None, Field("entity", words.ids[name], "type", label))
    seen: set[str] = set()
    for number in range(articles):
        maker = ArticleMaker(words, number - 1 if number % 50 == 49 else number)
        text = maker.make()
        if number % 50 == 49:
            text += " Updated."
        digest = sha256(text)
        if digest in seen:
            continue
        seen.add(digest)
        yield from _article(number, text, digest, maker, words)


def _article(
    number: int, text: str, digest: str, maker: ArticleMaker, words: Vocabulary
) -> Iterator[Change]:
    document = document_id(digest)
    time = f"2026-{1 + number % 9:02}-{1 + number % 28:02}T09:{number % 60:02}:00.000Z"
    yield Change(None, NewDocument(document, text, digest, created=time))
    said = {
        "title": text.split("\n", 1)[0],
        "metadata.outlet": OUTLETS[number % len(OUTLETS)],
        "metadata.published": f"{2023 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}",
        "metadata.language": "en",
    }
    for name, value in said.items():
        yield Change(None, Field("document", document, name, value))
    by = list(ANNOTATORS)[number % 2]
    if number % 4:
        state = "done" if number % 4 > 1 else "in progress"
        yield Change(None, Field("work", f"{document}/{by}", "state", state))
    spans = []
    for start, end, label, entity in maker.marks:
        attributes = {"claim_kind": KINDS[start % 4]} if label == "CLAIM" else {}
        spans.append(
            Span(
                new_id(), document, label, (Fragment(start, end),), text[start:end], by, attributes,
                words.ids.get(entity), "", "propagated" if start % 5 == 0 else "manual", time, time,
            )
        )  # fmt: skip
    yield from (Change(None, span) for span in spans)
    for first, last, label in maker.links:
        ends = spans[first].id, spans[last].id
        yield Change(None, Relation(new_id(), document, label, *ends, by, created=time, modified=time))


def make_project(path: Path, articles: int) -> None:
    """Write the project; refuses an existing file."""
    codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    with Project.create(path, title="Benchmark", codebook=codebook) as project:
        project.apply_stream("import", changes(articles), by=next(iter(ANNOTATORS)))


def main() -> None:
    """Make a project as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    chosen = parser.parse_args()
    make_project(chosen.out, chosen.articles)


if __name__ == "__main__":
    main()
