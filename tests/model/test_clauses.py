"""Reported clauses and propositions: where they start and end, one case per cause three times over."""

import time

import pytest

from annotator.model.extent import Extent
from annotator.model.extents import extent_at


def everywhere(text: str, whole: tuple[str, ...], extent: Extent) -> list[tuple[str, ...]]:
    """What the caret gives at the start, in the middle and near the end of the expected text."""
    first, last = text.index(whole[0]), text.rindex(whole[-1])
    places = (first, first + len(whole[0]) // 2, last + max(0, len(whole[-1]) - 3))
    return [tuple(text[a:b] for a, b in extent_at(text, place, extent)) for place in places]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        # "to" before a noun opens nothing
        ("Roth told the court that she had sent the plans to a friend.",
         "that she had sent the plans to a friend"),
        ("The union says it handed the letter to the minister in May.",
         "it handed the letter to the minister in May"),
        ("Officials conceded that the road to Dorvale was never closed.",
         "that the road to Dorvale was never closed"),
        # "to" before a verb does
        ("The board urged both banks to merge before the summer.", "to merge before the summer"),
        ("Holt promised on Monday to publish the figures.", "to publish the figures"),
        ("The court ordered Nordair to repay its customers.", "to repay its customers"),
        # the addressee stands before "that"
        ("Two clerks confirmed to the Evening Post that the vault was empty.",
         "that the vault was empty"),
        ("The envoy assured reporters in Dorvale that talks would go on.", "that talks would go on"),
        ("She put it to the witness that he had never left the house.",
         "that he had never left the house"),
        # no complementiser
        ("Vey said he had seen the ledger in March.", "he had seen the ledger in March"),
        ("The agency said on Friday the dam was safe.", "the dam was safe"),
        ("She told Radio Nord it was “a sham”.", "it was “a sham”"),
        # a dateline is no part of it
        ("TARNWICK, 14 March 2023 — The pier was sold, Jan Holt said.", "The pier was sold"),
        ("PORT ELLERY (Herald) - Two boats sank, according to the port.", "Two boats sank"),
        ("DORVALE, Nordland (NBA) – Rents fell, the bank said.", "Rents fell"),
        # what is asked for or rejected
        ("The port has asked the ministry for a new crane.", "a new crane"),
        ("Farmers rejected the offer.", "the offer"),
        ("The party, which lost in May, disputes the count.", "the count"),
        # a cue inside the content is part of it
        ("Police say one of the drivers will confirm that the brakes failed.",
         "one of the drivers will confirm that the brakes failed"),
        ("He said that the auditors found no error and held no meeting.",
         "that the auditors found no error and held no meeting"),
        ("The nurse said she felt the staff had shown great care.",
         "she felt the staff had shown great care"),
        # the end at a colon, a semicolon, the next attribution
        ("The mayor insisted that the square was safe: two guards stand there at night.",
         "that the square was safe"),
        ("Ruiz denied that she knew; the files were open to all.", "that she knew"),
        ("The firm said that sales fell and announced that it would close.", "that sales fell"),
        # a headline
        ("Minister: two bridges will be closed", "two bridges will be closed"),
        ("Holt: no tax will rise this year", "no tax will rise this year"),
        ("Police: driver was asleep at the wheel", "driver was asleep at the wheel"),
        # a quotation that carries a clause on
        ("They have lost three boats, “and that is only this winter”, said Jan Holt, a fisherman.",
         "They have lost three boats, “and that is only this winter”"),
        ("We paid in full, “but nobody wrote to us”, said Ana Ruiz.",
         "We paid in full, “but nobody wrote to us”"),
        ("He left the room, “and then the roof fell”, said Tom Vey.",
         "He left the room, “and then the roof fell”"),
    ],
)  # fmt: skip
def test_a_quote_is_the_same_wherever_the_caret_stands(text: str, quote: str):
    assert everywhere(text, (quote,), Extent.QUOTATION) == [(quote,)] * 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The tide that night, it added, was two metres high.",
         ("The tide that night", "was two metres high")),
        ("If it rains, they warn, the lower town will be flooded.",
         ("If it rains", "the lower town will be flooded")),
        ("The cheapest way, according to the bank, is to wait.", ("The cheapest way", "is to wait")),
    ],
)  # fmt: skip
def test_a_quote_lies_on_both_sides_of_its_attribution(text: str, parts: tuple[str, ...]):
    assert everywhere(text, parts, Extent.QUOTATION) == [parts] * 3


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # relative clauses
        ("The Reform Party, which has held the town since 1999, objected.",
         "has held the town since 1999"),
        ("Nordair, whose fleet was grounded in May, has no plan.", "fleet was grounded in May"),
        ("Ana Ruiz, an engineer who checked the bridge for the city, said it was safe.",
         "checked the bridge for the city"),
        # what a relative clause follows
        ("Prices have doubled since the merger with Holt & Sons, which owns nine mills.",
         "Prices have doubled since the merger with Holt & Sons"),
        ("They met in Dorvale, which hosts the court.", "They met in Dorvale"),
        ("The dam was built by Nordair, whose owner lives abroad.", "The dam was built by Nordair"),
        # a fragment in marks belongs to its clause
        ("The firm said that the doors ‘had been checked with great care’ in May.",
         "the doors ‘had been checked with great care’ in May"),
        ("Ruiz said the fund “is there, all of it, today”.", "the fund “is there, all of it, today”"),
        ("He wrote that the bus filled “in less than half a minute”.",
         "the bus filled “in less than half a minute”"),
        # the subject or the causal conjunction starts a new one
        ("Both left early because the pay forbids them to wait.", "the pay forbids them to wait"),
        ("Sales fell in March, and in the same month the bank closed two branches.",
         "Sales fell in March"),
        ("Nobody called, nobody came to help.", "nobody came to help"),
        # the predicate alone
        ("The clerk had signed the form and received two letters.", "received two letters"),
        ("The road was closed and would be mended in May.", "would be mended in May"),
        ("They lost the case and paid the costs.", "paid the costs"),
        # a demonstrative is no complementiser
        ("That would cost 40 million euros.", "That would cost 40 million euros"),
        ("That was denied in 2019.", "That was denied in 2019"),
        ("That has changed since the war.", "That has changed since the war"),
        # what is expected is no claim of its own
        ("The trial is expected to last two weeks.", "The trial is expected to last two weeks"),
        ("The bank is said to hold 3 million shares.", "The bank is said to hold 3 million shares"),
        ("The ship was believed to have sunk in 1911.", "The ship was believed to have sunk in 1911"),
        # a complementiser before a comma is none of its words
        ("The firm said that, without a subsidy, the company would close.",
         "without a subsidy, the company would close"),
        ("She warned that, if rain came, the wall would fall.", "if rain came, the wall would fall"),
        ("The report says that the road was wet and that, in June, it closed.", "in June, it closed"),
        # a dateline states nothing
        ("TARNWICK, 14 March 2023 — The council sold the pier.", "The council sold the pier"),
        ("PORT ELLERY (Herald) - Two boats sank in May.", "Two boats sank in May"),
        ("Dorvale, May 9 — The mill was closed.", "The mill was closed"),
        # abbreviations keep their full stop
        ("Officials say the fire broke out at 3 a.m.", "the fire broke out at 3 a.m."),
    ],
)  # fmt: skip
def test_a_claim_is_the_same_wherever_the_caret_stands(text: str, claim: str):
    assert everywhere(text, (claim,), Extent.CLAUSE) == [(claim,)] * 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The inquiry, which is led by a judge, opens on Monday.", ("The inquiry", "opens on Monday")),
        ("Two guards, who cannot be named because they face charges, are to appear today.",
         ("Two guards", "are to appear today")),
        ("The mill, first built in 1874, would hold 90 flats.", ("The mill", "would hold 90 flats")),
    ],
)  # fmt: skip
def test_a_claim_leaves_out_a_clause_in_its_middle(text: str, parts: tuple[str, ...]):
    assert everywhere(text, parts, Extent.CLAUSE) == [parts] * 3


@pytest.mark.parametrize(
    "text",
    ["said " * 2000, "said that " * 1500, "according to " * 1500, "“he said ”" * 1500, "'" * 4000,
     "twenty one hundred and " * 600, "he said; " * 1500, ", who said" * 1500, "about " * 3000,
     "1 to 2 and 3 million " * 800, '"and but ' * 1500, "made by " * 2000],
)  # fmt: skip
def test_hostile_text_costs_little(text: str):
    for extent in Extent:
        seconds = []
        for _ in range(2):
            began = time.perf_counter()
            extent_at(text, len(text) // 2, extent)
            seconds.append(time.perf_counter() - began)
        assert min(seconds) < 0.15, extent
