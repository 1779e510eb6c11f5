"""Tokens, sentences and paragraphs: the units that the caret and a drag move by.

All offsets are code points, end exclusive. Functions that take a `position` look only at
`WINDOW` code points to either side of it, so they cost the same in a text of any length.
"""

from __future__ import annotations

import itertools
import re

from annotator.model.datelines import dateline_end
from annotator.model.fragment import Fragment
from annotator.model.lexicon import words
from annotator.model.marks import mark_class
from annotator.model.patterns import Pattern

WINDOW = 4000
"""How far, in code points, a function looks to either side of a caret position."""

_PARAGRAPH_REACH = 1_000_000
_SENTENCE_REACH = 700
_SCRIPTS_WITHOUT_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u3029\u3041-\u3096"
    "\u309d-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_INNER = (
    r"(?:[-\u2010\u2011\u00ad\u00b7]|['\u2019\u02bc](?![sS](?!\w))|\.(?=(?:com|org|net|gov|edu|info)\b))"
)


def _token() -> str:
    """The expression of one token."""
    mark = mark_class()
    letter = rf"[^\W{_SCRIPTS_WITHOUT_SPACES}]"
    word = rf"{letter}[{mark}]*(?:{letter}+[{mark}]*)*"
    return rf"""
      [0-9#*]\ufe0f?\u20e3                                   # keycap
    | [\U0001f1e6-\U0001f1ff]{{2}}[{mark}]*                 # flag
    | \d+(?:[.,:]\d+)*[{mark}]*(?:{word})?(?:[-\u2010\u2011]{word})*  # 1,012  3.4bn  10:30
    | (?:[^\W\d_]\.){{2,}}(?!\w)                             # U.S.  a.m.
    | (?<=[\w{mark}])['\u2019][sS](?!\w)                    # possessive
    | {word}(?:{_INNER}(?=\w){word})*
    | \S[{mark}]*(?:(?<=\u200d)[^\w\s][{mark}]*)*          # anything else, one grapheme
    """


_TOKEN = Pattern(_token, re.VERBOSE)
_BREAK = Pattern(r"[\n\u2029]")


def tokens(text: str, start: int, end: int) -> list[Fragment]:
    """The tokens of `text[start:end]`: every character but white space lies in exactly one."""
    start, end = max(0, start), min(len(text), end)
    return [Fragment(*match.span()) for match in _TOKEN.finditer(text, start, end)]


def token_edges(text: str) -> list[tuple[int, int]]:
    """Where the tokens of a whole text begin and end: as `tokens`, for those who need them all."""
    return [match.span() for match in _TOKEN.finditer(text, 0, len(text))]


def window_at(text: str, position: int, reach: int = WINDOW) -> Fragment:
    """The stretch of at most `reach` code points to either side, cut at white space."""
    position = min(max(position, 0), len(text))
    start, end = max(0, position - reach), min(len(text), position + reach)
    if start > 0 and not text[start - 1].isspace():
        parts = text[start:position].split(None, 1)
        start = position - len(parts[1]) if len(parts) == 2 else start
    if end < len(text) and not text[end].isspace():
        parts = text[position:end].rsplit(None, 1)
        end = position + len(parts[0]) if len(parts) == 2 else end
    return Fragment(start, end)


def token_at(text: str, position: int) -> Fragment | None:
    """The token that covers the position, or the one that ends at it; None between spaces."""
    before: Fragment | None = None
    for token in _tokens_near(text, position):
        if token.start <= position < token.end:
            return token
        if token.end == position:
            before = token
    return before


def next_token(text: str, position: int) -> Fragment | None:
    """The first token that starts after the position; None at the end of the text."""
    position = max(position, -1)
    for token in _tokens_near(text, position):
        if token.start > position:
            return token
    here = token_at(text, position)
    behind = max(position + 1, here.end if here else 0)
    ahead = text[behind : behind + WINDOW * 10]
    start = behind + len(ahead) - len(ahead.lstrip())
    return next(iter(tokens(text, start, min(len(text), start + 400))), None)


