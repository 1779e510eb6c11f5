"""What the lists of the adjudication say of articles and differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from annotator.model.adjudication_docket import progress_of
from annotator.model.values import Span
from annotator.ui.adjudication_distinctions import distinct_words
from annotator.ui.adjudication_words import is_chosen, kind_explanation, kind_name
from annotator.ui.panels.adjudication_rows import Row
from annotator.ui.panels.texts import SEPARATOR, excerpt, in_quotes, said, short_name
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from annotator.jobs.adjudicating import QueuedArticle
    from annotator.model.adjudication import Candidate, Group
    from annotator.ui.adjudication import Adjudication


def summary_text(adjudication: Adjudication) -> str:
    """How far the open article is, in one or two sentences."""
    docket = adjudication.docket
    if not adjudication.is_active:
        return said(
            "Where several people have annotated an article, decide here what holds. What all agree"
            " on is taken over; the rest is shown one difference after the other."
        )
    if docket is None or not docket.case.can_differ:
        return said("Fewer than two people have worked on this article: there is nothing to decide.")
    far = progress_of(docket)
    agreed = sum(one.kind == "agreed" and one.is_settled for one in docket.groups)
    parts = [
        counted(far.opened, "%n to decide", "%n to decide"),
        counted(far.deferred, "%n put off", "%n put off") if far.deferred else "",
        counted(far.differing - far.left, "%n decided", "%n decided"),
        counted(agreed, "%n agreed", "%n agreed"),
        counted(len(docket.case.people), "%n person", "%n people"),
    ]
    if docket.waiting:
        words = "%n relation waits for its ends", "%n relations wait for their ends"
        parts.append(counted(docket.waiting, *words))
    return SEPARATOR.join(part for part in parts if part)


def why_text(adjudication: Adjudication, group: Group) -> str:
    """In what people differ, what was decided about it before, and what is gold around it."""
    sentences = [kind_explanation(group.kind)]
    docket = adjudication.docket
    if docket is not None and group.decision is None:
        gold = docket.case.gold_spans
        before = [gold[id_] for one in group.former for id_ in one.gold if id_ in gold]
        own = {one.id for one in before}
        around = [one for one in gold.values() if one.id not in own and _is_within(group, one)]
        for spans, words in (
            (before, said("Before later changes it was decided: %1.")),
            (around[:1], said("It lies within what is gold already: %1.")),
        ):
            shown = ", ".join(_gold_words(adjudication, one) for one in spans)
            sentences += [words.replace("%1", shown)] if spans else []
    return " ".join(sentences)


def _is_within(group: Group, gold: Span) -> bool:
    """Whether a group asks about a part of this gold span, under the same label."""
    spans = [one.value for one in group.candidates if isinstance(one.value, Span)]
    return bool(spans) and all(
        one.label == gold.label
        and all(any(start >= a and end <= b for a, b in gold.fragments) for start, end in one.fragments)
        for one in spans
    )


def _gold_words(adjudication: Adjudication, span: Span) -> str:
    name = short_name(adjudication.session.codebook.label(span.label).name)
    return f"{name} {in_quotes(in_short(span.text, 40))}"


def group_row(adjudication: Adjudication, group: Group) -> Row:
    """A difference in the list of its article."""
    value = group.candidates[0].value
    words = value.text if isinstance(value, Span) else adjudication.in_words(group.candidates[0])
    icon, colour = "circle", "muted"
    if group.is_deferred:
        icon, colour = "circle-half", "warning"
    elif group.is_settled:
        icon, colour = "check-circle", "ok"
    elif group.former:
        icon, colour = "history", "warning"
    second = " | ".join(_candidate(adjudication, group, one) for one in group.candidates)
    if group.decision is not None and group.is_settled:
        second = SEPARATOR.join(filter(None, (_outcome(adjudication, group), group.decision.reason)))
    return Row(
        group.id,
        excerpt(words, limit=60),
        second,
        kind_name(group.kind),
        icon,
        colour,
        group.is_settled,
    )


def _candidate(adjudication: Adjudication, group: Group, one: Candidate) -> str:
    value = one.value
    book = adjudication.session.codebook
    if not isinstance(value, Span):
        name = adjudication.in_words(one)
    elif group.kind == "edge":
        name = in_short(value.text, 28)
    elif group.kind == "attribute" and (docket := adjudication.docket) is not None:
        same = docket.case.entities
        name = distinct_words(adjudication.session, group, value, same)
    else:
        name = short_name(book.label(value.label).name)
    return f"{name} {one.support}/{group.people}"


def _outcome(adjudication: Adjudication, group: Group) -> str:
    """What was decided, in short."""
    decision, docket = group.decision, adjudication.docket
    if decision is None or docket is None or decision.outcome == "none":
        return said("nothing here")
    gold = [docket.case.gold_spans[one] for one in decision.gold if one in docket.case.gold_spans]
    if not gold:
        taken = [one for one in group.candidates if is_chosen(group, one)]
        return ", ".join(map(adjudication.in_words, taken))
    name = adjudication.session.codebook.label
    words = [f"{short_name(name(one.label).name)} {in_short(one.text, 28)}" for one in gold]
    how = said("edited") if decision.outcome == "edited" else ""
    return SEPARATOR.join(filter(None, (", ".join(words), how)))


def article_row(article: QueuedArticle) -> Row:
    """An article in the queue."""
    far = article.progress
    share = QLocale().toString(100 * far.agreement, "f", 0)
    parts = [
        said("%1 % agreed").replace("%1", share),
        counted(far.people, "%n person", "%n people"),
    ]
    left = counted(far.left, "%n left", "%n left") if far.left else said("decided")
    if not far.left and far.agreed:
        left = said("all agree")
    icon, colour = ("circle", "muted") if far.left or far.agreed else ("check-circle", "ok")
    title = article.title or said("Untitled")
    return Row(article.document_id, title, SEPARATOR.join(parts), left, icon, colour, not far.left)
