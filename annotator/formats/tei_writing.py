"""The text of a TEI file: header, annotations beside the text, and the text in paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from annotator.formats.kit import safe_xml
from annotator.formats.kit.file_names import UniqueNames, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.formats.format import Corpus, Record
    from annotator.formats.kit.losses import Losses
    from annotator.model.values import AttributeValue, Document, Relation, Span

UNWRITABLE = "XML has no control characters; spaces stand for them"
ONLY_LINE_ENDS = "they hold nothing but line ends, which part paragraphs"
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_IN_HEADER = {"outlet", "author", "published", "url", "language"}


def _text(said: str) -> str:
    return safe_xml.attribute(safe_xml.writable(said)[0])


class _Lines:
    """The lines of a text as paragraphs, by code points."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self._starts = [0]
        for line in self.lines[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def ranges(self, start: int, end: int) -> Iterator[str]:
        """Pointers to the parts of a stretch; none to line ends, which are no text here."""
        number = bisect_right(self._starts, start) - 1
        while number < len(self.lines) and self._starts[number] < end:
            begin = max(0, start - self._starts[number])
            stop = min(len(self.lines[number]), end - self._starts[number])
            if begin < stop:
                yield f"#string-range(p{number},{begin},{stop - begin})"
            number += 1


class TeiWriter:
    """Makes the files of one export; ids of labels and annotators are the same in all."""

    def __init__(self, corpus: Corpus, losses: Losses) -> None:
        codebook = corpus.codebook()
        self._losses = losses
        self._codebook = codebook
        self._names = UniqueNames()
        self._labels: dict[tuple[str, str], str] = {}
        self._people = {
            one.id: (f"by-{self._names.new('by ' + one.name)}", one.name) for one in corpus.annotators()
        }
        self._entities = {one.id: one for one in corpus.entities()}
        for label in codebook.labels:
            self._category("label", label)
        for type_ in codebook.relation_types:
            self._category("relation", type_)

    def _category(self, kind: str, id_: str) -> str:
        """The xml:id of a label or relation type."""
        known = self._labels.get((kind, id_))
        if known is None:
            known = self._labels[kind, id_] = f"{kind}-{self._names.new(f'{kind} {id_}')}"
        return known

    def render(self, record: Record) -> str:
        """The file of a document."""
        self._losses.begin(record.document.id, record.document.title)
        self._count_unwritable(record)
        lines = _Lines(record.text)
        body = [*self._stand_off(record, lines)]
        paragraphs = "".join(
            f'<p xml:id="p{number}" xml:space="preserve">{_text(line)}</p>\n'
            for number, line in enumerate(lines.lines)
        )
        language = record.document.metadata.get("language", "")
        said = f' xml:lang="{language}"' if _is_language(language) else ""
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
            f"{''.join(self._header(record))}{''.join(body)}"
            f"<text{said}><body>\n{paragraphs}</body></text>\n</TEI>\n"
        )

    # ------------------------------------------------------------ header

    def _header(self, record: Record) -> Iterator[str]:
        document = record.document
        metadata = document.metadata
        yield f"<teiHeader>\n<fileDesc>\n<titleStmt><title>{_text(document.title)}</title>"
        if author := metadata.get("author"):
            yield f"<author>{_text(author)}</author>"
        people = {one.annotator for one in record.spans} | {one.annotator for one in record.relations}
        for id_, (name, said) in self._people.items():
            if id_ in people:
                yield (
                    f'<respStmt xml:id="{name}"><resp>annotation</resp>'
                    f"<name>{_text(said)}</name></respStmt>"
                )
        outlet = _text(metadata.get("outlet", ""))
        yield f"</titleStmt>\n<publicationStmt><publisher>{outlet}</publisher>"
        if date := metadata.get("published"):
            when = f' when="{date}"' if _DATE.fullmatch(date) else ""
            yield f"<date{when}>{_text(date)}</date>"
        yield "</publicationStmt>\n"
        yield from self._notes(document)
        url = metadata.get("url")
        source = f'<bibl><ref target="{_text(url)}"/></bibl>' if url else "<p/>"
        yield f"<sourceDesc>{source}</sourceDesc>\n</fileDesc>\n"
        yield from self._taxonomies()
        if language := metadata.get("language"):
            ident = language if _is_language(language) else "und"
            yield (
                f'<profileDesc><langUsage><language ident="{ident}">{_text(language)}</language>'
                "</langUsage></profileDesc>\n"
            )
        yield "</teiHeader>\n"

    def _notes(self, document: Document) -> Iterator[str]:
        """Further metadata, attributes and the note of a document."""
        said = [
            ("metadata", key, value) for key, value in document.metadata.items() if key not in _IN_HEADER
        ]
        said += [("attribute", key, _value(value)) for key, value in document.attributes.items()]
        if document.note:
            said.append(("note", "", document.note))
        if not said:
            return
        yield "<notesStmt>"
        for kind, key, text in said:
            name = f' n="{_text(key)}"' if key else ""
            yield f'<note type="{kind}"{name}>{_text(text)}</note>'
        yield "</notesStmt>\n"

    def _taxonomies(self) -> Iterator[str]:
        yield "<encodingDesc><classDecl>\n"
        for kind in ("label", "relation"):
            own = [(id_, name) for (of, id_), name in self._labels.items() if of == kind]
            if own:
                said = "".join(self._described(kind, id_, name) for id_, name in own)
                yield f'<taxonomy xml:id="{kind}s">{said}</taxonomy>\n'
        yield "</classDecl></encodingDesc>\n"

    def _described(self, kind: str, id_: str, name: str) -> str:
        if kind == "label":
            gloss = self._codebook.label(id_).definition
        else:
            known = self._codebook.relation_types.get(id_)
            gloss = known.definition if known is not None else ""
        more = f"<gloss>{_text(gloss)}</gloss>" if gloss else ""
        said = f"<catDesc>{_text(id_)}{more}</catDesc>"
        return f'<category xml:id="{name}" n="{_text(id_)}">{said}</category>\n'

    # ------------------------------------------------------------ annotations

    def _stand_off(self, record: Record, lines: _Lines) -> Iterator[str]:
        written = [(span, " ".join(self._targets(span, lines))) for span in record.spans]
        lost = [span.id for span, target in written if not target]
        if lost:
            self._losses.add("spans", "dropped", ONLY_LINE_ENDS, ids=lost)
        there = {span.id for span, target in written if target}
        relations = [one for one in record.relations if one.from_id in there and one.to_id in there]
        if not there:
            return
        yield "<standOff>\n"
        yield from self._named([span for span in record.spans if span.id in there])
        said = [(span.id, span.attributes) for span, target in written if target]
        said += [(one.id, one.attributes) for one in relations]
        yield from (_structure(id_, attributes) for id_, attributes in said if attributes)
        yield "<listAnnotation>\n"
        for span, target in written:
            if target:
                yield self._annotation(span, target)
        yield from (self._note_of(one) for one in relations if one.note)
        yield "</listAnnotation>\n"
        if relations:
            links = "".join(map(self._link, relations))
            yield f'<linkGrp type="relations">\n{links}</linkGrp>\n'
        yield "</standOff>\n"

    def _targets(self, span: Span, lines: _Lines) -> Iterator[str]:
        for start, end in span.fragments:
            yield from lines.ranges(start, end)

    def _named(self, spans: Iterable[Span]) -> Iterator[str]:
        """The entities of a document's spans."""
        ids = dict.fromkeys(span.entity for span in spans if span.entity in self._entities)
        if not ids:
            return
        yield '<list type="entities">\n'
        for id_ in ids:
            entity = self._entities[str(id_)]
            qid = f'<idno type="wikidata">{_text(entity.qid)}</idno>' if entity.qid else ""
            yield f'<item xml:id="entity-{id_}"><name>{_text(entity.name)}</name>{qid}</item>\n'
        yield "</list>\n"

    def _annotation(self, span: Span, target: str) -> str:
        ana = f"#{self._category('label', span.label)}"
        if span.attributes:
            ana += f" #values-{span.id}"
        entity = f' corresp="#entity-{span.entity}"' if span.entity in self._entities else ""
        note = f"<note>{_text(span.note)}</note>" if span.note else ""
        return (
            f'<annotation xml:id="span-{span.id}" target="{target}" ana="{ana}"'
            f"{entity}{self._by(span)}>{note}</annotation>\n"
        )

    def _by(self, one: Span | Relation) -> str:
        known = self._people.get(one.annotator)
        return f' resp="#{known[0]}"' if known is not None else ""

    def _link(self, one: Relation) -> str:
        ana = f"#{self._category('relation', one.label)}"
        if one.attributes:
            ana += f" #values-{one.id}"
        return (
            f'<link xml:id="relation-{one.id}" type="{plain(one.label) or "relation"}" '
            f'target="#span-{one.from_id} #span-{one.to_id}" ana="{ana}"{self._by(one)}/>\n'
        )

    def _note_of(self, one: Relation) -> str:
        return f'<annotation target="#relation-{one.id}"><note>{_text(one.note)}</note></annotation>\n'

    def _count_unwritable(self, record: Record) -> None:
        """Declare every text in which a space takes the place of a control character."""
        if number := safe_xml.writable(record.text)[1]:
            self._losses.add("characters", "changed", UNWRITABLE, number=number)
        named: tuple[tuple[str, Sequence[Span] | Sequence[Relation]], ...] = (
            ("notes", record.spans),
            ("relation notes", record.relations),
        )
        for what, some in named:
            ids = [one.id for one in some if safe_xml.writable(one.note)[1]]
            if ids:
                self._losses.add(what, "changed", UNWRITABLE, ids=ids)


def _structure(id_: str, attributes: Mapping[str, AttributeValue]) -> str:
    """Attributes as a feature structure; their names stand in `n` as they are."""
    said = "".join(
        f'<f name="{plain(name) or "value"}" n="{_text(name)}">{_feature(value)}</f>'
        for name, value in attributes.items()
    )
    return f'<fs xml:id="values-{id_}">{said}</fs>\n'


def _feature(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return f'<binary value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<numeric value="{value!r}"/>'
    return f"<string>{_text(value)}</string>"


def _value(value: AttributeValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_language(said: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", said) is not None
