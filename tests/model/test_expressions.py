"""Dates and quantities: the same wherever the caret stands in them."""

import pytest

from annotator.model.candidates import candidates
from annotator.model.extent import Extent
from annotator.model.extents import extent_at


def everywhere(text: str, expected: str, extent: Extent) -> set[str]:
    """What the caret gives at every character of the expected text."""
    start = text.index(expected)
    found = {extent_at(text, start + offset, extent) for offset in range(len(expected))}
    return {text[each[0].start : each[0].end] for each in found}


def hops(text: str) -> list[str]:
    return [text[slice(*each.fragment)] for each in candidates(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        # a count that begins a sentence
        ("A month later it sank.", "A month"),
        ("Fourteen days went by.", "Fourteen days"),
        ("Several weeks passed.", "Several weeks"),
        # an adjective before the unit
        ("after two wet weeks in", "two wet weeks"),
        ("one bad year from ruin", "one bad year"),
        ("for three long nights", "three long nights"),
        # "last" as an adjective and as a verb
        ("Last May it rained.", "Last May"),
        ("Next spring it opens.", "Next spring"),
        ("The last three months were dry.", "The last three months"),
        ("It is due to last five days.", "five days"),
        ("It will last ten years.", "ten years"),
        ("It may last two hours.", "two hours"),
        # an age without "old"
        ("The seals are ten years old.", "ten years"),
        ("The boat is almost 30 years old.", "almost 30 years"),
        ("He was six months old.", "six months"),
        # no full stop of the sentence
        ("It ends on May 9. He left.", "May 9"),
        ("They met on 14 March. It rained.", "14 March"),
        ("open until Dec. 3.", "Dec. 3"),
        # a part of a stretch of time
        ("by the end of the year it", "the end of the year"),
        ("since the start of 2024 it", "the start of 2024"),
        ("the beginning of March was dry", "the beginning of March"),
        # seasons
        ("before the winter", "the winter"),
        ("Every winter since 2018 it floods.", "Every winter since 2018"),
        ("each summer since May 2020", "each summer since May 2020"),
        ("a 30-year-old man", "30-year-old"),
    ],
)
def test_dates(text: str, date: str):
    assert everywhere(text, date, Extent.DATE) == {date}
    assert date in hops(text)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        # units of several words
        ("six nautical miles out", "six nautical miles"),
        ("some 2.4 square kilometres of", "some 2.4 square kilometres"),
        ("40 cubic feet of gas", "40 cubic feet"),
        ("900 litres per minute flow", "900 litres per minute"),
        ("90 miles an hour", "90 miles an hour"),
        ("5 tonnes per hectare", "5 tonnes per hectare"),
        # comparatives
        ("no lower than 3 metres", "no lower than 3 metres"),
        ("was higher than 40 percent", "higher than 40 percent"),
        ("no longer than 12 km", "no longer than 12 km"),
        # "only" and "just" weigh and do not measure
        ("only 12 million euros", "12 million euros"),
        ("just 40 seats", "40"),
        ("only a third of it", "a third"),
        # a score is no range
        ("won 64 to 51 in the end", "64"),
        ("won 64 to 51 in the end", "51"),
        ("voted 300 to 12", "12"),
        ("between 3 and 5 of them", "between 3 and 5"),
        ("10 to 15 people", "10 to 15"),
        ("cost 3-5 euros", "3-5 euros"),
        # currencies and magnitudes
        ("paid £2.4 million for it", "£2.4 million"),
        ("cost €3.4bn in", "€3.4bn"),
        ("a $1.2m fine", "$1.2m"),
        ("rose 4.5 per cent in", "4.5 per cent"),
        ("of 1,012 men", "1,012"),
        # fractions and dozens
        ("two thirds of them", "two thirds"),
        ("three quarters of it", "three quarters"),
        ("bought a dozen boats", "a dozen"),
        ("half a dozen boats", "half a dozen"),
        # how often, and how much as much
        ("it rang four times that day", "four"),
        ("three times as many", "three times"),
        ("two times the size", "two times"),
    ],
)
def test_quantities(text: str, quantity: str):
    assert everywhere(text, quantity, Extent.QUANTITY) == {quantity}
    assert quantity in hops(text)
