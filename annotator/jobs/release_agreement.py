"""The agreement of those who labelled what is released, for its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.analysis.agreement import MEASURES, definitions
from annotator.analysis.agreement_counts import EVERYBODY, Article, Facet, for_codebook
from annotator.analysis.agreement_intervals import INTERVALS, Score, Scores
from annotator.jobs.agreement import compared_people, records
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from annotator.analysis.agreement_counts import Members
    from annotator.jobs.release_corpus import Identities
    from annotator.jobs.selection import Wanted
    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator
    from annotator.store.project import Project

HEADINGS = {
    "exact": "span F1, exact",
    "overlap": "span F1, overlap",
    "kappa": "κ, all tokens",
    "kappa_labelled": "κ, labelled tokens",
}
MOST_PAIRS = 10
"""So many pairs are shown one by one in the card; `agreement.json` has all."""
WHO = (
    "Two annotators are compared over the released articles in which both have marked a span or"
    " said that they are done. Decided (gold) and computed annotations are not compared. Some"
    " annotations may have been made with proposals that both saw: see the origins of spans."
)


@dataclass(frozen=True, slots=True)
class LayerScores:
    """The agreement in one layer: `means` over the pairs that have a value, and each pair."""

    layer: str
    means: Mapping[str, Score]
    pairs: Mapping[Members, Mapping[str, Score]]


@dataclass(frozen=True, slots=True)
class AgreementFound:
    """The scores by layer, with pseudonyms; `reason` says in words why there are none."""

    layers: tuple[LayerScores, ...] = ()
    documents: Mapping[Members, int] | None = None
    names: Mapping[str, str] | None = None
    titles: Mapping[str, str] | None = None
    reason: str = ""


def measure(
    project: Project,
    wanted: Wanted,
    documents: frozenset[str],
    new: Identities,
    seed: str,
    step: Callable[[int, str], object],
) -> AgreementFound:
    """Compare all people who are released; if none of them is a person, all of the project."""
    people = compared(project.annotators(), wanted)
    if len(people) < 2:
        said = "one annotator" if people else "no annotator"
        return AgreementFound(reason=f"There is no agreement to report: {said} has labelled.")
    codebook = project.codebook()
    layers = _layers(codebook)
    found = for_codebook(codebook)
    for number, record in enumerate(records(project, people, documents)):
        step(number, record.document.title)
        spans = [span for span in record.spans if wanted.labels is None or span.label in wanted.labels]
        article = Article(record.document.id, record.document.title, record.people)
        found.add(article, record.text, spans)
    if not found.articles:
        reason = "There is no agreement to report: no article has been labelled by two annotators."
        return AgreementFound(reason=reason)
    scores = Scores(found, seed, lambda: step(len(documents), ""))
    of_layers = tuple(_of_layer(scores, layer) for layer in layers)
    names = {id_: new.annotator(id_).name for id_ in people}
    return AgreementFound(of_layers, found.pairs, names, layers)


def _of_layer(scores: Scores, layer: str) -> LayerScores:
    facet = Facet("layer", layer)

    def of(members: Members) -> dict[str, Score]:
        return {name: scores.score(MEASURES[name], facet, members) for name in HEADINGS}

    return LayerScores(layer, of(EVERYBODY), {pair: of(pair) for pair in scores.agreement.members()})


def compared(annotators: Sequence[Annotator], wanted: Wanted) -> frozenset[str]:
    """The people whose annotations are compared, by id."""
    people = compared_people(annotators)
    return compared_people(annotators, wanted.annotators) or people


def _layers(codebook: Codebook) -> dict[str, str]:
    """The layers of the codebook that have labels, with their names."""
    used = dict.fromkeys(label.layer for label in codebook.labels.values())
    return {
        id_: codebook.layers[id_].name if id_ in codebook.layers else id_ or "without a layer"
        for id_ in [*codebook.layers, *(one for one in used if one not in codebook.layers)]
        if id_ in used
    }


def as_markdown(found: AgreementFound) -> str:
    """The section of the card."""
    if found.reason:
        return found.reason
    assert found.documents is not None
    assert found.titles is not None
    shared = sum(found.documents.values())
    pairs = counted(len(found.documents), "pair")
    parts = [f"{WHO}\n\n{pairs} of annotators; {counted(shared, 'comparison')} of an article by a pair."]
    rows = [
        (found.titles[one.layer], *(_said(one.means[name]) for name in HEADINGS)) for one in found.layers
    ]
    parts.append(table(("layer (mean over pairs)", *HEADINGS.values()), rows))
    if 1 < len(found.documents) <= MOST_PAIRS:
        parts.append(table(("layer", "pair", "articles", *HEADINGS.values()), _pair_rows(found)))
    if any(score.value is None for one in found.layers for score in one.means.values()):
        parts.append(
            "“undefined”: neither marked a span in this layer, or both gave all tokens the same label,"
            " so that chance alone explains everything."
        )
    parts.append("\n".join(f"- {text}" for text in (*definitions(tuple(HEADINGS)).values(), INTERVALS)))
    return "\n\n".join(parts)


def _pair_rows(found: AgreementFound) -> list[Sequence[str]]:
    assert found.documents is not None
    assert found.titles is not None
    rows: list[Sequence[str]] = []
    for layer in found.layers:
        for pair in sorted(layer.pairs, key=lambda pair: _names(found, pair)):
            said = [_said(layer.pairs[pair][name]) for name in HEADINGS]
            names, number = "–".join(_names(found, pair)), f"{found.documents[pair]:,}"
            rows.append((found.titles[layer.layer], names, number, *said))
    return rows


def _names(found: AgreementFound, pair: Members) -> list[str]:
    assert found.names is not None
    return sorted((found.names[one] for one in pair), key=lambda name: (len(name), name))


def _said(score: Score) -> str:
    if score.value is None:
        return "undefined"
    if score.low is None or score.high is None:
        return f"{score.value:.3f}"
    return f"{score.value:.3f} [{score.low:.3f}, {score.high:.3f}]"


def as_json(found: AgreementFound) -> dict[str, Any]:
    """All scores, by layer and pair, rounded to four places."""
    if found.reason:
        return {"undefined": found.reason}
    assert found.documents is not None
    layers = [
        {
            "layer": layer.layer,
            "mean_over_pairs": {name: _values(score) for name, score in layer.means.items()},
            "pairs": [
                {"annotators": _names(found, pair), "articles": found.documents[pair]}
                | {name: _values(score) for name, score in layer.pairs[pair].items()}
                for pair in sorted(layer.pairs, key=lambda pair: _names(found, pair))
            ],
        }
        for layer in found.layers
    ]
    said = {**definitions(tuple(HEADINGS)), "intervals": INTERVALS}
    return {"compared": WHO, "definitions": said, "layers": layers}


def _values(score: Score) -> dict[str, float | None]:
    values = {"value": score.value, "low": score.low, "high": score.high}
    return {name: None if value is None else round(value, 4) for name, value in values.items()}


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(
        f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in line)} |" for line in lines
    )
