"""How long the agreement of two annotators takes, beside what plain SQL needs to read the spans.

    python -m tests.benchmarks.agreeing [--articles 1000] [--gamma 50]

Both annotate every article (60 spans each; about seven in ten are equal). CPU seconds: counting,
all values with their intervals as `annotator agreement` prints them, and γ for some articles.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.assets import resources
from annotator.jobs.agreement import compare
from annotator.jobs.agreement_extra import disorders
from annotator.jobs.agreement_report import report
from annotator.model.change import Change
from annotator.model.fragment import Fragment
from annotator.model.values import Field, NewDocument, Span, document_id, new_id, sha256
from annotator.store.project import Project
from tests.benchmarks.corpus_making import ANNOTATORS, ArticleMaker, Vocabulary

LABELS = ("PER", "ORG", "GPE", "QUOTE", "CLAIM")
PLAIN = "SELECT document_id, annotator, label, fragments FROM span ORDER BY 1, 2"


def changes(articles: int) -> Iterator[Change]:
    """Articles that both have annotated, with differences of all kinds."""
    words = Vocabulary()
    for id_, name in ANNOTATORS.items():
        yield Change(None, Field("annotator", id_, "name", name))
    for number in range(articles):
        maker = ArticleMaker(words, number)
        text = maker.make() + f" {number}."
        digest = sha256(text)
        document = document_id(digest)
        day = f"2026-{1 + number * 6 // articles:02}-{1 + number % 28:02}T09:00:00.000Z"
        yield Change(None, NewDocument(document, text, digest, created=day))
        yield Change(None, Field("document", document, "title", f"Article {number}"))
        chance = random.Random(number)
        for who in ANNOTATORS:
            for start, end, label, _ in maker.marks:
                if who != next(iter(ANNOTATORS)):
                    start, end, label = _differing(chance, start, end, label)
                if start < end:
                    values = {"certainty": chance.choice(("sure", "sure", "unsure"))}
                    yield Change(
                        None,
                        Span(
                            new_id(), document, label, (Fragment(start, end),), text[start:end], who,
                            values, None, "", "manual", day, day,
                        ),
                    )  # fmt: skip


def _differing(chance: random.Random, start: int, end: int, label: str) -> tuple[int, int, str]:
    draw = chance.random()
    if draw < 0.08:
        return start, start, label
    if draw < 0.16:
        return start, end, chance.choice(LABELS)
    return (start, end - 1, label) if draw < 0.28 and end - start > 2 else (start, end, label)


def timed(function: Callable[[], object]) -> float:
    """The CPU seconds that it takes."""
    started = time.process_time()
    function()
    return time.process_time() - started


def measure(path: Path, gamma_articles: int) -> dict[str, float]:
    """CPU seconds by what was measured."""
    with Project.open(path, read_only=True) as project:
        started = time.process_time()
        compared = compare(project)
        counted = time.process_time()
        report(compared)
        result = {"counting": counted - started, "values": time.process_time() - counted}
        if gamma_articles:
            some = [article.id for article in compared.agreement.articles[:gamma_articles]]
            few = compare(project, documents=some)
            facet = few.facets()[0]
            result[f"γ of {len(some)} articles"] = timed(lambda: disorders(project, few, facet, ()))
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        result["plain SQL"] = timed(lambda: connection.execute(PLAIN).fetchall())
    result["counting and values"] = result["counting"] + result["values"]
    return result


def main() -> None:
    """Make the project, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--gamma", type=int, default=50, metavar="ARTICLES")
    chosen = parser.parse_args()
    gc.disable()  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "two.annodb"
        codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
        with Project.create(path, title="Two annotators", codebook=codebook) as project:
            project.apply_stream("import", changes(chosen.articles), by=next(iter(ANNOTATORS)))
        figures = measure(path, chosen.gamma)
    for name, seconds in figures.items():
        print(f"{name:<24}{seconds:>8.2f} s{seconds / figures['plain SQL']:>9.1f} × plain SQL")


if __name__ == "__main__":
    main()
