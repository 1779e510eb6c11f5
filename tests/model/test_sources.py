"""The noun phrases that say who speaks, and who a quote goes to."""

import pytest

from annotator.model.extent import Extent
from annotator.model.extents import extent_at
from annotator.suggest.attribution import propose


@pytest.mark.parametrize(
    ("text", "source"),
    [
        # an owner before the role
        ("Its lawyer, Tom Vey, said that it would appeal.", "Its lawyer, Tom Vey"),
        ("Her counsel, Ana Ruiz, told the court that she was ill.", "Her counsel, Ana Ruiz"),
        ("Their landlord, Jan Holt, denied it.", "Their landlord, Jan Holt"),
        # an occasion before the source
        ("In a short statement, the head of Nordair, Jan Holt, said that it was safe.",
         "the head of Nordair, Jan Holt"),
        ("In a letter, the chair of the board, Ana Ruiz, said it was late.",
         "the chair of the board, Ana Ruiz"),
        ("At a hearing, the owner of the mill, Tom Vey, said he knew.",
         "the owner of the mill, Tom Vey"),
        # an owner's ending belongs to no source; a demonstrative does
        ("That report puts the loss at 3 million.", "That report"),
        ("That study found that rents rose.", "That study"),
        ("The old one says that rents fell.", "The old one"),
        # clauses that identify
        ("Ana Ruiz, who runs the shop in Dorvale, said it was loud.",
         "Ana Ruiz, who runs the shop in Dorvale"),
        ("“No,” said Jan Holt, who heads the panel.", "Jan Holt, who heads the panel"),
        ("An aide, who asked not to be named because talks go on, said that it was over.",
         "An aide, who asked not to be named because talks go on"),
        ("A clerk, speaking on background, said the vault was empty.",
         "A clerk, speaking on background"),
        # clauses that do not
        ("“No,” said Jan Holt, a farmer who is not a member.", "Jan Holt, a farmer"),
        ("Residents of Dorvale, a small port, say it is loud.", "Residents of Dorvale"),
        ("Tom Vey, who was not there, said it was loud.", "Tom Vey"),
        # participles
        ("According to a study made by the Bridge Office in May, it would fall.",
         "a study made by the Bridge Office in May"),
        ("Figures released on Friday by the Tax Office showed that pay rose.",
         "Figures released on Friday by the Tax Office"),
        ("A note written for the council in 2019 says that it leaks.",
         "A note written for the council in 2019"),
        # what is asked for is no part of the addressee
        ("Vey has asked the city council for a new bus.", "the city council"),
        ("The firm warned the Tax Office about a leak.", "the Tax Office"),
        ("She asked the judge for more time.", "the judge"),
        # the speaker before a colon
        ("Ana Ruiz, who owns the mill: “I will not sell.”", "Ana Ruiz, who owns the mill"),
    ],
)  # fmt: skip
def test_a_source_is_the_same_wherever_the_caret_stands(text: str, source: str):
    start = text.index(source)
    places = (start, start + len(source) // 2, start + len(source) - 3)
    found = [extent_at(text, place, Extent.SOURCE) for place in places]
    assert [text[each[0].start : each[0].end] for each in found] == [source] * 3


@pytest.mark.parametrize(
    ("text", "quote", "source"),
    [
        ("The union has called for talks and says that the plant is safe.",
         "that the plant is safe", "The union"),
        ("“We will pay,” said Jan Holt, a farmer who is not a member.",
         "“We will pay,”", "Jan Holt, a farmer"),
        ("That study put the loss at 40 million crowns.", "the loss at 40 million crowns", "That study"),
        ("A feasibility note puts the cost at 3 million.",
         "the cost at 3 million", "A feasibility note"),
        ("If it rains, they calculate, the town will flood.", "the town will flood", "they"),
        ("According to the survey, the dam, built in 1962, leaks.",
         "the dam, built in 1962, leaks", "the survey"),
    ],
)  # fmt: skip
def test_a_quote_goes_to_its_source(text: str, quote: str, source: str):
    start = text.index(quote)
    best = propose(text, [(start, start + len(quote))])[0]
    assert text[slice(*best.source)] == source
