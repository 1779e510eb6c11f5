"""From a CAS to one of our documents: which feature structures are spans, which are relations.

A span's label is what its feature `label` or `value` says (or another that sounds so), else the
short name of its type; its other features are attributes. Structures with two ends
(`Governor`, `Dependent`), slots and chains are relations.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from annotator.formats import uima
from annotator.formats.format import CodebookLine, Part
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.options import yes_or_no
from annotator.formats.text import title_of
from annotator.formats.uima_naming import FROM, TO, layer_of
from annotator.formats.uima_relations import Ends, add_relations
from annotator.formats.uima_values import Said, is_own, said_by
from annotator.model.values import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.formats.format import Reading
    from annotator.formats.uima import Cas, Structure

WORDS = yes_or_no(
    "words",
    "Import lemmas, parts of speech and the like as spans",
    explanation="They lie on every word; relations between words come only with them.",
)
_SEGMENTS = f"{uima.DKPRO}segmentation.type."
_WORD_LAYERS = (f"{uima.DKPRO}lexmorph.", f"{_SEGMENTS}Lemma", f"{_SEGMENTS}Stem")
_WORD, _RELATION, _NOTHING, _ANY = "word", "relation", "nothing", "any"
_OTHER_VIEW = "they lie on another text of the file, which holds several"
_ONLY_WORDS = "they say something of single words; the option “words” imports them"


def parts(
    cas: Cas, path: Path, reading: Reading, *, title: str = "", annotator: str = "", place: str = ""
) -> Iterator[Part]:
    """The codebook's layers, the entities and the article that a CAS tells of."""
    place = place or str(path)
    builder = ArticleBuilder(cas.text, place, reading, title=title or _title(cas, path), unit="utf-16")
    builder.metadata |= _metadata(cas)
    reader = CasReader(cas, builder, reading, annotator)
    reader.read()
    if line := reader.codebook():
        yield CodebookLine(line, place, is_whole=False)
    yield from reader.entities.values()
    if cas.views > 1:
        reading.remark(f"{place} holds {cas.views} texts, of which one is imported.")
    yield builder.article()


def metadata_of(cas: Cas) -> Structure | None:
    """What the file says of the document as a whole."""
    found = [one for one in cas.structures.values() if one.type == uima.METADATA]
    return found[0] if found else None


def _title(cas: Cas, path: Path) -> str:
    said = metadata_of(cas)
    return (said.text("documentTitle") if said is not None else "") or title_of(cas.text, path)


def _metadata(cas: Cas) -> dict[str, str]:
    """The language and, where it is one, the address."""
    found: dict[str, str] = {}
    for one in cas.structures.values():
        if one.type in (uima.METADATA, uima.DOCUMENT):
            language, url = one.text("language"), one.text("documentUri")
            if language and language != "x-unspecified":
                found["language"] = language
            if url.startswith(("http://", "https://")):
                found["url"] = url
    return found


class CasReader:
    """Adds the spans and relations of one CAS to an article."""

    def __init__(self, cas: Cas, builder: ArticleBuilder, reading: Reading, annotator: str) -> None:
        self._cas = cas
        self._builder = builder
        self._reading = reading
        self._annotator = annotator
        self._has_words = reading.is_on(WORDS)
        self._labels: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self.entities: dict[str, Entity] = {}

    def read(self) -> None:
        """Sort the feature structures, add the spans, then the relations between them."""
        groups: dict[object, list[Structure]] = defaultdict(list)
        relations: list[Structure] = []
        words = 0
        for one in self._cas.structures.values():
            kind = self._kinds.get(one.type) or self._kind(one.type)
            if kind == _WORD:
                words += 1
            elif kind == _RELATION or FROM in one.features or TO in one.features:
                relations.append(one)
            elif kind == _ANY and self._is_span(one):
                uid = one.features.get("uid") if is_own(one, self._cas.types) else None
                groups[uid or one.id].append(one)
        if words:
            self._reading.losses.add("spans", "dropped", _ONLY_WORDS, number=words)
        ends = Ends(self._cas, self._builder)
        for group in groups.values():
            if len(group) > 1:
                group.sort(key=_fragment)
            self._add(group, ends)
        add_relations(self._cas, relations, ends, self._builder, self._reading, self._annotator)

    def _kind(self, type_: str) -> str:
        """What structures of a type are: words, relations, nothing of interest, or maybe spans."""
        if type_.startswith(_WORD_LAYERS):
            kind = _ANY if self._has_words else _WORD
        elif self._cas.types.feature(type_, FROM) is not None:
            kind = _RELATION
        elif (
            type_.startswith((_SEGMENTS, "uima.cas."))
            or type_.endswith((".DocumentMetaData", ".TagsetDescription", ".TagDescription"))
            or self._cas.types.is_a(type_, uima.DOCUMENT)
        ):
            kind = _NOTHING
        else:
            kind = _ANY
        self._kinds[type_] = kind
        return kind

    def _is_span(self, one: Structure) -> bool:
        """Whether it lies on the text that is imported."""
        if one.extent() is None:
            return False
        sofa = one.features.get("sofa")
        if isinstance(sofa, uima.Reference) and sofa.id != self._cas.sofa:
            self._reading.losses.add("spans", "dropped", _OTHER_VIEW)
            return False
        return True

    def _add(self, group: list[Structure], ends: Ends) -> None:
        first = group[0]
        said = said_by(first, self._cas, self._reading)
        label = said.label or _plain_type(first)
        self._labels.setdefault(label, layer_of(self._cas.types, first.type))
        pairs = [pair for one in group if (pair := one.extent()) is not None]
        id_ = self._builder.add_span(
            label,
            pairs,
            name=said.uid or f"#{first.id}",
            annotator=said.extras.get("by") or self._annotator,
            attributes=said.attributes,
            note=said.note,
            entity=self._entity(said, label),
        )
        if id_ is not None:
            ends.note(group, id_)

    def _entity(self, said: Said, label: str) -> str | None:
        if not said.entity:
            return None
        known = said.extras.get("entity")
        name = known if isinstance(known, str) else said.entity
        self.entities.setdefault(
            name,
            Entity(known if isinstance(known, str) else "", said.entity, label, qid=said.qid),
        )
        return name

    def codebook(self) -> dict[str, Any]:
        """The layers and labels that were met, as a codebook; empty without any."""
        if not self._labels:
            return {}
        layers = dict.fromkeys(self._labels.values())
        labels = [{"id": one, "name": one, "layer": layer} for one, layer in self._labels.items()]
        return {
            "format": "codebook/1",
            "layers": [{"id": layer, "name": layer} for layer in layers],
            "labels": [one for one in labels if one["id"].strip()],
        }


def _fragment(one: Structure) -> int:
    value = one.features.get("fragment", 0)
    return value if isinstance(value, int) else 0


def _plain_type(one: Structure) -> str:
    """A type's short name; links of a chain are named after the chain."""
    name = one.short_type
    return name.removesuffix("Link") or name
