"""What a user can choose about a format; dialogs and the command line show the same choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an option, and its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice about a format: one of `choices`, or any text where there are none."""

    name: str
    title: str
    default: str
    choices: tuple[Choice, ...] = ()
    explanation: str = ""

    @property
    def is_yes_or_no(self) -> bool:
        """Whether the option is a tick."""
        return {one.value for one in self.choices} == {YES, NO}


def yes_or_no(name: str, title: str, *, is_on: bool = False, explanation: str = "") -> Option:
    """An option that is on or off."""
    choices = (Choice(YES, "yes"), Choice(NO, "no"))
    return Option(name, title, YES if is_on else NO, choices, explanation)


FRAGMENTS = Option(
    "fragments",
    "Spans of several pieces",
    "split",
    (
        Choice("split", "each piece a span of its own"),
        Choice("cover", "one span from the first piece to the last"),
        Choice("drop", "leave them out"),
    ),
)
ALIGN = Option(
    "align",
    "Edges inside a word",
    "expand",
    (
        Choice("expand", "take the whole word"),
        Choice("contract", "leave the word out"),
        Choice("strict", "leave the span out"),
    ),
)
OVERLAPS = Option(
    "overlaps",
    "Spans that overlap",
    "layers",
    (
        Choice("layers", "one file for each layer; within it the longest wins"),
        Choice("longest", "one file; the longest wins"),
    ),
)
PRIORITY = Option(
    "priority",
    "Labels that win where spans overlap",
    "",
    explanation="Separated by commas, the most important first; then the longest span wins.",
)


def checked(options: Sequence[Option], given: Mapping[str, str], whose: str) -> dict[str, str]:
    """All options of a format with their values; unknown names and values raise `FormatError`."""
    by_name = {one.name: one for one in options}
    for name, value in given.items():
        option = by_name.get(name)
        if option is None:
            known = ", ".join(by_name) or "none"
            raise FormatError(f"{whose} has no option “{name}”.", f"Its options: {known}.")
        values = [one.value for one in option.choices]
        if values and value not in values:
            raise FormatError(
                f"The option “{name}” of {whose} cannot be “{value}”.", f"It can be {', '.join(values)}."
            )
    return {one.name: given.get(one.name, one.default) for one in options}
