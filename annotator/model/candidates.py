"""Candidates: the places that the caret hops over, because an annotator may want to label them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from annotator.model import lexicon
from annotator.model.attributions import tail_start
from annotator.model.datelines import dateline_end
from annotator.model.expressions import dates, quantities
from annotator.model.fragment import Fragment
from annotator.model.headlines import is_headline
from annotator.model.names import names
from annotator.model.patterns import Pattern
from annotator.model.phrases import MASKED, Phrase, is_finite
from annotator.model.quotations import quotations
from annotator.model.relatives import main_cues
from annotator.model.reported import report_of
from annotator.model.tokens import WINDOW, paragraph_near, sentences, window_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEHIND, _AHEAD = 120, 300
_MOST_REPEATS = 20
_MOST_STRETCHES = 4
_QUOTING = '"\u201c\u201e\u00ab\u2018\u201a\u2039\u300c'
_OPENING = _QUOTING + "'([*\u2022\u2013\u2014-"
_CLOSING = "\"'\u201d\u2019\u00bb\u201c\u2018)]"
_HINT = Pattern('[0-9A-Z\u00c0-\u00de\u0410-\u042f\u4e00-\u9fff"\u201c\u201e\u00ab\u00bb\u2018\u300c]')
_LONE_WORD = Pattern(r"[^\W\d_]\w*\b(?! [A-Z\u00c0-\u00de])")


class Kind(StrEnum):
    """What a candidate looks like."""

    NAME = "name"
    QUOTATION = "quotation"
    NUMBER = "number"
    DATE = "date"
    CLAUSE = "clause"


class Candidate(NamedTuple):
    """A stretch of text in code points, end exclusive, and what it looks like."""

    fragment: Fragment
    kind: Kind


def candidates(text: str, start: int, end: int) -> list[Candidate]:
    """The candidates of `text[start:end]` in text order; where two start, the shorter is one."""
    start, end = max(0, start), min(len(text), end)
    numbers = quantities(text, start, end)
    ends = {each.end for each in numbers}
    found = [Candidate(each, Kind.NUMBER) for each in numbers]
    found += [Candidate(each, Kind.DATE) for each in dates(text, start, end) if each.end not in ends]
    taken = [each.fragment for each in found]
    found += [Candidate(each, Kind.NAME) for each in _likely_names(text, start, end, taken)]
    quoted = [each.fragment for each in quotations(text, start, end)]
    found += [Candidate(each, Kind.QUOTATION) for each in quoted]
    found += [Candidate(each, Kind.CLAUSE) for each in _clauses(text, start, end, quoted)]
    found.sort(key=lambda candidate: candidate.fragment)
    first_at = {each.fragment.start: each for each in reversed(found)}
    return [first_at[start] for start in sorted(first_at)]


def next_candidate(text: str, position: int) -> Candidate | None:
    """The first candidate that starts after the position, within the window."""
    position = max(position, -1)
    low: int | None = position
    for _ in range(_MOST_STRETCHES):
        if low is None or low > position + WINDOW:
            break
        start = window_at(text, max(low, 0), _BEHIND).start
        found = candidates(text, start, window_at(text, low + _AHEAD, 30).end)
        after = next((each for each in found if each.fragment.start > position), None)
        if after is not None:
            return after
        low = _next_hint(text, low + _AHEAD)
    return None


def previous_candidate(text: str, position: int) -> Candidate | None:
    """The last candidate that starts before the position, within the window."""
    position = min(position, len(text))
    high: int | None = position
    for _ in range(_MOST_STRETCHES):
        if high is None or high < position - WINDOW:
            break
        start = window_at(text, high - _AHEAD, _BEHIND).start
        found = candidates(text, start, window_at(text, high + _BEHIND, 30).end)
        before = next((each for each in reversed(found) if each.fragment.start < position), None)
        if before is not None:
            return before
        high = _previous_hint(text, high - _AHEAD)
    return None


def _next_hint(text: str, position: int) -> int | None:
    """Where the next digit, quotation mark or telling capital stands, within the window."""
    found = _HINT.finditer(text, max(0, position - _BEHIND), max(0, position) + WINDOW)
    recurring: dict[str, bool] = {}
    return next((match.start() for match in found if _tells(text, match.start(), recurring)), None)


def _previous_hint(text: str, position: int) -> int | None:
    """Behind the last digit, quotation mark or telling capital before the position."""
    found = [*_HINT.finditer(text, max(0, position - WINDOW), max(0, position) + _BEHIND)]
    recurring: dict[str, bool] = {}
    hints = (match.start() + 1 for match in reversed(found) if _tells(text, match.start(), recurring))
    return next(hints, None)


def _tells(text: str, at: int, recurring: dict[str, bool]) -> bool:
    """Whether the mark, digit or capital here may begin a candidate."""
    word = _LONE_WORD.match(text, at)
    if word is None:
        return True
    plain = word.group().lower() in lexicon.FUNCTION_WORDS
    return not (plain or _is_ordinary(text, Fragment(*word.span()), recurring))


def _likely_names(text: str, start: int, end: int, taken: list[Fragment]) -> list[Fragment]:
    """The name runs that overlap no number and are no lone title."""
    ends = {each.start: each.end for each in taken}
    found: list[Fragment] = []
    recurring: dict[str, bool] = {}
    for name in names(text, start, end):
        overlaps = any(low < name.end and name.start < high for low, high in ends.items())
        title = text[name.start : name.end].lower() in lexicon.TITLES | lexicon.TITLE_MODIFIERS
        if not overlaps and not title and not _is_ordinary(text, name, recurring):
            found.append(name)
    return found


def _is_ordinary(text: str, name: Fragment, recurring: dict[str, bool]) -> bool:
    """Whether the capital tells nothing: one word that begins a sentence and is no name elsewhere."""
    word = text[name.start : name.end]
    if not (word.isalpha() and word[1:].islower() and _begins_sentence(text, name.start)):
        return False
    if word not in recurring:
        recurring[word] = _recurs(text, word, window_at(text, name.start))
    return not recurring[word]


def _recurs(text: str, word: str, near: Fragment) -> bool:
    """Whether the capitalised word stands within a sentence nearby."""
    at = text.find(word, near.start, near.end)
    for _ in range(_MOST_REPEATS):
        if at < 0:
            break
        if not text[at + len(word) : at + len(word) + 1].isalnum() and _within_sentence(text, at):
            return True
        at = text.find(word, at + len(word), near.end)
    return False


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence, a line, a quotation or what follows a dateline begins here."""
    head = text[max(0, at - _BEHIND) : at]
    before = head.rstrip(" \u00a0\t" + _OPENING)
    if not before or before[-1] in "\n\u2029" or head[-1] in _QUOTING:
        return True
    closed = before.rstrip(_CLOSING)
    if closed[-1:] not in tuple(".!?:\u2026"):
        paragraph = paragraph_near(text, at)
        return dateline_end(text, *paragraph) == at > paragraph.start
    word = closed[:-1].split()[-1:] if closed[-1] == "." else []
    return not (word and (len(word[0]) == 1 or word[0].lower() in lexicon.TITLES | lexicon.ABBREVIATED))


