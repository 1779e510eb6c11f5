"""Dates and quantities: the expressions of time and number that a caret may stand in.

A date has its approximator but not its preposition: since [about three weeks]. A quantity has its
approximator, currency, unit of share and magnitude, but not the thing counted: [more than 12] people.
"""

from __future__ import annotations

import re

from annotator.model.fragment import Fragment
from annotator.model.patterns import Pattern
from annotator.model.tokens import paragraph_near, token_at, window_at

_REACH = 120
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_GERMAN = "zwei|drei|vier|f\u00fcnf|sechs|sieben|acht|neun|zehn|elf|zw\u00f6lf"
_BIG = "hundred|thousand|million|billion|trillion|dozen|hundert|tausend|Million(?:en)?|Milliarden?"
_SIMPLE = rf"(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES}|{_GERMAN}"
_DIGITS = r"\d+(?:[.,'\u2019\u00a0\u202f]\d{3})*(?:[.,]\d+)?"
_MAGNITUDE = rf"(?:{_BIG}|m|bn|tn|k|mn)"
_FRACTION = (
    r"(?:a |one[- ]|two[- ]|three[- ])?(?:half|thirds?|quarters?|"
    r"fifths?)(?: an?\b(?= hour))?(?! (?:year|month|of the year))"
)
_VAGUE = (
    r"(?:tens|dozens|scores|hundreds|thousands|millions|billions|Hunderte|Tausende)"
    r"(?: of (?:thousands|millions|billions))?"
)
_NUMBER = (
    rf"(?:(?:{_DIGITS})(?:[- \u00a0]?{_MAGNITUDE}\b)*+|(?:an? |several |"
    rf"a few )?(?:{_BIG})\b(?:[- ](?:and )?(?:{_SIMPLE}|{_BIG}))*+"
    rf"|(?:{_SIMPLE})(?:[- ](?:{_BIG}))*+(?: (?:and )?(?:{_SIMPLE}))?(?:[- ](?:{_BIG}))*+)"
)
_APPROXIMATOR = (
    r"(?:(?:about|around|roughly|approximately|nearly|almost|some|over|under|"
    r"no (?:higher|lower|longer|shorter|larger|smaller|bigger|later|earlier|wider|deeper|greater) than|"
    r"(?:higher|lower|longer|larger|smaller|bigger|wider|deeper|greater) than|"
    r"up to|at least|at most|"
    r"more than|less than|fewer than|no more than|no fewer than|no less than|as many as|"
    r"as much as|as few as|"
    r"close to|well over|just over|just under|an estimated|exactly|rund|etwa|knapp|mehr als|weniger als|"
    r"fast|mindestens|h\u00f6chstens|bis zu) )"
)
_CURRENCY = r"(?:(?:US|A|C|NZ|HK)?[$\u20ac\u00a3\u00a5\u20b9\u20bd]|EUR|USD|GBP|CHF)"
_MONEY = (
    r"(?:dollars?|euros?|pounds?|cents?|pence|kronor|kroner|francs?|yen|yuan|roubles?|"
    r"rubles?|Euro|Franken|crowns?|pesos?)"
)
_MEASURE = (
    r"(?:(?:square|cubic|nautical|sq|cu)[ -])?"
    r"(?:percentage points?|per cent|percent|%|Prozent|kilomet(?:er|re)s?|km/h|km|kg|"
    r"miles?|met(?:er|re)s?|cent"
    r"imet(?:er|re)s?|cm|mm|m\u00b2|feet|foot|inch(?:es)?|tonnes?|tons?|kilograms?|kilos?|"
    r"grams?|lit(?:er|re)s?|hectares?|"
    r"acres?|degrees(?: Celsius| Fahrenheit)?|\u00b0C|\u00b0F|\u00b0|megawatts?|"
    r"gigawatts?|MW|GW|mph|pounds?|barrels?|Meter|Kilometer|Tonnen|yards?|knots?|gallons?|pints?|ounces?|miles|volts?|"
    r"watts?|kilowatts?(?:[- ]hours?)?|megawatt[- ]hours?|gigabytes?|megabytes?|times(?= (?:as|more|"
    r"higher|larger|bigger|greater|faster|longer|the (?:size|rate|number|average|amount|limit))\b))"
    r"(?: (?:per|an?) (?:second|minute|hour|day|week|month|year|square \w+|person|head|capita|"
    r"lit(?:re|er)|tonne|kilo\w*|hectare|acre|barrel))?"
)
_AMOUNT = rf"(?:{_CURRENCY}[ \u00a0]?)?{_NUMBER}(?:[- \u00a0]{_CURRENCY})?"
_RANGE = rf"(?:[-\u2013](?=\d)|(?: to | and | or |\u2013| bis )(?={_CURRENCY}?\d))"
_QUANTITY = Pattern(
    rf"(?<!\w){_APPROXIMATOR}*+(?:between |from )?"
    rf"(?:{_VAGUE}|half an? (?:{_BIG})\b|{_FRACTION}\b|"
    rf"{_AMOUNT}(?:{_RANGE}{_AMOUNT})?)(?!\w)(?:(?:[ \u00a0-]?(?:{_MEASURE}|"
    rf"{_MONEY}))(?!\w))?",
    re.IGNORECASE,
)
_PAIR = Pattern(r"(\d[\d,]*(?:\.\d+)?)( to | and |[-\u2013])(\d[\d,]*(?:\.\d+)?)")
_ORDINAL = Pattern(r"\d+(?:st|nd|rd|th)\b")

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan\.?|Feb\.?|"
    r"Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?|Januar|Februar|"
    r"M\u00e4rz|Mai|Juni|Juli|Oktober|Dezember)"
)
_DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Montag|Dienstag|Mittwoch|Donnerstag|"
    r"Freitag|Samstag|Sonntag)"
)
_PART = r"(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime)"
_UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weekends?|weeks?|fortnights?|months?|"
    r"quarters?|years?|decades?|"
    r"centur(?:y|ies)|millenni(?:um|a)|Sekunden?|Minuten?|Stunden?|Tagen?|Wochen?|"
    r"Monaten?|Jahren?|Monat|Jahr|Tag)"
)
_SEASON = r"(?:spring|summer|autumn|winter|fall)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_PLAIN_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE_NUMBER = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_RELATIVE = (
    r"(?:last|next|past|previous|coming|following|this|current|recent|preceding|same|"
    r"first|final|second|third|fourth)"
)
_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d\d)?(?: ?(?:a\.m\.|p\.m\.|am|pm|AM|PM|Uhr|o'clock|o\u2019clock|"
    r"GMT|UTC|CET|EST|BST))+|\d{1,2}:\d\d(?::\d\d)?)"
)
_COUNT = rf"(?:{_NUMBER}|a|an|several|a few|half an?|a couple of|many|einem|einer|einem halben)"
_KIND = (
    r"(?:(?!(?:of|in|and|or|to|per|for|by|the|on|at|from|than|that|times|people|men|women|are|were|"
    r"was|had|has|have|with|over|out|after|before|votes?|points?|"
    r"years?|months?|weeks?|days?)\b)[a-z]{3,12} )?"
)
_VERBAL = r"(?<!\bto )(?<!will )(?<!would )(?<!could )(?<!may )(?<!might )(?<!can )(?<!not )(?<!should )"
_CALENDAR = (
    rf"(?:{_DAY},? )?(?:the )?{_DATE_NUMBER}(?:[-\u2013]{_DATE_NUMBER})? (?:of )?{_MONTH}(?:,? {_YEAR})?"
    rf"|(?:{_DAY},? )?{_MONTH} {_PLAIN_NUMBER}(?:[-\u2013]{_PLAIN_NUMBER})?(?![\d,.]\d)(?:,? {_YEAR})?"
    rf"|(?:early |late |mid-)?{_MONTH}(?: of)? (?:{_YEAR}|last year|next year|this year)|"
    rf"{_YEAR}-\d\d(?:-\d\d)?"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d\d)"
)
_QUARTERS = r"(?i:(?:one|three|a)[- ]quarters?\b(?! (?:ago|later|of \d)))"
_DATE = Pattern(
    rf"(?<![\w$\u20ac\u00a3])(?!{_QUARTERS})(?:{_CALENDAR}"
    rf"|(?i:(?:the )?(?:very )?(?:end|start|beginning|middle|close|turn) of )"
    rf"(?:(?:the|this|last|next) (?:{_RELATIVE} )?(?:{_UNIT}|{_SEASON})|(?:early |late |mid-)?{_MONTH}"
    rf"(?:,? {_YEAR})?|{_YEAR})"
    rf"|(?:(?:early|late|mid) )?(?:{_RELATIVE} )?{_DAY}(?: {_PART})?(?: last week)?"
    rf"|{_CLOCK}(?: on (?:{_DAY}))?"
    rf"|(?i:{_APPROXIMATOR}*+{_COUNT}[- ]{_KIND}{_UNIT}(?:-olds?)?(?: (?:ago|from now))?)"
    rf"|(?i:{_VERBAL}(?:the )?{_RELATIVE} (?:(?:{_NUMBER}|few|several|couple of) )?{_KIND}"
    rf"(?:{_UNIT}|{_SEASON}|{_PART}|{_MONTH})(?: of {_YEAR})?(?! of office))"
    rf"|(?i:(?:each|every|all) (?:{_UNIT}|{_SEASON}|{_DAY}|{_PART})(?: since (?:{_MONTH} )?{_YEAR})?)"
    r"|the (?:spring|summer|autumn|winter)(?! (?:of|in)\b)|(?<=in )(?:spring|summer|autumn|winter)"
    rf"|(?:the )?(?:early |late |mid-?)?(?:{_SEASON}|{_PART}) (?:of )?{_YEAR}"
    rf"|the (?:{_RELATIVE} )?{_UNIT} (?:of {_YEAR}|(?:to|until|"
    rf"ending) (?:{_MONTH}(?: {_YEAR})?|{_YEAR}))"
    rf"|(?:the )?(?:early |late |mid-?)?(?:{_YEAR}|\d0)s"
    rf"|the (?:\d\d?(?:st|nd|rd|th)|{_RELATIVE}) century"
    rf"|(?:early |late |mid-)?{_YEAR}(?:[-\u2013/](?:{_YEAR}|\d\d))?(?![.,]?\d)"
    rf"|(?:early |late |mid-)?{_MONTH}(?! \d)(?!(?<=Jan) [A-Z])"
    r"|today|yesterday|tomorrow|tonight|heute|gestern|morgen"
    r"|(?:New Year[\u2019']s (?:Eve|Day)|Christmas(?: (?:Eve|Day))?|Easter(?: (?:Sunday|"
    r"Monday))?|Good Friday)"
    rf"|(?:{_PART}))(?!\w)"
)
_TRAILING_OWNER = Pattern(r"[\u2019']s\Z")


