"""What is counted for agreement, and under which keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Key: TypeAlias = tuple[Any, ...]
"""Family, name, then, where it matters, how many annotators there were and which value it is."""
Counts: TypeAlias = "Mapping[Key, int]"
"""What two or more annotators did in some articles; whatever is not there is 0."""

SPANS, TOKENS, UNITS, RELATIONS, ATTRIBUTES = "spans", "tokens", "units", "relations", "attributes"
"""The families of counts."""
