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
        # by whom somebody was told
        ("“It leaks,” the inquiry was told by Ana Ruiz.", "“It leaks,”", "Ana Ruiz"),
        ("Members were later warned by Tom Vey that it would sink.", "that it would sink", "Tom Vey"),
        ("The court was told by the owner that it was safe.", "that it was safe", "the owner"),
        # the words of the sentence before those of the headline
        ("Mayor warns of flood\n\nA note hung on the door of Tom Vey. “No way in.”",
         "“No way in.”", "Tom Vey"),
        ("Pier is safe, says council\n\nThe plan of Ana Ruiz is simple: “We wait.”",
         "“We wait.”", "Ana Ruiz"),
        ("Vey denies theft\n\nThe shop of Jana Holt was shut. “It was dark.”",
         "“It was dark.”", "Jana Holt"),
        # a dateline speaks to nobody
        ("PORT ELLERY (Herald) — “No way in.” Tom Vey smiled.", "“No way in.”", "Tom Vey"),
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


@pytest.mark.parametrize(
    ("source", "cue", "quote"),
    [
        # verbs and infinitives in the clause that tells who speaks
        ("A senior officer who was not authorised to speak publicly", "said",
         "that a former manager had been questioned"),
        ("A board member who is not allowed to comment publicly", "says", "that a vote is due in May"),
        ("A diplomat who refused to say where she worked", "said", "that the envoys had left"),
        # a verb of saying in it
        ("A union official who spoke on condition of anonymity", "told",
         "the Herald that the talks had failed"),
        ("A clerk who declined to be named", "confirmed", "that the vault was empty"),
        ("Two engineers who had asked not to be identified", "warned", "that the wall would not hold"),
        # a clause in it
        ("A former guard who said he feared reprisals", "told", "the Courier that doors were left open"),
        ("A neighbour who asked that her name be withheld", "said", "that the house was empty"),
        ("An aide, who declined to be named because talks go on", ", told", "the Post that it was over"),
        # two verbs in it
        ("A person who was briefed on the talks and asked not to be named", "said",
         "that no deal was near"),
        ("An adviser who knew of the matter but was not allowed to discuss it", "claimed",
         "that the letter was forged"),
        ("A nurse who worked there and who saw the fire", "recalled", "that nobody came"),
    ],
)  # fmt: skip
def test_a_clause_that_tells_who_speaks_belongs_to_the_source(source: str, cue: str, quote: str):
    text = f"{source}{cue if cue[0] == ',' else ' ' + cue} {quote}."
    cue, said = cue.lstrip(", "), quote[quote.index("that ") :]
    begin = text.index(said)
    inside = range(begin, len(text) - 1)
    assert {extent_at(text, place, Extent.SOURCE) for place in range(len(source))} == {
        ((0, len(source)),)
    }
    assert {extent_at(text, place, Extent.QUOTATION) for place in inside} == {((begin, len(text) - 1),)}
    assert {extent_at(text, place, Extent.CLAUSE) for place in inside[5:]} == {
        ((begin + 5, len(text) - 1),)
    }
    best = propose(text, [(begin, len(text) - 1)])[0]
    assert (text[slice(*best.source)], text[slice(*best.cue or (0, 0))]) == (source, cue)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The pier would close in May, the county council was told.", "The pier would close in May"),
        ("The jury was on Monday told that the brakes had failed.", "that the brakes had failed"),
        ("Dorvale Council has since been warned that the wall leaks.", "that the wall leaks"),
    ],
)
def test_who_is_told_does_not_speak(text: str, quote: str):
    start = text.index(quote)
    assert propose(text, [(start, start + len(quote))]) == []
