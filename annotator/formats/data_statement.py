"""A data statement: whose language a corpus is, who labelled it, and what it is good for.

It has the parts that Bender & Friedman (2018, Data Statements for Natural Language Processing)
ask for. What a project knows is filled in; the rest are questions to people, and what they leave
open is said to be open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.formats.dataset_card import Tally
    from annotator.model.codebook import Codebook

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "rationale": ("Curation rationale", "Which articles were chosen, and why?"),
    "language": ("Language variety", "Which languages and varieties are these (BCP 47)?"),
    "speakers": ("Speaker demographic", "Who wrote the articles, and who speaks in them?"),
    "annotators": ("Annotator demographic", "Who labelled: training, languages, payment?"),
    "situation": ("Speech situation", "When and where was it published, for whom, edited how?"),
    "texts": ("Text characteristics", "Which genres and topics?"),
    "quality": ("Recording quality", "What went wrong on the way: scans, cuts, changed marks?"),
    "other": ("Other", "Anything else that users must know, such as uses to avoid?"),
    "provenance": ("Provenance appendix", "Is it built on other datasets? Where are theirs described?"),
}
"""The parts by name, each with its heading and the question that it answers."""
NOT_SAID = "Nobody has said."


@dataclass(frozen=True, slots=True)
class Facts:
    """What the project knows: counts, how many people, and spans by origin (manual, rule …)."""

    title: str
    codebook: Codebook
    tally: Tally
    people: int
    suggesters: int
    has_gold: bool
    origins: Mapping[str, int] = field(default_factory=dict)


def data_statement(facts: Facts, said: Mapping[str, str]) -> str:
    """The statement as Markdown; `said` are the answers of people, by part."""
    known = {
        "language": _languages(facts.tally),
        "annotators": _annotators(facts),
        "situation": _dates(facts.tally),
        "texts": _texts(facts),
    }
    parts = [f"# Data statement: {_line(facts.title)}"]
    for name, (heading, question) in QUESTIONS.items():
        answers = [one for one in (said.get(name, "").strip(), known.get(name, "")) if one]
        text = "\n\n".join(answers) or f"{NOT_SAID} ({question})"
        parts.append(f"## {heading}\n\n{text}")
    return "\n\n".join(parts) + "\n"


def _languages(tally: Tally) -> str:
    if not tally.languages:
        return ""
    return "As the articles say: " + _numbers(tally.languages.most_common()) + "."


def _annotators(facts: Facts) -> str:
    told = [f"{counted(facts.people, 'person has', 'people have')} labelled, under pseudonyms."]
    if facts.suggesters:
        told.append(f"{counted(facts.suggesters, 'program')} made annotations of their own.")
    if facts.has_gold:
        told.append("There is a decided layer (gold).")
    if facts.origins:
        ordered = sorted(facts.origins.items(), key=lambda one: (-one[1], one[0]))
        told.append(f"Spans by origin: {_numbers(ordered)}.")
    name, version = _line(facts.codebook.name), _line(facts.codebook.version)
    told.append(f"They worked with the codebook “{name}”{f', version {version}' if version else ''}.")
    return " ".join(told)


def _dates(tally: Tally) -> str:
    if not tally.first:
        return ""
    return f"Published from {_line(tally.first)} to {_line(tally.last)}, as the articles say."


def _texts(facts: Facts) -> str:
    tally = facts.tally
    articles = counted(tally.documents, "news article")
    mean = tally.characters // max(1, tally.documents)
    return f"{articles}, {mean:,} characters on average, from {counted(len(tally.outlets), 'outlet')}."


def _numbers(named: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{_line(name)} ({number:,})" for name, number in named)


def _line(text: str) -> str:
    return " ".join(text.split())


def licence_note(license: str, articles_license: str, outlets: Sequence[str], *, has_texts: bool) -> str:
    """The note on rights that lies beside the data, as Markdown."""
    parts = ["# Rights", f"**Annotations** (labels, relations, attributes, codebook): `{license}`."]
    if has_texts:
        parts.append(
            f"**Articles**: `{articles_license}`, as the publisher of this dataset says. Who passes"
            " the texts on answers for the right to do so; they are not Annotator’s, and the licence"
            " of the annotations does not cover them."
        )
    else:
        parts.append(
            "**Articles** are not part of this dataset: it names each by title, address where known,"
            " length and SHA-256. Who has them puts them back with"
            " `annotator restore RELEASE ARTICLES… OUT.jsonl`; the rights in the articles stay with"
            " their owners."
        )
    if outlets:
        parts.append("Outlets: " + ", ".join(map(_line, outlets)) + ".")
    return "\n\n".join(parts) + "\n"
