"""Adjudication of a whole project: which articles differ how much, and rules for all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.model.adjudication import Case, people_of
from annotator.model.adjudication_docket import Progress, docket_of, progress_of
from annotator.model.adjudication_verdicts import carry_out
from annotator.model.change import Edit
from annotator.model.decisions import GOLD
from annotator.model.edits import set_field
from annotator.model.values import now

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from annotator.model.adjudication_verdicts import Plan, Verdict
    from annotator.model.change import Change
    from annotator.model.codebook import Codebook
    from annotator.model.decisions import Unification
    from annotator.model.values import Annotator, Document, Entity, Json
    from annotator.store.project import Project

REASONS_SETTING = "adjudication_reasons"
REASONS = (
    "Guideline: this is how the codebook defines it",
    "Guideline: the codebook excludes it",
    "Edges: too much was marked",
    "Edges: something is missing",
    "Overlooked",
    "Slip of the hand",
    "Both are right; settled so",
)
"""The reasons that a project offers until it has its own list."""
MOST_REASONS = 9
"""So many have a key."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Ground:
    """What all articles of a project have in common for adjudication; `names` are people's, by id."""

    codebook: Codebook
    persons: frozenset[str]
    names: Mapping[str, str]
    done: Mapping[str, frozenset[str]]
    entities: Mapping[str, str]
    has_gold: bool


@dataclass(frozen=True, slots=True)
class QueuedArticle:
    """An article on which at least two people have worked, and how far it is."""

    document_id: str
    title: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a rule would do: its changes, and what it decides in which article."""

    edit: Edit
    verdicts: tuple[tuple[str, Verdict], ...]
    titles: Mapping[str, str]


def ground_of(project: Project) -> Ground:
    """Read what all articles have in common."""
    annotators = project.annotators()
    done: dict[str, set[str]] = defaultdict(set)
    persons = {one.id for one in annotators if one.role == "person"}
    for work in project.all_work():
        if work.state == "done" and work.annotator in persons:
            done[work.document_id].add(work.annotator)
    return Ground(
        project.codebook(),
        frozenset(persons),
        {one.id: one.name for one in annotators},
        {document: frozenset(some) for document, some in done.items()},
        same_entities(project.entities(), project.unifications()),
        any(one.id == GOLD.id for one in annotators),
    )


def same_entities(entities: Iterable[Entity], unifications: Iterable[Unification]) -> dict[str, str]:
    """For each entity the one that stands for it: of one QID, one name and type, or said to be one."""
    first: dict[object, str] = {}
    standing: dict[str, str] = {}

    def stand(id_: str) -> str:
        while standing.get(id_, id_) != id_:
            id_ = standing[id_]
        return id_

    for entity in sorted(entities, key=lambda one: one.id):
        key = entity.qid or (entity.type, " ".join(entity.name.casefold().split()))
        standing[entity.id] = first.setdefault(key, entity.id)
    for one in unifications:
        if one.kind == "entity" and one.is_same:
            ends = sorted((stand(one.one), stand(one.other)))
            standing[ends[1]] = ends[0]
    return {id_: stand(id_) for id_ in standing}


def case_of(project: Project, document_id: str, ground: Ground) -> Case:
    """Read one article with everybody's annotations, the gold and the decisions."""
    spans, relations = project.spans(document_id), project.relations(document_id)
    persons = ground.persons
    found = Case(
        document_id,
        project.text(document_id),
        ground.codebook,
        (),
        {one.id: one for one in spans if one.annotator in persons},
        {one.id: one for one in relations if one.annotator in persons},
        {one.id: one for one in spans if one.annotator == GOLD.id},
        {one.id: one for one in relations if one.annotator == GOLD.id},
        {one.id: one for one in project.decisions(document_id)},
        ground.entities,
        persons,
        ground.done.get(document_id, frozenset()),
        ground.has_gold,
    )
    return replace(found, people=people_of(found))


def comparable(project: Project, ground: Ground) -> Iterator[list[Document]]:
    """The articles on which at least two people have worked, in parts as they are found."""
    documents = project.documents()
    for at in range(0, len(documents), _AT_ONCE):
        some = documents[at : at + _AT_ONCE]
        people = project.people_by_document([one.id for one in some])
        yield [
            one
            for one in some
            if len((people.get(one.id, set()) & ground.persons) | ground.done.get(one.id, frozenset()))
            > 1
        ]


def read_queue(
    project: Project,
    given: Callable[[list[QueuedArticle]], object],
    progress: Callable[[int, int], object],
) -> Ground:
    """Hand over the articles that can be adjudicated, in parts; both calls may raise `Cancelled`."""
    ground = ground_of(project)
    total = max(1, len(project.documents()))
    for number, some in enumerate(comparable(project, ground)):
        found = []
        for document in some:
            progress(min(number * _AT_ONCE, total), total)
            docket = docket_of(case_of(project, document.id, ground))
            found.append(QueuedArticle(document.id, document.title, progress_of(docket)))
        given(found)
    return ground


def lowest_first(articles: Iterable[QueuedArticle]) -> list[QueuedArticle]:
    """Those with something to decide first, of these the ones with the lowest agreement."""
    return sorted(
        articles,
        key=lambda one: (one.progress.left == 0, one.progress.agreement, one.title, one.document_id),
    )


def foresee(
    project: Project,
    plan: Plan,
    *,
    by: Annotator,
    title: str,
    documents: Collection[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Outlook:
    """What a rule would decide in these articles, or in all that can be adjudicated."""
    ground = ground_of(project)
    changes: list[Change] = []
    verdicts: list[tuple[str, Verdict]] = []
    titles: dict[str, str] = {}
    known = ground.has_gold
    for some in comparable(project, ground):
        for document in some:
            if documents is not None and document.id not in documents:
                continue
            case = replace(case_of(project, document.id, ground), has_gold=known)
            edit, found = carry_out(docket_of(case), plan, by=by.id, title=title)
            known = known or edit.writes("annotator")
            changes += edit.changes
            verdicts += [(document.id, one) for one in found]
            titles[document.id] = document.title
            if progress is not None:
                progress(len(titles), 0)
    return Outlook(Edit(title, tuple(changes), by.id, now()), tuple(verdicts), titles)


def reasons_of(project: Project) -> list[str]:
    """The reasons that the project offers."""
    said = project.setting(REASONS_SETTING)
    if isinstance(said, list) and all(isinstance(one, str) for one in said):
        return [str(one) for one in said]
    return list(REASONS)


def reason_added(project: Project, reason: str, *, by: str) -> Edit:
    """Offer one more reason in the project, behind the others as far as nine have a key."""
    before, reasons = project.setting(REASONS_SETTING), reasons_of(project)
    at = min(len(reasons), MOST_REASONS - 1)
    after: list[Json] = [*reasons[:at], reason, *reasons[at:]]
    return set_field("setting", REASONS_SETTING, "value", before, after, by=by, title="add a reason")