def previous_token(text: str, position: int) -> Fragment | None:
    """The last token that starts before the position; None at the start of the text."""
    position = min(position, len(text))
    for token in reversed(_tokens_near(text, position)):
        if token.start < position:
            return token
    behind = text[max(0, position - WINDOW * 10) : max(position, 0)]
    end = position - len(behind) + len(behind.rstrip())
    return token_at(text, end - 1) if end > 0 and behind.strip() else None


def paragraph_at(text: str, position: int) -> Fragment:
    """The paragraph around the position, without its line break; empty on an empty line."""
    position = min(max(position, 0), len(text))
    low, high = max(0, position - _PARAGRAPH_REACH), min(len(text), position + _PARAGRAPH_REACH)
    return Fragment(_break_before(text, low, position), _break_after(text, position, high))


def paragraph_near(text: str, position: int) -> Fragment:
    """The part of the paragraph around the position that lies within the window."""
    position = min(max(position, 0), len(text))
    near = window_at(text, position)
    return Fragment(_break_before(text, near.start, position), _break_after(text, position, near.end))


def paragraphs(text: str, start: int, end: int) -> list[Fragment]:
    """The paragraphs of `text[start:end]` that are not blank, without outer white space."""
    edges = [start, *(match.end() for match in _BREAK.finditer(text, start, end)), end]
    trimmed = (trim(text, low, high) for low, high in itertools.pairwise(edges))
    return [part for part in trimmed if part.start < part.end]


def snap(text: str, start: int, end: int) -> Fragment:
    """What a drag over `text[start:end]` selects: whole tokens, no outer white space."""
    start, end = (min(max(at, 0), len(text)) for at in sorted((start, end)))
    trimmed = trim(text, start, end)
    if trimmed.start >= trimmed.end:
        return token_at(text, min(start, len(text))) or Fragment(start, start)
    first = token_at(text, trimmed.start) or trimmed
    last = token_at(text, trimmed.end - 1) or trimmed
    return Fragment(min(first.start, trimmed.start), max(last.end, trimmed.end))


