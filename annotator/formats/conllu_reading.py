"""Reading CoNLL-U: layers of tags in the last column, and the brackets of CorefUD and GUM."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from annotator.formats import conllu_escapes as escapes
from annotator.formats import files
from annotator.formats.conll_companion import codebook_line
from annotator.formats.conll_tags import TAG, TagReader
from annotator.formats.conllu_entities import KEPT, Brackets
from annotator.formats.conllu_sentences import LaidOut, Sentence, lay_out, sentences
from annotator.formats.conllu_writing import CODEBOOK, HEADER, NOT_FOR_LAYERS
from annotator.formats.format import CodebookLine
from annotator.formats.kit import passing
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.json_files import rows
from annotator.model.values import METADATA_KEYS, Annotator, Entity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.conllu_entities import Mention
    from annotator.formats.format import Part, Reading

_META = re.compile(r"(?:annotator\.)?meta::(.+)")
_UNMATCHED = "its bracket is never closed or was never opened"
_KEYS = {"sourceurl": "url", "datecreated": "published", "lang": "language", "date": "published"}


class _Header:
    """What our own files say in their first comment; empty for others."""

    def __init__(self, said: str) -> None:
        try:
            raw = json.loads(said) if said else {}
        except (ValueError, RecursionError):
            raw = {}
        raw = raw if isinstance(raw, dict) else {}
        self.is_ours = raw.get("version") == 1
        self.labels = _texts(raw.get("labels"))
        self.layers = _texts(raw.get("layers"))
        self.annotator: Annotator | None = passing.annotator(raw.get("annotator"))


def _texts(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict):
        return {}
    return {key: value for key, value in raw.items() if isinstance(value, str)}


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The codebook beside our own files, who annotated, and the articles."""
    header: _Header | None = None
    labels: set[tuple[str, str]] = set()
    tags = TagReader()
    for number, some in enumerate(_documents(sentences(path, reading.encoding)), 1):
        if header is None:
            header = _Header(some[0].comments.get(HEADER, ""))
            if header.is_ours:
                yield from _codebook(path)
            if header.annotator is not None:
                yield header.annotator
        document = _Document(some, number, path, reading, header, tags)
        new = document.labels - labels
        labels |= new
        if new and not (header.is_ours and _codebook_path(path).is_file()):
            yield _label_line(sorted(new), header, path)
        yield from document.entities
        yield document.builder.article()
    if sentence := tags.sentence():
        reading.remark(f"{files.shown_name(path)}: {sentence}.")


def _codebook_path(path: Path) -> Path:
    return path.with_name(CODEBOOK)


def _codebook(path: Path) -> Iterator[CodebookLine]:
    if _codebook_path(path).is_file():
        for place, raw in rows(_codebook_path(path)):
            line = codebook_line(raw, place)
            if line is not None:
                yield line


def _label_line(labels: Sequence[tuple[str, str]], header: _Header, path: Path) -> CodebookLine:
    """The layers of labels, by the keys that they stood under."""
    seen = {label: key for key, label in labels}
    layers = {key: header.layers.get(key, key) for key in seen.values()}
    content = {
        "format": "codebook/1",
        "layers": [{"id": id_, "name": key} for key, id_ in layers.items()],
        "labels": [{"id": label, "layer": layers[key]} for label, key in seen.items()],
    }
    return CodebookLine(content, str(path), is_whole=False)


def _documents(every: Iterator[Sentence]) -> Iterator[list[Sentence]]:
    some: list[Sentence] = []
    for sentence in every:
        if sentence.begins_document and some:
            yield some
            some = []
        some.append(sentence)
    if some:
        yield some


