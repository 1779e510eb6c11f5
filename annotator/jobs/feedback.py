"""What every annotator gets back when articles are decided: a page to read, a file to walk through."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.jobs.adjudicating import case_of, ground_of
from annotator.jobs.feedback_page import page_of
from annotator.model.adjudication_docket import docket_of
from annotator.model.adjudication_feedback import Difference, differences
from annotator.model.decisions import GOLD
from annotator.model.wording import counted
from annotator.store.partial import write_part
from annotator.store.partial_choice import Subset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from annotator.jobs.adjudicating import Ground
    from annotator.model.adjudication import Case
    from annotator.store.project import Project

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ArticleFeedback:
    """The differences of one person in one decided article; `entities` are names by id."""

    case: Case
    title: str
    differences: tuple[Difference, ...]
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedbackFiles:
    """What was written for one person; `agreed` counts her annotations that became gold."""

    person: str
    name: str
    page: Path
    project: Path
    articles: int
    differences: int
    agreed: int


def decided_cases(project: Project, ground: Ground) -> Iterator[tuple[Case, str]]:
    """The articles of which everything is decided, with their titles."""
    documents = {one.document_id for one in project.decisions()}
    for document in project.documents():
        if document.id in documents:
            case = case_of(project, document.id, ground)
            if case.gold_spans or case.decisions:
                docket = docket_of(case)
                if docket.is_decided:
                    yield case, document.title


def own_feedback(project: Project, person: str) -> list[ArticleFeedback]:
    """A person's differences in all articles that have decisions."""
    ground = ground_of(project)
    documents = {one.document_id for one in project.decisions()}
    found = []
    for document in project.documents():
        if document.id in documents:
            case = case_of(project, document.id, ground)
            own = differences(case, person)
            if own:
                found.append(ArticleFeedback(case, document.title, tuple(own)))
    return found


def write_feedback(
    project: Project,
    folder: Path,
    *,
    replacing: bool = False,
    progress: Callable[[int, int, str], object] | None = None,
) -> list[FeedbackFiles]:
    """Write a page and a project file for everybody who has worked on a decided article.

    `progress` hears how many people are done, of how many, and whose turn it is; it may raise
    `Cancelled`. `UserError` where nothing is decided, or where files are there already.
    """
    ground = ground_of(project)
    cases: dict[str, list[tuple[Case, str]]] = defaultdict(list)
    for case, title in decided_cases(project, ground):
        for person in case.people:
            cases[person].append((case, title))
    if not cases:
        raise UserError(
            "No article is decided yet.",
            "Decide all differences of an article first: menu Team, Adjudicate.",
        )
    names = _file_names({person: ground.names.get(person, person) for person in cases})
    targets = [folder / f"{name}{end}" for name in names.values() for end in (".html", ".annodb")]
    there = [one for one in targets if one.exists()]
    if there and not replacing:
        raise UserError(f"“{there[0]}” exists already.", "Choose another folder, or replace it.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, person in enumerate(sorted(cases, key=lambda one: names[one])):
        if progress is not None:
            progress(number, len(cases), ground.names.get(person, person))
        written.append(_write(project, folder, person, names[person], cases[person], ground, replacing))
    return written


def _write(
    project: Project,
    folder: Path,
    person: str,
    file_name: str,
    cases: list[tuple[Case, str]],
    ground: Ground,
    replacing: bool,
) -> FeedbackFiles:
    entities = {one.id: one.name for one in project.entities()}
    articles = [
        ArticleFeedback(case, title, tuple(differences(case, person)), entities) for case, title in cases
    ]
    name, number = ground.names.get(person, person), sum(len(one.differences) for one in articles)
    page = folder / f"{file_name}.html"
    agreed = sum(one.annotator == person for case, _ in cases for one in case.spans.values()) - sum(
        difference.hers is not None and difference.kind != "relation"
        for one in articles
        for difference in one.differences
    )
    text = page_of(name, project.title, articles, agreed=agreed)
    page.write_text(text, encoding="utf-8")
    subset = Subset(
        frozenset(case.document_id for case, _ in cases),
        frozenset((person, GOLD.id)),
        by_anyone=frozenset(("decision",)),
    )
    file = write_part(project, folder / f"{file_name}.annodb", subset, replacing=replacing)
    return FeedbackFiles(person, name, page, file, len(cases), number, agreed)


def _file_names(people: dict[str, str]) -> dict[str, str]:
    """A file name for each person: her name as far as a file can bear it, never two alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for person, name in sorted(people.items(), key=lambda one: (one[1], one[0])):
        plain = "".join(one if one.isalnum() or one in " -_" else "_" for one in name).strip()
        base = plain[:_LONGEST_NAME] or "annotator"
        number, wanted = 2, f"feedback {base}"
        while wanted.casefold() in taken:
            wanted, number = f"feedback {base} {number}", number + 1
        taken.add(wanted.casefold())
        found[person] = wanted
    return found


def sentence(written: FeedbackFiles) -> str:
    """What was written for one person, in a sentence."""
    said = counted(written.differences, "difference")
    return f"{written.name}: {said} in {counted(written.articles, 'decided article')}."
