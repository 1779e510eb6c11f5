"""Changes of attributes and relation types in the middle of the work, as `Migration`s."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import CodebookError
from annotator.model import codebook_edits
from annotator.model.codebook_draft import Draft
from annotator.model.codebook_items import attribute_type
from annotator.model.conversions import Conversion
from annotator.model.migration import GONE, Migration

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.codebook import AttributeType, Codebook, RelationType
    from annotator.model.values import AttributeValue, Json

FILE_TYPES: Mapping[str, str] = {"choice": "enum", "yes/no": "bool"}
"""What types are called in codebook files, where they are called otherwise."""


def change_type(
    codebook: Codebook,
    id_: str,
    type_: str,
    *,
    choices: Sequence[tuple[str, str]] = (),
    mapping: Mapping[str, AttributeValue | None] | None = None,
    drops_unfit: bool = False,
) -> Migration:
    """An attribute gets another type (choice, yes/no, number, text, entity).

    `choices` are ids and names where it becomes a choice; `mapping` says for single values,
    by their text, what they become. Values that cannot be converted stay as they are, and
    are counted, unless `drops_unfit` asks that they go.
    """
    before = _attribute(codebook, id_)
    draft = Draft(codebook)
    draft.put("attribute", id_, "type", FILE_TYPES.get(type_, type_))
    if type_ == "choice":
        if not choices:
            raise CodebookError("An attribute of type choice needs at least one choice.")
        draft.put("attribute", id_, "values", [{"id": one, "name": name} for one, name in choices])
    else:
        draft.put("attribute", id_, "values", None)
    after = draft.codebook().attributes[id_]
    if before.default is not None:
        default = Conversion(before, after, mapping or {}, drops_unfit=True).of(before.default).value
        draft.put("attribute", id_, "default", default)
    conversion = Conversion(
        before, draft.codebook().attributes[id_], mapping or {}, drops_unfit=drops_unfit
    )
    return _migration(f"make {before.name} a {type_}", codebook, draft, conversion)


def replace_choices(codebook: Codebook, id_: str, replaced: Mapping[str, str | None]) -> Migration:
    """Choices of an attribute go: their values become another choice, or none (None)."""
    before = _attribute(codebook, id_)
    draft = Draft(codebook)
    raw = draft.value("attribute", id_, "values")
    kept = [one for one in raw if _id_of(one) not in replaced] if isinstance(raw, list) else []
    if not kept:
        raise CodebookError("An attribute of type choice needs at least one choice.")
    draft.put("attribute", id_, "values", kept)
    if before.default in replaced:
        draft.put("attribute", id_, "default", replaced[str(before.default)])
    conversion = Conversion(before, draft.codebook().attributes[id_], dict(replaced))
    names = {choice.id: choice.name for choice in before.choices}
    doomed = ", ".join(names.get(one, one) for one in replaced)
    return _migration(f"replace {doomed} of {before.name}", codebook, draft, conversion)


def _id_of(choice: Json) -> str:
    return str(choice.get("id", "")) if isinstance(choice, dict) else ""


def replace_attribute(
    codebook: Codebook,
    id_: str,
    replacement: str = "",
    *,
    mapping: Mapping[str, AttributeValue | None] | None = None,
    drops_unfit: bool = False,
) -> Migration:
    """An attribute goes: its values become those of the replacement, or go with it.

    Where a span carries both, the value of the replacement stays and the other is lost.
    """
    before = _attribute(codebook, id_)
    draft = Draft(codebook)
    codebook_edits.rename_in_rules(draft, "attribute", id_, replacement)
    draft.remove("attribute", id_)
    after = _attribute(codebook, replacement) if replacement else None
    title, notes = f"delete {before.name}", []
    if after is not None:
        notes = codebook_edits.settle_key(draft, after.id, after.name)
        title = f"merge {before.name} into {after.name}"
    conversion = Conversion(before, after, mapping or {}, drops_unfit=drops_unfit)
    return replace(_migration(title, codebook, draft, conversion), notes=tuple(notes))


def detach_attribute(codebook: Codebook, label: str, id_: str) -> Migration:
    """Spans of one label no longer carry this attribute: their values go."""
    draft = Draft(codebook)
    names = [name for name in draft.texts("label", label, "attributes") if name != id_]
    draft.put("label", label, "attributes", [*names])
    before = _attribute(codebook, id_)
    title = f"take {before.name} from {codebook.label(label).name}"
    return _migration(title, codebook, draft, Conversion(before, None, owner=label))


def _attribute(codebook: Codebook, id_: str) -> AttributeType:
    found = codebook.attributes.get(id_)
    if found is None:
        raise CodebookError(f"There is no attribute “{id_}” in the codebook.")
    return found


def _migration(title: str, codebook: Codebook, draft: Draft, conversion: Conversion) -> Migration:
    return Migration(title, codebook, draft.codebook(), draft.changes(), conversions=(conversion,))


# ---------------------------------------------------------------- relation types


def replace_relation_type(codebook: Codebook, id_: str, replacement: str = "") -> Migration:
    """A relation type goes: its relations become those of the replacement, or are removed.

    The replacement then also takes the labels and attributes that the other took.
    """
    before = _relation_type(codebook, id_)
    draft = Draft(codebook)
    codebook_edits.forget(draft, "relation_type", id_)
    title = f"delete the relation type {before.name}"
    if replacement:
        other = _relation_type(codebook, replacement)
        title = f"merge {before.name} into {other.name}"
        for end, own, more in (
            ("from", other.from_labels, before.from_labels),
            ("to", other.to_labels, before.to_labels),
        ):
            joined = [*dict.fromkeys([*own, *more])] if own and more else []
            draft.put("relation_type", replacement, end, [*joined])
        _join_attributes(draft, id_, replacement, codebook)
    return Migration(
        title,
        codebook,
        draft.codebook(),
        draft.changes(),
        relations={id_: replacement or GONE},
    )


def _join_attributes(draft: Draft, id_: str, replacement: str, codebook: Codebook) -> None:
    """Give a relation type the attributes of another that it lacks."""
    old = Draft(codebook).value("relation_type", id_, "attributes")
    own = draft.value("relation_type", replacement, "attributes")
    have = list(own) if isinstance(own, list) else []
    known = {_id_of(one) for one in have}
    lacking = [one for one in old if _id_of(one) not in known] if isinstance(old, list) else []
    draft.put("relation_type", replacement, "attributes", [*have, *lacking])


def set_ends(
    codebook: Codebook, id_: str, end: str, labels: Iterable[str], *, clears: bool = False
) -> Migration:
    """A relation type may start (`from`) or lead (`to`) at other labels.

    Relations that are then forbidden stay, and are counted, unless `clears` asks that they go.
    """
    draft = Draft(codebook)
    name = _relation_type(codebook, id_).name
    draft.put("relation_type", id_, end, [*dict.fromkeys(labels)])
    verb = "may start" if end == "from" else "may lead"
    return Migration(
        f"change where {name} {verb}",
        codebook,
        draft.codebook(),
        draft.changes(),
        cleared=frozenset({id_} if clears else ()),
    )


def set_relation_attributes(
    codebook: Codebook, id_: str, attributes: list[dict[str, Json]]
) -> Migration:
    """A relation type gets these attributes of its own; values of those that go are lost."""
    before = _relation_type(codebook, id_)
    draft = Draft(codebook)
    draft.put("relation_type", id_, "attributes", [*attributes])
    after = {str(one["id"]): attribute_type(str(one["id"]), one) for one in attributes}
    conversions = tuple(
        Conversion(one, after.get(one.id), owner=id_, is_of_relations=True)
        for one in before.attributes
        if after.get(one.id) != one
    )
    return replace(
        Migration(
            f"change the attributes of {before.name}", codebook, draft.codebook(), draft.changes()
        ),
        conversions=conversions,
    )


def replace_relation_choice(
    codebook: Codebook, type_id: str, attribute: str, choice: str, replacement: str = ""
) -> Migration:
    """A choice of a relation type's own attribute goes: values become another one, or none."""
    kind = _relation_type(codebook, type_id)
    before = next(one for one in kind.attributes if one.id == attribute)
    draft = Draft(codebook)
    raw = draft.value("relation_type", type_id, "attributes")
    own = [dict(one) for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
    for one in own:
        said = one.get("values")
        if one.get("id") == attribute and isinstance(said, list):
            one["values"] = [value for value in said if _id_of(value) != choice]
            if not one["values"]:
                raise CodebookError("An attribute of type choice needs at least one choice.")
            if one.get("default") == choice:
                one.pop("default")
    draft.put("relation_type", type_id, "attributes", [*own])
    after = next(
        one for one in draft.codebook().relation_types[type_id].attributes if one.id == attribute
    )
    conversion = Conversion(
        before, after, {choice: replacement or None}, owner=type_id, is_of_relations=True
    )
    name = next((one.name for one in before.choices if one.id == choice), choice)
    return _migration(f"replace {name} of {kind.name}", codebook, draft, conversion)


def _relation_type(codebook: Codebook, id_: str) -> RelationType:
    found = codebook.relation_types.get(id_)
    if found is None:
        raise CodebookError(f"There is no relation type “{id_}” in the codebook.")
    return found
