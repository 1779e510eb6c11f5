"""One article on the page for readers: its text with marks, and the list of what was marked."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from annotator.formats.kit.passing import as_text
from annotator.formats.reading_page_marks import Said, marked, shown
from annotator.formats.reading_page_style import classes
from annotator.model.values import METADATA_KEYS
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.formats.format import Corpus, Record
    from annotator.model.codebook import Label
    from annotator.model.values import Document, Relation, Span

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
LONGEST_QUOTE = 120
"""How many characters of a span the list shows."""


class ArticlePage:
    """Makes the articles of one project; `labels` are numbered as they stand, and grow."""

    def __init__(self, corpus: Corpus, labels: list[Label], *, has_notes: bool) -> None:
        self._codebook = corpus.codebook()
        self._has_notes = has_notes
        self._people = {one.id: one.name for one in corpus.annotators()}
        self._entities = {one.id: one for one in corpus.entities()}
        self._numbers = {label.id: number for number, label in enumerate(labels)}

    def html(self, record: Record, number: int) -> str:
        """The article, whose marks and lines have ids that begin with its number."""
        names = {span.id: f"{number}-{at}" for at, span in enumerate(record.spans, 1)}
        said = {span.id: self._said(span, names[span.id]) for span in record.spans}
        document = record.document
        parts = [f'<article id="a{number}">\n', *self._header(document, number)]
        parts.append(f'<div class="columns">\n<div class="text" dir="auto"{_language(document)}>')
        parts += [marked(record.text, record.spans, said), "</div>\n"]
        parts += self._list(record, names) if record.spans else []
        return "".join([*parts, "</div>\n</article>\n"])

    def _header(self, document: Document, number: int) -> Iterator[str]:
        yield f"<header>\n<h2>{shown(document.title.strip() or f'Article {number}')}</h2>\n"
        others = sorted(key for key in document.metadata if key not in METADATA_KEYS)
        said = [document.metadata.get(key, "").strip() for key in METADATA_KEYS]
        said += [f"{key}: {document.metadata[key]}" for key in others if document.metadata[key].strip()]
        for key in sorted(document.attributes):
            said.append(self._valued(key, document.attributes[key]))
        if line := " · ".join(filter(None, said)):
            yield f"<p class=quiet>{shown(line)}</p>\n"
        if document.note and self._has_notes:
            yield f'<p class="note">{shown(document.note)}</p>\n'
        yield "</header>\n"

    def _said(self, span: Span, name: str) -> Said:
        lines = [self._codebook.label(span.label).name, *self._facts(span)]
        if span.note and self._has_notes:
            lines.append(span.note)
        return Said(self._css(span.label), f"s{name}", f"n{name}", shown("\n".join(lines)))

    def _css(self, label: str) -> str:
        number = self._numbers.get(label)
        return classes(self._codebook.label(label), number) if number is not None else "unknown fill"

    def _facts(self, span: Span) -> list[str]:
        """Entity, attributes and annotator of a span, in words."""
        entity = self._entities.get(span.entity or "")
        found = []
        if entity is not None:
            found.append(f"{entity.name} ({entity.qid})" if entity.qid else entity.name)
        found += [self._valued(name, span.attributes[name]) for name in sorted(span.attributes)]
        if len(self._people) > 1:
            found.append(f"by {self._people.get(span.annotator, span.annotator)}")
        return found

    def _valued(self, name: str, value: object) -> str:
        """An attribute and its value as the codebook calls them."""
        attribute = self._codebook.attributes.get(name)
        if attribute is None:
            return f"{name}: {as_text(value)}"
        if isinstance(value, bool):
            return f"{attribute.name}: {'yes' if value else 'no'}"
        named = next((one.name for one in attribute.choices if one.id == value), as_text(value))
        return f"{attribute.name}: {named}"

    def _list(self, record: Record, names: Mapping[str, str]) -> Iterator[str]:
        """All spans in reading order, with what is said of them and where their relations lead."""
        yield f'<section class="list" aria-label="{counted(len(record.spans), "annotation")}">\n'
        yield f"<h3>{counted(len(record.spans), 'annotation')}</h3>\n<ol>\n"
        words = {span.id: _short(span) for span in record.spans}
        links: dict[str, list[str]] = defaultdict(list)
        for relation in record.relations:
            self._note_relation(relation, names, words, links)
        for span in record.spans:
            name = names[span.id]
            label = shown(self._codebook.label(span.label).name)
            yield f'<li id="n{name}" class="{self._css(span.label).split()[0]}">'
            yield f'<p><mark class="{self._css(span.label)}">{label}</mark> '
            yield f'<a href="#s{name}">{words[span.id]}</a></p>'
            if facts := self._facts(span):
                yield f"<p class=quiet>{shown(' · '.join(facts))}</p>"
            yield "".join(f"<p>{link}</p>" for link in links[span.id])
            if span.note and self._has_notes:
                yield f'<p class="note">{shown(span.note)}</p>'
            yield "</li>\n"
        yield "</ol>\n</section>\n"

    def _note_relation(
        self,
        relation: Relation,
        names: Mapping[str, str],
        words: Mapping[str, str],
        links: dict[str, list[str]],
    ) -> None:
        kind = self._codebook.relation_types.get(relation.label)
        said = kind.name if kind is not None else relation.label
        more = [f"{name}: {as_text(relation.attributes[name])}" for name in sorted(relation.attributes)]
        if relation.note and self._has_notes:
            more.append(relation.note)
        extra = f" ({shown('; '.join(more))})" if more else ""
        for sign, here, there in (
            ("→", relation.from_id, relation.to_id),
            ("←", relation.to_id, relation.from_id),
        ):
            link = f'<a href="#s{names[there]}">{words[there]}</a>'
            links[here].append(f"{sign} {shown(said)}: {link}{extra}")


def _short(span: Span) -> str:
    text = re.sub(r"\s+", " ", span.text.replace("\u241f", " … ")).strip() or "(white space)"
    return shown(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…")


def _language(document: Document) -> str:
    said = document.metadata.get("language", "")
    return f' lang="{said}"' if _LANGUAGE.fullmatch(said) else ""