def _within_sentence(text: str, at: int) -> bool:
    """Whether a word of a sentence, not of a capitalised headline, stands right before the place."""
    if not text[max(0, at - 1) : at].isspace() or _begins_sentence(text, at):
        return False
    line = paragraph_near(text, at)
    return not is_headline(text, line.start, min(line.end, line.start + _BEHIND))


def _clauses(text: str, start: int, end: int, quoted: list[Fragment]) -> list[Fragment]:
    """What the cues report, outside quotations: behind a cue and before an attribution."""
    found: list[Fragment] = []
    for sentence in sentences(text, start, end):
        if not any(each.start <= sentence.start and sentence.end <= each.end for each in quoted):
            phrase = Phrase(text, *sentence, masked=quoted)
            found += [_trimmed(text, part) for part in _reported(phrase, sentence)]
    return [each for each in found if each.start < each.end]


def _reported(phrase: Phrase, sentence: Fragment) -> Iterator[Fragment]:
    within = False
    for first, last in main_cues(phrase):
        report = report_of(phrase, first, last)
        cut = tail_start(phrase, first, last) if not within else None
        follows = report is None or report.kind is report.kind.OBJECT
        if follows and cut is not None and _is_clause(phrase, cut):
            yield Fragment(sentence.start, cut)
        if report is None or MASKED.match(phrase.word(report.start)):
            continue
        behind = phrase.lower[report.start :]
        if report.kind is report.kind.OBJECT and not any(MASKED.match(word) for word in behind):
            continue
        if not within or report.kind is report.kind.MARKED:
            yield Fragment(phrase.start_of(report.start), sentence.end)
        within = within or report.kind in (report.kind.MARKED, report.kind.CLAUSE)


def _is_clause(phrase: Phrase, end: int) -> bool:
    """Whether a clause outside quotations stands before the position."""
    before = range(phrase.number_at(end))
    return not MASKED.match(phrase.word(0)) and any(is_finite(phrase, number) for number in before)


def _trimmed(text: str, part: Fragment) -> Fragment:
    kept = text[part.start : part.end].rstrip().rstrip(".\u3002").rstrip()
    return Fragment(part.start, part.start + len(kept))
