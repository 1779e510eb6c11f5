"""How much text a label takes where nothing is selected."""

from __future__ import annotations

from enum import StrEnum


class Extent(StrEnum):
    """How much text around the caret a label's key labels."""

    NAME = "name"
    DATE = "date"
    QUANTITY = "quantity"
    QUOTATION = "quotation"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    LINE = "line"
    SOURCE = "source"
    CUE = "cue"
    TOKEN = "token"
