"""What a label key labels where the caret stands."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.extent import Extent
from annotator.model.extents import expand, extent_at, shrink
from annotator.model.fragment import normalise
from annotator.model.tokens import paragraph_at, trim

ARTICLE = (
    "Minister Quits After Northgate Bridge Report\n"
    "By Ana Ruiz and Tom Vey\n\n"
    "NORTHGATE (NBA) — Danish Minister of Finance Jana Roth said on Tuesday that unemployment fell to "
    "5.1 percent in March and that wages rose. "
    "Roth’s deputy, Dr. J. K. Vogel, has not said when he will go.\n\n"
    "The bridge was “absolutely safe” in 2019, the deputy mayor, Ana Ruiz, told reporters. "
    "“We will,” said Karl Roth of the Ministry of Trade and Industry, “appeal.” "
    "Holt called for “swift help” and an inquiry. According to the Tax Office, prices fell, "
    "but the economy grew by about 2 percent.\n"
)


def at(word: str, extent: Extent, text: str = ARTICLE) -> list[str]:
    found = extent_at(text, text.index(word) + 1, extent)
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Chancellor Mira Holt’s aide left.", "Holt", "Mira Holt"),
        ("He met Minister of Finance Jana Roth.", "Jana", "Jana Roth"),
        ("The Ministry of Trade and Industry agreed.", "Trade", "Ministry of Trade and Industry"),
        ("However Ursula van der Berg left.", "Ursula", "Ursula van der Berg"),
        ("the People’s Republic of Nordland said", "Republic", "People’s Republic of Nordland"),
        ("in St. Alban's Church on Monday", "Alban", "St. Alban's Church"),
        ("Holt & Sons Inc. went bust.", "Sons", "Holt & Sons Inc."),
        ("Danish Prime Minister Anna Berg", "Danish", "Danish"),
        ("talks at COP31 in Dorvale", "COP31", "COP31"),
        ("a Dorvale-based firm", "Dorvale", "Dorvale"),
        ("aides of al-Rashid said", "Rashid", "al-Rashid"),
        ("a Boeing 737 of Nordair", "Boeing", "Boeing 737"),
        ("On Monday Roth left.", "Roth", "Roth"),
        ("The bridge fell.", "bridge", "bridge"),
        ("Chancellor Mira Holt left.", "Chancellor", "Mira Holt"),
        ("Professor J. K. Vogel left.", "Vogel", "J. K. Vogel"),
        ("the U.S. and Nordland", "U.S", "U.S."),
        ("東京タワーは高い", "タワ", "タワー"),
        ("قال محمد ذلك", "محمد", "محمد"),
    ],
)
def test_names(text: str, word: str, name: str):
    assert at(word, Extent.NAME, text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # an owner inside the name of a place, with either apostrophe
        ("A fire at Cutler's Wharf spread.", "Cutler's Wharf"),
        ("A fire at Cutler’s Wharf spread.", "Cutler’s Wharf"),
        ("It came to St. Brannoc's Hospital late.", "St. Brannoc's Hospital"),
        ("They met on Gallows' Hill.", "Gallows' Hill"),
        ("The Weavers' Guild agreed.", "Weavers' Guild"),
        # any owner
        ("A plan of Roth's deputy failed.", "Roth"),
        ("It was Holt's.", "Holt"),
        ("They blame Dorvale's Labour Party.", "Labour Party"),
        # initials
        ("It was signed J. R. Tully.", "J. R. Tully"),
        ("He wrote to A. B. C. Holt.", "A. B. C. Holt"),
        ("J. R. Tully left.", "J. R. Tully"),
    ],
)
def test_a_name_is_the_same_wherever_the_caret_stands(text: str, name: str):
    start = text.index(name)
    found = {extent_at(text, start + offset, Extent.NAME) for offset in range(len(name))}
    assert {text[slice(*each[0])] for each in found} == {name}


def test_in_a_headline_a_name_is_what_the_text_repeats():
    text = "Minister Quits After Jana Roth Report Blames Bridge\n\nThe minister left, Jana Roth said."
    assert at("Roth", Extent.NAME, text) == ["Jana Roth"]


def test_names_in_a_byline():
    assert at("Ana", Extent.NAME) == ["Ana Ruiz"]
    assert at("Vey", Extent.NAME) == ["Tom Vey"]


@pytest.mark.parametrize(
    ("text", "word", "date"),
    [
        ("on Monday they left", "Monday", "Monday"),
        ("since about three weeks ago", "three", "about three weeks ago"),
        ("on 14 March 2026 in", "March", "14 March 2026"),
        ("since May 2014.", "2014", "May 2014"),
        ("over the past month", "month", "the past month"),
        ("a two-year ban", "year", "two-year"),
        ("last year’s budget", "year", "last year"),
        ("at 5 p.m. on Friday", "5", "5 p.m. on Friday"),
    ],
)
def test_dates(text: str, word: str, date: str):
    assert at(word, Extent.DATE, text) == [date]


@pytest.mark.parametrize(
    ("text", "word", "quantity"),
    [
        ("12 people died", "12", "12"),
        ("it cost €3.4bn", "3.4", "€3.4bn"),
        ("more than half of them", "half", "more than half"),
        ("about 40 percent", "percent", "about 40 percent"),
        ("tens of thousands of men", "thousands", "tens of thousands"),
        ("paid 2.5 million crowns", "million", "2.5 million crowns"),
        ("between 20 and 30 ships", "20", "between 20 and 30"),
    ],
)
def test_quantities(text: str, word: str, quantity: str):
    assert at(word, Extent.QUANTITY, text) == [quantity]


def test_an_indirect_quote_runs_from_its_complementiser_to_the_stop():
    reported = "that unemployment fell to 5.1 percent in March and that wages rose"
    assert at("unemployment", Extent.QUOTATION) == at("wages", Extent.QUOTATION) == [reported]


def test_a_mixed_quote_is_the_whole_reported_clause():
    assert at("absolutely", Extent.QUOTATION) == ["The bridge was “absolutely safe” in 2019"]
    assert at("swift", Extent.QUOTATION) == ["“swift help” and an inquiry"]


def test_a_direct_quote_has_its_marks_and_its_parts():
    assert at("appeal", Extent.QUOTATION) == ["“We will,”", "“appeal.”"]


def test_a_claim_is_one_proposition_without_complementiser():
    assert at("unemployment", Extent.CLAUSE) == ["unemployment fell to 5.1 percent in March"]
    assert at("wages", Extent.CLAUSE) == ["wages rose"]
    assert at("prices", Extent.CLAUSE) == ["prices fell"]
    assert at("economy", Extent.CLAUSE) == ["the economy grew by about 2 percent"]
    assert at("bridge was", Extent.CLAUSE) == ["The bridge was “absolutely safe” in 2019"]


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("Jana", "Danish Minister of Finance Jana Roth"),
        ("mayor", "the deputy mayor, Ana Ruiz"),
        ("Karl", "Karl Roth of the Ministry of Trade and Industry"),
        ("Tax Office", "the Tax Office"),
        ("Vogel", "Roth’s deputy, Dr. J. K. Vogel"),
        ("Holt", "Holt"),
    ],
)
def test_sources(word: str, source: str):
    assert at(word, Extent.SOURCE) == [source]


def test_a_source_keeps_the_clause_that_identifies_it():
    text = "A ministry spokesman who asked not to be named told reporters."
    assert at("spokesman", Extent.SOURCE, text) == ["A ministry spokesman who asked not to be named"]


@pytest.mark.parametrize(
    ("text", "word", "cue"),
    [
        ("She has not denied it.", "denied", "has not denied"),
        ("She has not denied it.", "has", "has not denied"),
        ("He called for calm.", "called", "called for"),
        ("Calm, according to Roth, is", "to", "according to"),
        ("Roth told reporters", "told", "told"),
        ("They didn’t say why", "say", "didn’t say"),
    ],
)
def test_cues(text: str, word: str, cue: str):
    assert at(word, Extent.CUE, text) == [cue]


def test_a_colon_can_be_the_cue():
    text = "Minister: tax will rise"
    assert extent_at(text, 8, Extent.CUE) == ((8, 9),)


def test_a_zone_is_a_line():
    assert at("Ruiz and", Extent.LINE) == ["By Ana Ruiz and Tom Vey"]


def test_growing_and_shrinking():
    grown = [((ARTICLE.index("Jana Roth") + 1,) * 2,)]
    for _ in range(4):
        grown.append(expand(ARTICLE, grown[-1]))
    texts = [ARTICLE[step[0].start : step[0].end] for step in grown[1:]]
    assert texts[:2] == ["Jana", "Jana Roth"]
    assert texts[3].endswith("wages rose.")
    anchor = grown[0][0][0]
    assert shrink(ARTICLE, grown[4], anchor) == grown[3]
    assert shrink(ARTICLE, grown[2], anchor) == grown[1] == shrink(ARTICLE, grown[1], anchor)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“He told me ‘no way in’ twice,” she said.", "‘no way in’"),
        ("‘They shout “go home now” at us,’ said Vey.", "“go home now”"),
        ("»Er rief ›komm bald heim‹ und ging«, sagte sie.", "›komm bald heim‹"),
    ],
)
def test_growing_and_shrinking_stop_at_a_quotation_inside_another(text: str, inner: str):
    place = text.index(inner) + 5
    steps = [expand(text, [(place, place)])]
    while (grown := expand(text, steps[-1])) != steps[-1]:
        steps.append(grown)
    texts = [text[slice(*step[0])] for step in steps]
    assert inner in texts
    outer = steps[texts.index(inner) + 2]
    shrunk = shrink(text, shrink(text, outer, place), place)
    assert text[slice(*shrunk[0])] == inner
    assert extent_at(text, place, Extent.QUOTATION) == extent_at(text, 2, Extent.QUOTATION)


TEXTS = st.one_of(
    st.text(max_size=50),
    st.text("aB “”\"'’.,:\n\t\u2028\u2029é\u0301👍🏽ש東5", max_size=50),
    st.lists(
        st.sampled_from(
            ["Roth", "of", "the", "said", "that", ",", ".", "“", "”", "Ministry", "Mr", "’s", "12",
             "and", "who", "according", "to", "May", "has", "not", "\n", "Minister", "percent", ":"]
        ),
        max_size=20,
    ).map(" ".join),
)  # fmt: skip


@given(TEXTS, st.integers(-2, 120), st.sampled_from(Extent))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_trimmed_fragments_in_bounds(text: str, position: int, extent: Extent):
    fragments = extent_at(text, position, extent)
    assert fragments == normalise(fragments)
    for start, end in fragments:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


@given(TEXTS, st.integers(0, 120), st.integers(0, 20))
@settings(max_examples=300, deadline=None)
def test_growing_ends_at_the_paragraph_and_each_step_is_larger(text: str, start: int, length: int):
    fragments = ((start, start + length),)
    for _ in range(12):
        grown = expand(text, fragments)
        if not grown or grown == fragments:
            break
        assert grown[0].start <= min(fragments[0][0], len(text))
        assert grown[0].end >= min(fragments[0][1], len(text))
        fragments = grown
    else:
        pytest.fail("it never stops growing")
    if grown and "\n" not in text and "\u2029" not in text:
        assert grown[0] == trim(text, *paragraph_at(text, grown[0].start)) or grown[0].end == len(text)


@given(TEXTS, st.integers(0, 120), st.integers(1, 30))
@settings(max_examples=200, deadline=None)
def test_shrinking_never_grows(text: str, start: int, length: int):
    for fragment in shrink(text, ((start, start + length),)):
        assert fragment.start >= min(start, len(text))
        assert fragment.end <= min(start + length, len(text))


@pytest.mark.parametrize("extent", Extent)
def test_a_megabyte_in_one_paragraph_costs_no_more(extent: Extent):
    text = "The minister said that Jana Roth’s plan “was good” and 5.1 percent fell. " * 14000
    seconds = []
    for position in (500_003, 500_030, 500_050):
        began = time.perf_counter()
        extent_at(text, position, extent)
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.005
