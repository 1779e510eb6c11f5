"""What the rows of the span tree say, by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from annotator.ui import theme
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import excerpt, number_text, origin_text, said, span_text
from annotator.ui.words import counted, initials

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook, Label
    from annotator.model.values import Span
    from annotator.ui.panels.span_groups import Group

_ROLE = Qt.ItemDataRole

TRAILING = int(Qt.ItemDataRole.UserRole)
"""What stands at the end of a row: the number of a group, or a sign: attributes missing, or a copy."""


DOUBT = TRAILING + 1
"""Whether there is an open doubt about the span of a row."""


def group_row(group: Group, label: Label, role: int) -> Any:
    """The row of a label: its mark, its name and how many spans it has."""
    if role == _ROLE.DisplayRole:
        return label.name
    if role == TRAILING:
        return number_text(group.count)
    if role == _ROLE.DecorationRole:
        return swatch(label)
    if role == _ROLE.AccessibleTextRole:
        return f"{label.name}, {counted(group.count, '%n span', '%n spans')}"
    return label.definition if role == _ROLE.ToolTipRole else None


def span_row(span: Span, codebook: Codebook, role: int, *, whose: str = "") -> Any:
    """The row of a span: its text, and a sign if required attributes are missing.

    `whose` is the name of another person whose span it is; her initials are its sign.
    """
    if role == _ROLE.DisplayRole:
        return excerpt(span.text)
    if role not in (TRAILING, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
        return None
    names = [attribute.name for attribute in codebook.missing_attributes(span)]
    is_copy = span.origin == "propagated"
    if role == TRAILING:
        return initials(whose) if whose else "!" if names else "=" if is_copy else None
    missing = said("Missing: %1").replace("%1", ", ".join(names)) if names else ""
    if role == _ROLE.ToolTipRole:
        origin = origin_text(span.origin) if is_copy else ""
        return "\n".join(part for part in (span_text(span, limit=400), whose, missing, origin) if part)
    return ", ".join(part for part in (excerpt(span.text), whose, missing) if part)


def more_row(group: Group, role: int) -> Any:
    """The row that offers to read further."""
    if role == _ROLE.DisplayRole:
        words = said("Show more (%1 of %2)").replace("%1", number_text(len(group.spans)))
        return words.replace("%2", number_text(group.count))
    return theme.current().colour("accent") if role == _ROLE.ForegroundRole else None
