"""Orders of a concordance, and how often the same words were found.

Words are compared as people read them: without regard to capitals, accents and signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.hit import Hit

Order: TypeAlias = Literal["left", "right", "text", "article", "label", "date"]
ORDERS: tuple[Order, ...] = get_args(Order)
_WORD = re.compile(r"\w+")
_COMPARED = 40
"""So many code points of the context are compared; what stands further off decides nothing."""


class Group(NamedTuple):
    """The hits that say the same: the commonest way to write it, how many there are, and which.

    `hits` are indexes into what was grouped, in its order.
    """

    text: str
    times: int
    hits: tuple[int, ...]


def in_order(hits: Sequence[Hit], order: Order, *, dates: Mapping[str, str] | None = None) -> list[Hit]:
    """The hits sorted; those that are equal keep their order.

    `left` compares the words before the hit from the nearest on, `right` those behind it;
    `article` goes by title and place, `date` by what `dates` says of the document's id, those
    without a date last.
    """
    return [hits[index] for index in ranks(hits, order, dates=dates)]


def ranks(hits: Sequence[Hit], order: Order, *, dates: Mapping[str, str] | None = None) -> list[int]:
    """The indexes of the hits as `in_order` puts them."""
    keys = [_key(hit, order, dates or {}) for hit in hits]
    return sorted(range(len(hits)), key=keys.__getitem__)


def groups(hits: Iterable[Hit]) -> list[Group]:
    """What was found, the most frequent first, then by text; capitals and accents aside."""
    members: dict[str, list[int]] = {}
    written: dict[str, Counter[str]] = {}
    for index, hit in enumerate(hits):
        key = _words(hit.text) or hit.text
        members.setdefault(key, []).append(index)
        written.setdefault(key, Counter())[" ".join(hit.text.split())] += 1
    found = [
        (key, Group(written[key].most_common(1)[0][0], len(indexes), tuple(indexes)))
        for key, indexes in members.items()
    ]
    found.sort(key=lambda pair: (-pair[1].times, pair[0]))
    return [group for _, group in found]


def _key(hit: Hit, order: Order, dates: Mapping[str, str]) -> tuple[object, ...]:
    match order:
        case "left":
            return _before(hit), _words(hit.text)
        case "right":
            return _behind(hit), _words(hit.text)
        case "text":
            return _words(hit.text), _behind(hit)
        case "label":
            return hit.label, _words(hit.text)
        case "article":
            return _words(hit.title), hit.document_id, hit.start, -hit.end
        case "date":
            date = dates.get(hit.document_id, "")
            return not date, date, _words(hit.title), hit.document_id, hit.start, -hit.end


class _Plain(dict[int, str]):
    """What is compared of a character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code).casefold())
        self[code] = plain = "".join(one for one in apart if not unicodedata.combining(one))
        return plain


_PLAIN = _Plain()


def _plain(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def _words(text: str) -> str:
    """The words, with a sign between them that sorts before all letters."""
    return "\0".join(_WORD.findall(_plain(text)))


def _before(hit: Hit) -> str:
    return "\0".join(_WORD.findall(_plain(hit.left[-_COMPARED:]))[::-1])


def _behind(hit: Hit) -> str:
    return _words(hit.right[:_COMPARED])
