"""Values beside those of independent packages, on random data; skipped by name without them."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from annotator.analysis.agreement_counts import Facet
from annotator.analysis.agreement_gamma import gamma, of_article, units_of
from annotator.model.values import Span
from tests.analysis.agreeing import account, span, value

WORDS = 200
TEXT = " ".join("word" for _ in range(WORDS))


def labels(seed: int, people: str) -> dict[str, list[str]]:
    """What each gave each word: mostly the same, the empty label for none."""
    chance = random.Random(seed)
    base = chance.choices(["", "X", "Y", "Z"], [6, 2, 1, 1], k=WORDS)
    return {
        who: [one if chance.random() < 0.8 else chance.choice(["", "X", "Y"]) for one in base]
        for who in people
    }


def spans_of(given: dict[str, list[str]]) -> list[Span]:
    return [
        span(who, label, (5 * at, 5 * at + 4))
        for who, some in given.items()
        for at, label in enumerate(some)
        if label
    ]


@pytest.mark.parametrize("seed", range(4))
def test_cohens_kappa(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    given = labels(seed, "ab")
    found = account(*spans_of(given), text=TEXT)
    assert value(found, "kappa") == pytest.approx(metrics.cohen_kappa_score(given["a"], given["b"]))
    kept = [pair for pair in zip(given["a"], given["b"], strict=True) if any(pair)]
    expected = metrics.cohen_kappa_score(*zip(*kept, strict=True))
    assert value(found, "kappa_labelled") == pytest.approx(expected)
    binary = metrics.cohen_kappa_score(*([one == "X" for one in given[who]] for who in "ab"))
    assert value(found, "kappa", Facet("label", "X")) == pytest.approx(binary)


@pytest.mark.parametrize("seed", range(4))
def test_fleiss_kappa(seed: int) -> None:
    raters = pytest.importorskip("statsmodels.stats.inter_rater")
    given = labels(seed, "abcd")
    found = account(*spans_of(given), text=TEXT, people=tuple("abcd"))
    table = [
        [Counter(item)[one] for one in ("", "X", "Y", "Z")] for item in zip(*given.values(), strict=True)
    ]
    assert value(found, "fleiss") == pytest.approx(raters.fleiss_kappa(table))


@pytest.mark.parametrize("seed", range(4))
def test_nominal_alpha(seed: int) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    given = labels(seed, "abc")
    found = account(*spans_of(given), text=TEXT, people=tuple("abc"))
    codes = {"": 0, "X": 1, "Y": 2, "Z": 3}
    data = [[codes[one] for one in some] for some in given.values()]
    expected = krippendorff.alpha(data, level_of_measurement="nominal")
    assert value(found, "alpha") == pytest.approx(expected)


def test_nominal_alpha_of_nltk() -> None:
    agreement = pytest.importorskip("nltk.metrics.agreement")
    given = labels(1, "abc")
    found = account(*spans_of(given), text=TEXT, people=tuple("abc"))
    rows = [(who, at, label or "O") for who, some in given.items() for at, label in enumerate(some)]
    assert value(found, "alpha") == pytest.approx(agreement.AnnotationTask(rows).alpha())


@pytest.mark.parametrize("seed", range(3))
def test_span_f1(seed: int) -> None:
    evaluator = pytest.importorskip("nervaluate.evaluator")
    spans = spans_of(labels(seed, "ab"))
    sides = [
        [{"label": s.label, "start": s.start, "end": s.end - 1} for s in spans if s.annotator == who]
        for who in "ab"
    ]
    found = evaluator.Evaluator([sides[0]], [sides[1]], tags=["X", "Y", "Z"], loader="dict").evaluate()
    result = found["overall"]["strict"]
    assert value(account(*spans, text=TEXT), "exact") == pytest.approx(result.f1)


@pytest.mark.parametrize("seed", range(2))
def test_gamma(seed: int) -> None:
    package = pytest.importorskip("pygamma_agreement")
    segment = pytest.importorskip("pyannote.core").Segment
    numpy = pytest.importorskip("numpy")
    numpy.random.seed(seed)
    chance = random.Random(seed)
    continuum = package.Continuum()
    spans = []
    for at in range(12):
        for who in "ab":
            start = 40 * at + chance.randrange(8)
            one = span(who, chance.choice("XXY"), (start, start + chance.randrange(6, 20)))
            spans.append(one)
            continuum.add(who, segment(one.start, one.end), one.label)
    cost = package.CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    sampler = package.ShuffleContinuumSampler()
    theirs = continuum.compute_gamma(cost, n_samples=100, sampler=sampler)
    ours = of_article([units_of(s for s in spans if s.annotator == who) for who in "ab"], "0", 200)
    assert ours is not None
    assert ours.observed / 12 == pytest.approx(float(theirs.observed_disorder), abs=1e-4)
    assert gamma([ours]) == pytest.approx(float(theirs.gamma), abs=0.05)
