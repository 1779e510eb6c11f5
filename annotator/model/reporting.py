"""Reporting verbs: the words that tell that somebody says something."""

from __future__ import annotations

from annotator.model.lexicon import words
from annotator.model.patterns import Pattern

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "forewarn": "forewarns forewarned forewarning",
    "feel": "feels felt feeling",
    "find": "finds found finding",
    "hold": "holds held holding",
    "make clear": "makes made making",
    "put": "puts put putting",
    "read": "reads read reading",
    "think": "thinks thought thinking",
    "know": "knows knew known knowing",
    "show": "shows showed shown showing",
    "see": "sees saw seen seeing",
    "go on": "goes went gone going",
    "understand": "understands understood understanding",
    "foresee": "foresees foresaw foreseen foreseeing",
    "shoot back": "shoots shot shooting",
    "quip": "quips quipped quipping",
    "admit": "admits admitted admitting",
    "rebut": "rebuts rebutted rebutting",
    "refer": "refers referred referring",
    "infer": "infers inferred inferring",
    "blog": "blogs blogged blogging",
    "blurt": "blurts blurted blurting",
    "chat": "chats chatted chatting",
    "plead": "pleads pleaded pled pleading",
    "repeat": "repeats repeated repeating",
    "reply": "replies replied replying",
    "testify": "testifies testified testifying",
    "clarify": "clarifies clarified clarifying",
    "certify": "certifies certified certifying",
    "specify": "specifies specified specifying",
    "deny": "denies denied denying",
    "imply": "implies implied implying",
    "cry": "cries cried crying",
    "worry": "worries worried worrying",
    "prophesy": "prophesies prophesied prophesying",
}
_REGULAR = """
accept accuse acknowledge add address advise advocate affirm agree allege announce arrive answer
apologise apologize appeal argue ask calculate assert assess assure attest bellow believe bemoan blame
boast brag call caution challenge charge chide claim coax comment commit complain concede conclude
condemn confess
confide confirm consider contend continue convey counsel counter criticise criticize declare decline
defend demand denounce describe disclose dismiss dispute doubt echo elaborate emphasise emphasize
enquire estimate exclaim exhort expect explain exult fear forecast fume gloat groan growl guess
highlight hint hope indicate inform inquire insist instruct interject invite joke jibe lament laugh
lecture list maintain marvel mention moan mock mumble murmur muse mutter narrate note object observe
offer opine order outline pledge point ponder post posit praise pray predict proclaim profess project
promise pronounce propose protest protested question quote rant react reaffirm reason reassure
rebuke recall recite reckon recommend recount reflect refuse regret reiterate reject relate remark
remember remind report request respond restate retort reveal rule scoff scold scream shout shriek sigh
signal smile snap sneer snort speculate state stipulate stress suggest summarise summarize surmise
suspect sympathise teach tease thank threaten thunder tout trumpet tweet underline underscore urge
vent venture voice volunteer vow wail warn whine whisper wish wonder yell
"""
_GERMAN = """
sagte sagt sagten sagen erklärte erklärt betonte betont meinte meint fügte hinzu berichtete berichtet
teilte mitteilte kritisierte kritisiert warnte warnt forderte fordert schrieb schreibt antwortete fragte
ergänzte bestätigte behauptete behauptet zitierte versicherte äußerte äußert verkündete
"""
_AMBIGUOUS = words(
    """
    claims state states report reports call calls note notes post posts point points list lists
    order orders charge charges question questions challenge challenges comment comments hope
    hopes fear fears request requests demand demands promise promises pledge pledges offer
    offers address addresses appeal appeals see sees seen saw think feel felt find found know
    known hold held read show shows shown make made making put puts putting go goes going gone
    went ruling project projects reason reasons doubt doubts estimate estimates cry cries answer
    answers teach lecture wish signal signals voice voices accept accepted consider
    understanding meaning saying object objects object charged expected believed teaching
    showing showed laugh smile smiled laughed sigh holds finds finding knew knows knowing shot
    shoots shooting post posted feeling feels ruled lists listed ordered refer refers referred
    """
)


