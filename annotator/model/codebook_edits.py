"""Changes to the codebook that touch no annotation: each returns one edit.

`kind` is layer, label, attribute, relation_type or guideline. What a codebook file could
not say is refused with `CodebookError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import CodebookError
from annotator.model import codebook_rules, colour_checks
from annotator.model.codebook_draft import Draft
from annotator.model.codebook_naming import replace_label, replaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.change import Edit
    from annotator.model.codebook import Codebook
    from annotator.model.values import Json

WORDS: Mapping[str, str] = {
    "layer": "layer",
    "label": "label",
    "attribute": "attribute",
    "relation_type": "relation type",
}
"""What the things of a codebook are called."""

_TITLES: Mapping[str, str] = {
    "name": "rename {old} to {name}",
    "hotkey": "change the key of {name}",
    "key": "change the key of {name}",
    "colour": "change the colour of {name}",
    "style": "change the mark of {name}",
    "overlap": "change what may overlap in {name}",
    "from": "change where {name} may start",
    "to": "change where {name} may lead",
    "attributes": "change the attributes of {name}",
    "values": "change the choices of {name}",
}
_GUIDELINE = ("definition", "include", "exclude", "examples", "bad_examples", "hint", "note")


def set_value(codebook: Codebook, kind: str, id_: str, name: str, value: Json, *, by: str) -> Edit:
    """Let one field of the codebook say something else; None or nothing takes it away."""
    draft = Draft(codebook)
    old = str(draft.value(kind, id_, "name", id_))
    if kind != "guideline" and value not in (None, "", []):
        _refuse_unfit(kind, id_, name, value)
    if name == "name" and not str(value or "").strip():
        raise CodebookError("A name cannot be empty.")
    draft.put(kind, id_, name, value)
    if (kind, name) == ("label", "attributes"):
        _settle_keys(draft, set(draft.texts(kind, id_, name)) - {*codebook.label(id_).attributes})
    title = _TITLES.get(name, "edit the guideline of {name}" if name in _GUIDELINE else "edit {name}")
    if kind == "guideline":
        title = f"edit the {id_.replace('_', ' ')} of the codebook"
    return draft.edit(title.format(name=str(draft.value(kind, id_, "name", id_)), old=old), by=by)


def _refuse_unfit(kind: str, id_: str, name: str, value: Json) -> None:
    if not codebook_rules.is_fit(kind, name, value):
        raise CodebookError(f"The {name} of {id_} cannot be “{value}”.")


def add(
    codebook: Codebook, kind: str, name: str, *, by: str, after: str = "", **values: Json
) -> tuple[Edit, str]:
    """Add a layer, label, attribute or relation type; also its new id."""
    draft = Draft(codebook)
    id_ = draft.add(kind, name, {**_FRESH.get(kind, {}), **values}, after=after)
    return draft.edit(f"add the {WORDS[kind]} {name}", by=by), id_


_FRESH: Mapping[str, Mapping[str, Json]] = {
    "layer": {"overlap": "nested-allowed"},
    "label": {"style": "fill"},
    "attribute": {
        "type": "enum",
        "values": [{"id": "yes", "name": "yes"}, {"id": "no", "name": "no"}],
    },
    "relation_type": {"min": 0},
}


def duplicate(codebook: Codebook, kind: str, id_: str, name: str, *, by: str) -> tuple[Edit, str]:
    """Add a thing that says the same as another under a new name, without its key."""
    draft = Draft(codebook)
    left = ("name", "position", "hotkey", "key")
    values = {field: one for field, one in draft.values(kind, id_).items() if field not in left}
    new_id = draft.add(kind, name, values, after=id_)
    return draft.edit(f"duplicate {draft.value(kind, id_, 'name')}", by=by), new_id


def move(codebook: Codebook, kind: str, id_: str, step: int, *, by: str) -> Edit:
    """Move a thing up (negative) or down among those of its kind; a label within its layer."""
    draft = Draft(codebook)
    ids = draft.ids(kind)
    if kind == "label":
        own = draft.value(kind, id_, "layer")
        mates = [one for one in ids if draft.value(kind, one, "layer") == own]
        place = mates.index(id_) + step
        step = ids.index(mates[place]) - ids.index(id_) if 0 <= place < len(mates) else 0
    draft.move(kind, id_, step)
    return draft.edit(f"move {draft.value(kind, id_, 'name')}", by=by)


def remove(codebook: Codebook, kind: str, id_: str, *, by: str) -> Edit:
    """Take away a thing that no annotation uses, and wherever the codebook names it."""
    draft = Draft(codebook)
    name = draft.value(kind, id_, "name", id_)
    forget(draft, kind, id_)
    return draft.edit(f"delete the {WORDS[kind]} {name}", by=by)


def set_choices(codebook: Codebook, id_: str, choices: list[dict[str, Json]], *, by: str) -> Edit:
    """Give an attribute these choices; a default that is no longer one of them goes."""
    if not choices:
        raise CodebookError("An attribute of type choice needs at least one choice.")
    _refuse_unfit("attribute", id_, "values", list(choices))
    draft = Draft(codebook)
    draft.put("attribute", id_, "values", list(choices))
    if draft.value("attribute", id_, "default") not in [choice["id"] for choice in choices]:
        draft.put("attribute", id_, "default", None)
    return draft.edit(f"change the choices of {draft.value('attribute', id_, 'name')}", by=by)


def set_style(codebook: Codebook, id_: str, style: str, *, by: str) -> Edit:
    """Give a label another mark; where the mark needs other colours, they follow from its own."""
    _refuse_unfit("label", id_, "style", style)
    label = codebook.label(id_)
    draft = Draft(codebook)
    draft.put("label", id_, "style", style)
    if (style == "fill") != (label.style == "fill") and label.colour:
        colours: dict[str, Json] = {}
        for theme, roles in label.colour.items():
            main = colour_checks.main_colour(label.style, roles)
            fit = colour_checks.adapted(style, main, theme) if main else ""
            colours[theme] = colour_checks.roles_for(style, fit, theme) if fit else {}
        draft.put("label", id_, "colour", colours)
    return draft.edit(f"change the mark of {label.name}", by=by)


def take_key(codebook: Codebook, kind: str, id_: str, key: str, *, by: str) -> Edit:
    """Give a label or relation type this key, and take it from whoever has it."""
    draft = Draft(codebook)
    for other in draft.ids(kind):
        if other != id_ and str(draft.value(kind, other, "hotkey", "")).casefold() == key.casefold():
            draft.put(kind, other, "hotkey", None)
    draft.put(kind, id_, "hotkey", key)
    return draft.edit(f"change the key of {draft.value(kind, id_, 'name')}", by=by)


def set_document_attribute(codebook: Codebook, id_: str, is_wanted: bool, *, by: str) -> Edit:
    """Say whether whole articles carry this attribute."""
    draft = Draft(codebook)
    ids = [one for one in draft.texts("guideline", "document_attributes", "value") if one != id_]
    wanted: list[Json] = [*ids, id_] if is_wanted else [*ids]
    draft.put("guideline", "document_attributes", "value", wanted)
    _settle_keys(draft, {id_} if is_wanted else set())
    return draft.edit("change the attributes of articles", by=by)


def forget(draft: Draft, kind: str, id_: str) -> None:
    """Take a thing away, and wherever the codebook names it."""
    draft.remove(kind, id_)
    rename_in_rules(draft, kind, id_, "")


def rename_in_rules(draft: Draft, kind: str, id_: str, other: str) -> None:
    """Wherever the codebook names a thing, let it name another; nothing if that is empty."""
    for user, field in _NAMED_IN.get(kind, ()):
        for one in draft.ids(user):
            names = draft.texts(user, one, field)
            if id_ in names:
                draft.put(user, one, field, replaced(names, id_, other))
    if kind == "layer":
        for label in draft.ids("label"):
            if draft.value("label", label, "layer") == id_:
                draft.put("label", label, "layer", other)
    if kind == "attribute":
        names = draft.texts("guideline", "document_attributes", "value")
        draft.put("guideline", "document_attributes", "value", replaced(names, id_, other))
    if kind == "label":
        replace_label(draft, id_, other)


_NAMED_IN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "label": (("relation_type", "from"), ("relation_type", "to")),
    "attribute": (("label", "attributes"),),
}


def key_refusal(codebook: Codebook, kind: str, id_: str, key: str) -> tuple[str, str]:
    """Why a key cannot be this thing's, and the id of who has it; both empty if it can.

    The keys of labels are the page's, those of relations come after L, those of attributes
    after T and must differ only within one label.
    """
    if not key:
        return "", ""
    if kind == "label" and key.upper() in codebook_rules.COMMAND_KEYS:
        return f"“{key.upper()}” is the key of a command; other letters and digits are free.", ""
    for other, name, held in _keys_beside(codebook, kind, id_):
        if held and held.casefold() == key.casefold():
            return f"“{key.upper()}” is the key of {name}.", other
    return "", ""


def _keys_beside(codebook: Codebook, kind: str, id_: str) -> list[tuple[str, str, str]]:
    """Whose keys must be others: id, name and key."""
    if kind == "label":
        return [(one.id, one.name, one.hotkey) for one in codebook.labels.values() if one.id != id_]
    if kind == "relation_type":
        types = codebook.relation_types.values()
        return [(one.id, one.name, one.hotkey) for one in types if one.id != id_]
    groups = [codebook.attributes_of(label) for label in codebook.labels]
    groups.append(codebook.document_attributes)
    mates = {one.id: one for group in groups if id_ in {own.id for own in group} for one in group}
    return [(one.id, one.name, one.key) for one in mates.values() if one.id != id_]


def free_key(codebook: Codebook, kind: str, id_: str, name: str) -> str:
    """A key that is free: a letter of the name, else any letter, else a digit; else none."""
    wanted = [letter for letter in name.upper() if letter.isascii() and letter.isalnum()]
    letters = "".join(wanted)
    for key in letters + "QWABCGKOY1234567890DEFHIJLMNPRSTUVXZ":
        if not key_refusal(codebook, kind, id_, key)[0]:
            return key
    return ""


def _settle_keys(draft: Draft, attributes: set[str]) -> None:
    for id_ in sorted(attributes):
        settle_key(draft, id_, str(draft.value("attribute", id_, "name", id_)))


def settle_key(draft: Draft, attribute: str, name: str) -> list[str]:
    """Give an attribute another key if one beside it has the same; says so in sentences."""
    key = str(draft.value("attribute", attribute, "key", ""))
    if not key_refusal(draft.codebook(), "attribute", attribute, key)[0]:
        return []
    other = free_key(draft.codebook(), "attribute", attribute, name)
    draft.put("attribute", attribute, "key", other)
    return [f"The key of {name} becomes {other or 'none'}, as {key} is taken there."]
