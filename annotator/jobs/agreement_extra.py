"""α_U of 1995 and γ: coefficients that read the articles again, since they are no sums of counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.analysis.agreement_alpha_u import DEFINITION as ALPHA_U_DEFINITION
from annotator.analysis.agreement_alpha_u import AlphaU, units_by_label
from annotator.analysis.agreement_counts import EVERYBODY
from annotator.analysis.agreement_gamma import DEFINITION as GAMMA_DEFINITION
from annotator.analysis.agreement_gamma import gamma, of_articles, units_of
from annotator.analysis.agreement_intervals import DRAWS, FEWEST, Score, interval, weights_of
from annotator.errors import UserError
from annotator.jobs.agreement import is_in, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.analysis.agreement_alignment import Unit
    from annotator.analysis.agreement_counts import Facet, Members
    from annotator.analysis.agreement_gamma import Disorder
    from annotator.formats.format import Progress
    from annotator.jobs.agreement import Compared, Record
    from annotator.store.project import Project

ALPHA_U, GAMMA = "alpha_u_1995", "gamma"
NAMES = {ALPHA_U: "α_U (1995)", GAMMA: "γ"}
DEFINITIONS = {ALPHA_U: ALPHA_U_DEFINITION, GAMMA: GAMMA_DEFINITION}
UNDEFINED = "Nobody has marked anything here, or chance alone would find no difference."


def alpha_u(project: Project, compared: Compared, facet: Facet, members: Members) -> Score:
    """α_U over the articles; without an interval.

    Of all annotators it takes the articles with the most common number of them.
    """
    numbers = [len(article.people) for article in compared.agreement.articles]
    raters = len(members) or max(set(numbers), key=lambda one: (numbers.count(one), one), default=0)
    found = AlphaU()
    count = 0
    for record, own in _shared(project, compared, members):
        if len(own) != raters:
            continue
        chosen = [span for span in record.spans if is_in(span, facet, compared.agreement)]
        by = {who: units_by_label(span for span in chosen if span.annotator == who) for who in own}
        found.add(len(record.text), by)
        count += 1
    return Score(found.value(), articles=count)


def disorders(
    project: Project,
    compared: Compared,
    facet: Facet,
    members: Members,
    progress: Progress | None = None,
) -> dict[int, Disorder]:
    """γ's disorders by number of the article, for two annotators or for all of each article."""
    if facet.kind not in ("spans", "layer", "label"):
        raise UserError("γ is about spans.", "Choose all labels, a layer or a label.")
    numbers = {article.id: number for number, article in enumerate(compared.agreement.articles)}
    units: dict[int, Sequence[Sequence[Unit]]] = {}
    for record, own in _shared(project, compared, members):
        chosen = [span for span in record.spans if is_in(span, facet, compared.agreement)]
        by = [units_of(span for span in chosen if span.annotator == who) for who in own]
        units[numbers[record.document.id]] = by

    def step(done: int) -> None:
        if progress is not None:
            progress(done, len(units), NAMES[GAMMA])

    return of_articles(units, f"{facet.kind}/{facet.id}", step)


def gamma_score(found: Mapping[int, Disorder]) -> Score:
    """γ over the articles, with its interval."""
    known = [found[number] for number in sorted(found)]
    value = gamma(known)
    if len(known) < FEWEST:
        return Score(value, articles=len(known))
    drawn = []
    for weights in weights_of(len(known), GAMMA)[:DRAWS]:
        expected = sum(weight * one.expected for weight, one in zip(weights, known, strict=True))
        observed = sum(weight * one.observed for weight, one in zip(weights, known, strict=True))
        drawn.append(1 - observed / expected if expected > 0 else None)
    return interval(value, drawn, articles=len(known))


@dataclass(frozen=True, slots=True)
class Further:
    """Scores by facet and members, and why there is none where a package is missing."""

    scores: Mapping[tuple[Facet, Members], Score]
    reasons: Mapping[tuple[Facet, Members], str]


def further(
    project: Project,
    compared: Compared,
    name: str,
    wanted: Sequence[tuple[Facet, Members]],
    progress: Progress,
) -> Further:
    """One of `NAMES` for all of these; what cannot be computed has a reason."""
    scores, reasons = {}, {}
    for number, (facet, members) in enumerate(wanted):

        def show(done: int, count: int, text: str, number: int = number) -> None:
            progress(number * count + done, len(wanted) * count, text)

        show(0, 1, NAMES[name])
        try:
            scores[facet, members] = _score(project, compared, name, facet, members, show)
        except UserError as error:
            scores[facet, members] = Score(None)
            reasons[facet, members] = f"{error.message} {error.hint}"
    return Further(scores, reasons)


def _score(
    project: Project,
    compared: Compared,
    name: str,
    facet: Facet,
    members: Members,
    progress: Progress | None,
) -> Score:
    if name == GAMMA:
        return gamma_score(disorders(project, compared, facet, members, progress))
    return alpha_u(project, compared, facet, members)


def _shared(
    project: Project, compared: Compared, members: Members
) -> Iterator[tuple[Record, list[str]]]:
    """The articles that these share, or that two or more share, with who has worked on them."""
    wanted = frozenset(article.id for article in compared.agreement.articles)
    people = frozenset(members or compared.everybody())
    for record in records(project, people, wanted):
        if len(record.people) > 1 and (not members or len(record.people) == len(members)):
            yield record, list(record.people)


def extra(
    project: Project,
    compared: Compared,
    facets: Sequence[Facet],
    wanted: Sequence[str],
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The wanted ones of `NAMES`, of these facets, for all and for each pair, as JSON and lines."""
    pairs = compared.agreement.members()
    every = [EVERYBODY, *(pairs if len(pairs) > 1 else ())]
    places = [(facet, members) for facet in facets for members in every]
    found: dict[str, Any] = {}
    for name in wanted:
        some = further(project, compared, name, places, progress or (lambda *_: None))
        results, lines = [], [f"{NAMES[name]}:"]
        for facet, members in places:
            score = some.scores[facet, members]
            why = some.reasons.get((facet, members), UNDEFINED)
            people = compared.people(members)
            result = _result(facet, compared.name_of(facet), people, score)
            results.append(result | ({"undefined": why} if score.value is None else {}))
            named = f" ({' – '.join(people)})" if members else ""
            lines.append(f"  {compared.name_of(facet)}{named}: {_said(score, why)}")
        found[name] = {"definition": DEFINITIONS[name], "results": results, "lines": lines}
    return found


def _result(facet: Facet, name: str, people: Sequence[str], score: Score) -> dict[str, Any]:
    values = {"value": score.value, "low": score.low, "high": score.high}
    rounded = {key: None if one is None else round(one, 6) for key, one in values.items()}
    return {
        "kind": facet.kind,
        "id": facet.id,
        "name": name,
        "annotators": list(people),
        **rounded,
        "articles": score.articles,
    }


def _said(score: Score, why: str) -> str:
    if score.value is None:
        return f"undefined. {why}"
    if score.low is None or score.high is None:
        return f"{score.value:.3f}"
    return f"{score.value:.3f} [{score.low:.3f}, {score.high:.3f}]"