def _inflected(lemma: str) -> set[str]:
    """The regular forms of a verb: claim, claims, claimed, claiming."""
    if lemma.endswith("e"):
        return {lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"}
    plural = "es" if lemma.endswith(("s", "sh", "ch", "x")) else "s"
    return {lemma, lemma + plural, lemma + "ed", lemma + "ing"}


VERBS = frozenset([*_REGULAR.split(), *_IRREGULAR])
"""The reporting verbs by their base form; those of two words with their particle."""

FORMS = frozenset(
    {form for lemma in _REGULAR.split() for form in _inflected(lemma)}
    | {form for lemma, forms in _IRREGULAR.items() for form in [lemma.split()[0], *forms.split()]}
    | set(_GERMAN.split()) - {"hinzu"}
)
"""All forms of all reporting verbs, lower case."""

CLEAR_FORMS = FORMS - _AMBIGUOUS
"""The forms that seldom mean anything but reporting."""

AUXILIARIES = words(
    """
    has have had is are was were be been being will would could may might must should can did
    does do not never hasn't haven't hadn't isn't aren't wasn't weren't won't wouldn't couldn't
    didn't doesn't don't can't cannot shouldn't 's 've 'd 'll 're
    """
)
"""Auxiliary verbs and negations that belong to a cue, with straight apostrophes."""

PARTICLES = {
    "call": ("for", "on", "upon", "out"),
    "point": ("out", "to"),
    "rule": ("out",),
    "go": ("on to say", "on"),
    "put": ("it to",),
    "arrive": ("at",),
    "make": ("clear", "it clear"),
    "hit": ("back", "out"),
    "speak": ("out",),
    "shoot": ("back",),
    "fire": ("back",),
    "hint": ("at",),
    "refer": ("to",),
    "lash": ("out",),
    "set": ("out",),
    "spell": ("out",),
    "sum": ("up",),
    "chime": ("in",),
    "push": ("back",),
    "agree": ("with",),
    "blurt": ("out",),
    "cry": ("out",),
    "read": ("out",),
    "speculate": ("about",),
    "insist": ("on",),
    "comment": ("on",),
    "respond": ("to",),
    "react": ("to",),
    "object": ("to",),
}
"""Particles that belong to the cue, by the base form of the verb."""

_LEMMAS = {form: lemma for lemma in _REGULAR.split() for form in _inflected(lemma)} | {
    form: lemma.split()[0]
    for lemma, forms in _IRREGULAR.items()
    for form in [lemma.split()[0], *forms.split()]
}
for _base in ("hit", "fire", "lash", "set", "spell", "sum", "chime", "push"):
    _LEMMAS |= dict.fromkeys(_inflected(_base), _base)

_AFTER_NOUN = Pattern(
    r"\A(?:the|a|an|his|her|its|their|this|that|these|those|my|our|your|no|of|in|for|by|any|"
    r"out|up|off|on|about|such|other|criminal|new|more|two|three|some|all|which)\Z"
)


_ARTICLE = Pattern(r"(?:the|an?|his|her|its|their|this|no|any|of)\Z")
PARTICLE_ONLY = words(
    """
    went go goes going gone made make makes making shot shoot shoots shooting put puts
    arrive arrives arrived arriving
    """
)
"""Verbs that report nothing without their particle or a that-clause."""

WEAK_FORMS = words(
    """
    find finds found finding hold holds held holding see sees saw seen seeing know knows knew known
    knowing show shows showed shown showing feel feels felt feeling think thinks thought thinking
    read reads reading shot shoot put puts made make makes making went go goes going gone teach
    taught list lists listed post posted hope hopes appeal appeals address addressed speak spoke
    speaks speaking spoken expected smiled smile laughed laugh
    """
)
"""Verbs that report a clause, but seldom what a mere noun phrase names."""


def base_form(word: str) -> str:
    """The base form of a reporting verb; the word itself, in lower case, if it is none."""
    return _LEMMAS.get(word.lower(), word.lower())


def reports(word: str, before: str = "") -> bool:
    """Whether the word, after the word `before`, is a reporting verb and not a noun."""
    lowered, before = word.lower(), before.lower()
    if _ARTICLE.match(before):
        return False
    if lowered in CLEAR_FORMS:
        return True
    return lowered in FORMS and not _AFTER_NOUN.match(before)
