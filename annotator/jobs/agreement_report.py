"""The agreement of a project as JSON and as tables for a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import EVERYBODY, Facet
from annotator.analysis.agreement_intervals import INTERVALS, Score, Scores
from annotator.analysis.agreement_keys import ATTRIBUTES, RELATIONS, SPANS, TOKENS, UNITS
from annotator.jobs.agreement_hints import hints
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from annotator.analysis.agreement import Measure
    from annotator.analysis.agreement_counts import Members
    from annotator.jobs.agreement import Compared

SEED = "agreement"
WHO = (
    "Compared are articles in which two or more persons have marked a span or said that they are"
    " done. What was decided (gold), adjudicated or computed is not compared."
)
_FAMILIES = {
    "spans": (SPANS, TOKENS, UNITS),
    "layer": (SPANS, TOKENS, UNITS),
    "label": (SPANS, TOKENS, UNITS),
    "form": (SPANS,),
    "relations": (RELATIONS,),
    "relation": (RELATIONS,),
    "attribute": (ATTRIBUTES,),
}
_TABLES = (
    (
        "Spans",
        ("exact", "overlap", "label", "edges", "overlap_any", "characters"),
        ("spans", "layer", "label", "form"),
    ),
    (
        "Tokens and units",
        ("kappa", "kappa_labelled", "fleiss", "alpha", "u_alpha", "bar_u_alpha", "cu_alpha", "ku_alpha"),
        ("spans", "layer", "label"),
    ),
    (
        "Relations",
        ("strict", "ends_overlap", "conditional", "any_type"),
        ("relations", "relation"),
    ),
    ("Attributes, on spans that both have marked", ("attribute", "attribute_share"), ("attribute",)),
)
_MOST_PAIRS = 45
_SHORT = {
    "exact": "exact F1",
    "overlap": "overlap F1",
    "label": "label only F1",
    "edges": "edges only F1",
    "overlap_any": "overlap, any label",
    "characters": "character F1",
    "kappa": "Cohen κ",
    "kappa_labelled": "κ, labelled tokens",
    "fleiss": "Fleiss κ",
    "alpha": "Kripp. α",
    "u_alpha": "uα",
    "bar_u_alpha": "|uα",
    "cu_alpha": "cuα",
    "ku_alpha": "(k)uα",
    "strict": "strict F1",
    "ends_overlap": "overlap F1",
    "conditional": "both ends shared F1",
    "any_type": "any type F1",
    "attribute": "α",
    "attribute_share": "equal",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One facet with its scores, of all together and of each pair."""

    facet: Facet
    name: str
    scores: Mapping[str, Score]
    pairs: Mapping[Members, Mapping[str, Score]]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said about a project's agreement. `extra` are α_U and γ, by their ids."""

    compared: Compared
    lines: tuple[Line, ...]
    hints: tuple[str, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)


def measures_for(facet: Facet) -> list[Measure]:
    """The measures that can be asked of a facet."""
    families = _FAMILIES[facet.kind]
    found = [one for one in MEASURES.values() if one.family in families]
    return [one for one in found if one.id != "ku_alpha" or facet.kind == "label"]


def report(
    compared: Compared,
    *,
    facets: Sequence[Facet] | None = None,
    extra: Mapping[str, Any] | None = None,
    step: Callable[[], object] = lambda: None,
) -> Report:
    """All scores of these facets, or of all; `step` may raise `Cancelled`."""
    scores = Scores(compared.agreement, SEED, step)
    wanted = compared.facets() if facets is None else facets
    lines = tuple(_line(scores, compared, facet) for facet in wanted)
    return Report(compared, lines, tuple(hints(compared, scores)), extra or {})


def _line(scores: Scores, compared: Compared, facet: Facet) -> Line:
    def of(members: Members) -> dict[str, Score]:
        return {one.id: scores.score(one, facet, members) for one in measures_for(facet)}

    pairs = compared.agreement.members()
    whole = of(EVERYBODY)
    if len(pairs) == 1:
        return Line(facet, compared.name_of(facet), whole, {pairs[0]: whole})
    has_all = facet.kind in ("spans", "layer", "relations") or len(pairs) <= _MOST_PAIRS
    return Line(
        facet, compared.name_of(facet), whole, {pair: of(pair) for pair in pairs} if has_all else {}
    )


# ---------------------------------------------------------------- JSON


