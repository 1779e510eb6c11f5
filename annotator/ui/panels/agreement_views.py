"""Making the figures of the agreement beside the window, as they are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import EVERYBODY, Facet
from annotator.analysis.agreement_figures import Wish, by_article, by_facet, matrix, over_time
from annotator.analysis.agreement_intervals import FEWEST, Scores
from annotator.jobs.agreement_hints import hints
from annotator.jobs.agreement_report import SEED, measures_for, nothing_to_compare
from annotator.ui.panels.texts import number_text, said
from annotator.ui.tasks import Tasks
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.analysis.agreement_counts import Members
    from annotator.analysis.agreement_figures import ScoreFigure
    from annotator.analysis.agreement_intervals import Score
    from annotator.jobs.agreement import Compared
    from annotator.ui.panels.agreement_bar import AgreementBar
    from annotator.ui.panels.agreement_counting import AgreementCounting
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

VIEWS = {
    "matrix": "Pairs",
    "labels": "By label and type",
    "articles": "By article",
    "time": "Over time",
}
"""The views by id."""
_SPANS = ("spans", "layer", "label")


class AgreementViews(QObject):
    """Gives the figure that was asked for last: `made`, with details and hints, or `nothing`."""

    made = Signal(object, list, list)
    nothing = Signal(str)

    def __init__(
        self, session: Session, counting: AgreementCounting, bar: AgreementBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._counting, self._bar = session, counting, bar
        self._tasks = Tasks(self)
        self._question = 0
        self._scores: Scores | None = None
        counting.counted.connect(self._forget)
        session.closing.connect(self._tasks.stop)

    def _forget(self) -> None:
        self._scores = None

    def make(self, view: str) -> None:
        """Make the figure of this view from the choices in the bar."""
        compared = self._counting.compared
        self._question += 1
        if compared is None:
            return
        if not compared.agreement.articles:
            self.nothing.emit(said(nothing_to_compare(compared)))
            return
        if self._scores is None or self._scores.agreement is not compared.agreement:
            self._scores = Scores(compared.agreement, SEED)
        if self._bar.measure in MEASURES:
            self._run(view, compared, self._scores, self._bar.measure, self._question)
        elif view in ("articles", "time"):
            self.nothing.emit(
                self.tr("This measure is computed for pairs and by label, not by article or over time.")
            )
        else:
            self._further(view, compared, self._scores, self._question)

    def _further(self, view: str, compared: Compared, scores: Scores, question: int) -> None:
        """Compute what reads the articles again, then show it."""
        measure = self._bar.measure
        wanted: list[tuple[Facet, Members]]
        if view == "matrix":
            wanted = [(self._bar.facet, pair) for pair in compared.agreement.members()]
            wanted.append((self._bar.facet, EVERYBODY))
        else:
            wanted = [(facet, self._bar.members) for facet in _facets(compared, self._bar.facet)]
        is_ready = all((measure, *one) in self._counting.found for one in wanted)
        if not is_ready:
            self.nothing.emit(self.tr("Computing…"))

        def go_on() -> None:
            if question == self._question:
                self._run(view, compared, scores, measure, question)

        self._counting.further(measure, wanted, go_on)

    def _run(self, view: str, compared: Compared, scores: Scores, measure: str, question: int) -> None:
        members = self._bar.members
        wish = self._wish(compared, scores, measure)
        details = self._details(compared, members)

        def work(_task: Task) -> tuple[ScoreFigure, Score, list[str]]:
            whole = wish.score(wish.facet, members)
            figure = _figure(view, wish, compared, measure)
            return figure, whole, list(hints(compared, scores, members))

        def show(found: tuple[ScoreFigure, Score, list[str]]) -> None:
            if question == self._question:
                figure, whole, said_too = found
                key = measure, wish.facet, members
                why = self._counting.reasons.get(key, self._bar.undefined)
                self.made.emit(figure, [_whole_text(whole, why), *details], said_too)

        self._tasks.run(
            said(VIEWS[view]),
            work,
            done=show,
            failed=lambda error: self._session.failed.emit(error.message, error.hint),
        )

    def _wish(self, compared: Compared, scores: Scores, measure: str) -> Wish:
        facet = self._bar.facet
        known = MEASURES.get(measure)

        def score(facet: Facet, members: Members) -> Score:
            if known is not None:
                return scores.score(known, facet, members)
            return self._counting.known(measure, facet, members)

        return Wish(
            self._bar.measure_name,
            self._bar.undefined,
            facet,
            compared.name_of(facet),
            self._bar.members,
            compared.names,
            score,
        )

    def _details(self, compared: Compared, members: Members) -> list[str]:
        """Whose agreement it is, over how much."""
        shared = compared.agreement.pairs
        count = shared[members] if members else len(compared.agreement.articles)
        who = " – ".join(compared.people(members)) if members else self.tr("all annotators")
        parts = [who, counted(count, "%n article", "%n articles")]
        if count < FEWEST:
            parts.append(self.tr("no interval below {number}").format(number=number_text(FEWEST)))
        return parts


def _figure(view: str, wish: Wish, compared: Compared, measure: str) -> ScoreFigure:
    agreement = compared.agreement
    if view == "matrix":
        return matrix(wish, compared.everybody(), agreement.members())
    if view == "labels":
        facets = _facets(compared, wish.facet)
        names = [compared.name_of(facet) for facet in facets]
        return by_facet(wish, facets, names)
    if view == "articles":
        return by_article(wish, MEASURES[measure], agreement)
    return over_time(wish, MEASURES[measure], agreement)


def _facets(compared: Compared, facet: Facet) -> list[Facet]:
    """What can be asked by the same measures as this."""
    wanted = {one.id for one in measures_for(facet)}
    if facet.kind in _SPANS:
        return [one for one in compared.facets() if one.kind in _SPANS]
    return [one for one in compared.facets() if wanted <= {m.id for m in measures_for(one)}]


def _whole_text(score: Score, undefined: str) -> str:
    if score.value is None:
        text = QCoreApplication.translate("Agreement", "undefined: %1")
        return text.replace("%1", undefined)
    if score.low is None or score.high is None:
        return f"{score.value:.3f}"
    return f"{score.value:.3f} [{score.low:.3f}, {score.high:.3f}]"
