"""Building one article from what a file says: its text frozen, its offsets converted, ids made.

An annotation that cannot be placed (outside the text, empty, a relation whose end is missing)
is left out and counted in the loss report; it never stops the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from annotator.errors import FormatError
from annotator.formats import files, frozen
from annotator.formats.jsonl_document import is_uuid
from annotator.formats.kit.units import Units
from annotator.model.fragment import Fragment, exact_text, normalise
from annotator.model.values import Relation, Span, document_id, new_id, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.formats.format import Article, Reading
    from annotator.formats.kit.units import Unit
    from annotator.model.values import AttributeValue, Source, Work

OUTSIDE = "its offsets do not lie in the text"
MOST_COVERED = 200_000_000
"""How many characters the spans of one document may hold together."""
NO_END = "the file has no span at one of its ends"


class Details(TypedDict, total=False):
    """What may be said of a span or relation; times are ISO 8601, "" stands for now."""

    annotator: str
    attributes: Mapping[str, AttributeValue]
    note: str
    origin: str
    created: str
    modified: str


class ArticleBuilder:
    """Takes the annotations of one document as its file gives them, with offsets in `unit`.

    `place` names the document in messages. Offsets are made against `raw_text`, whose line
    ends may differ from the frozen text's. Names are what the file calls spans and relations.
    """

    def __init__(
        self, raw_text: str, place: str, reading: Reading, *, title: str, unit: Unit = "code point"
    ) -> None:
        frozen.check_storable(raw_text, place)
        if len(raw_text) > files.LARGEST_ARTICLE:
            raise FormatError(f"{place}: the text has more than {files.LARGEST_ARTICLE:,} characters.")
        if not raw_text.strip():
            raise FormatError(f"{place}: the document has no text.", "There is nothing in it to label.")
        self.raw_text = raw_text
        self.title = title
        self.metadata: dict[str, str] = {}
        self.attributes: dict[str, AttributeValue] = {}
        self.note = ""
        self.created = ""
        self.source: Source | None = None
        self.works: list[Work] = []
        self._place = place
        self._reading = reading
        self._frozen = frozen.freeze(raw_text)
        self.text = self._frozen.text
        self.id = document_id(sha256(self.text))
        self._units = Units(raw_text, unit)
        self._is_plain = unit == "code point" and not self._frozen.dropped
        self._covered = 0
        self._spans: dict[str, Span] = {}
        self._span_names: dict[str, str] = {}
        self._relations: list[Relation] = []
        reading.losses.begin(self.id, title)

    def fragments(self, pairs: Iterable[tuple[int, int]]) -> tuple[Fragment, ...]:
        """The pairs in code points of the frozen text; none where one lies outside the text."""
        found: list[tuple[int, int]] = []
        for start, end in pairs:
            low, high = self._units.to_code_point(start), self._units.to_code_point(end)
            if low is None or high is None:
                return ()
            found.append((self._frozen.offset(low), self._frozen.offset(high)))
        return normalise(found)

    def _single(self, start: int, end: int) -> tuple[Fragment, ...]:
        """What `fragments` says of one pair, quickly where the file counts as we do."""
        if not self._is_plain:
            return self.fragments([(start, end)])
        return (Fragment(start, end),) if 0 <= start < end <= len(self.text) else ()

    def add_span(
        self,
        label: str,
        pairs: Sequence[tuple[int, int]],
        *,
        name: str = "",
        said: str | None = None,
        entity: str | None = None,
        **details: Unpack[Details],
    ) -> str | None:
        """Add a span and return its id; None where it cannot be placed.

        `name` is the file's: a UUID stays the id, any other stands for it in this document.
        `said` are the words that the file gives; where the offsets say others, they hold.
        """
        fragments = self._single(*pairs[0]) if len(pairs) == 1 else self.fragments(pairs)
        if not fragments:
            self._reading.losses.add("spans", "dropped", OUTSIDE, ids=[name] if name else ())
            return None
        self._count(fragments)
        start, end = fragments[0]
        text = self.text[start:end] if len(fragments) == 1 else exact_text(self.text, fragments)
        if said is not None and said != text:
            self._compare(said, text, pairs)
        id_ = name if is_uuid(name) and name not in self._spans else new_id()
        self._span_names[name or id_] = id_
        self._spans[id_] = Span(
            id=id_,
            document_id=self.id,
            label=label,
            fragments=fragments,
            text=text,
            entity=entity or None,
            **self._complete(details),
        )
        return id_

    def _count(self, fragments: Iterable[Fragment]) -> None:
        """Refuse spans that would fill the memory, since each holds its words."""
        for start, end in fragments:
            self._covered += end - start
        if self._covered > MOST_COVERED:
            raise FormatError(
                f"{self._place}: its spans cover more than {MOST_COVERED:,} characters in all.",
                "Nobody labels so much of one text; the file is damaged.",
            )

    def _complete(self, details: Details) -> Details:
        created = details.get("created") or self._reading.time
        return {
            "annotator": details.get("annotator", ""),
            "attributes": details.get("attributes", {}),
            "note": details.get("note", ""),
            "origin": details.get("origin") or "imported",
            "created": created,
            "modified": details.get("modified") or created,
        }

    def _compare(self, said: str, text: str, pairs: Sequence[tuple[int, int]]) -> None:
        """Tell where a span's words are not those at its offsets; line ends may differ."""
        to_point = self._units.to_code_point
        words = [self.raw_text[to_point(start) : to_point(end)] for start, end in pairs]
        if said != "\u241f".join(words):
            self._reading.remark(f"{self._place}: the file says “{said}”, its offsets say “{text}”.")

    def span_named(self, name: str) -> Span | None:
        """The span that the file calls so, or whose id it is."""
        return self._spans.get(self._span_names.get(name, name))

    def spans(self) -> Iterable[Span]:
        """The spans so far, in the order in which they came."""
        return self._spans.values()

    def add_pieces(self, name: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Give a span further stretches; those that lie outside the text are left out."""
        span = self.span_named(name)
        more = self.fragments(pairs)
        if span is not None and more:
            fragments = normalise((*span.fragments, *more))
            text = exact_text(self.text, fragments)
            self.replace_span(replace(span, fragments=fragments, text=text))

    def replace_span(self, span: Span) -> None:
        """Put another version of a span in its place."""
        self._spans[span.id] = span

    def add_relation(
        self, label: str, start: str, end: str, *, name: str = "", **details: Unpack[Details]
    ) -> str | None:
        """Add a relation between two spans, by name or id, and return its id; None without both."""
        first, second = self.span_named(start), self.span_named(end)
        if first is None or second is None:
            self._reading.losses.add("relations", "dropped", NO_END, ids=[name] if name else ())
            return None
        id_ = name if is_uuid(name) else new_id()
        said = self._complete(details)
        self._relations.append(Relation(id_, self.id, label, first.id, second.id, **said))
        return id_

    def article(self) -> Article:
        """The article with all that was added."""
        from annotator.formats.format import Article

        return Article(
            self.text,
            self.title,
            self.metadata,
            self.attributes,
            self.note,
            self.created,
            self.source,
            tuple(self._spans.values()),
            tuple(self._relations),
            tuple(self.works),
        )
