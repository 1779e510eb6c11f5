"""What kind of thing an entity is: a person, a body or a place, whatever the codebook calls it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from annotator.model import lexicon
from annotator.model.entity_names import plain_words

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook


class Kind(Enum):
    """The few kinds that pronouns and descriptions tell apart."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    OTHER = "other"


_WORDS = {
    Kind.PERSON: lexicon.words(
        "per pers person persons people human humans individual individuals actor actors politician"
        " politicians speaker speakers personne persona personen name"
    ),
    Kind.BODY: lexicon.words(
        "org orgs organisation organization organisations organizations organisationen company"
        " companies corporation group groups institution institutions body bodies party parties agency"
        " government media outlet team union"
    ),
    Kind.PLACE: lexicon.words(
        "gpe loc geo fac place places location locations ort orte lieu country countries city cities"
        " region regions geopolitical facility facilities site state states"
    ),
}


def kind_of_label(codebook: Codebook, label_id: str) -> Kind | None:
    """The kind of things that a label, or an entity's type, stands for; None where it is open."""
    if label_id not in entity_types(codebook) and label_id in codebook.labels:
        return None
    said = [plain_words(label_id.replace("_", " ")), plain_words(codebook.label(label_id).name)]
    for words in said:
        for kind, telling in _WORDS.items():
            if any(word in telling for word in words):
                return kind
    return Kind.OTHER if label_id else None


def may_have_entity(codebook: Codebook, label_id: str) -> bool:
    """Whether spans of this label point to entities: as the codebook says, else all names do."""
    clusters = _clusters(codebook)
    if not clusters:
        return codebook.label(label_id).style in ("fill", "box")
    return any(label_id in (cluster.get("applies_to") or [label_id]) for cluster in clusters)


def entity_types(codebook: Codebook) -> tuple[str, ...]:
    """The labels that are types of entities, in order; a source, for one, may be of any type."""
    found: list[str] = []
    for cluster in _clusters(codebook):
        for field in cluster.get("fields") or ():
            if isinstance(field, dict) and field.get("id") == "type" and field.get("of"):
                found += [str(one) for one in field["of"]]
    if not found:
        found = [
            label.id
            for label in codebook.labels.values()
            if label.style == "fill" and may_have_entity(codebook, label.id)
        ]
    return tuple(one for one in dict.fromkeys(found) if one in codebook.labels)


def entity_attributes(codebook: Codebook) -> frozenset[str]:
    """The ids of the attributes of spans, relations and articles whose values are entities."""
    kinds = codebook.relation_types.values()
    all_ = [*codebook.attributes.values(), *(one for kind in kinds for one in kind.attributes)]
    return frozenset(attribute.id for attribute in all_ if attribute.type == "entity")


def _clusters(codebook: Codebook) -> list[dict[str, Any]]:
    said = codebook.guidelines.get("clusters")
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


_TITLED = lexicon.TITLES | lexicon.words(
    "man woman boy girl teenager spokesman spokeswoman lawyer lawmaker doctor teacher driver officer"
    " suspect victim candidate author writer singer actor actress player owner founder analyst expert"
    " economist scientist researcher professor resident mother father son daughter wife husband aide"
    " official politician politiker politikerin mann frau"
)
_BODIES = lexicon.words(
    "company firm group ministry department agency party union bank club council court university"
    " organisation organization committee commission board government administration network newspaper"
    " station school hospital charity team maker operator airline carrier retailer institute body"
    " authority parliament senate army police force unit startup lender insurer manufacturer foundation"
    " unternehmen firma ministerium partei regierung behörde gewerkschaft"
)
_PLACES = lexicon.words(
    "city town village country capital state province region district island islands river lake port"
    " harbour harbor valley county republic kingdom nation stadt land hauptstadt dorf insel"
)


def kind_of_noun(word: str) -> Kind | None:
    """What a common noun such as minister, company or town stands for, as far as it is known."""
    single = word[:-1] if word.endswith("s") and word not in _TITLED | _BODIES | _PLACES else word
    for one in (word, single):
        if one in _BODIES:
            return Kind.BODY
        if one in _PLACES:
            return Kind.PLACE
        if one in _TITLED or (len(one) > 4 and one.endswith(("woman", "man", "ist", "ian", "person"))):
            return Kind.PERSON
    return None


def type_of_name(codebook: Codebook, name: str, *, after_title: bool) -> str:
    """The likeliest type of an entity of this name: one of `entity_types`, else empty."""
    words = plain_words(name)
    kind = Kind.PERSON
    if not after_title:
        heads = lexicon.HEADS | _BODIES
        if any(word in heads for word in words) or (len(words) == 1 and name.isupper()):
            kind = Kind.BODY
    types = entity_types(codebook)
    return next((one for one in types if kind_of_label(codebook, one) is kind), "")
