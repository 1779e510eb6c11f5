"""The rules measured on real data; the floors lie a little under what was reached.

Gold: LitBank's quotations; the named entities and the syntax trees of GUM's news articles (who is
the subject of the verb of saying that governs a quotation). PolNeAR is not among the shared corpora.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from annotator.model import lexicon
from annotator.model.extent import Extent
from annotator.model.extents import extent_at
from annotator.model.quotations import quotation_at, quotations
from annotator.suggest.attribution import propose

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
SAYING = re.compile(
    "say|tell|add|announce|state|claim|report|explain|warn|write|suggest|argue|note|deny|insist"
)

needs_litbank = pytest.mark.skipif(not (CORPORA / "litbank").is_dir(), reason="no LitBank in ../shared")
needs_gum = pytest.mark.skipif(not (CORPORA / "gum-news").is_dir(), reason="no GUM news in ../shared")


class Word(NamedTuple):
    start: int
    end: int
    form: str
    lemma: str
    pos: str
    head: int
    """The number of the governing word in the article, -1 for a root."""
    relation: str
    entity: str


class Rates:
    """Counts hits by name and says their share."""

    def __init__(self) -> None:
        self.tries = 0
        self.hits: dict[str, int] = {}

    def count(self, **hits: bool) -> None:
        self.tries += 1
        for name, hit in hits.items():
            self.hits[name] = self.hits.get(name, 0) + hit

    def __getitem__(self, name: str) -> float:
        return self.hits[name] / self.tries


@needs_litbank
def test_quotations_of_litbank():
    exact, found, right = Rates(), 0, 0
    for path in sorted((CORPORA / "litbank" / "quotations").glob("*.ann")):
        text, gold = litbank(path)
        marked = {each.fragment for each in quotations(text, 0, len(text))}
        for start, end in gold:
            exact.count(
                scan=(start, end) in marked, caret=(start, end) in quotation_at(text, (start + end) // 2)
            )
        found, right = found + len(marked), right + len(marked & set(gold))
    assert exact["scan"] > 0.98
    assert exact["caret"] > 0.98
    assert right / found > 0.87


@needs_gum
def test_names_of_gum_news():
    exact = Rates()
    for text, words in articles():
        for start, end in named_entities(words):
            exact.count(name=extent_at(text, (start + end) // 2, Extent.NAME) == ((start, end),))
    assert exact.tries > 800
    assert exact["name"] > 0.905


@needs_gum
def test_sources_and_cues_of_gum_news():
    exact = Rates()
    for text, words in articles():
        for verb, subject in sayings(words):
            source = extent_at(text, words[subject].start + 1, Extent.SOURCE)
            cue = extent_at(text, words[verb].start + 1, Extent.CUE)
            exact.count(
                source=source == (phrase(text, words, subject),),
                cue=bool(cue) and cue[0].end == words[verb].end,
            )
    assert exact.tries > 100
    assert exact["source"] > 0.93
    assert exact["cue"] > 0.99


@needs_gum
def test_speakers_of_gum_news():
    rates = Rates()
    for text, words in articles():
        for quoted, verb, subject in governed_quotations(text, words):
            found = propose(text, quotation_at(text, sum(quoted) // 2) or [quoted])
            at = words[subject].start
            cue = found[0].cue if found else None
            rates.count(
                overlap=bool(found) and found[0].source.start <= at < found[0].source.end,
                exact=bool(found) and found[0].source == phrase(text, words, subject),
                third=any(each.source.start <= at < each.source.end for each in found[:3]),
                cue=cue is not None and cue.start <= words[verb].start < cue.end,
            )
    assert rates.tries > 50
    assert rates["overlap"] > 0.88
    assert rates["exact"] > 0.85
    assert rates["third"] > 0.9
    assert rates["cue"] > 0.92


@needs_gum
def test_indirect_quotes_of_gum_news():
    exact = Rates()
    for text, words in articles():
        marked = [each.fragment for each in quotations(text, 0, len(text))]
        for number, word in enumerate(words):
            verb = words[word.head]
            if word.relation == "ccomp" and verb.pos == "VERB" and SAYING.fullmatch(verb.lemma):
                start, end = phrase(text, words, number)
                if start > verb.start and not any(low < end and start < high for low, high in marked):
                    found = extent_at(text, (start + end) // 2, Extent.QUOTATION)
                    exact.count(quote=found == ((start, end),))
    assert exact.tries > 50
    assert exact["quote"] > 0.9


def litbank(path: Path) -> tuple[str, list[tuple[int, int]]]:
    """The article with its spaces restored (the file has one between all tokens), and its quotes."""
    rows = [line.split(" ") for line in path.with_suffix(".txt").read_text("utf-8").split("\n")]
    pieces: list[str] = []
    places: dict[tuple[int, int], tuple[int, int]] = {}
    length, glued, quoting = 0, True, False
    for sentence, row in enumerate(rows):
        for number, token in enumerate(row):
            closes = token == '"' and quoting
            tight = closes or bool(re.match(r"[,.!?;:)\]”’]|['’](?:s|re|ll|ve|d|m)$|n['’]t$|--$", token))
            if not (glued or tight):
                pieces.append(" ")
                length += 1
            places[sentence, number] = (length, length + len(token))
            pieces.append(token)
            length += len(token)
            quoting = quoting != (token == '"')
            glued = token in "“‘([" or token == "--" or (token == '"' and quoting)
    gold = []
    for line in path.read_text("utf-8").splitlines():
        kind, _, *fields = line.split("\t")
        if kind == "QUOTE":
            low, first, high, last = map(int, fields[:4])
            gold.append((places[low, first][0], places[high, last][1]))
    return "".join(pieces), gold


def articles() -> Iterator[tuple[str, list[Word]]]:
    """The texts of GUM's news articles with their words and trees."""
    for path in sorted((CORPORA / "gum-news" / "dep").glob("*.conllu")):
        yield conllu(path.read_text("utf-8"))