def trim(text: str, start: int, end: int) -> Fragment:
    """The same stretch without leading and trailing white space."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Fragment(start, max(start, start + len(part.strip())))


def _tokens_near(text: str, position: int) -> list[Fragment]:
    """The tokens around the position, cut only where there is white space."""
    return tokens(text, *window_at(text, position, 400))


def _break_before(text: str, low: int, position: int) -> int:
    found = text.rfind("\n", low, position)
    if not text.isascii():
        found = max(found, text.rfind("\u2029", max(low, found + 1), position))
    return found + 1 if found >= 0 else low


def _break_after(text: str, position: int, high: int) -> int:
    found = text.find("\n", position, high)
    high = found if found >= 0 else high
    if not text.isascii():
        found = text.find("\u2029", position, high)
        high = found if found >= 0 else high
    return high


# Sentences

_STOP = Pattern(
    r"(?:[.!?\u2026\u061f\u06d4\u0964]+[\"'\u2019\u201d\u201c\u00bb\u00ab\u203a\u2018)\]]*(?=\s|\Z))"
    r"|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d\u2019\uff09]*"
)
_TITLES = words(
    """
    mr mrs ms mx dr prof st sen rep reps gov gen lt col sgt capt cpl maj cmdr adm brig rev hon
    pres supt insp sr fr messrs mme mlle no nos nr art fig vol hr dipl ing mt ft mag abs str jan
    feb mar apr jun jul aug sep sept oct nov dec okt dez
    """
)
_ABBREVIATIONS = words(
    """
    vs ca bzw approx est cf pp ed eds al sog evtl ggf bzgl z.b d.h u.a e.g i.e
    """
)
_MAY_END = words(
    """
    inc corp co ltd jr bros etc u.s. u.k. u.n. e.u. a.m. p.m. usw d.c. ph.d.
    """
)
_STARTERS = words(
    """
    the a an he she it they we you i this that these those but and in on at for however
    meanwhile its his her their our my there when while after before as if so some many most one
    two not no what who how why der die das ein eine er sie es wir ich im am in auf mit und aber
    doch auch
    """
)
_GERMAN_MONTH = Pattern(
    r"(?:Januar|Februar|M\u00e4rz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)\b"
)
_REPORTED = Pattern(
    r"(?:[A-Z][\w.\u2019'-]*\s+){1,4}(?:said|says|asked|asks|told|added|wrote|replied|tweeted|shouted|continued)\b"
)


def sentences(text: str, start: int, end: int) -> list[Fragment]:
    """The sentences of `text[start:end]`, with their closing marks; a dateline is one of its own."""
    start, end = max(0, start), min(len(text), end)
    found: list[Fragment] = []
    for low, high in paragraphs(text, start, end):
        begin = dateline_end(text, low, high)
        if begin > low:
            found.append(trim(text, low, begin))
        for match in _STOP.finditer(text, begin, high):
            if match.end() < high and _ends_sentence(text, begin, match, high):
                found.append(trim(text, begin, match.end()))
                begin = match.end()
        found.append(trim(text, begin, high))
    return [sentence for sentence in found if sentence.start < sentence.end]


def sentence_at(text: str, position: int) -> Fragment | None:
    """The sentence around the position, or the one before the space that it is in."""
    paragraph = paragraph_near(text, position)
    for reach in (_SENTENCE_REACH, WINDOW):
        near = window_at(text, position, reach)
        low, high = max(near.start, paragraph.start), min(near.end, paragraph.end)
        found = sentences(text, low, high)
        upto = [sentence for sentence in found if sentence.start <= position]
        here = upto[-1] if upto else next(iter(found), None)
        cut = here and ((here.start == low > paragraph.start) or (here.end >= high < paragraph.end))
        if not cut:
            break
    return here


def sentence_near(text: str, position: int) -> Fragment | None:
    """The sentence around the position, but of an endless one only the part around it."""
    here, near = sentence_at(text, position), window_at(text, position, _SENTENCE_REACH)
    if here is None or here.end - here.start <= 2 * _SENTENCE_REACH:
        return here
    return trim(text, max(here.start, near.start), min(here.end, near.end))


def next_sentence(text: str, position: int) -> Fragment | None:
    """The first sentence that starts after the position, within the window."""
    end = window_at(text, position).end
    here = sentence_at(text, position)
    start = min(here.start if here else position, max(position, 0))
    return next((part for part in sentences(text, start, end) if part.start > position), None)


def previous_sentence(text: str, position: int) -> Fragment | None:
    """The last sentence that starts before the position, within the window."""
    near = window_at(text, position)
    found = sentences(text, *near)
    return next((part for part in reversed(found) if part.start < position), None)


def _ends_sentence(text: str, begin: int, match: re.Match[str], high: int) -> bool:
    """Whether the stop ends the sentence that began at `begin`, judged by what stands around it."""
    stop, after = match.group(), text[match.end() : min(high, match.end() + 60)].lstrip()
    if stop[0] in "\u3002\uff01\uff1f\u061f\u06d4\u0964":
        return True
    ahead = after.lstrip("\"'\u2018\u201c\u201e\u00ab\u00bb(\u201a[")
    ahead = ahead.lstrip()
    if not ahead or ahead[0].islower() or ahead[0] in ",;:":
        return False
    if stop[0] in "!?\u2026" or len(stop.rstrip("\"'\u201d\u2019")) > 1:
        return stop[-1] not in "\"'\u201d\u2019" or stop[0] == "." or not _REPORTED.match(after)
    return not (stop == "." and _abbreviates(text, begin, match.start(), after, ahead))


def _abbreviates(text: str, begin: int, dot: int, after: str, ahead: str) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation, an initial or an ordinal."""
    head = text[max(begin, dot - 40) : dot].split()
    word = head[-1].lstrip("(\"'\u201c\u2018[\u201e") if head else ""
    starts_anew = ahead.split()[0].rstrip(",.\u2019'").lower() in _STARTERS or after != ahead
    if word[:1].isupper() and word.lower() in _TITLES:
        return True
    if word.lower() in _ABBREVIATIONS:
        return not starts_anew or not word.islower()
    if word.lower() in _MAY_END or word.lower() + "." in _MAY_END:
        return not starts_anew
    if len(word) == 1 and word.isalpha() and word != "I":
        return not starts_anew if word.isupper() else re.match(r"[A-Z]\.", ahead) is not None
    if re.fullmatch(r"(?:\w\.)+\w", word):
        return not starts_anew
    return word.isdigit() and len(word) <= 2 and _GERMAN_MONTH.match(ahead) is not None
