"""Clauses: the part of a sentence that is reported, and the proposition around a caret.

Cheap rules over word lists: a reported clause starts after a cue ("said that …") or ends before an
attribution ("…, he said"); a proposition is cut further at conjunctions with a new subject and verb.
"""

from __future__ import annotations

import re

from annotator.model import lexicon
from annotator.model.fragment import Fragment
from annotator.model.lexicon import words
from annotator.model.phrases import Phrase, cues
from annotator.model.quotations import quotations
from annotator.model.reporting import AUXILIARIES
from annotator.model.sources import subject_after, subject_before
from annotator.model.tokens import paragraph_near, sentence_near, sentences, window_at

_REACH = 1200
_COMPLEMENTISERS = ("that", "whether", "to", "how", "why", "dass", "ob")
_CONJUNCTIONS = words(
    """
    and but or while whereas although though because so yet und aber während weil
    """
)
_COORDINATORS = ("and", "but", "while", "und", "aber", "although")
_SUBJECTS = words(
    """
    he she it they we i you there this that these those the a an his her its their our some many
    several most der die das er sie es wir
    """
)
_VERBS = words(
    """
    fell rose went came took gave made won lost left began grew became met held kept led ran
    sent spent stood thought brought built bought cut hit put set shut broke chose drew drove
    ate flew forgot got hid knew lay paid rode sang sat sold slept spoke stole swam threw
    understood woke wore wrote remains remain needs need wants want seems ist sind war waren hat
    haben wird werden
    """
)
_QUOTE_MARKS = "\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
_DOUBLE_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f'
_STOPS = ".,;:!?\u2026\u3002 \u00a0"
_TIMES = words("today yesterday tonight earlier later again also")
_LEAD = re.compile(
    r"(?:(?:that|and|but|or|so|yet|while|whereas|although|though|because|whether|dass|und|aber)\s+|[,;:\u2013\u2014-]\s*)+",
    re.I,
)


def reported_at(text: str, position: int) -> Fragment | None:
    """The reported clause around the position with its complementiser, without the final stop."""
    sentence = sentence_near(text, position)
    if sentence is None:
        return None
    phrase = Phrase(text, *sentence)
    return _trimmed(text, _reported(phrase, position, sentence), marks=False)


def proposition_at(text: str, position: int) -> Fragment | None:
    """The proposition around the position: no marks, complementiser, attribution or final stop."""
    inner = _inside_marks(text, position)
    if inner is not None:
        near = window_at(text, position, _REACH)
        inner = Fragment(max(inner.start, near.start), min(inner.end, near.end))
        found = sentences(text, *inner)
        upto = [sentence for sentence in found if sentence.start <= position]
        region = upto[-1] if upto else next(iter(found), inner)
        phrase = Phrase(text, *region)
    else:
        region = sentence_near(text, position) or Fragment(position, position)
        phrase = Phrase(text, *region)
        region = _reported(phrase, position, region)
    if region.start >= region.end:
        return None
    return _trimmed(text, _split(phrase, region, position), marks=True)


def _inside_marks(text: str, position: int) -> Fragment | None:
    """What stands between the marks of the quotation around the position, if it is a sentence."""
    near = paragraph_near(text, position)
    for fragment, _style, closed in quotations(text, *near):
        if fragment.start <= position <= fragment.end:
            inner = Fragment(fragment.start + 1, fragment.end - 1 if closed else fragment.end)
            return inner if len(text[inner.start : inner.end].split()) >= 4 else None
    return None


def _reported(phrase: Phrase, position: int, sentence: Fragment) -> Fragment:
    """The part of the sentence that its cues leave as what is said, around the position."""
    start, end = sentence
    for first, last in cues(phrase):
        cue = phrase.between(first, last)
        after = _content_start(phrase, last)
        if after is not None and phrase.base + phrase.tokens[after].start <= position:
            start = phrase.base + phrase.tokens[after].start
        elif cue.start > position:
            cut = _next_attribution(phrase, first) if start > sentence.start else None
            cut = _attribution_start(phrase, first) if cut is None else cut
            if cut is not None and position < cut and start < cut:
                return Fragment(start, min(end, cut))
    return Fragment(start, end)


def _content_start(phrase: Phrase, last: int) -> int | None:
    """The token at which what is said begins after a cue that ends at token `last`."""
    if phrase.word(last) == "to" and phrase.word(last - 1) == "according":
        source = subject_after(phrase, last)
        if source is None:
            return None
        after = phrase.number_at(source.end - 1) + 1
        return after + 1 if phrase.word(after) == "," and after + 1 < len(phrase.words) else None
    limit = min(len(phrase.words), last + 9)
    for number in range(last + 1, limit):
        if phrase.word(number) in _COMPLEMENTISERS:
            return number
        if not phrase.word(number)[0].isalnum():
            break
    last = _over_time(phrase, last)
    following = phrase.word(last + 1)
    return last + 1 if following and (following[0].isalnum() or following[0] in _QUOTE_MARKS) else None


