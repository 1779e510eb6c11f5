"""A preview in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.model.migration import GONE
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.jobs.codebook_preview import Preview
    from annotator.model.migration import Migration

_MOST = 12


def preview_lines(
    found: Preview, plan: Migration, annotators: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Sentences with their role: strong, plain, muted, warning or error."""
    return [
        *_changes(found, plan, annotators),
        *_losses(found, plan),
        *_doubts(found, plan),
        *(("plain", note) for note in plan.notes),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("CodebookPreview", text)


def _changes(
    found: Preview, plan: Migration, annotators: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    if not found.touches_annotations:
        yield "strong", _tr("No annotation changes.")
        return
    spans = counted(found.spans + found.removed_spans, "%n span", "%n spans")
    articles = counted(len(found.documents), "%n article", "%n articles")
    if found.spans or found.removed_spans:
        yield "strong", _tr("{spans} in {articles} change.").format(spans=spans, articles=articles)
    for (old, new), number in found.moved.most_common(_MOST):
        former = plan.before.label(old).name
        latter = plan.after.label(new).name if new != GONE else _tr("deleted")
        yield "plain", f"{former} → {latter}: {number:,}"
    if len(found.by_annotator) > 1:
        people = (f"{annotators.get(by, by)} {n:,}" for by, n in found.by_annotator.most_common(_MOST))
        yield "muted", _tr("By annotator: {people}.").format(people=", ".join(people))
    for number, one, many in (
        (found.relations, "%n relation changes.", "%n relations change."),
        (found.articles, "%n attribute of an article changes.", "%n attributes of articles change."),
        (found.entities, "%n entity gets another type.", "%n entities get another type."),
        (found.queries, "%n saved query is rewritten.", "%n saved queries are rewritten."),
        (found.muted, "%n check is no longer muted.", "%n checks are no longer muted."),
    ):
        if number:
            yield "plain", counted(number, one, many)


def _losses(found: Preview, plan: Migration) -> Iterator[tuple[str, str]]:
    if found.removed_spans:
        yield "error", counted(found.removed_spans, "%n span is deleted.", "%n spans are deleted.")
    if found.removed_relations:
        yield (
            "error",
            counted(found.removed_relations, "%n relation is deleted.", "%n relations are deleted."),
        )
    for name, number in found.lost.most_common(_MOST):
        values = counted(number, "%n value", "%n values")
        attribute = plan.before.attributes.get(name)
        said = _tr("{values} of {name} are deleted.")
        yield "error", said.format(values=values, name=attribute.name if attribute else name)


def _doubts(found: Preview, plan: Migration) -> Iterator[tuple[str, str]]:
    if found.unfit_values:
        listed = ", ".join(f"“{value}” ({n:,})" for value, n in found.unfit_values.most_common(_MOST))
        more = len(found.unfit_values) - _MOST
        listed += _tr(" and {number} more").format(number=more) if more > 0 else ""
        yield "warning", _tr("Cannot be converted: {values}.").format(values=listed)
    for reason, number in found.nonconforming.most_common(_MOST):
        spans = counted(number, "%n span", "%n spans")
        yield "warning", _reason(reason, plan).format(spans=spans)
    for name, number in found.forbidden.most_common(_MOST):
        relations = counted(number, "%n relation", "%n relations")
        kind = plan.after.relation_types.get(name)
        said = _tr("{relations} of {name} would join labels that the codebook does not allow.")
        yield "warning", said.format(relations=relations, name=kind.name if kind else name)
    for name, number in found.overlaps.items():
        spans = counted(number, "%n span", "%n spans")
        said = _tr("{spans} would overlap others of the layer {name}, which does not allow it.")
        yield "warning", said.format(spans=spans, name=plan.after.layers[name].name)
    for name, number in found.over.items():
        spans = counted(number, "%n span", "%n spans")
        said = _tr("{spans} would start more relations of {name} than it allows.")
        yield "warning", said.format(spans=spans, name=plan.after.relation_types[name].name)
    for name in found.broken_queries[:_MOST]:
        said = _tr("The saved query “{name}” names what would be gone.")
        yield "warning", said.format(name=name)
    if found.twins:
        places = counted(found.twins, "%n place", "%n places")
        said = _tr("{places} would carry the label twice by one annotator; both spans stay.")
        yield "warning", said.format(places=places)


def _reason(reason: str, plan: Migration) -> str:
    """Why spans would not conform, with room for their number."""
    what, _, id_ = reason.partition(" ")
    if what == "label":
        name = plan.before.label(id_).name
        return _tr("{spans}: the codebook would not have their label %1.").replace("%1", name)
    known = plan.after.attributes.get(id_.removeprefix("of ")) or plan.before.attributes.get(id_)
    name = known.name if known is not None else id_.removeprefix("of ")
    if what == "lacks":
        return _tr("{spans} would lack %1, which must be set for each.").replace("%1", name)
    if what == "value":
        return _tr("{spans}: the codebook would not allow their value of %1.").replace("%1", name)
    return _tr("{spans}: their label would not have the attribute %1.").replace("%1", name)
