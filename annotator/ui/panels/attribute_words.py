"""The values of attributes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.panels.texts import said

if TYPE_CHECKING:
    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue


def default_text(attribute: AttributeType) -> str:
    """How an attribute looks that has no value: its default, or that it is missing."""
    default = value_name(attribute, attribute.default) if attribute.default is not None else ""
    if attribute.required:
        missing = said("not set")
        usual = said("%1 (usually %2)").replace("%1", missing).replace("%2", default)
        return usual if default else missing
    return said("%1 (default)").replace("%1", default) if default else "–"


def value_name(attribute: AttributeType, value: AttributeValue | None) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    names = {choice.id: choice.name for choice in attribute.choices}
    return names.get(str(value), str(value))