def _over_time(phrase: Phrase, last: int) -> int:
    """The last token of the time after a cue (denied [on Sunday] it had …), or `last`."""
    day = last + 2 if phrase.word(last + 1) == "on" else last + 1
    if phrase.word(day) in lexicon.WEEKDAYS | _TIMES:
        return day + 1 if phrase.word(day + 1) == "," else day
    return last


def _attribution_start(phrase: Phrase, first: int) -> int | None:
    """Where ", she said" or ", according to X" begins, comma included; None if it is no tail."""
    starts = [phrase.between(first, first).start]
    source = subject_before(phrase, first)
    if source:
        starts.insert(0, source.start)
    for start in starts:
        before = phrase.text[: start - phrase.base].rstrip()
        if before[-1:] in (",", "\u2014", "\u2013") or before[-2:] in (",\u201d", ',"', ",\u2019", ",'"):
            marked = before[-1:] not in (",", "\u2014", "\u2013")
            return phrase.base + len(before) - (0 if marked else 1)
    return None


def _next_attribution(phrase: Phrase, first: int) -> int | None:
    """Where "and added", "while Roth denied" begins: the conjunction before the next cue."""
    source = subject_before(phrase, first)
    begin = phrase.number_at(source.start) if source else first
    for number in (begin - 1, first - 1, first - 2):
        if number > 0 and phrase.word(number) in _COORDINATORS and phrase.word(number + 1) != "that":
            comma = phrase.word(number - 1) == ","
            return phrase.between(number - comma, number).start
    return None


def _split(phrase: Phrase, region: Fragment, position: int) -> Fragment:
    """The part of the region around the position, cut at conjunctions with subject and verb."""
    start, end = region
    for number in range(len(phrase.tokens)):
        at = phrase.base + phrase.tokens[number].start
        if not start < at < end or not _starts_proposition(phrase, number):
            continue
        if at <= position:
            start = at
        elif at > position:
            end = at
            break
    return Fragment(start, end)


def _starts_proposition(phrase: Phrase, number: int) -> bool:
    """Whether a new proposition starts at this conjunction or mark."""
    word = phrase.word(number)
    if word == ";":
        return True
    if word not in _CONJUNCTIONS:
        return False
    subject = number + 1
    if phrase.word(subject) == "that":
        return True
    if (
        phrase.word(subject) not in _SUBJECTS
        and not phrase.capital(subject)
        and phrase.word(number - 1) != ","
    ):
        return False
    return any(_is_finite(phrase, probe) for probe in range(subject + 1, subject + 7))


def _is_finite(phrase: Phrase, number: int) -> bool:
    word = phrase.word(number)
    return (
        word in AUXILIARIES
        or word in _VERBS
        or phrase.is_cue(number)
        or (len(word) > 4 and word.endswith("ed"))
    )


def _trimmed(text: str, region: Fragment, *, marks: bool) -> Fragment | None:
    """The region without stops and blanks at its ends; with `marks`, without quotation marks too."""
    part = text[region.start : region.end]
    kept = _unmarked(part) if marks else _without_stop(part)
    kept = kept if kept.strip() else part.strip()
    start = region.start + part.index(kept)
    start += len(kept) - len(kept.lstrip())
    return Fragment(start, start + len(kept.strip())) if kept.strip() else None


def _without_stop(part: str) -> str:
    """Without the final stop of an indirect quote; marks that close a quotation before it stay."""
    return part.rstrip().removesuffix(".").removesuffix("\u3002").rstrip(",;: \u00a0")


def _unmarked(part: str) -> str:
    """Without conjunction and complementiser, outer stops, and marks that pair with nothing inside."""
    for _ in range(3):
        part = _without_lead(part.strip().rstrip(_STOPS))
        inner = part[1:-1]
        wrapped = part[:1] in tuple(_QUOTE_MARKS) and part[-1:] in tuple(_QUOTE_MARKS) and inner
        if not wrapped or 0 <= inner.find("\u201d") < inner.find("\u201c"):
            break
        part = inner
    if sum(mark in _DOUBLE_MARKS for mark in part) % 2:
        return _without_lead(part.lstrip(_DOUBLE_MARKS).rstrip(_DOUBLE_MARKS).rstrip(_STOPS))
    return part.lstrip("\u2018") if part.count("\u2018") > part.count("\u2019") else part


def _without_lead(part: str) -> str:
    lead = _LEAD.match(part)
    return part[lead.end() :] if lead else part