class _Document:
    """One document: its text put together, its annotations placed."""

    def __init__(
        self,
        some: Sequence[Sentence],
        number: int,
        path: Path,
        reading: Reading,
        header: _Header,
        tags: TagReader,
    ) -> None:
        self.labels: set[tuple[str, str]] = set()
        self.entities: list[Entity] = []
        self._header, self._reading, self._tags = header, reading, tags
        self._comments = {key: value for one in some for key, value in one.comments.items()}
        self._comments |= some[0].comments
        self._name = (
            self._comments.get("newdoc id") or f"{files.shown_name(path, is_bare=True)} {number}"
        )
        self._who = header.annotator.id or header.annotator.name if header.annotator else ""
        text, offsets = _joined([lay_out(one) for one in some], some, is_ours=header.is_ours)
        title = escapes.plain(self._comments.get("meta::title", ""))
        if not header.is_ours:
            title = title or self._name
        place = f"{path}, line {some[0].line:,}"
        self.builder = ArticleBuilder(text, place, reading, title=title)
        self._add_metadata()
        for sentence, offset in zip(some, offsets, strict=True):
            self._add_tags(sentence, offset)
        self._add_brackets(some, offsets)

    def _add_metadata(self) -> None:
        builder = self.builder
        for comment, value in self._comments.items():
            found = _META.fullmatch(comment)
            if found and comment != "meta::title":
                key = escapes.plain(found.group(1))
                if not self._header.is_ours:
                    known = _KEYS.get(key.casefold(), key.casefold())
                    key = known if known in METADATA_KEYS else key
                builder.metadata[key] = escapes.plain(value)
        builder.note = escapes.plain(self._comments.get("annotator::note", ""))
        if said := self._comments.get("annotator::attributes"):
            try:
                builder.attributes.update(passing.attribute_values(json.loads(escapes.plain(said))))
            except (ValueError, RecursionError):
                self._reading.losses.add("document attributes", "dropped", "they are no JSON object")

    def _add_tags(self, sentence: Sentence, offset: int) -> None:
        for key in dict.fromkeys(key for row in sentence.words for key in row.misc):
            if key in NOT_FOR_LAYERS:
                continue
            values = [row.misc.get(key, "O") for row in sentence.words]
            spoken = [value for value in values if value != "O"]
            if not spoken or not all(TAG.fullmatch(value) for value in spoken):
                continue
            for first, end, tag in self._tags.spans(values):
                label = self._header.labels.get(tag, tag)
                start = offset + sentence.words[first].start
                stop = offset + max(row.end for row in sentence.words[first:end])
                if self.builder.add_span(label, [(start, stop)], annotator=self._who):
                    self.labels.add((key, label))

    def _add_brackets(self, some: Sequence[Sentence], offsets: Sequence[int]) -> None:
        fields = self._comments.get("global.Entity", "").split("-")
        brackets = Brackets([{"GRP": "eid"}.get(name, name) for name in fields if name])
        places: list[tuple[int, int]] = []
        for sentence, offset in zip(some, offsets, strict=True):
            for row in sentence.words:
                if (value := row.misc.get("Entity")) and ("(" in value or ")" in value):
                    brackets.word(len(places), value)
                places.append((offset + row.start, offset + row.end))
        mentions = brackets.finish()
        if brackets.unmatched:
            self._reading.losses.add("spans", "dropped", _UNMATCHED, number=brackets.unmatched)
        groups: dict[str, list[tuple[Mention, list[tuple[int, int]]]]] = {}
        for mention in mentions:
            pairs = [(places[first][0], places[end - 1][1]) for first, end in mention.pieces]
            groups.setdefault(mention.group, []).append((mention, pairs))
        for group, members in groups.items():
            self._add_group(group, members)

    def _add_group(self, group: str, members: Sequence[tuple[Mention, list[tuple[int, int]]]]) -> None:
        """The mentions of one entity; one that is mentioned once and has no page is none."""
        identity = next((one.identity for one, _ in members if one.identity), "")
        entity: str | None = None
        if identity or len(members) > 1:
            entity = f"wiki:{identity}" if identity else f"{self._name}#{group}"
            words = [self.builder.raw_text[pairs[0][0] : pairs[-1][1]] for _, pairs in members]
            name = identity or max(words, key=len)[:200]
            self.entities.append(Entity(entity, name, members[0][0].type))
        for mention, pairs in members:
            attributes: Mapping[str, Any] = {
                key: mention.said[key] for key in KEPT if key in mention.said
            }
            if self.builder.add_span(
                mention.type, pairs, entity=entity, attributes=attributes, annotator=self._who
            ):
                self.labels.add(("Entity", mention.type))


def _joined(
    laid_out: Sequence[LaidOut], some: Sequence[Sentence], *, is_ours: bool
) -> tuple[str, list[int]]:
    """The text of a document and where each of its sentences begins."""
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    after = ""
    for number, (one, sentence) in enumerate(zip(laid_out, some, strict=True)):
        is_paragraph = any(key.split()[0] == "newpar" for key in sentence.comments)
        if number and is_paragraph and not is_ours and "\n" not in after + one.before:
            after = "\n\n"
        between = after + one.before
        offsets.append(at + len(between))
        parts += (between, one.text)
        at += len(between) + len(one.text)
        after = one.after
    if is_ours or after not in ("", " "):
        parts.append(after)
    return "".join(parts), offsets