def dates(text: str, start: int, end: int) -> list[Fragment]:
    """The expressions of time in `text[start:end]`."""
    found = (Fragment(*match.span()) for match in _DATE.finditer(text, start, end))
    return [_without_article(text, each) for each in found]


def quantities(text: str, start: int, end: int) -> list[Fragment]:
    """The numbers, shares, amounts and measures in `text[start:end]`; ordinals and dates are none."""
    times = dates(text, start, end)
    found = []
    for match in _QUANTITY.finditer(text, start, end):
        each = Fragment(*match.span())
        if _ORDINAL.match(text, each.start) or any(
            each.start < other.end and other.start < each.end and not _is_part(other, each)
            for other in times
        ):
            continue
        found += _numbers(text, each)
    return found


def _is_part(date: Fragment, quantity: Fragment) -> bool:
    """Whether a unit of time belongs to a measure: 90 miles [an hour]."""
    return quantity.start < date.start and date.end == quantity.end


def _numbers(text: str, quantity: Fragment) -> list[Fragment]:
    """The quantity, or its two numbers where they are no range: voted [61] to [57]."""
    pair = _PAIR.search(text, *quantity)
    if pair is None or text[quantity.start : pair.start()].lower().endswith("between "):
        return [quantity]
    first, second = (float(pair.group(number).replace(",", "")) for number in (1, 3))
    if pair.group(2).strip() != "and" and first < second:
        return [quantity]
    return [Fragment(quantity.start, pair.end(1)), Fragment(pair.start(3), quantity.end)]


def date_at(text: str, position: int) -> Fragment | None:
    """The expression of time around the position, else the token there."""
    low, high = _near(text, position)
    found = [each for each in dates(text, low, high) if each.start <= position <= each.end]
    return found[0] if found else token_at(text, position)


def quantity_at(text: str, position: int) -> Fragment | None:
    """The quantity around the position, else the token there."""
    low, high = _near(text, position)
    matches = (Fragment(*match.span()) for match in _QUANTITY.finditer(text, low, high))
    parts = (part for each in matches for part in _numbers(text, each))
    found = [each for each in parts if each.start <= position <= each.end]
    return found[0] if found else token_at(text, position)


def _near(text: str, position: int) -> Fragment:
    near, paragraph = window_at(text, position, _REACH), paragraph_near(text, position)
    return Fragment(max(near.start, paragraph.start), min(near.end, paragraph.end))


def _without_article(text: str, date: Fragment) -> Fragment:
    """Without a possessive ending: [last year]’s budget."""
    owner = _TRAILING_OWNER.search(text[date.start : date.end])
    return Fragment(date.start, date.start + owner.start()) if owner else date
