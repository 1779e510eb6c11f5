"""What is to be released, and under which terms: everything that decides the bytes of a release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.data_statement import QUESTIONS
from annotator.formats.kit.options import checked
from annotator.jobs.adjudicating import read_queue
from annotator.jobs.selection import EVERYTHING, Wanted
from annotator.jobs.splitting import SplitPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.formats.format import Format
    from annotator.jobs.adjudicating import QueuedArticle
    from annotator.store.project import Project

NATIVE = "annotator"
"""The format that is always part of a release."""
USUAL_FORMATS = ("huggingface",)
TIMES: Mapping[str, str] = {
    "none": "left out",
    "month": "to the month",
    "day": "to the day",
    "exact": "as they are",
}
"""How exactly a release says when annotations were made, in words."""
LICENSES = ("cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc0-1.0", "unknown", "other")
"""Licences to propose, as the Hub calls them."""
_LICENSE = re.compile(r"[a-z0-9][a-z0-9.\-]{0,60}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """One release. The licences are identifiers of the Hub, that of the articles "" without texts.

    `formats` are written beside the native file, with their options; `statement` answers the
    questions of a data statement that a project cannot answer. Free texts are notes and
    attributes of any wording.
    """

    license: str
    articles_license: str = ""
    title: str = ""
    wanted: Wanted = EVERYTHING
    formats: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    split: SplitPlan = field(default_factory=SplitPlan)
    has_texts: bool = True
    times: str = "none"
    has_free_texts: bool = False
    statement: Mapping[str, str] = field(default_factory=dict)

    @property
    def seed(self) -> str:
        """What decides the splits, the pseudonyms and the new identifiers."""
        return self.split.seed

    def check(self) -> None:
        """Raise `FormatError` for what cannot be released so."""
        self.split.check()
        _check_license(self.license, "the annotations")
        if self.has_texts:
            _check_license(self.articles_license, "the articles")
        elif self.formats:
            raise FormatError(
                f"{', '.join(sorted(self.formats))}: these files would hold the articles’ texts.",
                "A release without texts has annotations only; who has the articles puts them back.",
            )
        if self.times not in TIMES:
            hint = f"They can be {', '.join(TIMES)}."
            raise FormatError(f"Times cannot be “{self.times}”.", hint)
        if unknown := sorted(self.statement.keys() - QUESTIONS.keys()):
            hint = f"It asks for {', '.join(QUESTIONS)}."
            raise FormatError(f"A data statement has no part “{unknown[0]}”.", hint)
        self.chosen_formats()

    def chosen_formats(self) -> list[tuple[Format, Mapping[str, str]]]:
        """The formats beside the native one, with all their options."""
        found: list[tuple[Format, Mapping[str, str]]] = []
        for name in sorted(self.formats):
            one = formats.named(name)
            if not one.writes or one.name == NATIVE:
                raise FormatError(f"{one.title} cannot be added to a release.", "Leave it out.")
            given = dict(self.formats[name])
            if any(option.name == "license" for option in one.write_options):
                given.setdefault("license", self.articles_license)
            found.append((one, checked(one.write_options, given, one.title)))
        return found


def is_license(said: str) -> bool:
    """Whether this can be the name of a licence on the Hugging Face Hub."""
    return _LICENSE.fullmatch(said) is not None


def _check_license(said: str, whose: str) -> None:
    if not said.strip():
        raise FormatError(
            f"Under which licence do you pass {whose} on?",
            f"Name it: for example {', '.join(LICENSES[:4])}, unknown or other.",
        )
    if not is_license(said):
        raise FormatError(
            f"“{said}” is no licence as the Hugging Face Hub calls them.",
            f"For example {', '.join(LICENSES)}.",
        )


def only_gold(project: Project, wanted: Wanted) -> Wanted:
    """Only decided annotations, of the articles in which nothing is left to decide."""
    open_ones: set[str] = set()

    def note(articles: list[QueuedArticle]) -> None:
        open_ones.update(one.document_id for one in articles if one.progress.left)

    people = gold_of(project)
    read_queue(project, note, lambda _done, _total: None)
    chosen = {one.id for one in project.documents()} if wanted.documents is None else wanted.documents
    return replace(wanted, annotators=people, documents=frozenset(chosen - open_ones))


def gold_of(project: Project) -> frozenset[str]:
    """Who holds the decided annotations, by id."""
    found = frozenset(one.id for one in project.annotators() if one.role == "gold")
    if not found:
        raise FormatError(
            f"{project.path} has no decided annotations (gold).", "Name annotators instead."
        )
    return found
