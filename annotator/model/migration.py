"""A change of the codebook that takes annotations along: the codebook before and after, and
what becomes of each span, relation and article. A pure value; nothing is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from annotator.model import quote_form
from annotator.model.conversions import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.model.change import Change
    from annotator.model.codebook import AttributeType, Codebook
    from annotator.model.conditions import Rule
    from annotator.model.conversions import Conversion
    from annotator.model.values import AttributeValue, Relation, Span

GONE = ""
"""As a label or relation type afterwards: the annotation is removed."""


class Outcome(NamedTuple):
    """The attributes afterwards, and what happened to values: `(attribute id, value)` each.

    `lost` are values that are no longer there, `unfit` those that could not be converted.
    """

    attributes: Mapping[str, AttributeValue]
    lost: tuple[tuple[str, str], ...] = ()
    unfit: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Migration:
    """A plan. `labels` and `relations` say what is called otherwise (`GONE`: removed).

    `chosen` names labels for single spans by id and wins over `rules`, these over `labels`.
    `dropped` are the attributes whose values go from spans that change to a label without
    them; all others stay. `cleared` are relation types of which the relations that the
    codebook then forbids are removed. `notes` say in words what else the plan does.
    """

    title: str
    before: Codebook
    after: Codebook
    fields: tuple[Change, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    conversions: tuple[Conversion, ...] = ()
    relations: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    # ------------------------------------------------------------ what must be looked at

    @property
    def touched_labels(self) -> frozenset[str]:
        """The labels whose spans may change their label."""
        ruled = {rule.label for rule in self.rules}
        return frozenset({*self.labels, *ruled})

    @property
    def touched_attributes(self) -> frozenset[str]:
        """The attributes whose values may change."""
        return frozenset(one.before.id for one in self.conversions if not one.is_of_relations)

    @property
    def doubtful_labels(self) -> frozenset[str]:
        """The labels whose spans may no longer conform though nothing becomes of them."""
        doubtful = {id_ for id_ in self.before.labels if self._is_stricter(id_)}
        return frozenset(doubtful - self.labels.keys())

    def _is_stricter(self, label_id: str) -> bool:
        """Whether the codebook afterwards allows less for this label."""
        label = self.after.labels.get(label_id)
        if label is None:
            return True
        old, new = self.before.attributes, self.after.attributes
        return any(
            name not in label.attributes
            or name not in new
            or (new[name].type, new[name].choices) != (old[name].type, old[name].choices)
            for name in self.before.labels[label_id].attributes
            if name in old
        )

    @property
    def touches_annotations(self) -> bool:
        """Whether spans, relations or articles may change at all."""
        touched = (self.labels, self.rules, self.chosen, self.conversions, self.relations, self.cleared)
        return any(touched)

    @property
    def touches_relations(self) -> bool:
        """Whether relations must be looked at one by one."""
        owned = any(one.is_of_relations for one in self.conversions)
        return bool(self.relations or self.cleared or owned)

    # ------------------------------------------------------------ one annotation

    def label_after(self, span: Span, text_of: Callable[[str], str]) -> str:
        """The span's label afterwards; `GONE` if the span is removed."""
        chosen = self.chosen.get(span.id)
        if chosen is not None:
            return chosen
        for rule in self.rules:
            if rule.label != span.label:
                continue
            if rule.takes(span, text_of(span.document_id) if rule.needs_text else ""):
                return rule.target
        return self.labels.get(span.label, span.label)

    def span_after(
        self, span: Span, text_of: Callable[[str], str], *, time: str
    ) -> tuple[Span | None, Outcome]:
        """The span afterwards: the same object if nothing changes, None if it is removed."""
        label = self.label_after(span, text_of)
        if label == GONE:
            return None, Outcome(span.attributes)
        outcome = self.attributes_after(span.attributes, span.label)
        if label == span.label:
            if outcome.attributes is span.attributes:
                return span, outcome
            return replace(span, attributes=outcome.attributes, modified=time), outcome
        outcome = self._without_dropped(outcome, label)
        after = replace(span, label=label, attributes=outcome.attributes, modified=time)
        return self._with_form(after, text_of), outcome

    def _with_form(self, span: Span, text_of: Callable[[str], str]) -> Span:
        """The span with the form that follows from its marks, where it has none yet."""
        missing = self.after.missing_attributes(span)
        if not missing:
            return span
        filled = quote_form.filled(span, text_of(span.document_id), self.after)
        new = {one.id: filled.attributes[one.id] for one in missing if one.id in filled.attributes}
        return replace(span, attributes={**span.attributes, **new}) if new else span

    def _without_dropped(self, outcome: Outcome, label: str) -> Outcome:
        allowed = self.after.label(label).attributes
        doomed = [name for name in outcome.attributes if name in self.dropped and name not in allowed]
        if not doomed:
            return outcome
        kept = {name: one for name, one in outcome.attributes.items() if name not in doomed}
        lost = tuple((name, key_of(outcome.attributes[name])) for name in doomed)
        return Outcome(kept, (*outcome.lost, *lost), outcome.unfit)

    def attributes_after(
        self, attributes: Mapping[str, AttributeValue], owner: str, *, is_relation: bool = False
    ) -> Outcome:
        """The attributes afterwards of a thing with this label, relation type, or none."""
        lost: list[tuple[str, str]] = []
        unfit: list[tuple[str, str]] = []
        result = dict(attributes)
        for one in self.conversions:
            if one.is_of_relations != is_relation or one.before.id not in result:
                continue
            if one.owner not in ("", owner):
                continue
            old = result.pop(one.before.id)
            value, is_unfit = one.of(old)
            if is_unfit:
                unfit.append((one.before.id, key_of(old)))
            place = one.before.id if is_unfit or one.after is None else one.after.id
            if value is None or place in result:
                lost.append((one.before.id, key_of(old)))
            else:
                result[place] = value
        if not lost and not unfit and result == dict(attributes) and _same_types(result, attributes):
            return Outcome(attributes)
        is_same = result == dict(attributes) and _same_types(result, attributes)
        return Outcome(attributes if is_same else result, tuple(lost), tuple(unfit))

    def relation_after(
        self, relation: Relation, from_label: str, to_label: str, *, time: str
    ) -> tuple[Relation | None, Outcome]:
        """The relation afterwards, its ends having these labels then; None if it is removed."""
        kind = self.relations.get(relation.label, relation.label)
        outcome = self.attributes_after(relation.attributes, relation.label, is_relation=True)
        if kind == GONE or GONE in (from_label, to_label):
            return None, outcome
        type_ = self.after.relation_types.get(kind)
        if type_ is not None and kind in self.cleared and not type_.allows(from_label, to_label):
            return None, outcome
        if kind == relation.label and outcome.attributes is relation.attributes:
            return relation, outcome
        return replace(relation, label=kind, attributes=outcome.attributes, modified=time), outcome


def _same_types(one: Mapping[str, AttributeValue], other: Mapping[str, AttributeValue]) -> bool:
    """Whether equal values are also of one type: `True == 1` in Python."""
    return all(type(value) is type(other[name]) for name, value in one.items())


def unfit_reasons(span: Span, codebook: Codebook) -> list[str]:
    """Why a span does not conform to the codebook: `label`, `attribute ID`, `value of ID` each."""
    if codebook.labels and span.label not in codebook.labels:
        return [f"label {span.label}"]
    found = []
    allowed = codebook.label(span.label).attributes
    for name, value in span.attributes.items():
        attribute: AttributeType | None = codebook.attributes.get(name)
        if attribute is None or name not in allowed:
            found.append(f"attribute {name}")
        elif attribute.refusal(value):
            found.append(f"value of {name}")
    return found