def as_json(found: Report) -> dict[str, Any]:
    """The report as JSON: values rounded to six places, None for what does not exist."""
    compared = found.compared
    pairs = compared.agreement.pairs
    assisted = {compared.names[one]: round(share, 4) for one, share in compared.assisted(()).items()}
    return {
        "format": "agreement/1",
        "compared": WHO,
        "annotators": compared.people(()),
        "articles": len(compared.agreement.articles),
        "articles_of_one": compared.agreement.alone,
        "pairs": [
            {
                "annotators": compared.people(pair),
                "articles": pairs[pair],
                "assisted": sorted(compared.names[one] for one in compared.assisted(pair)),
            }
            for pair in compared.agreement.members()
        ],
        "assisted": assisted,
        "results": [_line_json(line, compared) for line in found.lines],
        **{name: _without_lines(one) for name, one in found.extra.items()},
        "hints": list(found.hints),
        "definitions": {
            **{one.id: one.definition for one in MEASURES.values()},
            "intervals": INTERVALS,
        },
    }


def _without_lines(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "lines"}


def _line_json(line: Line, compared: Compared) -> dict[str, Any]:
    pairs = [
        {"annotators": compared.people(pair), "measures": _scores_json(scores)}
        for pair, scores in line.pairs.items()
    ]
    return {
        "kind": line.facet.kind,
        "id": line.facet.id,
        "name": line.name,
        "all": _scores_json(line.scores),
        "pairs": pairs,
    }


def _scores_json(scores: Mapping[str, Score]) -> dict[str, dict[str, float | int | None]]:
    return {
        name: {
            "value": rounded(score.value),
            "low": rounded(score.low),
            "high": rounded(score.high),
            "articles": score.articles,
        }
        for name, score in scores.items()
    }


def rounded(value: float | None) -> float | None:
    """Six places after the point."""
    return None if value is None else round(value, 6)


# ---------------------------------------------------------------- lines


def as_lines(found: Report) -> list[str]:
    """The report as lines for a terminal."""
    compared = found.compared
    if not compared.agreement.articles:
        return [nothing_to_compare(compared)]
    people = compared.people(())
    named = " and ".join(people) if len(people) == 2 else f"{len(people)} annotators"
    lines = [f"Agreement of {named} over {counted(len(compared.agreement.articles), 'article')}."]
    if compared.agreement.alone:
        alone = counted(compared.agreement.alone, "article")
        lines.append(f"Left out: {alone} that only one of them has worked on.")
    for title, measures, kinds in _TABLES:
        some = [line for line in found.lines if line.facet.kind in kinds]
        if some:
            lines += ["", *_table(title, measures, [(line.name, line.scores) for line in some])]
    pairs = [line for line in found.lines if line.facet.kind == "spans" and len(line.pairs) > 1]
    of_pairs = ("exact", "overlap", "kappa", "alpha", "u_alpha")
    for line in pairs:
        rows = [(" – ".join(compared.people(pair)), scores) for pair, scores in line.pairs.items()]
        lines += ["", *_table("Pairs, all labels", of_pairs, rows)]
    for one in found.extra.values():
        lines += ["", *one.get("lines", ())] if isinstance(one, dict) else []
    if found.hints:
        lines += ["", *found.hints]
    return [*lines, "", INTERVALS, "What each measure is: annotator agreement --define, or the manual."]


def nothing_to_compare(compared: Compared) -> str:
    """Why there is nothing to compare, in words."""
    people = [one for one in compared.names if one != "gold"]
    if len(people) < 2:
        return "There is no agreement to report: only one person has worked on this project."
    return "There is no agreement to report: no article has been worked on by two persons."


def _table(
    title: str, measures: Sequence[str], rows: Sequence[tuple[str, Mapping[str, Score]]]
) -> list[str]:
    shown = [one for one in measures if any(one in scores for _, scores in rows)]
    cells = [["", *(_SHORT[one] for one in shown)]]
    cells += [
        [name, *(said(scores[one]) if one in scores else "" for one in shown)] for name, scores in rows
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(shown) + 1)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return [title, *(f"  {line}" for line in lines)]


def said(score: Score) -> str:
    """A score as it is read: the value, and its interval in brackets."""
    if score.value is None:
        return "undefined"
    if score.low is None or score.high is None:
        return f"{score.value:.3f}"
    return f"{score.value:.3f} [{score.low:.3f}, {score.high:.3f}]"