def conllu(content: str) -> tuple[str, list[Word]]:
    text, words, first = "", list[Word](), 0
    joined, joined_space = 0, True
    for line in content.splitlines():
        if re.match("# newpar *$", line) and text:
            text = text.rstrip() + "\n"
        if line.startswith("# sent_id"):
            first, joined = len(words), 0
        fields = line.split("\t")
        if len(fields) < 10 or "." in fields[0]:
            continue
        spaced = "SpaceAfter=No" not in fields[9]
        if "-" in fields[0]:
            joined, joined_space = int(fields[0].split("-")[1]), spaced
            continue
        number, head = int(fields[0]), int(fields[6])
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", fields[9])
        words.append(
            Word(len(text), len(text) + len(fields[1]), fields[1], fields[2], fields[3],
                 first + head - 1 if head else -1, fields[7], entity.group(1) if entity else "")
        )  # fmt: skip
        text += fields[1] + (
            " " if (spaced if number > joined else joined_space and number == joined) else ""
        )
    return text, words


def named_entities(words: list[Word]) -> list[tuple[int, int]]:
    """The outermost proper names, by the codebook's rules: no article, title or possessive."""
    found = set()
    for first, last, kind in bracketed(words):
        span = words[first : last + 1]
        while span and span[0].pos in ("DET", "PUNCT"):
            span = span[1:]
        while span and (span[-1].form in ("'s", "’s") or span[-1].pos == "PUNCT"):
            span = span[:-1]
        if span and kind not in ("time", "quantity") and is_name(span, kind):
            found.add((span[0].start, span[-1].end))
    return [one for one in sorted(found) if not any(is_inside(one, other) for other in found)]


def is_inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def is_name(span: list[Word], kind: str) -> bool:
    forms, tags = [word.form for word in span], [word.pos for word in span]
    if not (
        forms[0][0].isupper() and (forms[-1][0].isupper() or forms[-1][0].isdigit()) and "PROPN" in tags
    ):
        return False
    if any(
        form.lower().rstrip(".") in lexicon.TITLES or form in ("'s", "’s", ",", '"', "“", "'")
        for form in forms
    ):
        return False
    if kind == "person" and {"ADP", "CCONJ"} & set(tags):
        return False
    common = ("NOUN", "VERB", "PRON", "ADV", "ADJ")
    return not any(word.pos in common and not word.form[0].isupper() for word in span)


def bracketed(words: list[Word]) -> Iterator[tuple[int, int, str]]:
    """GUM's entities: first and last word and kind."""
    stack: list[tuple[str, int, str]] = []
    for number, word in enumerate(words):
        for match in re.finditer(r"\(([^()]+)(\))?|(\d+)\)", word.entity):
            if match.group(1):
                fields = match.group(1).split("-")
                stack.append((fields[0], number, fields[1] if len(fields) >= 8 else "time"))
            name = match.group(3) or (match.group(1).split("-")[0] if match.group(2) else None)
            opened = [place for place, entry in enumerate(stack) if entry[0] == name]
            if opened:
                _, first, kind = stack.pop(opened[-1])
                yield first, number, kind


def sayings(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Verbs of saying with their subjects."""
    for verb, word in enumerate(words):
        if word.pos == "VERB" and SAYING.fullmatch(word.lemma):
            subject = subject_of(words, verb, ("nsubj",))
            if subject is not None and words[subject].form.lower() not in ("who", "which", "that"):
                yield verb, subject


def subject_of(words: list[Word], verb: int, relations: tuple[str, ...]) -> int | None:
    near = range(max(0, verb - 80), min(len(words), verb + 80))
    return next((n for n in near if words[n].head == verb and words[n].relation in relations), None)


def phrase(text: str, words: list[Word], head: int) -> tuple[int, int]:
    """Where the words that depend on `head` lie, without a comma at the end."""
    inside, grown = {head}, True
    while grown:
        near = range(max(0, head - 80), min(len(words), head + 80))
        more = {number for number in near if words[number].head in inside} - inside
        inside, grown = inside | more, bool(more)
    start, end = words[min(inside)].start, words[max(inside)].end
    return start, start + len(text[start:end].rstrip(" ,"))


def governed_quotations(text: str, words: list[Word]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Quotations of four words or more with the verb that governs them and its subject."""
    for (start, end), _, _ in quotations(text, 0, len(text)):
        inside = [
            n
            for n, word in enumerate(words)
            if start <= word.start and word.end <= end and word.pos != "PUNCT"
        ]
        verb = governing_verb(words, set(inside)) if len(inside) >= 4 else None
        subject = subject_of(words, verb, ("nsubj", "nsubj:pass")) if verb is not None else None
        if verb is not None and subject is not None:
            yield (start, end), verb, subject


def governing_verb(words: list[Word], inside: set[int]) -> int | None:
    found = None
    for number in sorted(inside):
        word = words[number]
        clause = word.relation.split(":")[0] in ("ccomp", "parataxis", "xcomp", "obj")
        if clause and word.head >= 0 and word.head not in inside and words[word.head].pos == "VERB":
            found = word.head
        for other in range(max(0, number - 80), min(len(words), number + 80)):
            inserted = words[other].head == number and words[other].relation.startswith("parataxis")
            if inserted and other not in inside and words[other].pos == "VERB":
                found = other
    return found
