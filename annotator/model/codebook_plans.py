"""Changes of the codebook in the middle of the work: merging, splitting and deleting labels.

Each function returns a `Migration`, which says what becomes of the annotations; nothing
is lost unless it was asked for. Plans for attributes and relation types stand in
`attribute_plans`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.errors import CodebookError
from annotator.model import codebook_edits, colour_checks
from annotator.model.codebook_draft import Draft
from annotator.model.codebook_naming import add_label
from annotator.model.conditions import Condition, Rule
from annotator.model.migration import GONE, Migration

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Target:
    """Where spans go: a label of the codebook (`id`), or a new one of this `name`."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a split: the spans for which all conditions hold go to the target."""

    conditions: tuple[Condition, ...]
    target: Target


def with_version(migration: Migration, version: str) -> Migration:
    """The same plan, with which the codebook also calls itself by another version."""
    if not version or version == migration.before.version:
        return migration
    draft = Draft(migration.after)
    draft.put("guideline", "version", "value", version)
    return replace(migration, after=draft.codebook(), fields=(*migration.fields, *draft.changes()))


def next_version(version: str) -> str:
    """The version after this one: `1.0.9` → `1.0.10`; `1` where there is no number to raise."""
    head, dot, last = version.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdecimal() else f"{version}.1" if version else "1"


# ---------------------------------------------------------------- labels


def merge_labels(
    codebook: Codebook, sources: Iterable[str], target: str, *, drops_attributes: bool = False
) -> Migration:
    """The spans of the sources get the label `target`, and the sources go.

    Attributes that the target lacks are added to it, unless `drops_attributes` asks that
    their values go. Relation rules that named a source name the target.
    """
    draft = Draft(codebook)
    doomed = [one for one in dict.fromkeys(sources) if one != target]
    if target not in codebook.labels or not doomed:
        raise CodebookError("Choose at least two labels, one of which stays.")
    dropped, notes = _attributes_joined(draft, doomed, target, drops=drops_attributes)
    for source in doomed:
        codebook_edits.rename_in_rules(draft, "label", source, target)
        draft.remove("label", source)
    names = " and ".join(codebook.label(one).name for one in doomed)
    return Migration(
        f"merge {names} into {codebook.label(target).name}",
        codebook,
        draft.codebook(),
        draft.changes(),
        labels=dict.fromkeys(doomed, target),
        dropped=dropped,
        notes=tuple(notes),
    )


def _attributes_joined(
    draft: Draft, sources: Iterable[str], target: str, *, drops: bool
) -> tuple[frozenset[str], list[str]]:
    """Give the target the attributes of the sources; or, if they are dropped, say which."""
    own = draft.texts("label", target, "attributes")
    lacking = [
        name
        for source in sources
        for name in draft.texts("label", source, "attributes")
        if name not in own
    ]
    lacking = list(dict.fromkeys(lacking))
    if drops:
        return frozenset(lacking), []
    notes = []
    for name in lacking:
        draft.put("label", target, "attributes", [*draft.texts("label", target, "attributes"), name])
        attribute = draft.value("attribute", name, "name", name)
        notes.append(f"{draft.value('label', target, 'name')} gets the attribute {attribute}.")
        notes += codebook_edits.settle_key(draft, name, str(attribute))
    return frozenset(), notes


def split_label(codebook: Codebook, label: str, branches: Sequence[Branch]) -> Migration:
    """Spans of a label go where the first branch that holds says; the others stay.

    New labels look like the old one, without its key. All targets get the attributes of
    the label, and relation rules that name it name them, too.
    """
    draft = Draft(codebook)
    notes: list[str] = []
    ids = _targets(draft, label, [branch.target for branch in branches], notes)
    rules = tuple(Rule(label, branch.conditions, id_) for branch, id_ in zip(branches, ids, strict=True))
    return Migration(
        f"split {codebook.label(label).name}",
        codebook,
        draft.codebook(),
        draft.changes(),
        rules=rules,
        notes=tuple(notes),
    )


def split_by_annotator(codebook: Codebook, label: str, targets: Mapping[str, Target]) -> Migration:
    """Spans of a label go to the target of their annotator (by id); the others stay."""
    branches = [
        Branch((Condition("annotator", "is", annotator),), target)
        for annotator, target in targets.items()
    ]
    return split_label(codebook, label, branches)


def reviewed(
    codebook: Codebook, label: str, targets: Sequence[Target], chosen: Mapping[str, int]
) -> Migration:
    """Single spans of a label, by id, go to the target with the number that was chosen."""
    draft = Draft(codebook)
    notes: list[str] = []
    ids = _targets(draft, label, targets, notes)
    return Migration(
        f"split {codebook.label(label).name}",
        codebook,
        draft.codebook(),
        draft.changes(),
        chosen={span: ids[number] for span, number in chosen.items()},
        notes=tuple(notes),
    )


def _targets(draft: Draft, label: str, targets: Sequence[Target], notes: list[str]) -> list[str]:
    """The ids of the targets; those that are new are made like the label."""
    made: dict[Target, str] = {}
    for target in targets:
        if target in made:
            continue
        if target.id:
            made[target] = target.id
            _, added = _attributes_joined(draft, [label], target.id, drops=False)
            notes += added
        else:
            made[target] = _new_like(draft, label, target.name)
            notes.append(f"The label {target.name} is new.")
        _named_beside(draft, label, made[target])
    return [made[target] for target in targets]


def _new_like(draft: Draft, label: str, name: str) -> str:
    if not name.strip():
        raise CodebookError("A new label needs a name.")
    left = ("name", "position", "hotkey", "definition", "include", "exclude", "examples", "bad_examples")
    values = {field: one for field, one in draft.values("label", label).items() if field not in left}
    if "colour" in values:
        labels = draft.codebook().labels
        style = labels[label].style
        is_fill = style == "fill"
        mates = (one.colour for one in labels.values() if (one.style == "fill") == is_fill)
        values["colour"] = colour_checks.fresh(style, mates)
    return draft.add("label", name.strip(), values, after=label)


def _named_beside(draft: Draft, label: str, target: str) -> None:
    """What names the label names the target, too: rules of relations, clusters, exports."""
    if label == target:
        return
    add_label(draft, label, target)
    for kind in draft.ids("relation_type"):
        for end in ("from", "to"):
            names = draft.texts("relation_type", kind, end)
            if label in names and target not in names:
                draft.put("relation_type", kind, end, [*names, target])


def delete_label(codebook: Codebook, label: str, replacement: str = "") -> Migration:
    """A label goes: its spans get the replacement, or go with their relations if there is none.

    Relation types that can start or lead nowhere else then go, too.
    """
    name = codebook.label(label).name
    if replacement:
        merged = merge_labels(codebook, [label], replacement)
        title = f"delete {name}, replaced by {codebook.label(replacement).name}"
        return replace(merged, title=title)
    draft = Draft(codebook)
    notes = []
    for kind in codebook.relation_types.values():
        if (label,) in (kind.from_labels, kind.to_labels):
            codebook_edits.forget(draft, "relation_type", kind.id)
            notes.append(f"The relation type {kind.name}, which needs {name}, goes with it.")
    codebook_edits.forget(draft, "label", label)
    after = draft.codebook()
    if not after.labels:
        raise CodebookError("A codebook needs at least one label.", "Add another one first.")
    return Migration(
        f"delete {name} with its spans",
        codebook,
        after,
        draft.changes(),
        labels={label: GONE},
        notes=tuple(notes),
    )
