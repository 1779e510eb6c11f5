"""Which columns of stored spans and relations a format looks at: each that is not read saves time."""

from __future__ import annotations

from typing import NamedTuple


class Columns(NamedTuple):
    """Names of columns as the store calls them; None for all.

    What is not named is None in the rows, or lacking after the last that is; ids are always there.
    """

    spans: frozenset[str] | None = None
    relations: frozenset[str] | None = None


ALL_COLUMNS = Columns()
MARKS = frozenset(str.split("label start end fragments annotator entity attributes note"))
"""What is asked of spans by formats that take their words from the text."""
