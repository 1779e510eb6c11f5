"""Variables of REFI-QDA: the metadata and attributes of articles, with their types."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from annotator.formats.refi import guid, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.model.values import AttributeValue, Document

TYPES: Mapping[type, str] = {bool: "Boolean", int: "Integer", float: "Float", str: "Text"}
"""The types of variables by those of our values."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A metadata key or an attribute of articles, with one type of value."""

    kind: str
    key: str
    type: str
    is_alone: bool

    @property
    def guid(self) -> str:
        """What values refer to."""
        return guid("variable", f"{self.kind}/{self.type}/{self.key}")

    def element(self) -> str:
        """The element `Variable`; its description says what it is here."""
        name = self.key if self.is_alone else f"{self.key} ({self.type})"
        said = f"annotator {self.kind}: {self.key}"
        return (
            f'<Variable guid="{self.guid}" name="{shown(name)}" typeOfVariable="{self.type}">'
            f"<Description>{shown(said)}</Description></Variable>"
        )


def variables_of(documents: Sequence[Document]) -> list[Variable]:
    """The variables that documents have values of, by name."""
    found: set[tuple[str, str, str]] = set()
    for document in documents:
        found |= {("metadata", key, "Text") for key in document.metadata}
        found |= {("attribute", key, TYPES[type(one)]) for key, one in document.attributes.items()}
    keys = [(kind, key) for kind, key, _ in found]
    return [Variable(*one, is_alone=keys.count(one[:2]) == 1) for one in sorted(found)]


def value_element(variable: str, value: AttributeValue) -> str:
    """The element `VariableValue`; numbers stand without exponents, as the schema wants them."""
    said = shown(value) if isinstance(value, str) else str(value).lower()
    if isinstance(value, float):
        said = format(Decimal(repr(value)), "f")
    kind = TYPES[type(value)]
    return (
        f'<VariableValue><VariableRef targetGUID="{variable}"/>'
        f"<{kind}Value>{said}</{kind}Value></VariableValue>\n"
    )
