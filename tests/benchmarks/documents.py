"""News-like documents for the benchmarks: the same every time, in any size.

Words are invented and drawn with a Zipf-like distribution; a fifth of the spans are
nested in, cross or lie around others. Offsets are code points.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

SYLLABLES = [
    "ba",
    "ter",
    "lin",
    "mo",
    "ra",
    "vel",
    "dor",
    "ken",
    "sta",
    "ni",
    "po",
    "lu",
    "gre",
    "sen",
    "tal",
    "mir",
    "ho",
    "fa",
    "ves",
    "kor",
    "an",
    "el",
    "is",
    "un",
]
NAMES = [
    "Mira Holt",
    "Tomas Okafor",
    "Délia Vanterpool",
    "Łucja Brandt",
    "Øyvind Karst",
    "Port Ellery",
    "Santa Rueda",
]
LABELS = ("PER", "ORG", "GPE", "LOC", "DATE", "QUANT", "SOURCE", "CUE", "QUOTE", "CLAIM")
EMOJI = ("😀", "🎉", "👍🏽", "🇪🇺", "📈")


@dataclass(frozen=True, slots=True)
class Size:
    """How long a document is, in characters, and how many spans it carries."""

    name: str
    characters: int
    spans: int
    is_one_paragraph: bool = False


SIZES = (
    Size("5 KB / 60", 5_000, 60),
    Size("100 KB / 2,000", 100_000, 2_000),
    Size("1 MB / 20,000", 1_000_000, 20_000),
    Size("10 MB / 200,000", 10_000_000, 200_000),
    Size("1 MB in one paragraph / 20,000", 1_000_000, 20_000, True),
)


def make_text(size: Size) -> str:
    """The text of a document of about this size."""
    draw = random.Random(f"text/{size.name}")
    words = ["".join(draw.choices(SYLLABLES, k=draw.choice((1, 2, 2, 3)))) for _ in range(2_000)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    paragraphs: list[str] = []
    total = 0
    while total < size.characters:
        sentences = [_sentence(draw, words, weights) for _ in range(draw.randint(2, 6))]
        paragraphs.append(" ".join(sentences))
        total += len(paragraphs[-1]) + 2
    return (" " if size.is_one_paragraph else "\n\n").join(paragraphs)[: size.characters].rstrip()


def _sentence(draw: random.Random, words: list[str], weights: list[float]) -> str:
    chosen = draw.choices(words, cum_weights=weights, k=draw.randint(7, 24))
    chosen[0] = chosen[0].capitalize()
    kind = draw.random()
    if kind < 0.12:
        return f"“{' '.join(chosen)},” said {draw.choice(NAMES)}."
    if kind < 0.2:
        return f"{' '.join(chosen)} {draw.choice(EMOJI)} {draw.randint(2, 9999):,}."
    return " ".join(chosen) + "."


def make_spans(text: str, size: Size) -> list[tuple[int, int, str]]:
    """Start, end and label of the spans, in order; a fifth of them nest or overlap."""
    draw = random.Random(f"spans/{size.name}")
    words = _words(text)
    base = sorted(draw.sample(range(len(words)), min(int(size.spans * 0.8), len(words))))
    spans: set[tuple[int, int, str]] = set()
    for index in base:
        spans.add(_stretch(draw, words, index, draw.choice((1, 1, 2, 2, 3, 4, 8))))
    while len(spans) < size.spans:
        spans.add(_stretch(draw, words, max(0, draw.choice(base) - draw.randint(0, 2)), 8))
    return sorted(spans)


def _words(text: str) -> list[tuple[int, int]]:
    found, position = [], 0
    for part in text.replace("\n", " ").split(" "):
        if part:
            found.append((position, position + len(part)))
        position += len(part) + 1
    return found


def _stretch(
    draw: random.Random, words: list[tuple[int, int]], first: int, longest: int
) -> tuple[int, int, str]:
    last = first
    while (
        last - first + 1 < longest and last + 1 < len(words) and words[last + 1][0] == words[last][1] + 1
    ):
        last += 1
    return words[first][0], words[last][1], draw.choice(LABELS)
