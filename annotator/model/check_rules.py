"""What a codebook says to the checks, looked up once for all documents."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.model.checks import BY_ID, Level
from annotator.model.extent import Extent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.codebook import AttributeType, Codebook, RelationType

_LEVELS: Mapping[str, Level] = {
    "error": "error",
    "warn": "warning",
    "warning": "warning",
    "info": "info",
}
_FORMS = {"direct", "mixed", "indirect"}


class Rules:
    """A codebook as the checks ask it; labels are grouped by how much text they take.

    Quotes, claims, sources and cues are told by the extent of their labels, and which
    relation links a source or a cue, by where it leads: so the checks hold for codebooks
    with other names, too.
    """

    def __init__(self, codebook: Codebook, *, says_names: bool = False) -> None:
        """`says_names`: reasons speak of labels by their names, not by their ids."""
        self.codebook = codebook
        self.says_names = says_names
        self._attributes: dict[str, Mapping[str, AttributeType]] = {}
        self._required: dict[str, tuple[AttributeType, ...]] = {}

    def called(self, label: str) -> str:
        """What reasons call a label: its name up to a remark in brackets, or its id."""
        if not self.says_names or label not in self.codebook.labels:
            return label
        return self.codebook.labels[label].name.split(" (")[0].strip() or label

    def attributes(self, label: str) -> Mapping[str, AttributeType]:
        """The attributes that spans of this label may carry, by id."""
        found = self._attributes.get(label)
        if found is None:
            found = {one.id: one for one in self.codebook.attributes_of(label)}
            self._attributes[label] = found
        return found

    def required(self, label: str) -> tuple[AttributeType, ...]:
        """The attributes that spans of this label must carry."""
        found = self._required.get(label)
        if found is None:
            found = tuple(one for one in self.attributes(label).values() if one.required)
            self._required[label] = found
        return found

    def level(self, kind: str) -> Level:
        """How grave the findings of a check are, as the codebook or else the check says."""
        return self.constraints.get(kind) or BY_ID[kind].level

    @cached_property
    def constraints(self) -> Mapping[str, Level]:
        """The codebook's own constraints by id, with how grave it says they are."""
        said = self.codebook.guidelines.get("constraints")
        listed = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
        return {
            str(one["id"]): _LEVELS.get(str(one.get("level")), "warning")
            for one in listed
            if "id" in one
        }

    # ------------------------------------------------------------ labels

    def _labels(self, *extents: Extent) -> frozenset[str]:
        return frozenset(one.id for one in self.codebook.labels.values() if one.extent in extents)

    @cached_property
    def quotations(self) -> frozenset[str]:
        """The labels of what somebody says."""
        return self._labels(Extent.QUOTATION)

    @cached_property
    def claims(self) -> frozenset[str]:
        """The labels of clauses."""
        return self._labels(Extent.CLAUSE)

    @cached_property
    def sources(self) -> frozenset[str]:
        """The labels of who says something."""
        return self._labels(Extent.SOURCE)

    @cached_property
    def cues(self) -> frozenset[str]:
        """The labels of the words that say that something is said."""
        return self._labels(Extent.CUE)

    @cached_property
    def overlaps(self) -> Mapping[str, tuple[str, str]]:
        """Layer and overlap rule of each label whose layer does not allow everything."""
        layers = self.codebook.layers
        return {
            label.id: (label.layer, layers[label.layer].overlap)
            for label in self.codebook.labels.values()
            if label.layer in layers and layers[label.layer].overlap in ("none", "nested-allowed")
        }

    def form(self, label: str) -> AttributeType | None:
        """The attribute that says whether a quote is direct, if the label has one."""
        attributes = self.attributes(label).values()
        return next((one for one in attributes if {c.id for c in one.choices} == _FORMS), None)

    # ------------------------------------------------------------ relations

    def _leading_to(self, label: str, extent: Extent) -> RelationType | None:
        """The first relation type that leads from this label to one of this extent."""
        for kind in self.codebook.relation_types.values():
            ends = kind.to_labels if label in kind.from_labels else ()
            if ends and self.codebook.label(ends[0]).extent is extent:
                return kind
        return None

    def _linking(self, labels: frozenset[str], extent: Extent) -> dict[str, RelationType]:
        found = {label: self._leading_to(label, extent) for label in labels}
        return {label: kind for label, kind in found.items() if kind is not None}

    @cached_property
    def speaker_kinds(self) -> Mapping[str, RelationType]:
        """The relation type that links the source, by label of quote or claim.

        Where a codebook has no label for sources, quotes are said by names: persons, actors.
        """
        by_name = self._linking(self.quotations, Extent.NAME)
        return by_name | self._linking(self.quotations | self.claims, Extent.SOURCE)

    @cached_property
    def cue_kinds(self) -> Mapping[str, RelationType]:
        """The relation type that links the cue, by label of quote or claim."""
        return self._linking(self.quotations | self.claims, Extent.CUE)

    @cached_property
    def chain_kinds(self) -> frozenset[str]:
        """The relation types by which one quote goes on from another."""
        return frozenset(
            kind.id
            for kind in self.codebook.relation_types.values()
            if kind.acyclic
            and kind.from_labels
            and kind.to_labels
            and self.quotations.issuperset((*kind.from_labels, *kind.to_labels))
        )

    @cached_property
    def needed(self) -> Mapping[str, tuple[RelationType, ...]]:
        """The relation types of which a label needs some, but for those with a check of their own."""
        return {label: tuple(self._needed(label)) for label in self.codebook.labels}

    def _needed(self, label: str) -> Iterator[RelationType]:
        own = [self.speaker_kinds.get(label)]
        if "content-needs-cue" in self.constraints and label in self.quotations:
            own.append(self.cue_kinds.get(label))
        for kind in self.codebook.relation_types.values():
            if kind.minimum and label in kind.from_labels and kind not in own:
                yield kind


def choice_name(rules: Rules, attribute: AttributeType, value: object) -> str:
    """What reasons call a value of an attribute: the choice's name, or its id."""
    names = {one.id: one.name for one in attribute.choices} if rules.says_names else {}
    return names.get(str(value), str(value))
